"""A report as the order of what a document shows: the lines, the tables and the annex.

Word files and workbooks are written from the same script, and reading either gives it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.interchange.marks import Mark
from generator.interchange.texts import LONGEST_CELL, shown
from generator.messages import messages
from generator.model.forms import Form, Section, Table
from generator.model.reports import Cell, ExtraTable, Narrative, Report
from generator.subheadings import heading_ranks

_WIDEST = 20
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `depth` counts the level of a sub-heading from 1; 0 means ordinary text."""

    mark: Mark
    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Statutory:
    """The place of a statutory table, and what each of its cells shows, by ``table.row.column``.

    `kept` holds the figures themselves, of those cells that hold one.
    """

    table: Table
    texts: Mapping[str, str]
    kept: Mapping[str, Cell] = field(default_factory=dict[str, Cell])


@dataclass(frozen=True, slots=True)
class Own:
    """A table of the agency's own; its `rows` are of one length."""

    rows: tuple[tuple[str, ...], ...]


Entry = Line | Statutory | Own


@dataclass(frozen=True, slots=True)
class Script:
    """What a document shows, in order.

    `exact` holds, by path, the texts that it does not show as they are: strings, or for
    ``extra_tables.<n>.rows`` lists of rows. `loose` are tables of the agency's own that stand on
    the annex, because no table of a document can hold them. `absent` are the ``table.row`` and
    ``sections.<id>`` that the document shows and the record does not have.
    """

    entries: tuple[Entry, ...]
    exact: Mapping[str, object]
    loose: tuple[ExtraTable, ...]
    absent: tuple[str, ...]


def script_of(report: Report, form: Form, longest: int = 0) -> Script:
    """The script of `report`, which uses `form`; no line longer than `longest` when it is not 0."""
    writing = _Writing(report, form, longest)
    entries = tuple(writing.entries())
    return Script(entries, writing.exact, writing.loose, tuple(writing.absent))


class _Writing:
    """One report being put in order, and what is not shown exactly."""

    def __init__(self, report: Report, form: Form, longest: int) -> None:
        self.report, self.form, self.longest = report, form, longest
        self.exact: dict[str, object] = {}
        self.absent: list[str] = []
        self.sections = tuple(_shown_sections(report, form))
        count = _in_order(report.extra_tables, [section.id for section in self.sections])
        self.loose = report.extra_tables[count:]
        self._numbered = tuple(enumerate(report.extra_tables[:count], 1))

    def entries(self) -> Iterator[Entry]:
        yield self._line(Mark.TITLE, "title", self.report.title)
        yield from self._lines(Mark.PREFACE, "preface", self.report.preface)
        for section in self.sections:
            yield from self._section(section)
        homes = {section.table for section in self.form.sections}
        for table in self.form.tables:
            if table.id not in homes:
                yield self._statutory(table)

    def _section(self, section: Section) -> Iterator[Entry]:
        narrative = self.report.sections.get(section.id, Narrative())
        if section.id not in self.report.sections and section.optional:
            self.absent.append(f"sections.{section.id}")
        yield self._line(Mark.SECTION, f"{section.id}.title", section.title.zh)
        yield from self._lines(Mark.BEFORE, f"{section.id}.before", narrative.before)
        if section.table and _has_table(section, self.report):
            yield self._statutory(self.form.table(section.table))
        yield from self._lines(Mark.AFTER, f"{section.id}.after", narrative.after)
        for number, table in self._numbered:
            if table.section == section.id:
                yield from self._own(number, table)

    def _lines(self, mark: Mark, path: str, texts: tuple[str, ...]) -> Iterator[Line]:
        ranks = heading_ranks(texts)
        used = sorted({rank for rank in ranks if rank is not None})
        for number, (text, rank) in enumerate(zip(texts, ranks, strict=True), 1):
            depth = 0 if rank is None else used.index(rank) + 1
            yield self._line(mark, f"{path}.{number}", text, depth)

    def _line(self, mark: Mark, path: str, text: str, depth: int = 0) -> Line:
        return Line(mark, self._shown(path, text), depth)

    def _shown(self, path: str, text: str) -> str:
        visible = shown(text, self.longest)
        if visible != text:
            self.exact[path] = text
        return visible

    def _statutory(self, table: Table) -> Statutory:
        texts: dict[str, str] = {}
        kept: dict[str, Cell] = {}
        for block, line in table.rows():
            row = self.report.row(table.id, line.id)
            if row is None:
                self.absent.append(f"{table.id}.{line.id}")
            values: tuple[Cell, ...] = row.cells if row else (None,) * len(block.leaf_columns)
            for column, value in zip(block.leaf_columns, values, strict=True):
                cell = f"{table.id}.{line.id}.{column.id}"
                texts[cell] = self._cell(cell, value)
                if not isinstance(value, str):
                    kept[cell] = value
        return Statutory(table, texts, kept)

    def _cell(self, path: str, value: Cell) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            return format(value, "f") if not isinstance(value, int) else str(value)
        visible = shown(value, LONGEST_CELL)
        # What has a digit in it may be taken for a figure when it is read again.
        if visible != value or any(character.isdigit() for character in value):
            self.exact[path] = value
        return visible

    def _own(self, number: int, table: ExtraTable) -> Iterator[Entry]:
        path = f"extra_tables.{number}"
        default = messages("zh").say("interchange.own_table")
        visible = shown(table.caption) if table.caption else default
        if visible != table.caption:
            self.exact[f"{path}.caption"] = table.caption
        yield Line(Mark.CAPTION, visible)
        width = max(map(len, table.rows))
        rows = tuple(
            tuple(shown(cell) if cell else "" for cell in (*row, *("",) * (width - len(row))))
            for row in table.rows
        )
        if rows != table.rows or not any(rows[-1]) or not any(row[-1] for row in rows):
            self.exact[f"{path}.rows"] = [list(row) for row in table.rows]
        yield Own(rows)


def _shown_sections(report: Report, form: Form) -> Iterator[Section]:
    """The sections of a document: an optional one only where the record has something of it."""
    for section in form.sections_of(report.sections):
        there = section.id in report.sections or not section.optional
        if there or _has_table(section, report):
            yield section


def _has_table(section: Section, report: Report) -> bool:
    return bool(section.table) and (not section.optional or section.table in report.tables)


def _in_order(tables: tuple[ExtraTable, ...], sections: list[str]) -> int:
    """How many of the tables, from the first, stand in the order of the sections they are in."""
    reached = 0
    for count, table in enumerate(tables):
        if table.section not in sections or not _fits(table):
            return count
        if sections.index(table.section) < reached:
            return count
        reached = sections.index(table.section)
    return len(tables)


def _fits(table: ExtraTable) -> bool:
    """Whether a table of a document can hold this one and is read back as a table."""
    width = max(map(len, table.rows), default=0)
    cells = [cell for row in table.rows for cell in row]
    longest = max(map(len, cells), default=0)
    return 1 < width <= _WIDEST and longest <= _LONGEST and any(map(str.strip, cells))
