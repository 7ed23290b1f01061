"""Building one segment: entries → header, shards of the index, and packs of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from math import gcd
from typing import Any, BinaryIO, NamedTuple, Protocol, TypeVar

from generator.model.search import Entry, Piece
from generator.search.codec import code_units, packed_json
from generator.search.folding import Folding
from generator.search.grams import frequent_grams
from generator.search.headers import HeaderWriter, Layout, compact
from generator.search.listing import PARTS, Bundle, Listing, Members, listed, slot_texts
from generator.search.merging import Share, merged
from generator.search.paths import File, dates_path, large_path, text_path
from generator.search.runs import Runs
from generator.search.spool import Span, Spool

A = TypeVar("A")
B = TypeVar("B")


class Made(NamedTuple):
    """A segment: its name, its header, which the root holds, and its files."""

    name: str
    header: Mapping[str, Any]
    files: Iterator[File]


class Running(Protocol):
    """How work is done that can be done in any process: like `map`, results in order."""

    def __call__(self, work: Callable[[A], B], batches: Iterable[A], /) -> Iterator[B]:
        """The result of `work` on each of the `batches`."""
        ...


SAMPLE = 512
"""How many of the first entries are looked at to find the frequent grams."""
_LOOKED_AT = 128
"""How many of those are looked at closely, evenly spread."""
BUNDLE = 1_000_000
"""Characters in a bundle, about: of twice as many the lists would take more memory than a worker
should; of half as many it takes longer, because more lists have to be put together."""
_SHARD = 2000
"""Numbers in a shard, about: 5 KB before it is compressed."""
_FEW, _MANY = 16, 16
"""Where there are `_MANY` times as many shards, they are shared out so."""
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


def segment(
    entries: Iterable[Entry],
    folding: Folding,
    size: int,
    spoken: Mapping[str, str],
    spool: BinaryIO | None = None,
    run: Running = map,
) -> Made:
    """The segment that holds `entries`.

    `size` is how many there are, about; it decides what is called frequent, not what is found.
    `spoken` says how characters sound.
    `run` does what `map` does, and may have other processes do it.

    The name is a digest of the content. The entries of one agency should follow each other, oldest
    report first: then they share packs of texts, and their lists compress well. What would fill the
    memory goes into `spool`, an empty file open for reading and writing, which the files come from.
    """
    # Whether there are Traditional characters must not depend on what else was folded before.
    folding = folding.anew()
    source = iter(entries)
    head = list(_sharing(islice(source, SAMPLE)))
    builder = _Builder(folding, spoken, *_sampled(head, folding, size), Spool(spool))
    for listing in run(listed, builder.bundles(_drained(head, source))):
        builder.take(listing)
    return builder.finish(size, run)


def _drained(head: list[Entry], source: Iterable[Entry]) -> Iterator[Entry]:
    """All entries; those of the head are let go one after the other."""
    head.reverse()
    while head:
        yield head.pop()
    yield from source


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
        members = Layout(entry.pieces).members
        own = list(map(code_units, slot_texts(members, entry.texts, folding)))
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
        self,
        folding: Folding,
        spoken: Mapping[str, str],
        frequent: frozenset[str],
        width: int,
        spool: Spool,
    ) -> None:
        self._folding = folding
        self._spoken = spoken
        self._frequent = frequent
        self._width = width
        self._header = HeaderWriter()
        self._runs = Runs(spool)
        self._packs = _Packs(spool)
        self._long: list[tuple[int, int, int]] = []
        self._layouts: dict[tuple[Any, ...], Layout] = {}
        self._listed = 0
        self._traditional = False

    def bundles(self, entries: Iterable[Entry]) -> Iterator[Bundle]:
        """Index all of the entries but their lists, which are to be made of the bundles."""
        waiting: list[tuple[Members, tuple[str, ...]]] = []
        size = 0
        for entry in entries:
            waiting.append((self._add(entry).members, entry.texts))
            size += sum(map(len, entry.texts)) + 1
            if size >= BUNDLE:
                yield self._bundle(waiting)
                waiting, size = [], 0
        yield self._bundle(waiting)

    def _bundle(self, entries: Iterable[tuple[Members, tuple[str, ...]]]) -> Bundle:
        same = self._folding.simplified, self._spoken, self._frequent, self._width
        return Bundle(*same, tuple(entries))

    def _add(self, entry: Entry) -> Layout:
        layout = self._layout(entry)
        self._header.add(entry, layout)
        self._packs.add(entry)
        self._folding("".join((entry.title, entry.name, *entry.former, *entry.aliases)))
        return layout

    def _layout(self, entry: Entry) -> Layout:
        layout = self._layouts.get(entry.pieces)
        if layout is None:
            self._folding("".join(piece.heading for piece in entry.pieces))
            layout = self._layouts[entry.pieces] = Layout(entry.pieces)
        return layout

    def take(self, listing: Listing) -> None:
        """Take the lists of a bundle, which come in the order of the bundles."""
        self._long += [(self._listed + entry, slot, more) for entry, slot, more in listing.long]
        self._listed += listing.entries
        self._traditional |= listing.traditional
        for run in listing.runs:
            self._runs.add(run)

    def finish(self, expected: int, run: Running) -> Made:
        """The segment; `expected` entries were thought to come."""
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
            traditional=self._traditional or self._folding.met_traditional,
        )
        dates = packed_json(compact(self._packs.dates))
        self._packs.digest.update(packed_json(header))
        name = self._packs.digest.hexdigest()
        first = ((dates_path(name), dates),)
        return Made(name, header, chain(first, self._files(name, shards, run)))

    def _files(self, name: str, shards: int, run: Running) -> Iterator[File]:
        for number, pack in enumerate(self._packs.written()):
            yield text_path(name, number), pack
        large: list[str] = []
        for result in run(merged, self._shares(name, shards)):
            yield from result.files
            large += result.large
        yield large_path(name), packed_json(sorted(large))

    def _shares(self, name: str, shards: int) -> Iterator[Share]:
        """The lists in as many shares as there can be with no shard in two of them."""
        count = gcd(shards, PARTS)
        for number in range(count):
            yield Share(
                name,
                self._frequent,
                self._width,
                LARGE,
                range(number, shards, count),
                shards,
                tuple(tuple(self._runs.part(part)) for part in range(number, PARTS, count)),
            )


def _shards(numbers: int) -> int:
    """How many shards; where there are many, a number that they can be shared out by."""
    shards = round(numbers / _SHARD)
    for count in (PARTS, _FEW):
        if shards >= _MANY * count:
            return shards // count * count
    return max(1, shards)


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
