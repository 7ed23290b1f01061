"""The page of one agency: all its years, and the main figures from year to year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.messages import Messages
from generator.model.forms import Figure, Form
from generator.model.pages import AgencyView
from generator.model.reports import Narrative, Report
from generator.render.addresses import AGENCIES, HOME, address, agency_path, link, report_path
from generator.render.charts import Chart, bar_chart
from generator.render.continuity import gap
from generator.render.document import Document, Heading, Part
from generator.render.listings import figure_columns, summary_row
from generator.render.templates import fragment
from generator.render.words import Words

MOST_BARS = 8
"""How many years a chart shows at most, counted back from the newest."""

OPENING = 220
"""How many characters of the newest report stand on the agency's page at most."""


def opening(report: Report, form: Form) -> str:
    """The first paragraph of a report, shortened, for the agency's page; "" when it has no text."""
    told = [
        report.sections.get(section.id, Narrative())
        for section in form.sections_of(report.sections)
    ]
    paragraphs = [text for narrative in told for text in narrative.paragraphs]
    first = next(iter((*paragraphs, *report.preface)), "")
    return first if len(first) <= OPENING else first[: OPENING - 1] + "…"


def agency(view: AgencyView, messages: Messages) -> Document:
    """The page of an agency."""
    path = agency_path(view.agency.id)
    front = {
        "title": view.agency.name,
        "description": messages.say("page.agency.description", agency=view.agency.name),
        "layout": "agency",
        "agency": view.agency.name,
        "address": address(path),
    }
    return Document(front, tuple(_parts(view, path, messages)))


def _parts(view: AgencyView, here: str, messages: Messages) -> Iterator[Part]:
    words = Words(messages)
    trail = [(words.say("home"), link(here, HOME)), (words.say("agencies"), link(here, AGENCIES))]
    yield fragment("breadcrumb.html.j2", messages, trail=trail, here=view.agency.name)
    yield Heading(1, view.agency.name, "title")
    superior = link(here, agency_path(view.superior[0])) if view.superior else ""
    kind = link(here, AGENCIES, view.kind.id)
    yield fragment("agency_facts.html.j2", messages, view=view, superior=superior, kind_url=kind)
    if not view.history:
        yield fragment("remark.html.j2", messages, text=words.say("agency.no_reports"))
        return
    columns = figure_columns(view.forms, view.history)
    gaps = _gaps(view, columns)
    charts = list(_charts(view, columns, words, gaps))
    if charts:
        reasons = dict.fromkeys(
            (year, reason) for (_, year), told in gaps.items() for reason in told
        )
        yield fragment("charts.html.j2", messages, charts=charts, gaps=list(reasons))
    yield Heading(2, words.say("agency.years"), "years")
    rows = [
        summary_row(here, words.say("year", year=summary.year), summary, columns, words)
        for summary in view.history
    ]
    table = {"columns": columns, "rows": rows, "first": words.say("fact.year")}
    caption = words.say("agency.caption", agency=view.agency.name)
    yield fragment("summaries.html.j2", messages, caption=caption, **table)
    newest = view.history[0]
    if view.opening:
        yield Heading(2, newest.title, "newest")
        url = link(here, report_path(newest.agency, newest.year))
        yield fragment("newest.html.j2", messages, text=view.opening, url=url)


Gaps = Mapping[tuple[str, int], tuple[str, ...]]
"""Why a figure, by its id, must not be joined to the one before it, by the year after the gap."""


def _gaps(view: AgencyView, columns: Sequence[Figure]) -> Gaps:
    shown = list(reversed(view.history[:MOST_BARS]))
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for before, after in pairwise(shown):
        if before.form == after.form:
            continue
        earlier, later = view.forms[before.form], view.forms[after.form]
        for column in columns:
            reasons = gap(view.crosswalk, column.id, earlier, later)
            if reasons:
                found[column.id, after.year] = reasons
    return found


def _charts(
    view: AgencyView, columns: Sequence[Figure], words: Words, gaps: Gaps
) -> Iterator[Chart]:
    shown = list(reversed(view.history[:MOST_BARS]))
    for column in columns:
        values = [summary.figures.get(column.id) for summary in shown]
        points = [
            (str(summary.year), value, words.figure(value))
            for summary, value in zip(shown, values, strict=True)
        ]
        told = words.say("list.comma").join(
            words.say("chart.point", year=year, value=words.figure(value, column.unit))
            for year, value, _ in points
        )
        breaks = [number for number, one in enumerate(shown) if (column.id, one.year) in gaps]
        title = words.say("chart.title", label=column.label.zh, unit=column.unit)
        chart = bar_chart(title, words.say("chart.words", title=title, points=told), points, breaks)
        # A row of zeros is no chart: the table below says it better.
        if chart and any(values):
            yield chart
