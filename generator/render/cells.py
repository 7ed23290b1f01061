"""Where each cell of a form stands, in words and in a report; computed once per form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from generator.model.forms import Block, Form, Line, Table
from generator.model.reports import Cell, Report


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of a form: the ids of its table and row, its place in the row, and its labels.

    `row_labels` and `column_labels` run from the outermost group to the leaf; the former is empty
    in a block whose rows have no labels.
    """

    table: Table
    row: str
    index: int
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]


@cache
def spots(form: Form) -> Mapping[str, Spot]:
    """Every cell of the form by ``table.row.column``, in reading order."""
    return {
        f"{table.id}.{row[-1].id}.{column[-1].id}": Spot(
            table, row[-1].id, index, labels(row) if block.head else (), labels(column)
        )
        for table in form.tables
        for block in table.blocks
        for row in row_paths(block)
        for index, column in enumerate(column_paths(block))
    }


@cache
def short_labels(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The labels of each cell's row and column, without the outer groups that nobody needs.

    Two rows or two columns of a table may be called the same: as many groups are named as it takes
    to tell one from the others.
    """
    found = spots(form)
    rows: dict[str, set[tuple[str, ...]]] = {}
    columns: dict[str, set[tuple[str, ...]]] = {}
    for spot in found.values():
        rows.setdefault(spot.table.id, set()).add(spot.row_labels)
        columns.setdefault(spot.table.id, set()).add(spot.column_labels)
    return {
        cell: (
            *_shortest(spot.row_labels, rows[spot.table.id]),
            *_shortest(spot.column_labels, columns[spot.table.id]),
        )
        for cell, spot in found.items()
    }


def _shortest(path: tuple[str, ...], others: set[tuple[str, ...]]) -> tuple[str, ...]:
    for length in range(1, len(path)):
        ending = path[-length:]
        if sum(other[-length:] == ending for other in others) == 1:
            return ending
    return path


def row_paths(block: Block) -> Iterator[tuple[Line, ...]]:
    """For each row of cells, the lines from the outermost group down to it."""
    return (path for row in block.rows for path in row.paths())


def column_paths(block: Block) -> Iterator[tuple[Line, ...]]:
    """The same for each column of cells."""
    return (path for column in block.columns for path in column.paths())


def labels(path: tuple[Line, ...]) -> tuple[str, ...]:
    """The official labels of the lines."""
    return tuple(line.label.zh for line in path)


def value_of(report: Report, form: Form, cell: str) -> Cell:
    """What stands in the cell ``table.row.column``; None also when the record lacks the row."""
    spot = spots(form)[cell]
    row = report.row(spot.table.id, spot.row)
    return row.cells[spot.index] if row else None
