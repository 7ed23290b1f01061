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
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from struct import unpack_from

from generator.checks.sections import telling
from generator.checks.words import Words, folded, words_of
from generator.model.agencies import Agency
from generator.model.reports import Report

SLOTS = 128
"""A power of two."""
_BAND = 8
_EMPTY = 0xFFFFFFFF
_PRIME = 0xFFFFFFFB
"""The largest prime of 32 bits: what is left by it scatters the shingles."""
_LENGTH = 8
"""Characters of a shingle: longer than most set phrases."""
LEAST_SHINGLES = 200
"""Shorter texts are not compared: there are only so many ways to say little."""

_NUMERALS = "一七万三两九二五亿八六十千四百零"
_FIRST, _LAST = 0x4E00, 0x9FFF


def _kept_by_copyists() -> re.Pattern[str]:
    """Runs of Chinese and Latin letters, without the characters that write numbers."""
    edges = [_FIRST - 1, *sorted(map(ord, _NUMERALS)), _LAST + 1]
    ranges = (f"{chr(a + 1)}-{chr(b - 1)}" for a, b in pairwise(edges) if b - a > 1)
    return re.compile(f"[㐀-䶿A-Za-z{''.join(ranges)}]+")


_KEPT = _kept_by_copyists()


def shingles(report: Report, agency: Agency) -> frozenset[int]:
    """The shingles of what a report tells, each as a number."""
    told = own_words(report, agency).encode("latin-1")
    found: set[int] = set()
    for start in range(min(_LENGTH, len(told) - _LENGTH + 1)):
        found.update(unpack_from(f"<{(len(told) - start) // _LENGTH}Q", told, start))
    return frozenset(found)


def own_words(report: Report, agency: Agency) -> str:
    """What a report tells, without what a copyist changes, and of each character the lower half.

    That is enough to tell runs of eight apart, and makes a number of each.
    """
    names = [folded(each.name) for each in agency.names] + [folded(each) for each in agency.aliases]
    names += [agency.area] if agency.area else []
    return _own_words(words_of(report), tuple(names))


# A report is read as last year's of the next one, as itself, and for its digest, one after another.
@lru_cache(maxsize=64)
def _own_words(words: Words, names: tuple[str, ...]) -> str:
    text = "".join(telling(words.lines[words.told_from :]))
    for name in names:
        text = text.replace(name, "")
    coded = "".join(_KEPT.findall(text)).encode("utf-16-le", "surrogatepass")
    return coded[::2].decode("latin-1")


def surely_lacks(these: str, those: str, enough: int) -> bool:
    """Whether `enough` shingles of `these` do not stand in `those`; False where it cannot tell.

    Half a shingle that is not there tells of all the shingles around it, so that a few of these
    say of nearly all texts that none copies the other.
    """
    half = _LENGTH // 2
    lacking: set[str] = set()
    more: list[int] = []
    for place in range(half, len(these) - _LENGTH + 1, _LENGTH):
        if these[place : place + half] in those:
            continue
        more += range(place - half, place + 1)
        if len(lacking) + len(more) >= enough:
            lacking.update([these[start : start + _LENGTH] for start in more])
            more.clear()
            if len(lacking) >= enough:
                return True
    return False


def share(these: frozenset[int], those: frozenset[int]) -> int:
    """How much of `these` stands in `those`, in per cent, rounded down."""
    return 100 * len(these & those) // len(these) if these else 0


def sketch(known: frozenset[int]) -> bytes:
    """The sketch of a set of shingles, or b"" when it is too small to compare."""
    if len(known) < LEAST_SHINGLES:
        return b""
    # From the largest to the smallest, so that the smallest of each slot stays.
    hashes = sorted([number % _PRIME for number in known], reverse=True)
    smallest = dict(zip(map((SLOTS - 1).__and__, hashes), hashes, strict=True))
    return array("I", [smallest.get(slot, _EMPTY) for slot in range(SLOTS)]).tobytes()


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
