"""Characters in their places → lines of text.

What stands apart on the page stays apart in the text: two digits with a gap between them are no
number, and a small raised digit is a mark and not one digit more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.importers.drawings import Box, Glyph

UNREADABLE = "\ufffd"
"""Stands where a character is that cannot be told; a figure with it is none."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_TOGETHER = re.compile(
    r"[（(《“‘〔【「『\[]*(?:[0-9A-Za-z.,:/%@_-]+|.)"
    r"(?:[，。、；：！？…）)》”’〕】」』\].,%]+[0-9A-Za-z.,%]*)?"
)
_GAP = 25
"""From how many hundredths of a line's height on a gap divides letters and digits; others more."""
_WIDE_GAP = 80
_COLUMN_GAP = 150


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page.

    `size` is that of its letters: how wide Chinese characters are, else how high letters are.
    `columns` says that wide gaps divide it into several texts.
    """

    text: str
    box: Box
    baseline: int
    size: int
    columns: bool = False
    glyphs: tuple[Glyph, ...] = ()


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines from top to bottom; blank ones are none."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.baseline, glyph.box)):
        row = next((row for row in reversed(rows[-4:]) if _beside(_tallest(row), glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    lines = [_line(row) for row in rows]
    return sorted(
        (line for line in lines if line.text), key=lambda line: (line.baseline, line.box.left)
    )


def start_width(text: str) -> int:
    """How wide the start of a line is that may not be broken, in hundredths of its size.

    A figure stays together, and so does a character with the brackets and commas around it.
    """
    start = _TOGETHER.match(text)
    return sum(60 if each.isascii() else 105 for each in (start[0] if start else text[:1]))


def _tallest(row: Sequence[Glyph]) -> Glyph:
    return max(row, key=lambda glyph: glyph.box.height)


def _beside(one: Glyph, other: Glyph) -> bool:
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return 2 * shared > min(one.box.height, other.box.height)


def _line(row: Sequence[Glyph]) -> TextLine:
    glyphs = _once(sorted(row, key=lambda glyph: (glyph.box.left, glyph.box.right)))
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not written:
        return TextLine("", row[0].box, row[0].baseline, 0)
    main = _tallest(written)
    size = _size(written, main)
    parts: list[str] = []
    columns = 0
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None:
            parts.append(_between(before, glyph, size))
            columns += 100 * (glyph.box.left - before.box.right) > _COLUMN_GAP * size
        parts.append(_level(glyph, main))
        before = glyph
    box = Box(
        min(glyph.box.left for glyph in written),
        min(glyph.box.top for glyph in written),
        max(glyph.box.right for glyph in written),
        max(glyph.box.bottom for glyph in written),
    )
    text = " ".join("".join(parts).split())
    return TextLine(text, box, main.baseline, size, columns > 1, tuple(glyphs))


def _size(written: Sequence[Glyph], main: Glyph) -> int:
    wide = [each.box.width for each in written if unicodedata.east_asian_width(each.text[0]) == "W"]
    return max(*wide, 1) if wide else max(main.box.height, 1)


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those that are painted again on themselves, to look bold."""
    found: list[Glyph] = []
    for glyph in glyphs:
        if not any(_same(glyph, other) for other in found[-3:]):
            found.append(glyph)
    return found


def _same(one: Glyph, other: Glyph) -> bool:
    across = abs(one.box.left - other.box.left)
    down = abs(one.baseline - other.baseline)
    near = 4 * across < one.box.width and 4 * down < one.box.height
    return near and one.text == other.text


def _between(before: Glyph, glyph: Glyph, size: int) -> str:
    """What divides two characters: nothing, a blank, or that one is painted over the other."""
    gap = glyph.box.left - before.box.right
    if before.text.isspace() or glyph.text.isspace():
        return ""
    if gap < 0 and -2 * gap > min(before.box.width, glyph.box.width):
        return UNREADABLE if _spaced(before.text) or _spaced(glyph.text) else ""
    close = _spaced(before.text) and _spaced(glyph.text)
    return " " if 100 * gap > (_GAP if close else _WIDE_GAP) * size else ""


def _spaced(text: str) -> bool:
    """Whether a character is one that words or figures are made of."""
    return text.isascii() or unicodedata.category(text[0]) == "Nd"


def _level(glyph: Glyph, main: Glyph) -> str:
    """The character, raised or lowered where it is small and off the line."""
    if 10 * glyph.box.height > 8 * main.box.height:
        return glyph.text
    rise = main.baseline - glyph.baseline
    if 100 * rise > 15 * main.box.height:
        return glyph.text.translate(_RAISED)
    return glyph.text.translate(_LOWERED) if 100 * rise < -8 * main.box.height else glyph.text
