"""The parts of a table that page breaks have cut → one grid.

Parts that follow each other are one table where they are equally wide. A merged cell that a page
break cuts goes on at the top of the next page; so does a row. Heads that are printed again on
every page are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.importers.cells import is_figure
from generator.importers.drawings import POINT, Box, Glyph, clusters, nearest
from generator.importers.glyphs import start_width
from generator.importers.merging import Span, grid_of
from generator.importers.wording import wording
from generator.model.submissions import Grid

_TOLERANCE = 3 * POINT
_CAPTION = re.compile(r"第.{1,12}条")


@dataclass(frozen=True, slots=True)
class PartCell:
    """A cell on a page. `room` is what its last line leaves free, in hundredths of its size."""

    box: Box
    text: str
    room: int = 0

    def is_full(self, following: str) -> bool:
        """Whether `following` has no room in its last line."""
        return bool(self.text) and self.room < start_width(following)


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a table: the places of its columns and rows, and its cells.

    `line` is the number of its first row in the source.
    """

    page: int
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[PartCell, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    height: int
    width: int
    text: str
    line: int = 0
    page: int = 0
    room: int = 0


_Rows = list[_Cell]


def goes_on(parts: Sequence[Part], following: Part) -> bool:
    """Whether `following`, the first thing on the next page, is the rest of the table of `parts`.

    It is as wide as the table, or it lacks columns on the left: where a merged cell covers the
    whole page, some programs do not draw its edge.
    """
    if following.page != parts[-1].page + 1:
        return False
    xs = [x for part in parts for x in part.xs]
    left, right = following.xs[0], following.xs[-1]
    apart = max(abs(right - max(xs)), abs(left - xs[nearest(xs, left)]))
    return _as_wide(parts[0], following) or apart <= _TOLERANCE


def _as_wide(part: Part, other: Part) -> bool:
    return abs((part.xs[-1] - part.xs[0]) - (other.xs[-1] - other.xs[0])) <= 2 * _TOLERANCE


def stacked(parts: Sequence[Part]) -> Grid:
    """The grid of a table from its parts."""
    first = parts[0]
    # Pages may have other margins; a part that lacks columns does not show where the table begins.
    shifts = [part.xs[0] if _as_wide(first, part) else first.xs[0] for part in parts]
    places = (x - shift for part, shift in zip(parts, shifts, strict=True) for x in part.xs)
    xs = clusters(list(places), _TOLERANCE)
    whole: _Rows = []
    height = 0
    for part, shift in zip(parts, shifts, strict=True):
        cells = _placed(part, xs, shift)
        count = len(part.ys) - 1
        if whole:
            cells, count = _without_heads(whole, cells, count)
            cells = [*_not_drawn(whole, height, cells, count), *cells]
            cut = count > 1 and _is_cut(whole, height, cells)
            whole, cells = _connected(whole, height, cells, cut=cut)
            count -= cut
        whole += [replace(cell, row=cell.row + height) for cell in cells]
        height += count
    return grid_of([list(_spans(whole, row)) for row in range(height)])


def _placed(part: Part, xs: Sequence[int], shift: int) -> _Rows:
    found: _Rows = []
    for cell in part.cells:
        box = cell.box
        left, right = nearest(xs, box.left - shift), nearest(xs, box.right - shift)
        top, bottom = part.ys.index(box.top), part.ys.index(box.bottom)
        place = (top, left, bottom - top, max(1, right - left))
        found.append(_Cell(*place, cell.text, part.line + top, part.page, cell.room))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _not_drawn(whole: _Rows, height: int, cells: _Rows, count: int) -> Iterator[_Cell]:
    """The blank cells on the left of a part that lacks columns, as the rows above divide them."""
    first = min((cell.column for cell in cells), default=0)
    for cell in _at_the_end(whole, height).values():
        if cell.column + cell.width <= first:
            yield _Cell(0, cell.column, count, cell.width, "", cells[0].line, cells[0].page)


def _spans(cells: _Rows, row: int) -> Iterator[Span]:
    for cell in sorted((cell for cell in cells if cell.row == row), key=lambda cell: cell.column):
        yield Span(cell.text, cell.width, cell.height, cell.line, f"p{cell.page + 1}")


def _row(cells: _Rows, row: int) -> _Rows:
    return [cell for cell in cells if cell.row == row]


def _without_heads(whole: _Rows, cells: _Rows, count: int) -> tuple[_Rows, int]:
    """The cells of a part without the heads of the table, where they are printed once more."""
    repeated = 0
    while repeated < count and _alike(_row(whole, repeated), _row(cells, repeated)):
        repeated += 1
    heads = [cell for cell in cells if cell.row < repeated]
    # Only whole rows of words are heads: figures may well be the same in two rows.
    while repeated and (
        any(cell.row + cell.height > repeated for cell in heads)
        or any(is_figure(cell.text) for cell in heads if cell.text)
        or sum(bool(cell.text) for cell in heads) < 2
    ):
        repeated -= 1
        heads = [cell for cell in heads if cell.row < repeated]
    rest = [replace(cell, row=cell.row - repeated) for cell in cells if cell.row >= repeated]
    return rest, count - repeated


def _alike(one: _Rows, other: _Rows) -> bool:
    def shape(cells: _Rows) -> list[tuple[int, int, int, str]]:
        return [(cell.column, cell.width, cell.height, cell.text) for cell in cells]

    return bool(one) and shape(one) == shape(other)


def _is_cut(whole: _Rows, height: int, cells: _Rows) -> bool:
    """Whether the break cut a row, so that the first row of `cells` is the rest of its words.

    Such a rest holds words only, none of which begins with a number, each below a full line of
    words. So figures never move from one row to another.
    """
    above = _at_the_end(whole, height)
    rest = [cell for cell in _row(cells, 0) if cell.text]
    return any(cell.height == 1 for cell in rest) and all(
        (start := above.get((cell.column, cell.width))) is not None
        and start.text
        and start.room < start_width(cell.text)
        and not is_figure(start.text)
        and not is_figure(cell.text)
        and not _begins(cell.text)
        for cell in rest
    )


def _at_the_end(whole: _Rows, height: int) -> dict[tuple[int, int], _Cell]:
    """The cells that end with the last row, by their column and width."""
    return {(cell.column, cell.width): cell for cell in whole if cell.row + cell.height == height}


def _begins(text: str) -> bool:
    """Whether a label begins with `text`, rather than going on in it."""
    return wording(text).number is not None or bool(_CAPTION.match(text))


def _connected(whole: _Rows, height: int, cells: _Rows, *, cut: bool) -> tuple[_Rows, _Rows]:
    """The cells, where those that the break cut in two are one again.

    Unless a row is `cut`, only cells that are higher than a row are certain to be parts of one: a
    blank cell of one row below another of one row is a blank.
    """
    grown: dict[_Cell, _Cell] = {}
    left: _Rows = []
    above = _at_the_end(whole, height)
    for cell in cells:
        start = above.get((cell.column, cell.width)) if cell.row == 0 else None
        if start is not None and (cut or _one_cell(start, cell)):
            more = cell.height - cut
            grown[start] = replace(start, text=start.text + cell.text, height=start.height + more)
        elif not cut:
            left.append(cell)
        elif cell.row or cell.height > 1:
            below = cell.height - (cell.row == 0)
            left.append(replace(cell, row=max(0, cell.row - 1), height=below))
    return [grown.get(cell, cell) for cell in whole], left


def _one_cell(cell: _Cell, following: _Cell) -> bool:
    if cell.height == 1 and following.height == 1:
        return False
    if any(is_figure(each.text) for each in (cell, following) if each.text):
        return False
    return not following.text or not _begins(following.text)


def overflowing(part: Part, glyph: Glyph) -> PartCell | None:
    """The cell at the end of a part that something right below it belongs to, or None.

    Browsers let a cell that goes on on the next page write beyond the last line of this one.
    """
    box = glyph.box
    if not 0 <= 2 * (box.top - part.ys[-1]) + box.height <= 2 * box.height:
        return None
    for cell in part.cells:
        within = cell.box.left <= box.left and box.right <= cell.box.right
        if within and cell.box.bottom == part.ys[-1] and cell.is_full(glyph.text):
            return cell
    return None
