"""Hand-written files on a generated site: no address is used twice, and no link leads nowhere.

MkDocs, which knows the files that people wrote, sees none of the pages that the fast build makes by
itself. So it notes what they take and what they link to, and both are held against what is going to
be made (`foreseen`). Only a change to such a file has MkDocs run again; what it noted is kept for
the builds in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import msgspec

from generator.model.findings import Finding, Phrase, Place, Severity
from generator.records import YEAR
from generator.render.addresses import (
    AGENCIES,
    HOME,
    QUALITY,
    SEARCH,
    YEARS,
    output_path,
)

HOME_FILE = output_path(HOME)
"""The one file that people may write in place of the generated one: a home page of their own."""

INDEXES = frozenset({HOME, AGENCIES, YEARS, SEARCH, QUALITY})
"""The lists that MkDocs knows as ``index.md`` of their folder; others are called as they are."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a hand-written page to the file `target`, as MkDocs calls it; `url` as written."""

    target: str
    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class ByHand:
    """What MkDocs found in the files that people wrote.

    `files` maps the path on the site to the file it comes from, `links` lead to files that MkDocs
    does not make. `displaced` are the paths at which something generated was rendered instead.
    """

    files: Mapping[str, str] = field(default_factory=dict[str, str])
    links: tuple[Link, ...] = ()
    displaced: frozenset[str] = frozenset()

    @property
    def has_home(self) -> bool:
        """Whether the home page is hand-written."""
        return HOME_FILE in self.files

    def only(self, chosen: Callable[[str], bool]) -> ByHand:
        """The files at `chosen` paths, and the links that lead to such."""
        files = {path: file for path, file in self.files.items() if chosen(path)}
        links = tuple(link for link in self.links if chosen(link.target))
        return replace(self, files=files, links=links)


_decode = msgspec.json.Decoder(ByHand).decode


def packed(by_hand: ByHand) -> str:
    """`by_hand` as a fact of the catalogue."""
    return msgspec.json.encode(by_hand).decode()


def unpacked(fact: str) -> ByHand:
    """The fact again; nothing when there is none."""
    return _decode(fact) if fact else ByHand()


class Addresses(Protocol):
    """What is generated, by where it lies."""

    def has_file(self, path: str) -> bool:
        """Whether a file of this path on the site is generated."""
        ...

    def has_source(self, path: str) -> bool:
        """Whether plain MkDocs would know a generated file by this path below its own folder."""
        ...


def misplaced(by_hand: ByHand, generated: Addresses) -> Iterator[Finding]:
    """The hand-written files whose address is taken, and the links that lead nowhere."""
    for path, file in sorted(by_hand.files.items()):
        if path in by_hand.displaced or (path != HOME_FILE and generated.has_file(path)):
            yield taken(path, file)
    for link in by_hand.links:
        if not generated.has_source(link.target):
            yield broken(link)


def taken(path: str, file: str) -> Finding:
    """`file` would have the address of what is generated at `path` of the site."""
    parameters = {"address": _address(path), "what": _what(path)}
    return Finding("page.taken", Severity.ERROR, Place(file), parameters)


def twice(path: str, file: str, other: str) -> Finding:
    """Two hand-written files would have one address."""
    parameters = {"address": _address(path), "other": other}
    return Finding("page.twice", Severity.ERROR, Place(file), parameters)


def broken(link: Link) -> Finding:
    """A link to a file that nobody makes."""
    return Finding("page.link", Severity.ERROR, link.place, {"url": link.url})


def _address(path: str) -> str:
    return path.removesuffix("index.html") or "/"


def _what(path: str) -> Phrase:
    """What is generated at a path of the site, in words."""
    folder, _, rest = path.partition("/")
    agency, _, name = rest.partition("/")
    year = name.partition("/")[0]
    if folder != "agencies" or not name:
        return Phrase("page.a_list")
    if YEAR.fullmatch(year):
        return Phrase("page.a_report", {"agency": agency, "year": year})
    return Phrase("page.an_agency", {"agency": agency})
