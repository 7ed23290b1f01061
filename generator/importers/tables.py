"""One table of a form, read from the rows of a submission in which it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.importers.cells import Note, is_figure, is_number, read_cell
from generator.importers.columns import Heads, Verdict, Vocabulary, judge, labels_of
from generator.importers.labels import anchors_of, find_labels
from generator.importers.rows import Piece, SourceRow, pieces
from generator.importers.wording import wording
from generator.importers.windows import Habit, Tail, habit_of, offset
from generator.model.forms import Block, Line, Table
from generator.model.reports import Row
from generator.model.submissions import GridCell, Spread

Position = tuple[int, int]
"""The row and the column of a cell, as indexes into the rows that were read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a cell's value came from: its line, its text as written, how it was read."""

    line: int
    text: str
    note: Note
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A row whose label was found and whose figures could not be told apart with certainty.

    `reason` is the part of the finding's code: "unclear" or "columns".
    """

    row: str
    at: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was read of one table.

    `rows` holds the rows that were found, `used` the cells of the source that were understood,
    `span` the first and last row of the source that belong to the table, or None.
    `unheaded` names the blocks, by number, whose columns have no heads in the source.
    """

    rows: Mapping[str, Row] = field(default_factory=dict[str, Row])
    origins: Mapping[str, Origin] = field(default_factory=dict[str, Origin])
    used: frozenset[Position] = frozenset()
    span: tuple[int, int] | None = None
    unclear: tuple[Unclear, ...] = ()
    unheaded: tuple[int, ...] = ()


_Cells = tuple[tuple[Position, GridCell], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of the form in the source: its label's pieces and the cells behind it."""

    block: int
    line: Line
    label: tuple[Position, ...]
    cells: _Cells
    group: object

    @property
    def tail(self) -> Tail:
        """The texts of the cells."""
        column = self.cells[0][0][1] if self.cells else 0
        return Tail(tuple(cell.text for _, cell in self.cells), column)


def read_table(table: Table, rows: Sequence[SourceRow]) -> TableReading:
    """The rows of `table` that stand in `rows`."""
    return _TableReader(table, rows).read()


class _TableReader:
    """The steps from labels to figures; each looks only at what the steps before it found."""

    def __init__(self, table: Table, rows: Sequence[SourceRow]) -> None:
        self.table = table
        self.vocabulary = Vocabulary(table)
        self.rows = rows = [self._with_heads_apart(row) for row in rows]
        self.pieces = list(pieces(rows))
        self.places = [(piece.row, piece.column) for piece in self.pieces]
        self.anchors = anchors_of(table)
        self.matches = find_labels(rows, self.pieces, self.anchors, self._is_head)
        self.labelled = {
            (piece.row, piece.column)
            for match in self.matches.values()
            for piece in self.pieces[match.start : match.start + match.count]
        }

    def read(self) -> TableReading:
        """All of it."""
        found = [*self._labelled_rows(), *self._bare_rows()]
        heads = {row.block: self._heads(row) for row in found}
        habits = self._habits(found)
        rows: dict[str, Row] = {}
        origins: dict[str, Origin] = {}
        used = set(self.labelled)
        unclear: list[Unclear] = []
        for row in found:
            used.update(row.label)
            taken, reason = self._take(row, heads[row.block], habits[row.block, row.group])
            whole = reason or self._copied(row, heads[row.block])
            used.update(place for place, _ in row.cells if whole or place in taken)
            if reason:
                unclear.append(self._unclear(row, reason))
            else:
                rows[row.line.id] = self._row(row, taken, origins)
        if found or self.matches:
            used |= self._heads_used(used)
            used |= self._copies(used)
        unheaded = tuple(
            number
            for number, verdict in sorted(heads.items())
            if verdict.verdict is Verdict.UNSEEN
            and any(row.block == number and row.line.id in rows for row in found)
        )
        return TableReading(
            rows, origins, frozenset(used), _span(used), tuple(unclear), unheaded
        )

    def _with_heads_apart(self, row: SourceRow) -> SourceRow:
        """A paragraph of nothing but heads, one after another, as a row of them."""
        words = row.text.split() if row.paragraph is not None and len(row.cells) == 1 else []
        known = sum(map(self.vocabulary.knows, words))
        if known < 2 or not all(map(self._is_fragment, words)):
            return row
        return replace(row, cells=tuple(GridCell(word, row.line) for word in words))

    # --- rows ------------------------------------------------------------------------------

    def _labelled_rows(self) -> Iterator[_Found]:
        for number, anchor in enumerate(self.anchors):
            match = self.matches.get(number)
            if match is None or anchor.line is None or anchor.line.lines:
                continue
            last = self.pieces[match.start + match.count - 1]
            label = tuple(
                (piece.row, piece.column)
                for piece in self.pieces[match.start : match.start + match.count]
            )
            count = len(self.table.blocks[anchor.block].leaf_columns)
            cells = tuple(self._behind(last, count))
            yield _Found(anchor.block, anchor.line, label, cells, self._group(last.row))

    def _group(self, row: int) -> object:
        """What rows must share so that they are laid out alike."""
        return self.rows[row].block if not self.rows[row].loose else "loose"

    def _behind(self, label: Piece, count: int) -> Iterator[tuple[Position, GridCell]]:
        """The cells behind a label, up to the next label."""
        own = list(self._own_row(label, count))
        yield from own
        if self.rows[label.row].loose and not any(cell.text for _, cell in own):
            yield from self._figures(_without_fillers(self._rows_below(label.row)), count)

    def _own_row(self, label: Piece, count: int) -> Iterator[tuple[Position, GridCell]]:
        row = self.rows[label.row]
        leading = True
        for column in range(label.column + 1, len(row.cells)):
            cell = row.cells[column]
            if (label.row, column) in self.labelled:
                return
            # A label that covers several columns is repeated, with or without being marked so.
            again = cell.spread is Spread.RIGHT or (cell.text and cell.text == label.text)
            if again and (leading or (count == 1 and cell.spread is Spread.RIGHT)):
                continue
            leading = False
            yield (label.row, column), cell

    def _rows_below(self, start: int) -> Iterator[_Cells]:
        """The loose rows below, as long as they hold nothing but figures."""
        kind = self.rows[start].paragraph is None
        for number in range(start + 1, len(self.rows)):
            row = self.rows[number]
            filled = [column for column, cell in enumerate(row.cells) if cell.text]
            if not row.loose or (row.paragraph is None) is not kind:
                return
            if any(not is_figure(row.cells[column].text) for column in filled):
                return
            if any((number, column) in self.labelled for column in filled):
                return
            yield tuple(((number, column), cell) for column, cell in enumerate(row.cells))

    def _bare_rows(self) -> Iterator[_Found]:
        """The row of a block that has a single row without a label: what stands below the heads."""
        for number, block in enumerate(self.table.blocks):
            if block.head is None and len(block.leaf_rows) == 1:
                label, cells = self._below_heads(block)
                if cells:
                    group = self._group(cells[0][0][0])
                    yield _Found(number, block.leaf_rows[0], label, cells, group)

    def _below_heads(self, block: Block) -> tuple[tuple[Position, ...], _Cells]:
        """The label, if there is one after all, and the cells of the row below the heads."""
        last = max((piece.row for piece in self.pieces if self._is_head(piece.text)), default=-1)
        wanted = len(block.leaf_columns)
        for number in range(last + 1, len(self.rows)):
            row = self.rows[number]
            if row.loose and len(row.cells) <= 1 and last >= 0:
                below = _without_fillers(self._rows_below(last), leading=True)
                return (), tuple(self._figures(below, wanted))
            first = 1 if row.cells and self._names(block.leaf_rows[0], row.cells[0].text) else 0
            cells = tuple(((number, column), cell) for column, cell in enumerate(row.cells))
            if self._holds_figures(row.cells[first:], wanted):
                return tuple(position for position, _ in cells[:first]), cells[first:]
            if row.paragraph is not None and last >= 0:
                break
        return (), ()

    def _figures(
        self, cells: Iterable[tuple[Position, GridCell]], wanted: int
    ) -> Iterator[tuple[Position, GridCell]]:
        """`cells` until there are as many figures as wanted and a word follows them."""
        filled = 0
        for position, cell in cells:
            if filled >= wanted and cell.text and not is_number(cell.text):
                return
            filled += bool(cell.text)
            yield position, cell

    def _names(self, line: Line, text: str) -> bool:
        return bool(text) and wording(text).core in {label.core for label in labels_of(line)}

    def _holds_figures(self, cells: Sequence[GridCell], wanted: int) -> bool:
        """Whether a row is one of figures: nothing else in it, and enough places for them."""
        return len(cells) >= wanted and all(is_figure(cell.text) for cell in cells if cell.text)

    def _is_head(self, text: str) -> bool:
        return not is_figure(text) and self.vocabulary.knows(text)

    # --- columns ---------------------------------------------------------------------------

    def _heads(self, row: _Found) -> Heads:
        block = self.table.blocks[row.block]
        heads = judge(block, self.vocabulary, self.rows, self._over(row))
        # Before figures without a label stand the fillers of the heads, and nothing divides them.
        return heads if row.label or row.group != "loose" else replace(heads, packed=False)

    def _over(self, row: _Found) -> list[Piece]:
        """The pieces between the caption of a block, or the block above it, and its first row."""
        number, start = row.block, 0
        stops = [bisect_left(self.places, (row.label or (row.cells[0][0],))[0])]
        for index, match in self.matches.items():
            anchor = self.anchors[index]
            if anchor.block < number or (anchor.block == number and anchor.line is None):
                start = max(start, match.start + match.count)
            elif anchor.block == number:
                stops.append(match.start)
        over = self.pieces[start : min(stops)]
        in_text = self.rows[row.cells[0][0][0]].paragraph is not None if row.cells else False
        return self._without_text(over, in_text)

    def _without_text(self, over: Sequence[Piece], in_text: bool) -> list[Piece]:
        """`over` without the running text that may stand before the table."""
        heads = [index for index, piece in enumerate(over) if self.vocabulary.heads_row(piece.text)]
        over = over[heads[0] :] if heads else ()
        return [
            piece
            for piece in over
            if in_text or self.rows[piece.row].paragraph is None or self._is_fragment(piece.text)
        ]

    def _heads_used(self, used: set[Position]) -> set[Position]:
        """The heads and captions around the rows that were read, and parts of broken ones."""
        span = _span(used)
        blocks = {self.rows[row].block for row, _ in used}
        found: set[Position] = set()
        for piece in self.pieces:
            row = self.rows[piece.row]
            near = row.block in blocks or (span and span[0] - 40 <= piece.row <= span[1] + 4)
            if near and self._is_head(piece.text):
                found.add((piece.row, piece.column))
        within = _span(found | used)
        for piece in self.pieces:
            inside = within and within[0] <= piece.row <= within[1]
            if inside and (self._is_fragment(piece.text) or self._repeats_label(piece)):
                found.add((piece.row, piece.column))
        return found

    def _copies(self, used: set[Position]) -> set[Position]:
        """The places where the words of a cell that was understood are repeated to the right."""
        found: set[Position] = set()
        for row, column in sorted(used):
            cells = self.rows[row].cells
            for place in range(column + 1, len(cells)):
                if cells[place].text != cells[column].text or is_figure(cells[place].text):
                    break
                found.add((row, place))
        return found

    def _is_fragment(self, text: str) -> bool:
        known = self.vocabulary.has_part(text) or self.vocabulary.knows(text)
        return known and not is_figure(text)

    def _repeats_label(self, piece: Piece) -> bool:
        """Whether it is the label of a group, written again in each of its rows."""
        texts = {self.pieces[match.start].text for match in self.matches.values()}
        return piece.text in texts

    # --- figures ---------------------------------------------------------------------------

    def _habits(self, found: Sequence[_Found]) -> dict[tuple[int, object], Habit]:
        grouped: dict[tuple[int, object], list[Tail]] = {}
        for row in found:
            grouped.setdefault((row.block, row.group), []).append(row.tail)
        return {
            key: habit_of(tails, len(self.table.blocks[key[0]].leaf_columns))
            for key, tails in grouped.items()
        }

    def _take(
        self, row: _Found, heads: Heads, habit: Habit
    ) -> tuple[dict[Position, GridCell], str]:
        """The cells of a row in order, or the reason why they cannot be told apart."""
        count = len(self.table.blocks[row.block].leaf_columns)
        tail = row.tail
        if not tail.filled:
            return {}, ""
        if heads.verdict is Verdict.DIFFER:
            return {}, "columns"
        if self._copied(row, heads):
            return dict(row.cells[:1]), ""
        spread = any(cell.spread is not Spread.NONE and cell.text for _, cell in row.cells)
        start = None if spread else offset(tail, count, habit, heads)
        if start is None:
            return {}, "unclear"
        return dict(row.cells[start : start + count]), ""

    def _copied(self, row: _Found, heads: Heads) -> bool:
        """Whether one figure is written once for each of the places that its merged cell covers."""
        single = len(self.table.blocks[row.block].leaf_columns) == 1
        texts = row.tail.texts
        return single and heads.copies == len(texts) > 1 and len(set(texts)) == 1

    def _row(
        self, row: _Found, taken: Mapping[Position, GridCell], origins: dict[str, Origin]
    ) -> Row:
        columns = self.table.blocks[row.block].leaf_columns
        if not taken:
            return Row((None,) * len(columns))
        values = []
        for column, cell in zip(columns, taken.values(), strict=True):
            value, note = read_cell(cell.text, column.number)
            values.append(value)
            origin = Origin(cell.line, cell.text, note, cell.place)
            origins[f"{self.table.id}.{row.line.id}.{column.id}"] = origin
        return Row(tuple(values))

    def _unclear(self, row: _Found, reason: str) -> Unclear:
        label = " ".join(self.rows[line].cells[column].text for line, column in row.label)
        texts = (label, *(cell.text for _, cell in row.cells))
        text = " | ".join(" ".join(part.split()) for part in texts if part or label).strip()
        at = row.label[0][0] if row.label else row.cells[0][0][0]
        return Unclear(row.line.id, at, text, reason)


def _without_fillers(
    rows: Iterable[_Cells], *, leading: bool = False
) -> list[tuple[Position, GridCell]]:
    """The cells of loose rows without the blanks that only fill up a row of the table.

    Where every cell stands on a line of its own, several blanks on one line are such fillers. They
    stand behind the figures, and before them those behind the heads.
    """

    def filler(row: _Cells) -> bool:
        return len(row) > 1 and not any(cell.text for _, cell in row)

    kept = list(rows)
    while kept and filler(kept[-1]):
        kept.pop()
    while leading and kept and filler(kept[0]):
        kept.pop(0)
    return [cell for row in kept for cell in row]


def _span(used: set[Position] | frozenset[Position]) -> tuple[int, int] | None:
    numbers = [row for row, _ in used]
    return (min(numbers), max(numbers)) if numbers else None

