"""The figures of a report, made so that every relation of the form holds.

What is free is drawn, what depends on it is computed: first what last year's report fixes, then
what flows through, last every total that a relation states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from graphlib import TopologicalSorter

from generator.demo.dice import Dice, Weights
from generator.demo.profile import Draw, Profile
from generator.model.forms import Form, Number, Relation
from generator.model.reports import Cell, Row

Numbers = list[int | Decimal]
"""The value of every cell, in the order of the form."""
Past = Sequence[int | Decimal | None]
"""The same of last year's report; None for cells that its form did not have."""


@dataclass(frozen=True)
class Equation:
    """A relation in one column or row: two sums over cells, by their positions."""

    relation: Relation
    line: str
    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True)
class Spread:
    """`percent` of a size, over the cells at some positions."""

    size: str
    percent: int
    at: tuple[int, ...]
    weights: Weights


@dataclass(frozen=True)
class Imbalance:
    """An equation that does not hold, and its two sums."""

    equation: Equation
    left: int
    right: int


class Ledger:
    """One form and its profile, laid out for filling in."""

    def __init__(self, form: Form, profile: Profile) -> None:
        self.form = form
        self.profile = profile
        self.cells: list[str] = []
        self.numbers: list[Number] = []
        self.units: list[str] = []
        self.rows: list[tuple[str, str, int, int]] = []
        for table in form.tables:
            for block, row in table.rows():
                start = len(self.cells)
                for column in block.leaf_columns:
                    self.cells.append(f"{table.id}.{row.id}.{column.id}")
                    self.numbers.append(column.number)
                    self.units.append(column.unit)
                self.rows.append((table.id, row.id, start, len(self.cells)))
        self.at = {cell: position for position, cell in enumerate(self.cells)}

    # --- what the form says ---

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """The relations within one report, for every column or row that they are looked at in."""
        relations = [relation for relation in self.form.relations if relation.within_report]
        return tuple(each for relation in relations for each in self._equations(relation))

    def _equations(self, relation: Relation) -> Iterator[Equation]:
        """One for each row or column that has all the cells that the relation speaks of."""
        lines: dict[str, dict[str, int]] = {}
        for cell, position in self.at.items():
            table, row, column = cell.split(".")
            if table == relation.table:
                line, name = (column, row) if relation.each == "column" else (row, column)
                lines.setdefault(line, {})[name] = position
        for line, places in lines.items():
            wanted = not relation.only or line in relation.only
            if wanted and places.keys() >= {*relation.left, *relation.right}:
                left = tuple(places[name] for name in relation.left)
                right = tuple(places[name] for name in relation.right)
                yield Equation(relation, line, left, right)

    @cached_property
    def uses(self) -> Mapping[int, int]:
        """For each cell that stands in a relation, in how many."""
        return Counter(at for each in self.equations for at in (*each.left, *each.right))

    @cached_property
    def _totals(self) -> list[tuple[int, tuple[int, ...]]]:
        """Each total and the cells that make it up, so ordered that parts come before wholes."""
        sums: dict[int, tuple[int, ...]] = {}
        for equation in self.equations:
            if len(equation.right) == 1:
                sums.setdefault(equation.right[0], equation.left)
        order = TopologicalSorter(sums).static_order()
        return [(position, sums[position]) for position in order if position in sums]

    def imbalances(self, values: Sequence[int | Decimal]) -> list[Imbalance]:
        """The equations that do not hold."""
        found = [
            Imbalance(
                equation,
                int(sum(values[at] for at in equation.left)),
                int(sum(values[at] for at in equation.right)),
            )
            for equation in self.equations
        ]
        return [each for each in found if each.left != each.right]

    def table_rows(self, values: Sequence[Cell]) -> dict[str, dict[str, Row]]:
        """The values as the tables of a report."""
        tables: dict[str, dict[str, Row]] = {table.id: {} for table in self.form.tables}
        for table, row, start, end in self.rows:
            tables[table][row] = Row(tuple(values[start:end]))
        return tables

    # --- what the profile says ---

    def _spread(self, draw: Draw) -> Spread:
        at = tuple(self.at[cell] for cell in draw.cells)
        return Spread(draw.size, draw.percent, at, Weights(tuple(draw.cells.values())))

    @cached_property
    def _draws(self) -> list[Spread]:
        return list(map(self._spread, self.profile.draws))

    @cached_property
    def _first(self) -> list[Spread]:
        return [self._spread(carried.first) for carried in self.profile.carried]

    @cached_property
    def carried(self) -> list[tuple[int, int]]:
        """Each cell that repeats one of last year, and that one."""
        return [
            (self.at[f"{carried.table}.{carried.row}.{column}"], self.at[cell])
            for carried in self.profile.carried
            for cell in self.cells
            for table, row, column in [cell.split(".")]
            if (table, row) == (carried.table, carried.source)
        ]

    @cached_property
    def _totalled(self) -> frozenset[int]:
        return frozenset(position for position, _ in self._totals)

    @cached_property
    def free_carried(self) -> list[tuple[int, int]]:
        """Those of `carried` that are no totals."""
        return [pair for pair in self.carried if pair[0] not in self._totalled]

    @cached_property
    def _flows(self) -> list[tuple[tuple[int, ...], tuple[int, ...], Weights]]:
        flows: list[tuple[tuple[int, ...], tuple[int, ...], Weights]] = []
        for flow in self.profile.flows:
            weights = Weights(tuple(flow.out.values()))
            columns = [
                cell.split(".")[2]
                for cell in self.cells
                if cell.startswith(f"{flow.table}.{flow.into[0]}.")
                and self.at[cell] not in self._totalled
            ]
            for column in columns:
                into = tuple(self.at[f"{flow.table}.{row}.{column}"] for row in flow.into)
                out = tuple(self.at[f"{flow.table}.{row}.{column}"] for row in flow.out)
                flows.append((into, out, weights))
        return flows

    @cached_property
    def _figures(self) -> list[tuple[str, tuple[int, ...]]]:
        return [
            (name, tuple(self.at[cell] for cell in cells))
            for name, cells in self.profile.figures.items()
        ]

    @cached_property
    def linked(self) -> frozenset[int]:
        """The cells that the reports of other years depend on, or that depend on them."""
        stocks = {
            self.at[cell]
            for stock in self.profile.stocks
            for cell in (*stock.added, stock.removed, stock.level)
            if cell
        }
        tallies = {
            self.at[cell] for tally in self.profile.tallies for cell in (tally.last, tally.growth)
        }
        return frozenset((stocks | tallies).union(*self.carried))

    def past(self, other: Ledger, values: Numbers) -> Past:
        """The values of another ledger in the order of this one."""
        if other is self:
            return values
        return [values[other.at[cell]] if cell in other.at else None for cell in self.cells]

    def figures(self, values: Numbers) -> dict[str, int]:
        """The figures that texts speak of."""
        return {name: sum(int(values[each]) for each in at) for name, at in self._figures}

    def cells_of(self, figures: frozenset[str]) -> frozenset[int]:
        """The cells that make up these figures."""
        return frozenset(at for name, cells in self._figures if name in figures for at in cells)

    # --- filling in ---

    def fill(
        self,
        sizes: Mapping[str, int],
        dice: Dice,
        last: Past | None,
        shift: Mapping[int, int] | None = None,
    ) -> Numbers:
        """The figures of one year.

        `sizes` are counts in hundredths. `last` are those of the year before, None in the first
        year of all. `shift` is added to cells that should repeat last year's.
        """
        values: Numbers = [0] * len(self.cells)
        for draw in self._draws:
            self._pour(values, draw, sizes, dice)
        self._amounts(values, sizes, dice)
        self._stocks(values, sizes, dice, last)
        self._tallies(values, sizes, dice, last)
        if last is None:
            for draw in self._first:
                self._pour(values, draw, sizes, dice)
        else:
            for position, source in self.carried:
                values[position] = last[source] or 0
        for position, change in (shift or {}).items():
            values[position] += change
        return self._complete(values, dice)

    def _complete(self, values: Numbers, dice: Dice) -> Numbers:
        """Let everything flow through, then add up."""
        for into, out, weights in self._flows:
            total = sum(int(values[position]) for position in into)
            if total:
                for position, part in zip(out, dice.spread(total, weights), strict=True):
                    values[position] = part
        for position, parts in self._totals:
            values[position] = sum([values[part] for part in parts])
        return values

    def _pour(self, values: Numbers, draw: Spread, sizes: Mapping[str, int], dice: Dice) -> None:
        mean = sizes.get(draw.size, 0) * draw.percent
        total = dice.count(mean, 10_000) if mean else 0
        if total:
            for position, part in zip(draw.at, dice.spread(total, draw.weights), strict=True):
                values[position] += part

    def _amounts(self, values: Numbers, sizes: Mapping[str, int], dice: Dice) -> None:
        for amount in self.profile.amounts:
            mean = sizes.get(amount.size, 0)
            if mean:
                scale = 10**amount.places
                units = mean * scale * dice.between(80, 125) // 10_000
                values[self.at[amount.cell]] = Decimal(units).scaleb(-amount.places)

    def _stocks(
        self, values: Numbers, sizes: Mapping[str, int], dice: Dice, last: Past | None
    ) -> None:
        for stock in self.profile.stocks:
            mean = sizes.get(stock.size, 0)
            level = self.at[stock.level]
            before = last[level] if last else None
            if before is None:
                before = dice.count(mean * stock.first)
            added = dice.count(mean)
            removed = 0
            if stock.removed:
                removed = min(dice.count(mean * 4 // 5), int(before))
                values[self.at[stock.removed]] = removed
            for cell in stock.added:
                values[self.at[cell]] = added
            values[level] = before + added - removed

    def _tallies(
        self, values: Numbers, sizes: Mapping[str, int], dice: Dice, last: Past | None
    ) -> None:
        for tally in self.profile.tallies:
            at, change = self.at[tally.last], self.at[tally.growth]
            before = last[at] if last else None
            changed = last[change] if last else None
            if before is None or changed is None:
                mean = sizes.get(tally.size, 0) * tally.percent
                values[at] = dice.count(mean, 10_000) + bool(mean)
            else:
                values[at] = before + changed
            values[change] = max(dice.pick((-2, -1, 0, 0, 0, 1, 3)), -int(values[at]))
            if not values[at]:
                values[change] = 0
