"""Which cells and paragraphs around the figures of a table were understood as parts of it.

Everything else stays text. So a paragraph counts as a part of the table only where it touches it.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.importers.cells import is_figure
from generator.importers.found import Position, TableText
from generator.importers.rows import SourceRow
from generator.model.submissions import Spread


def understood(text: TableText, used: Iterable[Position]) -> frozenset[Position]:
    """`used` together with the heads and captions around, and repetitions of labels."""
    places = set(used)
    places |= _heads_in_grids(text, places)
    for step in (-1, 1):
        places |= _heads_beyond(text, places, step)
    places |= _within(text, places)
    return frozenset(places | _copies(text, places))


def span(places: Iterable[Position]) -> tuple[int, int] | None:
    """The first and the last row of `places`, or None when there are none."""
    rows = [row for row, _ in places]
    return (min(rows), max(rows)) if rows else None


def _heads_in_grids(text: TableText, places: set[Position]) -> set[Position]:
    """The heads in the grids that hold rows of the table."""
    grids = {text.rows[row].block for row, _ in places if text.rows[row].paragraph is None}
    return {
        (piece.row, piece.column)
        for piece in text.pieces
        if text.rows[piece.row].block in grids and text.is_head(piece.text)
    }


def _heads_beyond(text: TableText, places: set[Position], step: int) -> set[Position]:
    """The rows of nothing but heads that touch the table above (-1) or below (1)."""
    ends = span(places)
    found: set[Position] = set()
    number = (ends[0] if step < 0 else ends[1]) + step if ends else -1
    while 0 <= number < len(text.rows) and _only_heads(text, text.rows[number]):
        found.update((number, column) for column in range(len(text.rows[number].cells)))
        number += step
    return found


def _only_heads(text: TableText, row: SourceRow) -> bool:
    texts = [cell.text for cell in row.cells if cell.text and cell.spread is Spread.NONE]
    if row.paragraph is not None:
        # The title of a table is worded like a heading of the text, and then it is one.
        heads = (text.heads_column(each) or text.vocabulary.has_part(each) for each in texts)
        return bool(texts) and all(heads)
    return all(map(text.is_fragment, texts))


def _within(text: TableText, places: set[Position]) -> set[Position]:
    """Between the rows of the table: heads broken off at a line's end, labels written again."""
    ends = span(places)
    if ends is None:
        return set()
    labels = {text.rows[row].cells[column].text for row, column in text.labels}
    return {
        (piece.row, piece.column)
        for piece in text.pieces
        if ends[0] <= piece.row <= ends[1]
        and (text.is_fragment(piece.text) or piece.text in labels)
    }


def _copies(text: TableText, places: set[Position]) -> set[Position]:
    """Where the words of a cell that was understood are repeated to its right."""
    found: set[Position] = set()
    for row, column in sorted(places):
        cells = text.rows[row].cells
        for place in range(column + 1, len(cells)):
            if cells[place].text != cells[column].text or is_figure(cells[place].text):
                break
            found.add((row, place))
    return found
