"""`Submission` × forms → the content of a record, and what could not be understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.importers import remarks
from generator.importers.editions import detect
from generator.importers.parts import PREAMBLE, Part, Sorted, cut, read_tables, sort_text
from generator.importers.preamble import Title, find_title, year_in_name, year_of_text
from generator.importers.returned import Returned, is_ours, read_returned
from generator.importers.sections import locate
from generator.importers.tables import Origin, TableReading
from generator.importers.unglue import unglue
from generator.model.findings import Finding
from generator.model.forms import Form, Forms
from generator.model.reports import Report, Row
from generator.model.submissions import Block, Paragraph, Submission


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was understood: of how many rows and cells of the form, and paragraphs of text."""

    rows: int = 0
    all_rows: int = 0
    cells: int = 0
    all_cells: int = 0
    paragraphs: int = 0
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Filling:
    """What a submission gives.

    `report` has no `source`, and `year` 0 where `year` is None; its title is "" when the
    submission has none. `name` is the agency's name in the title, "" when there is none.
    `detected` is the edition that the tables show, "" when they do not show one. `stated` is the id
    and the name of the agency that a document of ours names itself. `origins` says of each cell
    that was read, as ``table.row.column``, where it came from.
    """

    file: str
    report: Report
    form: Form
    findings: tuple[Finding, ...] = ()
    counts: Counts = Counts()
    title: str = ""
    year: int | None = None
    name: str = ""
    detected: str = ""
    stated: tuple[str, str] = ("", "")
    origins: Mapping[str, Origin] = field(default_factory=dict[str, Origin])


def fill(
    submission: Submission, forms: Forms, *, agency: str = "", year: int | None = None
) -> Filling:
    """The content of a record in `submission`, by whichever of `forms` its tables show.

    `agency` is the id that the report is to carry, `year` overrides the year that is found.
    """
    if is_ours(submission):
        return _refilled(submission.name, read_returned(submission, forms, agency, year))
    guess = year or _year_by_text(submission)
    # Where line breaks were lost, labels only show once the text is divided at its headings.
    blocks = unglue(submission.blocks, detect(submission.blocks, forms, guess).form)
    edition = detect(blocks, forms, guess)
    parts, title = _parts(blocks, edition.form)
    found_year = year or title.year or guess
    if found_year != guess:
        edition = detect(blocks, forms, found_year)
        parts, title = _parts(blocks, edition.form)
    form = edition.form
    readings = read_tables(form, parts)
    texts = {part.name: sort_text(submission.name, part, readings) for part in parts}
    report = _report(form, title, found_year, texts, readings, agency)
    findings = (
        *remarks.about_whole(submission.name, title.text, found_year, edition, forms),
        *_findings(submission.name, form, parts, texts, readings),
    )
    return Filling(
        file=submission.name,
        report=report,
        form=form,
        findings=findings,
        counts=_counts(form, report, readings),
        title=title.text,
        year=found_year,
        name=title.name,
        detected=edition.detected,
        origins={
            cell: origin
            for _, reading in readings.values()
            for cell, origin in reading.origins.items()
        },
    )


def _refilled(file: str, returned: Returned) -> Filling:
    readings = {name: ("", reading) for name, reading in returned.readings.items()}
    return Filling(
        file=file,
        report=returned.report,
        form=returned.form,
        findings=returned.findings,
        counts=_counts(returned.form, returned.report, readings),
        title=returned.title.text,
        year=returned.year,
        name=returned.title.name,
        detected=returned.form.id,
        stated=returned.stated,
        origins={
            cell: origin
            for reading in returned.readings.values()
            for cell, origin in reading.origins.items()
        },
    )


def _year_by_text(submission: Submission) -> int | None:
    texts = [block.text for block in submission.blocks if isinstance(block, Paragraph)]
    return year_of_text(texts[:40]) or year_in_name(submission.name)


def _parts(blocks: Sequence[Block], form: Form) -> tuple[list[Part], Title]:
    """The text before the first section, and the sections, and the title in the former."""
    openings = locate(blocks, form)
    first = min((opening.block for opening in openings.values()), default=len(blocks))
    title = find_title(blocks[:first])
    return cut(form, blocks, openings, title.blocks), title


Readings = Mapping[str, tuple[str, TableReading]]
"""From table id to the name of the part that the table stands in, and what was read of it."""


def _report(
    form: Form,
    title: Title,
    year: int | None,
    texts: Mapping[str, Sorted],
    readings: Readings,
    agency: str,
) -> Report:
    sections = {section.id: texts[section.id].narrative for section in form.sections}
    tables: dict[str, dict[str, Row]] = {}
    for table in form.tables:
        blank = {row.id: Row((None,) * len(block.leaf_columns)) for block, row in table.rows()}
        tables[table.id] = blank | dict(readings[table.id][1].rows)
    return Report(
        agency=agency,
        year=year or 0,
        form=form.id,
        title=title.text,
        preface=texts[PREAMBLE].narrative.paragraphs,
        sections=sections,
        tables=tables,
        unplaced=tuple(piece for text in texts.values() for piece in text.unplaced),
    )


def _findings(
    file: str,
    form: Form,
    parts: Sequence[Part],
    texts: Mapping[str, Sorted],
    readings: Readings,
) -> list[Finding]:
    """The findings of the parts in the order of the form."""
    by_name = {part.name: part for part in parts}
    found = list(texts[PREAMBLE].findings)
    for section in form.sections:
        part = by_name[section.id]
        found += remarks.about_heading(file, section, part.heading, missing=part.missing)
        if section.table:
            name, reading = readings[section.table]
            table, rows = form.table(section.table), by_name[name].rows
            found += remarks.about_table(file, table, reading, rows)
        found += texts[section.id].findings
    return found


def _counts(form: Form, report: Report, readings: Readings) -> Counts:
    rows = [(block, row) for table in form.tables for block, row in table.rows()]
    texts = (report.preface, *(part.paragraphs for part in report.sections.values()))
    return Counts(
        rows=sum(len(reading.rows) for _, reading in readings.values()),
        all_rows=len(rows),
        cells=sum(len(reading.origins) for _, reading in readings.values()),
        all_cells=sum(len(block.leaf_columns) for block, _ in rows),
        paragraphs=sum(map(len, texts)),
        unplaced=len(report.unplaced),
    )
