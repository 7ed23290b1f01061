"""Who reports: fictional areas and the agencies in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice

from generator.demo.dice import Dice
from generator.demo.grammar import Telling
from generator.demo.sources import Body, Places, bodies, phrases, places
from generator.model.agencies import Agency, Change, Event, Name

CITY, DISTRICT, COUNTY = "市", "区", "县"
_DISTRICTS_OF_A_CITY = 8
_HABITS = ("site", "road", "door", "postcode", "phone", "units")
"""The rules that give an agency a word once and for all its reports."""


@dataclass(frozen=True)
class Area:
    """A district, county or city; `city` is the full name of the city that it lies in or is.

    `scale` is its size in hundredths of a middling area, `above` the area over it or None.
    """

    slug: str
    stem: str
    level: str
    city: str
    scale: int
    above: Area | None = None

    @property
    def name(self) -> str:
        """The full name."""
        return self.stem + self.level


@dataclass(frozen=True)
class Member:
    """An agency that reports, with what its reports are made from.

    `sizes` are counts per year in hundredths; `trend` is their yearly growth in percent. `words`
    fill places of sentences and hold for all its years. With `inline`, text follows a heading on
    the same line; `length` is how long its reports are, in percent of the usual.
    """

    agency: Agency
    body: Body
    first_year: int
    sizes: Mapping[str, int]
    trend: int
    words: Mapping[str, str]
    inline: bool
    length: int

    def self_in(self, year: int) -> str:
        """How the agency speaks of itself in a report of `year`."""
        name = self.agency.name_in(year)
        selves = bodies().selves
        ending = next(ending for ending in selves if name.endswith(ending))
        return selves[ending].format_map(self.words)

    def sizes_in(self, year: int) -> dict[str, int]:
        """The sizes of `year`: those of the first year, grown."""
        grown = self.trend ** (year - self.first_year)
        shrunk = 100 ** (year - self.first_year)
        return {name: size * grown // shrunk for name, size in self.sizes.items()}


def areas(dice: Dice, source: Places) -> Iterator[Area]:
    """The areas: the main district, its city, the city's other districts, then the next city."""
    pairs = dice.shuffled([(first, second) for first in source.first for second in source.second])
    free = iter(_free(pairs, source))
    main = source.main
    city = Area(main.city_slug, main.city, CITY, main.city + CITY, 300)
    yield Area(main.area_slug, main.area, DISTRICT, city.name, 100, city)
    for number in count():
        if number:
            stem, slug = next(free, ("", ""))
            if not stem:
                return
            city = Area(slug, stem, CITY, stem + CITY, dice.between(200, 420))
        yield city
        for stem, slug in islice(free, _DISTRICTS_OF_A_CITY - (number == 0)):
            level = dice.pick((DISTRICT, DISTRICT, DISTRICT, COUNTY, COUNTY))
            yield Area(slug, stem, level, city.name, dice.between(45, 160), city)


def _free(pairs: Sequence[tuple[str, str]], source: Places) -> Iterator[tuple[str, str]]:
    main = source.main
    taken = {main.city, main.area, *source.real}
    for first, second in pairs:
        (head, head_slug), (tail, tail_slug) = first.split(), second.split()
        if head + tail not in taken:
            yield head + tail, head_slug + tail_slug


def members(agencies: int, years: Sequence[int], seed: int) -> Iterator[Member]:
    """That many agencies, or as many as there are places; areas one after another."""
    made = 0
    for area in areas(Dice(seed, "areas"), places()):
        # The main district comes before its city, which few agencies leave no room for.
        alone = not made and agencies <= len(bodies().roster)
        for post in _posts(replace(area, above=None) if alone else area, seed):
            yield _member(post, years, Dice(seed, post.slug))
            made += 1
            if made == agencies:
                return


def most_agencies() -> int:
    """For how many agencies there are places."""
    sorts = bodies()
    whole = [sorts.bodies[slot] for slot in sorts.roster]
    urban = sum(not body.local for body in whole)
    return sum(urban if area.level == CITY else len(whole) for area in areas(Dice(), places()))


def seat(agencies: int) -> Area:
    """The area that a portal with so many agencies is called after: a district, or its city."""
    main = next(areas(Dice(), places()))
    return main.above if main.above and agencies > len(bodies().roster) else main


@dataclass(frozen=True)
class _Post:
    """A place in the roster of an area; `place` is the town, "" for others."""

    slug: str
    body: Body
    area: Area
    place: str
    superior: str
    supervisor: str
    overseer: str


def _posts(area: Area, seed: int) -> Iterator[_Post]:
    sorts = bodies()
    towns = iter(Dice(seed, area.slug, "towns").shuffled(places().towns))
    head = sorts.bodies[sorts.roster[0]]
    for body in (sorts.bodies[slot] for slot in sorts.roster):
        if body.local and area.level == CITY:
            continue
        place, place_slug = next(towns).split() if "{place}" in body.names[0] else ("", "")
        slug = "-".join(filter(None, (area.slug, place_slug, body.slug)))
        superior = "" if body.independent else f"{area.slug}-{head.slug}"
        if body is head:
            superior = f"{area.above.slug}-{head.slug}" if area.above else ""
        overseer = "上级" if body is head else area.name
        governed = not body.local and (body.independent or body.branch)
        supervisor = f"{area.above.slug}-{body.slug}" if area.above and governed else ""
        yield _Post(slug, body, area, place, superior, supervisor, overseer)


def _member(post: _Post, years: Sequence[int], dice: Dice) -> Member:
    area, body = post.area, post.body
    words = {
        "area": area.name,
        "stem": area.stem,
        "level": area.level,
        "city": area.city,
        "place": post.place,
        "overseer": post.overseer,
    }
    branch = body.branch if area.level == DISTRICT else ""
    names = _names(body, words, years, dice)
    if branch:
        names = (Name(branch.format_map(words)),)
    agency = Agency(
        id=post.slug,
        names=names,
        kind=body.branch_kind if branch else body.kind,
        aliases=tuple(alias.format_map(words) for alias in body.aliases),
        area=area.name,
        superior=post.superior,
        supervisor=post.supervisor,
        events=_events(names, dice),
    )
    scale = area.scale * dice.between(55, 170)
    whole = {**body.sizes, **(body.city_sizes if area.level == CITY else {})}
    return Member(
        agency,
        body,
        first_year=_first_year(body, years, dice) if len(names) == 1 else years[0],
        sizes={name: size * scale // 100 for name, size in whole.items()},
        trend=dice.between(92, 111),
        words=words | _own_words(body, words, names[-1].name, dice),
        inline=dice.happens(45),
        length=dice.pick((35, 60, 80, 100, 120, 160, 260)),
    )


def _names(
    body: Body, words: Mapping[str, str], years: Sequence[int], dice: Dice
) -> tuple[Name, ...]:
    """The name, or two where the agency was renamed within the years."""
    name = dice.pick(body.names).format_map(words)
    old = body.formerly.format_map(words)
    renamed = len(years) > 1 and dice.happens(55 if old else 12)
    if old and renamed:
        return _renamed(old, name, years, dice)
    if body.becomes and renamed:
        return _renamed(name, body.becomes.format_map(words), years, dice)
    return (Name(name),)


def _renamed(old: str, new: str, years: Sequence[int], dice: Dice) -> tuple[Name, ...]:
    year = dice.pick(years[1:])
    return (Name(old, last_year=year - 1), Name(new, first_year=year))


def _events(names: Sequence[Name], dice: Dice) -> tuple[Event, ...]:
    """The renaming, on a day of the year whose report is the first under the new name."""
    return tuple(
        Event(date(name.first_year, dice.between(2, 11), dice.between(1, 28)), Change.RENAMED)
        for name in names
        if name.first_year is not None
    )


def _first_year(body: Body, years: Sequence[int], dice: Dice) -> int:
    """The first year with a report: the first of all, or a later one for a young agency."""
    late = len(years) > 1 and dice.happens(40 if body.recent else 2)
    return dice.pick(years[1:]) if late else years[0]


def _own_words(body: Body, words: Mapping[str, str], name: str, dice: Dice) -> dict[str, str]:
    """Where and how an agency is reached."""
    rules = phrases()
    desks = body.desks or [
        desk for (desk,) in rules["desks"] if isinstance(desk, str) and desk[-3:] not in name
    ]
    telling = Telling(rules, dice, words, {"road": places().roads}, {})
    own = {name: telling.named(name) for name in _HABITS}
    return {"desk": dice.pick(desks), **own}
