"""A statutory table in a document of ours: the very grid of the form, with every label in place."""

from __future__ import annotations

from generator.importers.cells import Note, read_cell
from generator.importers.tables import Origin, TableReading
from generator.importers.wording import fold
from generator.interchange.grids import Role, Span, drawn, places
from generator.model.forms import Table
from generator.model.reports import Cell, Row
from generator.model.submissions import Grid, GridCell, Spread

_MOST_OVER = 60
"""How many rows more than the table a grid may have, above it or below."""


def own_grid(table: Table, grid: Grid) -> dict[str, GridCell] | None:
    """The cells of `table`, by ``table.row.column``; None when `grid` is not that table.

    Every label of the form must stand where the form has it, worded as the form words it.
    """
    layout = drawn(table)
    expected = places(layout.rows)
    if len(grid.rows) > len(layout.rows) + _MOST_OVER:
        return None
    for first in range(len(grid.rows) - len(layout.rows) + 1):
        rows = grid.rows[first : first + len(layout.rows)]
        if min(map(len, rows)) < layout.columns:
            continue
        if all(_agrees(span, rows[row][column]) for (row, column), span in expected.items()):
            return {
                span.cell: rows[row][column]
                for (row, column), span in expected.items()
                if span.role is Role.VALUE
            }
    return None


def _agrees(span: Span, cell: GridCell) -> bool:
    if span.role is Role.VALUE:
        # A figure in a cell that somebody merged with another belongs to neither alone.
        return cell.spread is Spread.NONE
    return fold(cell.text) == fold(span.text)


def reading_of(table: Table, cells: dict[str, GridCell], exact: dict[str, str]) -> TableReading:
    """What the cells of a table say; `exact` are texts that must not be taken for figures."""
    rows: dict[str, Row] = {}
    origins: dict[str, Origin] = {}
    for block, line in table.rows():
        values: list[Cell] = []
        for column in block.leaf_columns:
            name = f"{table.id}.{line.id}.{column.id}"
            cell = cells[name]
            value, note = read_cell(cell.text, line.number if line.unit else column.number)
            if name in exact:
                value, note = exact[name], Note.TEXT
            values.append(value)
            origins[name] = Origin(cell.line, cell.text, note, cell.place)
        rows[line.id] = Row(tuple(values))
    return TableReading(rows, origins)


def texts_of(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """A grid as rows of texts, where what a merged cell covers is blank."""
    return tuple(
        tuple(cell.text if cell.spread is Spread.NONE else "" for cell in row) for row in grid.rows
    )
