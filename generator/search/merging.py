"""The lists of all runs → the shards of a segment, and the files of long lists.

This is done for a share of the grams at a time, in any process.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple

from generator.search.codec import (
    Numbers,
    Record,
    gram_hash,
    numbers_file,
    packed_parts,
    shard,
)
from generator.search.listing import Part, unpacked
from generator.search.paths import File, gram_path, places_path, shard_path
from generator.search.sounding import together

_WORD = 1 << 32


class Share(NamedTuple):
    """Some parts of all runs: those of the grams that fill the shards `shards`, of `total`.

    For each part there is what each run has of it, with the slot that the run begins with.
    `segment` is the name of the segment, `frequent` are its frequent grams, `width` the bits of a
    code for the place in its slot, and longer lists than `longest` have files of their own.
    """

    segment: str
    frequent: frozenset[str]
    width: int
    longest: int
    shards: range
    total: int
    parts: tuple[tuple[tuple[int, bytes], ...], ...]


class Merged(NamedTuple):
    """The files that came of a share, and the grams that have files of their own."""

    files: tuple[File, ...]
    large: tuple[str, ...]


@dataclass(slots=True)
class _Shard:
    """What goes into a shard."""

    lists: list[Record] = field(default_factory=list[Record])
    middles: dict[str, str] = field(default_factory=dict[str, str])
    sounding: dict[str, str] = field(default_factory=dict[str, str])


def merged(share: Share) -> Merged:
    """The files of a share."""
    # Where no gram falls into a shard, the browser finds it empty.
    shards = {number: _Shard() for number in share.shards}
    files: list[File] = []
    large: list[str] = []
    for runs in share.parts:
        lists: dict[str, Numbers] = {}
        last: dict[str, int] = {}
        for slot, part in runs:
            opened = unpacked(part)
            _extend(lists, last, opened, slot, share)
            for line in opened.middles:
                pair, own = line[:2], line[2:]
                _note(shards[gram_hash(pair) % share.total].middles, pair, own)
            for line in opened.sounding:
                pair, own = line[:2], line[2:]
                known = shards[gram_hash(pair) % share.total].sounding
                known[pair] = together(known.get(pair, own), own)
        for gram in sorted(lists):
            values = lists.pop(gram)
            if len(values) > share.longest:
                files += _files(share, gram, values)
                large.append(gram)
                values = array("I")
            shards[gram_hash(gram) % share.total].lists.append((gram, values))
    for number, each in shards.items():
        content = packed_parts(shard(each.lists, each.middles, each.sounding))
        files.append((shard_path(share.segment, number), content))
    return Merged(tuple(files), tuple(large))


def _extend(
    lists: dict[str, Numbers], last: dict[str, int], part: Part, slot: int, share: Share
) -> None:
    """Add the lists of a run to those of the runs before; `last` is what each ends with."""
    for gram, steps in _lists(part):
        begin = slot if gram in share.frequent else slot << share.width
        first = begin + steps[0] - last.get(gram, 0)
        last[gram] = begin + sum(steps)
        lists[gram] = _extended(lists.get(gram) or array("I"), first, steps[1:])


def _lists(part: Part) -> Iterator[Record]:
    """The grams of a part with their lists."""
    end = 0
    for gram, count in zip(part.grams, part.counts, strict=True):
        begin, end = end, end + count
        yield gram, part.steps[begin:end]


def _extended(whole: Numbers, first: int, steps: Numbers) -> Numbers:
    """The differences so far, and more of them: the first of any size, the rest below 2³²."""
    if first >= _WORD and whole.typecode == "I":
        whole = array("Q", whole)
    whole.append(first)
    whole.extend(steps if whole.typecode == "I" else array("Q", steps))
    return whole


def _note(middles: dict[str, str], pair: str, own: str) -> None:
    """Add middles of a pair to those that are known."""
    known = middles.get(pair, own)
    middles[pair] = own if known == own else "".join(sorted({*known, *own}))


def _files(share: Share, gram: str, values: Numbers) -> Iterator[File]:
    """The files of a gram with a long list: the slots alone, and all places."""
    if gram in share.frequent:
        yield gram_path(share.segment, gram), numbers_file(values)
        return
    yield places_path(share.segment, gram), numbers_file(values)
    slots = dict.fromkeys(code >> share.width for code in accumulate(values))
    steps = array("I", map(sub, slots, chain((0,), slots)))
    yield gram_path(share.segment, gram), numbers_file(steps)
