"""Small bar charts as SVG: figures from year to year, readable without script or colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BAR, STEP, HEIGHT, TOP, FOOT = 28, 44, 56, 16, 18
"""Width of a bar and of its place, height of the tallest, room for words above and below."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: where its bar stands, the value written above it and the year below."""

    x: int
    y: int
    height: int
    value: str
    label: str

    @property
    def middle(self) -> int:
        """The place of the words above and below the bar."""
        return self.x + BAR // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of one figure, the size of the drawing, and the same in words.

    At each of the `breaks` the figures left and right of it must not be joined.
    """

    title: str
    words: str
    width: int
    bars: tuple[Bar, ...]
    breaks: tuple[int, ...] = ()
    bar: int = BAR
    height: int = TOP + HEIGHT + FOOT
    foot: int = TOP + HEIGHT


def bar_chart(
    title: str,
    words: str,
    points: Sequence[tuple[str, Decimal | None, str]],
    breaks: Sequence[int] = (),
) -> Chart | None:
    """A chart of (label, value, value in words) from left to right.

    None where fewer than two of the values are known: a single bar says nothing. A value that is
    not known has no bar, and one below 0 is not drawn. `breaks` are the numbers of the points
    before which the series breaks.
    """
    known = [value for _, value, _ in points if value is not None]
    if len(known) < 2:
        return None
    most = max(known)
    bars = tuple(
        _bar(number * STEP, value, most, shown, label)
        for number, (label, value, shown) in enumerate(points)
    )
    return Chart(title, words, len(points) * STEP, bars, tuple(number * STEP for number in breaks))


def _bar(x: int, value: Decimal | None, most: Decimal, shown: str, label: str) -> Bar:
    height = 0
    if value is not None and value > 0:
        share = (value * HEIGHT / most).quantize(Decimal(1), ROUND_HALF_UP)
        height = max(1, int(share))
    return Bar(x + (STEP - BAR) // 2, TOP + HEIGHT - height, height, shown, label)
