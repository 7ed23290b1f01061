"""The pages of one year, and the list of all years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from generator.messages import Messages
from generator.model.agencies import Agency, Kind
from generator.model.pages import Collection, Summary
from generator.render.addresses import HOME, YEARS, address, link, part_path, year_path
from generator.render.document import Document, Heading, Part
from generator.render.listings import (
    Section,
    by_kind,
    figure_columns,
    list_links,
    part_links,
    part_title,
    sections,
    summary_row,
    totals,
)
from generator.render.parting import Part as ListPart
from generator.render.templates import fragment
from generator.render.words import Words

MOST = 240
"""How many reports a page lists at most."""

SMALL = 30
"""A kind with so few reports stands on the page of the year, however many others there are."""


Same = Callable[[str, object], bool]
"""Whether a page, by its path, shows just what it showed last time, so that it still stands."""


def never(_path: str, _shown: object) -> bool:
    """Whatever a page showed last time does not count."""
    return False


def year_parts(collection: Collection, number: int) -> Iterator[str]:
    """The paths of the pages that the year `number` has besides its first."""
    for section in _sections(collection, number):
        yield from (path for path, _ in section.parts())


def _sections(collection: Collection, number: int) -> Iterator[Section]:
    groups = (
        (kind, [one for one in agencies if number in collection.reported[one.id]])
        for kind, agencies in by_kind(collection)
    )
    return sections(groups, partial(part_path, year_path(number)), MOST, SMALL)


def year_pages(
    collection: Collection,
    number: int,
    summaries: Sequence[Summary],
    messages: Messages,
    same: Same = never,
) -> Iterator[tuple[str, Document]]:
    """The page of the year `number` and, where it has too many reports for one page, its parts.

    `summaries` are the reports of that year. Parts that show the `same` as last time are left out.
    """
    yield from _Year(collection, number, summaries, messages).pages(same)


class _Year:
    """One year, being made."""

    def __init__(
        self,
        collection: Collection,
        number: int,
        summaries: Sequence[Summary],
        messages: Messages,
    ) -> None:
        self.collection, self.number, self.messages = collection, number, messages
        self.words, self.here = Words(messages), year_path(number)
        self.found: Mapping[str, Summary] = {summary.agency: summary for summary in summaries}
        self.summaries = summaries
        self.columns = figure_columns(collection.forms, summaries)

    def pages(self, same: Same) -> Iterator[tuple[str, Document]]:
        """The page of all kinds, and of each kind that is too long for it."""
        body: list[Part] = []
        for section in _sections(self.collection, self.number):
            kind, path = section.kind, section.path
            body.append(Heading(2, kind.label, kind.id))
            if section.tree is None:
                body.append(self._table(self.here, kind, section.agencies))
            else:
                body.append(list_links(self.here, path, section.tree, self.messages))
            for here, part in section.parts():
                if not same(here, self._shown(part)):
                    yield here, self._part(path, kind, part)
        yield self.here, self._document(self.here, self._title(), [*self._opening(), *body])

    def _title(self) -> str:
        return self.words.say("year.title", year=self.number)

    def _document(self, path: str, title: str, parts: Sequence[Part]) -> Document:
        name = self.collection.portal.name
        front = {
            "title": title,
            "description": self.words.say("year.description", year=self.number, portal=name),
            "layout": "year",
            "year": str(self.number),
            "address": address(path),
        }
        return Document(front, tuple(parts))

    def _opening(self) -> Iterator[Part]:
        """What stands above the tables: the ways around, the board of the year, the totals."""
        words, here = self.words, self.here
        trail = [(words.say("home"), link(here, HOME)), (words.say("years"), link(here, YEARS))]
        own = words.say("year", year=self.number)
        yield fragment("breadcrumb.html.j2", self.messages, trail=trail, here=own)
        yield Heading(1, self._title(), "title")
        sums = [
            (figure, words.figure(total), left_out)
            for figure, total, left_out in totals(self.columns, self.summaries)
        ]
        yield fragment(
            "year_facts.html.j2",
            self.messages,
            board=self.collection.boards[self.number],
            years=[(one, link(here, year_path(one))) for one in self.collection.years],
            year=self.number,
            sums=sums,
        )

    def _shown(self, part: ListPart) -> object:
        """All that the page of a part shows, but for the settings of the portal."""
        if part.parts:
            # The agencies between the first and the last are only counted.
            shown = [(each.start, *_ends(each)) for each in part.parts]
            return shown, _ends(part)
        columns = [column.id for column in self.columns]
        return columns, part.agencies, [self.found.get(one.id) for one in part.agencies]

    def _part(self, path: str, kind: Kind, part: ListPart) -> Document:
        words, here = self.words, part_path(path, part.start)
        title = words.say("year.kind_title", year=self.number, kind=kind.label)
        title = part_title(title, part, self.messages)
        trail = [
            (words.say("home"), link(here, HOME)),
            (words.say("years"), link(here, YEARS)),
            (words.say("year", year=self.number), link(here, self.here)),
        ]
        if part.parts:
            body = part_links(here, path, part, self.messages)
        else:
            body = self._table(here, kind, part.agencies)
        head = fragment("breadcrumb.html.j2", self.messages, trail=trail, here=kind.label)
        return self._document(here, title, [head, Heading(1, title, "title"), body])

    def _table(self, here: str, kind: Kind, agencies: Sequence[Agency]) -> Part:
        reports = [(one, self.found[one.id]) for one in agencies if one.id in self.found]
        rows = [
            summary_row(here, agency.name_in(self.number), summary, self.columns, self.words)
            for agency, summary in reports
        ]
        return fragment(
            "summaries.html.j2",
            self.messages,
            caption=self.words.say("year.caption", kind=kind.label, year=self.number),
            columns=self.columns,
            rows=rows,
            first=self.words.say("fact.agency"),
        )


def _ends(part: ListPart) -> tuple[str, str, int]:
    return part.agencies[0].name, part.agencies[-1].name, len(part.agencies)


def years(collection: Collection, messages: Messages) -> Document:
    """The list of all years."""
    words = Words(messages)
    entries = [
        (number, link(YEARS, year_path(number)), count)
        for number, count in collection.counts.items()
    ]
    trail = [(words.say("home"), link(YEARS, HOME))]
    parts = (
        fragment("breadcrumb.html.j2", messages, trail=trail, here=words.say("years")),
        Heading(1, words.say("years.title"), "title"),
        fragment("years.html.j2", messages, years=entries),
    )
    front = {"title": words.say("years.title"), "layout": "list", "address": address(YEARS)}
    return Document(front, parts)
