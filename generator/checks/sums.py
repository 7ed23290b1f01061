"""Both sides of a relation, summed; the checks of one year and across years share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Any, TypeAlias

from generator.checks.check import at_cell
from generator.checks.layout import Amount, TableLayout, cells_of, figure, layout
from generator.model.findings import Phrase, Place, Several, Value, Wording
from generator.model.forms import Form, Relation
from generator.model.reports import Cell, Report

_Pick: TypeAlias = Callable[[list[Cell]], tuple[Any, ...]]
"""What takes some of many cells. Most are numbers: adding them up tells whether all are."""

# A longer side is told by the addends that are not 0.
_ADDENDS_TOLD_IN_FULL = 4


@dataclass(frozen=True, slots=True)
class Addend:
    """One cell of a side: its figure, and how many years back its report lies (0 or 1)."""

    cell: str
    label: Wording
    value: Amount
    years_back: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """A relation looked at in one column or row (`line`), with all figures known."""

    relation: Relation
    table: Wording
    line: Wording
    left: tuple[Addend, ...]
    right: tuple[Addend, ...]
    place: Place

    @property
    def left_sum(self) -> Amount:
        """The sum of the left side."""
        return sum((addend.value for addend in self.left), 0)

    @property
    def right_sum(self) -> Amount:
        """The sum of the right side."""
        return sum((addend.value for addend in self.right), 0)

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left_sum == self.right_sum

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of this year's report that take part."""
        return tuple(each.cell for each in (*self.left, *self.right) if not each.years_back)


def broken(
    relation: Relation, form: Form, report: Report, previous: Sequence[tuple[Report, Form]] = ()
) -> Iterator[Sums]:
    """Where the relation does not hold, in the order of the form."""
    last_years = () if relation.within_report else previous
    if not relation.within_report and not last_years:
        return
    lines = _sides(relation, (form, *(other for _, other in last_years)))
    # Most relations hold, so nothing is made before one is seen that does not.
    cells: list[Cell] = [0]
    for known, used in ((report, form), *last_years) if lines else ():
        cells += cells_of(known, used, relation.table)
    here = layout(form)[relation.table]
    for line, left, right in lines:
        if _differ(cells, left, right):
            sums = _sums(relation, here, line, (report, form), last_years)
            if sums is not None and not sums.holds:
                yield sums


@lru_cache(maxsize=1024)
def _sides(relation: Relation, forms: tuple[Form, ...]) -> tuple[tuple[str, _Pick, _Pick], ...]:
    """For each column (or row) of a relation, what takes the cells of both sides.

    They are taken from a nought and the cells of one report after another: of this year's, whose
    form is the first of `forms`, and of last year's. A line of which a form does not have every
    cell is left out: it cannot be judged.
    """
    tables = [layout(form)[relation.table] for form in forms if relation.table in layout(form)]
    if len(tables) < len(forms):
        return ()
    starts = list(accumulate((sum(map(len, each.columns.values())) for each in tables), initial=1))
    last_years = range(1, len(forms))

    def pick(line: str, *sides: tuple[Iterable[str], Iterable[int]]) -> _Pick:
        places = [0, 0]
        for names, numbers in sides:
            for number in numbers:
                for name in names:
                    row, column = (name, line) if relation.each == "column" else (line, name)
                    here = tables[number]
                    places.append(starts[number] + here.offsets[row] + here.columns[row][column])
        return itemgetter(*places)

    found: list[tuple[str, _Pick, _Pick]] = []
    for line in _lines(relation, tables[0]):
        with suppress(KeyError):
            right = (relation.right, last_years if relation.right_year else (0,))
            brought = (relation.brought_forward, last_years)
            found.append((line, pick(line, (relation.left, (0,))), pick(line, right, brought)))
    return tuple(found)


def _differ(cells: list[Cell], left: _Pick, right: _Pick) -> bool:
    """Whether both sides are known and differ."""
    try:
        return sum(left(cells)) != sum(right(cells))
    except TypeError:
        # A blank or a text is no addend.
        return False


def judged(
    relation: Relation, form: Form, report: Report, previous: Sequence[tuple[Report, Form]] = ()
) -> Iterator[Sums]:
    """The relation in each column (or row) in which every cell holds a figure.

    `previous` are last year's reports with their forms; where there are several, after a merger,
    their figures are added up. A relation with last year's figures is not judged without them.
    """
    if not relation.within_report and not previous:
        return
    here = layout(form)[relation.table]
    for line in _lines(relation, here):
        sums = _sums(relation, here, line, (report, form), previous)
        if sums is not None:
            yield sums


def _lines(relation: Relation, here: TableLayout) -> Iterator[str]:
    """The columns (or rows) that all ids of the relation share."""
    this_year = (*relation.left, *(relation.right if relation.right_year == 0 else ()))
    if relation.each == "column":
        shared = here.columns[this_year[0]]
        lines = [name for name in shared if all(name in here.columns[row] for row in this_year)]
    else:
        lines = [row for row, columns in here.columns.items() if columns.keys() >= set(this_year)]
    return (line for line in lines if not relation.only or line in relation.only)


def _sums(
    relation: Relation,
    here: TableLayout,
    line: str,
    current: tuple[Report, Form],
    previous: Sequence[tuple[Report, Form]],
) -> Sums | None:
    def cell(name: str) -> str:
        row, column = (name, line) if relation.each == "column" else (line, name)
        return f"{relation.table}.{row}.{column}"

    labels = here.row_labels if relation.each == "column" else here.column_labels
    lines = here.column_labels if relation.each == "column" else here.row_labels
    left = _side([(name, cell(name)) for name in relation.left], [current], labels, 0)
    back = -relation.right_year
    right = _side(
        [(name, cell(name)) for name in relation.right],
        previous if back else [current],
        labels,
        back,
    )
    brought = _side([(name, cell(name)) for name in relation.brought_forward], previous, labels, 1)
    if left is None or right is None or brought is None:
        return None
    both = right + brought
    chief = both[0] if len(both) == 1 and not both[0].years_back else left[0]
    place = _place(current[0], here, chief.cell)
    return Sums(relation, here.title, lines[line], left, both, place)


def _side(
    cells: Sequence[tuple[str, str]],
    reports: Sequence[tuple[Report, Form]],
    labels: Mapping[str, Wording],
    years_back: int,
) -> tuple[Addend, ...] | None:
    """The addends of one side, or None when one of the cells holds no figure."""
    addends: list[Addend] = []
    for name, cell in cells:
        for report, form in reports:
            value = figure(report, form, cell)
            if not isinstance(value, (int, Decimal)):
                return None
            addends.append(Addend(cell, labels[name], value, years_back))
    return tuple(addends)


def _place(report: Report, here: TableLayout, cell: str) -> Place:
    table, row, column = cell.split(".")
    return at_cell(report, table, row, here.columns[row][column], column)


def told(sums: Sums) -> dict[str, Value]:
    """The parameters of a finding about a relation that does not hold."""
    return {
        "relation": sums.relation.id,
        "table": sums.table,
        "line": sums.line,
        "left": _listed(sums.left),
        "left_sum": plain(sums.left_sum),
        "right": _listed(sums.right),
        "right_sum": plain(sums.right_sum),
        "difference": plain(abs(sums.left_sum - sums.right_sum)),
    }


def plain(value: Amount) -> int | str:
    """A figure as a parameter."""
    return format(value, "f") if isinstance(value, Decimal) else value


def _listed(addends: tuple[Addend, ...]) -> Value:
    shown = addends
    if len(addends) > _ADDENDS_TOLD_IN_FULL:
        shown = tuple(addend for addend in addends if addend.value)
    if not shown:
        return Phrase("relation.all_zero", {"count": len(addends)})
    return Several(tuple(_term(addend) for addend in shown))


def _term(addend: Addend) -> Phrase:
    key = "relation.term_last_year" if addend.years_back else "relation.term"
    return Phrase(key, {"label": addend.label, "value": plain(addend.value)})
