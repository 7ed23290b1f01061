"""Both sides of a relation that does not hold, cell by cell, as findings tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.check import at_cell
from generator.checks.judgements import judged, previous_reports
from generator.checks.layout import Amount, TableLayout, figure, layout
from generator.model.findings import Phrase, Place, Several, Value, Wording
from generator.model.forms import Form, Relation
from generator.model.reports import Report
from generator.model.subjects import Subject

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


def broken(subject: Subject, *, within_report: bool) -> Iterator[Sums]:
    """Where relations do not hold, in the order of the form.

    They are those within the report, or those with last year's figures.
    """
    current, previous = (subject.report, subject.form), previous_reports(subject)
    for each in judged(subject):
        relation = each.judgement.relation
        for line in each.broken if relation.within_report is within_report else ():
            sums = sums_of(relation, line, current, previous)
            if sums is not None:
                yield sums


def sums_of(
    relation: Relation,
    line: str,
    current: tuple[Report, Form],
    previous: Sequence[tuple[Report, Form]],
) -> Sums | None:
    """The relation in one column (or row), or None when one of the cells holds no figure.

    `previous` are last year's reports with their forms; where there are several, after a merger,
    their figures are added up.
    """
    here = layout(current[1])[relation.table]

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
