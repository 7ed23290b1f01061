"""A statutory table as a sheet: the grid of the form, totals that sum themselves, and the checks.

Right of the grid stand the relations of each row, below it those of each column, so that the grid
itself is the table of the form and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from generator.exports.xlsx_looks import Looks, accept_only, lines_of, prepare
from generator.exports.xlsx_sums import (
    Formula,
    Position,
    as_number,
    cell_of,
    check,
    lines_of_relation,
    total,
    totals_of,
)
from generator.interchange.grids import Drawn, Role, Span, drawn, places
from generator.interchange.wordings import labels_of, relation_words
from generator.messages import messages
from generator.model.forms import Form, Relation, Table
from generator.model.reports import Cell

_TOP = 3
"""The rows above the grid: title, agency, legend."""
_LOOKS = {Role.CAPTION: "head", Role.HEAD: "head", Role.LABEL: "label", Role.UNIT: "unit"}
_CHECK_WIDTH = 16
_LINE_HEIGHT = 16


@dataclass
class Filled:
    """What the cells of one table hold: `texts` as shown, `values` as reported.

    `last_year` holds the cells of last year's report by ``table.row.column``; None: there is none.
    With `blank` nothing was reported yet.
    """

    table: Table
    texts: Mapping[str, str]
    values: Mapping[str, Cell]
    last_year: Mapping[str, Cell] | None
    blank: bool = False


class GridSheet:
    """One statutory table being written."""

    def __init__(self, sheet: Worksheet, looks: Looks, form: Form, filled: Filled) -> None:
        self.sheet, self.looks, self.form, self.filled = sheet, looks, form, filled
        self.layout: Drawn = drawn(filled.table)
        self.spans = {
            (row + _TOP, column): span for (row, column), span in places(self.layout.rows).items()
        }
        self.places = {span.cell: place for place, span in self.spans.items() if span.cell}
        self.held: dict[str, Cell] = {
            name: filled.values.get(name) if _is_number(filled.values.get(name)) else None
            for name in self.places
        }
        self.widths = self._widths()
        self.heights = self._heights()
        self.bottom = _TOP + len(self.layout.rows)
        self.relations = [each for each in form.relations if each.table == filled.table.id]

    def write(self, subtitle: str) -> None:
        """The whole sheet."""
        prepare(self.sheet, wide=self.layout.columns > len(self.layout.rows), tall=1)
        self._top(subtitle)
        self._grid()
        self._checks_of_rows()
        self._checks_of_columns()
        frozen = self.layout.labels if self.layout.labels < self.layout.columns // 2 + 1 else 0
        self.sheet.freeze_panes(_TOP + self.layout.heads, frozen)
        self.sheet.print_area(0, 0, self.bottom - 1, self.layout.columns - 1)
        if self.layout.heads:
            self.sheet.repeat_rows(_TOP, _TOP + self.layout.heads - 1)

    def _top(self, subtitle: str) -> None:
        last = self.layout.columns - 1
        texts = (
            ("title", self.filled.table.title.zh, 30),
            ("subtitle", subtitle, 20),
            ("note", messages("zh").say("interchange.grid.legend"), 32),
        )
        for row, (look, text, height) in enumerate(texts):
            self.sheet.set_row_pixels(row, round(height * 4 / 3))
            if last:
                self.sheet.merge_range(row, 0, row, last, "", self.looks[look])
            self.sheet.write_string(row, 0, text, self.looks[look])

    # --- the grid --------------------------------------------------------------------------

    def _grid(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        for (row, column), span in self.spans.items():
            if span.role is not Role.VALUE:
                self._fixed(row, column, span)
        totals = totals_of(self.form, self.filled.table)
        # Totals of totals need the values of those below them, whatever their order.
        for target, parts in _inside_out(totals):
            self._total(target, parts)
        for name in self.places:
            if name not in totals:
                self._value(name)
        for row, height in self.heights.items():
            self.sheet.set_row(row, height)

    def _fixed(self, row: int, column: int, span: Span) -> None:
        look = self.looks[_LOOKS[span.role]]
        self._merge(row, column, span, look)
        self.sheet.write_string(row, column, span.text, look)

    def _merge(self, row: int, column: int, span: Span, look: Format) -> None:
        if span.width > 1 or span.height > 1:
            bottom, right = row + span.height - 1, column + span.width - 1
            self.sheet.merge_range(row, column, bottom, right, "", look)

    def _total(self, target: str, parts: Sequence[str]) -> None:
        """A formula where it gives what was reported, else what was reported."""
        formula = total(parts, self.places, self.held)
        reported = self.filled.texts.get(target, "")
        if not self.filled.blank and _shown(formula) != reported:
            self._value(target)
            return
        row, column = self.places[target]
        look = self.looks["computed"]
        self._merge(row, column, self.spans[row, column], look)
        self._formula(row, column, formula, "computed")
        self.held[target] = None if formula.value == "" else formula.value

    def _formula(self, row: int, column: int, formula: Formula, look: str) -> None:
        value = formula.value if isinstance(formula.value, str) else float(formula.value)
        shown = int(value) if isinstance(value, float) and value.is_integer() else value
        sheet: Any = self.sheet
        sheet.write_formula(row, column, formula.text, self.looks[look], shown)

    def _value(self, name: str) -> None:
        row, column = self.places[name]
        span = self.spans[row, column]
        value, text = self.filled.values.get(name), self.filled.texts.get(name, "")
        number = as_number(value)
        look = self.looks["figure" if number is not None or not text else "figure_text"]
        self._merge(row, column, span, look)
        if number is not None:
            self.sheet.write_number(row, column, number, look)
        elif text:
            self.sheet.write_string(row, column, text, look)
        else:
            self.sheet.write_blank(row, column, None, look)
        accept_only(self.sheet, row, column, span.number)
        self.sheet.conditional_format(
            row, column, row, column,
            {"type": "formula", "criteria": f"=ISTEXT({xl_rowcol_to_cell(row, column)})",
             "format": self.looks["open"]},
        )  # fmt: skip

    # --- the checks ------------------------------------------------------------------------

    def _checks_of_rows(self) -> None:
        """Right of the grid: what last year's report says, and whether each relation holds."""
        column = self.layout.columns + 1
        for relation in self.relations:
            if relation.each != "row" or not self._can_check(relation):
                continue
            lines = lines_of_relation(relation, self.filled.table)
            earlier = _earlier(relation)
            for number, name in enumerate(earlier):
                label = self._last_year_label(relation, name)
                self._check_head(lines, relation, column + number, label)
                for line in lines:
                    self._last_year(
                        relation, name, line, (self._row(relation, line), column + number)
                    )
            end = column + len(earlier)
            self._check_head(lines, relation, end, relation_words(relation, self.form))
            for line in lines:
                row = self._row(relation, line)
                known = [(row, column + number) for number in range(len(earlier))]
                self._check(relation, line, known, (row, end))
            column = end + 1

    def _row(self, relation: Relation, line: str) -> int:
        return self.places[cell_of(relation, relation.left[0], line)][0]

    def _check_head(self, lines: Sequence[str], relation: Relation, column: int, text: str) -> None:
        row = self._row(relation, lines[0]) - 1
        top = _TOP if self.layout.heads else row
        look = self.looks["check_head"]
        need = lines_of(text, _CHECK_WIDTH * 1.2) * _LINE_HEIGHT
        if row > top:
            self.sheet.merge_range(top, column, row, column, "", look)
        elif need > self.heights[row]:
            self.heights[row] = need
            self.sheet.set_row(row, need)
        self.sheet.write_string(top, column, text, look)
        self.sheet.set_column(column, column, _CHECK_WIDTH)

    def _checks_of_columns(self) -> None:
        """Below the grid: the same for the relations of each column."""
        row = self.bottom + 1
        rows_of: dict[str, int] = {}
        for relation in self.relations:
            if relation.each != "column" or not self._can_check(relation):
                continue
            lines = lines_of_relation(relation, self.filled.table)
            for name in _earlier(relation):
                if name not in rows_of:
                    self._check_label(row, self._last_year_label(relation, name))
                    rows_of[name] = row
                    row += 1
                for line in lines:
                    place = (rows_of[name], self._column(relation, line))
                    self._last_year(relation, name, line, place)
            self._check_label(row, relation_words(relation, self.form))
            for line in lines:
                column = self._column(relation, line)
                known = [(rows_of[name], column) for name in _earlier(relation)]
                self._check(relation, line, known, (row, column))
            row += 1

    def _column(self, relation: Relation, line: str) -> int:
        return self.places[cell_of(relation, relation.left[0], line)][1]

    def _check_label(self, row: int, text: str) -> None:
        last = max(0, self.layout.labels - 1)
        look = self.looks["check_label"]
        if last:
            self.sheet.merge_range(row, 0, row, last, "", look)
        self.sheet.write_string(row, 0, text, look)
        lines = lines_of(text, sum(self.widths[: last + 1]) * 1.2)
        self.sheet.set_row(row, max(30, lines * _LINE_HEIGHT))

    def _can_check(self, relation: Relation) -> bool:
        return relation.within_report or self.filled.last_year is not None

    def _last_year_label(self, relation: Relation, name: str) -> str:
        rows, columns = labels_of(self.filled.table)
        label = (rows if relation.each == "column" else columns)[name]
        return messages("zh").say("interchange.last_year", label=label)

    def _last_year(self, relation: Relation, name: str, line: str, place: Position) -> None:
        value = (self.filled.last_year or {}).get(cell_of(relation, name, line))
        number = as_number(value)
        look = self.looks["last_year"]
        if number is not None:
            self.sheet.write_number(*place, number, look)
        else:
            self.sheet.write_blank(*place, None, look)

    def _check(
        self, relation: Relation, line: str, earlier: Sequence[Position], place: Position
    ) -> None:
        own = {self.places[name]: value for name, value in self.held.items()}
        names = _earlier(relation)
        for name, at in zip(names, earlier, strict=True):
            value = (self.filled.last_year or {}).get(cell_of(relation, name, line))
            own[at] = value if as_number(value) is not None else None
        left = [self.places[cell_of(relation, name, line)] for name in relation.left]
        right = [
            self.places[cell_of(relation, name, line)]
            for name in (relation.right if relation.right_year == 0 else ())
        ]
        formula = check(left, [*right, *earlier], own)
        self._formula(*place, formula, "check")
        self._colour(*place)

    def _colour(self, row: int, column: int) -> None:
        words = messages("zh")
        for look, name in (("good", "holds"), ("bad", "broken"), ("open", "partial")):
            criteria = words.say(f"interchange.grid.{name}").split("，")[0]
            rule = {
                "type": "text", "criteria": "begins with", "value": criteria,
                "format": self.looks[look],
            }  # fmt: skip
            self.sheet.conditional_format(row, column, row, column, rule)

    # --- sizes -----------------------------------------------------------------------------

    def _widths(self) -> list[float]:
        labels, values = self.layout.labels, self.layout.columns - self.layout.labels
        if labels <= 1:
            each = 24 if values <= 4 else 9
            return [float(each)] * self.layout.columns
        inner = labels - self.layout.units - 1
        units = [8.0] * self.layout.units
        figure = 14.0 if values == 1 else 10.5
        return [15.0] * inner + [38.0] + units + [figure] * values

    def _heights(self) -> dict[int, float]:
        """How high the rows are: programs do not work that out for merged cells."""
        heights: dict[int, float] = {}
        for (row, column), span in self.spans.items():
            width = sum(self.widths[column : column + span.width])
            need = lines_of(span.text, width) * _LINE_HEIGHT + 6
            share = need / span.height
            for each in range(row, row + span.height):
                heights[each] = max(heights.get(each, 22), share)
        return heights


def _earlier(relation: Relation) -> tuple[str, ...]:
    """The rows (or columns) of last year's report that a relation looks at."""
    return (*(relation.right if relation.right_year < 0 else ()), *relation.brought_forward)


def _inside_out(totals: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The totals, those that others are made of first."""
    done: set[str] = set()

    def visit(target: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        if target in done:
            return
        done.add(target)
        for part in totals[target]:
            if part in totals:
                yield from visit(part)
        yield target, totals[target]

    for target in totals:
        yield from visit(target)


def _shown(formula: Formula) -> str:
    value = formula.value
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _is_number(cell: Cell) -> bool:
    return as_number(cell) is not None
