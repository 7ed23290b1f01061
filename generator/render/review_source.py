"""The source of a review: its paragraphs and grids, each piece with what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.model.reviews import Review, Spot
from generator.model.submissions import Grid, GridCell, Paragraph, Spread

_MANY_WORDS = 6
"""From so many characters on, a cell is made wide enough to be read."""


@dataclass(frozen=True, slots=True)
class PieceView:
    """A paragraph, or a cell of a grid with the columns and rows that it covers.

    `state` is by what it was recognised, "text" or "unplaced", or "" when it became no part of the
    record by itself. `anchor` leads to its twin in the record, "" where there is none.
    """

    spot: Spot
    line: str
    text: str
    state: str = ""
    anchor: str = ""
    width: int = 1
    height: int = 1

    @property
    def classes(self) -> str:
        """What the style has to know of a cell: its state, and whether it holds many words."""
        words = "words" if len(self.text) > _MANY_WORDS and self.width == 1 else ""
        return " ".join(filter(None, (self.state, words)))


@dataclass(frozen=True, slots=True)
class SourceView:
    """A paragraph (`rows` is empty), or the rows of a grid (`paragraph` is None)."""

    paragraph: PieceView | None
    rows: tuple[tuple[PieceView, ...], ...] = ()


def cell_number(value: int | Decimal) -> str:
    """A figure as it is written."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def source_views(review: Review, anchors: Mapping[Spot, str]) -> Iterator[SourceView]:
    """The blocks of the submission; `anchors` lead from spots to texts of the record."""
    known = _Known(review, anchors)
    for block in review.submission.blocks:
        if isinstance(block, Paragraph):
            yield SourceView(known.piece(block.line, block.text))
        else:
            yield SourceView(None, tuple(_rows(block, known)))


class _Known:
    """What became of the spots of a submission."""

    def __init__(self, review: Review, anchors: Mapping[Spot, str]) -> None:
        self.places, self.anchors = review.places, anchors
        self.cells: dict[Spot, tuple[str, str]] = {}
        for cell, trace in review.cells.items():
            self.cells.setdefault(trace.spot, (cell, trace.how.value))

    def piece(self, spot: Spot, text: str, width: int = 1, height: int = 1) -> PieceView:
        """A piece of the source with all that is known of it."""
        place = self.places[spot]
        anchor, state = self.cells.get(spot, ("", ""))
        if not anchor:
            anchor = self.anchors.get(spot, "")
            state = "unplaced" if anchor.startswith("text-unplaced-") else "text" if anchor else ""
        line = place.place or str(place.line or "")
        return PieceView(spot, line, text, state, anchor, width, height)


def _rows(grid: Grid, known: _Known) -> Iterator[tuple[PieceView, ...]]:
    for number, row in enumerate(grid.rows):
        yield tuple(
            known.piece(cell.line, cell.text, _width(row, column), _height(grid, number, column))
            for column, cell in enumerate(row)
            if cell.spread is Spread.NONE
        )


def _width(row: tuple[GridCell, ...], column: int) -> int:
    """How many columns the cell at `column` covers."""
    end = column + 1
    while end < len(row) and row[end].spread is Spread.RIGHT and row[end].line == row[column].line:
        end += 1
    return end - column


def _height(grid: Grid, number: int, column: int) -> int:
    """How many rows the cell at `column` of the row `number` covers."""
    cell, end = grid.rows[number][column], number + 1
    while end < len(grid.rows) and column < len(grid.rows[end]):
        below = grid.rows[end][column]
        if below.spread is not Spread.DOWN or below.line != cell.line:
            break
        end += 1
    return end - number
