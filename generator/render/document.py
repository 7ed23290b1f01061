"""A page as a sequence of parts, and its two writings: readable Markdown, and the HTML of it.

`to_html` gives exactly the bytes that Python-Markdown gives for what `to_markdown` writes, which is
why there are only three kinds of parts: the fast build writes HTML without running Markdown, and
plain MkDocs stays the oracle that it is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from msgspec import Struct

from generator.records import scalar

PERMALINK = "§"
PERMALINK_TITLE = "本节的链接"
TOC_DEPTH = (2, 3)
"""What ``mkdocs.yml`` sets for the extension ``toc``: the two must say the same."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


# Structs: a page has dozens of parts, and a frozen dataclass takes five times as long to make.
class Heading(Struct, frozen=True):
    """A heading of level 1 to 6; `id` is its address on the page."""

    level: int
    text: str
    id: str

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 6 or not _ID.fullmatch(self.id):
            raise ValueError(self)


class Paragraph(Struct, frozen=True):
    """Plain text: no character of it has a meaning as Markdown or HTML."""

    text: str


class Html(Struct, frozen=True):
    """HTML that we made: one block element that starts at the first character, with its end."""

    fragment: str


Part = Heading | Paragraph | Html


@dataclass(frozen=True, slots=True)
class Document:
    """A page before it is written: what stands in its front matter, then its parts in order."""

    front: Mapping[str, str]
    parts: tuple[Part, ...]


# --- text --------------------------------------------------------------------------------------

_BLANKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_UNFIT = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF),
    "\N{REPLACEMENT CHARACTER}",
)
_PLAIN = _UNFIT | _BLANKS
_NOT_PLAIN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

_MARKDOWN = re.compile(r"[\\`*_{}\[\]#]")
# What makes a list or a rule where a line begins with it.
_OPENING = re.compile(r"[-+!]|\d+(?=\.)")


def plain(text: str) -> str:
    """`text` as it can be shown in one line of a page.

    Line breaks and tabs become spaces, as a browser would show them, blanks at the ends are left
    out, and characters that no page can hold become U+FFFD.
    """
    if not text.isprintable() and _NOT_PLAIN.search(text):
        text = text.translate(_PLAIN)
    return text.strip()


def _html_text(text: str) -> str:
    # Three of them at the start of a line open a code block, and Markdown cannot escape them.
    if text.startswith("~"):
        return "&#126;" + escape(text[1:], quote=False)
    return escape(text, quote=False)


def _markdown_text(text: str) -> str:
    written = _MARKDOWN.sub(r"\\\g<0>", escape(text, quote=False))
    if text.startswith("~"):
        return "&#126;" + written[1:]
    opening = _OPENING.match(text)
    if not opening:
        return written
    if opening.end() == 1 and not text[0].isdigit():
        return f"\\{written}"
    return f"{written[: opening.end()]}\\{written[opening.end() :]}"


# --- writing -----------------------------------------------------------------------------------


def to_markdown(document: Document) -> str:
    """The page as Markdown that a person can read, with its front matter."""
    front = (f"{key}: {scalar(value)}" for key, value in front_matter(document).items())
    pieces = ["---", *front, "---"]
    for part in document.parts:
        written = _markdown_part(part)
        if written:
            pieces += ["", written]
    return "\n".join(pieces) + "\n"


def front_matter(document: Document) -> dict[str, str]:
    """What MkDocs reads from the page's front matter.

    MkDocs, its themes and its search write title and description into HTML as they are, so these
    two are HTML here; every other value is text, which a template must escape.
    """
    return {
        key: escape(plain(value)) if key in ("title", "description") else plain(value)
        for key, value in document.front.items()
    }


def _markdown_part(part: Part) -> str:
    if isinstance(part, Html):
        return part.fragment
    text = _markdown_text(plain(part.text))
    if isinstance(part, Heading) and text:
        return f"{'#' * part.level} {text} {{#{part.id}}}"
    return text


def to_html(document: Document) -> str:
    """The same page as Python-Markdown renders it, with the extensions attr_list and toc."""
    return "\n".join(filter(None, map(_html_part, document.parts))).strip()


def _html_part(part: Part) -> str:
    if isinstance(part, Html):
        # Python-Markdown keeps the blank line after a raw block as a part of it.
        return part.fragment + "\n"
    text = _html_text(plain(part.text))
    if not text:
        return ""
    if isinstance(part, Paragraph):
        return f"<p>{text}</p>"
    link = f'<a class="headerlink" href="#{part.id}" title="{PERMALINK_TITLE}">{PERMALINK}</a>'
    return f'<h{part.level} id="{part.id}">{text}{link}</h{part.level}>'


def first_anchor(document: Document) -> str:
    """The id of the first heading in the list of contents, "" when there is none."""
    least, most = TOC_DEPTH
    for part in document.parts:
        if isinstance(part, Heading) and least <= part.level <= most and plain(part.text):
            return part.id
    return ""


def toc_tokens(document: Document) -> list[dict[str, Any]]:
    """The headings as ``toc_tokens`` of Python-Markdown's ``toc``: nested, within `TOC_DEPTH`."""
    least, most = TOC_DEPTH
    roots: list[dict[str, Any]] = []
    open_tokens: list[dict[str, Any]] = []
    for part in document.parts:
        if not isinstance(part, Heading) or not least <= part.level <= most:
            continue
        text = _html_text(plain(part.text))
        if not text:
            continue
        token = _toc_token(part, text)
        while open_tokens and open_tokens[-1]["level"] >= part.level:
            open_tokens.pop()
        (open_tokens[-1]["children"] if open_tokens else roots).append(token)
        open_tokens.append(token)
    return roots


def _toc_token(heading: Heading, text: str) -> dict[str, Any]:
    return {
        "level": heading.level,
        "id": heading.id,
        "name": " ".join(text.split()),
        "html": text,
        "data-toc-label": "",
        "children": [],
    }
