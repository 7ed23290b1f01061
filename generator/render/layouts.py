"""The statutory tables of a form as HTML with the official nesting, without any report's cells.

A layout is computed once per form. It is a text in pieces with a place for each cell between them,
so that filling it for a report is one joining of strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from generator.model.forms import Block, Form, Line, Table
from generator.render.document import plain


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table of a form, ready to be filled.

    `pieces` make up all between ``<table>`` and ``</table>``. Between two of them goes a cell of
    `cells`: the rest of its tag, from where a class may follow, and what it holds. `rows` are the
    ids of the rows with the number of cells of each. `unit` is that of most columns, `columns` the
    number of columns of the grid, `label_columns` how many of them hold row labels.
    """

    table: Table
    unit: str
    columns: int
    label_columns: int
    rows: tuple[tuple[str, int], ...]
    cells: tuple[str, ...]
    pieces: tuple[str, ...]

    def filled(self, cells: Sequence[str]) -> str:
        """The table with its cells, in reading order, each as described above."""
        every = [""] * (2 * len(cells) + 1)
        every[::2], every[1::2] = self.pieces, cells
        return "".join(every)


@cache
def layouts(form: Form) -> Mapping[str, TableLayout]:
    """The layouts of the form's tables, by table id."""
    return {
        table.id: _Drawing(table, f"t{number}").layout()
        for number, table in enumerate(form.tables, 1)
    }


class _Drawing:
    """One table being laid out. Everything in it is known from the form alone."""

    def __init__(self, table: Table, prefix: str) -> None:
        self.table = table
        self.prefix = prefix
        self.unit = _main_unit(table)
        self.columns = max(
            _label_columns(block) + len(block.leaf_columns) for block in table.blocks
        )
        self.rows: list[tuple[str, int]] = []
        self.cells: list[str] = []
        self.pieces: list[str] = []
        self.written: list[str] = []
        self.number = 0

    def layout(self) -> TableLayout:
        """The whole table between ``<table>`` and ``</table>``, without its caption."""
        for block in self.table.blocks:
            self._block(block)
        return TableLayout(
            table=self.table,
            unit=self.unit,
            columns=self.columns,
            label_columns=max(map(_label_columns, self.table.blocks)),
            rows=tuple(self.rows),
            cells=tuple(self.cells),
            pieces=(*self.pieces, "".join(self.written)),
        )

    def _block(self, block: Block) -> None:
        # thead can hold the heads of one block only, so a table of several has none.
        alone = len(self.table.blocks) == 1
        self._line(2, "<thead>" if alone else "<tbody>")
        caption = self._caption(block)
        columns = self._head(block)
        if alone:
            self._line(2, "</thead>")
            self._line(2, "<tbody>")
        for row in block.rows:
            self._rows(block, row, columns, [caption] if caption else [])
        self._line(2, "</tbody>")

    def _caption(self, block: Block) -> str:
        if block.caption is None:
            return ""
        name = self._name()
        self._line(3, "<tr>")
        self._header(name, block.caption.zh, "rowgroup", self.columns, 1, "block")
        self._line(3, "</tr>")
        return name

    def _head(self, block: Block) -> list[list[str]]:
        """Write the head rows; the names of the heads over each column, from the outermost in."""
        depth = max(column.depth for column in block.columns)
        over: list[list[str]] = [[] for _ in block.leaf_columns]
        spare = self.columns - _label_columns(block) - len(block.leaf_columns)
        level: list[tuple[int, Line]] = []
        start = 0
        for column in block.columns:
            level.append((start, column))
            start += len(list(column.leaves()))
        for line_number in range(depth):
            self._line(3, "<tr>")
            if line_number == 0 and block.head is not None:
                labels = _label_columns(block)
                scope = "colgroup" if labels > 1 else "col"
                self._header(self._name(), block.head.zh, scope, labels, depth, "corner")
            level = self._head_row(level, depth - line_number, over, spare)
            self._line(3, "</tr>")
        return over

    def _head_row(
        self, level: list[tuple[int, Line]], rows_left: int, over: list[list[str]], spare: int
    ) -> list[tuple[int, Line]]:
        below: list[tuple[int, Line]] = []
        for start, column in level:
            name = self._name()
            width = len(list(column.leaves()))
            for index in range(start, start + width):
                over[index].append(name)
            # The last column of a block narrower than the table takes the rest of it.
            extra = spare if start + width == len(over) else 0
            if column.lines:
                self._header(name, column.label.zh, "colgroup", width + extra, 1, "")
                below += _with_starts(start, column.lines)
            else:
                self._header(name, self._unit_label(column), "col", 1 + extra, rows_left, "")
        return below

    def _rows(self, block: Block, row: Line, columns: list[list[str]], headers: list[str]) -> None:
        """Write the rows of the tree `row`; a group's head stands in the first of its rows."""
        open_heads: list[tuple[str, Line]] = []
        for path in row.paths():
            self._line(3, "<tr>")
            if block.head is not None:
                self._open_row(path, _label_columns(block), open_heads)
            self._cells(block, path[-1], columns, [*headers, *(name for name, _ in open_heads)])
            self._line(3, "</tr>")

    def _open_row(
        self, path: tuple[Line, ...], deepest: int, open_heads: list[tuple[str, Line]]
    ) -> None:
        for level, line in enumerate(path):
            if level < len(open_heads) and open_heads[level][1] is line:
                continue
            del open_heads[level:]
            name = self._name()
            open_heads.append((name, line))
            scope = "rowgroup" if line.lines else "row"
            width = 1 if line.lines else deepest - level
            height = len(list(line.leaves()))
            classes = f"label l{level + 1}"
            self._header(name, line.label.zh, scope, width, height, classes)

    def _cells(self, block: Block, row: Line, columns: list[list[str]], headers: list[str]) -> None:
        spare = self.columns - _label_columns(block) - len(block.leaf_columns)
        last = len(block.leaf_columns) - 1
        for index, column in enumerate(block.leaf_columns):
            cell = f"{self.table.id}.{row.id}.{column.id}"
            names = " ".join([*headers, *columns[index]])
            span = f' colspan="{1 + spare}"' if spare and index == last else ""
            self.written.append(f'          <td id="{cell}"{span} headers="{names}"')
            self.pieces.append("".join(self.written))
            self.written = ["</td>\n"]
            self.cells.append(cell)
        self.rows.append((row.id, last + 1))

    def _header(
        self, name: str, text: str, scope: str, width: int, height: int, classes: str
    ) -> None:
        attributes = f'id="{name}" scope="{scope}"'
        attributes += f' class="{classes}"' if classes else ""
        attributes += f' colspan="{width}"' if width > 1 else ""
        attributes += f' rowspan="{height}"' if height > 1 else ""
        self._line(4, f"<th {attributes}>{escape(plain(text))}</th>")

    def _unit_label(self, column: Line) -> str:
        if not column.unit or column.unit == self.unit or column.unit in column.label.zh:
            return column.label.zh
        return f"{column.label.zh}（{column.unit}）"

    def _line(self, depth: int, text: str) -> None:
        self.written.append(f"{'  ' * (depth + 1)}{text}\n")

    def _name(self) -> str:
        self.number += 1
        return f"{self.prefix}-{self.number}"


def _with_starts(start: int, lines: tuple[Line, ...]) -> Iterator[tuple[int, Line]]:
    for line in lines:
        yield start, line
        start += len(list(line.leaves()))


def _label_columns(block: Block) -> int:
    return 0 if block.head is None else max(row.depth for row in block.rows)


def _main_unit(table: Table) -> str:
    units = [column.unit for block in table.blocks for column in block.leaf_columns]
    return max(dict.fromkeys(units), key=units.count)
