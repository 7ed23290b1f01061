"""A report's tables as CSV for spreadsheets: one cell a line, with the path that leads to it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from generator.model.agencies import Agency
from generator.model.forms import Form, Line, Table
from generator.model.reports import Cell, Report

HEAD = ("机关", "年度", "表", "行", "列", "单位", "数值", "状态", "单元格")
_NUMBER, _BLANK, _TEXT = "数字", "未填", "原文"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def report_csv(report: Report, form: Form, agency: Agency) -> bytes:
    """UTF-8 with a byte order mark, which is what makes Excel read it as such."""
    start = f"{_field(guarded(agency.name_in(report.year)))},{report.year},"
    lines = [f"{','.join(HEAD)}\r\n"]
    for table_id, row_id, cells in _layout(form):
        row = report.row(table_id, row_id)
        values = row.cells if row else (None,) * len(cells)
        for (before, after), cell in zip(cells, values, strict=True):
            lines.append(f"{start}{before}{_shown(cell)}{after}")
    return "".join(lines).encode("utf-8-sig")


@cache
def _layout(form: Form) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """For each row its table, its id, and for each cell what stands before and after its value."""
    rows: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    for table in form.tables:
        for block in table.blocks:
            columns = [path for column in block.columns for path in column.paths()]
            for path in (path for row in block.rows for path in row.paths()):
                cells = tuple(_around(table, path, column) for column in columns)
                rows.append((table.id, path[-1].id, cells))
    return tuple(rows)


def _around(table: Table, row: tuple[Line, ...], column: tuple[Line, ...]) -> tuple[str, str]:
    label = " / ".join(line.label.zh for line in row)
    head = " / ".join(line.label.zh for line in column)
    before = ",".join(map(_field, (table.title.zh, label, head, column[-1].unit)))
    return f"{before},", f",{table.id}.{row[-1].id}.{column[-1].id}\r\n"


def _field(text: str) -> str:
    """A field as RFC 4180 writes it."""
    if any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _shown(cell: Cell) -> str:
    """The value and its state."""
    if cell is None:
        return f",{_BLANK}"
    if isinstance(cell, int):
        return f"{cell},{_NUMBER}"
    if isinstance(cell, Decimal):
        return f"{cell:f},{_NUMBER}"
    return f"{_field(guarded(cell))},{_TEXT}"


def guarded(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and len(text) > 1 else text
