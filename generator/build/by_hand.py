"""Hand-written files on a generated site: no address is used twice, and no link leads nowhere.

MkDocs, which knows the files that people wrote, sees none of the pages that the fast build makes by
itself. So it notes what they take and what they link to, and both are held against what was made.
Only a change to such a file has MkDocs run again; what it noted is kept for the builds in between.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from generator.build.catalogue import Catalogue
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
_OF_INDEXES = frozenset(map(output_path, INDEXES))


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


_decode = msgspec.json.Decoder(ByHand).decode


def packed(by_hand: ByHand) -> str:
    """`by_hand` as a fact of the catalogue."""
    return msgspec.json.encode(by_hand).decode()


def unpacked(fact: str) -> ByHand:
    """The fact again; nothing when there is none."""
    return _decode(fact) if fact else ByHand()


class Made:
    """What is generated: the files of the agencies that are `held`, and those of the `lists`."""

    def __init__(
        self,
        held: Catalogue,
        lists: Container[str],
        old_addresses: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._held, self._lists = held, lists
        self._owners = {former: agency for agency, ids in old_addresses.items() for former in ids}

    def has_file(self, path: str) -> bool:
        """Whether a file of this path on the site is made."""
        owner = self._owner(path)
        return path in self._lists or (owner != "" and path in self._held.outputs(owner))

    def has_source(self, path: str) -> bool:
        """Whether plain MkDocs would know a generated file by this path below its own folder."""
        is_page, owner = path.endswith(".md"), self._owner(path)
        if owner and is_page:
            return path in self._held.heads(owner)
        if owner:
            pages = map(output_path, self._held.heads(owner))
            return path in self._held.outputs(owner) and path not in pages
        if is_page:
            output = output_path(path)
            is_index = path.endswith("index.md")
            return output in self._lists and (output in _OF_INDEXES) == is_index
        return path in self._lists and not path.endswith(".html")

    def _owner(self, path: str) -> str:
        """The agency that makes a file of this path, or "" when it is none's."""
        top, _, rest = path.partition("/")
        folder, inside, _ = rest.partition("/")
        return self._owners.get(folder, folder) if top == "agencies" and inside else ""


def misplaced(by_hand: ByHand, made: Made) -> Iterator[Finding]:
    """The hand-written files whose address is taken, and the links that lead nowhere."""
    for path, file in sorted(by_hand.files.items()):
        if path in by_hand.displaced or (path != HOME_FILE and made.has_file(path)):
            yield taken(path, file)
    yield from (broken(link) for link in by_hand.links if not made.has_source(link.target))


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
