"""Tables of our Word files: the statutory ones with their merged cells, and plain ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from generator.exports.docx_styles import STYLE_IDS
from generator.interchange.grids import Drawn, Role, Span, drawn
from generator.model.forms import Table

TEXT_WIDTH = 8844
"""156 mm, the width of the text area of official documents, in twentieths of a point."""
_LEAST_HEIGHT = 400
_MANY_COLUMNS = 12
_ONE_PAGE = 22
"""How many rows a table may have to be kept on one page."""
_STYLES = {
    Role.CAPTION: "报告表头",
    Role.HEAD: "报告表头",
    Role.LABEL: "报告表栏目",
    Role.UNIT: "报告表数字",
    Role.VALUE: "报告表数字",
}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
    for side, size in (
        ("top", 8), ("left", 8), ("bottom", 8), ("right", 8), ("insideH", 4), ("insideV", 4),
    )
)  # fmt: skip


def statutory_table(table: Table, texts: Mapping[str, str]) -> str:
    """The table of a form with `texts` in its cells, by ``table.row.column``."""
    layout = drawn(table)
    widths = _widths(layout)
    open_spans: dict[int, tuple[Span, int]] = {}
    last = len(layout.rows) - 1
    rows = [
        _row(
            _cells(row, open_spans, widths, texts, together=number < last <= _ONE_PAGE),
            head=number < layout.heads,
        )
        for number, row in enumerate(layout.rows)
    ]
    return _table(widths, rows)


def plain_table(rows: Sequence[Sequence[str]], weights: Sequence[int], *, annex: bool) -> str:
    """A table without merged cells; its first row is repeated on each page.

    `weights` say how the width is shared out between the columns.
    """
    widths = _shared(weights)
    styles = ("报告表头", "报告附页表格" if annex else "报告表数字")
    written = [
        _row(
            [
                _cell(text, styles[min(number, 1)], width)
                for text, width in zip(row, widths, strict=True)
            ],
            head=number == 0,
        )
        for number, row in enumerate(rows)
    ]
    return _table(widths, written)


def _table(widths: Sequence[int], rows: Sequence[str]) -> str:
    # Fifteen columns leave no room for the usual margins beside two characters.
    margin = 57 if len(widths) <= _MANY_COLUMNS else 30
    margins = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], *, head: bool) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_LEAST_HEIGHT}"/>{repeated}'
        f'<w:jc w:val="center"/></w:trPr>{"".join(cells)}</w:tr>'
    )


def _cells(
    row: Sequence[Span],
    open_spans: dict[int, tuple[Span, int]],
    widths: Sequence[int],
    texts: Mapping[str, str],
    *,
    together: bool,
) -> Iterator[str]:
    """The cells of one row, those that go on from above among them."""
    own = iter(row)
    column = 0
    while column < len(widths):
        if column in open_spans:
            span, left = open_spans.pop(column)
            text, merge = "", "<w:vMerge/>"
        else:
            span = next(own)
            left = span.height
            text = texts[span.cell] if span.cell else span.text
            merge = '<w:vMerge w:val="restart"/>' if left > 1 else ""
        if left > 1:
            open_spans[column] = (span, left - 1)
        width = sum(widths[column : column + span.width])
        keep = "<w:keepNext/>" if together or span.role in (Role.CAPTION, Role.HEAD) else ""
        yield _cell(text, _STYLES[span.role], width, span.width, merge, keep)
        column += span.width


def _cell(
    text: str, style: str, width: int, columns: int = 1, merge: str = "", keep: str = ""
) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{STYLE_IDS[style]}"/>{keep}</w:pPr>{run}</w:p>'
        "</w:tc>"
    )


def _widths(layout: Drawn) -> list[int]:
    """How wide the columns are: figures as narrow as they read well, labels take the rest.

    The innermost labels are the longest. A table with one column of labels shares evenly.
    """
    values = layout.columns - layout.labels
    if layout.labels <= 1:
        return _shared([1] * layout.columns)
    figure = 14 if values == 1 else 56 // values
    units = [8] * layout.units
    rest = 100 - figure * values - sum(units)
    shares = [4, *[5] * (layout.labels - layout.units - 2), 10]
    labels = [rest * share // sum(shares) for share in shares]
    return _shared([*labels, *units, *[figure] * values])


def _shared(weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    widths = [TEXT_WIDTH * weight // total for weight in weights]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths
