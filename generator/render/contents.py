"""The list of contents beside a page: the same HTML from MkDocs' headings and from a document's.

The class of the links lets Material's script follow the reader through the list. The theme calls
`contents_of` with what MkDocs found; the fast build calls `contents` with the document, and both
give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Protocol

from generator.render.document import Document, toc_tokens


class Anchor(Protocol):
    """A heading in MkDocs' table of contents; its title is HTML already."""

    title: str
    id: str
    children: list[Anchor]


def contents(document: Document) -> str:
    """The list of contents of a document, or "" when it has no heading below its title."""
    return _list(toc_tokens(document))


def contents_of(anchors: Iterable[Anchor]) -> str:
    """The list of contents of a page of MkDocs."""
    return _list(list(map(_token, anchors)))


def _token(anchor: Anchor) -> Mapping[str, Any]:
    children = list(map(_token, anchor.children))
    return {"id": anchor.id, "name": anchor.title, "children": children}


def _list(tokens: Iterable[Mapping[str, Any]]) -> str:
    entries = "".join(map(_entry, tokens))
    return f'<ul data-md-component="toc">{entries}</ul>' if entries else ""


def _entry(token: Mapping[str, Any]) -> str:
    link = f'<a class="md-nav__link" href="#{escape(token["id"])}">{token["name"]}</a>'
    inner = "".join(map(_entry, token["children"]))
    return f"<li>{link}<ul>{inner}</ul></li>" if inner else f"<li>{link}</li>"
