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
from generator.importers.drawings import POINT, Box, clusters, nearest
from generator.importers.merging import Span, grid_of
from generator.importers.wording import wording
from generator.model.submissions import Grid

_TOLERANCE = 3 * POINT
_CAPTION = re.compile(r"第.{1,12}条")


@dataclass(frozen=True, slots=True)
class PartCell:
    """A cell on a page. `full` says that its last line leaves no room for one character more."""

    box: Box
    text: str
    full: bool = False


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
    full: bool = False


_Rows = list[_Cell]


def goes_on(part: Part, following: Part) -> bool:
    """Whether `following`, the first thing on the next page, is the rest of `part`."""
    same_width = abs((part.xs[-1] - part.xs[0]) - (following.xs[-1] - following.xs[0]))
    return following.page == part.page + 1 and same_width <= 2 * _TOLERANCE


def stacked(parts: Sequence[Part]) -> Grid:
    """The grid of a table from its parts."""
    xs = clusters([x - part.xs[0] for part in parts for x in part.xs], _TOLERANCE)
    whole: _Rows = []
    height = 0
    for part in parts:
        cells = _placed(part, xs)
        count = len(part.ys) - 1
        if whole:
            cells, count = _without_heads(whole, cells, count)
            cut = count > 1 and _is_cut(whole, height, cells)
            whole, cells = _connected(whole, height, cells, cut=cut)
            count -= cut
        whole += [replace(cell, row=cell.row + height) for cell in cells]
        height += count
    return grid_of([list(_spans(whole, row)) for row in range(height)])


def _placed(part: Part, xs: Sequence[int]) -> _Rows:
    found: _Rows = []
    for cell in part.cells:
        box = cell.box
        left = nearest(xs, box.left - part.xs[0])
        right = nearest(xs, box.right - part.xs[0])
        top, bottom = part.ys.index(box.top), part.ys.index(box.bottom)
        place = (top, left, bottom - top, max(1, right - left))
        found.append(_Cell(*place, cell.text, part.line + top, part.page, cell.full))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


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
        and start.full
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


def overflowing(part: Part, box: Box) -> PartCell | None:
    """The cell at the end of a part that something right below it belongs to, or None.

    Browsers let a cell that goes on on the next page write beyond the last line of this one.
    """
    if not 0 <= 2 * (box.top - part.ys[-1]) + box.height <= 2 * box.height:
        return None
    for cell in part.cells:
        within = cell.box.left <= box.left and box.right <= cell.box.right
        if within and cell.box.bottom == part.ys[-1] and cell.full:
            return cell
    return None
