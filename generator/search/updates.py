"""Building an index, and changing one.

An index has few segments, at most one of each size: up to 16 entries, up to 256, and so on. What
changes goes into a new segment together with the entries of the smallest ones, as far as they are
too small to stand beside it; what it replaces is marked dead where it was. So the work for a change
is that of a few dozen entries, and now and then that of a larger segment; and a search never looks
into more than four segments, or five beyond some 65,000 entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from generator.model.search import Entry
from generator.search.codec import packed_json, unpacked_json
from generator.search.folding import Folding
from generator.search.headers import FORMAT
from generator.search.paths import ROOT, segment_paths
from generator.search.reading import Read, Segment, read_index
from generator.search.segments import Running, segment
from generator.search.similar import shapes, sound_of, sounds
from generator.search.sounding import spoken
from generator.search.traditional import plain, simplified_characters

Change = tuple[str, bytes | None]
"""A path below the folder of the index, and the bytes to write there; None: delete the file."""

NO_WORDS: Mapping[str, str] = {}
SMALLEST = 16
"""The entries that the smallest segment may hold."""
_STEP = 16
_MOST_DEAD = 0.5
_CONSTANT = ("characters", "similar", "odd")
"""What of the root no change of entries changes."""


def build(
    entries: Iterable[Entry],
    wording: Mapping[str, str] = NO_WORDS,
    spool: BinaryIO | None = None,
    size: int = 0,
    run: Running = map,
) -> Iterator[Change]:
    """The files of a new index of `entries`; `wording` is what the script in the browser says.

    `size` is how many entries there are, about (0: not many): with many, more is stored of what
    stands in most of them, so that no search has to load much.

    `entries` is run through once, and one entry after the other is let go. Entries of one agency
    should follow each other, oldest report first. `spool` is an empty file, open for reading and
    writing, for what would fill the memory; what it holds is of no use afterwards. `run` does
    what `map` does, and may have other processes do it.
    """
    said = spoken(sound_of(sounds()))
    made = segment(entries, Folding(simplified_characters()), size, said, spool, run)
    yield from made.files
    tables, constant = constant_tables()
    yield from tables
    yield ROOT, root_file([Part(made.name, frozenset(), made.header)], wording, constant)


def readable(content: bytes) -> bool:
    """Whether the bytes of a root file are those of an index that `update` can change."""
    return unpacked_json(content).get("format") == FORMAT


def update(
    read: Read,
    changed: Iterable[Entry],
    removed: Iterable[str] = (),
    wording: Mapping[str, str] = NO_WORDS,
    spool: BinaryIO | None = None,
) -> Iterator[Change]:
    """What to write and to delete when entries have changed.

    Afterwards the index has the `changed` entries, new ones among them, and no longer those at the
    addresses `removed`; an address that is not there is no error.
    `read` gives the bytes of a file of the index as it is. The files come in the order in which
    they should be written: the root after what it names, and before what it no longer names.
    `spool` is as for `build`.
    """
    index = read_index(read)
    old = unpacked_json(read(ROOT))
    fresh = {entry.address: entry for entry in changed}
    _bury(index.segments, {*fresh, *removed})
    absorbed, kept = _to_absorb(index.segments, len(fresh))
    parts = [Part(part.name, part.dead, part.raw) for part in kept]
    size = len(fresh) + sum(part.header.size - len(part.dead) for part in absorbed)
    if size:
        said = spoken(index.likeness.sound)
        made = segment(_together(absorbed, fresh), index.folding, size, said, spool)
        yield from made.files
        parts.append(Part(made.name, frozenset(), made.header))
    yield ROOT, root_file(parts, wording, {key: old[key] for key in _CONSTANT})
    yield from _leavings(index.segments, {part.name for part in parts})


def _bury(segments: Iterable[Segment], addresses: set[str]) -> None:
    """Mark the entries at the addresses dead."""
    for part in segments:
        part.dead |= part.header.numbers_of(addresses)


def _to_absorb(segments: Sequence[Segment], fresh: int) -> tuple[list[Segment], list[Segment]]:
    """The segments whose entries go into the new one, and those that stay."""
    size = fresh
    absorbed: list[Segment] = []
    kept: list[Segment] = []
    for part in sorted(segments, key=lambda part: part.header.size):
        live = part.header.size - len(part.dead)
        worn = len(part.dead) > _MOST_DEAD * part.header.size
        if worn or (size and _tier(size) >= _tier(part.header.size)):
            size += live
            absorbed.append(part)
        else:
            kept.append(part)
    return absorbed, kept[::-1]


def _tier(size: int) -> int:
    tier, most = 0, SMALLEST
    while size > most:
        tier, most = tier + 1, most * _STEP
    return tier


def _together(absorbed: Sequence[Segment], fresh: Mapping[str, Entry]) -> Iterator[Entry]:
    """All entries for the new segment; sorted, unless they are too many to hold at once."""
    old = (part.entry(number) for part in absorbed[::-1] for number in part.live())
    everything = chain(old, fresh.values())
    if sum(part.header.size for part in absorbed) + len(fresh) > SMALLEST * _STEP:
        return everything
    return iter(sorted(everything, key=lambda entry: (entry.agency, entry.address)))


def _leavings(segments: Iterable[Segment], names: set[str]) -> Iterator[Change]:
    for part in segments:
        if part.name not in names:
            paths = segment_paths(part.name, part.raw, part.large_grams())
            yield from ((path, None) for path in paths)


def constant_tables() -> tuple[tuple[tuple[str, bytes], ...], Mapping[str, str]]:
    """The files that do not depend on the entries, and what the root says of them."""
    characters, similar = _characters(), _similar()
    said = {"characters": characters[0], "similar": similar[0], "odd": _odd_characters()}
    return (characters, similar), said


def _characters() -> tuple[str, bytes]:
    """The table of Traditional characters."""
    pairs = sorted(simplified_characters().items())
    return _named(
        "characters", ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]
    )


def _similar() -> tuple[str, bytes]:
    """What each common character sounds like, as numbers, and the groups that look alike."""
    return _named("similar", [sounds(), shapes()])


def _named(name: str, value: object) -> tuple[str, bytes]:
    """A file named after its content."""
    content = packed_json(value)
    return f"{name}-{hashlib.blake2b(content, digest_size=6).hexdigest()}.bin", content


def _odd_characters() -> str:
    """The Traditional characters that GB2312 has.

    A browser needs the table of characters only for these and for those that GB2312 does not have.
    """
    return "".join(filter(plain, sorted(simplified_characters())))


class Part(NamedTuple):
    """What the root says of a segment: its name, which entries are dead, and its header."""

    name: str
    dead: frozenset[int]
    header: Mapping[str, Any]


def root_file(
    segments: Iterable[Part],
    wording: Mapping[str, str],
    constant: Mapping[str, str],
) -> bytes:
    """The root file: all that every search needs, so that no search waits for two files."""
    return packed_json(
        {
            "format": FORMAT,
            **constant,
            "words": dict(wording),
            "segments": [
                {"name": part.name, "dead": sorted(part.dead), "header": part.header}
                for part in segments
            ],
        }
    )
