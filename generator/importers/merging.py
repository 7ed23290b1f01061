"""Cells that cover several places → a grid in which every place is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.importers.limits import Refusal
from generator.model.submissions import Grid, GridCell, Spread

MOST_PLACES = 40_000
"""The most places that one grid may have."""
_WIDEST = 256
_HIGHEST = 4_000


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as its source has it: its text and how many columns and rows it covers.

    A `height` of 0 means all rows that follow, as HTML has it.
    """

    text: str
    width: int = 1
    height: int = 1
    line: int = 0
    place: str = ""


def grid_of(rows: Sequence[Sequence[Span]]) -> Grid:
    """The grid that `rows` of cells cover; `Refusal` when it is larger than any table.

    A row ends with its last cell. Where it has fewer cells than the others, no one can tell which
    is missing, so none is made up at its end.
    """
    taken: dict[tuple[int, int], GridCell] = {}
    widths = [0] * len(rows)
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            _cover(taken, cell, number, column, len(rows))
    for number, column in taken:
        widths[number] = max(widths[number], column + 1)
    if sum(widths) > MOST_PLACES:
        raise Refusal("too_large", limit=f"{MOST_PLACES}")
    blank = GridCell("")
    return Grid(
        tuple(
            tuple(taken.get((number, column), blank) for column in range(width))
            for number, width in enumerate(widths)
        )
    )


def _cover(
    taken: dict[tuple[int, int], GridCell], cell: Span, row: int, column: int, rows: int
) -> None:
    height = min(cell.height or rows, rows - row, _HIGHEST)
    width = max(1, min(cell.width, _WIDEST))
    if len(taken) + height * width > MOST_PLACES:
        raise Refusal("too_large", limit=f"{MOST_PLACES}")
    for down in range(max(1, height)):
        for right in range(width):
            spread = Spread.RIGHT if right else Spread.DOWN if down else Spread.NONE
            place = (row + down, column + right)
            # Where cells overlap, which no sound table has, the first one stays.
            taken.setdefault(place, GridCell(cell.text, cell.line, cell.place, spread))
