"""Who has reported for which year: the boards of years, and the tables of agencies by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from html import escape

from generator.messages import Messages
from generator.model.agencies import Agency, Kind, Portal, deadline
from generator.model.pages import Collection
from generator.model.quality import Board, Standing
from generator.render.addresses import (
    COVERAGE,
    HOME,
    QUALITY,
    address,
    agency_path,
    link,
    part_path,
    report_path,
)
from generator.render.document import Document, Heading, Html, Part, plain
from generator.render.listings import (
    Section,
    by_kind,
    list_links,
    part_links,
    part_title,
    sections,
)
from generator.render.parting import Part as ListPart
from generator.render.templates import fragment

MOST, MOST_CELLS = 300, 1200
"""How many agencies, and how many agencies times years, a page shows at most."""

SMALL = 20
"""A kind with so few agencies is shown on the page of all kinds, however many others there are."""


def owed(
    agency: Agency, kind: Kind, portal: Portal, own: Sequence[int], years: Sequence[int]
) -> set[int]:
    """The `years` for which the agency owes a report; `own` are those for which it has one.

    From its first report on, or the newest year when it has none, as long as it existed at the
    deadline. Whether it existed before its first report nobody can tell from here.
    """
    first = min(own, default=max(years, default=0))
    began = agency.names[0].first_year or first
    ended = agency.ended
    return {
        year
        for year in years
        if year >= max(first, began) and (ended is None or ended > deadline(kind, year, portal))
    }


def boards(
    agencies: Mapping[str, Agency],
    kinds: Mapping[str, Kind],
    portal: Portal,
    reported: Mapping[str, tuple[int, ...]],
    standings: Iterable[Standing],
) -> Mapping[int, Board]:
    """The board of every year that has a report, the newest first."""
    years = sorted({year for own in reported.values() for year in own}, reverse=True)
    known = tuple(standings)
    last_days = LastDays(kinds, portal, known)
    due, there = Counter[int](), Counter[int]()
    missing, awaited = Counter[int](), Counter[int]()
    for name, agency in agencies.items():
        own = reported[name]
        there.update(own)
        for year in owed(agency, kinds[agency.kind], portal, own, years):
            due[year] += 1
            if year not in own:
                absent = missing if last_days.over(agency.kind, year) else awaited
                absent[year] += 1
    late, undated = Counter[int](), Counter[int]()
    for each in known:
        agency = agencies.get(each.agency)
        if each.published is None:
            undated[each.year] += 1
        elif agency is not None and each.published > last_days.of(agency.kind, each.year):
            late[each.year] += 1
    return {
        year: Board(
            year, due[year], there[year], late[year], undated[year], missing[year], awaited[year]
        )
        for year in years
    }


class LastDays:
    """The deadlines of kinds and years, each looked up once, and which of them are over."""

    def __init__(
        self, kinds: Mapping[str, Kind], portal: Portal, standings: Iterable[Standing]
    ) -> None:
        self._kinds, self._portal = kinds, portal
        self._known: dict[tuple[str, int], date] = {}
        self._newest = 0
        self._latest: dict[int, date] = {}
        for each in standings:
            self._newest = max(self._newest, each.year)
            if each.published is not None:
                latest = self._latest.get(each.year, each.published)
                self._latest[each.year] = max(latest, each.published)

    def of(self, kind: str, year: int) -> date:
        """The last day on which a report of `year` is in time."""
        key = (kind, year)
        if key not in self._known:
            self._known[key] = deadline(self._kinds[kind], year, self._portal)
        return self._known[key]

    def over(self, kind: str, year: int) -> bool:
        """Whether the reports themselves show that the day for those of `year` is past.

        So it is when there are reports for a later year, or one for this year that came after that
        day. No clock is asked, because the same content makes the same pages at any time; and no
        other year, because the lists of a year without changes are not made again.
        """
        latest = self._latest.get(year)
        return year < self._newest or (latest is not None and latest > self.of(kind, year))


def coverage_parts(collection: Collection) -> Iterator[str]:
    """The paths of the pages that the tables of coverage have besides their first."""
    for section in _sections(collection) if collection.years else ():
        yield from (path for path, _ in section.parts())


def _sections(collection: Collection) -> Iterator[Section]:
    most = min(MOST, max(SMALL, MOST_CELLS // len(collection.years)))
    return sections(by_kind(collection), partial(part_path, COVERAGE), most, SMALL)


def coverage(collection: Collection, messages: Messages) -> Iterator[tuple[str, Document]]:
    """The pages that show for which years each agency has reported."""
    if collection.years:
        yield from _Coverage(collection, messages).pages()


class _Coverage:
    """All the pages, being made from one collection."""

    def __init__(self, collection: Collection, messages: Messages) -> None:
        self.collection, self.messages = collection, messages
        self.years = collection.years
        self.last_days = LastDays(collection.kinds, collection.portal, collection.standings)
        self.days: dict[str, dict[int, date | None]] = defaultdict(dict)
        for each in collection.standings:
            self.days[each.agency][each.year] = each.published

    def pages(self) -> Iterator[tuple[str, Document]]:
        """The page of all kinds, and of each kind that is too long for it."""
        body: list[Part] = []
        for section in _sections(self.collection):
            kind, path = section.kind, section.path
            body.append(Heading(2, kind.label, kind.id))
            if section.tree is None:
                body.append(self._table(COVERAGE, kind, section.agencies))
            else:
                body.append(list_links(COVERAGE, path, section.tree, self.messages))
            for here, part in section.parts():
                yield here, self._part(path, kind, part)
        yield COVERAGE, self._page(COVERAGE, self.messages.say("page.coverage.title"), body)

    def _part(self, path: str, kind: Kind, part: ListPart) -> Document:
        here = part_path(path, part.start)
        if part.parts:
            body = part_links(here, path, part, self.messages)
        else:
            body = self._table(here, kind, part.agencies)
        title = self.messages.say("page.coverage.kind_title", kind=kind.label)
        return self._page(here, part_title(title, part, self.messages), [body])

    def _page(self, here: str, title: str, body: Sequence[Part]) -> Document:
        say = self.messages.say
        trail = [(say("page.home"), link(here, HOME)), (say("page.quality"), link(here, QUALITY))]
        if here != COVERAGE:
            trail.append((say("page.coverage"), link(here, COVERAGE)))
        lead = fragment("remark.html.j2", self.messages, text=say("page.coverage.lead"))
        own = say("page.coverage") if here == COVERAGE else title
        parts = (
            fragment("breadcrumb.html.j2", self.messages, trail=trail, here=own),
            Heading(1, title, "title"),
            lead,
            *body,
        )
        return Document({"title": title, "layout": "list", "address": address(here)}, parts)

    def _table(self, here: str, kind: Kind, agencies: Sequence[Agency]) -> Html:
        say = self.messages.say
        caption = escape(say("page.coverage.caption", kind=kind.label))
        heads = "".join(f'<th scope="col">{year}</th>' for year in self.years)
        first = escape(say("page.fact.agency"))
        label = escape(
            say("page.table.region", title=say("page.coverage.caption", kind=kind.label))
        )
        lines = [
            f'<figure class="gk-table gk-coverage labels-1 columns-{len(self.years) + 1}">',
            f'  <p class="gk-table-hint" aria-hidden="true">{escape(say("page.table.hint"))}</p>',
            f'  <div class="gk-table-scroll" role="region" aria-label="{label}" tabindex="0">',
            '    <table class="gk-grid">',
            f'      <caption class="gk-unseen">{caption}</caption>',
            f'      <thead><tr><th scope="col" class="corner">{first}</th>{heads}</tr></thead>',
            "      <tbody>",
            *(self._row(here, agency) for agency in agencies),
            "      </tbody>",
            "    </table>",
            "  </div>",
            "</figure>",
        ]
        return Html("\n".join(lines))

    def _row(self, here: str, agency: Agency) -> str:
        collection = self.collection
        own = collection.reported[agency.id]
        kind = collection.kinds[agency.kind]
        wanted = owed(agency, kind, collection.portal, own, self.years)
        cells = "".join(self._cell(here, agency, year, wanted, own) for year in self.years)
        name = escape(plain(agency.name))
        head = f'<a href="{link(here, agency_path(agency.id))}">{name}</a>'
        return f'        <tr><th scope="row" class="label l1">{head}</th>{cells}</tr>'

    def _cell(
        self, here: str, agency: Agency, year: int, wanted: set[int], own: Sequence[int]
    ) -> str:
        say = self.messages.say
        if year not in own:
            if year in wanted and self.last_days.over(agency.kind, year):
                return f'<td class="gk-absent">{escape(say("page.coverage.missing"))}</td>'
            if year in wanted:
                return f'<td class="zero">{escape(say("page.coverage.awaited"))}</td>'
            return f'<td class="zero">{escape(say("page.coverage.not_owed"))}</td>'
        day = self.days[agency.id].get(year)
        url = link(here, report_path(agency.id, year))
        if day is None:
            return f'<td><a href="{url}">{escape(say("page.coverage.undated"))}</a></td>'
        shown = f'<a href="{url}"><time datetime="{day}">{_day(day, year)}</time></a>'
        if day <= self.last_days.of(agency.kind, year):
            return f"<td>{shown}</td>"
        late = escape(say("page.coverage.late"))
        return f'<td class="gk-late">{shown} {late}</td>'


def _day(day: date, year: int) -> str:
    """A day of the year after the report's, in which nearly all are published, without its year."""
    return f"{day:%m-%d}" if day.year == year + 1 else day.isoformat()
