"""What the pages of a PDF show: characters and lines in their places, and nothing of a structure.

Lengths are hundredths of a point, as whole numbers, from the upper left corner of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from generator.importers.limits import Refusal

POINT = 100


class Box(NamedTuple):
    """A rectangle on a page."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """How high it is."""
        return self.bottom - self.top

    def holds(self, box: Box) -> bool:
        """Whether the middle of `box` lies in it."""
        across, down = (box.left + box.right) // 2, (box.top + box.bottom) // 2
        return self.left <= across < self.right and self.top <= down < self.bottom


class Glyph(NamedTuple):
    """A character, the place it takes, and the line it stands on."""

    text: str
    box: Box
    baseline: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """One page. `rules` are straight lines as thin boxes.

    `turned` is text that does not run from left to right, `hidden` text that is not painted.
    """

    width: int
    height: int
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    turned: str = ""
    hidden: str = ""


class _Page(msgspec.Struct):
    size: tuple[int, int]
    glyphs: list[tuple[str, int, int, int, int, int]]
    rules: list[tuple[int, int, int, int]]
    pictures: list[tuple[int, int, int, int]]
    turned: str
    hidden: str


class _Pages(msgspec.Struct):
    pages: list[_Page]


def read_drawings(data: bytes) -> list[Drawing]:
    """The pages in JSON as `conversion.pdf_worker` writes it; `Refusal` when it is no such JSON."""
    try:
        found = msgspec.json.decode(data, type=_Pages)
    except msgspec.DecodeError as error:
        raise Refusal("damaged") from error
    return [_drawing(page) for page in found.pages]


def _drawing(page: _Page) -> Drawing:
    width, height = page.size
    whole = Box(0, 0, width, height)
    glyphs = (Glyph(text, Box(*place[:4]), place[4]) for text, *place in page.glyphs)
    return Drawing(
        width,
        height,
        tuple(glyph for glyph in glyphs if whole.holds(glyph.box)),
        tuple(_boxes(page.rules)),
        tuple(_boxes(page.pictures)),
        page.turned,
        page.hidden,
    )


def _boxes(found: Sequence[tuple[int, int, int, int]]) -> list[Box]:
    # Many programs draw the same line once for each cell beside it.
    return sorted({Box(*each) for each in found})


def clusters(values: Sequence[int], apart: int) -> list[int]:
    """The positions that `values` lie around, in order: values less than `apart` are one."""
    found: list[list[int]] = []
    for value in sorted(set(values)):
        if found and value - found[-1][0] <= apart:
            found[-1].append(value)
        else:
            found.append([value])
    return [(group[0] + group[-1]) // 2 for group in found]


def nearest(positions: Sequence[int], value: int) -> int:
    """The index of the position nearest to `value`."""
    return min(range(len(positions)), key=lambda index: (abs(positions[index] - value), index))
