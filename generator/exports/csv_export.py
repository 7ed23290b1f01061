"""A report's tables as CSV for spreadsheets: one cell a line, with the path that leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    start = f"{_field(guarded(agency.name_in(report.year)))},{report.year},".encode()
    layout = _layout(form)
    cells: list[Cell] = []
    for table_id, row_id, width in layout.rows:
        row = report.row(table_id, row_id)
        cells += row.cells if row else (None,) * width
    # As long as a page, and nearly the same for all reports: its parts are encoded once.
    parts = [start] * (4 * len(cells))
    parts[1::4], parts[2::4], parts[3::4] = layout.before, _all_shown(cells), layout.after
    return b"".join((_HEAD, *parts))


_HEAD = f"{','.join(HEAD)}\r\n".encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class _Layout:
    """The rows of a form, by table, id and width, and what is before and after each cell's value.

    Before it stand agency and year as well, which the report tells.
    """

    rows: tuple[tuple[str, str, int], ...]
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]


@cache
def _layout(form: Form) -> _Layout:
    rows: list[tuple[str, str, int]] = []
    around: list[tuple[str, str]] = []
    for table in form.tables:
        for block in table.blocks:
            columns = [path for column in block.columns for path in column.paths()]
            for path in (path for row in block.rows for path in row.paths()):
                rows.append((table.id, path[-1].id, len(columns)))
                around += [_around(table, path, column) for column in columns]
    before = tuple(text.encode() for text, _ in around)
    return _Layout(tuple(rows), before, tuple(text.encode() for _, text in around))


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


def _all_shown(cells: Iterable[Cell]) -> list[bytes]:
    # Nearly all cells are small counts, which are looked up.
    most = len(_SMALL)
    return [
        _SMALL[cell] if type(cell) is int and 0 <= cell < most else _shown(cell) for cell in cells
    ]


def _shown(cell: Cell) -> bytes:
    """The value and its state."""
    if cell is None:
        return f",{_BLANK}".encode()
    if isinstance(cell, str):
        return f"{_field(guarded(cell))},{_TEXT}".encode()
    return f"{cell:f},{_NUMBER}".encode() if isinstance(cell, Decimal) else _counted(cell)


def _counted(number: int) -> bytes:
    return f"{number},{_NUMBER}".encode()


_SMALL = tuple(map(_counted, range(1000)))


def guarded(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and len(text) > 1 else text
