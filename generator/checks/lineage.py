"""Who continues whom: an agency's report is held against last year's along its reforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.agencies import Agency, Change, Event


@dataclass(frozen=True, slots=True)
class Lineage:
    """Whose reports of the year before a report continues, besides the agency's own.

    `merged` are the ids of agencies that were merged into it, or renamed into it, since.
    `comparable` is False when powers came or went in a way that no sum of reports expresses.
    """

    merged: tuple[str, ...] = ()
    comparable: bool = True


_MOVES = frozenset({Change.SPLIT_INTO, Change.POWERS_MOVED})
_JOINS = frozenset({Change.MERGED_INTO, Change.RENAMED})


def lineage(agency_id: str, agencies: Mapping[str, Agency], year: int) -> Lineage:
    """The lineage of the report of `year`, from the events of that year.

    An agency that was merged into several counts for none of them: its figures cannot be parted.
    The caller gives the reports of `merged` as `Subject.merged`; when one of them has none,
    nothing can be compared.
    """
    merged: list[str] = []
    comparable = not any(event.change in _MOVES for event in _events(agencies.get(agency_id), year))
    for other in agencies.values():
        for event in _events(other, year):
            if other.id == agency_id or agency_id not in event.to:
                continue
            if event.change in _JOINS and len(event.to) == 1:
                merged.append(other.id)
            elif event.change in _MOVES | _JOINS:
                comparable = False
    return Lineage(tuple(sorted(merged)), comparable)


def _events(agency: Agency | None, year: int) -> list[Event]:
    return [event for event in agency.events if event.on.year == year] if agency else []
