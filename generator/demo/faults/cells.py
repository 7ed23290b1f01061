"""Faults in the tables.

A cell that a text speaks of, or that another year's report depends on, is never touched: the fault
would show in a second place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.demo.dice import Dice
from generator.demo.drafts import Draft
from generator.demo.faults.planted import Expected, Planted, planted
from generator.model.forms import Number
from generator.model.reports import Cell


def relation_broken(draft: Draft, dice: Dice) -> Planted | None:
    """One figure is off by a little, so that a relation does not hold.

    In a table that is added up both ways every figure stands in two relations; all that break are
    listed. Where a figure stands in one alone it is taken every other time.
    """
    ledger = draft.desk.ledger
    uses = ledger.uses
    open_ones = [at for at in _open(draft) if at in uses]
    lone = [at for at in open_ones if uses[at] == 1]
    options = lone if lone and dice.happens(50) else open_ones
    if not options:
        return None
    at = dice.pick(options)
    before = int(draft.numbers[at])
    after = before + dice.between(1, 9)
    changed = _with(draft, {at: after})
    values = [after if each == at else number for each, number in enumerate(draft.numbers)]
    return planted(
        changed,
        *(
            Expected(
                "relation.broken",
                ledger.cells[at],
                parameters={
                    "relation": found.equation.relation.id,
                    "line": found.equation.line,
                    "left": found.left,
                    "right": found.right,
                    "before": before,
                    "after": after,
                },
            )
            for found in ledger.imbalances(values)
        ),
    )


def blank(draft: Draft, dice: Dice) -> Planted | None:
    """A cell is left blank where 0 should stand."""
    return _instead_of_zero("cell.blank", None, draft, dice)


def mark(draft: Draft, dice: Dice) -> Planted | None:
    """A cell has a stroke where 0 should stand."""
    return _instead_of_zero("cell.mark", dice.pick(("/", "/", "—", "-")), draft, dice)


def _instead_of_zero(code: str, value: Cell, draft: Draft, dice: Dice) -> Planted | None:
    options = [at for at in _open(draft) if draft.numbers[at] == 0]
    return _changed(code, options, value, draft, dice)


def unit(draft: Draft, dice: Dice) -> Planted | None:
    """A figure has its unit with it: an amount where there is one, else a count."""
    ledger = draft.desk.ledger
    alone = [at for at in _open(draft) if at not in ledger.uses]
    amounts = [at for at in alone if ledger.numbers[at] is Number.AMOUNT and draft.numbers[at]]
    amounts = [at for at in amounts if ledger.units[at]]
    options = amounts or [at for at in alone if draft.numbers[at] and ledger.units[at]]
    if not options:
        return None
    at = dice.pick(options)
    value = f"{draft.numbers[at]:f}" if at in amounts else str(draft.numbers[at])
    return _changed("cell.unit", [at], value + ledger.units[at], draft, dice)


def negative(draft: Draft, dice: Dice) -> Planted | None:
    """A figure that stands in no relation has a minus sign."""
    uses = draft.desk.ledger.uses
    options = [at for at in _open(draft) if at not in uses and draft.numbers[at] > 0]
    if not options:
        return None
    at = dice.pick(options)
    return _changed("cell.negative", [at], -draft.numbers[at], draft, dice)


def row_missing(draft: Draft, dice: Dice) -> Planted | None:
    """A row in which nothing but 0 stands is left out, but not the only one of its table."""
    free = set(_open(draft))
    heights = Counter(table for table, *_ in draft.desk.ledger.rows)
    rows = [
        (table, row)
        for table, row, start, end in draft.desk.ledger.rows
        if heights[table] > 1
        and free.issuperset(range(start, end))
        and not any(draft.numbers[start:end])
    ]
    if not rows:
        return None
    table, row = dice.pick(rows)
    tables = {name: dict(kept) for name, kept in draft.report.tables.items()}
    del tables[table][row]
    report = replace(draft.report, tables=tables)
    return planted(replace(draft, report=report), Expected("row.missing", row=f"{table}.{row}"))


def _changed(
    code: str, options: Sequence[int], value: Cell, draft: Draft, dice: Dice
) -> Planted | None:
    if not options:
        return None
    at = dice.pick(options)
    before, cell = draft.numbers[at], draft.desk.ledger.cells[at]
    parameters = {"before": str(before), "after": None if value is None else str(value)}
    return planted(_with(draft, {at: value}), Expected(code, cell, parameters=parameters))


def _open(draft: Draft) -> list[int]:
    """The cells that nothing outside the tables speaks of."""
    ledger = draft.desk.ledger
    shut = ledger.linked | ledger.cells_of(draft.texts.mentioned)
    return [at for at in range(len(ledger.cells)) if at not in shut]


def _with(draft: Draft, changes: dict[int, Cell]) -> Draft:
    """The draft with other values in some cells of its report."""
    values: list[Cell] = list(draft.numbers)
    for at, value in changes.items():
        values[at] = value
    tables = draft.desk.ledger.table_rows(values)
    return replace(draft, report=replace(draft.report, tables=tables))
