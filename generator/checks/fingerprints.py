"""How much of one text stands in another: exactly for two texts, estimated for thousands.

A text is the set of its shingles, that is of all its runs of a few characters after everything that
a copyist changes was taken out: figures, punctuation, the agency's own names, and the sentences
that every report has. A sketch is the smallest hash of shingles in each of `SLOTS` classes; the
share of slots in which two sketches agree estimates the share of shingles that two texts share
(one-permutation min-hash). Equal bands of slots find likely pairs without comparing all.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from generator.checks.sections import telling
from generator.checks.words import folded
from generator.model.agencies import Agency
from generator.model.reports import Narrative, Report

SLOTS = 128
_BAND = 8
_EMPTY = 0xFFFFFFFF
_LENGTH = 8
"""Characters of a shingle: longer than most set phrases."""
_WIDTH = 2 * _LENGTH
LEAST_SHINGLES = 200
"""Shorter texts are not compared: there are only so many ways to say little."""

_CHANGED_BY_COPYISTS = re.compile(r"[^一-鿿㐀-䶿A-Za-z]|[〇○零一二三四五六七八九十百千万亿两]")


def shingles(report: Report, agency: Agency) -> frozenset[int]:
    """The hashes of the shingles of what a report tells."""
    names = [folded(each.name) for each in agency.names] + [folded(each) for each in agency.aliases]
    names += [agency.area] if agency.area else []
    return _shingles(tuple(report.sections.values()), tuple(names))


# A report is read as last year's of the next one, as itself, and for its digest, one after another.
@lru_cache(maxsize=64)
def _shingles(narratives: tuple[Narrative, ...], names: tuple[str, ...]) -> frozenset[int]:
    parts: list[str] = []
    for narrative in narratives:
        for sentence in telling(narrative.paragraphs):
            text = folded(sentence)
            for name in names:
                text = text.replace(name, "")
            parts.append(_CHANGED_BY_COPYISTS.sub("", text))
    coded = "".join(parts).encode("utf-16-le", "surrogatepass")
    starts = range(0, len(coded) - _WIDTH + 2, 2)
    return frozenset([crc32(coded[start : start + _WIDTH]) for start in starts])


def share(these: frozenset[int], those: frozenset[int]) -> int:
    """How much of `these` stands in `those`, in per cent, rounded down."""
    return 100 * len(these & those) // len(these) if these else 0


def sketch(hashes: Iterable[int]) -> bytes:
    """The sketch of a set of shingles, or b"" when it is too small to compare."""
    known = set(hashes)
    if len(known) < LEAST_SHINGLES:
        return b""
    slots = array("I", [_EMPTY]) * SLOTS
    # From the largest to the smallest, so that the smallest of each slot stays.
    for value in sorted(known, reverse=True):
        slots[value % SLOTS] = value
    return slots.tobytes()


def likeness(one: bytes, other: bytes) -> int:
    """The estimated share of shingles that both have of all that either has, in per cent."""
    ours, theirs = _slots(one), _slots(other)
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != _EMPTY or b != _EMPTY]
    return 100 * sum(a == b for a, b in pairs) // len(pairs) if pairs else 0


def bands(known: bytes) -> Iterator[tuple[int, bytes]]:
    """The bands of a sketch: texts that are much alike have one in common."""
    width = _BAND * array("I").itemsize
    for number, start in enumerate(range(0, len(known), width)):
        yield number, known[start : start + width]


def _slots(known: bytes) -> array[int]:
    slots = array("I")
    slots.frombytes(known)
    return slots
