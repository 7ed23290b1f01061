"""A report (年度报告): what one agency reported for one year, exactly as it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from generator.model.agencies import Scope
from generator.model.findings import Accepted

Cell = int | Decimal | str | None
"""A figure, None for a blank, or the text as it was written where no figure could be read."""

_COUNTS = frozenset({int})


def all_counts(cells: Sequence[Cell]) -> TypeGuard[Sequence[int]]:
    """Whether every cell is a whole number, as nearly all are: then none needs care."""
    return _COUNTS.issuperset(map(type, cells))


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line and the column of each in the record, counted from 1.

    Lines and columns are apart, because rows alike share their columns, and cells their line.
    """

    cells: tuple[Cell, ...]
    lines: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where each cell stands in the record as (line, column)."""
        return tuple(zip(self.lines, self.columns, strict=True))


@dataclass(frozen=True, slots=True)
class Narrative:
    """The paragraphs of one section, before and after its table.

    `title` is the heading that the agency gave it, where the form leaves the chapters free; "" in
    every other form.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    title: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All paragraphs, in order."""
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class Source:
    """The submitted original: its file beside the record, and the SHA-256 of its bytes in hex."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: a cell that the agency changed after publication; values as they were written."""

    on: date
    cell: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A piece of the submission that belongs to a section but to no cell and no paragraph."""

    section: str
    text: str


@dataclass(frozen=True, slots=True)
class ExtraTable:
    """A table of the agency's own in a section: its rows of cells, every cell as it was written."""

    section: str
    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `published` None: the day is not known. `file` is the record's path.

    `scope` says whom it speaks for; None: as usual for the kind of agency.

    `tables` maps table id and row id to the row; a row that the record does not have is absent
    and every cell of it is blank. `places` maps a key path such as ``sections.overview`` to the
    (line, column) where its value begins.
    """

    agency: str
    year: int
    form: str
    title: str
    file: str = ""
    published: date | None = None
    scope: Scope | None = None
    source: Source | None = None
    preface: tuple[str, ...] = ()
    sections: Mapping[str, Narrative] = field(default_factory=dict[str, Narrative])
    tables: Mapping[str, Mapping[str, Row]] = field(default_factory=dict[str, Mapping[str, Row]])
    extra_tables: tuple[ExtraTable, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    explanations: Mapping[str, str] = field(default_factory=dict[str, str])
    corrections: tuple[Correction, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def __hash__(self) -> int:
        """By agency and year alone: what is remembered of a report is looked up by every check."""
        return hash((self.agency, self.year))

    def row(self, table: str, row: str) -> Row | None:
        """The row, or None when the record does not have it."""
        return self.tables.get(table, {}).get(row)
