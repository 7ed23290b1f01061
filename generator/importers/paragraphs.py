"""Lines of text on pages → paragraphs.

A paragraph goes on in the next line where its line is full and the next one begins at the margin,
in letters of the same size and at the usual distance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.glyphs import TextLine, start_width
from generator.importers.wording import wording

_SENTENCE_END = "。；！？：;!?:"
_WORD = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of the text begin and end, and how far apart they are; 0: not known.

    `indents` says that the first lines of paragraphs begin further right than the others.
    """

    left: int
    right: int
    distance: int
    indents: bool = True


def margins(pages: Sequence[Sequence[TextLine]]) -> Margins:
    """The margins of pages of one layout, by what most lines do."""
    lines = [line for page in pages for line in page if not line.columns]
    if not lines:
        return Margins(0, 0, 0)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    right = _usual([line.box.right for line in lines], size, last=True)
    long = [line.box.left for line in lines if 2 * line.box.width > right - line.box.left]
    left = _usual(long or [line.box.left for line in lines], size, last=False)
    gaps = sorted(
        below.baseline - above.baseline for page in pages for above, below in pairwise(page)
    )
    gaps = [gap for gap in gaps if gap > 0]
    further = sum(line.size < line.box.left - left < 4 * line.size for line in lines)
    distance = min(gaps[len(gaps) // 3], 5 * size // 2) if gaps else 0
    return Margins(left, right, distance, further > 1)


def _usual(positions: Sequence[int], size: int, *, last: bool) -> int:
    """The `last` or first of the positions at which many lines end or begin.

    Many are a third of those at the commonest one; positions within one size are one.
    """
    places = Counter(position // size for position in positions)
    least = max(places.values()) / 3
    common = [place for place, count in places.items() if count >= least]
    place = max(common) if last else min(common)
    inside = [position for position in positions if position // size == place]
    return max(inside) if last else min(inside)


def paragraphs(lines: Sequence[tuple[int, TextLine]], margin: Margins) -> Iterator[list[TextLine]]:
    """The lines of each paragraph; each line comes with the number of its page."""
    open_lines: list[TextLine] = []
    last_page = -1
    for page, line in lines:
        if open_lines and not _goes_on(open_lines[-1], line, margin, same_page=page == last_page):
            yield open_lines
            open_lines = []
        open_lines.append(line)
        last_page = page
    if open_lines:
        yield open_lines


def _goes_on(line: TextLine, following: TextLine, margin: Margins, *, same_page: bool) -> bool:
    if line.columns or following.columns:
        return False
    size = max(line.size, following.size)
    if 8 * abs(line.size - following.size) > size:
        return False
    # Commas may hang in the margin, so it seems further out than it is.
    if 100 * (margin.right - line.box.right) > (130 + start_width(following.text)) * size:
        return False
    if following.box.left - margin.left > size:
        return False
    gap = following.baseline - line.baseline
    if same_page and margin.distance and 4 * gap > 5 * margin.distance:
        return False
    if not same_page and not margin.indents and line.text[-1] in _SENTENCE_END:
        return False
    numbered = wording(following.text).number is not None
    return not (numbered and line.text[-1] in _SENTENCE_END)


def joined(lines: Sequence[TextLine]) -> str:
    """The text of a paragraph: the end of a line is a blank between words of letters only."""
    parts = [lines[0].text]
    for line in lines[1:]:
        words = _WORD.match(line.text) and _WORD.match(parts[-1][-1])
        letters = words and not (line.text[0].isdigit() and parts[-1][-1].isdigit())
        parts.append(" " + line.text if letters else line.text)
    return "".join(parts)
