"""Which other agencies the page of a report leads to.

The next ones of the same kind and area that have a report for the same year, round in a circle: so
that a new report touches the pages of a dozen agencies before it, however many there are.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.model.agencies import Agency

MOST = 12

Name = tuple[str, str]
"""An agency's id, and its name in the year in question."""
Around = dict[int, tuple[Name, ...]]
"""For each year, the agencies to which the page leads."""
Circle = tuple[str, str, int]
"""Kind, area and year."""
Circles = Mapping[Circle, tuple[Name, ...]]
"""The agencies of each circle, in the order of their ids."""


def circles_of(
    agencies: Mapping[str, Agency],
    years: Mapping[str, tuple[int, ...]],
    within: Iterable[str] | None = None,
) -> Circles:
    """The agencies of each kind and area that have a report for each year.

    Only the circles `within` which these agencies stand; None: all.
    """
    found: dict[Circle, list[Name]] = defaultdict(list)
    wanted = None if within is None else {_around(agencies[name]) for name in within}
    for agency_id, agency in agencies.items():
        if wanted is not None and _around(agency) not in wanted:
            continue
        for year in years[agency_id]:
            found[agency.kind, agency.area, year].append((agency_id, agency.name_in(year)))
    return {circle: tuple(sorted(names)) for circle, names in found.items()}


def _around(agency: Agency) -> tuple[str, str]:
    return agency.kind, agency.area


def neighbours(circles: Circles, agency: Agency, years: Collection[int]) -> Around:
    """The neighbours of the agency, for each of the `years`, in which it has a report.

    The work is the same however many agencies there are.
    """
    return {year: _after(circles[agency.kind, agency.area, year], agency.id) for year in years}


def _after(names: tuple[Name, ...], agency: str) -> tuple[Name, ...]:
    """The next ones after the agency, which is one of them."""
    most = min(MOST, len(names) - 1)
    position = bisect(names, agency, key=_id)
    return (*names[position : position + most], *names[: max(0, position + most - len(names))])


def _id(name: Name) -> str:
    return name[0]


def shifted(before: Circles, now: Circles) -> Iterator[tuple[str, int]]:
    """Each (agency, year) that has other neighbours than before."""
    for circle in now.keys() & before.keys():
        if before[circle] != now[circle]:
            old = dict(_following(before[circle]))
            for agency, following in _following(now[circle]):
                if agency in old and old[agency] != following:
                    yield agency, circle[2]


def _following(names: tuple[Name, ...]) -> Iterator[tuple[str, tuple[Name, ...]]]:
    twice = names + names
    most = min(MOST, len(names) - 1)
    for position, (agency, _) in enumerate(names, 1):
        yield agency, twice[position : position + most]
