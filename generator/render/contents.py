"""The list of contents beside a page: the same HTML from MkDocs' headings and from a document's.

The classes are those of Material, whose script follows the reader through the list. The theme calls `contents_of` with what MkDocs found; the fast build calls `contents` with the
document, and both give the same bytes.
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
    if not entries:
        return ""
    return f'<ul class="md-nav__list" data-md-component="toc">{entries}</ul>'


def _entry(token: Mapping[str, Any]) -> str:
    name = token["name"]
    link = (
        f'<a href="#{escape(token["id"])}" class="md-nav__link">'
        f'<span class="md-ellipsis">{name}</span></a>'
    )
    inner = "".join(map(_entry, token["children"]))
    nested = f'<ul class="md-nav__list">{inner}</ul>' if inner else ""
    return f'<li class="md-nav__item">{link}{nested}</li>'
