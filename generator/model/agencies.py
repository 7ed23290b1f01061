"""An agency (行政机关) and the portal it is published on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.findings import Severity


@dataclass(frozen=True, slots=True)
class Name:
    """A legal name and the years in which reports were made under it; None: open at that end."""

    name: str
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency. `id` is its folder; `names` run from the oldest to the present one.

    `aliases` are short forms by which people know it. `kind` is an id of `kinds.yml`. `area` is
    the name of the 行政区划, `superior` the id of the agency above it or "".
    `identifiers` maps a scheme (``uscc``, ``area_code``, …) to the value.
    """

    id: str
    names: tuple[Name, ...]
    kind: str
    aliases: tuple[str, ...] = ()
    area: str = ""
    superior: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict[str, str])

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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of agency: the order is that of `kinds.yml`; `deadline` is (month, day)."""

    id: str
    label: str
    deadline: tuple[int, int]


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
    to. `severities` maps codes of findings to the severity they have here, None: not reported.
    `demo` puts 演示数据 on every page.
    """

    name: str
    description: str = ""
    area: str = ""
    domain: str = ""
    colour: str = "#1d4f91"
    footer: Footer = field(default_factory=Footer)
    hosts: tuple[str, ...] = ()
    severities: Mapping[str, Severity | None] = field(default_factory=dict[str, "Severity | None"])
    publish_originals: bool = True
    demo: bool = False
