"""Reading an index: files → segments with their lists and texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any

from generator.model.search import Entry
from generator.search.codec import (
    Numbers,
    Shard,
    gram_hash,
    read_numbers,
    read_shard,
    unpacked,
    unpacked_json,
)
from generator.search.folding import Folding
from generator.search.headers import Header, joined, read_header
from generator.search.paths import (
    ROOT,
    dates_path,
    gram_path,
    large_path,
    places_path,
    shard_path,
    text_path,
)
from generator.search.similar import Likeness
from generator.search.sounding import spoken

Read = Callable[[str], bytes]
"""Gives the bytes of a file of the index; the path is relative to the folder of the index."""


@dataclass
class Segment:
    """One segment of an index.

    `dead` are the entries that are no longer there; `raw` is the header as it is written.
    """

    name: str
    read: Read
    dead: frozenset[int]
    raw: Mapping[str, Any]
    _shards: dict[int, Shard] = field(default_factory=dict[int, Shard])
    _texts: dict[int, Any] = field(default_factory=dict[int, Any])

    @cached_property
    def header(self) -> Header:
        """What the segment says of its entries."""
        return read_header(self.raw)

    @cached_property
    def dates(self) -> list[int]:
        """The day of publication of each entry as ``date.toordinal``; 0 where not known."""
        return list(accumulate(unpacked_json(self.read(dates_path(self.name)))))

    def live(self) -> Iterator[int]:
        """The entries that are still there."""
        return (number for number in range(self.header.size) if number not in self.dead)

    def entry_of(self, slot: int) -> tuple[int, int]:
        """The entry that a slot of the segment belongs to, and its number among its slots."""
        firsts = self.header.first_slots
        number = bisect_right(firsts, slot) - 1
        own = slot - firsts[number]
        for long, more in self.header.long.get(number, ()):
            if own > long:
                own -= min(more, own - long)
        return number, own

    def _lookup(self, gram: str) -> Numbers | None:
        """The list in the shard: empty where it has files of its own, None where it is absent."""
        return self._shard(gram).lists.get(gram)

    def _shard(self, gram: str) -> Shard:
        number = gram_hash(gram) % self.header.raw["shards"]
        if number not in self._shards:
            self._shards[number] = read_shard(unpacked(self.read(shard_path(self.name, number))))
        return self._shards[number]

    def middles(self, pair: str) -> str:
        """What stands between two code units anywhere."""
        return self._shard(pair).middles.get(pair, "")

    def sounding(self, said: str) -> str:
        """The pairs of characters that are spoken so and stand side by side, one behind another."""
        return self._shard(said).sounding.get(said, "")

    def slots(self, gram: str) -> list[int]:
        """The slots that a gram stands in, in order."""
        steps = self._lookup(gram)
        if steps is None:
            return []
        if not steps:
            return list(accumulate(read_numbers(self.read(gram_path(self.name, gram)))))
        if gram in self.header.frequent:
            return list(accumulate(steps))
        return list(dict.fromkeys(code >> self.width for code in accumulate(steps)))

    def codes(self, gram: str) -> list[int]:
        """Where a gram that is not frequent stands, in order.

        A code is the slot and the place in its text, which takes the lowest `width` bits.
        """
        steps = self._lookup(gram)
        if steps is not None and not steps:
            steps = read_numbers(self.read(places_path(self.name, gram)))
        return list(accumulate(steps or ()))

    def has(self, gram: str) -> bool:
        """Whether a gram that may be stored stands anywhere."""
        return self._lookup(gram) is not None

    def is_large(self, gram: str) -> bool:
        """Whether a gram has files of its own."""
        steps = self._lookup(gram)
        return steps is not None and not steps

    @property
    def width(self) -> int:
        """How many bits of a code are the place."""
        return self.header.raw["width"]

    def large_grams(self) -> list[str]:
        """The grams that have files of their own."""
        return unpacked_json(self.read(large_path(self.name)))

    def texts(self, number: int) -> tuple[str, Sequence[str]]:
        """The day of publication ("" where not known) and the texts of the units of an entry."""
        firsts = self.header.first_of_pack
        pack = bisect_right(firsts, number) - 1
        if pack not in self._texts:
            self._texts[pack] = unpacked_json(self.read(text_path(self.name, pack)))
        published, *texts = self._texts[pack][number - firsts[pack]]
        return published, texts

    def slot_text(self, number: int, slot: int) -> str:
        """The text of one slot of an entry, not folded."""
        _, texts = self.texts(number)
        return joined(texts, self.header.layout(number).members[slot])

    def entry(self, number: int) -> Entry:
        """A whole entry, as it was given to the index."""
        published, texts = self.texts(number)
        pieces = self.header.layout(number).pieces
        return replace(
            self.header.entry(number),
            published=date.fromisoformat(published) if published else None,
            pieces=pieces,
            texts=tuple(texts),
        )


@dataclass(frozen=True)
class Index:
    """An index as it can be searched."""

    segments: tuple[Segment, ...]
    folding: Folding
    likeness: Likeness

    @cached_property
    def spoken(self) -> Mapping[str, str]:
        """How characters sound."""
        return spoken(self.likeness.sound)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return sum(segment.header.size - len(segment.dead) for segment in self.segments)


def read_index(read: Read) -> Index:
    """The index whose files `read` gives."""
    root = unpacked_json(read(ROOT))
    traditional, simplified = unpacked_json(read(root["characters"]))
    segments = (
        Segment(part["name"], read, frozenset(part["dead"]), part["header"])
        for part in root["segments"]
    )
    folding = Folding(dict(zip(traditional, simplified, strict=True)))
    return Index(tuple(segments), folding, _likeness(read, root["similar"]))


def _likeness(read: Read, path: str) -> Likeness:
    sounds, shapes = unpacked_json(read(path))
    return Likeness.of(sounds, shapes)
