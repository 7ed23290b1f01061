"""Which other agencies the page of a report leads to.

The next ones of the same kind and area that have a report for the same year, round in a circle: so
that a new report touches the pages of a dozen agencies before it, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.model.agencies import Agency

MOST = 12

Around = dict[int, tuple[tuple[str, str], ...]]
"""For each year, (id, name in that year) of the agencies to which the page leads."""


def all_neighbours(
    agencies: Mapping[str, Agency], years: Mapping[str, tuple[int, ...]]
) -> dict[str, Around]:
    """The neighbours of every agency, for every year in which it has a report."""
    circles: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for agency in agencies.values():
        for year in years[agency.id]:
            circles[agency.kind, agency.area, year].append(agency.id)
    found: dict[str, Around] = {agency: {} for agency in agencies}
    for (_, _, year), circle in circles.items():
        names = [(agency, agencies[agency].name_in(year)) for agency in circle]
        twice = names + names
        most = min(MOST, len(circle) - 1)
        for position, agency in enumerate(circle):
            found[agency][year] = tuple(twice[position + 1 : position + 1 + most])
    return found
