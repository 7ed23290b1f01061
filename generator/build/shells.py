"""The page around the article, rendered by MkDocs once for each kind of page and then reused.

A *specimen* is a page of one kind whose title, text and other values are marks that cannot occur in
real text. MkDocs renders it like any other page. Cutting the result at the marks gives a *shell*,
and filling a shell with the values of a real page gives what MkDocs would have rendered for it.
Each mark carries an ampersand, which shows whether the theme escapes the value at that place.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from markupsafe import escape

from generator.render.addresses import address
from generator.render.document import (
    Document,
    Heading,
    Html,
    Part,
    first_anchor,
    front_matter,
    to_html,
)

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z0-9_]+)&((?:amp;)*){_CLOSE}")
_CONTENT, _CONTENTS, _ANCHOR, _ADDRESS = "content", "contents", "anchor", "address"
_FIRST = "gongkai-specimen-anchor"
"""The id of a specimen's first heading below its title, to which Material's skip link leads."""

Contents = Callable[[Document], str]
"""The theme's list of contents of a page, as HTML."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a shell: the value that goes there, and how often the theme escapes it."""

    name: str
    escapes: int


_ARTICLE = Slot(_CONTENT, 0)


@dataclass(frozen=True, slots=True)
class Shell:
    """The HTML around an article, cut where a page's own values go."""

    pieces: tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """All of a page that its shell shows besides the article: values for the theme, and headings.

    With it a page can be put into another shell without being made again.
    """

    front: Mapping[str, str]
    headings: tuple[Heading, ...]

    @property
    def document(self) -> Document:
        """The page without anything but its headings."""
        return Document(self.front, self.headings)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A page of one kind with marks for values; `key` names the kind.

    `example` is a real page of that kind, by which the shell is tried.
    """

    key: str
    path: str
    document: Document
    example_path: str
    example: Document


def shell_key(path: str, document: Document) -> str:
    """The kind of a page: two pages of one kind differ in nothing but the values at the marks.

    What the theme may decide by is a part of it: the depth of the address, and which values are
    there. A page whose address is its own kind (the home page and the
    lists) is named by its path, because the navigation may show it.
    """
    front = sorted(key for key, value in document.front.items() if value)
    # A link of the theme to a page of the same folder is shorter than to one elsewhere.
    folder = path.partition("/")[0]
    unique = path if _is_unique(path) else folder
    layout = document.front.get("layout", "")
    depth = address(path).count("/")
    return json.dumps([unique, layout, depth, bool(first_anchor(document)), front])


def specimen(path: str, document: Document) -> Specimen:
    """A specimen of the kind of the given page."""
    front = {
        key: value if key == "layout" or not value else _mark(key)
        for key, value in document.front.items()
    }
    parts: list[Part] = [Heading(1, "x", "title")]
    if first_anchor(document):
        parts.append(Heading(2, "x", _FIRST))
    parts.append(Html(f"<div>{_OPEN}article{_CLOSE}</div>"))
    key = shell_key(path, document)
    stand_in = Document(front, tuple(parts))
    return Specimen(key, _specimen_path(path, key), stand_in, path, document)


def missing_from(
    shells: Mapping[str, Shell], documents: Mapping[str, Document]
) -> dict[str, Specimen]:
    """A specimen of each kind of page among the `documents` for which there is no shell."""
    missing: dict[str, Specimen] = {}
    for path, document in documents.items():
        key = shell_key(path, document)
        if key not in shells and key not in missing:
            missing[key] = specimen(path, document)
    return missing


def cut(html: str, made: Specimen, contents: Contents) -> Shell:
    """The shell in the HTML of a specimen."""
    text = html.replace(to_html(made.document), _mark(_CONTENT))
    listed = contents(made.document)
    if listed:
        text = text.replace(listed, _mark(_CONTENTS))
    text = text.replace(f"#{_FIRST}", f"#{_mark(_ANCHOR)}")
    text = text.replace(address(made.path), _mark(_ADDRESS)) if address(made.path) else text
    return Shell(tuple(_pieces(text, front_matter(made.document))))


def fill(shell: Shell, path: str, document: Document, contents: Contents) -> str:
    """The page that MkDocs would render for `document`."""
    values = _values(path, document, contents)
    values[_CONTENT] = to_html(document)
    return _filled(shell.pieces, values)


def head_of(document: Document) -> Head:
    """What `redressed` needs to know of a page."""
    headings = tuple(part for part in document.parts if isinstance(part, Heading))
    return Head(document.front, headings)


def redressed(
    html: str, worn: Shell, shell: Shell, path: str, head: Head, contents: Contents
) -> str | None:
    """The page that `worn` was filled to, in another shell; None when it is not such a page."""
    places = [place for place, each in enumerate(worn.pieces) if each == _ARTICLE]
    if len(places) != 1:
        return None
    values = _values(path, head.document, contents)
    start = _filled(worn.pieces[: places[0]], values)
    end = _filled(worn.pieces[places[0] + 1 :], values)
    if not html.startswith(start) or not html.endswith(end) or len(html) < len(start) + len(end):
        return None
    values[_CONTENT] = html[len(start) : len(html) - len(end)]
    return _filled(shell.pieces, values)


def _values(path: str, document: Document, contents: Contents) -> dict[str, str]:
    """What goes into the slots of a shell, but for the article."""
    values = front_matter(document)
    values[_CONTENTS] = contents(document)
    values[_ANCHOR] = first_anchor(document)
    values[_ADDRESS] = address(path)
    return values


def _filled(pieces: Iterable[str | Slot], values: Mapping[str, str]) -> str:
    return "".join(piece if isinstance(piece, str) else _value(piece, values) for piece in pieces)


def _value(slot: Slot, values: Mapping[str, str]) -> str:
    value = values[slot.name]
    for _ in range(slot.escapes):
        value = str(escape(value))
    return value


def _pieces(text: str, before: Mapping[str, str]) -> Iterator[str | Slot]:
    """The text cut at its marks. `before` are the marks as they were given to the theme."""
    position = 0
    for match in _MARK.finditer(text):
        yield text[position : match.start()]
        own = before.get(match[1], "").count("amp;")
        yield Slot(match[1], match[2].count("amp;") - own)
        position = match.end()
    yield text[position:]


def _mark(name: str) -> str:
    return f"{_OPEN}{name}&{_CLOSE}"


def _is_unique(path: str) -> bool:
    return path.count("/") < 2 and posixpath.basename(path) == "index.md"


def _specimen_path(path: str, key: str) -> str:
    if _is_unique(path):
        return path
    number = f"{crc32(key.encode()):08x}"
    folder, name = posixpath.split(path)
    head = folder.split("/")[0]
    inner = "/".join([head, *(f"specimen-{number}" for _ in folder.split("/")[1:])])
    stem = "index" if name == "index.md" else f"specimen-{number}"
    return f"{inner}/{stem}.md"
