"""The lists of a segment while it is made: batch after batch, then all together.

A batch holds the lists of some thousand entries. Many batches would fill the memory, so each is put
aside, in parts by the hash of the gram, and the batches are put together part by part.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import sub

from generator.search.codec import Numbers, Record, gram_hash
from generator.search.spool import Span, Spool

PARTS = 64
_WORD = 1 << 32


@dataclass(frozen=True, slots=True)
class _Part:
    """Lists that are put aside: the grams, the length of each list, and the lists.

    A list is the differences from each number to the next, the first from the beginning of the
    batch. They lie there for a few minutes, which is too short to be worth compressing them.
    """

    grams: Span
    counts: Span
    steps: Span


class Runs:
    """Lists of slots (of frequent grams) and of codes (of the others), added by batch."""

    def __init__(self, frequent: frozenset[str], width: int, spool: Spool) -> None:
        self._frequent = frequent
        self._width = width
        self._spool = spool
        self._batches: list[tuple[int, list[_Part]]] = []

    def add(self, slot: int, lists: Mapping[str, Numbers]) -> None:
        """Add a batch; its lists count from `slot` on and are in order."""
        parts: list[list[str]] = [[] for _ in range(PARTS)]
        for gram in lists:
            parts[gram_hash(gram) % PARTS].append(gram)
        self._batches.append((slot, [self._put(grams, lists) for grams in parts]))

    def _put(self, grams: Sequence[str], lists: Mapping[str, Numbers]) -> _Part:
        steps = array("I")
        for gram in grams:
            values = lists[gram]
            steps.extend(map(sub, values, chain((0,), values)))
        put = self._spool.put
        return _Part(
            put("\n".join(grams).encode("utf-8", "surrogatepass")),
            put(array("I", (len(lists[gram]) for gram in grams)).tobytes()),
            put(steps.tobytes()),
        )

    def _counted(self, part: _Part) -> Iterator[tuple[str, int]]:
        """The grams of a part, and how long the list of each is."""
        grams = self._spool.get(part.grams).decode("utf-8", "surrogatepass").split("\n")
        return zip(grams, self._spool.numbers(part.counts), strict=False)

    def sizes(self) -> Iterator[int]:
        """How long the list of each gram is, in no particular order."""
        for number in range(PARTS):
            sizes: defaultdict[str, int] = defaultdict(int)
            for _, parts in self._batches:
                for gram, count in self._counted(parts[number]):
                    sizes[gram] += count
            yield from sizes.values()

    def merged(self) -> Iterator[list[Record]]:
        """Part by part, each gram with its whole list as differences.

        The hash of a gram modulo `PARTS` says in which part it is.
        """
        for number in range(PARTS):
            lists: dict[str, Numbers] = {}
            last: dict[str, int] = {}
            for slot, parts in self._batches:
                for gram, steps in self._opened(parts[number]):
                    begin = slot if gram in self._frequent else slot << self._width
                    first = begin + steps[0] - last.get(gram, 0)
                    last[gram] = begin + sum(steps)
                    whole = lists.get(gram) or array("I")
                    lists[gram] = _extended(whole, first, steps[1:])
            yield [(gram, lists.pop(gram)) for gram in sorted(lists)]

    def _opened(self, part: _Part) -> Iterator[Record]:
        """The grams of a part with their lists."""
        steps = self._spool.numbers(part.steps)
        end = 0
        for gram, count in self._counted(part):
            begin, end = end, end + count
            yield gram, steps[begin:end]


def _extended(whole: Numbers, first: int, steps: Numbers) -> Numbers:
    """The differences so far, and more of them: the first of any size, the rest below 2³²."""
    if first >= _WORD and whole.typecode == "I":
        whole = array("Q", whole)
    whole.append(first)
    whole.extend(steps if whole.typecode == "I" else array("Q", steps))
    return whole
