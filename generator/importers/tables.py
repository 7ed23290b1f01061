"""One table of a form, read from the rows of a submission in which it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.importers.cells import Note, read_cell
from generator.importers.columns import Heads, Verdict
from generator.importers.found import FoundRow, Placed, Position, TableText
from generator.importers.recognising import Recogniser
from generator.importers.rows import SourceRow
from generator.importers.understood import span, understood
from generator.importers.windows import Habit, Tail, habit_of, offset
from generator.model.forms import Table
from generator.model.reports import Cell, Row
from generator.model.submissions import Recognition, Spread


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a cell's value came from: its line, its text as written, how it was read.

    `how` says by what it was recognised as this cell.
    """

    line: int
    text: str
    note: Note
    place: str = ""
    how: Recognition = Recognition.LABEL


@dataclass(frozen=True, slots=True)
class Unclear:
    """A row whose label was found and whose figures could not be told apart with certainty.

    `reason` is the part of the finding's code: "unclear", "columns" or "twice".
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


@dataclass(frozen=True, slots=True)
class _Taken:
    """The cells of one row in the order of the columns; () when all of them are blank.

    `reason` says why they cannot be told apart, "" when they can; `used` are the cells behind the
    label that are dealt with.
    """

    cells: tuple[Placed, ...] = ()
    used: tuple[Placed, ...] = ()
    reason: str = ""


def read_table(table: Table, rows: Sequence[SourceRow]) -> TableReading:
    """The rows of `table` that stand in `rows`."""
    text = TableText(table, rows)
    found = list(text.found_rows())
    if not found:
        return TableReading()
    heads = {block: text.heads_over(_first_of(found, block)) for block in {r.block for r in found}}
    habits = _habits(table, found)
    taken = {row.line.id: _take(table, row, heads[row.block], habits) for row in found}
    sound = [row for row in found if not taken[row.line.id].reason]
    origins: dict[str, Origin] = {}
    for row in sound:
        recogniser = Recogniser(table.blocks[row.block], heads[row.block])
        origins |= _origins(table, row, taken[row.line.id], recogniser.row(text, row))
    used = {place for row in found for place, _ in taken[row.line.id].used} | text.labels
    used |= {place for row in found for place in row.label}
    everything = understood(text, used)
    return TableReading(
        rows={row.line.id: _row(table, row, taken[row.line.id]) for row in sound},
        origins=origins,
        used=everything,
        span=span(everything),
        unclear=tuple(
            _unclear(text, row, taken[row.line.id].reason)
            for row in found
            if taken[row.line.id].reason
        ),
        unheaded=tuple(
            block
            for block in sorted(heads)
            if heads[block].verdict is Verdict.UNSEEN
            and any(row.block == block and taken[row.line.id].cells for row in sound)
        ),
    )


def _first_of(found: Sequence[FoundRow], block: int) -> FoundRow:
    return next(row for row in found if row.block == block)


def _habits(table: Table, found: Sequence[FoundRow]) -> dict[tuple[int, int | None], Habit]:
    grouped: dict[tuple[int, int | None], list[Tail]] = {}
    for row in found:
        grouped.setdefault((row.block, row.group), []).append(row.tail)
    return {
        key: habit_of(tails, len(table.blocks[key[0]].leaf_columns))
        for key, tails in grouped.items()
    }


def _take(
    table: Table, row: FoundRow, heads: Heads, habits: Mapping[tuple[int, int | None], Habit]
) -> _Taken:
    count = len(table.blocks[row.block].leaf_columns)
    if not row.tail.filled:
        return _Taken()
    if row.twice:
        return _Taken(used=row.cells, reason="twice")
    if heads.verdict is Verdict.DIFFER:
        return _Taken(used=row.cells, reason="columns")
    if count == 1 and _is_copied(row, heads):
        return _Taken(row.cells[:1], row.cells)
    merged = any(cell.spread is not Spread.NONE and cell.text for _, cell in row.cells)
    if merged and (below := _below_heads(row, heads)):
        return _Taken(below, row.cells)
    # A merged cell over several figures belongs to none of them alone.
    start = None if merged else offset(row.tail, count, habits[row.block, row.group], heads)
    if start is None:
        return _Taken(used=row.cells, reason="unclear")
    cells = row.cells[start : start + count]
    return _Taken(cells, cells)


def _below_heads(row: FoundRow, heads: Heads) -> tuple[Placed, ...]:
    """The cells that begin where the heads begin; () unless every figure is one of them.

    A table whose blocks differ in their number of columns has cells as wide as the heads above.
    """
    begun = [placed for placed in row.cells if placed[1].spread is Spread.NONE]
    below = tuple(placed for placed in begun if placed[0][1] in heads.places)
    others = any(cell.text for place, cell in begun if place[1] not in heads.places)
    return () if others or len(below) != len(heads.places) else below


def _is_copied(row: FoundRow, heads: Heads) -> bool:
    """Whether one figure is written once for each of the places that its merged cell covers."""
    texts = row.tail.texts
    return heads.copies == len(texts) > 1 and len(set(texts)) == 1


def _row(table: Table, row: FoundRow, taken: _Taken) -> Row:
    columns = table.blocks[row.block].leaf_columns
    if not taken.cells:
        return Row((None,) * len(columns))
    values: list[Cell] = [
        read_cell(cell.text, column.number)[0]
        for column, (_, cell) in zip(columns, taken.cells, strict=True)
    ]
    return Row(tuple(values))


def _origins(
    table: Table, row: FoundRow, taken: _Taken, how: Sequence[Recognition]
) -> dict[str, Origin]:
    columns = table.blocks[row.block].leaf_columns
    return {
        f"{table.id}.{row.line.id}.{column.id}": Origin(
            cell.line, cell.text, read_cell(cell.text, column.number)[1], cell.place, known_by
        )
        for column, known_by, (_, cell) in zip(columns, how, taken.cells, strict=False)
    }


def _unclear(text: TableText, row: FoundRow, reason: str) -> Unclear:
    label = " ".join(text.rows[line].cells[column].text for line, column in row.label)
    texts = ([label] if label else []) + [cell.text for _, cell in row.cells]
    written = " | ".join(" ".join(part.split()) for part in texts).strip()
    return Unclear(row.line.id, row.start[0], written, reason)
