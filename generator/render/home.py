"""The front page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.messages import Messages
from generator.model.pages import Collection, Summary
from generator.model.quality import Board
from generator.render.addresses import (
    AGENCIES,
    HOME,
    QUALITY,
    agency_path,
    link,
    report_path,
    year_path,
)
from generator.render.document import Document, Heading, Part
from generator.render.listings import by_kind, newest_years
from generator.render.templates import fragment
from generator.render.words import Words

MOST_OF_A_KIND = 48
"""How many agencies of a kind the front page names before it leads to the list of all."""

MOST_NEWS = 8
"""How many new and how many corrected reports the front page names."""


def home(collection: Collection, messages: Messages) -> Document:
    """What this portal is, and the ways into it: search, years, agencies, what is new."""
    portal = collection.portal
    front = {
        "title": portal.name,
        "description": portal.description or messages.say("page.home.sentence", area=portal.area),
        "layout": "home",
        "address": "",
    }
    return Document(front, tuple(_parts(collection, front["description"], messages)))


def _parts(collection: Collection, sentence: str, messages: Messages) -> Iterator[Part]:
    words = Words(messages)
    yield Heading(1, collection.portal.name, "title")
    yield fragment("home_lead.html.j2", messages, sentence=sentence)
    yield fragment("home_search.html.j2", messages)
    if not collection.years:
        yield fragment("remark.html.j2", messages, text=words.say("home.empty"))
    else:
        yield _years(collection, messages)
        yield from _news(collection, messages)
    if collection.agencies:
        yield Heading(2, words.say("agencies.by_kind"), "agencies")
        yield _kinds(collection, messages)


def _years(collection: Collection, messages: Messages) -> Part:
    newest = collection.years[0]
    return fragment(
        "home_years.html.j2",
        messages,
        years=[(number, link(HOME, year_path(number))) for number in collection.years],
        status=_status(collection.boards[newest], Words(messages)),
        quality_url=link(HOME, QUALITY),
    )


def _status(board: Board, words: Words) -> str:
    """The board of a year in one line."""
    told = [
        words.say(f"home.board.{name}", count=count)
        for name, count in (
            ("due", board.due),
            ("reported", board.reported),
            ("late", board.late),
            ("missing", board.missing),
            ("awaited", board.awaited),
        )
        if count
    ]
    counts = words.say("list.comma").join(told)
    return words.say("home.board", year=board.year, counts=counts)


def _news(collection: Collection, messages: Messages) -> Iterator[Part]:
    words = Words(messages)
    if collection.newest:
        yield Heading(2, words.say("home.newest"), "newest")
        entries = [(one, _url(one), one.published) for one in collection.newest[:MOST_NEWS]]
        yield fragment("home_news.html.j2", messages, entries=entries)
    if collection.corrected:
        yield Heading(2, words.say("home.corrections"), "corrections")
        corrected = collection.corrected[:MOST_NEWS]
        entries = [(one, f"{_url(one)}#corrections", one.corrected) for one in corrected]
        yield fragment("home_news.html.j2", messages, entries=entries)


def _url(summary: Summary) -> str:
    return link(HOME, report_path(summary.agency, summary.year))


def _kinds(collection: Collection, messages: Messages) -> Part:
    newest = newest_years(collection)
    groups = [
        (
            kind,
            len(group),
            [
                (agency.name, link(HOME, agency_path(agency.id)), newest.get(agency.id))
                for agency in group[:MOST_OF_A_KIND]
            ],
            link(HOME, AGENCIES, kind.id),
        )
        for kind, group in by_kind(collection)
    ]
    return fragment("home_kinds.html.j2", messages, groups=groups)
