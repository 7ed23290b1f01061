"""Workbooks (.xlsx) → `Submission`: each sheet that is shown is a grid, or text where it is text.

A formula counts as the value that was last calculated for it, be it blank; one that was never
calculated stays as it is written, because what it would give is not in the file.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import openpyxl

from generator.importers.archive import Archive
from generator.importers.limits import Refusal, bounded
from generator.importers.merging import MOST_PLACES
from generator.importers.own_workbook import is_own_workbook, own_blocks
from generator.importers.sheets import MOST_SHEETS, merged, sheet_blocks, text_of
from generator.model.submissions import GridCell, Paragraph, Submission

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_xlsx(name: str, data: bytes) -> Submission:
    """The text and tables of a workbook."""
    archive = Archive(data)
    archive.check()
    if archive.member("[Content_Types].xml") is None:
        raise Refusal("damaged")
    values, formulas = _workbook(data, calculated=True), _workbook(data, calculated=False)
    sheets: dict[str, list[list[GridCell]]] = {}
    for title in values.sheetnames[:MOST_SHEETS]:
        sheet, written = values[title], formulas[title]
        if hasattr(sheet, "iter_rows") and sheet.sheet_state == "visible":
            sheets[title] = _grid(sheet, written)
    if is_own_workbook(sheets):
        blocks = own_blocks(sheets)
    else:
        blocks = tuple(block for rows in sheets.values() for block in sheet_blocks(rows))
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
    areas = [
        (int(area.min_row) - 1, int(area.min_col) - 1, int(area.max_row), int(area.max_col))
        for area in sheet.merged_cells.ranges
    ]
    return merged(rows, areas)


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
    return GridCell(text_of(value), cell.row, cell.coordinate)
