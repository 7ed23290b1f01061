"""The pages of a PDF file → `Submission`.

A PDF knows characters and lines in places, nothing else. Tables are what lines draw, paragraphs
what lines of text make together. A page that is only a picture has no text: nothing is guessed
from it, and it is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.importers.drawings import POINT, Box, Drawing, Glyph, read_drawings
from generator.importers.glyphs import UNREADABLE, TextLine, lines_of, start_width
from generator.importers.limits import Refusal, bounded
from generator.importers.paragraphs import joined, margins, paragraphs
from generator.importers.ruled import Ruled, ruled
from generator.importers.running import running
from generator.importers.stacking import Part, PartCell, goes_on, overflowing, stacked
from generator.model.submissions import Block, LeftOut, Paragraph, Submission

_FEWEST_GLYPHS = 20
_MOST_UNKNOWN = 10
"""Of how many characters one may be without a meaning; fonts without meanings give none at all."""
_LARGE = 4
_TOUCHING = 12
"""Up to how many hundredths of its height two characters are apart that stand in one word."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: its text lines outside tables, and its tables."""

    number: int
    height: int
    lines: tuple[TextLine, ...]
    tables: tuple[tuple[Ruled, Part], ...]


def read_pdf(name: str, data: bytes) -> Submission:
    """The text and tables of a PDF, from the JSON that `conversion.pdf` makes of it."""
    drawings = read_drawings(data)
    _require_text(drawings)
    pages = [_page(number, drawing) for number, drawing in enumerate(drawings)]
    marks = running([page.lines for page in pages], [page.height for page in pages])
    texts = [
        [line for index, line in enumerate(page.lines) if index not in marked]
        for page, marked in zip(pages, marks, strict=True)
    ]
    blocks = tuple(_Flow(pages, texts).blocks())
    bounded("".join(block.text for block in blocks if isinstance(block, Paragraph)))
    left_out = (*_marks(pages, marks), *_unread(drawings))
    return Submission(name, "pdf", blocks, left_out)


def _require_text(drawings: Sequence[Drawing]) -> None:
    """`Refusal` for a scan, and for fonts that do not say what their characters are."""
    glyphs = [glyph for drawing in drawings for glyph in drawing.glyphs if glyph.text.strip()]
    if len(glyphs) < _FEWEST_GLYPHS and any(drawing.pictures for drawing in drawings):
        raise Refusal("scanned")
    unknown = sum(glyph.text == UNREADABLE for glyph in glyphs)
    if unknown * _MOST_UNKNOWN > len(glyphs):
        raise Refusal("no_meaning")


def _marks(pages: Sequence[_Page], marks: Sequence[set[int]]) -> Iterator[LeftOut]:
    texts = [
        page.lines[index].text
        for page, marked in zip(pages, marks, strict=True)
        for index in sorted(marked)
    ]
    for text in dict.fromkeys(texts):
        yield LeftOut("page_mark", text)


def _unread(drawings: Sequence[Drawing]) -> Iterator[LeftOut]:
    """What stands on pages and is not in the text: pictures, and text that is turned."""
    for number, drawing in enumerate(drawings, 1):
        if drawing.turned.strip():
            yield LeftOut("turned", drawing.turned.strip(), number)
        area = drawing.width * drawing.height
        if any(_LARGE * box.width * box.height > area for box in drawing.pictures):
            yield LeftOut("page_picture", str(number), number)


# --- one page ----------------------------------------------------------------------------------


def _page(number: int, drawing: Drawing) -> _Page:
    """The page, its characters divided between its tables and the text around them."""
    rest = list(drawing.glyphs)
    tables: list[tuple[Ruled, Part]] = []
    for table in ruled(drawing.rules):
        if table.is_table:
            inside = [glyph for glyph in rest if table.box.holds(glyph.box)]
            if any(glyph.text.strip() for glyph in inside):
                rest = [glyph for glyph in rest if not table.box.holds(glyph.box)]
                tables.append((table, _part(number, table, inside)))
    tables.sort(key=lambda pair: pair[0].box.top)
    return _Page(number, drawing.height, tuple(lines_of(rest)), tuple(tables))


def _part(page: int, table: Ruled, glyphs: Sequence[Glyph]) -> Part:
    held: dict[Box, list[Glyph]] = {cell: [] for cell in table.cells}
    cell_of: dict[Glyph, Box] = {}
    for glyph in glyphs:
        cell = next((cell for cell in table.cells if cell.holds(glyph.box)), None)
        if cell is not None:
            held[cell].append(glyph)
            cell_of[glyph] = cell
    torn = _torn(cell_of)
    cells = tuple(
        _part_cell(cell, inside, torn=cell in torn) for cell, inside in sorted(held.items())
    )
    return Part(page, table.xs, table.ys, cells)


def _part_cell(cell: Box, glyphs: Sequence[Glyph], *, torn: bool) -> PartCell:
    lines = lines_of(glyphs)
    text = _cell_text(cell, lines) + (UNREADABLE if torn else "")
    return PartCell(cell, text, _room(cell, lines[-1]) if lines else 0)


def _torn(cell_of: Mapping[Glyph, Box]) -> set[Box]:
    """The cells on both sides of a line that a figure runs across: whose it is, no one can tell."""
    digits = sorted(
        (glyph for glyph in cell_of if _in_figure(glyph.text)),
        key=lambda glyph: (glyph.baseline, glyph.box.left),
    )
    found: set[Box] = set()
    for before, glyph in pairwise(digits):
        if before.baseline == glyph.baseline and _adjoin(before, glyph):
            sides = {cell_of[before], cell_of[glyph]}
            found |= sides if len(sides) > 1 else set()
    return found


def _in_figure(text: str) -> bool:
    return text.isdigit() or text in ".,，．"


def _adjoin(before: Glyph, glyph: Glyph) -> bool:
    return 100 * (glyph.box.left - before.box.right) < _TOUCHING * glyph.box.height


def _room(cell: Box, line: TextLine) -> int:
    """How much room a line leaves in its cell, in hundredths of its size.

    The edges of a cell take up to 6 points each.
    """
    return 100 * (cell.width - line.box.width - 12 * POINT) // line.size


def _cell_text(cell: Box, lines: Sequence[TextLine]) -> str:
    """The text of a cell. Lines that were full go on in the next one; a figure never does."""
    parts: list[str] = []
    for number, line in enumerate(lines):
        if number:
            before = lines[number - 1]
            figures = before.text[-1].isdigit() and line.text[0].isdigit()
            full = _room(cell, before) < start_width(line.text)
            parts.append("" if full and not figures else "\n")
        parts.append(line.text)
    return "".join(parts)


# --- all pages ---------------------------------------------------------------------------------


class _Flow:
    """The blocks of all pages in their order, with the numbers of their lines."""

    def __init__(self, pages: Sequence[_Page], texts: Sequence[Sequence[TextLine]]) -> None:
        self._pages = pages
        self._texts = texts
        self._margins = margins(texts)
        self._line = 0

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and grids."""
        parts: list[Part] = []
        lines: list[tuple[int, TextLine]] = []
        for page, piece in self._pieces():
            if isinstance(piece, TextLine):
                lines.append((page, piece))
                continue
            last = _whole(parts[-1], lines) if parts and goes_on(parts, piece) else None
            if last:
                parts[-1] = last
            else:
                yield from self._table(parts)
                yield from self._text(lines)
                parts = []
            parts.append(piece)
            lines = []
        yield from self._table(parts)
        yield from self._text(lines)

    def _pieces(self) -> Iterator[tuple[int, TextLine | Part]]:
        for page, lines in zip(self._pages, self._texts, strict=True):
            pieces: list[tuple[int, int, TextLine | Part]] = [
                (table.box.top, index, part) for index, (table, part) in enumerate(page.tables)
            ]
            pieces += [(line.box.top, index, line) for index, line in enumerate(lines)]
            for _, _, piece in sorted(pieces, key=lambda each: each[:2]):
                yield page.number, piece

    def _text(self, lines: Sequence[tuple[int, TextLine]]) -> Iterator[Block]:
        for paragraph in paragraphs(lines, self._margins):
            self._line += 1
            yield Paragraph(joined(paragraph), self._line)

    def _table(self, parts: Sequence[Part]) -> Iterator[Block]:
        numbered: list[Part] = []
        for part in parts:
            numbered.append(replace(part, line=self._line + 1))
            self._line += len(part.ys) - 1
        if numbered:
            yield stacked(numbered)


def _whole(part: Part, lines: Sequence[tuple[int, TextLine]]) -> Part | None:
    """The part with the lines that its cells wrote below it; None when there are other lines."""
    below: dict[PartCell, list[Glyph]] = {}
    for _, line in lines:
        for glyph in line.glyphs:
            cell = overflowing(part, glyph)
            if cell is not None:
                below.setdefault(cell, []).append(glyph)
            elif glyph.text.strip():
                return None
    texts = {cell: _cell_text(cell.box, lines_of(glyphs)) for cell, glyphs in below.items()}
    cells = (replace(cell, text=cell.text + texts.get(cell, "")) for cell in part.cells)
    return replace(part, cells=tuple(cells))
