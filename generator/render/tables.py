"""The statutory tables as HTML: the official nesting from the form's trees, the cells of a report.

The layout of a table is computed once per form. It is a list of texts with a gap for each cell, so
that filling it for one report is little more than joining strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from generator.messages import Messages
from generator.model.forms import Block, Form, Line, Table
from generator.model.reports import Cell, Report
from generator.render.cells import once_per_form
from generator.render.document import plain


@dataclass(frozen=True, slots=True)
class Gap:
    """The place of one cell in a layout: the row it comes from, and its opening tag, unclosed."""

    row: str
    index: int
    cell: str
    opening: str


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table of a form, ready to be filled.

    `texts` stand before, between and after the `gaps`: one more than there are gaps. `unit` is that
    of most columns, `columns` the number of columns of the grid, `label_columns` how many of them
    hold row labels.
    """

    table: Table
    unit: str
    columns: int
    label_columns: int
    texts: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at a cell that leads to an explanation: what it shows, says and where it leads."""

    sign: str
    words: str
    href: str
    kind: str


Marks = Mapping[str, Sequence[Mark]]
"""The marks of each cell that has any, by ``table.row.column``."""


@once_per_form
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
        self.texts: list[str] = []
        self.gaps: list[Gap] = []
        self.written: list[str] = []
        self.number = 0

    def layout(self) -> TableLayout:
        """The whole table between ``<table>`` and ``</table>``, without its caption."""
        for block in self.table.blocks:
            self._block(block)
        self.texts.append("".join(self.written))
        return TableLayout(
            table=self.table,
            unit=self.unit,
            columns=self.columns,
            label_columns=max(map(_label_columns, self.table.blocks)),
            texts=tuple(self.texts),
            gaps=tuple(self.gaps),
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
            opening = f'<td id="{cell}"{span} headers="{names}"'
            self.written.append(" " * 10)
            self.texts.append("".join(self.written))
            self.written = ["\n"]
            self.gaps.append(Gap(row.id, index, cell, opening))

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


# --- filling -----------------------------------------------------------------------------------


def render_table(
    layout: TableLayout, report: Report, marks: Marks, messages: Messages, caption: str
) -> str:
    """The table of one report as one block of HTML, with what its signs mean below it."""
    rows = report.tables.get(layout.table.id, {})
    blank = _blank(messages)
    pieces: list[str] = [_opening(layout, messages, caption)]
    met: set[str] = set()
    for text, gap in zip(layout.texts, layout.gaps, strict=False):
        row = rows.get(gap.row)
        value = row.cells[gap.index] if row else None
        own_marks = marks.get(gap.cell, ())
        pieces += (text, gap.opening)
        if type(value) is int and value and not own_marks:
            pieces += (">", str(value), "</td>")
            continue
        kind, content = _content(value, blank)
        classes = f"{kind} marked" if own_marks else kind
        met.update(classes.split())
        pieces += (f' class="{classes.strip()}">' if classes else ">", content)
        pieces += (*map(_mark, own_marks), "</td>")
    pieces += (layout.texts[-1], "    </table>\n  </div>\n")
    pieces += (_legend(met, messages), "</figure>")
    return "".join(pieces)


def values(layout: TableLayout, report: Report) -> Iterator[Cell]:
    """Every cell of the table, in reading order."""
    for gap in layout.gaps:
        row = report.row(layout.table.id, gap.row)
        yield row.cells[gap.index] if row else None


def _content(value: Cell, blank: str) -> tuple[str, str]:
    """The class and the HTML of a cell's value."""
    if value is None:
        return "blank", blank
    if isinstance(value, str):
        return "written", f"<i>{escape(plain(value))}</i>"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return ("" if value else "zero"), text


def _mark(mark: Mark) -> str:
    words, sign = escape(mark.words), escape(mark.sign)
    return f'<a class="mark {mark.kind}" href="{escape(mark.href)}" aria-label="{words}">{sign}</a>'


def _blank(messages: Messages) -> str:
    words = escape(messages.say("page.cell.blank"))
    return f'<span aria-hidden="true">—</span><span class="gk-unseen">{words}</span>'


def _opening(layout: TableLayout, messages: Messages, caption: str) -> str:
    title = escape(plain(caption))
    unit = escape(messages.say("page.table.unit", unit=layout.unit)) if layout.unit else ""
    hint = escape(messages.say("page.table.hint"))
    label = escape(messages.say("page.table.region", title=plain(caption)))
    name = layout.table.id
    labels = range(1, layout.label_columns + 1)
    columns = "".join(f'<col class="l{number}">' for number in labels)
    columns += f'<col span="{layout.columns - layout.label_columns}">'
    lines = [
        f'<figure class="gk-table labels-{layout.label_columns} columns-{layout.columns}">',
        f'  <p class="gk-table-hint" aria-hidden="true">{hint}</p>',
        f'  <div class="gk-table-scroll" role="region" aria-label="{label}" tabindex="0">',
        f'    <table class="gk-grid" id="table-{name}">',
        f'      <caption>{title} <span class="gk-unit">{unit}</span></caption>',
        f"      <colgroup>{columns}</colgroup>",
    ]
    return "\n".join(lines) + "\n"


def _legend(met: set[str], messages: Messages) -> str:
    notes = [
        escape(messages.say(f"page.legend.{kind}"))
        for kind in ("blank", "written", "marked")
        if kind in met
    ]
    if not notes:
        return ""
    return f'  <figcaption class="gk-legend">{" ".join(notes)}</figcaption>\n'
