"""Blocks as rows of cells: one view of grids and of text in which a table may stand.

In text without merged cells a table can lose almost everything but its order: every cell may be a
paragraph, or a row of its own. A `SourceRow` keeps what is known, and says what is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.importers.cells import is_figure
from generator.model.submissions import Block, Grid, GridCell, Paragraph, Spread


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a grid, or a paragraph as a row of one cell.

    `block` is the index of its block. `paragraph` is the paragraph's text, or None in a grid.
    `loose` means that a row of the table may go on in the rows below. `merged` means that the
    grid knows its merged cells.
    """

    block: int
    cells: tuple[GridCell, ...]
    paragraph: str | None = None
    loose: bool = False
    merged: bool = False

    @property
    def text(self) -> str:
        """The row as one line of text."""
        if self.paragraph is not None:
            return self.paragraph
        parts = [cell.text for cell in self.cells if cell.spread is Spread.NONE]
        return " | ".join(" ".join(part.split()) for part in parts).strip(" |")

    @property
    def line(self) -> int:
        """Where the row stands in the source."""
        return self.cells[0].line if self.cells else 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell that is not blank and repeats no other: `row` and `column` are indexes."""

    text: str
    row: int
    column: int


def source_rows(blocks: Sequence[Block], first: int = 0) -> list[SourceRow]:
    """The rows of `blocks`; `first` is the index of the first of them in the submission."""
    rows: list[SourceRow] = []
    for number, block in enumerate(blocks, first):
        if isinstance(block, Paragraph):
            rows.append(SourceRow(number, _split(block), block.text, loose=True))
        else:
            loose, merged = _loose(block), _merged(block)
            rows.extend(SourceRow(number, row, None, loose, merged) for row in block.rows)
    return rows


def pieces(rows: Sequence[SourceRow]) -> Iterator[Piece]:
    """The cells of `rows` that say something of their own, in order."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            left = row.cells[column - 1].text if column else ""
            # Text may repeat a merged cell's words in every place that the cell covers.
            copy = cell.text == left and not is_figure(cell.text)
            if cell.text and cell.spread is Spread.NONE and not copy:
                yield Piece(cell.text, number, column)


def _loose(grid: Grid) -> bool:
    """Whether most rows hold one cell, so that a row of the table is spread over several."""
    single = sum(sum(bool(cell.text) for cell in row) <= 1 for row in grid.rows)
    return not _merged(grid) and single > 0.6 * len(grid.rows)


def _merged(grid: Grid) -> bool:
    return any(cell.spread is not Spread.NONE for row in grid.rows for cell in row)


def _split(paragraph: Paragraph) -> tuple[GridCell, ...]:
    """A label and the figures after it, where spaces divide them; else the paragraph itself."""
    words = paragraph.text.split()
    start = len(words)
    while start and is_figure(words[start - 1]):
        start -= 1
    if start == len(words) or len(words) == 1:
        return (GridCell(paragraph.text, paragraph.line),)
    label = " ".join(words[:start])
    texts = [label, *words[start:]] if label else words
    return tuple(GridCell(text, paragraph.line) for text in texts)
