"""The whole portal as Markdown and downloads on disk, which is what plain MkDocs builds from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from generator import storage
from generator.build.assemble import publish, surroundings
from generator.build.by_hand import ByHand, misplaced
from generator.build.content import Outline, outline, read_reports
from generator.build.foreseen import Foreseen
from generator.build.indexing import broken_pages, own_entry, page_entries, whole_index
from generator.build.lists import (
    Part,
    boards_of,
    by_year,
    collect,
    corrected,
    list_files,
    lists,
    newest,
)
from generator.build.neighbours import circles_of
from generator.build.page_text import RenderedPage
from generator.errors import BrokenContentError
from generator.messages import Messages, messages
from generator.model.findings import Finding, Severity
from generator.model.pages import Page, Summary
from generator.model.quality import Standing
from generator.model.search import Entry
from generator.render.document import Document, to_markdown

PAGES = f"{storage.WORK}/pages"
"""Where the generated Markdown and downloads lie, relative to the portal."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was generated: the paths of the files, and what is known of the content.

    `entries` are what the search index takes from the agencies, until it is made.
    """

    known: Outline
    paths: tuple[str, ...]
    reports: int
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]


def generate(root: Path, site_url: str, written: Mapping[str, str]) -> Generated:
    """Write every generated file below `PAGES`, but for the search index.

    `written` are the hand-written files of the site: where they lie there, and in the portal.
    `BrokenContentError` when one of them has the address of a generated one.
    """
    known = outline(root)
    require_sound([*known.findings, *broken_pages(root)])
    require_sound([*misplaced(ByHand(written), Foreseen(root, known, site_url))])
    words = messages("zh")
    paths: set[str] = set()
    summaries: list[Summary] = []
    standings: list[Standing] = []
    entries: list[Entry] = []
    broken: list[Finding] = []
    findings: list[Finding] = list(known.findings)
    circles = circles_of(known.agencies, known.years)
    for agency_id in known.agencies:
        found = read_reports(root, known, agency_id)
        broken += found.findings
        published = publish(known, found, surroundings(known, circles, agency_id), words)
        summaries += published.summaries
        standings += published.standings
        entries += [own_entry(found.agency, known.kinds), *published.entries]
        findings += published.findings
        pages = [*_pages(published.documents), *published.files]
        paths |= _write(root, pages)
    require_sound(broken)
    paths |= _write(root, _list_pages(known, summaries, standings, site_url, words))
    return Generated(known, tuple(sorted(paths)), len(summaries), tuple(findings), tuple(entries))


def generate_index(root: Path, made: Generated, pages: Iterable[RenderedPage]) -> Generated:
    """Write the search index, once MkDocs has rendered the hand-written `pages`.

    Then all is generated, and what is left below `PAGES` from an earlier time goes.
    """
    entries = (*made.entries, *page_entries(pages))
    index = whole_index(entries, made.known, root / PAGES)
    paths = _write(root, (Page(*file) for file in index)).union(made.paths)
    _remove_others(root / PAGES, paths)
    # The texts of all reports are not needed any more.
    return replace(made, paths=tuple(sorted(paths)), entries=())


def require_sound(findings: Sequence[Finding]) -> None:
    """Raise `BrokenContentError` when a file of the content cannot be used.

    Such a file would leave a hole in the site, which is why nothing is published until it is
    mended; figures that do not add up are published as they were reported.
    """
    broken = [finding for finding in findings if finding.severity >= Severity.ERROR]
    if broken:
        raise BrokenContentError("broken_content", broken, count=len(broken))


def _pages(documents: Mapping[str, Document]) -> Iterator[Page]:
    for path, document in documents.items():
        yield Page(path, to_markdown(document).encode())


def _list_pages(
    known: Outline,
    summaries: Sequence[Summary],
    standings: Sequence[Standing],
    site_url: str,
    words: Messages,
) -> Iterator[Page]:
    ordered = sorted(standings, key=lambda each: (each.year, each.agency))
    collection = collect(
        known, newest(summaries), corrected(summaries), ordered, boards_of(known, ordered)
    )
    of_year = by_year(summaries)
    every = {*Part, *collection.years}
    pages = lists(collection, every, lambda number: of_year.get(number, ()), words)
    yield from _pages(dict(pages))
    yield from list_files(collection, collection.years, site_url)


def _write(root: Path, pages: Iterable[Page]) -> set[str]:
    written: set[str] = set()
    for page in pages:
        storage.write(root / PAGES / page.path, page.content)
        written.add(page.path)
    return written


def _remove_others(folder: Path, paths: Set[str]) -> None:
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top) / name
            if path.relative_to(folder).as_posix() not in paths:
                storage.remove(path)
