"""A table beside last year's, folded out below it: the figures of both years and the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from generator.messages import Messages
from generator.model.crosswalks import Crosswalk
from generator.model.forms import Form
from generator.model.pages import ReportView
from generator.model.reports import Cell, Report, Row
from generator.render.cells import short_labels, spots
from generator.render.continuity import in_other
from generator.render.document import Html, plain
from generator.render.words import MINUS

MOST_CELLS = 40
"""Of a table with more cells only the totals are compared, where relations say which they are."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A figure of this year with last year's cells for it, and why the two are not comparable.

    `head` is its row up to the first figure.
    """

    head: str
    row: str
    index: int
    before: tuple[tuple[str, str, int], ...]
    reasons: tuple[str, ...]


_NO_ROWS: Mapping[str, Row] = {}
_kept: dict[tuple[str, str, str], tuple[tuple[Form, Form], tuple[_Line, ...]]] = {}


def comparison(view: ReportView, table: str, messages: Messages) -> Html | None:
    """The comparison, or None when there is no report of last year or nothing but zeros."""
    if view.last_year is None:
        return None
    report, form = view.last_year
    lines = _lines(view.form, form, table, view.crosswalk)
    if not any(line.before for line in lines):
        told = messages.say("page.comparison.none", year=report.year, form=form.title.zh)
        return Html(f'<p class="gk-remark">{escape(plain(told))}</p>') if lines else None
    rows: list[str] = []
    reasons: dict[str, None] = {}
    zeros = 0
    own = view.report.tables.get(table, {})
    for line in lines:
        now = _value(own, line.row, line.index)
        before = _sum(report, line.before)
        if not now and not before and now is not None and before is not None:
            zeros += 1
            continue
        reasons.update(dict.fromkeys(line.reasons))
        rows.append(_row(line, now, before, messages))
    return Html(_written(view, rows, [*reasons], zeros, messages)) if rows else None


def _lines(form: Form, last: Form, table: str, crosswalk: Crosswalk | None) -> tuple[_Line, ...]:
    key = (form.id, last.id, table)
    found = _kept.get(key)
    if found is None or found[0][0] is not form or found[0][1] is not last:
        found = ((form, last), tuple(_made(form, last, table, crosswalk)))
        _kept[key] = found
    return found[1]


def _made(form: Form, last: Form, table: str, crosswalk: Crosswalk | None) -> Iterator[_Line]:
    own = {cell: spot for cell, spot in spots(form).items() if spot.table.id == table}
    totals = _totals(form, table) if len(own) > MOST_CELLS else frozenset[str]()
    there = spots(last)
    for cell, spot in own.items():
        if totals and cell.rpartition(".")[2] not in totals:
            continue
        label = spot.row_labels[-1] if totals else " › ".join(short_labels(form)[cell])
        other = in_other(crosswalk, (cell,), form, last)
        known = [there[name] for name in other.cells if name in there]
        before = tuple((one.table.id, one.row, one.index) for one in known)
        if len(before) < len(other.cells):
            before = ()
        reasons = tuple(reason.zh for reason in other.reasons) if before else ()
        head = f'<tr><th scope="row"><a href="#{cell}">{escape(plain(label))}</a></th><td>'
        yield _Line(head, spot.row, spot.index, before, reasons)


def _totals(form: Form, table: str) -> frozenset[str]:
    """The columns that are sums of others, as the relations of the form say."""
    return frozenset(
        relation.right[0]
        for relation in form.relations
        if relation.table == table and relation.each == "row" and relation.within_report
        if len(relation.right) == 1
    )


def _value(rows: Mapping[str, Row], row: str, index: int) -> Cell:
    return rows[row].cells[index] if row in rows else None


def _sum(report: Report, cells: Sequence[tuple[str, str, int]]) -> Cell:
    """What last year's cells say together; as written where one alone is no figure."""
    tables = report.tables
    values = [_value(tables.get(table, _NO_ROWS), row, index) for table, row, index in cells]
    if len(values) == 1:
        return values[0]
    known = [value for value in values if isinstance(value, int | Decimal)]
    return sum(known) if known and len(known) == len(values) else None


def _row(line: _Line, now: Cell, before: Cell, messages: Messages) -> str:
    change = _change(line, now, before, messages)
    told = (_told(before, line, messages), _told(now, line, messages), change)
    return f"{line.head}{'</td><td>'.join(told)}</td></tr>"


def _told(value: Cell, line: _Line, messages: Messages) -> str:
    if type(value) is int and value >= 0:
        return str(value)
    if value is None:
        return escape(messages.say("page.cell.blank") if line.before else "—")
    return escape(plain(value)) if isinstance(value, str) else _number(value)


def _change(line: _Line, now: Cell, before: Cell, messages: Messages) -> str:
    if line.reasons:
        return escape(messages.say("page.comparison.apart"))
    if not isinstance(now, int | Decimal) or not isinstance(before, int | Decimal):
        return "—"
    change = now - before
    if type(change) is int:
        return f"+{change}" if change > 0 else f"{MINUS}{-change}" if change else "0"
    return f"+{_number(change)}" if change > 0 else _number(change)


def _number(value: int | Decimal) -> str:
    return format(value, "f" if isinstance(value, Decimal) else "d").replace("-", MINUS)


def _written(
    view: ReportView, rows: Sequence[str], reasons: Sequence[str], zeros: int, messages: Messages
) -> str:
    say, year = messages.say, view.report.year
    title = escape(say("page.comparison", year=year - 1))
    heads = (
        say("page.comparison.figure"),
        say("page.year", year=year - 1),
        say("page.year", year=year),
        say("page.comparison.change"),
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    notes = [say("page.comparison.reason", reason=reason) for reason in reasons]
    notes += [say("page.comparison.zeros", count=zeros)] if zeros else []
    foot = f'\n<p class="gk-legend">{escape(plain("".join(notes)))}</p>' if notes else ""
    body = "\n".join(rows)
    return (
        f'<details class="gk-fold"><summary>{title}</summary>\n'
        f'<table class="gk-compare">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n'
        f"</table>{foot}\n</details>"
    )
