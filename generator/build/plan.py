"""What a build has to make, and why. Pure: it compares what was with what is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.build.catalogue import Stamp
from generator.build.neighbours import circles_of, shifted
from generator.checks.lineage import continued, lineages, old_addresses
from generator.model.agencies import Agency

GLOBALS = ("program", "theme", "forms", "portal", "site")
"""What every page depends on; see `fingerprints.globals_of`."""

_LOOKS = {"theme", "site"}
"""Those of them that decide how pages look, and not what the reports say."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the pages of an agency are made again.

    `code` is a message of ``build.yml`` (``reason.<code>``), `detail` the file or year it is about.
    """

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The agencies at one time, and the years for which each has a record."""

    agencies: Mapping[str, Agency]
    years: Mapping[str, tuple[int, ...]]


NOTHING = State({}, {})


def changed_globals(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why everything has to be made again; empty when it has not."""
    if not any(before.values()):
        return (Reason("first"),)
    return tuple(Reason(key) for key in GLOBALS if before.get(key, "") != now[key])


def anew(everything: Sequence[Reason]) -> bool:
    """Whether nothing of the last build is of use, when everything has to be made again.

    Where only looks changed, what was found out about the reports still stands, and with it the
    search index.
    """
    return any(reason.code not in _LOOKS for reason in everything)


def changed_files(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> Iterator[Reason]:
    """The files of one agency that are new, gone, or hold other bytes."""
    for name in sorted(before.keys() | now.keys()):
        if name not in before:
            yield Reason("added", name)
        elif name not in now:
            yield Reason("removed", name)
        elif before[name][2] != now[name][2]:
            yield Reason("changed", name)


def changed_surroundings(
    before: State, now: State, reasons: Mapping[str, Sequence[Reason]]
) -> Iterator[tuple[str, Reason]]:
    """Each agency whose pages show something of another agency that has changed.

    `reasons` are those for which the agencies that changed are made again.
    """
    if before.agencies != now.agencies or before.years != now.years:
        yield from _changed_neighbours(before, now)
    yield from _changed_reforms(before, now, reasons)


def _changed_neighbours(before: State, now: State) -> Iterator[tuple[str, Reason]]:
    """Each agency whose neighbours, or the name of whose superior, are other than before."""
    old, new = circles_of(before.agencies, before.years), circles_of(now.agencies, now.years)
    for agency, year in sorted(shifted(old, new)):
        yield agency, Reason("neighbours", str(year))
    renamed = {
        agency.id
        for agency in (*before.agencies.values(), *now.agencies.values())
        if _name(before, agency.id) != _name(now, agency.id)
    }
    for agency in now.agencies.values():
        if agency.superior in renamed:
            yield agency.id, Reason("superior", agency.superior)


def _changed_reforms(
    before: State, now: State, reasons: Mapping[str, Sequence[Reason]]
) -> Iterator[tuple[str, Reason]]:
    """Each agency that other old addresses lead to than before, or that continues other reports.

    Or one of those that it continues has changed.
    """
    former, present = old_addresses(before.agencies), old_addresses(now.agencies)
    for agency in sorted(now.agencies.keys() & (former.keys() | present.keys())):
        if former.get(agency) != present.get(agency):
            yield agency, Reason("old_addresses")
    old = lineages(before.agencies, before.years)
    new = lineages(now.agencies, now.years)
    for agency in sorted(now.agencies.keys() & (old.keys() | new.keys())):
        if old.get(agency, {}) != new.get(agency, {}):
            yield agency, Reason("lineage")
    for agency, year, other in continued(new):
        if any(reason.detail == f"{year - 1}.yml" for reason in reasons.get(other, ())):
            yield agency, Reason("continued", other)


def _name(state: State, agency: str) -> str:
    found = state.agencies.get(agency)
    return found.name if found else ""


def changed_years(before: State, now: State) -> tuple[int, ...]:
    """The years whose lists change with the agencies and with what reports there are.

    An agency that is new, gone or other than before, and a report that is new or gone, change all
    of them: each counts the reports that are due and those that are not there.
    """
    if before.agencies == now.agencies and before.years == now.years:
        return ()
    every = {year for state in (before, now) for years in state.years.values() for year in years}
    return tuple(sorted(every, reverse=True))
