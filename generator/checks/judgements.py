"""Every relation of a report with both its sides, for readers: what holds as well as what does not.

It is `generator.checks.sums` for pages, which show all relations of every report: where each cell
stands is looked up once for a form, and the rows of zeros that most reports are made of are only
counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.checks.carried import previous_reports
from generator.checks.layout import TableLayout, layout
from generator.model.forms import Form, Line, Relation, Table
from generator.model.judgements import Amount, JudgedLine, Judgement, Name
from generator.model.reports import Report, Row
from generator.model.subjects import Subject

# How official texts number their parts (GB/T 9704), and a remark at the end of a label.
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、])")
_REMARK = re.compile(r"（[^（）]*）$")

_Cells = tuple[tuple[str, int], ...]
"""Cells by row and index; an index of -1 is a cell that the edition does not have."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the cells of one column (or row) stand.

    `brought` holds the cells of the right side that stand in each of last year's reports.
    """

    label: str
    name: Name
    left: _Cells
    right: _Cells
    brought: tuple[_Cells, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A relation, the labels of its sides, and all lines in which it is looked at."""

    frame: Judgement
    lines: tuple[_Line, ...]


_kept: dict[tuple[str, ...], tuple[tuple[Form, ...], tuple[_Plan, ...]]] = {}


def judgements(subject: Subject) -> tuple[Judgement, ...]:
    """The relations of the report's form, in its order.

    They find broken what `relations` and `carried` find broken, in every column and row.
    """
    before = previous_reports(subject)
    reports = [report for report, _ in before]
    forms = (subject.form, *(form for _, form in before))
    return tuple(_judged(plan, subject.report, reports) for plan in _plans(forms))


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
    there = [layout(other).get(relation.table) for other in others]
    back = relation.right if relation.right_year else relation.brought_forward
    now = () if relation.right_year else relation.right
    columns = relation.each == "column"
    labels = here.column_labels if columns else here.row_labels
    rows, heads = names_of(here.table)
    called, of_line = (rows, heads) if columns else (heads, rows)

    def told(names: tuple[str, ...]) -> tuple[Name, ...]:
        return tuple(called[name] for name in names)

    lines = tuple(
        _Line(
            labels[line].zh,
            of_line[line],
            _cells(here, relation.left, line, columns=columns),
            _cells(here, now, line, columns=columns),
            tuple(_cells(other, back, line, columns=columns) for other in there) if back else (),
        )
        for line in _lines(relation, here, (*relation.left, *now))
    )
    compared = not back or bool(others)
    only = tuple(of_line[name] for name in relation.only)
    frame = Judgement(relation, told(relation.left), told(now), told(back), only, compared=compared)
    return _Plan(frame, lines if compared else ())


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


def _cells(here: TableLayout | None, names: tuple[str, ...], line: str, *, columns: bool) -> _Cells:
    found: Mapping[str, Mapping[str, int]] = here.columns if here else {}
    pairs = ((name, line) if columns else (line, name) for name in names)
    return tuple((row, found.get(row, {}).get(column, -1)) for row, column in pairs)


def _judged(plan: _Plan, report: Report, previous: Sequence[Report]) -> Judgement:
    frame = plan.frame
    table = frame.relation.table
    rows = report.tables.get(table, {})
    earlier = [each.tables.get(table, {}) for each in previous]
    lines: list[JudgedLine] = []
    unknown: list[Name] = []
    zeros = 0
    for line in plan.lines:
        left = _figures(rows, line.left)
        right = _figures(rows, line.right)
        for own, cells in zip(earlier, line.brought, strict=False):
            more = _figures(own, cells)
            right = None if right is None or more is None else right + more
        if left is None or right is None:
            unknown.append(line.name)
        elif any(left) or any(right):
            lines.append(JudgedLine(line.label, line.name, tuple(left), tuple(right)))
        else:
            zeros += 1
    return Judgement(
        frame.relation,
        frame.left,
        frame.right,
        frame.brought,
        frame.only,
        tuple(lines),
        zeros,
        tuple(unknown),
        compared=frame.compared,
    )


def _figures(rows: Mapping[str, Row], cells: _Cells) -> list[Amount] | None:
    """What stands in the cells, or None when one of them holds no figure."""
    found: list[Amount] = []
    for row, index in cells:
        if row not in rows or index < 0:
            return None
        value = rows[row].cells[index]
        # Nearly all are counts, which this finds out soonest.
        if type(value) is not int and (value is None or isinstance(value, str)):
            return None
        found.append(value)
    return found
