"""The lists of a segment while it is made: batch after batch, then all together.

A batch holds the lists of some thousand entries. Many batches would fill the memory, so each is put
aside, in parts by the hash of the gram, and the batches are put together part by part.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import sub

from generator.search.codec import Numbers, Record, gram_hash
from generator.search.middles import Middles
from generator.search.spool import Span, Spool

PARTS = 64
_WORD = 1 << 32


@dataclass(frozen=True, slots=True)
class _Part:
    """Lists that are put aside: the grams, the length of each list, and the lists.

    A list is the differences from each number to the next, the first from the beginning of the
    batch. They lie there for a few minutes, which is too short to be worth compressing them.
    `middles` are each pair with its middles behind it.
    """

    grams: Span
    counts: Span
    steps: Span
    middles: Span


class Runs:
    """Lists of slots (of frequent grams) and of codes (of the others), added by batch."""

    def __init__(self, frequent: frozenset[str], width: int, spool: Spool) -> None:
        self._frequent = frequent
        self._width = width
        self._spool = spool
        self._batches: list[tuple[int, list[_Part]]] = []

    def add(self, slot: int, lists: Mapping[str, Numbers], middles: Middles) -> None:
        """Add a batch; its lists count from `slot` on and are in order."""
        parts = zip(_parted(lists), _parted(middles), strict=True)
        put = [
            self._put(grams, lists, [pair + middles[pair] for pair in pairs])
            for grams, pairs in parts
        ]
        self._batches.append((slot, put))

    def _put(
        self, grams: Sequence[str], lists: Mapping[str, Numbers], middles: Sequence[str]
    ) -> _Part:
        steps = array("I")
        for gram in grams:
            values = lists[gram]
            steps.extend(map(sub, values, chain((0,), values)))
        put = self._spool.put
        return _Part(
            put(_lines(grams)),
            put(array("I", (len(lists[gram]) for gram in grams)).tobytes()),
            put(steps.tobytes()),
            put(_lines(middles)),
        )

    def _counted(self, part: _Part) -> Iterator[tuple[str, int]]:
        """The grams of a part, and how long the list of each is."""
        return zip(self._taken(part.grams), self._spool.numbers(part.counts), strict=False)

    def _taken(self, span: Span) -> list[str]:
        """Lines that were put aside."""
        return self._spool.get(span).decode("utf-8", "surrogatepass").split("\n")

    def sizes(self) -> Iterator[int]:
        """How long the list of each gram is, in no particular order."""
        for number in range(PARTS):
            sizes: defaultdict[str, int] = defaultdict(int)
            for _, parts in self._batches:
                for gram, count in self._counted(parts[number]):
                    sizes[gram] += count
            yield from sizes.values()

    def merged(self) -> Iterator[tuple[list[Record], Middles]]:
        """Part by part, each gram with its whole list as differences, and the middles.

        The hash of a gram or pair modulo `PARTS` says in which part it is.
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
            records = [(gram, lists.pop(gram)) for gram in sorted(lists)]
            yield records, self._middles(parts[number] for _, parts in self._batches)

    def _middles(self, parts: Iterable[_Part]) -> Middles:
        found: dict[str, str] = {}
        for part in parts:
            for line in self._taken(part.middles):
                pair, own = line[:2], line[2:]
                known = found.get(pair, own)
                found[pair] = own if known == own else "".join(sorted({*known, *own}))
        found.pop("", None)
        return found

    def _opened(self, part: _Part) -> Iterator[Record]:
        """The grams of a part with their lists."""
        steps = self._spool.numbers(part.steps)
        end = 0
        for gram, count in self._counted(part):
            begin, end = end, end + count
            yield gram, steps[begin:end]


def _parted(grams: Iterable[str]) -> list[list[str]]:
    """Grams by the part that they belong to."""
    parts: list[list[str]] = [[] for _ in range(PARTS)]
    for gram in grams:
        parts[gram_hash(gram) % PARTS].append(gram)
    return parts


def _lines(texts: Iterable[str]) -> bytes:
    return "\n".join(texts).encode("utf-8", "surrogatepass")


def _extended(whole: Numbers, first: int, steps: Numbers) -> Numbers:
    """The differences so far, and more of them: the first of any size, the rest below 2³²."""
    if first >= _WORD and whole.typecode == "I":
        whole = array("Q", whole)
    whole.append(first)
    whole.extend(steps if whole.typecode == "I" else array("Q", steps))
    return whole
