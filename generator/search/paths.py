"""Where the files of an index lie, relative to its folder.

Names say nothing of compression: a server that sees ``.gz`` may promise the browser an encoding.
All but the root are named after their content and never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.search.codec import utf16

File = tuple[str, bytes]
"""A path below the folder of the index, and the bytes of the file."""

ROOT = "root.bin"
"""The only file that is overwritten: the headers of the segments and what is dead in them."""


def dates_path(segment: str) -> str:
    """The days of publication of a segment's entries."""
    return f"{segment}/dates.bin"


def large_path(segment: str) -> str:
    """The list of the grams that have files of their own; only `segment_paths` needs it."""
    return f"{segment}/large.bin"


def shard_path(segment: str, number: int) -> str:
    """A shard; not more than 256 files in a folder."""
    return f"{segment}/{number >> 8:x}/{number & 255:x}.bin"


def text_path(segment: str, number: int) -> str:
    """A pack of texts."""
    return f"{segment}/t{number >> 8:x}/{number & 255:x}.bin"


def gram_path(segment: str, gram: str) -> str:
    """The slots of a gram whose record is too long for a shard."""
    return f"{segment}/g/{_named(gram)}.bin"


def places_path(segment: str, gram: str) -> str:
    """The slots and places of a gram whose record is too long for a shard."""
    return f"{segment}/p/{_named(gram)}.bin"


def _named(gram: str) -> str:
    return utf16(gram).hex()


def segment_paths(segment: str, header: Mapping[str, Any], large: Sequence[str]) -> Iterator[str]:
    """All files of a segment."""
    yield from (dates_path(segment), large_path(segment))
    yield from (shard_path(segment, number) for number in range(header["shards"]))
    yield from (text_path(segment, number) for number in range(len(header["packs"])))
    frequent = frozenset(header["frequent"].split("\n"))
    yield from (gram_path(segment, gram) for gram in large)
    yield from (places_path(segment, gram) for gram in large if gram not in frequent)
