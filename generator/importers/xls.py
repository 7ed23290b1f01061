"""Old workbooks (.xls, and .et of WPS Office) → `Submission`, as `xlsx` does for new ones."""

from __future__ import annotations

import io
from typing import Any

import xlrd
from xlrd.biffh import XLRDError

from generator.importers.limits import Refusal, bounded
from generator.importers.merging import MOST_PLACES
from generator.importers.sheets import MOST_SHEETS, merged, sheet_blocks, text_of
from generator.model.submissions import Block, GridCell, Paragraph, Submission


def read_xls(name: str, data: bytes) -> Submission:
    """The text and tables of an old workbook."""
    blocks: list[Block] = []
    book = _book(data)
    for number in range(min(book.nsheets, MOST_SHEETS)):
        sheet = _sheet(book, number)
        if sheet.visibility == 0:
            blocks.extend(sheet_blocks(_grid(sheet, book.datemode)))
    bounded("".join(block.text for block in blocks if isinstance(block, Paragraph)))
    return Submission(name, "xls", tuple(blocks))


def _book(data: bytes) -> Any:
    try:
        # Merged cells are only known when formats are read. The log would go to the terminal.
        return xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
    except XLRDError as error:
        locked = "encrypted" in str(error).lower()
        raise Refusal("locked" if locked else "damaged") from error
    except Exception as error:  # damaged workbooks show as errors of nearly any kind
        raise Refusal("damaged") from error


def _sheet(book: Any, number: int) -> Any:
    try:
        return book.sheet_by_index(number)
    except Exception as error:
        raise Refusal("damaged") from error


def _grid(sheet: Any, datemode: Any) -> list[list[GridCell]]:
    written = {
        (row, column): _text(cell, datemode)
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    }
    height = max((row for row, _ in written), default=-1) + 1
    width = max((column for _, column in written), default=-1) + 1
    if height * width > MOST_PLACES:
        raise Refusal("too_large", limit=str(MOST_PLACES))
    rows = [
        [
            GridCell(written.get((row, column), ""), row + 1, f"{xlrd.colname(column)}{row + 1}")
            for column in range(width)
        ]
        for row in range(height)
    ]
    areas = [(top, left, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return merged(rows, areas)


def _text(cell: Any, datemode: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return text_of(xlrd.xldate_as_datetime(cell.value, datemode))
        except (ValueError, OverflowError):
            return text_of(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text_of(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#")
    return text_of(cell.value)
