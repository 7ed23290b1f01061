"""The page of one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.messages import Messages
from generator.model.findings import Wording
from generator.model.forms import Section
from generator.model.pages import Download, ReportView
from generator.model.reports import Narrative
from generator.render.addresses import (
    AGENCIES,
    HOME,
    address,
    agency_path,
    link,
    report_path,
    year_path,
)
from generator.render.comparison import comparison
from generator.render.document import Document, Heading, Html, Paragraph, Part
from generator.render.layouts import layouts
from generator.render.links import linked
from generator.render.narrative import parts
from generator.render.remarks import (
    glances,
    marks,
    noted_corrections,
    noted_findings,
    relation_of,
)
from generator.render.results import Numbers, results
from generator.render.tables import render_table, values
from generator.render.templates import fragment
from generator.render.words import Words

_NO_FIGURES = {str, type(None)}
CHAPTER = 2
"""The level of the headings that the contents name."""


def report(view: ReportView, messages: Messages) -> Document:
    """The page of a report: what it says, what was found in it, and where to go from here."""
    return Document(_front(view, messages), tuple(_Page(view, messages).parts()))


def _front(view: ReportView, messages: Messages) -> dict[str, str]:
    report, agency = view.report, view.agency.name_in(view.report.year)
    front: dict[str, str] = {
        "title": report.title,
        "description": messages.say("page.report.description", agency=agency, year=report.year),
        "layout": "report",
        "agency": agency,
        "year": str(report.year),
        "address": address(report_path(report.agency, report.year)),
    }
    if report.published:
        front["published"] = report.published.isoformat()
    if report.source:
        front["sha256"] = report.source.sha256
    return front


class _Page:
    """One page being put together, from top to bottom."""

    def __init__(self, view: ReportView, messages: Messages) -> None:
        self.view = view
        self.messages = messages
        self.words = Words(messages)
        self.here = report_path(view.report.agency, view.report.year)
        self.marks = marks(view, self.words)

    def parts(self) -> Iterator[Part]:
        """All parts of the page."""
        view = self.view
        yield self._html("breadcrumb.html.j2", trail=self._trail(), here=str(view.report.year))
        yield Heading(1, view.report.title, "title")
        yield self._html(
            "report_facts.html.j2", view=view, original=_original(view), **self._years()
        )
        if view.form.figures:
            yield self._html("glance.html.j2", view=view, glances=list(glances(view, self.words)))
        body = list(self._body())
        chapters = [
            (part.text, f"#{part.id}")
            for part in body
            if isinstance(part, Heading) and part.level == CHAPTER
        ]
        yield self._html("contents.html.j2", chapters=chapters)
        yield from body

    def _body(self) -> Iterator[Part]:
        view = self.view
        yield from self._linked(map(Paragraph, view.report.preface))
        sections = view.form.sections_of(view.report.sections)
        yield from self._unplaced({section.id for section in sections})
        for section in sections:
            yield from self._section(section)
        yield from self._findings()
        yield from self._results()
        yield from self._corrections()
        yield from self._downloads()
        yield from self._elsewhere()

    def _linked(self, written: Iterable[Heading | Paragraph]) -> Iterable[Part]:
        """The text with links to the hosts that the portal names."""
        hosts = self.view.portal.hosts
        if not hosts:
            return written
        return (
            linked(part, hosts) if isinstance(part, Paragraph) and "://" in part.text else part
            for part in written
        )

    def _html(self, template: str, **context: object) -> Html:
        return fragment(template, self.messages, **context)

    def _trail(self) -> list[tuple[str, str]]:
        return [
            (self.words.say("home"), link(self.here, HOME)),
            (self.words.say("agencies"), link(self.here, AGENCIES)),
            (self.view.agency.name, link(self.here, agency_path(self.view.agency.id))),
        ]

    def _years(self) -> Mapping[str, object]:
        return {
            "years": [
                (summary.year, link(self.here, report_path(summary.agency, summary.year)))
                for summary in self.view.history
            ]
        }

    def _section(self, section: Section) -> Iterator[Part]:
        report = self.view.report
        narrative = report.sections.get(section.id, Narrative())
        unplaced = [piece.text for piece in report.unplaced if piece.section == section.id]
        yield Heading(CHAPTER, section.title.zh, section.id)
        before = list(parts(narrative.before, section.id))
        yield from self._linked(before)
        if section.table:
            yield from self._table(section.table)
        headings = sum(isinstance(part, Heading) for part in before)
        yield from self._linked(parts(narrative.after, section.id, headings + 1))
        own_tables = [table for table in report.extra_tables if table.section == section.id]
        for table in own_tables:
            yield self._html("extra_table.html.j2", table=table)
        if unplaced:
            yield self._html("unplaced.html.j2", pieces=unplaced)
        if not (narrative.paragraphs or section.table or unplaced or own_tables):
            yield self._html("empty_section.html.j2")

    def _unplaced(self, sections: set[str]) -> Iterator[Part]:
        """What belongs to no section of the report, such as lines around its title."""
        report = self.view.report
        pieces = [piece.text for piece in report.unplaced if piece.section not in sections]
        if pieces:
            yield self._html("unplaced.html.j2", pieces=pieces)
        for table in report.extra_tables:
            if table.section not in sections:
                yield self._html("extra_table.html.j2", table=table)

    def _table(self, table: str) -> Iterator[Part]:
        view = self.view
        layout = layouts(view.form)[table]
        cells = values(layout, view.report)
        # Both ways of being zero: 0 and 0.00; a blank is no zero, and neither is an empty text.
        if not any(cells) and not _NO_FIGURES & set(map(type, cells)):
            yield self._html("remark.html.j2", text=self.words.say("table.all_zero"))
        elif all(cell is None for cell in cells):
            yield self._html("remark.html.j2", text=self.words.say("table.all_blank"))
        caption = self.words.say(
            "table.caption", title=layout.table.title.zh, year=view.report.year
        )
        yield Html(render_table(layout, cells, self.marks, self.messages, caption))
        beside = comparison(view, table, self.messages)
        if beside is not None:
            yield beside

    def _findings(self) -> Iterator[Part]:
        explanations = self.view.report.explanations
        used = set(map(relation_of, self.view.findings))
        others = [text for key, text in sorted(explanations.items()) if key not in used]
        if not self.view.findings and not others:
            return
        yield Heading(CHAPTER, self.words.say("findings"), "findings")
        noted = list(noted_findings(self.view, self.messages))
        yield self._html("findings.html.j2", findings=noted, explanations=others)

    def _results(self) -> Iterator[Part]:
        block = results(self.view, _numbers(self.view), self.here, self.messages)
        if block is not None:
            yield Heading(CHAPTER, self.words.say("results"), "results")
            yield block

    def _corrections(self) -> Iterator[Part]:
        if not self.view.report.corrections:
            return
        yield Heading(CHAPTER, self.words.say("corrections"), "corrections")
        noted = list(noted_corrections(self.view, self.words))
        yield self._html("corrections.html.j2", corrections=noted)

    def _downloads(self) -> Iterator[Part]:
        view = self.view
        yield Heading(CHAPTER, self.words.say("downloads"), "downloads")
        yield self._html(
            "downloads.html.j2",
            view=view,
            agency=view.agency.name_in(view.report.year),
            # Without the portal's own address there is nothing that a reader could find it by.
            address=f"{view.portal.domain}/{address(self.here)}" if view.portal.domain else "",
        )

    def _elsewhere(self) -> Iterator[Part]:
        view = self.view
        others = [summary for summary in view.history if summary.year != view.report.year]
        if not others and not view.neighbours:
            return
        yield Heading(CHAPTER, self.words.say("elsewhere"), "elsewhere")
        year = view.report.year
        neighbours = [
            (name, link(self.here, report_path(agency, year))) for agency, name in view.neighbours
        ]
        yield self._html(
            "elsewhere.html.j2",
            view=view,
            others=[
                (
                    self.words.say("year", year=other.year),
                    link(self.here, report_path(other.agency, other.year)),
                )
                for other in others
            ],
            neighbours=neighbours,
            year_url=link(self.here, year_path(view.report.year), view.kind.id),
            agency_url=link(self.here, agency_path(view.agency.id)),
        )


def _numbers(view: ReportView) -> Numbers:
    """The numbers of the findings about relations."""
    found: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(view.findings, 1):
        line = finding.parameters.get("line")
        if isinstance(line, Wording):
            found[relation_of(finding), line.zh] = number
    return found


def _original(view: ReportView) -> Download | None:
    """The submitted file among the downloads, or None when it is not published."""
    return next((one for one in view.downloads if one.is_original), None)
