"""Reports that differ from the sample in what a test is about."""

from __future__ import annotations

from dataclasses import replace

from generator.model.reports import Cell, Report, Row


def with_row(report: Report, table: str, row: str, cells: tuple[Cell, ...]) -> Report:
    """The report with one row replaced."""
    tables = {name: dict(rows) for name, rows in report.tables.items()}
    tables[table][row] = Row(cells)
    return replace(report, tables=tables)
