"""Rows: every row of the statutory tables is there.

``row.missing``: the record does not have a row that the edition of the form demands.
``table.missing``: it has none of a table's rows. A missing row is not a row of zeros: relations
that need it are not judged. Rows that an edition marks as unconfirmed may be absent.

中文

法定表格的每一行都应当在。

``row.missing``：缺少该格式版本规定的某一行。``table.missing``：整张表都没有。
缺行不等于填零：用到该行的勾稽关系不作判断。格式版本中标明“未经证实”的行可以没有。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import Check, at_path, finding
from generator.checks.layout import TableLayout, layout
from generator.model.findings import Finding, Severity
from generator.model.reports import Report
from generator.model.subjects import Subject

CODES = {"row.missing": Severity.ERROR, "table.missing": Severity.ERROR}


def _find(subject: Subject) -> Iterator[Finding]:
    report = subject.report
    unstated = {
        section.table
        for section in subject.form.sections
        if section.optional or section.id not in report.sections
    }
    for here in layout(subject.form).values():
        wanted = [line for _, line in here.rows if not line.unconfirmed]
        if not wanted:
            continue
        rows = report.tables.get(here.table.id)
        if rows:
            absent = [line.id for line in wanted if line.id not in rows]
            for row in absent:
                yield _row(report, here, row)
        elif (
            here.table.id not in unstated
        ):  # else the whole section is missing, or need not be there
            place = at_path(report, f"tables.{here.table.id}", "tables")
            code = "table.missing"
            yield finding(code, CODES[code], place, table=here.title, rows=len(wanted))


def _row(report: Report, here: TableLayout, row: str) -> Finding:
    table = here.table.id
    cells = [f"{table}.{row}.{column}" for column in here.columns[row]]
    place = at_path(report, f"tables.{table}", "tables", cell=cells[0])
    code = "row.missing"
    label = here.row_labels[row]
    return finding(code, CODES[code], place, cells, table=here.title, row=label)


CHECK = Check(CODES, _find, __doc__ or "")
