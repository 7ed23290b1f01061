"""Page numbers and running heads: lines at the edge of pages that belong to no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.importers.drawings import POINT
from generator.importers.glyphs import TextLine
from generator.importers.wording import fold

_EDGE_LINES = 2
_PAGE_NUMBER = re.compile(
    r"[-‐‑–—―─·~\s]*(?:第?\d{1,3}页?|第?[一二三四五六七八九十]{1,3}页|\d{1,3}/\d{1,3}|"
    r"第?\d{1,3}页?[/,，、]?共\d{1,3}页|page\d{1,3}(?:of\d{1,3})?)[-‐‑–—―─·~\s]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:\d+/\d+)?", re.IGNORECASE)
_ZONE = 8
"""The part of a page, as one of so many, at its top and bottom in which page numbers stand."""
_SAME_HEIGHT = 6 * POINT


def running(pages: Sequence[Sequence[TextLine]], heights: Sequence[int]) -> list[set[int]]:
    """For each page, the indexes of its lines that are no text of the report."""
    found = [
        {
            index
            for index in _edges(lines)
            if _is_mark(fold(lines[index].text), lines[index], height)
        }
        for lines, height in zip(pages, heights, strict=True)
    ]
    for page, index in _repeated(pages):
        found[page].add(index)
    return found


def _edges(lines: Sequence[TextLine]) -> list[int]:
    """The indexes of the first and the last lines of a page."""
    count = len(lines)
    return sorted({*range(min(_EDGE_LINES, count)), *range(max(0, count - _EDGE_LINES), count)})


def _is_mark(text: str, line: TextLine, height: int) -> bool:
    """Whether a line at the edge of a page is its number, or the address it was printed from."""
    top, bottom = line.box.top * _ZONE < height, line.box.bottom * _ZONE > (_ZONE - 1) * height
    if not top and not bottom:
        return False
    # The sign of a number in the middle of a text, such as 一、, stands at no edge alone.
    return bool(_PAGE_NUMBER.fullmatch(text) or _ADDRESS.fullmatch(text))


def _repeated(pages: Sequence[Sequence[TextLine]]) -> Iterator[tuple[int, int]]:
    """Lines at the same height of most pages, that differ by their digits at most."""
    places: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for index in _edges(lines):
            pattern = re.sub(r"\d+", "0", fold(lines[index].text))
            places[pattern, lines[index].baseline // _SAME_HEIGHT].append((page, index))
    for group in places.values():
        count = len({page for page, _ in group})
        if count > 1 and 2 * count > len(pages):
            yield from group
