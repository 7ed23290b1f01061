"""Numbers and grams as bytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


_SMALL = [_varint(value) for value in range(1 << 14)]
_SINGLE = 0x7F


def varints(values: Sequence[int]) -> bytes:
    """Unsigned numbers, seven bits a byte, the lowest first; the high bit: more follows."""
    greatest = max(values, default=0)
    if greatest <= _SINGLE:
        return bytes(values)
    if greatest < len(_SMALL):
        return b"".join([_SMALL[value] for value in values])
    return b"".join([_varint(value) for value in values])


class Bytes:
    """Reads numbers and bytes one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.at = 0

    @property
    def left(self) -> bool:
        """Whether anything is left to read."""
        return self.at < len(self._content)

    def number(self) -> int:
        """The next number."""
        value = shift = 0
        while True:
            byte = self._content[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte <= _SINGLE:
                return value
            shift += 7

    def numbers(self, count: int) -> list[int]:
        """The next `count` numbers."""
        return [self.number() for _ in range(count)]

    def take(self, length: int) -> bytes:
        """The next `length` bytes."""
        self.at += length
        return self._content[self.at - length : self.at]


def read_blocks(source: Bytes, *, placed: bool) -> Iterator[tuple[int, list[int], list[int]]]:
    """The blocks of a record: batch, steps from slot to slot, and moves from place to place.

    Without `placed` the record is that of a frequent gram, and there are no moves.
    """
    while source.left:
        batch, count = source.number(), source.number()
        yield batch, source.numbers(count), source.numbers(count) if placed else []


def gram_hash(gram: str) -> int:
    """CRC-32 of the UTF-8 form: which shard holds a gram."""
    return zlib.crc32(gram.encode("utf-8", "surrogatepass"))


def packed(content: bytes) -> bytes:
    """Compressed as RFC 1950, which every browser can undo and no server takes for an encoding.

    (A gzip file would carry a mark of the system it was made on.)
    """
    return zlib.compress(content, 9)


def unpacked(content: bytes) -> bytes:
    """The opposite of `packed`."""
    return zlib.decompress(content)


def packed_json(value: Any) -> bytes:
    """`value` as compressed JSON without spaces."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return packed(text.encode("utf-8", "surrogatepass"))


def unpacked_json(content: bytes) -> Any:
    """The opposite of `packed_json`."""
    return json.loads(unpacked(content).decode("utf-8", "surrogatepass"))


def shard(records: Iterable[tuple[str, bytes]]) -> bytes:
    """A shard: how many grams, then each gram and the length of its record, then the records.

    An empty record says that the gram has a file of its own.
    """
    pairs = sorted(records)
    directory = bytearray(varints([len(pairs)]))
    for gram, record in pairs:
        name = gram.encode("utf-8", "surrogatepass")
        directory += varints([len(name)]) + name + varints([len(record)])
    return bytes(directory) + b"".join(record for _, record in pairs)


def read_shard(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The grams of a shard and their records."""
    source = Bytes(content)
    directory: list[tuple[str, int]] = []
    for _ in range(source.number()):
        name = source.take(source.number()).decode("utf-8", "surrogatepass")
        directory.append((name, source.number()))
    for name, length in directory:
        yield name, source.take(length)
