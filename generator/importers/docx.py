"""Word files (.docx) → `Submission`.

Text is what Word shows once all tracked changes are accepted: insertions are in it, deletions and
hidden text are not. Numbers that Word sets itself stand before their paragraphs. Text boxes follow
the paragraph they hang on, and footnotes the end of the text. Macros, pictures, embedded files and
everything that is only referred to are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.importers.archive import Archive
from generator.importers.limits import Refusal, bounded
from generator.importers.merging import Span, grid_of
from generator.importers.numbering import Numbering, numbering_of
from generator.importers.xml import (
    Element,
    attribute,
    child,
    children,
    find_all,
    is_on,
    name_of,
    number,
)
from generator.model.submissions import Block, Grid, Paragraph, Submission

_EDGES = " \t\r\n\f\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DEEPEST = 60
_MOST_LEVELS = 20
# What stands in the XML of a paragraph and is no text of it.
_NOT_TEXT = frozenset(
    ["del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "txbxContent", "pict"]
)
_LONGEST_CELL = 400


def read_docx(name: str, data: bytes) -> Submission:
    """The text and tables of a Word file."""
    archive = Archive(data)
    document = archive.xml("word/document.xml")
    body = child(document, "body")
    if body is None:
        raise Refusal("damaged")
    styles = archive.xml("word/styles.xml")
    numbering = numbering_of(archive.xml("word/numbering.xml"), styles)
    reader = _Reader(numbering, _style_names(styles))
    blocks = [*reader.blocks(body, 0), *reader.notes(archive.xml("word/footnotes.xml"))]
    bounded("".join(block.text for block in blocks if isinstance(block, Paragraph)))
    return Submission(name, "docx", tuple(blocks))


@dataclass
class _Reader:
    """One document being read: its numbering, and how many paragraphs and rows there were.

    `styles` are the names of the styles by their ids, which programs make anew.
    """

    numbering: Numbering
    styles: Mapping[str, str]
    line: int = 0
    _boxes: list[Element] = field(default_factory=list[Element])

    def blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        """The blocks in the body, in a cell, in a text box or in a note."""
        if depth > _DEEPEST:
            return
        for each in parent:
            name = name_of(each)
            if name == "p":
                yield from self._paragraph(each, depth)
            elif name == "tbl":
                yield from self._table(each, depth)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(each, depth + 1)

    def notes(self, root: Element | None) -> Iterator[Block]:
        """The text of the footnotes, without the lines that Word draws above them."""
        for note in children(root, "footnote"):
            if attribute(note, "type") in ("", "normal"):
                yield from self.blocks(note, 1)

    # --- paragraphs ------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[Block]:
        self.line += 1
        line = self.line
        prefix = self.numbering.next(paragraph)
        style = self.styles.get(attribute(child(child(paragraph, "pPr"), "pStyle"), "val"), "")
        boxes: list[Element] = []
        text = "".join(_text(paragraph, boxes, 0))
        if text.strip(_EDGES):
            text = prefix + text.lstrip(_EDGES) if prefix else text
        for part in text.split("\n"):
            plain = part.replace("\t", " ").strip(_EDGES)
            if plain:
                yield Paragraph(plain, line, style)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    # --- tables ----------------------------------------------------------------------------

    def _table(self, table: Element, depth: int) -> Iterator[Block]:
        rows = list(_rows(table))
        cells = [[list(self.blocks(cell, depth + 1)) for cell in _cells(row)] for row in rows]
        if _only_places(cells):
            yield from (block for row in cells for cell in row for block in cell)
            return
        self.line += 1
        spans: list[list[Span]] = []
        for row, contents in zip(rows, cells, strict=True):
            self.line += 1
            spans.append(list(_spans(row, contents, self.line)))
        if any(span.text for row in spans for span in row):
            yield grid_of(_merged_down(spans, rows))


def _style_names(styles: Element | None) -> dict[str, str]:
    return {
        attribute(style, "styleId"): attribute(child(style, "name"), "val")
        for style in children(styles, "style")
    }


def _text(parent: Element, boxes: list[Element], depth: int) -> Iterator[str]:
    if depth > _MOST_LEVELS:
        return
    for each in parent:
        name = name_of(each)
        if name == "r":
            yield from _run(each, boxes)
        elif name == "txbxContent":
            boxes.append(each)
        elif name not in _NOT_TEXT:
            yield from _text(each, boxes, depth + 1)


def _run(run: Element, boxes: list[Element]) -> Iterator[str]:
    properties = child(run, "rPr")
    if is_on(child(properties, "vanish")):
        return
    raised = attribute(child(properties, "vertAlign"), "val")
    for each in run:
        name = name_of(each)
        if name == "t":
            text = each.text or ""
            yield _aside(text, raised)
        elif name in ("br", "cr"):
            yield "" if attribute(each, "type") in ("page", "column") else "\n"
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield _symbol(attribute(each, "char"))
        elif name in ("AlternateContent", "drawing", "pict"):
            boxes.extend(_boxes(each))


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes in a drawing; where it is there in two versions, those of the first."""
    choices = list(find_all(element, "Choice"))
    for root in choices or [element]:
        yield from find_all(root, "txbxContent")


def _aside(text: str, raised: str) -> str:
    """Raised and lowered digits as such: a note mark is not one digit more of a figure."""
    if raised == "superscript":
        return text.translate(_RAISED)
    return text.translate(_LOWERED) if raised == "subscript" else text


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    # Symbol fonts put their characters where Unicode has none; what they show is not known.
    return "" if 0xF000 <= value <= 0xF0FF or value < 32 or value > 0xFFFF else chr(value)


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        name = name_of(each)
        if name == "tr" and child(child(each, "trPr"), "del") is None:
            yield each
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(each)


def _cells(row: Element) -> Iterator[Element]:
    for each in row:
        name = name_of(each)
        if name == "tc":
            yield each
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(each)


def _only_places(rows: list[list[list[Block]]]) -> bool:
    """Whether a table is there to place text and tables, rather than to hold cells."""
    contents = [cell for row in rows for cell in row]
    nested = any(isinstance(block, Grid) for cell in contents for block in cell)
    longest = max((len(_joined(cell)) for cell in contents), default=0)
    return nested or longest > _LONGEST_CELL or max(map(len, rows), default=0) <= 1


def _joined(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _spans(row: Element, contents: list[list[Block]], line: int) -> Iterator[Span]:
    properties = child(row, "trPr")
    before = number(attribute(child(properties, "gridBefore"), "val"), 0)
    if before:
        yield Span("", before, 1, line)
    for cell, blocks in zip(_cells(row), contents, strict=True):
        width = number(attribute(child(child(cell, "tcPr"), "gridSpan"), "val"), 1)
        yield Span(_joined(blocks), max(1, width), 1, line)


def _merged_down(spans: list[list[Span]], rows: list[Element]) -> list[list[Span]]:
    """The cells with their heights; those that go on from the row above are left out."""
    open_at: dict[int, tuple[int, int]] = {}
    heights: dict[tuple[int, int], int] = {}
    for number_of_row, row in enumerate(rows):
        column, goes_on = 0, _going_on(row, spans[number_of_row])
        reached: dict[int, tuple[int, int]] = {}
        for position, span in enumerate(spans[number_of_row]):
            start = open_at.get(column) if goes_on[position] else None
            if start is not None:
                heights[start] = number_of_row - start[0] + 1
                heights[number_of_row, position] = 0
            reached[column] = start or (number_of_row, position)
            column += span.width
        open_at = reached
    return [
        [
            Span(span.text, span.width, heights.get((row, position), 1), span.line, span.place)
            for position, span in enumerate(cells)
            if heights.get((row, position), 1)
        ]
        for row, cells in enumerate(spans)
    ]


def _going_on(row: Element, spans: list[Span]) -> list[bool]:
    """For each cell, whether it is a part of the cell above it."""
    found = [False] * (len(spans) - sum(1 for _ in _cells(row)))
    for cell in _cells(row):
        merge = child(child(cell, "tcPr"), "vMerge")
        found.append(merge is not None and attribute(merge, "val") in ("", "continue"))
    return found
