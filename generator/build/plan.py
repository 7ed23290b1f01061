"""What a build has to make, and why. Pure: it compares what was with what is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.build.catalogue import Entry, Stamp
from generator.build.neighbours import Around
from generator.model.agencies import Agency

GLOBALS = ("program", "theme", "forms", "portal", "site")
"""What every page depends on; see `fingerprints.globals_of`."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the pages of an agency are made again.

    `code` is a message of ``build.yml`` (``reason.<code>``), `detail` the file or year it is about.
    """

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """One agency as it is now."""

    agency: Agency
    stamps: Mapping[str, Stamp]
    around: Around
    superior: str


def changed_globals(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why everything has to be made again; empty when it has not."""
    if not any(before.values()):
        return (Reason("first"),)
    return tuple(Reason(key) for key in GLOBALS if before.get(key, "") != now[key])


def reasons(before: Entry | None, now: Now) -> tuple[Reason, ...]:
    """Why the pages of one agency have to be made again; empty when they have not."""
    if before is None:
        return (Reason("new_agency"),)
    found = [*_changed_files(before.inputs, now.stamps)]
    for year in sorted(now.around):
        if before.around.get(year) != now.around[year]:
            found.append(Reason("neighbours", str(year)))
    if before.superior != now.superior:
        found.append(Reason("superior", now.superior))
    return tuple(found)


def _changed_files(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> list[Reason]:
    found: list[Reason] = []
    for name in sorted(before.keys() | now.keys()):
        if name not in before:
            found.append(Reason("added", name))
        elif name not in now:
            found.append(Reason("removed", name))
        elif before[name][2] != now[name][2]:
            found.append(Reason("changed", name))
    return found
