"""The lists of one batch: where each gram stands.

This runs at every character of every report, so most of it is done by functions that take whole
texts: see `Lists.add`.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

from generator.search.codec import Numbers, bigrams, pair, unpaired, utf16
from generator.search.grams import LONGEST, stored

_RUN = re.compile(b"\x01+")

_append: Callable[[Numbers, int], None] = getattr(array, "append")  # noqa: B009

Appends = tuple[tuple[Callable[[int], None], int], ...]
"""How to note a place in some lists, and how far from the beginning of a run it is."""


def _numbers() -> Numbers:
    return array("I")


class Lists:
    """Lists of codes, gram by gram."""

    def __init__(self, frequent: frozenset[str], width: int) -> None:
        self._frequent = frequent
        self._pairs = frozenset(pair(gram) for gram in frequent if len(gram) == 2)
        self._width = width
        self._places: defaultdict[int, Numbers] = defaultdict(_numbers)
        self._longer: defaultdict[str, Numbers] = defaultdict(_numbers)
        self._known: dict[str, Appends] = {}

    def add(self, text: str, codes: Sequence[int]) -> None:
        """Note where the grams of a text stand; `codes` has one for each of its code units.

        Grams with a line break in them are noted as well, and left out at the end: that is cheaper
        once for each gram than once for each place.
        """
        pairs = bigrams(utf16(text))
        deque(map(_append, map(self._places.__getitem__, pairs), codes), 0)
        marks = bytes(map(self._pairs.__contains__, pairs))
        known = self._known
        for run in _RUN.finditer(marks):
            start, end = run.span()
            around = text[start - 1 if start else 0 : end + 2]
            if start == 0:
                around = "\n" + around
            appends = known.get(around)
            if appends is None:
                appends = known[around] = self._appends(around)
            first = codes[start]
            for append, place in appends:
                append(first + place)

    def _appends(self, around: str) -> Appends:
        """The longer grams in a run of frequent bigrams and the character on either side of it.

        What surrounds frequent bigrams is often the same.
        """
        return tuple(
            (self._longer[around[start:end]].append, start - 1)
            for start in range(len(around))
            for end in range(start + 3, min(start + LONGEST, len(around)) + 1)
            if stored(around[start:end], self._frequent) and "\n" not in around[start:end]
        )

    def taken(self) -> dict[str, Numbers]:
        """The list of each gram; slots for frequent ones, codes for others. Begins anew."""
        lists = {
            gram: codes
            for number, codes in self._places.items()
            if "\n" not in (gram := unpaired(number))
        }
        lists.update(self._longer)
        for gram in self._frequent & lists.keys():
            slots = dict.fromkeys([code >> self._width for code in lists[gram]])
            lists[gram] = array("I", slots)
        for part in (self._places, self._longer, self._known):
            part.clear()
        return lists
