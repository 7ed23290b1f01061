"""What the search index takes from the content, and how it follows a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import storage
from generator.build.content import AgencyReports, Outline
from generator.build.fingerprints import digest
from generator.build.page_text import PageSection, RenderedPage, page_sections
from generator.messages import messages
from generator.model.agencies import Agency, Kind
from generator.model.findings import Finding
from generator.model.search import Entry, Piece
from generator.render.addresses import address, agency_path, report_path
from generator.search import updates
from generator.search.entries import agency_entry, page_entry, report_entry
from generator.search.paths import ROOT
from generator.search.segments import Running

FOLDER = "search"
"""Where the index lies, relative to the site."""

PAGES = "content/pages"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Entry).decode


def report_entries(
    known: Outline, found: AgencyReports, findings: Mapping[int, tuple[Finding, ...]]
) -> Iterator[Entry]:
    """The reports of an agency, the oldest first."""
    agency = found.agency
    kind = known.kinds[agency.kind]
    for report in found.reports:
        yield report_entry(
            report,
            known.forms[report.form],
            agency,
            kind,
            address(report_path(agency.id, report.year)),
            faulty=bool(findings[report.year]),
        )


def own_entry(agency: Agency, kinds: Mapping[str, Kind]) -> Entry:
    """An agency itself, which comes before its reports.

    Spelling its names takes a dictionary of 50 MB, which takes a tenth of a second to load. So it
    is for the first process to ask for this, and for none of the workers.
    """
    return agency_entry(agency, kinds[agency.kind], address(agency_path(agency.id)))


def page_entries(pages: Iterable[RenderedPage]) -> Iterator[Entry]:
    """The hand-written pages of the site, section by section."""
    for page in sorted(pages, key=lambda each: each.path):
        sections = page_sections(page.html)
        title = "" if page.title is None else str(page.title).strip()
        yield page_entry(
            page.path.removesuffix("index.html"),
            title or _first_line(sections) or page.file,
            ((each.anchor, each.heading, "\n".join(each.lines)) for each in sections),
        )


def _first_line(sections: Iterable[PageSection]) -> str:
    lines = (line for each in sections for line in (each.heading, *each.lines))
    return next(filter(None, lines), "")


def broken_pages(root: Path) -> Iterator[Finding]:
    """What is wrong with hand-written pages that cannot be read."""
    for name in _pages(root):
        yield from _text(root, name)[1]


def _pages(root: Path) -> list[str]:
    folder = root / PAGES
    found = folder.rglob("*.md") if folder.is_dir() else ()
    names = (path.relative_to(folder).as_posix() for path in found)
    # What begins with a dot is no page to MkDocs.
    return sorted(name for name in names if not name.startswith(".") and "/." not in name)


def _text(root: Path, name: str) -> tuple[str, list[Finding]]:
    return storage.read_text(root / PAGES / name, f"{PAGES}/{name}")


class PackedEntry(NamedTuple):
    """An entry on its way from a worker: all but its pieces as bytes, which travel faster.

    Reports of one form share their pieces, which travel once for all that are together.
    """

    said: bytes
    pieces: tuple[Piece, ...]


def packed_entry(entry: Entry) -> PackedEntry:
    """The entry, packed."""
    return PackedEntry(_encode(replace(entry, pieces=())), entry.pieces)


def unpacked_entry(packed: PackedEntry) -> Entry:
    """The entry again."""
    return replace(_decode(packed.said), pieces=packed.pieces)


def entry_digest(packed: PackedEntry) -> str:
    """The digest of what an entry says."""
    return digest(packed.said + _encode(packed.pieces))


def whole_index(
    entries: Iterable[Entry], known: Outline, folder: Path, run: Running = map
) -> Iterator[tuple[str, bytes]]:
    """The files of a new index of all that is `known`, by their path on the site.

    What would fill the memory is put aside on the disk of `folder`. `run` does what `map`
    does, and may have other processes do it.
    """
    words = messages("zh").part("search")
    size = sum(1 + len(years) for years in known.years.values())
    with storage.spool(folder) as spool:
        for path, content in updates.build(entries, words, spool, size, run):
            if content is not None:
                yield f"{FOLDER}/{path}", content


def changed_index(
    site: Path, changed: Iterable[Entry], removed: Iterable[str]
) -> Iterator[tuple[str, bytes | None]]:
    """The files of the site's index to write, and those to take away (None)."""

    def read(path: str) -> bytes:
        return storage.read(site / FOLDER / path)

    words = messages("zh").part("search")
    with storage.spool(site.parent) as spool:
        for path, content in updates.update(read, changed, removed, words, spool):
            yield f"{FOLDER}/{path}", content


def is_index(path: str) -> bool:
    """Whether a file of the site, by its path there, is one of the index."""
    return path.startswith(f"{FOLDER}/") and path.endswith(".bin")


def carry(site: Path, folder: Path, changed: Set[str]) -> None:
    """Take the index of a site over into a new one, but for the files that have `changed`."""
    for file in storage.files_below(site / FOLDER):
        path = file.relative_to(site).as_posix()
        if is_index(path) and path not in changed:
            storage.take_over(file, folder / path)


def can_change(site: Path) -> bool:
    """Whether the site has an index that a change can be made to."""
    root = site / FOLDER / ROOT
    return root.is_file() and updates.readable(storage.read(root))
