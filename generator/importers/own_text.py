"""The body of a document of ours: its sections, paragraphs and tables, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from generator.importers import remarks
from generator.importers.own_grids import own_grid, reading_of, texts_of
from generator.importers.rows import source_rows
from generator.importers.sections import titles_of
from generator.importers.tables import TableReading, read_table
from generator.importers.wording import wording
from generator.interchange.annex import Carried
from generator.interchange.marks import MARKS, Mark
from generator.interchange.sheets import LONGEST_TEXT
from generator.interchange.texts import LONGEST_CELL, shown
from generator.messages import messages
from generator.model.findings import Finding
from generator.model.forms import Form, Section, Table
from generator.model.reports import ExtraTable, Narrative, Row, Unplaced
from generator.model.submissions import Block, Grid, GridCell, Paragraph

_PREFACE = "preface"


@dataclass
class _Chapter:
    """A section being read: its heading, its text, and whether its table has been passed."""

    title: str = ""
    heading: Paragraph | None = None
    before: list[str] = field(default_factory=list[str])
    after: list[str] = field(default_factory=list[str])
    passed: bool = False


class OwnText:
    """The body of one document, read by its marks.

    `readings` say how each statutory table that is there was read, by table id.
    """

    def __init__(self, form: Form, said: Carried, body: Sequence[Block]) -> None:
        self.form, self.said = form, said
        self.chapters: dict[str, _Chapter] = {}
        self.last_section = _PREFACE
        self.readings: dict[str, TableReading] = {}
        self.extra_tables: list[ExtraTable] = []
        self.unplaced: list[Unplaced] = []
        self._preface: list[str] = []
        self._grids: dict[str, Grid] = {}
        self._caption: str | None = None
        self._chapter = _Chapter()
        for block in body:
            if isinstance(block, Grid):
                self._table(block)
            else:
                self._line(block)

    # --- lines -----------------------------------------------------------------------------

    def _line(self, line: Paragraph) -> None:
        mark = MARKS.get(line.style)
        if mark is Mark.TITLE:
            return
        if mark is Mark.CAPTION:
            self._drop_caption()
            self._caption = line.text
        elif mark is not Mark.SECTION or not self._open(line):
            self._text(line.text, after=mark is Mark.AFTER)

    def _text(self, text: str, *, after: bool) -> None:
        self._drop_caption()
        if self.last_section == _PREFACE:
            path = f"{_PREFACE}.{len(self._preface) + 1}"
            self._preface.append(self._exactly(path, text))
            return
        after = after or self._chapter.passed or bool(self._chapter.after)
        lines = self._chapter.after if after else self._chapter.before
        side = "after" if after else "before"
        path = f"{self.last_section}.{side}.{len(lines) + 1}"
        lines.append(self._exactly(path, text))

    def _drop_caption(self) -> None:
        """A caption whose table somebody removed is text like any other."""
        caption, self._caption = self._caption, None
        if caption is not None:
            self._text(caption, after=True)

    def _open(self, line: Paragraph) -> bool:
        """Begin the section whose heading `line` is; False when it is no section's."""
        found = self._section_of(line.text)
        if not found or found in self.chapters:
            return False
        self._drop_caption()
        title = self._exactly(f"{found}.title", line.text)
        self._chapter = self.chapters[found] = _Chapter(title, line)
        self.last_section = found
        return True

    def _section_of(self, title: str) -> str:
        """The id of the section with that heading, "" for a heading that the form does not have."""
        for name, known in self.said.chapters:
            if shown(known) == title and name not in self.chapters:
                return name
        wanted = wording(title)
        for section in self.form.sections:
            if wanted.core in {known.core for known in titles_of(section)}:
                return section.id
        if not self.form.free_chapters:
            return ""
        taken = {*self.chapters, *(name for name, _ in self.said.chapters)}
        return next(
            name
            for number in range(1, len(taken) + 2)
            if (name := f"chapter_{number}") not in taken
        )

    def _exactly(self, path: str, visible: str) -> str:
        """The text that the annex has for `path`, as long as nobody changed what is shown."""
        exact = self.said.exact.get(path)
        if not isinstance(exact, str) or not exact.strip():
            return visible
        return exact if visible in (shown(exact), shown(exact, LONGEST_TEXT)) else visible

    # --- tables ----------------------------------------------------------------------------

    def _table(self, grid: Grid) -> None:
        if self._caption is None and self._statutory(grid):
            self._chapter.passed = True
            return
        number = len(self.extra_tables) + 1
        path = f"extra_tables.{number}"
        caption, self._caption = self._caption, None
        rows = texts_of(grid)
        exact = self.said.exact.get(f"{path}.rows")
        if isinstance(exact, tuple):
            kept = cast("tuple[tuple[str, ...], ...]", exact)
            rows = kept if _looks(kept) == _looks(rows) else rows
        text = self._caption_of(path, caption)
        self.extra_tables.append(ExtraTable(self.last_section, text, rows))

    def _caption_of(self, path: str, caption: str | None) -> str:
        default = messages("zh").say("interchange.own_table")
        if self.said.exact.get(f"{path}.caption") == "" and caption == default:
            return ""
        return self._exactly(f"{path}.caption", caption or "")

    def _statutory(self, grid: Grid) -> bool:
        """Whether `grid` is a table of the form; if it is, it is read."""
        left = [table for table in self.form.tables if table.id not in self.readings]
        for table in left:
            cells = own_grid(table, grid)
            if cells is not None:
                exact = dict(self._exact_cells(cells))
                self._take(table, grid, reading_of(table, cells, exact))
                return True
        for table in left:
            reading = read_table(table, source_rows([grid]))
            if reading.origins and not reading.unheaded:
                self._take(table, grid, reading)
                self.unplaced += self._beside(grid, reading)
                return True
        return False

    def _take(self, table: Table, grid: Grid, reading: TableReading) -> None:
        self.readings[table.id] = reading
        self._grids[table.id] = grid

    def _exact_cells(self, cells: Mapping[str, GridCell]) -> Iterator[tuple[str, str]]:
        """The texts of the cells that must not be read as figures, where nobody changed them."""
        for name, cell in cells.items():
            exact = self.said.exact.get(name)
            if isinstance(exact, str) and shown(exact, LONGEST_CELL) == cell.text:
                yield name, exact

    def _beside(self, grid: Grid, reading: TableReading) -> Iterator[Unplaced]:
        """What stands in a changed table and belongs to none of its rows."""
        for each in reading.unclear:
            yield Unplaced(self.last_section, each.text)
        for number, row in enumerate(source_rows([grid])):
            texts = enumerate(texts_of(grid)[number])
            if any(text and (number, column) not in reading.used for column, text in texts):
                yield Unplaced(self.last_section, row.text)

    # --- what came of it -------------------------------------------------------------------

    @property
    def preface(self) -> tuple[str, ...]:
        """The text before the first section."""
        return tuple(self._preface)

    @property
    def sections(self) -> dict[str, Narrative]:
        """The text of the sections, in the order of the document."""
        found = {
            name: Narrative(
                tuple(chapter.before),
                tuple(chapter.after),
                chapter.title if self.form.free_chapters else "",
            )
            for name, chapter in self.chapters.items()
            if not self._is_absent(name, chapter)
        }
        if self.form.free_chapters:
            return found
        return {section.id: found.get(section.id, Narrative()) for section in self.form.sections}

    def _is_absent(self, name: str, chapter: _Chapter) -> bool:
        named = f"sections.{name}" in self.said.absent
        return named and not chapter.before and not chapter.after

    @property
    def rows(self) -> dict[str, dict[str, Row]]:
        """The rows of the tables, but those that the record did not have and that are blank."""
        tables: dict[str, dict[str, Row]] = {}
        for table in self.form.tables:
            if table.id not in self.readings and self._is_optional(table):
                continue
            given = self.readings.get(table.id, TableReading()).rows
            blank = {row.id: Row((None,) * len(block.leaf_columns)) for block, row in table.rows()}
            own = {
                name: row
                for name, row in (blank | dict(given)).items()
                if any(cell is not None for cell in row.cells)
                or f"{table.id}.{name}" not in self.said.absent
            }
            tables[table.id] = own
        return {name: rows for name, rows in tables.items() if rows or name in self.readings}

    def _is_optional(self, table: Table) -> bool:
        return any(each.optional for each in self.form.sections if each.table == table.id)

    def findings(self, file: str) -> Iterator[Finding]:
        """What is missing and what is no figure, in the order of the form."""
        for section in self.form.sections:
            yield from self._about(file, section)

    def _about(self, file: str, section: Section) -> Iterator[Finding]:
        chapter = self.chapters.get(section.id)
        if chapter is None and section.optional:
            return
        if not self.form.free_chapters:
            heading = chapter.heading if chapter else None
            yield from remarks.about_heading(file, section, heading, missing=chapter is None)
        if section.table and section.table in self.readings:
            rows = source_rows([self._grids[section.table]])
            table = self.form.table(section.table)
            yield from remarks.about_table(file, table, self.readings[section.table], rows)
        elif section.table:
            table = self.form.table(section.table)
            yield from remarks.about_table(file, table, TableReading(), ())


def _looks(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """What people see of a table: its cells that are not blank, row by row."""
    seen = [[shown(cell) for cell in row if cell] for row in rows]
    return [row for row in seen if row]
