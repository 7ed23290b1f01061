"""The cells of a form, looked up by id: which there are, where, and what they are called."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

from generator.model.findings import Wording
from generator.model.forms import Block, Form, Line, Number, Table
from generator.model.reports import Cell, Report

Amount: TypeAlias = int | Decimal


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: the columns of each row with their index, and the labels of rows and columns.

    `rows` are all rows with the number of their block, `blocks` the columns of each block.

    A label is the shortest end of the label path that no other row (or column) shares, so the
    three columns with one label each say whose they are.
    """

    table: Table
    rows: tuple[tuple[int, Line], ...]
    blocks: tuple[tuple[Line, ...], ...]
    columns: Mapping[str, Mapping[str, int]]
    lines: Mapping[str, tuple[Line, ...]]
    row_labels: Mapping[str, Wording]
    column_labels: Mapping[str, Wording]

    @property
    def title(self) -> Wording:
        """The title of the table."""
        return Wording(self.table.title.zh, self.table.title.en)


@lru_cache(maxsize=64)
def layout(form: Form) -> Mapping[str, TableLayout]:
    """The layout of each table of the form."""
    return {table.id: _layout(table) for table in form.tables}


def _layout(table: Table) -> TableLayout:
    columns: dict[str, Mapping[str, int]] = {}
    lines: dict[str, tuple[Line, ...]] = {}
    rows: list[tuple[Line, ...]] = []
    heads: dict[str, tuple[Line, ...]] = {}
    for block, row in table.rows():
        leaves = block.leaf_columns
        columns[row.id] = {column.id: index for index, column in enumerate(leaves)}
        lines[row.id] = leaves
    for block in table.blocks:
        rows += _paths(block.rows)
        heads |= {path[-1].id: path for path in _paths(block.columns)}
    blocks = tuple(block.leaf_columns for block in table.blocks)
    numbered = tuple(
        (number, row) for number, block in enumerate(table.blocks) for row in block.leaf_rows
    )
    return TableLayout(
        table, numbered, blocks, columns, lines, _labels(rows), _labels(heads.values())
    )


def _paths(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        yield from line.paths()


def _labels(paths: Iterable[tuple[Line, ...]]) -> dict[str, Wording]:
    known = list(paths)
    ends: dict[tuple[str, ...], int] = {}
    for path in known:
        for start in range(len(path)):
            end = tuple(line.label.zh for line in path[start:])
            ends[end] = ends.get(end, 0) + 1
    return {path[-1].id: _shortest(path, ends) for path in known}


def _shortest(path: tuple[Line, ...], ends: Mapping[tuple[str, ...], int]) -> Wording:
    for start in range(len(path) - 1, -1, -1):
        part = path[start:]
        if start == 0 or ends[tuple(line.label.zh for line in part)] == 1:
            english = [line.label.en for line in part]
            return Wording(
                "／".join(line.label.zh for line in part),
                " / ".join(english) if all(english) else "",
            )
    raise AssertionError


NOWHERE = -1
"""The place of a cell that a form does not have: None stands there."""


@lru_cache(maxsize=64)
def cells_of(report: Report, form: Form) -> tuple[Cell, ...]:
    """All cells of a report, one row of the form after another, and None after the last.

    None as well in a row that is not there.
    """
    cells: list[Cell] = []
    for table, rows in _widths(form):
        known = report.tables.get(table, {})
        for row, width in rows:
            stated = known.get(row)
            cells += stated.cells if stated else (None,) * width
    cells.append(None)
    return tuple(cells)


@lru_cache(maxsize=64)
def _widths(form: Form) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """For each table of the form, how many cells each row has."""
    return tuple(
        (table, tuple((row, len(columns)) for row, columns in here.lines.items()))
        for table, here in layout(form).items()
    )


@lru_cache(maxsize=64)
def places(form: Form) -> Mapping[str, int]:
    """Where in `cells_of` each ``table.row.column`` of the form stands."""
    named = (
        f"{table}.{row}.{column.id}"
        for table, here in layout(form).items()
        for row, columns in here.lines.items()
        for column in columns
    )
    return {cell: place for place, cell in enumerate(named)}


Taker: TypeAlias = Callable[[tuple[Cell, ...]], tuple[Any, ...]]
"""What takes some of the cells of `cells_of`. Nearly all are numbers; adding them up tells."""


def taker(where: Sequence[int]) -> Taker:
    """What takes the cells at these places."""
    if not where:
        return itemgetter(slice(0, 0))
    first, end = where[0], where[0] + len(where)
    # Side by side, as most stand, a slice is quicker to take.
    if list(where) == list(range(first, end)):
        return itemgetter(slice(first, end or None))
    return itemgetter(*where)


# Checks of cells ask for it, one after another.
@lru_cache(maxsize=64)
def doubtful_tables(report: Report, form: Form) -> tuple[str, ...]:
    """The tables in which not every cell is there and holds a proper figure: hardly any."""
    cells = cells_of(report, form)
    return tuple(
        table
        for table, counts, amounts in _expected(form)
        if not (are_counts(counts(cells)) and _are_amounts(amounts(cells)))
    )


@lru_cache(maxsize=64)
def _expected(form: Form) -> tuple[tuple[str, Taker, Taker], ...]:
    """For each table of the form, what takes the cells for amounts and all others."""
    found: list[tuple[str, Taker, Taker]] = []
    for table, here in layout(form).items():
        sorts: tuple[list[int], list[int]] = ([], [])
        for _, row in here.rows:
            for column in here.lines[row.id]:
                place = places(form)[f"{table}.{row.id}.{column.id}"]
                sorts[measured_by(row, column).number is Number.AMOUNT].append(place)
        found.append((table, taker(sorts[False]), taker(sorts[True])))
    return tuple(found)


def measured_by(row: Line, column: Line) -> Line:
    """What states the unit of a cell, and what may stand there: its row, else its column."""
    return row if row.unit else column


def _are_amounts(cells: Sequence[Any]) -> bool:
    try:
        return sum(cells) >= 0 and min(cells, default=0) >= 0
    except TypeError:
        return False


def are_counts(cells: Iterable[Any]) -> bool:
    """Whether all are counts, that is whole numbers from 0; of such with twenty digits some."""
    try:
        array("Q", cells)
    except (TypeError, OverflowError):
        return False
    return True


def cell_label(form: Form, cell: str) -> tuple[Wording, Wording, Wording]:
    """The labels of the table, the row and the column of ``table.row.column``."""
    table, row, column = cell.split(".")
    here = layout(form)[table]
    return here.title, here.row_labels[row], here.column_labels[column]


def all_cells(form: Form) -> Iterator[tuple[TableLayout, Block, Line]]:
    """Each row of each table of the form, with its table's layout and its block."""
    for here in layout(form).values():
        for block, row in here.table.rows():
            yield here, block, row


def figure(report: Report, form: Form, cell: str) -> Cell:
    """What stands in ``table.row.column``; None for a blank and for a row that is not there."""
    return cells_of(report, form)[places(form).get(cell, NOWHERE)]


def total(report: Report, form: Form, cells: Iterable[str]) -> Amount | None:
    """The sum of the cells, or None when one of them holds no figure."""
    known: Amount = 0
    for cell in cells:
        value = figure(report, form, cell)
        if not isinstance(value, (int, Decimal)):
            return None
        known += value
    return known
