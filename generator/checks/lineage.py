"""Who continues whom: an agency's report is held against last year's along its reforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.model.agencies import Agency, Change, Event

_MOVES = frozenset({Change.SPLIT_INTO, Change.POWERS_MOVED})
_JOINS = frozenset({Change.MERGED_INTO, Change.RENAMED})
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Lineage:
    """Whose reports of the year before a report continues, besides the agency's own.

    `merged` are the ids of agencies that were merged into it, or renamed into it, since.
    `comparable` is False when powers came or went in a way that no sum of reports expresses.
    """

    merged: tuple[str, ...] = ()
    comparable: bool = True


Lineages = Mapping[str, Mapping[int, Lineage]]
"""By agency and year of the report; what is not there continues the agency's own report alone."""

PLAIN = Lineage()
_BROKEN = Lineage(comparable=False)


def lineages(agencies: Mapping[str, Agency], years: Mapping[str, Collection[int]]) -> Lineages:
    """The lineages of all reports; `years` are those for which each agency has one.

    A merger is looked at between the last report of the agency that ended and the first one of its
    successor after that. Nothing is compared where both reported for the year of the merger, since
    nobody can tell which of the two counted what passed from one to the other; where one of the
    agencies has no report; and where one was merged into several.
    """
    found: dict[str, dict[int, Lineage]] = defaultdict(dict)
    joined: dict[str, dict[str, Event]] = defaultdict(dict)
    for agency in agencies.values():
        for event in agency.events:
            if event.change in _JOINS and len(event.to) == 1:
                joined[event.to[0]][agency.id] = event
            elif event.change in _JOINS:
                _break(found, event.to, _years_of(event))
            elif event.change in _MOVES:
                _break(found, (agency.id, *event.to), _years_of(event))
    for name, events in joined.items():
        events.pop(name, None)
        _join(found[name], years.get(name, ()), events, years)
    for by_year in list(found.values()):
        for year, own in by_year.items():
            # What it continues may itself have come from others in that year.
            if any(year in found.get(other, ()) for other in own.merged):
                by_year[year] = _BROKEN
    return found


def old_addresses(agencies: Mapping[str, Agency]) -> Mapping[str, tuple[str, ...]]:
    """The former ids of each agency that has any, as far as their addresses can lead to it.

    The folder of an agency that is there is its own, and of several that claim one the first in
    order has it.
    """
    taken = set(agencies)
    found: dict[str, tuple[str, ...]] = {}
    for agency_id, agency in sorted(agencies.items()):
        own = tuple(former for former in dict.fromkeys(agency.former_ids) if former not in taken)
        taken.update(own)
        if own:
            found[agency_id] = own
    return found


def continued(known: Lineages) -> Iterator[tuple[str, int, str]]:
    """Each (agency, year) that continues last year's report of another agency, and that one."""
    for agency, by_year in known.items():
        for year, own in by_year.items():
            for other in own.merged:
                yield agency, year, other


def _years_of(event: Event) -> tuple[int, ...]:
    """The years whose reports cannot be held against those before.

    What changes hands in the last days of a year is counted in either.
    """
    year = event.on.year
    return (year, year + 1) if event.on.month == _LAST_MONTH else (year,)


def _break(
    found: Mapping[str, dict[int, Lineage]], agencies: Collection[str], years: Collection[int]
) -> None:
    for agency in agencies:
        for year in years:
            found[agency][year] = _BROKEN


def _join(
    found: dict[int, Lineage],
    own: Collection[int],
    events: Mapping[str, Event],
    years: Mapping[str, Collection[int]],
) -> None:
    """Let the reports of one agency continue those of others that became it.

    `own` are the years of its reports, `events` by what each of the others became it.
    """
    merged: dict[int, list[str]] = defaultdict(list)
    for other, event in sorted(events.items()):
        year = event.on.year
        theirs = years.get(other, ())
        since = year + 1 if year in theirs else year
        merged[since].append(other)
        both = year in theirs and year in own
        if both or since - 1 not in theirs:
            found |= dict.fromkeys((year, since), _BROKEN)
    for since, others in merged.items():
        if found.get(since, PLAIN).comparable and _begins_anew(own, since, others, events):
            found[since] = Lineage(tuple(others))
        else:
            found[since] = _BROKEN


def _begins_anew(
    own: Collection[int], since: int, others: Collection[str], events: Mapping[str, Event]
) -> bool:
    """Whether the reports at hand are all that the report of `since` continues.

    They are where the agency has one of its own for the year before, or none at all before, because
    it was made of several or is another folder of the same agency.
    """
    if since - 1 in own:
        return True
    renamed = any(events[other].change is Change.RENAMED for other in others)
    return not any(year < since for year in own) and (renamed or len(others) > 1)
