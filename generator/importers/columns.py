"""What the heads over a block of a table say about its columns, as far as text has kept them.

Figures are taken by their order only where the heads above them are those of the form, in the
order of the form. Heads that say something else mean other figures, and then none is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from generator.importers.cells import is_figure
from generator.importers.rows import Piece, SourceRow
from generator.importers.wording import Wording, nearness, wording
from generator.model.forms import Block, Line, Table

_ALIKE = 0.75


class Verdict(Enum):
    """Whether the heads are those of the form."""

    AGREE = "agree"
    UNSEEN = "unseen"
    """There is no head; only the count of the figures speaks for the columns."""
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads over one block.

    `packed` means that the text lost its merged cells in such a way that every cell moved to the
    left, so that figures follow their label at once. `first_column` is where the first column
    stands in a grid that knows its merged cells, else None; `places` are those of all columns, ()
    when not all of them are known. `copies` is how often the first head is written side by side,
    where text repeats a merged cell in every place that it covers. `texts` are the heads of the
    columns as they are written, by the number of the column; a column without one is absent.
    """

    verdict: Verdict
    unknown: tuple[Piece, ...] = ()
    packed: bool = False
    first_column: int | None = None
    copies: int = 1
    places: tuple[int, ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict[int, str])


class Vocabulary:
    """Every wording that may stand over the rows of a table."""

    def __init__(self, table: Table) -> None:
        self.captions = [wording(block.caption.zh) for block in table.blocks if block.caption]
        self.titles = [wording(table.title.zh)]
        self.heads = [wording(block.head.zh) for block in table.blocks if block.head]
        self.columns = [
            label
            for block in table.blocks
            for column in block.columns
            for line in _all_lines(column)
            for label in labels_of(line)
        ]
        self._over_rows = (*self.captions, *self.heads, *self.columns)
        self._all = (*self._over_rows, *self.titles)
        self._cores = {label.core for label in self._all}

    def knows(self, text: str) -> bool:
        """Whether `text` is one of them."""
        label = wording(text)
        if label.core in self._cores or label.short in self._cores:
            return True
        return any(nearness(label, known) >= _ALIKE for known in self._all)

    def heads_row(self, text: str) -> bool:
        """Whether `text` is a head or a column, and not only the title of the table."""
        label = wording(text)
        return any(nearness(label, each) >= _ALIKE for each in self._over_rows)

    def has_part(self, text: str) -> bool:
        """Whether `text` may be a part of a head, broken off by the end of a line."""
        core = wording(text).core
        return bool(core) and any(core in known.core for known in self._over_rows)


def labels_of(line: Line) -> list[Wording]:
    """The official wording of a row or column, and the other ones met."""
    return [wording(text) for text in (line.label.zh, *line.aliases)]


def _all_lines(line: Line) -> Iterator[Line]:
    yield line
    for inner in line.lines:
        yield from _all_lines(inner)


def judge(
    block: Block, vocabulary: Vocabulary, rows: Sequence[SourceRow], over: Sequence[Piece]
) -> Heads:
    """The heads of `block`, from the pieces that stand between its caption and its first row."""
    leaves = _leaves(block, over)
    labels = [piece for piece in over if not is_figure(piece.text)]
    unknown = [
        piece
        for piece in labels
        if piece not in leaves.values()
        and not vocabulary.knows(piece.text)
        and not vocabulary.has_part(piece.text)
    ]
    verdict = _verdict(block, rows, over, leaves, unknown)
    first = leaves.get(0)
    placed = first is not None and rows[first.row].merged
    return Heads(
        verdict,
        tuple(unknown),
        _packed(block, rows, over),
        first.column if placed and first else None,
        _copies(rows, first) if first else 1,
        _places(block, rows, leaves),
        {number: piece.text for number, piece in sorted(leaves.items())},
    )


def _places(
    block: Block, rows: Sequence[SourceRow], leaves: Mapping[int, Piece]
) -> tuple[int, ...]:
    """Where the columns stand in a grid that knows its merged cells, from left to right."""
    pieces = [leaves[number] for number in range(len(block.leaf_columns)) if number in leaves]
    columns = tuple(piece.column for piece in pieces if rows[piece.row].merged)
    rising = all(left < right for left, right in pairwise(columns))
    return columns if rising and len(columns) == len(block.leaf_columns) else ()


def _copies(rows: Sequence[SourceRow], head: Piece) -> int:
    cells = rows[head.row].cells[head.column :]
    return next((number for number, cell in enumerate(cells) if cell.text != head.text), len(cells))


def _leaves(block: Block, over: Sequence[Piece]) -> dict[int, Piece]:
    """The piece that is the head of each column, by the column's number; those alike in order."""
    columns = [labels_of(column) for column in block.leaf_columns]
    found: dict[int, Piece] = {}
    for piece in over:
        label = wording(piece.text)
        scores = [max(nearness(label, known) for known in column) for column in columns]
        best = max(scores)
        free = [
            number
            for number, score in enumerate(scores)
            if score == best and score >= _ALIKE and number not in found
        ]
        if free:
            found[free[0]] = piece
    return found


def _verdict(
    block: Block,
    rows: Sequence[SourceRow],
    over: Sequence[Piece],
    leaves: Mapping[int, Piece],
    unknown: Sequence[Piece],
) -> Verdict:
    missing = [number for number in range(len(block.leaf_columns)) if number not in leaves]
    if not leaves and not unknown and not _fragments(block, missing, over):
        return Verdict.UNSEEN
    beside = {leaf.row for leaf in leaves.values()}
    if unknown and (missing or any(_beside(piece, beside, rows) for piece in unknown)):
        return Verdict.DIFFER
    return Verdict.AGREE if _in_order(block, rows, leaves) else Verdict.DIFFER


def _beside(piece: Piece, heads: set[int], rows: Sequence[SourceRow]) -> bool:
    """Whether an unknown head stands among the known ones, as that of one column more."""
    return piece.row in heads or (rows[piece.row].loose and min(heads, default=0) < piece.row)


def _fragments(block: Block, missing: Sequence[int], over: Sequence[Piece]) -> bool:
    columns = [labels_of(block.leaf_columns[number])[0].core for number in missing]
    cores = [wording(piece.text).core for piece in over]
    return any(core and core in column for core in cores for column in columns)


def _in_order(block: Block, rows: Sequence[SourceRow], leaves: Mapping[int, Piece]) -> bool:
    """Whether the heads run in the order of the form, as far as the text shows an order."""
    for left, right in _neighbours(block):
        if left not in leaves or right not in leaves:
            continue
        one, other = leaves[left], leaves[right]
        same_row = one.row == other.row
        if same_row and one.column >= other.column:
            return False
        if not same_row and rows[one.row].loose and one.row > other.row:
            return False
    return True


def _neighbours(block: Block) -> Iterator[tuple[int, int]]:
    """Columns that stand side by side under one head."""
    numbers = {column.id: number for number, column in enumerate(block.leaf_columns)}

    def within(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
        for left, right in pairwise(lines):
            if not left.lines and not right.lines:
                yield numbers[left.id], numbers[right.id]
        for line in lines:
            yield from within(line.lines)

    return within(block.columns)


def _packed(block: Block, rows: Sequence[SourceRow], over: Sequence[Piece]) -> bool:
    """Whether a head that spans several columns is followed at once by the head beside it."""
    spanning = {
        label.core
        for column in block.columns
        for line in _all_lines(column)
        if len(list(line.leaves())) > 1
        for label in labels_of(line)
    }
    for piece in over:
        row = rows[piece.row]
        if wording(piece.text).core not in spanning or row.merged or row.paragraph is not None:
            continue
        if piece.column + 1 < len(row.cells):
            if row.cells[piece.column + 1].text not in ("", piece.text):
                return True
        elif row.loose and piece.row + 1 < len(rows):
            below = rows[piece.row + 1]
            if below.paragraph is None and below.cells and below.cells[0].text:
                return True
    return False
