"""Numbers and grams as bytes."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any, TypeAlias

import msgspec

_SINGLE = 0x7F
_NARROW = 4
_WIDE = 8
"""Bytes of a number in an array: where all are below 2³², and otherwise."""

Numbers: TypeAlias = "array[int]"
"""Unsigned numbers, ``I`` or ``Q``."""


def varints(values: Iterable[int]) -> bytes:
    """Unsigned numbers, seven bits a byte, the lowest first; the high bit: more follows."""
    written = bytearray()
    for each in values:
        value = each
        while value > _SINGLE:
            written.append(value & _SINGLE | 0x80)
            value >>= 7
        written.append(value)
    return bytes(written)


class Bytes:
    """Reads numbers and bytes one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.at = 0

    @property
    def left(self) -> int:
        """How many bytes are left to read."""
        return len(self._content) - self.at

    def number(self) -> int:
        """The next number."""
        value = shift = 0
        while True:
            byte = self._content[self.at]
            self.at += 1
            value |= (byte & _SINGLE) << shift
            if byte <= _SINGLE:
                return value
            shift += 7

    def take(self, length: int) -> bytes:
        """The next `length` bytes."""
        self.at += length
        return self._content[self.at - length : self.at]


def code_units(text: str) -> str:
    """`text` with characters beyond the basic plane as two surrogates, as browsers count them."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    units = array("H")
    units.frombytes(utf16(text))
    return "".join(map(chr, little(units)))


def characters(units: str) -> str:
    """The opposite of `code_units`."""
    return utf16(units).decode("utf-16-le", "surrogatepass")


def utf16(text: str) -> bytes:
    """Two bytes for each code unit, the lower first."""
    return text.encode("utf-16-le", "surrogatepass")


def bigrams(content: bytes) -> Numbers:
    """Each two neighbouring code units of a UTF-16 text as a number; see `pair`."""
    pairs = array("I", bytes(2 * max(0, len(content) - 2)))
    for start in (0, 2):
        some = array("I")
        some.frombytes(memoryview(content)[start : start + (len(content) - start) // 4 * 4])
        pairs[start // 2 :: 2] = some
    return little(pairs)


def pair(gram: str) -> int:
    """The number that `bigrams` gives to two code units."""
    first, second = gram
    return ord(first) | ord(second) << 16


def unpaired(number: int) -> str:
    """The opposite of `pair`."""
    return chr(number & 0xFFFF) + chr(number >> 16)


def little(values: Numbers) -> Numbers:
    """Numbers read from bytes of which the lowest is the first."""
    if sys.byteorder == "big":
        values.byteswap()
    return values


def planes(values: Numbers) -> list[bytes]:
    """The lowest byte of each number, then the next byte of each, as far as any is not zero.

    Lists of places are differences of any size: their high bytes are much alike, their low bytes
    are not, so each kind compresses best apart from the other.
    """
    raw = little(values[:]).tobytes()
    parts = [raw[at :: values.itemsize] for at in range(values.itemsize)]
    while parts and not any(parts[-1]):
        parts.pop()
    return parts


def unplaned(content: bytes, count: int) -> Numbers:
    """The numbers, `count` of them, in planes that follow each other."""
    wide = len(content) > _NARROW * count
    size = _WIDE if wide else _NARROW
    raw = bytearray(size * count)
    for at in range(len(content) // max(1, count)):
        raw[at::size] = content[at * count : (at + 1) * count]
    values = array("Q" if wide else "I")
    values.frombytes(raw)
    return little(values)


def gram_hash(gram: str) -> int:
    """CRC-32 of the UTF-16 form: which shard holds a gram."""
    return zlib.crc32(utf16(gram))


_LEVEL = 6
"""Nine takes a quarter longer and saves three bytes in a thousand."""


def packed(content: bytes) -> bytes:
    """Compressed as RFC 1950, which every browser can undo and no server takes for an encoding.

    (A gzip file would carry a mark of the system it was made on.)
    """
    return zlib.compress(content, _LEVEL)


def packed_parts(parts: Iterable[bytes]) -> bytes:
    """Compressed as one, each part with a code of its own; for numbers, where nothing repeats."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    written = bytearray()
    for part in parts:
        written += packer.compress(part)
        written += packer.flush(zlib.Z_FULL_FLUSH)
    return bytes(written + packer.flush())


def unpacked(content: bytes) -> bytes:
    """The opposite of `packed` and of `packed_parts`."""
    return zlib.decompress(content)


def packed_json(value: Any) -> bytes:
    """`value` as compressed JSON without spaces."""
    try:
        return packed(msgspec.json.encode(value))
    except UnicodeEncodeError:
        # Half of a character, which UTF-8 cannot write.
        return packed(json.dumps(value, separators=(",", ":")).encode())


def unpacked_json(content: bytes) -> Any:
    """The opposite of `packed_json`."""
    text = unpacked(content)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(text)


Record = tuple[str, Numbers]
"""A gram and its list; an empty list says that the gram has files of its own."""


@dataclass(frozen=True, slots=True)
class Shard:
    """The grams of a shard with their lists, and what helps where a word stands nowhere.

    That is, for two code units what stands between them, and for what is spoken the pairs that
    sound so.
    """

    lists: Mapping[str, Numbers]
    middles: Mapping[str, str]
    sounding: Mapping[str, str]


def shard(
    records: Iterable[Record], middles: Mapping[str, str], sounding: Mapping[str, str]
) -> list[bytes]:
    """The parts of a shard.

    First how many bytes a number takes, how many lengths of grams there are, each of these lengths
    with the number of its grams, how many pairs have middles, and how many have pairs that sound
    like them. Then, in planes, the code units of all grams and how long the list of each is; those
    of all pairs, how many middles each has, and the middles; the same of what sounds alike, in code
    units; and the lists.
    """
    ordered = sorted(records, key=lambda record: (len(record[0]), record[0]))
    lists = [values for _, values in ordered]
    joined = array("Q" if any(values.typecode == "Q" for values in lists) else "I")
    for values in lists:
        joined.extend(values if values.typecode == joined.typecode else array("Q", values))
    numbers = planes(joined)
    sizes = [(length, len(list(same))) for length, same in groupby(ordered, _length)]
    lengths = (number for size in sizes for number in size)
    head = varints([len(numbers), len(sizes), *lengths, len(middles), len(sounding)])
    halves = (
        utf16("".join(gram for gram, _ in ordered)),
        little(array("H", map(len, lists))).tobytes(),
        *_told(middles),
        *_told(sounding),
    )
    return [head, *(half[at::2] for half in halves for at in range(2)), *numbers]


def _told(units: Mapping[str, str]) -> Iterator[bytes]:
    """Pairs in order, how many code units are told of each, and these."""
    pairs = sorted(units)
    yield utf16("".join(pairs))
    yield little(array("H", (len(units[pair]) for pair in pairs))).tobytes()
    yield utf16("".join(units[pair] for pair in pairs))


def _length(record: Record) -> int:
    return len(record[0])


def read_shard(content: bytes) -> Shard:
    """The opposite of `shard`."""
    source = Bytes(content)
    source.number()
    sizes = [(source.number(), source.number()) for _ in range(source.number())]
    lengths = [length for length, count in sizes for _ in range(count)]
    between, alike = source.number(), source.number()
    grams = _text(source, sum(lengths))
    counts = unplaned(source.take(2 * len(lengths)), len(lengths))
    middles, sounding = _read_told(source, between), _read_told(source, alike)
    values = unplaned(source.take(source.left), sum(counts))
    lists = dict(zip(_pieces(grams, lengths), _pieces(values, counts), strict=True))
    return Shard(lists, middles, sounding)


def _read_told(source: Bytes, count: int) -> dict[str, str]:
    """The opposite of `_told`, for so many pairs."""
    pairs = _text(source, 2 * count)
    sizes = unplaned(source.take(2 * count), count)
    units = _text(source, sum(sizes))
    return dict(zip(_pieces(pairs, [2] * count), _pieces(units, sizes), strict=True))


def _text(source: Bytes, length: int) -> str:
    """The next code units."""
    return "".join(map(chr, unplaned(source.take(2 * length), length)))


def _pieces(whole: Any, lengths: Sequence[int]) -> Iterator[Any]:
    ends = list(accumulate(lengths))
    return (whole[end - length : end] for end, length in zip(ends, lengths, strict=True))


def numbers_file(values: Numbers) -> bytes:
    """A list in a file of its own: how many bytes a number takes, then the planes."""
    parts = planes(values)
    return packed_parts([varints([len(parts)]), *parts])


def read_numbers(content: bytes) -> Numbers:
    """The opposite of `numbers_file`."""
    source = Bytes(unpacked(content))
    size = source.number()
    rest = source.take(source.left)
    return unplaned(rest, len(rest) // max(1, size))
