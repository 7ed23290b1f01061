"""The relations of a form as formulas of a workbook, with the values that they have now.

A spreadsheet shows what was calculated last, and readers take that; so every formula is written
with its value. Sums are worked out here exactly as a spreadsheet does it: what is no number counts
for nothing in a sum, and where a number is missing nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from xlsxwriter.utility import xl_rowcol_to_cell

from generator.messages import messages
from generator.model.findings import Severity
from generator.model.forms import Form, Relation, Table
from generator.model.reports import Cell

Position = tuple[int, int]
Amount = int | Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value that it has now; "" for a blank."""

    text: str
    value: Amount | str


def lines_of_relation(relation: Relation, table: Table) -> list[str]:
    """The columns (or rows) in which a relation is looked at, by id."""
    columns = {row.id: [each.id for each in block.leaf_columns] for block, row in table.rows()}
    this_year = (*relation.left, *(relation.right if relation.right_year == 0 else ()))
    if relation.each == "row":
        lines = [row for row, own in columns.items() if set(this_year) <= set(own)]
    else:
        lines = [
            column
            for column in columns[this_year[0]]
            if all(column in columns[row] for row in this_year)
        ]
    return [line for line in lines if not relation.only or line in relation.only]


def cell_of(relation: Relation, name: str, line: str) -> str:
    """The cell of a row (or column) `name` of a relation in the column (or row) `line`."""
    row, column = (name, line) if relation.each == "column" else (line, name)
    return f"{relation.table}.{row}.{column}"


def totals_of(form: Form, table: Table) -> dict[str, tuple[str, ...]]:
    """The cells that are the sum of others, whatever is reported, with those others.

    Only a relation that must hold makes a total. No total is a part of itself.
    """
    found: dict[str, tuple[str, ...]] = {}
    for relation in form.relations:
        if relation.table != table.id or not _makes_totals(relation):
            continue
        for line in lines_of_relation(relation, table):
            target = cell_of(relation, relation.right[0], line)
            parts = tuple(cell_of(relation, name, line) for name in relation.left)
            if target not in found and target not in _all_parts(parts, found):
                found[target] = parts
    return found


def _makes_totals(relation: Relation) -> bool:
    sure = relation.severity is Severity.ERROR and relation.within_report
    return sure and len(relation.right) == 1


def _all_parts(parts: Sequence[str], totals: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    left = list(parts)
    while left:
        part = left.pop()
        if part not in found:
            found.add(part)
            left += totals.get(part, ())
    return found


def total(
    parts: Sequence[str], places: Mapping[str, Position], values: Mapping[str, Cell]
) -> Formula:
    """The sum of `parts`, blank as long as all of them are."""
    refs = _references([places[part] for part in parts])
    figures = numbers(values[part] for part in parts)
    value = sum(figures, 0) if figures else ""
    return Formula(f'=IF(COUNT({refs})=0,"",SUM({refs}))', value)


def check(
    left: Sequence[Position], right: Sequence[Position], values: Mapping[Position, Cell]
) -> Formula:
    """Whether the sums of both sides are equal, in words, with the difference."""
    words = messages("zh")
    holds, broken, partial = (
        words.say(f"interchange.grid.{name}") for name in ("holds", "broken", "partial")
    )
    one, other = _references(left), _references(right)
    count = len(left) + len(right)
    difference = f"ROUND(SUM({one})-SUM({other}),6)"
    text = (
        f'=IF(COUNT({one},{other})=0,"",IF(COUNT({one},{other})<{count},"{partial}",'
        f'IF({difference}=0,"{holds}","{broken}"&{difference})))'
    )
    sides = [numbers(values[place] for place in side) for side in (left, right)]
    known = len(sides[0]) + len(sides[1])
    if known < count:
        return Formula(text, partial if known else "")
    apart = round(Decimal(sum(sides[0], 0) - sum(sides[1], 0)), 6)
    return Formula(text, f"{broken}{_plain(apart)}" if apart else holds)


def numbers(cells: Iterator[Cell] | Sequence[Cell]) -> list[Amount]:
    """The cells that a workbook holds as numbers."""
    return [cell for cell in cells if cell is not None and not isinstance(cell, str)]


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(cell: Cell) -> float | int | None:
    """The number by which a workbook can hold a cell exactly as it was reported, else None.

    Such programs keep fifteen digits and no zeros at the end.
    """
    if cell is None or isinstance(cell, str):
        return None
    text = format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    kept = format(Decimal(f"{float(text):.15g}"), "f")
    if kept != text:
        return None
    return int(text) if isinstance(cell, int) else float(text)


def _references(cells: Sequence[Position]) -> str:
    """The cells as a formula names them, neighbours together."""
    runs: list[list[Position]] = []
    for before, place in pairwise([None, *cells]):
        if place is None:
            continue
        if before is not None and _follows(runs[-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return ",".join(_range(run[0], run[-1]) for run in runs)


def _follows(run: Sequence[Position], place: Position) -> bool:
    """Whether `place` goes on in the direction of the run."""
    step = (place[0] - run[-1][0], place[1] - run[-1][1])
    if step not in ((0, 1), (1, 0)):
        return False
    return len(run) == 1 or step == (run[-1][0] - run[-2][0], run[-1][1] - run[-2][1])


def _range(first: Position, last: Position) -> str:
    one = xl_rowcol_to_cell(*first)
    return one if first == last else f"{one}:{xl_rowcol_to_cell(*last)}"
