"""The texts of some entries → the lists of their grams.

What indexing does for each character is done here, for a bundle of entries at a time and in any
process. How entries are bundled makes no difference to the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import sub
from typing import NamedTuple

import msgspec

from generator.search.codec import Numbers, code_units, gram_hash
from generator.search.folding import Folding
from generator.search.headers import joined
from generator.search.lists import Lists
from generator.search.middles import Middles
from generator.search.sounding import Sounding, by_sound

PARTS = 256
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes, bytes, bytes]).decode
_ROOM = 1 << 32
"""Codes within a run are smaller."""

Members = tuple[tuple[int, ...], ...]
"""For each slot of an entry, the numbers of the texts that go into it."""


class Bundle(NamedTuple):
    """Entries that follow each other: for each, what goes into its slots, and its texts.

    With them comes what is the same for all: Traditional characters and what they become, how
    characters are spoken, the frequent grams, and for how many bits of a code the place in its slot
    stands.
    """

    simplified: Mapping[str, str]
    spoken: Mapping[str, str]
    frequent: frozenset[str]
    width: int
    entries: tuple[tuple[Members, tuple[str, ...]], ...]


class Part(NamedTuple):
    """Lists on their way: the grams, how long the list of each is, the lists, middles and sounds.

    A list is the differences from each number to the next, the first from the beginning of the
    run; numbers are as this machine writes them. The middles are each pair with its middles behind
    it, `sounding` what is spoken with the pairs that sound so.
    """

    grams: list[str]
    counts: Numbers
    steps: Numbers
    middles: list[str]
    sounding: list[str]


class Run(NamedTuple):
    """The lists of some entries with so many `slots`.

    They are in `PARTS` parts by the hash of the gram, each a `Part` as bytes. These lie there for a
    few minutes at most, which is too short to be worth compressing them.
    """

    slots: int
    parts: tuple[bytes, ...]


class Listing(NamedTuple):
    """What came of a bundle.

    `long` are slots that are longer than usual: the number of the entry in the bundle, that of the
    slot in the entry, and how many more numbers it takes. `traditional` says whether there was a
    Traditional character.
    """

    entries: int
    runs: tuple[Run, ...]
    long: tuple[tuple[int, int, int], ...]
    traditional: bool


def slot_texts(members: Members, texts: Sequence[str], folding: Folding) -> Iterator[str]:
    """The folded text of each slot of an entry."""
    for own in members:
        text = joined(texts, own)
        yield folding(text) if text else ""


def listed(bundle: Bundle) -> Listing:
    """The lists of a bundle."""
    folding = Folding(bundle.simplified)
    lister = _Lister(bundle.frequent, bundle.width, bundle.spoken)
    for number, (members, texts) in enumerate(bundle.entries):
        lister.add(number, list(map(code_units, slot_texts(members, texts, folding))))
    lister.end_run()
    return Listing(
        len(bundle.entries), tuple(lister.runs), tuple(lister.long), folding.met_traditional
    )


class _Lister:
    """Lists one entry after the other, in as many runs as there is room for."""

    def __init__(self, frequent: frozenset[str], width: int, spoken: Mapping[str, str]) -> None:
        self._width = width
        self._spoken = spoken
        self._lists = Lists(frequent, width)
        self._slot = 0
        self.runs: list[Run] = []
        self.long: list[tuple[int, int, int]] = []

    def add(self, entry: int, texts: Sequence[str]) -> None:
        """List the slots of an entry."""
        if self._slot + sum(map(self._slots, texts)) << self._width >= _ROOM:
            self.end_run()
        codes: list[range] = []
        for slot, text in enumerate(texts):
            first = self._slot << self._width
            codes.append(range(first, first + len(text) + 1))
            taken = self._slots(text)
            if taken > 1:
                self.long.append((entry, slot, taken - 1))
            self._slot += taken
        self._lists.add("\n".join(texts), list(chain.from_iterable(codes)))

    def _slots(self, text: str) -> int:
        """How many numbers a slot with this text takes."""
        return (len(text) >> self._width) + 1

    def end_run(self) -> None:
        """What is added from now on goes into another run."""
        lists, middles = self._lists.taken()
        sounding = by_sound(lists, self._spoken)
        grams, pairs, sounds = _parted(lists), _parted(middles), _parted(sounding)
        parts = (
            _packed(grams[at], lists, _lined(pairs[at], middles), _lined(sounds[at], sounding))
            for at in range(PARTS)
        )
        self.runs.append(Run(self._slot, tuple(parts)))
        self._slot = 0


def _lined(pairs: Iterable[str], told: Middles | Sounding) -> bytes:
    """Each of the pairs with what is told of it."""
    return _text(pair + told[pair] for pair in pairs)


def _packed(
    grams: Sequence[str], lists: Mapping[str, Numbers], middles: bytes, sounding: bytes
) -> bytes:
    steps = array("I")
    for gram in grams:
        values = lists[gram]
        steps.extend(map(sub, values, chain((0,), values)))
    counts = array("I", (len(lists[gram]) for gram in grams))
    return _encode((_text(grams), counts.tobytes(), steps.tobytes(), middles, sounding))


def unpacked(part: bytes) -> Part:
    """The lists of one part of a run."""
    grams, counts, steps, middles, sounding = _decode(part)
    told = _lines(middles), _lines(sounding)
    return Part(_lines(grams), _numbers(counts), _numbers(steps), *told)


def _parted(grams: Iterable[str]) -> list[list[str]]:
    """Grams by the part that they belong to."""
    parts: list[list[str]] = [[] for _ in range(PARTS)]
    for gram in grams:
        parts[gram_hash(gram) % PARTS].append(gram)
    return parts


def _text(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _lines(text: bytes) -> list[str]:
    return text.decode("utf-8", "surrogatepass").split("\n") if text else []


def _numbers(written: bytes) -> Numbers:
    values = array("I")
    values.frombytes(written)
    return values
