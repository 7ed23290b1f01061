"""A report as JSON: everything the agency reported, with the labels of its form.

A cell is a number exactly as reported, ``null`` for a blank, or a string where the submission held
something that is no figure. A share of the file that people read stays readable: one row a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from generator.model.agencies import Agency
from generator.model.forms import Form, Table
from generator.model.reports import Cell, Narrative, Report, all_counts


def report_json(report: Report, form: Form, agency: Agency) -> str:
    """The JSON text of one report, ending with a line break."""
    parts = [
        *(_pair(key, value) for key, value in _facts(report, form, agency).items()),
        f'  "sections": [\n{_joined(_sections(report, form))}\n  ]',
        f'  "tables": [\n{_joined(_table(report, *one) for one in _layouts(form))}\n  ]',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _facts(report: Report, form: Form, agency: Agency) -> Mapping[str, Any]:
    source = report.source
    corrections = [
        {
            "on": item.on.isoformat(),
            "cell": item.cell,
            "from": item.before,
            "to": item.after,
            "reason": item.reason,
        }
        for item in report.corrections
    ]
    return {
        "agency": {"id": agency.id, "name": agency.name_in(report.year)},
        "year": report.year,
        "form": {"id": form.id, "title": form.title.zh, "source": form.source},
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "scope": report.scope,
        "source": {"file": source.file, "sha256": source.sha256} if source else None,
        "preface": list(report.preface),
        "unplaced": [{"section": piece.section, "text": piece.text} for piece in report.unplaced],
        "extra_tables": [
            {"section": table.section, "caption": table.caption, "rows": table.rows}
            for table in report.extra_tables
        ],
        "explanations": dict(report.explanations),
        "corrections": corrections,
    }


def _sections(report: Report, form: Form) -> Iterator[str]:
    for section in form.sections_of(report.sections):
        narrative = report.sections.get(section.id, Narrative())
        head = f'    {{"id": {_dump(section.id)}, "title": {_dump(section.title.zh)}'
        before, after = _strings(narrative.before), _strings(narrative.after)
        yield f'{head}, "text": {before}, "text_after_table": {after}}}'


_Row = tuple[str, str, str]
"""The id of a row, what stands before its cells, and blanks in their place."""


def _table(report: Report, table: str, opening: str, rows: tuple[_Row, ...]) -> str:
    """One table. What does not depend on the report is written once for each form."""
    found = report.tables.get(table, {})
    lines = (
        f"{head}{_cells(found[row].cells) if row in found else blanks}]}}"
        for row, head, blanks in rows
    )
    return f"{opening}{_joined(lines)}\n    ]}}"


@cache
def _layouts(form: Form) -> tuple[tuple[str, str, tuple[_Row, ...]], ...]:
    """The id of each table, its opening, and its rows."""
    return tuple((table.id, *_layout(table)) for table in form.tables)


def _layout(table: Table) -> tuple[str, tuple[_Row, ...]]:
    opening = f'    {{"id": {_dump(table.id)}, "title": {_dump(table.title.zh)}, "rows": [\n'
    rows: list[_Row] = []
    for block in table.blocks:
        columns = [column.id for column in block.leaf_columns]
        for path in (path for row in block.rows for path in row.paths()):
            labels = _dump([line.label.zh for line in path])
            head = (
                f'      {{"id": {_dump(path[-1].id)}, "label": {labels}, '
                f'"columns": {_dump(columns)}, "cells": ['
            )
            rows.append((path[-1].id, head, ", ".join(["null"] * len(columns))))
    return opening, tuple(rows)


@lru_cache(maxsize=1024)
def _counts(cells: tuple[int, ...]) -> str:
    return ", ".join(map(str, cells))


def _cells(cells: tuple[Cell, ...]) -> str:
    # Half of the rows of a report are those of many others: nothing but zeros.
    return _counts(cells) if all_counts(cells) else ", ".join(map(cell_json, cells))


def cell_json(cell: Cell) -> str:
    """A cell as a JSON value; an amount keeps every digit that was reported."""
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return _dump(cell)


def _pair(key: str, value: object) -> str:
    # The encoder makes itself ready for anything but text, which costs more than the writing.
    empty = "" if value else _EMPTY.get(type(value))
    return f"  {_dump(key)}: {empty or _dump(value)}"


_EMPTY: Mapping[type, str] = {type(None): "null", list: "[]", dict: "{}"}


def _strings(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_dump, texts))}]"


_dump = json.JSONEncoder(ensure_ascii=False).encode
"""One encoder for all calls: making one for each costs more than the encoding."""


def _joined(lines: Iterable[str]) -> str:
    return ",\n".join(lines)
