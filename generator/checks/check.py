"""What a check is, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.findings import Finding, Place, Severity, Value
from generator.model.reports import Report
from generator.model.subjects import Subject

Findings: TypeAlias = Iterable[Finding]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one report.

    `codes` are the codes of its findings with their usual severity, `find` yields them, and `page`
    is its page in the manual: English first, then Chinese after a line that says 中文.
    """

    codes: Mapping[str, Severity]
    find: Callable[[Subject], Findings]
    page: str


def at_path(report: Report, *paths: str, cell: str = "") -> Place:
    """The place of the first of the key `paths` that the record has, else the record as a whole."""
    for path in paths:
        if path in report.places:
            return Place(report.file, *report.places[path], cell=cell)
    return Place(report.file, cell=cell)


def at_cell(report: Report, table: str, row: str, index: int, column: str) -> Place:
    """The place of a cell: `index` is that of its `column` in the row."""
    cell = f"{table}.{row}.{column}"
    stated = report.row(table, row)
    if stated is not None and index < len(stated.places):
        return Place(report.file, *stated.places[index], cell=cell)
    return at_path(report, f"tables.{table}.{row}", f"tables.{table}", "tables", cell=cell)


def finding(
    code: str,
    severity: Severity,
    place: Place,
    cells: Iterable[str] = (),
    /,
    **parameters: Value,
) -> Finding:
    """A finding; without `cells`, the cell of the place is the only one that takes part."""
    named = tuple(cells) or ((place.cell,) if place.cell else ())
    return Finding(code, severity, place, parameters, named)
