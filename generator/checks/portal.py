"""The checks that look at a whole portal: at digests of its reports and at its agencies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.checks.digests import Digest
from generator.model.agencies import Agency, Kind, Portal
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Forms


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole portal.

    `digests` are in the order of agency and year. `today` is the day on which it is looked at, or
    None: then no report counts as due but those before an agency's newest. `folder` is where the
    agencies lie, relative to the portal. `reported` are the years of records, among
    them those that cannot be read. `found` are the fingerprints of what the other checks of
    the portal found, or None while they look.
    """

    digests: tuple[Digest, ...]
    agencies: Mapping[str, Agency]
    kinds: Mapping[str, Kind]
    portal: Portal
    forms: Forms
    today: date | None = None
    folder: str = "content/agencies"
    by_report: Mapping[tuple[str, int], Digest] = field(
        default_factory=dict[tuple[str, int], Digest]
    )
    reported: Mapping[str, Iterable[int]] = field(default_factory=dict[str, Iterable[int]])
    found: frozenset[str] | None = None

    def at_agency(self, agency_id: str) -> Place:
        """The place of an agency's own file."""
        return Place(f"{self.folder}/{agency_id}/agency.yml")

    def name(self, agency_id: str, year: int) -> str:
        """The name of an agency in a year; its id when it is not known."""
        agency = self.agencies.get(agency_id)
        return agency.name_in(year) if agency else agency_id


@dataclass(frozen=True, slots=True)
class PortalCheck:
    """A check of the whole portal; see `generator.checks.check.Check`.

    `needs_all` is True where its findings mean nothing unless all reports were looked at.
    """

    codes: Mapping[str, Severity]
    find: Callable[[Whole], Iterable[Finding]]
    page: str
    needs_all: bool = False
