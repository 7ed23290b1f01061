"""The lists of a segment while it is made: put aside run by run, taken back part by part.

All runs together would fill the memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.search.listing import PARTS, Run, unpacked
from generator.search.spool import Span, Spool


class Runs:
    """What was listed of the entries so far."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._slots = 0
        self._runs: list[tuple[int, list[Span]]] = []

    def add(self, run: Run) -> None:
        """Add a run, whose slots follow those of the one before."""
        self._runs.append((self._slots, list(map(self._spool.put, run.parts))))
        self._slots += run.slots

    def part(self, number: int) -> Iterator[tuple[int, bytes]]:
        """One part of each run, with the slot that the run begins with.

        The hash of a gram or pair modulo `PARTS` says in which part it is.
        """
        return ((slot, self._spool.get(spans[number])) for slot, spans in self._runs)

    def sizes(self) -> Iterator[int]:
        """How long the list of each gram is, in no particular order."""
        for number in range(PARTS):
            sizes: defaultdict[str, int] = defaultdict(int)
            for _, content in self.part(number):
                part = unpacked(content)
                for gram, count in zip(part.grams, part.counts, strict=True):
                    sizes[gram] += count
            yield from sizes.values()
