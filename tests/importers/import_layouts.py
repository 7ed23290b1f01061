"""One report in the many shapes in which text keeps, or loses, its tables.

A table is laid out once with its merged cells, as the form has it, and then written down as
different programs do: with blanks where merged cells were, packed to the left, one cell a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator import forms
from generator.model.forms import Block, Form, Line, Table
from generator.model.submissions import Grid, GridCell, Spread
from generator.resources import resource_text

Values = Mapping[str, Mapping[str, Sequence[str]]]
"""From table id and row id to the texts of the row's cells."""


@cache
def form_2021() -> Form:
    form, findings = forms.parse(resource_text("editions/cn-2021.yml"), "cn-2021.yml")
    assert form
    assert not findings
    return form


FORMS = {"cn-2021": form_2021()}


@dataclass(frozen=True)
class Merged:
    """A cell that covers `width` columns and `height` rows."""

    text: str
    width: int = 1
    height: int = 1


def merged(table: Table, values: Mapping[str, Sequence[str]]) -> list[list[Merged]]:
    """The rows of a table with their merged cells; rows without values are left out."""
    width = max(len(block.leaf_columns) for block in table.blocks)
    labels = max(_depth(block) for block in table.blocks)
    rows: list[list[Merged]] = []
    for block in table.blocks:
        if block.caption:
            rows.append([Merged(block.caption.zh, labels + width)])
        rows += _head(block, labels, width)
        rows += _body(block, labels, width, values)
    return rows


def _depth(block: Block) -> int:
    return max(row.depth for row in block.rows) if block.head else 0


def _head(block: Block, labels: int, width: int) -> list[list[Merged]]:
    height = max(column.depth for column in block.columns)
    rows: list[list[Merged]] = [[] for _ in range(height)]
    if block.head:
        rows[0].append(Merged(block.head.zh, labels, height))
    spare = width - len(block.leaf_columns)
    for column in block.columns:
        last = column is block.columns[-1]
        _put(column, 0, rows, spare if last else 0)
    return rows


def _put(line: Line, level: int, rows: list[list[Merged]], spare: int) -> None:
    leaves = len(list(line.leaves()))
    height = 1 if line.lines else len(rows) - level
    rows[level].append(Merged(line.label.zh, leaves + spare, height))
    for inner in line.lines:
        _put(inner, level + 1, rows, 0)


def _body(
    block: Block, labels: int, width: int, values: Mapping[str, Sequence[str]]
) -> Iterator[list[Merged]]:
    spare = width - len(block.leaf_columns)
    begun: set[str] = set()
    for top in block.rows:
        for path in top.paths():
            if path[-1].id not in values:
                continue
            row: list[Merged] = []
            for depth, line in enumerate(path if labels else ()):
                last = line is path[-1]
                if line.label.zh + str(depth) in begun and not last:
                    continue
                begun.add(line.label.zh + str(depth))
                there = sum(leaf.id in values for leaf in line.leaves())
                row.append(Merged(line.label.zh, labels - depth if last else 1, there))
            texts = [Merged(text) for text in values[path[-1].id]]
            texts[-1] = Merged(texts[-1].text, 1 + spare)
            yield row + texts


def placed(rows: list[list[Merged]]) -> list[list[GridCell]]:
    """The grid that merged cells cover, every place with its text and its spread."""
    taken: dict[tuple[int, int], GridCell] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(cell.height):
                for right in range(cell.width):
                    spread = Spread.RIGHT if right else Spread.DOWN if down else Spread.NONE
                    taken[number + down, column + right] = GridCell(
                        cell.text, number + 1, "", spread
                    )
    width = 1 + max(column for _, column in taken)
    blank = GridCell("", 0)
    return [
        [taken.get((number, column), blank) for column in range(width)]
        for number in range(len(rows))
    ]


def expanded(rows: list[list[Merged]]) -> Grid:
    return Grid(tuple(map(tuple, placed(rows))))


# --- texts: how a table is written down -------------------------------------------------------


def tabs_in_place(rows: list[list[Merged]]) -> str:
    return _lines(placed(rows), "\t")


def markdown_in_place(rows: list[list[Merged]]) -> str:
    lines = _lines(placed(rows), " | ").split("\n")
    rule = "|" + "---|" * (lines[0].count("|") + 1)
    return "\n".join([f"| {lines[0]} |", rule, *(f"| {line} |" for line in lines[1:])])


def _lines(grid: list[list[GridCell]], mark: str) -> str:
    kept = [[cell.text if cell.spread is Spread.NONE else "" for cell in row] for row in grid]
    return "\n".join(mark.join(row) for row in kept)


def repeated(rows: list[list[Merged]]) -> str:
    return "\n".join("\t".join(cell.text for cell in row) for row in placed(rows))


def tabs_packed(rows: list[list[Merged]]) -> str:
    return "\n".join("\t".join(_padded(rows, row)) for row in rows)


def pipes_packed(rows: list[list[Merged]]) -> str:
    return "\n".join("".join(f"{cell.text} | " for cell in row).rstrip() for row in rows)


def pipes_padded(rows: list[list[Merged]]) -> str:
    lines = []
    for row in rows:
        texts = [cell.text for cell in row]
        filler = "|" * (len(_padded(rows, row)) - len(texts))
        lines.append("".join(f"| {text} " for text in texts) + "| " + filler)
    return "\n".join(lines)


def closed_cells(rows: list[list[Merged]]) -> str:
    """Every cell on a line of its own, closed by a pipe; fillers behind each row."""
    lines: list[str] = []
    for row in rows:
        lines += [f"{cell.text} |".lstrip() for cell in row]
        filler = len(_padded(rows, row)) - len(row)
        lines += ["|" * filler] if filler else []
    return "\n".join(lines)


def cells_and_pipes(rows: list[list[Merged]]) -> str:
    """Every cell on a line of its own and a pipe on the next."""
    return "\n".join(f"{cell.text}\n|".lstrip("\n") for row in rows for cell in row)


def one_cell_a_line(rows: list[list[Merged]]) -> str:
    return "\n\n".join(cell.text for row in rows for cell in row)


def spaced(rows: list[list[Merged]]) -> str:
    """Rows as PDF viewers copy them: cells divided by spaces, blanks lost."""
    return "\n".join(" ".join(cell.text for cell in row) for row in rows)


def _padded(rows: list[list[Merged]], row: list[Merged]) -> list[str]:
    width = max(sum(cell.width for cell in each) for each in rows)
    texts = [cell.text for cell in row]
    return texts + [""] * (width - len(texts))


Layout = Callable[[list[list[Merged]]], str]
WITH_BLANKS: Mapping[str, Layout] = {
    "tabs_in_place": tabs_in_place,
    "markdown_in_place": markdown_in_place,
    "repeated": repeated,
    "tabs_packed": tabs_packed,
    "pipes_packed": pipes_packed,
    "pipes_padded": pipes_padded,
    "closed_cells": closed_cells,
    "cells_and_pipes": cells_and_pipes,
}
WITHOUT_BLANKS: Mapping[str, Layout] = {"one_cell_a_line": one_cell_a_line, "spaced": spaced}
LAYOUTS = {**WITH_BLANKS, **WITHOUT_BLANKS}


def all_rows(form: Form) -> Iterator[tuple[str, str, int]]:
    """Table id, row id and number of cells of each row."""
    for table in form.tables:
        for block, row in table.rows():
            yield table.id, row.id, len(block.leaf_columns)


def written(
    values: Values, layout: Layout, texts: Mapping[str, Sequence[str]] | None = None
) -> str:
    """A whole report as text, with `texts` as the paragraphs of its sections."""
    form = form_2021()
    lines = ["某县某局2023年政府信息公开工作年度报告"]
    for section in form.sections:
        lines.append(section.title.zh)
        lines += (texts or {}).get(section.id, ())
        if section.table:
            lines.append(layout(merged(form.table(section.table), values.get(section.table, {}))))
    return "\n".join(lines) + "\n"
