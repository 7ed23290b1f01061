"""Comparing a published site with the one that a clean build of the same content gives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from generator import storage
from generator.build.indexing import FOLDER, entry_digest, is_index, packed_entry
from generator.build.staging import MARK
from generator.messages import messages
from generator.search.proof import live_entries, proper_files
from generator.search.reading import Read

_EXCERPT = 30
"""Characters shown from the place at which two files differ."""

_NOT_TEXT = b"\0"


class Kind(StrEnum):
    """In what way a file of the site is not as it should be."""

    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    UNFINDABLE = "unfindable"


@dataclass(frozen=True, slots=True)
class Spot:
    """The first place at which a file differs.

    `line` and `column` count from 1, in characters; `line` is 0 where the file is no text, and
    `column` then counts bytes. `found` and `expected` are what stands there, "" at the end.
    """

    line: int
    column: int
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `path` is relative to the site; `spot` is set where a file is changed.

    `UNFINDABLE` is an address of which the search says something else, or nothing.
    """

    kind: Kind
    path: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a comparison came to; `files` are the files that the site should have."""

    files: int
    differences: tuple[Difference, ...]


def compare(site: Path, clean: Path) -> Verification:
    """Every difference of a published site from the clean one, by path."""
    published, expected = _paths(site), _paths(clean)
    indexed = {path for path in published | expected if is_index(path)}
    found = [*_differences(site, clean, (published | expected) - indexed)]
    found += _index_differences(site, clean, indexed)
    return Verification(len(expected), tuple(sorted(found, key=lambda each: each.path)))


def _paths(folder: Path) -> Set[str]:
    """The files of a site, but for the mark by which this program knows a site of its own."""
    found: set[str] = set()
    for top, _, names in os.walk(folder):
        inner = Path(top).relative_to(folder)
        found |= {(inner / name).as_posix() for name in names}
    return found - {MARK}


def _differences(site: Path, clean: Path, paths: Set[str]) -> Iterator[Difference]:
    for path in paths:
        yield from _difference(path, _content(site / path), _content(clean / path))


def _content(path: Path) -> bytes | None:
    return storage.read(path) if path.is_file() else None


def _difference(path: str, found: bytes | None, expected: bytes | None) -> Iterator[Difference]:
    if expected is None:
        yield Difference(Kind.EXTRA, path)
    elif found is None:
        yield Difference(Kind.MISSING, path)
    elif found != expected:
        yield Difference(Kind.CHANGED, path, first_difference(found, expected))


def first_difference(found: bytes, expected: bytes) -> Spot:
    """Where two contents that are not the same begin to differ."""
    if _NOT_TEXT in found or _NOT_TEXT in expected:
        return Spot(0, 1 + _common(found, expected))
    one, other = (content.decode(errors="replace") for content in (found, expected))
    at = _common(one, other)
    line = one.count("\n", 0, at) + 1
    column = at - (one.rfind("\n", 0, at) + 1) + 1
    return Spot(line, column, _excerpt(one, at), _excerpt(other, at))


def _common(one: str | bytes, other: str | bytes) -> int:
    """The length of what both begin with; at most as long as the shorter one."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _excerpt(text: str, at: int) -> str:
    return text[at : at + _EXCERPT].partition("\n")[0]


# --- the search index ------------------------------------------------------------------------


def _index_differences(site: Path, clean: Path, paths: Set[str]) -> Iterator[Difference]:
    """An index may lie in other files, if only it says the same and its files are sound."""
    plain = [*_differences(site, clean, paths)]
    if not plain:
        return
    try:
        unfindable = [*_unfindable(site, clean)]
        words = messages("zh").part("search")
        proper = {f"{FOLDER}/{path}": own for path, own in proper_files(_reader(site), words)}
    except Exception:
        # Damage shows in any way in which reading can fail.
        yield from plain
        return
    yield from unfindable
    for path in proper.keys() | {path for path in paths if (site / path).is_file()}:
        yield from _difference(path, _content(site / path), proper.get(path))


def _unfindable(own: Path, other: Path) -> Iterator[Difference]:
    found, expected = _entries(own), _entries(other)
    for address in found.keys() | expected.keys():
        if found.get(address) != expected.get(address):
            yield Difference(Kind.UNFINDABLE, address)


def _entries(site: Path) -> Mapping[str, str]:
    entries = live_entries(_reader(site))
    return {entry.address: entry_digest(packed_entry(entry)) for entry in entries}


def _reader(site: Path) -> Read:
    return lambda path: storage.read(site / FOLDER / path)
