"""A report as the agency would send it: a text file with tab-separated tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.model.forms import Block, Form, Line, Table
from generator.model.reports import Cell, Narrative, Report, Row


def original(report: Report, form: Form) -> str:
    """The submission. Sections that the report does not have are left out altogether."""
    lines = [report.title, "", *report.preface]
    for section in form.sections:
        narrative = report.sections.get(section.id)
        rows = report.tables.get(section.table)
        if narrative is None and rows is None:
            continue
        narrative = narrative or Narrative()
        lines += ["", section.title.zh, "", *narrative.before]
        if rows is not None:
            lines += ["", *_table(form.table(section.table), rows), ""]
        lines += narrative.after
    return "\n".join(lines) + "\n"


def _table(table: Table, rows: Mapping[str, Row]) -> Iterator[str]:
    for block in table.blocks:
        yield from _block(block, rows)


def _block(block: Block, rows: Mapping[str, Row]) -> Iterator[str]:
    labels = max(line.depth for line in block.rows) if block.head else 0
    if block.caption:
        yield block.caption.zh
    for number, head in enumerate(_head(block.columns)):
        corner = [block.head.zh if block.head and not number else ""] * min(labels, 1)
        yield "\t".join(corner + [""] * (labels - 1) + head)
    before: tuple[Line, ...] = ()
    for path in (path for line in block.rows for path in line.paths()):
        row = rows.get(path[-1].id)
        if row is None:
            continue
        label = _label(path, before, labels) if labels else []
        yield "\t".join([*label, *map(_cell, row.cells)])
        before = path


def _head(columns: Sequence[Line]) -> list[list[str]]:
    """The rows of the head: a group stands over its first column, a leaf in its own level."""
    depth = max(column.depth for column in columns)
    paths = [path for column in columns for path in column.paths()]
    head: list[list[str]] = []
    for level in range(depth):
        before: tuple[Line, ...] = ()
        cells: list[str] = []
        for path in paths:
            cells.append(_label(path, before, depth)[level])
            before = path
        head.append(cells)
    return head


def _label(path: tuple[Line, ...], before: tuple[Line, ...], width: int) -> list[str]:
    """The labels along a path, without the groups that the path before it had already begun."""
    labels = [
        "" if before[: level + 1] == path[: level + 1] else line.label.zh
        for level, line in enumerate(path)
    ]
    return labels + [""] * (width - len(labels))


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
