"""The lists of one batch: where each gram stands.

This runs at every character of every report, so most of it is done by functions that take whole
texts: see `Lists.add`.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence

from generator.search.codec import Numbers, bigrams, pair, unpaired, utf16
from generator.search.grams import LONGEST, stored
from generator.search.middles import Middles, MiddlesWriter

_RUN = re.compile(b"\x01+")

_append: Callable[[Numbers, int], None] = getattr(array, "append")  # noqa: B009


def _numbers() -> Numbers:
    return array("I")


class Lists:
    """Lists of codes, gram by gram."""

    def __init__(self, frequent: frozenset[str], width: int) -> None:
        self._frequent = frequent
        self._pairs = frozenset(pair(gram) for gram in frequent if len(gram) == 2)
        self._width = width
        self._places: defaultdict[int, Numbers] = defaultdict(_numbers)
        self._runs: defaultdict[str, Numbers] = defaultdict(_numbers)
        self._middles = MiddlesWriter()

    def add(self, text: str, codes: Sequence[int]) -> None:
        """Note where the grams of a text stand; `codes` has one for each of its code units.

        Grams with a line break in them are noted as well, and left out at the end: that is cheaper
        once for each gram than once for each place.
        """
        self._middles.add(text)
        pairs = bigrams(utf16(text))
        deque(map(_append, map(self._places.__getitem__, pairs), codes), 0)
        # Longer grams stand where frequent bigrams follow each other. What surrounds these is often
        # the same, so it is noted as a whole, and taken apart at the end.
        marks = bytes(map(self._pairs.__contains__, pairs))
        spans = [run.span() for run in _RUN.finditer(marks)]
        padded = f"\n{text}\n"
        runs = [padded[start : end + 3] for start, end in spans]
        firsts = [codes[start] for start, _ in spans]
        deque(map(_append, map(self._runs.__getitem__, runs), firsts), 0)

    def _longer(self) -> dict[str, Numbers]:
        """The lists of the longer grams."""
        found: defaultdict[str, Numbers] = defaultdict(_numbers)
        for run, codes in self._runs.items():
            for gram, place in self._grams(run):
                found[gram].extend([code + place for code in codes])
        return {gram: array("I", sorted(codes)) for gram, codes in found.items()}

    def _grams(self, run: str) -> Iterator[tuple[str, int]]:
        """The longer grams in a run of frequent bigrams and the character on either side of it.

        With each comes its place, counted from the first frequent bigram.
        """
        for start in range(len(run)):
            for end in range(start + 3, min(start + LONGEST, len(run)) + 1):
                gram = run[start:end]
                if stored(gram, self._frequent) and "\n" not in gram:
                    yield gram, start - 1

    def taken(self) -> tuple[dict[str, Numbers], Middles]:
        """The list of each gram, and the middles; begins anew.

        Lists of frequent grams have slots, those of others codes.
        """
        lists = {
            gram: codes
            for number, codes in self._places.items()
            if "\n" not in (gram := unpaired(number))
        }
        lists.update(self._longer())
        for gram in self._frequent & lists.keys():
            slots = dict.fromkeys([code >> self._width for code in lists[gram]])
            lists[gram] = array("I", slots)
        self._places.clear()
        self._runs.clear()
        return lists, self._middles.taken()
