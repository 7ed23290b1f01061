"""A report as JSON: everything the record says, with the labels of its form.

A cell is a number exactly as reported, ``null`` for a blank, or a string where the submission held
something that is no figure. A share of the file that people read stays readable: one row a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.model.agencies import Agency
from generator.model.forms import Block, Form, Line, Table
from generator.model.reports import Cell, Report


def report_json(report: Report, form: Form, agency: Agency) -> str:
    """The JSON text of one report, ending with a line break."""
    parts = [
        *(_pair(key, value) for key, value in _facts(report, form, agency).items()),
        f'  "sections": [\n{_joined(_sections(report, form))}\n  ]',
        f'  "tables": [\n{_joined(_table(report, table) for table in form.tables)}\n  ]',
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
        "source": {"file": source.file, "sha256": source.sha256} if source else None,
        "preface": list(report.preface),
        "unplaced": [{"section": piece.section, "text": piece.text} for piece in report.unplaced],
        "explanations": dict(report.explanations),
        "corrections": corrections,
    }


def _sections(report: Report, form: Form) -> Iterator[str]:
    for section in form.sections:
        narrative = report.sections.get(section.id)
        yield "    " + _dump(
            {
                "id": section.id,
                "title": section.title.zh,
                "text": list(narrative.paragraphs) if narrative else [],
            }
        )


def _table(report: Report, table: Table) -> str:
    rows = _joined(_rows(report, table))
    head = f'"id": {_dump(table.id)}, "title": {_dump(table.title.zh)}'
    return f'    {{{head}, "rows": [\n{rows}\n    ]}}'


def _rows(report: Report, table: Table) -> Iterator[str]:
    for block in table.blocks:
        columns = _dump([column.id for column in block.leaf_columns])
        for path in _row_paths(block):
            row = report.row(table.id, path[-1].id)
            cells = row.cells if row else (None,) * len(block.leaf_columns)
            labels = _dump([line.label.zh for line in path])
            values = ", ".join(map(cell_json, cells))
            head = f'"id": {_dump(path[-1].id)}, "label": {labels}, "columns": {columns}'
            yield f'      {{{head}, "cells": [{values}]}}'


def _row_paths(block: Block) -> Iterator[tuple[Line, ...]]:
    for row in block.rows:
        yield from row.paths()


def cell_json(cell: Cell) -> str:
    """A cell as a JSON value; an amount keeps every digit that was reported."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return _dump(cell)


def _pair(key: str, value: object) -> str:
    return f"  {_dump(key)}: {_dump(value)}"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(lines: Iterator[str]) -> str:
    return ",\n".join(lines)
