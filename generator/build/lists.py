"""The pages that list others, and the files that cover the whole portal."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from heapq import nsmallest
from html import escape

import msgspec

from generator.build.content import Outline
from generator.build.fingerprints import digest
from generator.build.quality import finding_files, findings_paths, rules
from generator.messages import Messages, messages
from generator.model.pages import Collection, Page, Summary
from generator.model.quality import Board, Standing
from generator.render import feed
from generator.render.addresses import (
    AGENCIES,
    COVERAGE,
    HOME,
    QUALITY,
    SEARCH,
    YEARS,
    address,
    agency_path,
    link,
    report_path,
    year_path,
)
from generator.render.agencies import agencies_pages, agencies_parts
from generator.render.colour import stylesheet
from generator.render.coverage import boards, coverage, coverage_parts
from generator.render.document import Document, Heading, Html
from generator.render.home import home
from generator.render.quality import quality, quality_paths
from generator.render.year import Same, never, year_pages, year_parts, years
from generator.search import script
from generator.search.page import search_fragment

MOST_NEWS = feed.MOST
"""How many new and how many corrected reports the lists are told of."""

OfYear = Callable[[int], Sequence[Summary]]
"""From a year to the summaries of its reports, in the order of the agencies."""

_encode = msgspec.msgpack.Encoder().encode


def collect(
    known: Outline,
    newest: Sequence[Summary],
    corrected: Sequence[Summary],
    standings: Sequence[Standing],
    years: Mapping[int, Board],
) -> Collection:
    """The portal as its lists see it.

    `standings` are all reports, by year and agency, and `years` the boards that come of them.
    """
    return Collection(
        portal=known.portal,
        agencies=known.agencies,
        kinds=known.kinds,
        forms=known.forms,
        reported=known.years,
        newest=tuple(newest),
        corrected=tuple(corrected),
        standings=tuple(standings),
        rules=rules(),
        boards=years,
    )


def boards_of(known: Outline, standings: Sequence[Standing]) -> Mapping[int, Board]:
    """Who has reported, by year."""
    return boards(known.agencies, known.kinds, known.portal, known.years, standings)


def newest(summaries: Sequence[Summary]) -> list[Summary]:
    """The reports published last; those whose day is not known are left out."""
    dated = [(summary, summary.published) for summary in summaries if summary.published]
    return [one for one, _ in nsmallest(MOST_NEWS, dated, key=lambda pair: newest_first(*pair))]


def corrected(summaries: Sequence[Summary]) -> list[Summary]:
    """The reports corrected last."""
    dated = [(summary, summary.corrected) for summary in summaries if summary.corrected]
    return [one for one, _ in nsmallest(MOST_NEWS, dated, key=lambda pair: newest_first(*pair))]


def newest_first(summary: Summary, day: date) -> tuple[int, int, str]:
    """The order of news: by day, then year, both the newest first, then by agency."""
    return (-day.toordinal(), -summary.year, summary.agency)


class Part(StrEnum):
    """Lists that name very many agencies, and are made again only when what they show changed."""

    AGENCIES = "agencies"
    QUALITY = "quality"
    COVERAGE = "coverage"


def parts_of(known: Outline, standings: Sequence[Standing]) -> Mapping[Part, str]:
    """A digest of all that each part shows of the portal's agencies and reports.

    What they depend on besides, as the settings of the portal, makes everything new.
    """
    agencies = digest(_encode((known.agencies, known.years)))
    days = [(each.year, each.agency, each.published) for each in standings]
    return {
        Part.AGENCIES: agencies,
        Part.COVERAGE: digest(_encode((agencies, days))),
        Part.QUALITY: digest(_encode((agencies, standings))),
    }


class Memory:
    """What pages of lists show, as digests by path: now, and last time.

    `still` are the pages that show the same as before, and need not be made again.
    """

    def __init__(self, before: Mapping[str, str]) -> None:
        self.before = before
        self.now: dict[str, str] = {}
        self.still: set[str] = set()

    def same(self, path: str, shown: object) -> bool:
        """Whether the page showed just that last time."""
        self.now[path] = digest(_encode(shown))
        if self.before.get(path) != self.now[path]:
            return False
        self.still.add(path)
        return True


def lists(
    collection: Collection,
    changed: Container[Part | int],
    of_year: OfYear,
    words: Messages,
    same: Same = never,
) -> Iterator[tuple[str, Document]]:
    """The lists, by path; of the parts and years only those in `changed`. None of them is empty.

    Pages of a year that show the `same` as last time are left out.
    """
    yield HOME, home(collection, words)
    if collection.agencies and Part.AGENCIES in changed:
        yield from agencies_pages(collection, words)
    if collection.years:
        yield YEARS, years(collection, words)
    yield SEARCH, _search(collection, words)
    if Part.QUALITY in changed:
        yield from quality(collection, words)
    if Part.COVERAGE in changed:
        yield from coverage(collection, words)
    for number in collection.years:
        if number in changed:
            yield from year_pages(collection, number, of_year(number), words, same)


def first_paths(collection: Collection) -> Iterator[str]:
    """The path of the first page of each list, and of the pages of checks."""
    yield from (HOME, SEARCH)
    if collection.agencies:
        yield AGENCIES
    if collection.years:
        yield from (YEARS, COVERAGE)
        yield from map(year_path, collection.years)
    yield from quality_paths(collection)


def part_paths(collection: Collection) -> Iterator[str]:
    """The paths of the further pages of lists that are too long for one.

    But for those of checks, which depend on what was found: see `quality.may_be_found`.
    """
    yield from agencies_parts(collection)
    yield from coverage_parts(collection)
    for number in collection.years:
        yield from year_parts(collection, number)


_OF_YEAR = re.compile(r"(?:years/|quality/findings-)([0-9]{4})(?:/|\.)")
_OF_PART = {
    "agencies/index.": Part.AGENCIES,
    "kinds/": Part.AGENCIES,
    "quality/coverage/": Part.COVERAGE,
    "quality/": Part.QUALITY,
}


def part_of(path: str) -> Part | int | None:
    """The part, or the year, that alone decides what the list `path` of the site says, if any."""
    if year := _OF_YEAR.match(path):
        return int(year[1])
    return next((part for start, part in _OF_PART.items() if path.startswith(start)), None)


def _search(collection: Collection, told: Messages) -> Document:
    """The page of the search, with the lists for those who cannot use it."""
    words = told.part("search")
    links = [(told.say("page.home"), link(SEARCH, HOME))]
    if collection.agencies:
        links.append((told.say("page.agencies"), link(SEARCH, AGENCIES)))
    if collection.years:
        links.append((told.say("page.years"), link(SEARCH, YEARS)))
    front = {"title": words["title"], "layout": "search-page", "address": address(SEARCH)}
    heading = Heading(1, words["title"], "title")
    return Document(front, (heading, Html(search_fragment(words, links))))


COLOURS = "assets/colours.css"
SITEMAP, SITEMAP_OF_PAGES = "sitemap.xml", "sitemap-pages.xml"


def _sitemap_of(year: int) -> str:
    return f"sitemap-{year}.xml"


def file_paths(years: Sequence[int], site_url: str) -> Iterator[str]:
    """The paths of `list_files` of a portal that has reports for these `years`."""
    yield COLOURS
    yield script.PATH
    for year in years:
        yield from findings_paths(year)
    if site_url:
        yield from (SITEMAP, SITEMAP_OF_PAGES, feed.PATH)
        yield from map(_sitemap_of, years)


def list_files(
    collection: Collection, changed_years: Sequence[int], site_url: str
) -> Iterator[Page]:
    """The files that cover the portal: colours, the search, findings, the sitemap, the feed.

    The findings are those of the `changed_years`, each in files of its own; sitemap and feed hold
    whole addresses, and are made when that of the site is known.

    A sitemap may hold 50,000 addresses (sitemaps.org), so there is one for each year.
    """
    yield Page(COLOURS, stylesheet(collection.portal.colour).encode())
    yield Page(script.PATH, script.script())
    yield from finding_files(collection.standings, collection.agencies, changed_years)
    if not site_url:
        return
    base = site_url if site_url.endswith("/") else f"{site_url}/"
    parts = {
        SITEMAP_OF_PAGES: [
            HOME,
            AGENCIES,
            YEARS,
            QUALITY,
            COVERAGE,
            *map(agency_path, collection.agencies),
        ]
    }
    for number in collection.years:
        reports = [
            report_path(agency, number)
            for agency, reported in collection.reported.items()
            if number in reported
        ]
        parts[_sitemap_of(number)] = [year_path(number), *reports]
    for name, paths in parts.items():
        yield Page(name, _sitemap("urlset", "url", [base + address(path) for path in paths]))
    yield Page(SITEMAP, _sitemap("sitemapindex", "sitemap", [base + name for name in parts]))
    yield Page(feed.PATH, feed.feed(collection, base, messages("zh")))


def _sitemap(root: str, entry: str, urls: Sequence[str]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<{entry}><loc>{escape(url, quote=False)}</loc></{entry}>" for url in urls),
        f"</{root}>",
    ]
    return ("\n".join(lines) + "\n").encode()


def by_year(summaries: Sequence[Summary]) -> Mapping[int, Sequence[Summary]]:
    """The summaries of each year, in the order in which they come."""
    found: dict[int, list[Summary]] = {}
    for summary in summaries:
        found.setdefault(summary.year, []).append(summary)
    return found
