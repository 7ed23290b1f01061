"""The lists of a segment while it is made: batch after batch, then all together.

A batch holds the lists of some thousand entries. Many batches would fill the memory, so all but the
last few are kept compressed, in parts by the hash of the gram, and put together part by part.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import sub

from generator.search.codec import (
    Numbers,
    Record,
    gram_hash,
    packed_parts,
    planes,
    unpacked,
    unplaned,
)

PARTS = 16
OPEN = 4
"""Batches that are not compressed."""
_WORD = 1 << 32

_Lists = dict[str, Numbers]


@dataclass(frozen=True, slots=True)
class _Closed:
    """Lists, compressed: the grams with line breaks between them, and the length of each list."""

    grams: str
    counts: Numbers
    content: bytes

    @classmethod
    def of(cls, lists: _Lists) -> _Closed:
        steps = array("I")
        for values in lists.values():
            steps.extend(map(sub, values, chain((0,), values)))
        counts = array("I", map(len, lists.values()))
        return cls("\n".join(lists), counts, packed_parts(planes(steps)))

    def opened(self) -> _Lists:
        steps = iter(unplaned(unpacked(self.content), sum(self.counts)))
        names = self.grams.split("\n") if self.grams else []
        return {
            gram: array("I", accumulate(next(steps) for _ in range(count)))
            for gram, count in zip(names, self.counts, strict=True)
        }


@dataclass(slots=True)
class _Batch:
    slot: int
    parts: list[_Lists | _Closed]


class Runs:
    """Lists of slots (of frequent grams) and of codes (of the others), added by batch."""

    def __init__(self, frequent: frozenset[str], width: int) -> None:
        self._frequent = frequent
        self._width = width
        self._batches: list[_Batch] = []

    def add(self, slot: int, lists: Mapping[str, Numbers]) -> None:
        """Add a batch; its lists count from `slot` on and are in order."""
        parts: list[_Lists] = [{} for _ in range(PARTS)]
        for gram, values in lists.items():
            parts[gram_hash(gram) % PARTS][gram] = values
        self._batches.append(_Batch(slot, [*parts]))
        for batch in self._batches[-OPEN - 1 : -OPEN]:
            batch.parts = [
                _Closed.of(part) if isinstance(part, dict) else part for part in batch.parts
            ]

    def sizes(self) -> Iterator[int]:
        """How long the list of each gram is, in no particular order."""
        for number in range(PARTS):
            counts: defaultdict[str, int] = defaultdict(int)
            for batch in self._batches:
                part = batch.parts[number]
                if isinstance(part, dict):
                    for gram, values in part.items():
                        counts[gram] += len(values)
                else:
                    for gram, count in zip(part.grams.split("\n"), part.counts, strict=False):
                        counts[gram] += count
            yield from counts.values()

    def merged(self) -> Iterator[list[Record]]:
        """Part by part, each gram with its whole list as differences.

        The hash of a gram modulo `PARTS` says in which part it is. What was added is gone
        afterwards.
        """
        for number in range(PARTS):
            pieces: defaultdict[str, list[tuple[int, Numbers]]] = defaultdict(list)
            for batch in self._batches:
                part = batch.parts[number]
                batch.parts[number] = {}
                for gram, values in (part if isinstance(part, dict) else part.opened()).items():
                    shift = 0 if gram in self._frequent else self._width
                    pieces[gram].append((batch.slot << shift, values))
            yield [(gram, _joined(pieces.pop(gram))) for gram in sorted(pieces)]


def _joined(pieces: list[tuple[int, Numbers]]) -> Numbers:
    """The differences from each number to the next, over pieces that count from different bases."""
    if len(pieces) == 1:
        ((base, values),) = pieces
        if base + values[0] < _WORD:
            return array("I", map(sub, values, chain((-base,), values)))
    last = 0
    firsts: list[int] = []
    for base, values in pieces:
        firsts.append(base + values[0] - last)
        last = base + values[-1]
    steps = (
        map(sub, values, chain((values[0] - first,), values))
        for first, (_, values) in zip(firsts, pieces, strict=True)
    )
    return array("I" if max(firsts) < _WORD else "Q", chain.from_iterable(steps))
