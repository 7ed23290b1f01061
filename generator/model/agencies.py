"""An agency (行政机关) and the portal it is published on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generator.model.findings import Accepted, Severity


@dataclass(frozen=True, slots=True)
class Name:
    """A legal name and the years in which reports were made under it; None: open at that end."""

    name: str
    first_year: int | None = None
    last_year: int | None = None


class Change(StrEnum):
    """What happened to an agency."""

    RENAMED = "renamed"
    """It goes on under another name, in another folder when `Event.to` names one."""
    MERGED_INTO = "merged_into"
    """It ended, and the agency `to` goes on in its place, beside others or not."""
    SPLIT_INTO = "split_into"
    """Its powers went to the agencies `to`."""
    POWERS_MOVED = "powers_moved"
    """Some of its powers went to the agencies `to`; both go on."""
    ABOLISHED = "abolished"
    """It ended, and nobody continues it."""
    SUPERIOR_CHANGED = "superior_changed"
    """It was put under the agency `to`."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change on a day. `to` are the ids of the agencies that it leads to."""

    on: date
    change: Change
    to: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency. `id` is its folder; `names` run from the oldest to the present one.

    `aliases` are short forms by which people know it. `kind` is an id of `kinds.yml`. `area` is
    the name of the 行政区划. It has two parents, each an id or "": the `superior` in its area, and
    the `supervisor` in its line of business, who governs it where it is 垂直管理.
    `identifiers` maps a scheme (``uscc``, ``area_code``, the name of a host system, …) to the
    value. `former_ids` are folders it had before: their addresses lead here. `events` run from the
    oldest to the newest.
    """

    id: str
    names: tuple[Name, ...]
    kind: str
    aliases: tuple[str, ...] = ()
    area: str = ""
    superior: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])
    supervisor: str = ""
    former_ids: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    @property
    def ended(self) -> date | None:
        """The day on which it ceased to exist under this id, or None."""
        for event in self.events:
            moved = event.change is Change.RENAMED and event.to
            if moved or event.change in _ENDS:
                return event.on
        return None

    @property
    def name(self) -> str:
        """The present name."""
        return self.names[-1].name

    def name_in(self, year: int) -> str:
        """The name used in reports of `year`; the present one where no period says otherwise."""
        for name in self.names:
            after_start = name.first_year is None or name.first_year <= year
            before_end = name.last_year is None or year <= name.last_year
            if after_start and before_end and (name.first_year or name.last_year):
                return name.name
        return self.name


_ENDS = frozenset({Change.MERGED_INTO, Change.SPLIT_INTO, Change.ABOLISHED})


class Scope(StrEnum):
    """Whom a report speaks for."""

    OWN = "own"
    """The agency alone."""
    AGGREGATE = "aggregate"
    """The agency and all that is under it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which the reports of some years are published, in the year after.

    `first_year` and `last_year` bound those years; None: open at that end.
    """

    month: int
    day: int
    first_year: int | None = None
    last_year: int | None = None

    def covers(self, year: int) -> bool:
        """Whether it is the deadline for reports of `year`."""
        after_start = self.first_year is None or self.first_year <= year
        return after_start and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of agency: the order is that of `kinds.yml`; `deadline` is (month, day).

    `earlier` are deadlines of former years. `scope` is that of its reports, where a record does
    not say otherwise. The reports of an agency that is `apart` (垂直管理) are no part of the sums
    of the government of its area.
    """

    id: str
    label: str
    deadline: tuple[int, int]
    earlier: tuple[Deadline, ...] = ()
    scope: Scope = Scope.OWN
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """What the foot of every page says; "" means that the line is absent."""

    organiser: str = ""
    contact: str = ""
    icp: str = ""
    police: str = ""
    site_code: str = ""


@dataclass(frozen=True, slots=True)
class Portal:
    """The settings of one portal, from ``content/portal.yml``.

    `colour` is the ink colour as ``#rrggbb``. `hosts` are the hosts that links in text may lead
    to. `deadlines` are the local ones by kind, instead of those of the kind. `severities` maps
    codes of findings to the severity they have here, None: not reported. `demo` puts 演示数据 on
    every page.
    """

    name: str
    description: str = ""
    area: str = ""
    domain: str = ""
    colour: str = "#1d4f91"
    footer: Footer = field(default_factory=Footer)
    hosts: tuple[str, ...] = ()
    deadlines: Mapping[str, tuple[Deadline, ...]] = field(
        default_factory=dict[str, "tuple[Deadline, ...]"]
    )
    severities: Mapping[str, Severity | None] = field(default_factory=dict[str, "Severity | None"])
    publish_originals: bool = True
    demo: bool = False


def deadline(kind: Kind, year: int, portal: Portal | None = None) -> date:
    """The last day on which an agency of this kind publishes its report of `year` in time."""
    local = portal.deadlines.get(kind.id, ()) if portal else ()
    for each in (*local, *kind.earlier):
        if each.covers(year):
            return date(year + 1, each.month, each.day)
    return date(year + 1, *kind.deadline)
