"""The statutory tables of one report: the cells in the layout of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from generator.messages import Messages
from generator.model.reports import Cell, Report, all_counts
from generator.render.document import plain
from generator.render.layouts import TableLayout


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at a cell that leads to an explanation: what it shows, says and where it leads."""

    sign: str
    words: str
    href: str
    kind: str


Marks = Mapping[str, Sequence[Mark]]
"""The marks of each cell that has any, by ``table.row.column``."""


def render_table(
    layout: TableLayout, cells: Sequence[Cell], marks: Marks, messages: Messages, caption: str
) -> str:
    """A table as one block of HTML, with what its signs mean below it.

    `cells` are those of a report, as `values` gives them.
    """
    met: set[str] = set()
    if all_counts(cells) and marks.keys().isdisjoint(layout.cells):
        # As nearly all tables are.
        written = [f">{cell}" if cell else _ZERO for cell in cells]
    else:
        blank = _blank(messages)
        placed = zip(cells, layout.cells, strict=True)
        written = [_cell(cell, marks.get(name, ()), blank, met) for cell, name in placed]
    opening, legend = _opening(layout, messages, caption), _legend(met, messages)
    return f"{opening}{layout.filled(written)}    </table>\n  </div>\n{legend}</figure>"


_ZERO = ' class="zero">0'


def values(layout: TableLayout, report: Report) -> list[Cell]:
    """Every cell of the table, in reading order; those of a row that the record lacks are blank."""
    rows = report.tables.get(layout.table.id, {})
    found: list[Cell] = []
    for row, width in layout.rows:
        found += rows[row].cells if row in rows else (None,) * width
    return found


def _cell(value: Cell, marks: Sequence[Mark], blank: str, met: set[str]) -> str:
    """The rest of a cell's tag, and what it holds."""
    kind, content = _content(value, blank)
    classes = [kind] if kind else []
    classes += ["marked"] if marks else []
    met.update(classes)
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    return f"{attribute}>{content}{''.join(map(_mark, marks))}"


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
    unit = ""
    if layout.unit:
        told = escape(messages.say("page.table.unit", unit=layout.unit))
        unit = f' <span class="gk-unit">{told}</span>'
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
        f'      <caption><span class="gk-caption">{title}{unit}</span></caption>',
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
