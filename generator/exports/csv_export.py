"""A report's tables as CSV for spreadsheets: one cell a line, with the path that leads to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from generator.model.agencies import Agency
from generator.model.forms import Form
from generator.model.reports import Cell, Report

HEAD = ("机关", "年度", "表", "行", "列", "单位", "数值", "状态", "单元格")
_NUMBER, _BLANK, _TEXT = "数字", "未填", "原文"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def report_csv(report: Report, form: Form, agency: Agency) -> bytes:
    """UTF-8 with a byte order mark, which is what makes Excel read it as such."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    name = guarded(agency.name_in(report.year))
    for line in _lines(report, form):
        writer.writerow((name, report.year, *line))
    return text.getvalue().encode("utf-8-sig")


def _lines(report: Report, form: Form) -> Iterator[tuple[str, ...]]:
    for table in form.tables:
        for block in table.blocks:
            columns = [path for column in block.columns for path in column.paths()]
            for path in (path for row in block.rows for path in row.paths()):
                row_id = path[-1].id
                row = report.row(table.id, row_id)
                cells = row.cells if row else (None,) * len(columns)
                label = " / ".join(line.label.zh for line in path)
                for column, cell in zip(columns, cells, strict=True):
                    head = " / ".join(line.label.zh for line in column)
                    cell_id = f"{table.id}.{row_id}.{column[-1].id}"
                    value, state = _shown(cell)
                    yield table.title.zh, label, head, column[-1].unit, value, state, cell_id


def _shown(cell: Cell) -> tuple[str, str]:
    if cell is None:
        return "", _BLANK
    if isinstance(cell, Decimal):
        return format(cell, "f"), _NUMBER
    if isinstance(cell, int):
        return str(cell), _NUMBER
    return guarded(cell), _TEXT


def guarded(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and len(text) > 1 else text
