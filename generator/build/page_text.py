"""The text of a hand-written page as one reads it: what a phrase is looked for in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

_EXTENSIONS = ("extra", "admonition")
_INLINE = re.compile(
    "a|abbr|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|r[pt]|ruby|s|samp"
    "|small|span|strong|su[bp]|time|tt|u|var|wbr"
)
_UNSEEN = frozenset(("script", "style", "template"))
_SPACES = re.compile(r"[ \t\r\n]+")


def page_lines(markdown: str) -> tuple[str, ...]:
    """The paragraphs, headings, list items and cells of a page, each on a line of its own.

    A paragraph is one line however it is broken in the file, comments are no text, and what marks
    a list or a table is none either.
    """
    # Loading it takes a fortieth of a second, which workers and other commands need not pay for.
    from markdown import Markdown

    reader = _Reader()
    reader.feed(Markdown(extensions=_EXTENSIONS).convert(markdown))
    reader.close()
    return reader.lines()


class _Reader(HTMLParser):
    """Collects what is seen of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._unseen = 0

    def lines(self) -> tuple[str, ...]:
        blocks = "".join(self._parts).split("\0")
        return tuple(line for block in blocks if (line := _SPACES.sub(" ", block).strip()))

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(data.replace("\0", ""))

    def _break(self, tag: str) -> None:
        if not _INLINE.fullmatch(tag):
            self._parts.append("\0")
