"""A report as the agency would send it: a text file with tab-separated tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from generator.model.forms import Block, Form, Line
from generator.model.reports import Cell, Narrative, Report, Row

_Path = tuple[Line, ...]
"""The lines from the outermost group down to a row or a column."""


@dataclass(frozen=True)
class _Layout:
    """A block with everything in it that is the same for all reports.

    `opening` is what stands above the rows; `paths` lead to the rows, one for each, and `labels`
    is the number of label columns.
    """

    opening: tuple[str, ...]
    paths: tuple[_Path, ...]
    labels: int

    def beginnings(self, rows: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
        """The id of each row that the report has, and its line up to the cells."""
        for before, path in _steps(path for path in self.paths if path[-1].id in rows):
            labels = _labels(path, before, self.labels) if self.labels else []
            yield path[-1].id, "".join(f"{label}\t" for label in labels)


class Originals:
    """Writes submissions that use one form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._layouts = {table.id: tuple(map(_layout, table.blocks)) for table in form.tables}
        # Nearly every report has all rows, so their beginnings are made once.
        self._complete = {
            table: [tuple(each.beginnings(_every_row(each))) for each in layouts]
            for table, layouts in self._layouts.items()
        }

    def text(self, report: Report) -> str:
        """The submission. Sections that the report does not have are left out altogether."""
        parts = [report.title, "\n".join(report.preface)]
        for section in self._form.sections:
            narrative = report.sections.get(section.id)
            rows = report.tables.get(section.table)
            if narrative is None and rows is None:
                continue
            narrative = narrative or Narrative()
            table = "\n".join(self._table(section.table, rows)) if rows is not None else ""
            before, after = "\n".join(narrative.before), "\n".join(narrative.after)
            parts += [section.title.zh, before, table, after]
        return "\n\n".join(filter(None, parts)) + "\n"

    def _table(self, table: str, rows: Mapping[str, Row]) -> Iterator[str]:
        for layout, complete in zip(self._layouts[table], self._complete[table], strict=True):
            yield from layout.opening
            whole = all(row in rows for row, _ in complete)
            for row, beginning in complete if whole else layout.beginnings(rows):
                yield beginning + "\t".join(map(_cell, rows[row].cells))


def _every_row(layout: _Layout) -> dict[str, Row]:
    return {path[-1].id: Row(()) for path in layout.paths}


def _layout(block: Block) -> _Layout:
    labels = max(line.depth for line in block.rows) if block.head else 0
    opening = [block.caption.zh] if block.caption else []
    corner = block.head.zh if block.head else ""
    for number, head in enumerate(_head(block.columns)):
        first = [corner if number == 0 else ""] * min(labels, 1)
        opening.append("\t".join(first + [""] * (labels - 1) + head))
    paths = tuple(path for line in block.rows for path in line.paths())
    return _Layout(tuple(opening), paths, labels)


def _head(columns: Sequence[Line]) -> list[list[str]]:
    """The rows of the head: a group stands over its first column, a leaf in its own level."""
    depth = max(column.depth for column in columns)
    paths = [path for column in columns for path in column.paths()]
    labels = [_labels(path, before, depth) for before, path in _steps(paths)]
    return [[each[level] for each in labels] for level in range(depth)]


def _steps(paths: Iterable[_Path]) -> Iterator[tuple[_Path, _Path]]:
    """Each path after the one before it; before the first there is an empty one."""
    nothing: list[_Path] = [()]
    return pairwise([*nothing, *paths])


def _labels(path: _Path, before: _Path, width: int) -> list[str]:
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
