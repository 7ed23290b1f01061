"""Building one segment: entries → header, shards of the index, and packs of texts."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, islice
from operator import sub
from typing import Any, BinaryIO

from generator.model.search import Entry, Piece
from generator.search.codec import (
    Numbers,
    Record,
    code_units,
    gram_hash,
    numbers_file,
    packed_json,
    packed_parts,
    shard,
)
from generator.search.folding import Folding
from generator.search.grams import frequent_grams
from generator.search.headers import HeaderWriter, Layout, compact, joined
from generator.search.lists import Lists
from generator.search.paths import (
    dates_path,
    gram_path,
    header_path,
    large_path,
    places_path,
    shard_path,
    text_path,
)
from generator.search.runs import PARTS, Runs
from generator.search.spool import Span, Spool

File = tuple[str, bytes]
"""A path below the folder of the index, and the bytes of the file."""

SAMPLE = 512
"""How many of the first entries are looked at to find the frequent grams."""
_LOOKED_AT = 128
"""How many of those are looked at closely, evenly spread."""
BATCH = 2_000_000
"""How many characters are indexed before their lists are put aside, about."""
_ROOM = 1 << 32
"""Codes in a batch are smaller."""
_SHARD = 2000
"""Numbers in a shard, about: 5 KB before it is compressed."""
LARGE = 2300
"""The longest list in a shard."""
_PACK = 12 * 1024
LEAST = 1500
_LIST = 30_000
"""Numbers that the longest lists should have, about: what a first search can load."""
_MOST_RATE, _LEAST_RATE = 1, 0.25
"""How often a gram stands in an entry, on average, before it is frequent: where lists stay short
anyway, so that there are few frequent grams, and in the largest indexes."""
_LEAST_WIDTH = 8
_WITHIN = 0.95
"""The share of entries all of whose slots have room within the width."""


def slot_texts(entry: Entry, layout: Layout, folding: Folding) -> Iterator[str]:
    """The folded text of each slot."""
    for members in layout.members:
        text = joined(entry.texts, members)
        yield folding(text) if text else ""


def segment(
    entries: Iterable[Entry], folding: Folding, size: int, spool: BinaryIO | None = None
) -> tuple[str, Iterator[File]]:
    """The name of the segment that holds `entries`, and its files, the header among them.

    `size` is how many there are, about; it decides what is called frequent, not what is found.

    The name is a digest of the content. The entries of one agency should follow each other, oldest
    report first: then they share packs of texts, and their lists compress well. What would fill the
    memory goes into `spool`, an empty file open for reading and writing, which the files come from.
    """
    # Whether there are Traditional characters must not depend on what else was folded before.
    folding = folding.anew()
    source = iter(entries)
    head = list(_sharing(islice(source, SAMPLE)))
    builder = _Builder(folding, *_sampled(head, folding, size), Spool(spool))
    for entry in head:
        builder.add(entry)
    del head
    for entry in source:
        builder.add(entry)
    return builder.finish(size)


def _sharing(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, with equal pieces held once: from other processes each comes with its own."""
    known: dict[tuple[Piece, ...], tuple[Piece, ...]] = {}
    for entry in entries:
        yield replace(entry, pieces=known.setdefault(entry.pieces, entry.pieces))


def _sampled(head: Sequence[Entry], folding: Folding, size: int) -> tuple[frozenset[str], int]:
    """The frequent grams, and for how many bits of a code the place in its slot stands."""
    sample = head[:: -(-len(head) // _LOOKED_AT) or 1]
    texts: list[str] = []
    longest = [0]
    for entry in sample:
        own = list(map(code_units, slot_texts(entry, Layout(entry.pieces), folding)))
        longest.append(max(map(len, own), default=0))
        texts += own
    least = _rate(len(head), size) * len(sample)
    usual = sorted(longest)[int(_WITHIN * (len(longest) - 1))]
    return frequent_grams(texts, least), max(_LEAST_WIDTH, usual.bit_length())


def _rate(head: int, size: int) -> float:
    """How often a gram stands in an entry, on average, before it is frequent."""
    if head < SAMPLE:
        return max(_MOST_RATE, LEAST / max(1, head))
    return min(_MOST_RATE, max(_LEAST_RATE, _LIST / max(head, size)))


class _Builder:
    def __init__(
        self, folding: Folding, frequent: frozenset[str], width: int, spool: Spool
    ) -> None:
        self._folding = folding
        self._frequent = frequent
        self._width = width
        self._header = HeaderWriter()
        self._slot = self._first = 0
        self._batch = 0
        self._lists = Lists(frequent, width)
        self._runs = Runs(frequent, width, spool)
        self._packs = _Packs(spool)
        self._long: list[tuple[int, int, int]] = []
        self._layouts: dict[tuple[Any, ...], Layout] = {}

    def add(self, entry: Entry) -> None:
        """Index one entry."""
        layout = self._layout(entry)
        number = self._header.add(entry, layout)
        self._packs.add(entry)
        self._folding("".join((entry.title, entry.name, *entry.former, *entry.aliases)))
        texts = [code_units(text) for text in slot_texts(entry, layout, self._folding)]
        self._make_room(sum((len(text) >> self._width) + 1 for text in texts), sum(map(len, texts)))
        codes: list[range] = []
        for slot, text in enumerate(texts):
            first = (self._slot - self._first) << self._width
            codes.append(range(first, first + len(text) + 1))
            more = len(text) >> self._width
            if more:
                self._long.append((number, slot, more))
            self._slot += 1 + more
        self._lists.add("\n".join(texts), list(chain.from_iterable(codes)))

    def _layout(self, entry: Entry) -> Layout:
        layout = self._layouts.get(entry.pieces)
        if layout is None:
            self._folding("".join(piece.heading for piece in entry.pieces))
            layout = self._layouts[entry.pieces] = Layout(entry.pieces)
        return layout

    def _make_room(self, slots: int, size: int) -> None:
        """End the batch when it is full."""
        too_many = (self._slot + slots - self._first) << self._width >= _ROOM
        if self._batch and (self._batch + size > BATCH or too_many):
            self._end_batch()
        self._batch += size

    def _end_batch(self) -> None:
        self._runs.add(self._first, *self._lists.taken())
        self._first, self._batch = self._slot, 0

    def finish(self, expected: int) -> tuple[str, Iterator[File]]:
        """The name and the files; `expected` entries were thought to come."""
        self._end_batch()
        self._packs.end()
        numbers, slots, more = (
            map(list[int], zip(*self._long, strict=True)) if self._long else ([], [], [])
        )
        small = sum(size for size in self._runs.sizes() if size <= LARGE)
        shards = _shards(small)
        header: dict[str, Any] = self._header.written(
            expected=expected,
            width=self._width,
            long=[compact(numbers), slots, more],
            shards=shards,
            packs=self._packs.sizes,
            frequent="\n".join(sorted(self._frequent)),
            traditional=self._folding.met_traditional,
        )
        content = packed_json(header)
        dates = packed_json(compact(self._packs.dates))
        self._packs.digest.update(content)
        name = self._packs.digest.hexdigest()
        return name, chain(
            ((header_path(name), content), (dates_path(name), dates)), self._files(name, shards)
        )

    def _files(self, name: str, shards: int) -> Iterator[File]:
        for number, pack in enumerate(self._packs.written()):
            yield text_path(name, number), pack
        aligned = shards % PARTS == 0
        # Where no gram falls into a shard, the browser finds it empty.
        parts: dict[int, _Shard] = {} if aligned else {at: _Shard() for at in range(shards)}
        large: list[str] = []
        for part, (lists, middles) in enumerate(self._runs.merged()):
            if aligned:
                parts.update((number, _Shard()) for number in range(part, shards, PARTS))
            for gram, values in lists:
                if len(values) > LARGE:
                    yield from self._large(name, gram, values)
                    large.append(gram)
                small = values if len(values) <= LARGE else array("I")
                parts[gram_hash(gram) % shards].lists.append((gram, small))
            for pair, own in middles.items():
                parts[gram_hash(pair) % shards].middles[pair] = own
            if aligned:
                yield from _shard_files(name, parts)
        yield from _shard_files(name, parts)
        yield large_path(name), packed_json(sorted(large))

    def _large(self, name: str, gram: str, values: Numbers) -> Iterator[File]:
        """The files of a gram with a long list: the slots alone, and all places."""
        if gram in self._frequent:
            yield gram_path(name, gram), numbers_file(values)
            return
        yield places_path(name, gram), numbers_file(values)
        slots = dict.fromkeys(code >> self._width for code in accumulate(values))
        steps = array("I", map(sub, slots, chain((0,), slots)))
        yield gram_path(name, gram), numbers_file(steps)


def _shards(numbers: int) -> int:
    """How many shards; as soon as there are many, each belongs to one part of the runs."""
    shards = round(numbers / _SHARD)
    return max(1, shards if shards < PARTS else shards // PARTS * PARTS)


@dataclass(slots=True)
class _Shard:
    """What goes into a shard."""

    lists: list[Record] = field(default_factory=list[Record])
    middles: dict[str, str] = field(default_factory=dict[str, str])


def _shard_files(name: str, parts: dict[int, _Shard]) -> Iterator[File]:
    for number in sorted(parts):
        part = parts.pop(number)
        yield shard_path(name, number), packed_parts(shard(part.lists, part.middles))


class _Packs:
    """Texts of entries that follow each other, some to a file."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._done: list[Span] = []
        self.sizes: list[int] = []
        self.dates: list[int] = []
        self.digest = hashlib.blake2b(digest_size=6)
        self._open: list[Any] = []
        self._weight = 0

    def add(self, entry: Entry) -> None:
        """Put the texts of one more entry into a pack."""
        texts = entry.texts
        self.dates.append(entry.published.toordinal() if entry.published else 0)
        self._open.append([entry.published.isoformat() if entry.published else "", *texts])
        self._weight += sum(map(len, texts)) * 3
        if self._weight >= _PACK:
            self.end()

    def end(self) -> None:
        """Close the pack that is open."""
        if self._open:
            pack = packed_json(self._open)
            self.digest.update(pack)
            self._done.append(self._spool.put(pack))
            self.sizes.append(len(self._open))
            self._open, self._weight = [], 0

    def written(self) -> Iterator[bytes]:
        """The packs, in order."""
        return map(self._spool.get, self._done)
