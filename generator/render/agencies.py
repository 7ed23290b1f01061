"""The list of all agencies, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.messages import Messages
from generator.model.agencies import Agency, Kind
from generator.model.pages import Collection
from generator.render.addresses import (
    AGENCIES,
    HOME,
    address,
    agency_path,
    kind_path,
    link,
    part_path,
    report_path,
)
from generator.render.document import Document, Heading, Html, Part
from generator.render.listings import (
    Section,
    by_kind,
    list_links,
    newest_years,
    part_links,
    part_title,
    sections,
)
from generator.render.parting import Part as ListPart
from generator.render.templates import fragment
from generator.render.words import Words

MOST = 500
"""How many agencies a page names at most."""

SMALL = 60
"""A kind with so few agencies stands on the page of all kinds, however many others there are."""


def agencies_parts(collection: Collection) -> Iterator[str]:
    """The paths of the pages that the list of agencies has besides its first."""
    for section in _sections(collection):
        yield from (path for path, _ in section.parts())


def _sections(collection: Collection) -> Iterator[Section]:
    return sections(by_kind(collection), kind_path, MOST, SMALL)


def agencies_pages(collection: Collection, messages: Messages) -> Iterator[tuple[str, Document]]:
    """The page of all agencies and, where they are too many for one page, its parts."""
    words = Words(messages)
    newest = newest_years(collection)
    body: list[Part] = []
    for section in _sections(collection):
        kind, path = section.kind, section.path
        body.append(Heading(2, kind.label, kind.id))
        if section.tree is None:
            body.append(_names(AGENCIES, section.agencies, newest, messages))
        else:
            body.append(list_links(AGENCIES, path, section.tree, messages))
        for here, part in section.parts():
            yield here, _part(path, kind, part, newest, messages)
    if not collection.agencies:
        body.append(fragment("remark.html.j2", messages, text=words.say("agencies.none")))
    trail = [(words.say("home"), link(AGENCIES, HOME))]
    own = words.say("agencies")
    yield AGENCIES, _page(AGENCIES, words.say("agencies.title"), own, trail, body, messages)


def _part(
    path: str, kind: Kind, part: ListPart, newest: Mapping[str, int], messages: Messages
) -> Document:
    words, here = Words(messages), part_path(path, part.start)
    trail = [(words.say("home"), link(here, HOME)), (words.say("agencies"), link(here, AGENCIES))]
    title = part_title(words.say("agencies.kind_title", kind=kind.label), part, messages)
    if part.parts:
        body = part_links(here, path, part, messages)
    else:
        body = _names(here, part.agencies, newest, messages)
    return _page(here, title, kind.label, trail, [body], messages)


def _page(
    here: str,
    title: str,
    own: str,
    trail: Sequence[tuple[str, str]],
    body: Sequence[Part],
    messages: Messages,
) -> Document:
    head = fragment("breadcrumb.html.j2", messages, trail=trail, here=own)
    front = {"title": title, "layout": "list", "address": address(here)}
    return Document(front, (head, Heading(1, title, "title"), *body))


def _names(
    here: str, agencies: Sequence[Agency], newest: Mapping[str, int], messages: Messages
) -> Html:
    entries = [
        (
            agency.name,
            link(here, agency_path(agency.id)),
            newest.get(agency.id),
            link(here, report_path(agency.id, newest.get(agency.id, 0))),
        )
        for agency in agencies
    ]
    return fragment("agencies.html.j2", messages, entries=entries)
