"""A form (报告格式): the statutory report of one edition, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.model.findings import Severity
from generator.model.reports import Narrative


class Number(StrEnum):
    """What a cell may hold besides blank."""

    COUNT = "count"
    """A non-negative integer."""
    AMOUNT = "amount"
    """A non-negative exact decimal."""
    CHANGE = "change"
    """An integer with a sign."""


@dataclass(frozen=True, slots=True)
class Label:
    """The official wording, and an English one for readers of English; "" means none."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a table, or a group of them.

    A leaf has an `id` and no `lines`; a group has `lines`, and an `id` only when something refers
    to it. `aliases` are other wordings met in submissions. `unit` (件, 万元) and `number` describe
    the cells of a leaf column; where each row counts in a unit of its own they stand on the rows.
    A column without any unit leaves it to the agency to write one beside the figure. An
    `unconfirmed` row is general knowledge that no text at hand confirms: a report without it lacks
    nothing.
    """

    id: str
    label: Label
    aliases: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    unit: str = ""
    number: Number = Number.COUNT
    unconfirmed: bool = False

    def leaves(self) -> Iterator[Line]:
        """The rows or columns at the ends of the tree, in order."""
        if not self.lines:
            yield self
        for line in self.lines:
            yield from line.leaves()

    def paths(self, above: tuple[Line, ...] = ()) -> Iterator[tuple[Line, ...]]:
        """For each leaf, the lines from the outermost group down to it."""
        here = (*above, self)
        if not self.lines:
            yield here
        for line in self.lines:
            yield from line.paths(here)

    @property
    def depth(self) -> int:
        """How many levels this line and what is below it take."""
        return 1 + max((line.depth for line in self.lines), default=0)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with columns of its own.

    `caption` is the row that opens it (None: there is none) and `head` what stands over the row
    labels (None: the rows have no labels).
    """

    caption: Label | None
    head: Label | None
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]

    @property
    def leaf_columns(self) -> tuple[Line, ...]:
        """The columns that hold cells, from left to right."""
        return tuple(leaf for column in self.columns for leaf in column.leaves())

    @property
    def leaf_rows(self) -> tuple[Line, ...]:
        """The rows that hold cells, from top to bottom."""
        return tuple(leaf for row in self.rows for leaf in row.leaves())


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table."""

    id: str
    title: Label
    blocks: tuple[Block, ...]

    def rows(self) -> Iterator[tuple[Block, Line]]:
        """Each row that holds cells, with its block, in order."""
        for block in self.blocks:
            for row in block.leaf_rows:
                yield block, row

    def find(self, row_id: str) -> tuple[Block, Line] | None:
        """The row with that id and its block, or None."""
        return next(((block, row) for block, row in self.rows() if row.id == row_id), None)

    def __hash__(self) -> int:
        """By its id alone, as that of a form."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the sections of the report; `table` is the id of the table in it, or "".

    A section that `may_be_none` may say that there is nothing to report. An `optional` one need not
    be there.
    """

    id: str
    title: Label
    aliases: tuple[str, ...] = ()
    table: str = ""
    may_be_none: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """勾稽关系: two sums that must be equal, for each row or for each column of a table.

    With `each` "column", `left` and `right` are row ids and the relation is looked at in every
    column; with "row" they are column ids. `right_year` is 0, or -1 for last year's report.
    `brought_forward` are ids whose cells of last year's report are added to the right side.
    `only` names the columns (or rows) in which it is looked at; empty: in all.
    """

    id: str
    table: str
    each: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    severity: Severity
    right_year: int = 0
    brought_forward: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @property
    def within_report(self) -> bool:
        """Whether both sides stand in the same report."""
        return self.right_year == 0 and not self.brought_forward


@dataclass(frozen=True, slots=True)
class Figure:
    """A main figure (主要数据) of a report, shown at a glance and from year to year.

    The sum of the cells `of`; divided by the sum of `per`, as a share, when `per` is not empty.
    """

    id: str
    label: Label
    unit: str
    of: tuple[str, ...]
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """How texts speak of figures of the tables.

    Each of the `phrases` is a regular expression over folded text with one ``{count}`` in it, each
    of those in `none` says that there was nothing at all; other words in braces stand for `parts`
    of the form. What the text says is right when it is the sum of the cells of one of `cells`. In
    other `sections` than these nothing is looked for (empty: in all), and not in a sentence that
    one of the expressions in `unless` is found in. `near` is an expression that has to be found in
    the paragraph or the one before it; "" for none.
    """

    id: str
    cells: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One edition (格式版本) of the statutory report.

    `first_year` and `last_year` bound the years whose reports use it; `last_year` None means that
    it is still in force. `source` names the document that lays it down. With `free_chapters` a
    report has chapters of its own beside the `sections`, and names them itself. `adds_up` are the
    cells, as table.row.column with * for any id, whose figures in the report of a government are
    the sums of those of the agencies under it. `parts` are parts of the phrases of `mentions`.
    Three of them tell that something else is counted: ``elsewhere`` in the clause before a phrase,
    ``othertime`` in its sentence, and ``everybody``, in the clause, that all agencies of a place
    are, which is right in an aggregate report only.
    """

    id: str
    title: Label
    source: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    relations: tuple[Relation, ...] = ()
    figures: tuple[Figure, ...] = ()
    free_chapters: bool = False
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    mentions: tuple[Mention, ...] = ()
    adds_up: tuple[str, ...] = ()

    def sections_of(self, narratives: Mapping[str, Narrative]) -> tuple[Section, ...]:
        """The sections of a report with these `narratives`, in order.

        They are the form's own, except that a form with free chapters has first the chapters of
        the report, each with its own heading, then those sections of the form that are not there.
        """
        if not self.free_chapters:
            return self.sections
        own = {section.id: section for section in self.sections}
        chapters = [
            replace(own.get(name, Section(name, Label(""))), title=Label(narrative.title))
            for name, narrative in narratives.items()
        ]
        rest = [section for section in self.sections if section.id not in narratives]
        return (*chapters, *rest)

    def table(self, table_id: str) -> Table:
        """The table with that id; `KeyError` when there is none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def __hash__(self) -> int:
        """By its id alone: what is remembered for a form is looked up for every report."""
        return hash(self.id)

    def covers(self, year: int) -> bool:
        """Whether reports of `year` use this edition."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


Forms = Mapping[str, Form]
"""The forms at hand, by id."""
