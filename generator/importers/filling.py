"""`Submission` × forms → the content of a record, and what could not be understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.importers import remarks
from generator.importers.editions import Edition, detect
from generator.importers.preamble import Title, find_title, year_in_name, year_of_text
from generator.importers.rows import SourceRow, source_rows
from generator.importers.sections import Opening, locate
from generator.importers.tables import Origin, TableReading, read_table
from generator.importers.unglue import unglue
from generator.model.findings import Finding
from generator.model.forms import Form, Forms, Section, Table
from generator.model.reports import Narrative, Report, Row, Unplaced
from generator.model.submissions import Block, Paragraph, Submission

PREAMBLE = "preface"
"""The section that `Unplaced` names for what stands before the first section."""


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
    `detected` is the edition that the tables show, "" when they do not show one. `origins` says of
    each cell that was read, as ``table.row.column``, where it came from.
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
    origins: Mapping[str, Origin] = field(default_factory=dict[str, Origin])


@dataclass(frozen=True, slots=True)
class _Part:
    """What one section gave."""

    narrative: Narrative = Narrative()
    unplaced: tuple[Unplaced, ...] = ()
    findings: tuple[Finding, ...] = ()


def fill(
    submission: Submission, forms: Forms, *, agency: str = "", year: int | None = None
) -> Filling:
    """The content of a record in `submission`, by whichever of `forms` its tables show.

    `agency` is the id that the report is to carry, `year` overrides the year that is found.
    """
    guess = year or _year_by_file_or_text(submission)
    edition = detect(submission.blocks, forms, guess)
    form = edition.form
    blocks = unglue(submission.blocks, form)
    openings = locate(blocks, form)
    preamble = blocks[: _first(openings, len(blocks))]
    title = find_title(preamble)
    found_year = year or title.year or guess
    edition = detect(blocks, forms, found_year)
    if edition.form is not form and not edition.detected:
        form = edition.form
        openings = locate(blocks, form)
    return _Filler(submission, blocks, form, openings).fill(
        title, found_year, agency, edition, forms
    )


def _year_by_file_or_text(submission: Submission) -> int | None:
    texts = [block.text for block in submission.blocks if isinstance(block, Paragraph)]
    return year_of_text(texts[:40]) or year_in_name(submission.name)


def _first(openings: Mapping[str, Opening], end: int) -> int:
    return min((opening.block for opening in openings.values()), default=end)


class _Filler:
    """One submission being filled into one form."""

    def __init__(
        self,
        submission: Submission,
        blocks: Sequence[Block],
        form: Form,
        openings: Mapping[str, Opening],
    ) -> None:
        self.file = submission.name
        self.blocks = blocks
        self.form = form
        self.openings = openings
        self.rows: dict[str, dict[str, Row]] = {}
        self.origins: dict[str, Origin] = {}

    def fill(
        self,
        title: Title,
        year: int | None,
        agency: str,
        edition: Edition,
        forms: Forms,
    ) -> Filling:
        """All parts together."""
        first = _first(self.openings, len(self.blocks))
        preamble = self._preamble(title, first)
        parts = {section.id: self._section(section) for section in self.form.sections}
        findings = [
            *remarks.about_whole(self.file, title.text, year, edition, forms),
            *preamble.findings,
            *(finding for part in parts.values() for finding in part.findings),
        ]
        unplaced = (
            *preamble.unplaced,
            *(each for part in parts.values() for each in part.unplaced),
        )
        report = Report(
            agency=agency,
            year=year or 0,
            form=self.form.id,
            title=title.text,
            preface=preamble.narrative.before,
            sections={key: part.narrative for key, part in parts.items()},
            tables=self.rows,
            unplaced=unplaced,
        )
        return Filling(
            file=self.file,
            report=report,
            form=self.form,
            findings=tuple(findings),
            counts=self._counts(report),
            title=title.text,
            year=year,
            name=title.name,
            detected=edition.detected,
            origins=self.origins,
        )

    # --- parts -----------------------------------------------------------------------------

    def _preamble(self, title: Title, end: int) -> _Part:
        blocks = [
            block for number, block in enumerate(self.blocks[:end]) if number not in title.blocks
        ]
        return self._text(PREAMBLE, source_rows(blocks), TableReading())

    def _section(self, section: Section) -> _Part:
        opening = self.openings.get(section.id)
        table = self.form.table(section.table) if section.table else None
        rows = self._rows_of(opening)
        reading = read_table(table, rows) if table else TableReading()
        if table and not reading.rows and not reading.unclear:
            reading = TableReading()
        part = self._text(section.id, rows, reading)
        findings = list(remarks.about_heading(self.file, section, self._heading(opening)))
        if table:
            self._keep(table, reading)
            findings += remarks.about_table(self.file, table, reading, rows)
        return _Part(part.narrative, part.unplaced, (*findings, *part.findings))

    def _rows_of(self, opening: Opening | None) -> list[SourceRow]:
        if opening is None:
            return []
        start = opening.block + opening.heading
        later = [each.block for each in self.openings.values() if each.block > opening.block]
        return source_rows(self.blocks[start : min(later, default=len(self.blocks))], start)

    def _heading(self, opening: Opening | None) -> Paragraph | None | bool:
        if opening is None:
            return False
        block = self.blocks[opening.block]
        return block if isinstance(block, Paragraph) else None

    def _keep(self, table: Table, reading: TableReading) -> None:
        blank = {row.id: Row((None,) * len(block.leaf_columns)) for block, row in table.rows()}
        self.rows[table.id] = blank | dict(reading.rows)
        self.origins |= reading.origins

    def _text(self, section: str, rows: Sequence[SourceRow], reading: TableReading) -> _Part:
        """Every paragraph of `rows` where it belongs, and everything else kept as it was."""
        before: list[str] = []
        after: list[str] = []
        unplaced = [Unplaced(section, each.text) for each in reading.unclear]
        findings: list[Finding] = []
        first, last = reading.span or (len(rows), len(rows))
        singles = _single_rows(rows)
        for number, row in enumerate(rows):
            left = _left(row, number, reading)
            if not left:
                continue
            if row.paragraph is None and number not in singles:
                unplaced.append(Unplaced(section, row.text))
                findings.append(remarks.unknown_row(self.file, section, row))
            elif number < first:
                before.append(row.text)
            elif number > last:
                after.append(row.text)
            else:
                unplaced.append(Unplaced(section, row.text))
                findings.append(remarks.text_in_table(self.file, section, row))
        return _Part(Narrative(tuple(before), tuple(after)), tuple(unplaced), tuple(findings))

    def _counts(self, report: Report) -> Counts:
        rows = [(block, row) for table in self.form.tables for block, row in table.rows()]
        read = {cell.rpartition(".")[0] for cell in self.origins}
        texts = (report.preface, *(part.paragraphs for part in report.sections.values()))
        return Counts(
            rows=len(read),
            all_rows=len(rows),
            cells=len(self.origins),
            all_cells=sum(len(block.leaf_columns) for block, _ in rows),
            paragraphs=sum(map(len, texts)),
            unplaced=len(report.unplaced),
        )


def _left(row: SourceRow, number: int, reading: TableReading) -> bool:
    """Whether anything of a row was not understood as part of a table."""
    return any(
        cell.text and (number, column) not in reading.used
        for column, cell in enumerate(row.cells)
        if cell.spread.name == "NONE"
    )


def _single_rows(rows: Sequence[SourceRow]) -> set[int]:
    """The rows that make up a grid alone: a line of text with a tab in it rather than a table."""
    blocks = [row.block for row in rows]
    return {
        number
        for number, row in enumerate(rows)
        if row.paragraph is None and blocks.count(row.block) == 1
    }
