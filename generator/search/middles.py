"""What stands between two characters, for every two that have something between them somewhere.

A character that was mistyped or left out stands between two that were not, so these say what may
have been meant, without looking at any text.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping

from generator.search.codec import little, unpaired, utf16

Middles = Mapping[str, str]
"""By two code units, those that stand between them, in order."""

_UNITS = 4
"""Code units in a window: the most that an array takes at once. A window is one too many."""
_THREE = (1 << 48) - 1
_UNIT = (1 << 16) - 1
_BREAK = ord("\n")
_STOP = "。"
_MANY = 200_000


class MiddlesWriter:
    """Collects what stands between two code units in texts.

    This runs at every character of every report: texts are cut by functions that take them whole.
    """

    def __init__(self) -> None:
        self._sentences: set[str] = set()
        self._windows: set[int] = set()
        self._threes: set[int] = set()

    def add(self, text: str) -> None:
        """Note a text. What it repeats of earlier ones costs next to nothing."""
        fresh = {*text.replace(_STOP, "\n").split("\n")} - self._sentences
        self._sentences |= fresh
        content = utf16("\n".join([*fresh, ""]))
        size = 2 * _UNITS
        for start in range(0, size, 2):
            windows = array("Q")
            end = start + (len(content) - start) // size * size
            windows.frombytes(memoryview(content)[start : max(start, end)])
            self._windows.update(little(windows))
        if len(self._windows) > _MANY:
            self._cut()

    def _cut(self) -> None:
        """The first three code units of each window are enough, and there are fewer of them."""
        self._threes.update([window & _THREE for window in self._windows])
        self._windows.clear()

    def taken(self) -> dict[str, str]:
        """What was noted; begins anew. Nothing reaches over a line break or a full stop."""
        self._cut()
        self._sentences.clear()
        found: defaultdict[int, list[int]] = defaultdict(list)
        for three in self._threes:
            found[three & _UNIT | three >> 32 << 16].append(three >> 16 & _UNIT)
        self._threes.clear()
        middles: dict[str, str] = {}
        for number, units in found.items():
            pair = unpaired(number)
            own = "".join(map(chr, sorted(unit for unit in units if unit != _BREAK)))
            if own and "\n" not in pair:
                middles[pair] = own
        return middles
