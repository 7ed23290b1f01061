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

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.checks.check import Check, at_path, finding
from generator.checks.layout import TableLayout, layout
from generator.model.findings import Finding, Severity
from generator.model.forms import Form
from generator.model.reports import Report
from generator.model.subjects import Subject

CODES = {"row.missing": Severity.ERROR, "table.missing": Severity.ERROR}


def _find(subject: Subject) -> Iterator[Finding]:
    report = subject.report
    for here, wanted in _wanted(subject.form):
        rows = report.tables.get(here.table.id)
        if rows and wanted.keys() <= rows.keys():
            continue
        if rows:
            for row in wanted:
                if row not in rows:
                    yield _row(report, here, row)
        elif here.table.id not in _unstated(subject):
            place = at_path(report, f"tables.{here.table.id}", "tables")
            code = "table.missing"
            yield finding(code, CODES[code], place, table=here.title, rows=len(wanted))


@lru_cache(maxsize=64)
def _wanted(form: Form) -> tuple[tuple[TableLayout, Mapping[str, None]], ...]:
    """The ids of the rows that each table has to have, in order; no table that needs none."""
    tables = (
        (here, dict.fromkeys(line.id for _, line in here.rows if not line.unconfirmed))
        for here in layout(form).values()
    )
    return tuple((here, wanted) for here, wanted in tables if wanted)


def _unstated(subject: Subject) -> set[str]:
    """The tables of sections that are missing as a whole, or need not be there."""
    return {
        section.table
        for section in subject.form.sections
        if section.optional or section.id not in subject.report.sections
    }


def _row(report: Report, here: TableLayout, row: str) -> Finding:
    table = here.table.id
    cells = [f"{table}.{row}.{column}" for column in here.columns[row]]
    place = at_path(report, f"tables.{table}", "tables", cell=cells[0])
    code = "row.missing"
    label = here.row_labels[row]
    return finding(code, CODES[code], place, cells, table=here.title, row=label)


CHECK = Check(CODES, _find, __doc__ or "")
