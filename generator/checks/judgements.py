"""Every relation of a report with both its sides, looked at once: for the checks and for readers.

Pages show all relations of every report, what holds as well as what does not. Where each cell
stands is looked up once for a form, a relation of nothing but zeros has its judgement ready, and
the checks are told which lines do not hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.layout import NOWHERE, TableLayout, Taker, cells_of, layout, places, taker
from generator.model.forms import Form, Line, Relation, Table
from generator.model.judgements import JudgedLine, Judgement, Name
from generator.model.reports import Cell, Report
from generator.model.subjects import Subject

# How official texts number their parts (GB/T 9704), and a remark at the end of a label.
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、])")
_REMARK = re.compile(r"（[^（）]*）$")

_Cells = tuple[Cell, ...]


class Judged(Struct, frozen=True):
    """What came of a relation, and the ids of the columns (or rows) in which it does not hold."""

    judgement: Judgement
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """One column (or row), and where the cells of its sides stand among those of the plan."""

    id: str
    label: str
    name: Name
    left: slice
    right: slice


@dataclass(frozen=True, slots=True)
class _Plan:
    """A relation, the labels of its sides, and all lines in which it is looked at.

    `take` takes the cells of all lines. Where they are `zeros`, the judgement is `nothing`.
    """

    frame: Judgement
    lines: tuple[_Line, ...]
    take: Taker
    zeros: tuple[int, ...]
    nothing: Judged


_kept: dict[tuple[str, ...], tuple[tuple[Form, ...], tuple[_Plan, ...]]] = {}


def judgements(subject: Subject) -> tuple[Judgement, ...]:
    """The relations of the report's form, in its order."""
    return tuple(each.judgement for each in judged(subject))


def judged(subject: Subject) -> tuple[Judged, ...]:
    """The same, with what does not hold."""
    return _judged_report(subject.report, subject.form, previous_reports(subject))


def previous_reports(subject: Subject) -> tuple[tuple[Report, Form], ...]:
    """Last year's reports that this one continues, with their forms; none: nothing to compare."""
    if not subject.comparable:
        return ()
    own = subject.history.get(subject.report.year - 1)
    reports = (*((own,) if own else ()), *subject.merged)
    if any(report.form not in subject.forms for report in reports):
        return ()
    return tuple((report, subject.forms[report.form]) for report in reports)


# The checks of one year and across years want it, and so do pages, one after another.
@lru_cache(maxsize=64)
def _judged_report(
    report: Report, form: Form, previous: tuple[tuple[Report, Form], ...]
) -> tuple[Judged, ...]:
    cells = cells_of(report, form)
    for other, its_form in previous:
        cells += cells_of(other, its_form)
    return tuple(_judged(plan, cells) for plan in _plans((form, *(each for _, each in previous))))


def _plans(forms: tuple[Form, ...]) -> tuple[_Plan, ...]:
    """The plans for a form and those of last year's reports; made once.

    Not a cache of functools: to compare two forms takes longer than all that is to be done here.
    """
    key = tuple(form.id for form in forms)
    found = _kept.get(key)
    if found is not None and all(a is b for a, b in zip(found[0], forms, strict=True)):
        return found[1]
    here, *others = forms
    plans = tuple(_plan(relation, here, others) for relation in here.relations)
    _kept[key] = (forms, plans)
    return plans


def _plan(relation: Relation, form: Form, others: Sequence[Form]) -> _Plan:
    here = layout(form)[relation.table]
    back = relation.right if relation.right_year else relation.brought_forward
    now = () if relation.right_year else relation.right
    columns = relation.each == "column"
    labels = here.column_labels if columns else here.row_labels
    rows, heads = names_of(here.table)
    called, of_line = (rows, heads) if columns else (heads, rows)

    def told(names: tuple[str, ...]) -> tuple[Name, ...]:
        return tuple(called[name] for name in names)

    compared = not back or bool(others)
    lines: list[_Line] = []
    where: list[int] = []
    for line in _lines(relation, here, (*relation.left, *now)) if compared else ():
        left = _places(relation, line, relation.left, (form,))
        right = _places(relation, line, now, (form,))
        right += _places(relation, line, back, (form, *others))[len(back) :]
        start, middle = len(where), len(where) + len(left)
        where += [*left, *right]
        sides = slice(start, middle), slice(middle, len(where))
        lines.append(_Line(line, labels[line].zh, of_line[line], *sides))
    only = tuple(of_line[name] for name in relation.only)
    frame = Judgement(relation, told(relation.left), told(now), told(back), only, compared=compared)
    nothing = Judged(replace(frame, zeros=len(lines)))
    return _Plan(frame, tuple(lines), taker(where), (0,) * len(where), nothing)


def _places(
    relation: Relation, line: str, names: Sequence[str], forms: Sequence[Form]
) -> list[int]:
    """Where the cells of the rows (or columns) `names` stand, in one report after another."""
    starts = accumulate((len(places(form)) + 1 for form in forms), initial=0)
    found: list[int] = []
    for start, form in zip(starts, forms, strict=False):
        known = places(form)
        for name in names:
            row, column = (name, line) if relation.each == "column" else (line, name)
            place = known.get(f"{relation.table}.{row}.{column}")
            found.append(NOWHERE if place is None else start + place)
    return found


def names_of(table: Table) -> tuple[Mapping[str, Name], Mapping[str, Name]]:
    """What readers call the rows and the columns of a table, by id."""
    rows = _paths(line for block in table.blocks for line in block.rows)
    columns = _paths(line for block in table.blocks for line in block.columns)
    often = Counter(path[-1] for path in {*rows.values(), *columns.values()})

    def named(path: tuple[str, ...]) -> Name:
        *above, own = path
        return (above[-1] if often[own] > 1 and above else "", own)

    return (
        {name: named(path) for name, path in rows.items()},
        {name: named(path) for name, path in columns.items()},
    )


def _paths(lines: Iterable[Line]) -> dict[str, tuple[str, ...]]:
    return {
        path[-1].id: tuple(_short(line.label.zh) for line in path)
        for line in lines
        for path in line.paths()
    }


def _short(label: str) -> str:
    """A label without its numbering and the remark behind it."""
    own = _NUMBERING.sub("", label, count=1)
    return _REMARK.sub("", own) or own


def _lines(relation: Relation, here: TableLayout, names: tuple[str, ...]) -> Iterator[str]:
    """The columns (or rows) that all of the `names` share."""
    wanted = set(names)
    if relation.each == "column":
        lines = [
            column
            for column in here.columns[names[0]]
            if all(column in here.columns[row] for row in wanted)
        ]
    else:
        lines = [row for row, columns in here.columns.items() if columns.keys() >= wanted]
    return (line for line in lines if not relation.only or line in relation.only)


def _judged(plan: _Plan, cells: _Cells) -> Judged:
    taken = plan.take(cells)
    if taken == plan.zeros:
        return plan.nothing
    lines: list[JudgedLine] = []
    unknown: list[Name] = []
    broken: list[str] = []
    zeros = 0
    for line in plan.lines:
        left, right = taken[line.left], taken[line.right]
        try:
            left_sum, right_sum = sum(left), sum(right)
        except TypeError:
            # A blank or a text is no addend.
            unknown.append(line.name)
            continue
        if left_sum != right_sum:
            broken.append(line.id)
        if left_sum or any(left) or any(right):
            lines.append(JudgedLine(line.label, line.name, left, right))
        else:
            zeros += 1
    frame = plan.frame
    judgement = Judgement(
        frame.relation,
        frame.left,
        frame.right,
        frame.brought,
        frame.only,
        tuple(lines),
        zeros,
        tuple(unknown),
        frame.compared,
    )
    return Judged(judgement, tuple(broken))
