"""A report as a workbook: filled in, or as a template for the agency to fill in.

Both are the same workbook: a sheet for each statutory table, one for the text, one for each table
of the agency's own, and the annex. The bytes depend on the reports alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from generator.exports.packing import zipped
from generator.exports.xlsx_grid import Filled, GridSheet
from generator.exports.xlsx_looks import Looks
from generator.exports.xlsx_sums import as_number, cell_of, lines_of_relation, totals_of
from generator.exports.xlsx_text import TextSheet, write_annex, write_help, write_own
from generator.interchange.annex import annex_of, heading_of
from generator.interchange.script import Statutory, script_of
from generator.interchange.sheets import (
    LONGEST_TEXT,
    annex_sheet,
    help_sheet,
    table_sheets,
    text_sheet,
)
from generator.messages import messages
from generator.model.agencies import Agency
from generator.model.forms import Form, Relation
from generator.model.reports import Cell, Report

Previous = tuple[Report, Form] | None
"""Last year's report of the agency with its form; None when there is none."""
_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def report_xlsx(report: Report, form: Form, agency: Agency, previous: Previous = None) -> bytes:
    """The workbook of one report, with everything that its record holds."""
    return _workbook(report, form, agency, previous, blank=False)


def template_xlsx(blank: Report, form: Form, agency: Agency, previous: Previous = None) -> bytes:
    """A workbook to be filled in. `blank` is a report in which nothing has been filled in yet.

    What last year's report carried out stands already where this one carries it in.
    """
    return _workbook(_carried_in(blank, form, previous), form, agency, previous, blank=True)


def _workbook(
    report: Report, form: Form, agency: Agency, previous: Previous, *, blank: bool
) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    # The library types its parameters only in part.
    workbook: Any = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"title": "", "created": _NO_TIME})
    looks = Looks(workbook)
    script = script_of(report, form, LONGEST_TEXT)
    last_year = _cells(previous[0], previous[1]) if previous else None
    name = agency.name_in(report.year)
    write_help(
        workbook.add_worksheet(help_sheet()),
        looks,
        messages("zh").say("interchange.help.title", agency=name, year=report.year),
        _steps(report, has_previous=previous is not None),
    )
    sheets = dict(table_sheets(form))
    places = {entry.table.id: entry for entry in script.entries if isinstance(entry, Statutory)}
    subtitle = messages("zh").say("interchange.grid.year", agency=name, year=report.year)
    for table_id, entry in places.items():
        filled = Filled(entry.table, entry.texts, entry.kept, last_year, blank)
        GridSheet(workbook.add_worksheet(sheets[table_id]), looks, form, filled).write(subtitle)
    text = TextSheet(workbook.add_worksheet(text_sheet()), looks, sheets)
    for own_name, caption, own in text.write(script, free=form.free_chapters, spare=blank):
        write_own(workbook.add_worksheet(own_name), looks, caption, own)
    annex = annex_of(report, form, agency, script, blank=True)
    write_annex(workbook.add_worksheet(annex_sheet()), looks, annex)
    workbook.close()
    return _steady(buffer.getvalue())


def _steps(report: Report, *, has_previous: bool) -> list[str]:
    words = messages("zh")
    steps = words.say(
        "interchange.help.steps",
        text=text_sheet(),
        annex=annex_sheet(),
        explanations=heading_of("explanations"),
        **{
            name: words.say(f"interchange.grid.{name}").strip()
            for name in ("holds", "broken", "partial")
        },
    )
    last = "carried" if has_previous else "no_previous"
    note = words.say(f"interchange.help.{last}", year=report.year - 1)
    return [*steps.strip().split("\n"), note]


# A formula that gives a blank has to say that it gives text; else it counts as never calculated.
_BLANK_FORMULA = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')


def _steady(workbook: bytes) -> bytes:
    """The same workbook without a trace of when and where it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, text in texts.items():
        if name.startswith("xl/worksheets/"):
            texts[name] = _BLANK_FORMULA.sub(r'\1 t="str"\2', text)
    return zipped(texts)


# --- last year's figures -----------------------------------------------------------------------


def _cells(report: Report, form: Form) -> Mapping[str, Cell]:
    """The cells of a report by ``table.row.column``; an id means the same in every edition."""
    found: dict[str, Cell] = {}
    for table in form.tables:
        for block, line in table.rows():
            row = report.row(table.id, line.id)
            if row is not None:
                names = (f"{table.id}.{line.id}.{column.id}" for column in block.leaf_columns)
                found |= dict(zip(names, row.cells, strict=True))
    return found


def _carried_in(report: Report, form: Form, previous: Previous) -> Report:
    """`report` with what last year's report says that it must begin with."""
    if previous is None:
        return report
    last_year = _cells(*previous)
    values: dict[str, Cell] = {}
    for relation in form.relations:
        if relation.right_year < 0 and len(relation.left) == len(relation.right) == 1:
            values |= _brought(relation, form, last_year)
    tables = {
        table.id: {
            line.id: replace(
                row,
                cells=tuple(
                    values.get(f"{table.id}.{line.id}.{column.id}", cell)
                    for column, cell in zip(block.leaf_columns, row.cells, strict=True)
                ),
            )
            for block, line in table.rows()
            if (row := report.row(table.id, line.id)) is not None
        }
        for table in form.tables
    }
    return replace(report, tables=tables)


def _brought(relation: Relation, form: Form, last_year: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells that a relation sets equal to figures of last year, but for totals."""
    table = form.table(relation.table)
    totals = totals_of(form, table)
    found: dict[str, Cell] = {}
    for line in lines_of_relation(relation, table):
        target = cell_of(relation, relation.left[0], line)
        value = last_year.get(cell_of(relation, relation.right[0], line))
        if target not in totals and as_number(value) is not None:
            found[target] = value
    return found
