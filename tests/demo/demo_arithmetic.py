"""The relations of a form worked out again, with nothing taken from the generator."""

from __future__ import annotations

from generator.model.forms import Form, Relation
from generator.model.reports import Cell, Report


def cells(report: Report, form: Form) -> dict[str, Cell]:
    """Every cell of a report by its id; cells of absent rows are left out."""
    return {
        f"{table.id}.{row.id}.{column.id}": value
        for table in form.tables
        for block, row in table.rows()
        if (found := report.row(table.id, row.id)) is not None
        for column, value in zip(block.leaf_columns, found.cells, strict=True)
    }


def broken(report: Report, last: Report | None, form: Form) -> set[tuple[str, str]]:
    """Each relation that does not hold, with the row or column in which it does not."""
    now = cells(report, form)
    before = cells(last, form) if last else {}
    return {
        (relation.id, line)
        for relation in form.relations
        if relation.within_report or last is not None
        for line in _lines(relation, form)
        if not relation.only or line in relation.only
        if not _holds(relation, line, now, before)
    }


def _lines(relation: Relation, form: Form) -> set[str]:
    lines = set()
    for block, row in form.table(relation.table).rows():
        columns = [column.id for column in block.leaf_columns]
        if relation.each == "row" and {*relation.left, *relation.right} <= set(columns):
            lines.add(row.id)
        if relation.each == "column" and row.id in relation.left:
            lines.update(columns)
    return lines


def _holds(relation: Relation, line: str, now: dict[str, Cell], before: dict[str, Cell]) -> bool:
    """A relation with a cell that is no figure cannot be looked at, and counts as holding."""

    def total(names: tuple[str, ...], values: dict[str, Cell]) -> int | None:
        pairs = [(name, line) if relation.each == "column" else (line, name) for name in names]
        found = [values.get(f"{relation.table}.{row}.{column}") for row, column in pairs]
        return None if any(not isinstance(each, int) for each in found) else sum(found)  # type: ignore[arg-type]

    left = total(relation.left, now)
    right = total(relation.right, before if relation.right_year else now)
    brought = total(relation.brought_forward, before)
    return left is None or right is None or brought is None or left == right + brought
