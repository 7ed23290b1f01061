"""A workbook that we wrote, come back: its sheets as the blocks of a report in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.interchange.annex import ANNEX_TABLES, heading_of
from generator.interchange.marks import Mark
from generator.interchange.sheets import (
    annex_sheet,
    help_sheet,
    kind_word,
    marks_by_word,
    text_sheet,
)
from generator.model.submissions import Block, Grid, GridCell, Paragraph

Sheets = Mapping[str, Sequence[Sequence[GridCell]]]
"""The rows of each sheet that is shown, by its name, in order."""


def is_own_workbook(sheets: Sheets) -> bool:
    """Whether the workbook has the sheets that ours have."""
    return text_sheet() in sheets and annex_sheet() in sheets


def own_blocks(sheets: Sheets) -> tuple[Block, ...]:
    """The blocks of one of our workbooks, marked as those of our Word files are.

    Sheets that people added stand behind the text.
    """
    used = {text_sheet(), annex_sheet(), help_sheet()}
    blocks: list[Block] = []
    blocks += _text(sheets, used)
    for name, rows in sheets.items():
        if name not in used:
            blocks += _grid(rows)
    return (*blocks, *_annex(sheets[annex_sheet()]))


def _text(sheets: Sheets, used: set[str]) -> Iterator[Block]:
    """The text, with the tables where it names their sheets."""
    kind = ""
    for row in sheets[text_sheet()]:
        word, cell = row[0].text, row[1] if len(row) > 1 else GridCell("")
        kind = word or kind
        mark = marks_by_word().get(kind)
        if mark is not None:
            lines = (line.strip() for line in cell.text.split("\n"))
            yield from (Paragraph(line, cell.line, mark) for line in lines if line)
        elif word in (kind_word("table"), kind_word("own")) and cell.text in sheets:
            used.add(cell.text)
            rows = sheets[cell.text]
            yield from _own(rows) if word == kind_word("own") else _grid(rows)


def _own(rows: Sequence[Sequence[GridCell]]) -> Iterator[Block]:
    """A table of the agency's own: its caption above a blank row, then its rows."""
    caption = rows[0][0] if rows and rows[0] else GridCell("")
    if caption.text:
        yield Paragraph(caption.text, caption.line, Mark.CAPTION)
    yield from _grid(rows[2:])


def _grid(rows: Sequence[Sequence[GridCell]]) -> Iterator[Grid]:
    if any(cell.text for row in rows for cell in row):
        yield Grid(tuple(map(tuple, rows)))


def _annex(rows: Sequence[Sequence[GridCell]]) -> Iterator[Block]:
    headings = {heading_of(name) for name in ANNEX_TABLES}
    yield Paragraph(annex_sheet(), 1, Mark.ANNEX)
    part: list[tuple[GridCell, ...]] = []
    begun = False
    for row in rows:
        filled = [cell for cell in row if cell.text]
        if len(filled) == 1 and filled[0].text in headings:
            yield from _grid(part)
            yield Paragraph(filled[0].text, filled[0].line, Mark.PART)
            part, begun = [], True
        elif begun:
            part.append(tuple(row))
    yield from _grid(part)
