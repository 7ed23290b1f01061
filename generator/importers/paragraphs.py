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

from generator.importers.drawings import POINT
from generator.importers.glyphs import TextLine
from generator.importers.wording import wording

_SENTENCE_END = "。；！？：;!?:"
_ROUGHLY = 3 * POINT
_TOGETHER = re.compile(
    r"[（(《“‘〔【「『\[]*(?:[0-9A-Za-z.,:/%@_-]+|.)"
    r"(?:[，。、；：！？…）)》”’〕】」』\].,%]+[0-9A-Za-z.,%]*)?"
)
_WORD = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of the text begin and end, and how far apart they are; 0: not known."""

    left: int
    right: int
    distance: int


def margins(pages: Sequence[Sequence[TextLine]]) -> Margins:
    """The margins of pages of one layout, by what most lines do."""
    lines = [line for page in pages for line in page if not line.columns]
    if not lines:
        return Margins(0, 0, 0)
    starts = Counter(line.box.left // _ROUGHLY for line in lines)
    common = [start for start, count in starts.items() if count > 1] or list(starts)
    first = min(common)
    left = min(line.box.left for line in lines if line.box.left // _ROUGHLY >= first)
    gaps = sorted(
        below.baseline - above.baseline for page in pages for above, below in pairwise(page)
    )
    gaps = [gap for gap in gaps if gap > 0]
    return Margins(left, max(line.box.right for line in lines), gaps[len(gaps) // 3] if gaps else 0)


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
    if 100 * (margin.right - line.box.right) > _room_for(following.text) * size:
        return False
    if following.box.left - margin.left > size:
        return False
    gap = following.baseline - line.baseline
    if same_page and margin.distance and 20 * gap > 31 * margin.distance:
        return False
    numbered = wording(following.text).number is not None
    return not (numbered and line.text[-1] in _SENTENCE_END)


def _room_for(text: str) -> int:
    """How much room the start of a line takes that may not be broken, in hundredths of a size.

    A figure stays together, and so does a character with the brackets and commas around it. The
    height of letters is a little less than the room that a character takes, and where commas may
    hang in the margin, the margin seems further out than it is.
    """
    start = _TOGETHER.match(text)
    return 130 + sum(60 if each.isascii() else 115 for each in (start[0] if start else text[:1]))


def joined(lines: Sequence[TextLine]) -> str:
    """The text of a paragraph: the end of a line is a blank between words of letters only."""
    parts = [lines[0].text]
    for line in lines[1:]:
        words = _WORD.match(line.text) and _WORD.match(parts[-1][-1])
        letters = words and not (line.text[0].isdigit() and parts[-1][-1].isdigit())
        parts.append(" " + line.text if letters else line.text)
    return "".join(parts)
