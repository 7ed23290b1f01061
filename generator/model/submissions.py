"""A submission (报送文件) as it was read: paragraphs and grids in their order, of no known form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Spread(Enum):
    """Whether a merged cell of the source covers a cell of the grid from elsewhere."""

    NONE = "none"
    RIGHT = "right"
    """It belongs to the cell on its left."""
    DOWN = "down"
    """It belongs to the cell above it."""


class Recognition(Enum):
    """By what a cell of a form was recognised in a submission, from the surest on.

    The weaker one of its row and its column counts.
    """

    LABEL = "label"
    """By the wording of the form."""
    ALIAS = "alias"
    """By another wording that the form knows."""
    ALIKE = "alike"
    """By a wording that is like one of them."""
    ORDER = "order"
    """By its place among its neighbours; there is no head or label of its own."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text, never empty. `line` counts the source's lines or blocks from 1.

    `style` is the name of its paragraph style, "" where the source has none or it is not known.
    """

    text: str
    line: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its text ("" for a blank) and the line it came from.

    `place` names it more closely where the source has names for its cells (``B7``). Where a merged
    cell of the source covers several places, each of them repeats its text, and `spread` says
    which of them are repetitions.
    """

    text: str
    line: int = 0
    place: str = ""
    spread: Spread = Spread.NONE


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. Rows may differ in length, because plain text has no merged cells."""

    rows: tuple[tuple[GridCell, ...], ...]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the source that is in no block, and why: the rest of a finding's code.

    `page` counts from 1, 0: no certain page.
    """

    reason: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """What a file holds: its `name` without folders, its `format` (an ending), its blocks.

    `left_out` is what a reader of the file sees and the blocks do not have.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
