"""Sheets of workbooks, old and new: their values as text, merged cells, grids and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

from generator.importers.cells import is_figure
from generator.model.submissions import Block, Grid, GridCell, Paragraph, Spread

_EDGES = " \t\r\n\f\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
MOST_SHEETS = 50


def merged(
    rows: list[list[GridCell]], areas: Iterable[tuple[int, int, int, int]]
) -> list[list[GridCell]]:
    """`rows` with the text of each merged cell in every place of it.

    `areas` are the top row, the left column, and the row and column behind the last ones. What
    reaches beyond the rows is cut off.
    """
    height, width = len(rows), max(map(len, rows), default=0)
    for top, left, bottom, right in areas:
        for row in range(top, min(bottom, height)):
            for column in range(left, min(right, width)):
                corner = rows[top][left]
                down = Spread.DOWN if row > top else Spread.NONE
                spread = Spread.RIGHT if column > left else down
                rows[row][column] = GridCell(corner.text, corner.line, corner.place, spread)
    return rows


def text_of(value: object) -> str:
    """A value as text; a figure in the digits that the program shows for it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Fifteen digits are what such programs keep; what lies beyond is the noise of binary.
        exact = Decimal(f"{value:.15g}")
        return format(exact, "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip(_EDGES)


def sheet_blocks(rows: list[list[GridCell]]) -> Iterator[Block]:
    """The rows of a sheet: those with nothing but one text are paragraphs, the others grids."""
    grid: list[tuple[GridCell, ...]] = []
    for row in rows:
        text = _only_text(row)
        if text is None:
            if any(cell.text for cell in row):
                grid.append(tuple(row))
            continue
        if grid:
            yield Grid(tuple(grid))
            grid = []
        for line in text.text.split("\n"):
            if line.strip(_EDGES):
                yield Paragraph(line.strip(_EDGES), text.line)
    if grid:
        yield Grid(tuple(grid))


def _only_text(row: list[GridCell]) -> GridCell | None:
    """The only cell of a row that says something in words; None when there is no such cell."""
    filled = [cell for cell in row if cell.text and cell.spread is Spread.NONE]
    covered = any(cell.text and cell.spread is Spread.DOWN for cell in row)
    alone = len(filled) == 1 and not covered and not is_figure(filled[0].text)
    return filled[0] if alone else None
