"""The text of a hand-written page as one reads it: what a phrase is looked for in, and where.

It is taken from what MkDocs rendered, so that the extensions, plugins and settings of the site
decide what is a heading, and which address it has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

_INLINE = re.compile(
    "a|abbr|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|r[pt]|ruby|s|samp"
    "|small|span|strong|su[bp]|time|tt|u|var|wbr"
)
_UNSEEN = frozenset(("script", "style", "template"))
_HEADING = re.compile("h[1-6]")
_SECTIONS = frozenset(("h1", "h2", "h3"))
"""The headings at which a hit can open; what stands under a lesser one belongs to that above."""
_SPACES = re.compile(r"[ \t\r\n]+")


class RenderedPage(NamedTuple):
    """A hand-written page as MkDocs rendered it.

    `path` is its file on the site, `file` the one in the portal. `title` is what the page says
    above its text, if anything. `html` is its text, without what the theme puts around it.
    """

    path: str
    file: str
    title: object
    html: str


class PageSection(NamedTuple):
    """A heading and what stands below it, up to the next.

    `anchor` is the id of the heading, "" where none leads to it and nowhere else; both are "" for
    what stands above the first heading. `lines` are paragraphs, list items, cells and lesser
    headings, each on a line of its own.
    """

    anchor: str
    heading: str
    lines: tuple[str, ...]


def page_sections(html: str) -> tuple[PageSection, ...]:
    """What stands above the first heading of a page, and then each heading with its text.

    A paragraph is one line however it is broken in the file, comments are no text, and what marks
    a list or a table is none either. A heading of the first rank with which the page begins is its
    title, and no section.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.sections()


@dataclass(slots=True)
class _Heading:
    """A heading that is being read. Links to itself are kept apart from its words."""

    tag: str
    id: str
    anchor: str
    words: list[str] = field(default_factory=list[str])
    links: list[str] = field(default_factory=list[str])
    in_link: bool = False

    @property
    def text(self) -> str:
        """The words; the sign with which a heading links to itself is none of them."""
        words, links = _line("".join(self.words)), _line("".join(self.links))
        # Where the heading as a whole is the link, there is nothing beside it.
        return words or (links if any(map(str.isalnum, links)) else "")


@dataclass(slots=True)
class _Section:
    """A section that is being read."""

    anchor: str = ""
    heading: str = ""
    parts: list[str] = field(default_factory=list[str])

    @property
    def lines(self) -> tuple[str, ...]:
        blocks = "".join(self.parts).split("\0")
        return tuple(line for block in blocks if (line := _line(block)))


class _Reader(HTMLParser):
    """Collects what is seen of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self._sections = [_Section()]
        self._heading: _Heading | None = None
        self._ids: set[str] = set()
        self._unseen = 0

    def sections(self) -> tuple[PageSection, ...]:
        self._end_heading()
        return tuple(PageSection(each.anchor, each.heading, each.lines) for each in self._sections)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        given = dict(attrs)
        own = given.get("id") or ""
        # Of several elements with one id, an address leads to the first.
        anchor = "" if own in self._ids else own
        if not self._unseen:
            self._ids.add(own)
        self._break(tag)
        if _HEADING.fullmatch(tag) and not self._unseen:
            self._end_heading()
            self._heading = _Heading(tag, own, anchor)
        elif self._heading is not None and tag == "a":
            self._heading.in_link = given.get("href") == f"#{self._heading.id}"

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if self._heading is not None and tag == "a":
            self._heading.in_link = False
        if _HEADING.fullmatch(tag):
            self._end_heading()
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        text = data.replace("\0", "")
        if self._heading is None:
            self._sections[-1].parts.append(text)
        else:
            (self._heading.links if self._heading.in_link else self._heading.words).append(text)

    def _break(self, tag: str) -> None:
        if _INLINE.fullmatch(tag):
            return
        if self._heading is None:
            self._sections[-1].parts.append("\0")
        elif tag == "br":
            self._heading.words.append(" ")
        elif self._heading.text:
            # A heading that somebody forgot to end does not take the page with it.
            self._end_heading()

    def _end_heading(self) -> None:
        heading, self._heading = self._heading, None
        if heading is None:
            return
        if heading.tag in _SECTIONS and not self._is_title(heading):
            self._sections.append(_Section(heading.anchor, heading.text))
        else:
            self._sections[-1].parts += ("\0", heading.text, "\0")

    def _is_title(self, heading: _Heading) -> bool:
        return heading.tag == "h1" and len(self._sections) == 1 and not self._sections[0].lines


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
