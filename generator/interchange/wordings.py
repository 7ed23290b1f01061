"""The words in which our documents speak of cells and relations of a form."""

from __future__ import annotations

from functools import cache

from generator.messages import messages
from generator.model.forms import Form, Line, Relation, Table

_TOLD_IN_FULL = 6


@cache
def labels_of(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """The labels of the rows and of the columns of a table, by id."""
    rows = {row.id: row.label.zh for _, row in table.rows()}
    columns = {
        column.id: column.label.zh for block in table.blocks for column in block.leaf_columns
    }
    return rows, columns


def relation_words(relation: Relation, form: Form) -> str:
    """A relation as an equation in the labels of the form."""
    rows, columns = labels_of(form.table(relation.table))
    labels = rows if relation.each == "column" else columns
    words = messages("zh")
    plus = words.say("interchange.plus")

    def side(names: tuple[str, ...], *, last_year: bool) -> list[str]:
        found = [labels[name] for name in names]
        return (
            [words.say("interchange.last_year", label=each) for each in found]
            if last_year
            else found
        )

    left = side(relation.left, last_year=False)
    right = side(relation.right, last_year=relation.right_year < 0)
    right += side(relation.brought_forward, last_year=True)
    equation = words.say(
        "interchange.equation", left=_joined(left, plus), right=_joined(right, plus)
    )
    group = _group(relation, form) if len(set(labels.values())) < len(labels) else ""
    return words.say("interchange.within", group=group, equation=equation) if group else equation


def _group(relation: Relation, form: Form) -> str:
    """The label of the group that all columns (or rows) of a relation are in, "" for none."""
    blocks = form.table(relation.table).blocks
    trees = [
        tree
        for block in blocks
        for tree in (block.rows if relation.each == "column" else block.columns)
    ]
    paths = {path[-1].id: path for tree in trees for path in tree.paths()}
    names = (*relation.left, *relation.right)
    groups = {paths[name][-2].label.zh if len(paths[name]) > 1 else "" for name in names}
    return groups.pop() if len(groups) == 1 else ""


def _joined(labels: list[str], plus: str) -> str:
    if len(labels) > _TOLD_IN_FULL:
        return plus.join([*labels[:2], "…", labels[-1]])
    return plus.join(labels)


def cell_words(cell: str, form: Form) -> str:
    """The labels of the row and the column of a cell, "" for a cell that the form does not have."""
    for table in form.tables:
        for block in table.blocks:
            for path in (path for row in block.rows for path in row.paths()):
                for column in (path for head in block.columns for path in head.paths()):
                    if f"{table.id}.{path[-1].id}.{column[-1].id}" == cell:
                        return f"{_path(path)} / {_path(column)}"
    return ""


def row_words(row: str, form: Form) -> str:
    """The label of a row, given as ``table.row``; "" for one that the form does not have."""
    table_id, _, row_id = row.partition(".")
    for table in form.tables:
        found = table.find(row_id) if table.id == table_id else None
        if found:
            return found[1].label.zh
    return ""


def _path(lines: tuple[Line, ...]) -> str:
    return " ".join(line.label.zh for line in lines)
