"""The findings of an import: what was not there, and what was there and not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import records
from generator.importers.cells import Note
from generator.importers.editions import Edition
from generator.importers.rows import SourceRow
from generator.importers.tables import TableReading
from generator.importers.wording import wording
from generator.model.findings import Finding, Place, Severity, Value
from generator.model.forms import Forms, Line, Section, Table
from generator.model.submissions import Paragraph
from generator.shapes import shortened

_LONGEST_QUOTE = 120
_LONGEST_LIST = 240
_MANY = 3
"""From how many missing rows on they are reported together."""


def _finding(
    code: str,
    severity: Severity,
    place: Place,
    cells: tuple[str, ...] = (),
    **parameters: Value,
) -> Finding:
    return Finding(f"import.{code}", severity, place, parameters, cells)


def about_whole(
    file: str, title: str, year: int | None, edition: Edition, forms: Forms
) -> Iterator[Finding]:
    """What the title, the year and the edition leave open."""
    if not title:
        yield _finding("title_missing", Severity.WARNING, Place(file))
    if year is None:
        yield _finding("year_missing", Severity.ERROR, Place(file))
        return
    expected = records.form_for(forms, year)
    used = edition.form
    if expected is None:
        yield _finding(
            "edition_unknown", Severity.WARNING, Place(file), year=str(year), form=used.title.zh
        )
    elif expected.id != used.id:
        yield _finding(
            "edition_differs",
            Severity.WARNING,
            Place(file),
            year=str(year),
            expected=expected.title.zh,
            form=used.title.zh,
        )


def about_heading(
    file: str, section: Section, heading: Paragraph | None, *, missing: bool
) -> Iterator[Finding]:
    """Whether the section and its heading are there, and how the heading differs."""
    title = section.title.zh
    if missing:
        yield _finding("section_missing", Severity.WARNING, Place(file), section=title)
    elif heading is None:
        yield _finding("heading_missing", Severity.WARNING, Place(file), section=title)
    elif wording(heading.text) != wording(title):
        place = Place(file, heading.line)
        text = shortened(heading.text, _LONGEST_QUOTE)
        yield _finding("heading_differs", Severity.NOTE, place, section=title, text=text)


def about_table(
    file: str, table: Table, reading: TableReading, rows: Sequence[SourceRow]
) -> Iterator[Finding]:
    """Rows that are missing or not clear, and cells that hold no figure."""
    title = table.title.zh
    if not reading.rows and not reading.unclear:
        yield _finding("table_missing", Severity.WARNING, Place(file), table=title)
        return
    for number in reading.unheaded:
        labels = "、".join(column.label.zh for column in table.blocks[number].leaf_columns)
        yield _finding("columns_unseen", Severity.WARNING, Place(file), table=title, columns=labels)
    yield from _unclear(file, table, reading, rows)
    yield from _missing(file, table, reading)
    yield from _not_figures(file, table, reading)


def _unclear(
    file: str, table: Table, reading: TableReading, rows: Sequence[SourceRow]
) -> Iterator[Finding]:
    paths = _paths(table)
    for each in reading.unclear:
        place = Place(file, rows[each.at].line, cell=f"{table.id}.{each.row}")
        yield _finding(
            f"row_{each.reason}",
            Severity.ERROR,
            place,
            _cells(table, each.row),
            table=table.title.zh,
            row=paths[each.row],
            text=shortened(each.text, _LONGEST_QUOTE),
        )


def _missing(file: str, table: Table, reading: TableReading) -> Iterator[Finding]:
    unclear = {each.row for each in reading.unclear}
    missing = {
        row: path
        for row, path in _paths(table).items()
        if row not in reading.rows and row not in unclear
    }
    title = table.title.zh
    if len(missing) > _MANY:
        names = shortened("、".join(missing.values()), _LONGEST_LIST)
        cells = tuple(cell for row in missing for cell in _cells(table, row))
        parameters = {"table": title, "count": str(len(missing)), "rows": names}
        place = Place(file, cell=table.id)
        yield _finding("rows_missing", Severity.WARNING, place, cells, **parameters)
        return
    for row, path in missing.items():
        place = Place(file, cell=f"{table.id}.{row}")
        cells = _cells(table, row)
        yield _finding("row_missing", Severity.WARNING, place, cells, table=title, row=path)


def _not_figures(file: str, table: Table, reading: TableReading) -> Iterator[Finding]:
    paths = _paths(table)
    columns = {
        f"{table.id}.{row.id}.{column.id}": (row, column)
        for block, row in table.rows()
        for column in block.leaf_columns
    }
    for cell, origin in reading.origins.items():
        if origin.note is Note.TEXT:
            row, column = columns[cell]
            place = Place(file, origin.line, cell=cell)
            yield _finding(
                "cell_text",
                Severity.WARNING,
                place,
                (cell,),
                table=table.title.zh,
                row=paths[row.id],
                column=column.label.zh,
                text=shortened(origin.text, _LONGEST_QUOTE),
            )


def around_report(file: str, section: str, rows: Sequence[SourceRow]) -> Finding:
    """The lines of the web page around a report, which are kept as they were: one finding."""
    text = shortened("｜".join(row.text for row in rows), _LONGEST_LIST)
    place = Place(file, rows[0].line)
    return _finding(
        "page_line", Severity.NOTE, place, section=section, text=text, count=str(len(rows))
    )


def kept_apart(code: str, severity: Severity, file: str, section: str, row: SourceRow) -> Finding:
    """A row or paragraph that is neither text nor part of a table, and kept as it was."""
    text = shortened(row.text, _LONGEST_QUOTE)
    return _finding(code, severity, Place(file, row.line), section=section, text=text)


def _paths(table: Table) -> dict[str, str]:
    """The labels from the outermost group down to each row, by row id."""

    def path(lines: tuple[Line, ...]) -> str:
        return " ".join(line.label.zh for line in lines)

    return {
        lines[-1].id: path(lines)
        for block in table.blocks
        for row in block.rows
        for lines in row.paths()
    }


def _cells(table: Table, row: str) -> tuple[str, ...]:
    found = table.find(row)
    columns = found[0].leaf_columns if found else ()
    return tuple(f"{table.id}.{row}.{column.id}" for column in columns)
