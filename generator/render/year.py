"""The page of one year, and the lists of all years and of all agencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.messages import Messages
from generator.model.pages import Collection, Summary
from generator.render.addresses import (
    AGENCIES,
    HOME,
    YEARS,
    address,
    agency_path,
    link,
    report_path,
    year_path,
)
from generator.render.document import Document, Heading, Part
from generator.render.listings import by_kind, figure_columns, newest_years, summary_row, totals
from generator.render.templates import fragment
from generator.render.words import Words


def year(
    collection: Collection, number: int, summaries: Sequence[Summary], messages: Messages
) -> Document:
    """The page of the year `number`: every agency that reported, kind by kind, and the totals.

    `summaries` are the reports of that year.
    """
    title = messages.say("page.year.title", year=number)
    name = collection.portal.name
    front = {
        "title": title,
        "description": messages.say("page.year.description", year=number, portal=name),
        "layout": "year",
        "year": str(number),
        "address": address(year_path(number)),
    }
    return Document(front, tuple(_year(collection, number, summaries, title, messages)))


def _year(
    collection: Collection,
    number: int,
    summaries: Sequence[Summary],
    title: str,
    messages: Messages,
) -> Iterator[Part]:
    words, here = Words(messages), year_path(number)
    trail = [(words.say("home"), link(here, HOME)), (words.say("years"), link(here, YEARS))]
    yield fragment("breadcrumb.html.j2", messages, trail=trail, here=words.say("year", year=number))
    yield Heading(1, title, "title")
    columns = figure_columns(collection.forms, summaries)
    missing = len(collection.agencies) - len(summaries)
    sums = [
        (figure, words.figure(total), left_out)
        for figure, total, left_out in totals(columns, summaries)
    ]
    yield fragment(
        "year_facts.html.j2",
        messages,
        count=len(summaries),
        missing=missing,
        years=[(one, link(here, year_path(one))) for one in collection.years],
        year=number,
        sums=sums,
    )
    found = {summary.agency: summary for summary in summaries}
    for kind, agencies in by_kind(collection):
        reports = [(agency, found[agency.id]) for agency in agencies if agency.id in found]
        if not reports:
            continue
        yield Heading(2, kind.label, kind.id)
        rows = [
            summary_row(here, agency.name_in(number), summary, columns, words)
            for agency, summary in reports
        ]
        caption = words.say("year.caption", kind=kind.label, year=number)
        first = words.say("fact.agency")
        yield fragment(
            "summaries.html.j2",
            messages,
            caption=caption,
            columns=columns,
            rows=rows,
            first=first,
        )


def years(collection: Collection, messages: Messages) -> Document:
    """The list of all years."""
    words = Words(messages)
    entries = [
        (number, link(YEARS, year_path(number)), count)
        for number, count in collection.counts.items()
    ]
    trail = [(words.say("home"), link(YEARS, HOME))]
    parts = (
        fragment("breadcrumb.html.j2", messages, trail=trail, here=words.say("years")),
        Heading(1, words.say("years.title"), "title"),
        fragment("years.html.j2", messages, years=entries),
    )
    front = {"title": words.say("years.title"), "layout": "list", "address": address(YEARS)}
    return Document(front, parts)


def agencies(collection: Collection, messages: Messages) -> Document:
    """The list of all agencies, kind by kind."""
    words = Words(messages)
    trail = [(words.say("home"), link(AGENCIES, HOME))]
    parts: list[Part] = [
        fragment("breadcrumb.html.j2", messages, trail=trail, here=words.say("agencies")),
        Heading(1, words.say("agencies.title"), "title"),
    ]
    newest = newest_years(collection)
    for kind, group in by_kind(collection):
        parts.append(Heading(2, kind.label, kind.id))
        entries = [
            (
                agency.name,
                link(AGENCIES, agency_path(agency.id)),
                newest.get(agency.id),
                link(AGENCIES, report_path(agency.id, newest.get(agency.id, 0))),
            )
            for agency in group
        ]
        parts.append(fragment("agencies.html.j2", messages, entries=entries))
    if not collection.agencies:
        parts.append(fragment("remark.html.j2", messages, text=words.say("agencies.none")))
    front = {"title": words.say("agencies.title"), "layout": "list", "address": address(AGENCIES)}
    return Document(front, tuple(parts))
