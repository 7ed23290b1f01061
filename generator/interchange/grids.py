"""The statutory tables of a form as grids of merged cells, as the official form draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from generator.messages import messages
from generator.model.forms import Block, Line, Number, Table


class Role(Enum):
    """What a cell of the grid is for."""

    CAPTION = "caption"
    HEAD = "head"
    LABEL = "label"
    UNIT = "unit"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Span:
    """A cell that covers `width` columns and `height` rows.

    A value has no `text` but a `cell`, as ``table.row.column``, and the kind of its `number`.
    """

    role: Role
    text: str = ""
    width: int = 1
    height: int = 1
    cell: str = ""
    number: Number = Number.COUNT


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as it is drawn.

    `rows` holds the cells that begin in each row. `labels` counts the columns for row labels, with
    that for `units` if there is one; `columns` all of them. `heads` counts the rows at the top
    that hold no values; it is 0 where heads come again further down.
    """

    table: Table
    rows: tuple[tuple[Span, ...], ...]
    labels: int
    units: bool
    columns: int
    heads: int


@cache
def drawn(table: Table) -> Drawn:
    """The grid of `table`."""
    units = any(row.unit for _, row in table.rows())
    labels = max(map(label_columns, table.blocks)) + units
    columns = max(label_columns(block) + units + len(block.leaf_columns) for block in table.blocks)
    rows: list[tuple[Span, ...]] = []
    for block in table.blocks:
        rows.extend(_Drawing(table, block, columns, units=units).rows())
    alone = len(table.blocks) == 1
    heads = next(number for number, row in enumerate(rows) if _has_values(row)) if alone else 0
    return Drawn(table, tuple(rows), labels, units, columns, heads)


def _has_values(row: tuple[Span, ...]) -> bool:
    return any(span.role is Role.VALUE for span in row)


def label_columns(block: Block) -> int:
    """How many columns the row labels of a block take."""
    return 0 if block.head is None else max(row.depth for row in block.rows)


@dataclass(frozen=True)
class _Drawing:
    table: Table
    block: Block
    columns: int
    units: bool

    @property
    def spare(self) -> int:
        """How many columns the table has more than this block; its last column takes them."""
        taken = label_columns(self.block) + self.units + len(self.block.leaf_columns)
        return self.columns - taken

    def rows(self) -> Iterator[tuple[Span, ...]]:
        if self.block.caption:
            yield (Span(Role.CAPTION, self.block.caption.zh, self.columns),)
        yield from self._heads()
        for row in self.block.rows:
            seen: tuple[Line, ...] = ()
            for path in row.paths():
                yield (*self._labels(path, seen), *self._values(path[-1]))
                seen = path

    def _heads(self) -> Iterator[tuple[Span, ...]]:
        depth = max(column.depth for column in self.block.columns)
        level = self.block.columns
        for number in range(depth):
            row: list[Span] = []
            if number == 0:
                row += self._corner(depth)
            below: list[Line] = []
            for line in level:
                extra = self.spare if line is level[-1] and _is_last(level, self.block) else 0
                height = 1 if line.lines else depth - number
                row.append(Span(Role.HEAD, line.label.zh, _leaves(line) + extra, height))
                below += line.lines
            level = tuple(below)
            yield tuple(row)

    def _corner(self, depth: int) -> Iterator[Span]:
        if self.block.head:
            yield Span(Role.HEAD, self.block.head.zh, label_columns(self.block), depth)
        if self.units:
            yield Span(Role.HEAD, messages("zh").say("interchange.unit"), 1, depth)

    def _labels(self, path: tuple[Line, ...], seen: tuple[Line, ...]) -> Iterator[Span]:
        if self.block.head:
            deepest = label_columns(self.block)
            for level, line in enumerate(path):
                if level < len(seen) and seen[level] is line:
                    continue
                width = 1 if line.lines else deepest - level
                yield Span(Role.LABEL, line.label.zh, width, _leaves(line))
        if self.units:
            yield Span(Role.UNIT, path[-1].unit)

    def _values(self, row: Line) -> Iterator[Span]:
        last = self.block.leaf_columns[-1]
        for column in self.block.leaf_columns:
            # Where each row counts in a unit of its own, it says of what kind its figures are.
            number = row.number if row.unit else column.number
            cell = f"{self.table.id}.{row.id}.{column.id}"
            width = 1 + (self.spare if column is last else 0)
            yield Span(Role.VALUE, "", width, 1, cell, number)


def _is_last(level: tuple[Line, ...], block: Block) -> bool:
    """Whether the last line of a level of heads is over the last column of the block."""
    leaves = tuple(level[-1].leaves())
    return leaves[-1] is block.leaf_columns[-1]


def _leaves(line: Line) -> int:
    return sum(1 for _ in line.leaves())


def places(rows: tuple[tuple[Span, ...], ...]) -> Mapping[tuple[int, int], Span]:
    """Where each cell begins, by row and column from 0."""
    taken: set[tuple[int, int]] = set()
    found: dict[tuple[int, int], Span] = {}
    for number, row in enumerate(rows):
        column = 0
        for span in row:
            while (number, column) in taken:
                column += 1
            found[number, column] = span
            taken |= {
                (number + down, column + right)
                for down in range(span.height)
                for right in range(span.width)
            }
    return found
