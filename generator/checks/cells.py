"""Cells: every cell of the statutory tables holds a figure, and a count is a whole number.

``cell.blank``: a cell was left empty. A zero is a figure and has to be written; blank is not 0,
and no sum counts it as 0. ``row.blank``: the whole row is empty; ``column.missing``: the whole
column; ``table.blank``: the whole table; ``table.gaps`` and ``table.marks``: more than ten cells of
one table. These are said once instead of cell by cell.

``cell.mark``: a stroke, a dash or a word for "none" stands where a figure should.

``cell.unit``: the unit was typed into the cell; the head of the table states it already.

``cell.unreadable``: what stands there is no figure in another way (letters, separators, two
figures).

``cell.negative`` and ``cell.fraction``: a count below zero, or one that is not whole; also an
amount of money below zero. A column for changes may hold negative numbers, also written with a
word for more or less; and where the form fixes no unit, the unit belongs into the cell.

中文

法定表格的每一格都应当是数字，件数应当是非负整数。

``cell.blank``：单元格空着没填。零也是数字，应当写“0”；空白不等于 0，求和时也不当作 0。
``row.blank``、``column.missing``、``table.blank``：整行、整列、整张表都没有填写，只报一次。
``table.gaps``、``table.marks``：一张表里有十多处空白或符号，合并为一条。

``cell.mark``：应填数字的地方写了“/”“—”“无”等符号。

``cell.unit``：把计量单位写进了单元格；表头已经注明单位，格内只写数字。

``cell.unreadable``：以其他方式写成、读不出数字的内容。

``cell.negative``、``cell.fraction``：件数为负数或不是整数，金额为负数。“增/减”一类的列可以是负数，
也可以写“增5”“减3”；格式没有规定计量单位的，单位应当写在格内。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.checks.check import Check, at_cell, finding
from generator.checks.layout import TableLayout, are_counts, doubtful_tables, layout, measured_by
from generator.model.findings import Finding, Place, Severity, Value
from generator.model.forms import Line, Number
from generator.model.reports import Cell, Report, Row
from generator.model.subjects import Subject

CODES = {
    "cell.blank": Severity.WARNING,
    "cell.mark": Severity.WARNING,
    "cell.unit": Severity.WARNING,
    "cell.unreadable": Severity.ERROR,
    "cell.negative": Severity.ERROR,
    "cell.fraction": Severity.ERROR,
    "row.blank": Severity.WARNING,
    "column.missing": Severity.WARNING,
    "table.blank": Severity.ERROR,
    "table.gaps": Severity.WARNING,
    "table.marks": Severity.WARNING,
}
_GATHERED = {"table.gaps": ("cell.blank", "row.blank"), "table.marks": ("cell.mark",)}
_TOLD_ONE_BY_ONE = 10
_MARKS = re.compile(r"[/／\\\-－–—―~～*＊.。·]+|无|暂无|没有|零|空|无数据|未统计|N/?A|n/?a|[Nn]il")
_WITH_UNIT = re.compile(
    r"(?:约|人民币|共|¥|￥)?\s*([+\-－]?\d[\d,，]*(?:[.．]\d+)?)\s*([一-鿿%％][一-鿿]{0,4}|¥|￥)?"
)
_CHANGE = re.compile(r"[增减+＋\-－]\s*\d+")
# A column counts as left out when at least this many rows could have filled it.
_ROWS_OF_A_COLUMN = 3


def _find(subject: Subject) -> Iterator[Finding]:
    report, form = subject.report, subject.form
    for table in doubtful_tables(report, form):
        if report.tables.get(table):
            yield from _table(report, layout(form)[table])


def _table(report: Report, here: TableLayout) -> Iterator[Finding]:
    rows = report.tables[here.table.id]
    stated = [(number, line, rows[line.id]) for number, line in here.rows if line.id in rows]
    doubtful = [each for each in stated if not are_counts(each[2].cells)]
    gaps = any(None in row.cells for _, _, row in doubtful)
    if gaps and _is_blank(stated) and sum(map(len, here.columns.values())) > 1:
        yield _blank_table(report, here)
        return
    missing = tuple(_missing_columns(here, stated)) if gaps else ()
    for number, column in missing:
        yield _missing_column(report, here, stated, number, column)
    found: list[Finding] = []
    for number, line, row in doubtful:
        absent = {column for where, column in missing if where == number}
        found += _row(report, here, line, row, absent)
    yield from _gathered(found, here)


def _is_blank(stated: list[tuple[int, Line, Row]]) -> bool:
    return all(cell is None for _, _, row in stated for cell in row.cells)


def _gathered(found: list[Finding], here: TableLayout) -> Iterator[Finding]:
    """`found`, with many gaps (or marks) of one table told as one."""
    for code, parts in _GATHERED.items():
        gaps = [each for each in found if each.code in parts]
        if len(gaps) > _TOLD_ONE_BY_ONE:
            cells = [cell for each in gaps for cell in each.cells]
            told = {"table": here.title, "row": gaps[0].parameters["row"]}
            yield finding(code, CODES[code], gaps[0].place, cells, count=len(cells), **told)
            found = [each for each in found if each.code not in parts]
    yield from found


def _blank_table(report: Report, here: TableLayout) -> Finding:
    where = report.places.get(f"tables.{here.table.id}", (0, 0))
    cells = [
        f"{here.table.id}.{row}.{column}"
        for row, columns in here.columns.items()
        for column in columns
    ]
    place = Place(report.file, *where)
    return finding("table.blank", CODES["table.blank"], place, cells, table=here.title)


def _missing_columns(
    here: TableLayout, stated: list[tuple[int, Line, Row]]
) -> Iterator[tuple[int, str]]:
    for number, columns in enumerate(here.blocks):
        rows = [row for where, _, row in stated if where == number]
        for index, column in enumerate(columns):
            if len(rows) >= _ROWS_OF_A_COLUMN and all(row.cells[index] is None for row in rows):
                yield number, column.id


def _missing_column(
    report: Report,
    here: TableLayout,
    stated: list[tuple[int, Line, Row]],
    number: int,
    column: str,
) -> Finding:
    table = here.table.id
    ids = [line.id for where, line, _ in stated if where == number]
    index = here.columns[ids[0]][column]
    place = at_cell(report, table, ids[0], index, column)
    return finding(
        "column.missing",
        CODES["column.missing"],
        place,
        [f"{table}.{row}.{column}" for row in ids],
        table=here.title,
        column=here.column_labels[column],
    )


def _row(
    report: Report, here: TableLayout, line: Line, row: Row, absent: set[str]
) -> Iterator[Finding]:
    table = here.table.id
    columns = here.lines[line.id]
    if len(columns) > 1 and all(cell is None for cell in row.cells):
        if not line.unconfirmed:
            place = at_cell(report, table, line.id, 0, columns[0].id)
            cells = [f"{table}.{line.id}.{column.id}" for column in columns]
            label = here.row_labels[line.id]
            yield finding(
                "row.blank", CODES["row.blank"], place, cells, table=here.title, row=label
            )
        return
    for index, (column, cell) in enumerate(zip(columns, row.cells, strict=False)):
        if cell is None and (column.id in absent or line.unconfirmed):
            continue
        verdict = _verdict(cell, measured_by(line, column))
        if verdict is not None:
            code, told = verdict
            yield finding(
                code,
                CODES[code],
                at_cell(report, table, line.id, index, column.id),
                table=here.title,
                row=here.row_labels[line.id],
                column=here.column_labels[column.id],
                **told,
            )


def _verdict(cell: Cell, line: Line) -> tuple[str, dict[str, Value]] | None:
    """The code and the parameters for one cell, or None when it is a proper figure.

    `line` is the column, or the row where that states what its cells count.
    """
    number = line.number
    if cell is None:
        return "cell.blank", {}
    if isinstance(cell, str):
        return _text(cell, line)
    if cell < 0 and number is not Number.CHANGE:
        return "cell.negative", {"value": format(cell, "f") if isinstance(cell, Decimal) else cell}
    if isinstance(cell, Decimal) and number is not Number.AMOUNT:
        return "cell.fraction", {"value": format(cell, "f")}
    return None


def _text(text: str, line: Line) -> tuple[str, dict[str, Value]] | None:
    stripped = text.strip()
    if line.number is Number.CHANGE and _CHANGE.fullmatch(stripped):
        return None
    if _MARKS.fullmatch(stripped):
        return "cell.mark", {"text": stripped}
    match = _WITH_UNIT.fullmatch(stripped)
    if match and match[2] and not line.unit:
        return None
    if match and match[2]:
        return "cell.unit", {"text": stripped, "figure": match[1], "unit": match[2]}
    return "cell.unreadable", {"text": stripped[:40]}


CHECK = Check(CODES, _find, __doc__ or "")
