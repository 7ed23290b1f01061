"""The rows of one table in the text of a submission: their labels, and the cells behind them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.importers.cells import is_figure, is_number
from generator.importers.columns import Heads, Vocabulary, judge, labels_of
from generator.importers.labels import Match, anchors_of, find_labels
from generator.importers.rows import Piece, SourceRow, pieces
from generator.importers.windows import Tail
from generator.importers.wording import wording
from generator.model.forms import Block, Line, Table
from generator.model.submissions import GridCell, Spread

Position = tuple[int, int]
"""The row and the column of a cell, as indexes into the rows that were read."""
Placed = tuple[Position, GridCell]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of the form in the source: its label's places and the cells behind it.

    `group` is the index of the grid that it stands in, or None where rows are loose: rows of one
    group are laid out alike. `twice` means that the row stands in the source once more, with
    other figures.
    """

    block: int
    line: Line
    label: tuple[Position, ...]
    cells: tuple[Placed, ...]
    group: int | None
    twice: bool = False

    @property
    def tail(self) -> Tail:
        """The texts of the cells."""
        column = self.cells[0][0][1] if self.cells else 0
        return Tail(tuple(cell.text for _, cell in self.cells), column)

    @property
    def start(self) -> Position:
        """Where the row begins."""
        return self.label[0] if self.label else self.cells[0][0]


class TableText:
    """The rows of a submission in which one table of a form is looked for."""

    def __init__(self, table: Table, rows: Sequence[SourceRow]) -> None:
        self.table = table
        self.vocabulary = Vocabulary(table)
        self.rows = [self._with_heads_apart(row) for row in rows]
        self.pieces = list(pieces(self.rows))
        self._places = [(piece.row, piece.column) for piece in self.pieces]
        self._anchors = anchors_of(table)
        self._cores = Counter(
            core for each in self._anchors for core in {known.core for known in each.wordings}
        )
        self._matches = find_labels(self.rows, self.pieces, self._anchors, self.is_head)
        self.labels = frozenset(
            place for match in self._matches.values() for place in self._places_of(match)
        )

    def is_head(self, text: str) -> bool:
        """Whether `text` may stand over the rows of the table."""
        return not is_figure(text) and self.vocabulary.knows(text)

    def is_fragment(self, text: str) -> bool:
        """Whether `text` is a head, or a part of one."""
        known = self.vocabulary.has_part(text) or self.vocabulary.knows(text)
        return known and not is_figure(text)

    def heads_column(self, text: str) -> bool:
        """Whether `text` is a caption or a head, and not only worded like the table's title."""
        return not is_figure(text) and self.vocabulary.heads_row(text)

    def _with_heads_apart(self, row: SourceRow) -> SourceRow:
        """A paragraph of nothing but heads, one after another, as a row of them."""
        words = row.text.split() if row.paragraph is not None and len(row.cells) == 1 else []
        known = sum(map(self.vocabulary.knows, words))
        if known < 2 or not all(map(self.is_fragment, words)):
            return row
        return replace(row, cells=tuple(GridCell(word, row.line) for word in words))

    def _places_of(self, match: Match) -> tuple[Position, ...]:
        return tuple(self._places[match.start : match.start + match.count])

    # --- rows with a label -----------------------------------------------------------------

    def found_rows(self) -> Iterator[FoundRow]:
        """The rows of the form that are there, in the order of the form."""
        for number, anchor in enumerate(self._anchors):
            match = self._matches.get(number)
            if match is None or anchor.line is None or not anchor.leaf:
                continue
            label = self._places_of(match)
            last = self.pieces[match.start + match.count - 1]
            count = len(self.table.blocks[anchor.block].leaf_columns)
            cells = tuple(self._behind(last, count))
            twice = self._stands_twice(number, cells)
            yield FoundRow(anchor.block, anchor.line, label, cells, self._group(last.row), twice)
        yield from self._bare_rows()

    def _stands_twice(self, number: int, cells: Sequence[Placed]) -> bool:
        """Whether the label stands elsewhere, too, with figures that are not these."""
        cores = {known.core for known in self._anchors[number].wordings}
        if any(self._cores[core] > 1 for core in cores):
            return False
        count = len(self.table.blocks[self._anchors[number].block].leaf_columns)
        others = (_texts(tuple(self._behind(piece, count))) for piece in self._worded(cores))
        return any(
            other and other != _texts(cells) and all(map(is_figure, other)) for other in others
        )

    def _worded(self, cores: set[str]) -> Iterator[Piece]:
        """The pieces of one of these wordings that were not taken for the label of a row."""
        for piece, place in zip(self.pieces, self._places, strict=True):
            free = place not in self.labels and wording(piece.text).core in cores
            if free and not self.is_head(piece.text):
                yield piece

    def _group(self, row: int) -> int | None:
        return None if self.rows[row].loose else self.rows[row].block

    def _behind(self, label: Piece, count: int) -> Iterator[Placed]:
        """The cells behind a label, up to the next label."""
        own = list(self._own_row(label, count))
        yield from own
        if self.rows[label.row].loose and not any(cell.text for _, cell in own):
            yield from _figures(_without_fillers(self._rows_below(label.row)), count)

    def _own_row(self, label: Piece, count: int) -> Iterator[Placed]:
        row = self.rows[label.row]
        leading = True
        for column in range(label.column + 1, len(row.cells)):
            cell = row.cells[column]
            if (label.row, column) in self.labels:
                return
            # A label that covers several columns is repeated, with or without being marked so.
            again = cell.spread is Spread.RIGHT or (cell.text and cell.text == label.text)
            if again and (leading or (count == 1 and cell.spread is Spread.RIGHT)):
                continue
            leading = False
            yield (label.row, column), cell

    def _rows_below(self, start: int) -> Iterator[tuple[Placed, ...]]:
        """The loose rows below, as long as they hold nothing but figures."""
        in_grid = self.rows[start].paragraph is None
        for number in range(start + 1, len(self.rows)):
            row = self.rows[number]
            cells = tuple(((number, column), cell) for column, cell in enumerate(row.cells))
            filled = [(place, cell.text) for place, cell in cells if cell.text]
            if not row.loose or (row.paragraph is None) is not in_grid:
                return
            if any(place in self.labels or not is_figure(text) for place, text in filled):
                return
            yield cells

    # --- the row without a label -----------------------------------------------------------

    def _bare_rows(self) -> Iterator[FoundRow]:
        """The row of a block that has a single row without a label: what stands below the heads."""
        for number, block in enumerate(self.table.blocks):
            if block.head is None and len(block.leaf_rows) == 1:
                label, cells = self._below_heads(block)
                if cells:
                    row = cells[0][0][0]
                    twice = self._goes_on(row, cells)
                    line = block.leaf_rows[0]
                    yield FoundRow(number, line, label, cells, self._group(row), twice)

    def _goes_on(self, row: int, cells: Sequence[Placed]) -> bool:
        """Whether another row of other figures follows where there should be one only."""
        below = self.rows[row + 1] if row + 1 < len(self.rows) else None
        if below is None or below.loose or below.paragraph is not None:
            return False
        texts = [cell.text for cell in below.cells if cell.text]
        figures = [text for text in texts if is_figure(text)]
        return len(figures) > 1 and len(figures) >= len(texts) - 1 and figures != _texts(cells)

    def _below_heads(self, block: Block) -> tuple[tuple[Position, ...], tuple[Placed, ...]]:
        """The label, if there is one after all, and the cells of the row below the heads."""
        last = max((piece.row for piece in self.pieces if self.is_head(piece.text)), default=-1)
        wanted = len(block.leaf_columns)
        blank: tuple[tuple[Position, ...], tuple[Placed, ...]] = ((), ())
        for number in range(last + 1, len(self.rows)):
            row = self.rows[number]
            if row.loose and len(row.cells) <= 1 and last >= 0:
                below = _without_fillers(self._rows_below(last), leading=True)
                return (), tuple(_figures(below, wanted))
            first = 1 if row.cells and _names(block.leaf_rows[0], row.cells[0].text) else 0
            cells = tuple(((number, column), cell) for column, cell in enumerate(row.cells))
            found = tuple(place for place, _ in cells[:first]), cells[first:]
            if _hold_figures(row.cells[first:], wanted, headed=last >= 0):
                if _texts(found[1]):
                    return found
                blank = blank if blank[1] else found
            elif last >= 0 and (row.paragraph is not None or row.text):
                break
        return blank

    # --- heads -----------------------------------------------------------------------------

    def heads_over(self, row: FoundRow) -> Heads:
        """What stands over the block of a row that was found."""
        heads = judge(self.table.blocks[row.block], self.vocabulary, self.rows, self._over(row))
        # Before figures without a label stand the fillers of the heads, and nothing divides them.
        return heads if row.label or row.group is not None else replace(heads, packed=False)

    def _over(self, row: FoundRow) -> list[Piece]:
        """The pieces between the caption of a block, or the block above it, and its first row."""
        start = 0
        stops = [bisect_left(self._places, row.start)]
        for index, match in self._matches.items():
            anchor = self._anchors[index]
            if anchor.block < row.block or (anchor.block == row.block and anchor.line is None):
                start = max(start, match.start + match.count)
            elif anchor.block == row.block:
                stops.append(match.start)
        in_text = self.rows[row.start[0]].paragraph is not None
        return self._without_text(self.pieces[start : min(stops)], in_text=in_text)

    def _without_text(self, over: Sequence[Piece], *, in_text: bool) -> list[Piece]:
        """`over` without the running text that may stand before the table."""
        heads = (index for index, piece in enumerate(over) if self.heads_column(piece.text))
        return [
            piece
            for piece in over[next(heads, len(over)) :]
            if in_text or self.rows[piece.row].paragraph is None or self.is_fragment(piece.text)
        ]


def _texts(cells: Sequence[Placed]) -> list[str]:
    return [cell.text for _, cell in cells if cell.text]


def _figures(cells: Iterable[Placed], wanted: int) -> Iterator[Placed]:
    """`cells` until there are as many figures as wanted and a word follows them."""
    filled = 0
    for place, cell in cells:
        if filled >= wanted and cell.text and not is_number(cell.text):
            return
        filled += bool(cell.text)
        yield place, cell


def _without_fillers(rows: Iterable[tuple[Placed, ...]], *, leading: bool = False) -> list[Placed]:
    """The cells of loose rows without the blanks that only fill up a row of the table.

    Where every cell stands on a line of its own, several blanks on one line are such fillers. They
    stand behind the figures, and before them those behind the heads.
    """

    def filler(row: tuple[Placed, ...]) -> bool:
        return len(row) > 1 and not any(cell.text for _, cell in row)

    kept = list(rows)
    while kept and filler(kept[-1]):
        kept.pop()
    while leading and kept and filler(kept[0]):
        kept.pop(0)
    return [cell for row in kept for cell in row]


def _names(line: Line, text: str) -> bool:
    return bool(text) and wording(text).core in {label.core for label in labels_of(line)}


def _hold_figures(cells: Sequence[GridCell], wanted: int, *, headed: bool) -> bool:
    """Whether cells are those of a row of figures: nothing else in them, and places enough.

    Below heads, a row with too few places is one, too; that they are too few is then reported.
    """
    texts = [cell.text for cell in cells if cell.text]
    enough = len(cells) >= wanted or (headed and len(texts) > 1)
    return enough and all(map(is_figure, texts))
