"""Building one segment: entries → header, shards of the index, and packs of texts."""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import sub
from typing import Any

from generator.model.search import Entry
from generator.search.codec import (
    Bytes,
    gram_hash,
    packed,
    packed_json,
    read_blocks,
    shard,
    varints,
)
from generator.search.folding import Folding
from generator.search.grams import frequent_grams, grams_of
from generator.search.headers import HeaderWriter, Layout, compact
from generator.search.paths import (
    dates_path,
    gram_path,
    header_path,
    large_path,
    places_path,
    shard_path,
    text_path,
)

File = tuple[str, bytes]
"""A path below the folder of the index, and the bytes of the file."""

SAMPLE = 2048
"""How many of the first entries are looked at to find the frequent grams."""
_LOOKED_AT = 128
"""How many of those are looked at closely, evenly spread."""
BATCH = 4096
_PLACE_BITS = 24
_PLACE = (1 << _PLACE_BITS) - 1
_SHARD = 8 * 1024
RECORD = 6 * 1024
_PACK = 12 * 1024
LEAST = 1500
_RATE = 1


def slot_texts(entry: Entry, layout: Layout, folding: Folding) -> list[str]:
    """The folded text of each slot; no phrase reaches over the line breaks between units."""
    texts: list[list[str]] = [[] for _ in layout.slots]
    for unit, slot in zip(entry.units, layout.slot_of, strict=True):
        # A single character, as many cells hold, is in no phrase.
        if len(unit.text) > 1:
            texts[slot].append(unit.text)
    return [folding("\n".join(parts)) for parts in texts]


def layout_of(entry: Entry) -> Layout:
    """The layout of an entry."""
    pieces = ((unit.section, int(unit.level), unit.anchor, unit.heading) for unit in entry.units)
    return Layout(tuple(pieces))


def segment(entries: Iterable[Entry], folding: Folding) -> tuple[str, Iterator[File]]:
    """The name of the segment that holds `entries`, and its files, the header among them.

    The name is a digest of the content. The entries of one agency should follow each other, oldest
    report first: then they share packs of texts, and their lists compress well.
    """
    source = iter(entries)
    head = list(islice(source, SAMPLE))
    builder = _Builder(folding, _frequent(head, folding))
    for entry in head:
        builder.add(entry)
    del head
    for entry in source:
        builder.add(entry)
    return builder.finish()


def _frequent(head: Sequence[Entry], folding: Folding) -> frozenset[str]:
    sample = head[:: -(-len(head) // _LOOKED_AT) or 1]
    texts = [text for entry in sample for text in slot_texts(entry, layout_of(entry), folding)]
    least = max(_RATE, LEAST / max(1, len(head))) * len(sample)
    return frequent_grams(texts, least)


class _Builder:
    def __init__(self, folding: Folding, frequent: frozenset[str]) -> None:
        self._folding = folding
        self._frequent = frequent
        self._header = HeaderWriter()
        self._units = 0
        self._batches: list[int] = []
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
        self._records: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._packs = _Packs()
        self._layouts: dict[Layout, Layout] = {}

    def add(self, entry: Entry) -> None:
        """Index one entry."""
        if len(self._header.columns.type) % BATCH == 0:
            self._end_batch()
            self._batches.append(self._units)
        layout = layout_of(entry)
        if layout not in self._layouts:
            self._folding("".join(heading for _, _, _, heading in layout.pieces))
        layout = self._layouts.setdefault(layout, layout)
        self._header.add(entry, layout)
        self._packs.add(entry)
        self._folding("".join((entry.title, entry.name, *entry.former, *entry.aliases)))
        for text in slot_texts(entry, layout, self._folding):
            if len(text) > 1:
                self._index(text, self._units << _PLACE_BITS)
            self._units += 1

    def _index(self, text: str, base: int) -> None:
        all_places = self._places
        for grams in grams_of(text, self._frequent):
            for gram in grams.frequent:
                all_places[gram].append(base)
            for gram, place in zip(grams.others, grams.places, strict=True):
                all_places[gram].append(base + place)

    def _end_batch(self) -> None:
        """Turn the places of a batch into bytes, which take a fifth of the memory."""
        for gram, codes in self._places.items():
            if "\n" not in gram:
                self._records[gram] += self._block(gram, codes)
        self._places.clear()

    def _block(self, gram: str, codes: array[int]) -> bytes:
        batch = len(self._batches) - 1
        base = self._batches[batch]
        units = [code >> _PLACE_BITS for code in codes]
        if gram in self._frequent:
            return varints([batch, len(units)]) + varints(list(map(sub, units, [base, *units])))
        places = [code & _PLACE for code in codes]
        steps = list(map(sub, units, [base, *units]))
        moves = [
            place if step else place - last
            for step, place, last in zip(steps, places, [0, *places], strict=False)
        ]
        return varints([batch, len(units)]) + varints(steps) + varints(moves)

    def finish(self) -> tuple[str, Iterator[File]]:
        """The name and the files."""
        self._end_batch()
        self._packs.end()
        total = sum(len(record) for record in self._records.values() if len(record) <= RECORD)
        shards = max(1, round(total / _SHARD))
        header: dict[str, Any] = self._header.written(
            documents=len(self._header.columns.type),
            batches=self._batches,
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
        for number, pack in enumerate(self._packs.done):
            yield text_path(name, number), pack
        parts: list[list[tuple[str, bytes]]] = [[] for _ in range(shards)]
        large: list[str] = []
        for gram in sorted(self._records):
            record = bytes(self._records.pop(gram))
            if len(record) > RECORD:
                yield from self._large(name, gram, record)
                record = b""
                large.append(gram)
            parts[gram_hash(gram) % shards].append((gram, record))
        for number, part in enumerate(parts):
            yield shard_path(name, number), packed(shard(part))
        yield large_path(name), packed_json(large)

    def _large(self, name: str, gram: str, record: bytes) -> Iterator[File]:
        """The files of a gram with a long record: the slots alone, and all places."""
        if gram in self._frequent:
            yield gram_path(name, gram), packed(record)
            return
        yield places_path(name, gram), packed(record)
        slots = bytearray()
        for batch, steps, _ in read_blocks(Bytes(record), placed=True):
            first, *rest = steps
            kept = [first, *filter(None, rest)]
            slots += varints([batch, len(kept)]) + varints(kept)
        yield gram_path(name, gram), packed(bytes(slots))


class _Packs:
    """Texts of entries that follow each other, some to a file."""

    def __init__(self) -> None:
        self.done: list[bytes] = []
        self.sizes: list[int] = []
        self.dates: list[int] = []
        self.digest = hashlib.blake2b(digest_size=6)
        self._open: list[Any] = []
        self._weight = 0

    def add(self, entry: Entry) -> None:
        """Put the texts of one more entry into a pack."""
        texts = [unit.text for unit in entry.units]
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
            self.done.append(pack)
            self.sizes.append(len(self._open))
            self._open, self._weight = [], 0
