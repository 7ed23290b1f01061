"""Workbooks (.xlsx) → `Submission`: each sheet that is shown is a grid, or text where it is text.

A formula counts as the value that was last calculated for it, be it blank; one that was never
calculated stays as it is written, because what it would give is not in the file.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl

from generator.importers.archive import Archive
from generator.importers.cells import is_figure
from generator.importers.limits import Refusal, bounded
from generator.importers.merging import MOST_PLACES
from generator.importers.own_workbook import is_own_workbook, own_blocks
from generator.model.submissions import Block, Grid, GridCell, Paragraph, Spread, Submission

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_EDGES = " \t\r\n\f\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
_MOST_SHEETS = 50


def read_xlsx(name: str, data: bytes) -> Submission:
    """The text and tables of a workbook."""
    archive = Archive(data)
    archive.check()
    if archive.member("[Content_Types].xml") is None:
        raise Refusal("damaged")
    values, formulas = _workbook(data, calculated=True), _workbook(data, calculated=False)
    sheets: dict[str, list[list[GridCell]]] = {}
    for title in values.sheetnames[:_MOST_SHEETS]:
        sheet, written = values[title], formulas[title]
        if hasattr(sheet, "iter_rows") and sheet.sheet_state == "visible":
            sheets[title] = _grid(sheet, written)
    if is_own_workbook(sheets):
        blocks = own_blocks(sheets)
    else:
        blocks = tuple(block for rows in sheets.values() for block in _sheet_blocks(rows))
    bounded("".join(block.text for block in blocks if isinstance(block, Paragraph)))
    return Submission(name, "xlsx", blocks)


def _workbook(data: bytes, *, calculated: bool) -> Any:
    with warnings.catch_warnings():
        # It warns of what it does not keep when it writes; nothing is written here.
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(
                io.BytesIO(data), data_only=calculated, keep_links=False, keep_vba=False
            )
        except Exception as error:  # whatever the library or its XML parser trips over
            raise Refusal("damaged") from error


def _grid(sheet: Worksheet, written: Worksheet) -> list[list[GridCell]]:
    height, width = _extent(written)
    if height * width > MOST_PLACES:
        raise Refusal("too_large", limit=str(MOST_PLACES))
    rows: list[list[GridCell]] = [
        [_cell(cell, written) for cell in row] for row in sheet.iter_rows(1, height, 1, width)
    ]
    for area in sheet.merged_cells.ranges:
        top, left, bottom, right = (
            *(int(area.min_row) - 1, int(area.min_col) - 1),
            *(min(int(area.max_row), height), min(int(area.max_col), width)),
        )
        for row in range(top, bottom):
            for column in range(left, right):
                corner = rows[top][left]
                down = Spread.DOWN if row > top else Spread.NONE
                spread = Spread.RIGHT if column > left else down
                rows[row][column] = GridCell(corner.text, corner.line, corner.place, spread)
    return rows


def _extent(sheet: Worksheet) -> tuple[int, int]:
    """How many rows and columns hold something; formats reach further, often to the very end."""
    # To ask the sheet for its cells one by one would make all those that the file does not have.
    held: Any = sheet._cells  # noqa: SLF001  # pyright: ignore
    filled = [place for place, cell in held.items() if cell.value is not None]
    return max((row for row, _ in filled), default=0), max((col for _, col in filled), default=0)


def _cell(cell: Any, written: Worksheet) -> GridCell:
    value = cell.value
    if value is None and cell.data_type != "str":
        formula = written.cell(cell.row, cell.column).value
        value = formula if isinstance(formula, str) and formula.startswith("=") else None
    return GridCell(_text(value), cell.row, cell.coordinate)


def _text(value: object) -> str:
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


def _sheet_blocks(rows: list[list[GridCell]]) -> Iterator[Block]:
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
