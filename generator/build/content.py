"""Reading a portal: what all pages share first, then one agency after the other."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from pathlib import Path

from generator import agencies, crosswalk, forms, records, storage
from generator.checks.lineage import Lineage, Lineages, lineages, old_addresses
from generator.errors import UsageError, concerning
from generator.model.agencies import Agency, Kind, Portal
from generator.model.crosswalks import Crosswalk
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Form, Forms
from generator.model.reports import Report
from generator.resources import resource, resource_text
from generator.storage import Read


@dataclass(frozen=True, slots=True)
class Outline:
    """What the pages of one agency need to know of the rest of the portal.

    `years` are the years for which each agency has a record. `lineages` are whose reports those of
    reformed agencies continue, and `old_addresses` the former ids of agencies that lead to them.
    `findings` is what is wrong with the settings, the forms and the agencies; those that cannot be
    used are left out of the mappings.
    """

    portal: Portal
    kinds: Mapping[str, Kind]
    forms: Forms
    agencies: Mapping[str, Agency]
    years: Mapping[str, tuple[int, ...]]
    findings: tuple[Finding, ...] = ()
    old_addresses: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, "tuple[str, ...]"]
    )
    lineages: Lineages = field(default_factory=dict[str, Mapping[int, Lineage]])

    def only(self, names: Sequence[str]) -> Outline:
        """What the pages of these agencies need to know, without findings, and without forms."""
        return replace(
            self,
            agencies={name: self.agencies[name] for name in names},
            years={name: self.years[name] for name in names},
            old_addresses={name: self.old_addresses.get(name, ()) for name in names},
            lineages={name: self.lineages[name] for name in names if name in self.lineages},
            findings=(),
            forms={},
        )


@dataclass(frozen=True, slots=True)
class AgencyReports:
    """An agency's reports, by year, and the findings about files that could not be read.

    `originals` maps the year to the bytes of the submitted original, where there is one. `merged`
    maps the year to last year's reports of other agencies that the report of that year continues,
    and `incomparable` are the years whose reports continue none that is at hand.
    """

    agency: Agency
    reports: tuple[Report, ...]
    originals: Mapping[int, bytes]
    findings: tuple[Finding, ...]
    merged: Mapping[int, tuple[Report, ...]] = field(
        default_factory=dict[int, "tuple[Report, ...]"]
    )
    incomparable: frozenset[int] = frozenset()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The originals that records name and that are not there, below the agency's folder."""
        return tuple(
            report.source.file
            for report in self.reports
            if report.source is not None and report.year not in self.originals
        )


def require_portal(root: Path) -> None:
    """Raise `UsageError` when `root` is no portal."""
    if not storage.exists(root / storage.PORTAL):
        raise UsageError("no_portal", path=str(root), file=storage.PORTAL)


@cache
def known_kinds() -> Mapping[str, Kind]:
    """The kinds of agencies that the program knows."""
    kinds, findings = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    if findings:
        raise ValueError(findings)
    return kinds


@cache
def known_forms() -> Forms:
    """The forms that the program knows, by id."""
    found: dict[str, Form] = {}
    for file in sorted(resource("editions").glob("*.yml")):
        form, findings = forms.parse(file.read_text(encoding="utf-8"), file.name)
        if form is None:
            raise ValueError(findings)
        found[form.id] = form
    return found


@cache
def known_crosswalk() -> Crosswalk:
    """How the figures of the editions that the program knows go on in the next."""
    found, findings = crosswalk.parse(
        resource_text("crosswalk.yml"), "crosswalk.yml", known_forms()
    )
    if found is None:
        raise ValueError(findings)
    return found


def outline(root: Path) -> Outline:
    """Read everything but the records."""
    require_portal(root)
    portal, findings = read_portal(root)
    portal_forms, form_findings = read_forms(root)
    findings += form_findings
    found: dict[str, Agency] = {}
    years: dict[str, tuple[int, ...]] = {}
    for files in storage.agencies(root):
        agency, agency_findings = read_agency(root, files.id)
        findings += agency_findings
        if agency is not None:
            found[agency.id] = agency
            years[agency.id] = files.years
    findings += unknown_superiors(found)
    findings += storage.strangers(root)
    return Outline(
        portal,
        known_kinds(),
        portal_forms,
        found,
        years,
        tuple(findings),
        old_addresses(found),
        lineages(found, years),
    )


def unknown_superiors(known: Mapping[str, Agency]) -> Iterator[Finding]:
    """Agencies that name one above them that the portal does not have."""
    for agency in known.values():
        if agency.superior and agency.superior not in known:
            place = Place(storage.agency_path(agency.id), 1, 1)
            parameters = {"superior": agency.superior}
            yield Finding("agency.superior", Severity.ERROR, place, parameters)


def read_portal(root: Path) -> tuple[Portal, list[Finding]]:
    """The portal's settings; a nameless portal when they cannot be used."""
    text, findings = storage.read_text(root / storage.PORTAL, storage.PORTAL)
    if findings:
        return Portal(name=""), findings
    portal, findings = agencies.parse_portal(text, storage.PORTAL)
    return portal or Portal(name=""), list(findings)


def read_forms(root: Path) -> tuple[Forms, list[Finding]]:
    """The forms that the program knows, with those of the portal added or in their place."""
    found = dict(known_forms())
    findings: list[Finding] = []
    folder = root / storage.EDITIONS
    for path in sorted(folder.glob("*.yml")) if folder.is_dir() else ():
        file = f"{storage.EDITIONS}/{path.name}"
        text, problems = storage.read_text(path, file)
        form, parsed = (None, []) if problems else forms.parse(text, file)
        findings += [*problems, *parsed]
        if form is not None:
            found[form.id] = form
    return found, findings


def read_agency(root: Path, agency_id: str) -> tuple[Agency | None, list[Finding]]:
    """One agency's settings, or None when they are missing or cannot be used."""
    file = storage.agency_path(agency_id)
    if not storage.exists(root / file):
        return None, [Finding("agency.missing", Severity.ERROR, Place(file))]
    text, findings = storage.read_text(root / file, file)
    if findings:
        return None, findings
    agency, findings = agencies.parse_agency(text, file, agency_id, known_kinds())
    return agency, list(findings)


def read_reports(
    root: Path, known: Outline, agency_id: str, read: Read = storage.read
) -> AgencyReports:
    """All records of one agency, with their originals."""
    agency = known.agencies[agency_id]
    reports: list[Report] = []
    findings: list[Finding] = []
    for year in known.years[agency_id]:
        report, problems = read_report(root, known.forms, agency_id, year, read)
        findings += problems
        if report is not None:
            reports.append(report)
    found = ((report.year, read_original(root, report, read)) for report in reports)
    originals = {year: original for year, original in found if original is not None}
    merged: dict[int, tuple[Report, ...]] = {}
    incomparable: set[int] = set()
    for year, lineage in known.lineages.get(agency.id, {}).items():
        # A record that cannot be read has findings of its own.
        others = [read_report(root, known.forms, other, year - 1)[0] for other in lineage.merged]
        merged[year] = tuple(other for other in others if other is not None)
        if not lineage.comparable or len(merged[year]) < len(others):
            incomparable.add(year)
    return AgencyReports(
        agency, tuple(reports), originals, tuple(findings), merged, frozenset(incomparable)
    )


def read_report(
    root: Path, known: Forms, agency_id: str, year: int, read: Read = storage.read
) -> tuple[Report | None, list[Finding]]:
    """One record, or None when it cannot be used."""
    file = storage.record_path(agency_id, year)
    text, findings = storage.read_text(root / file, file, read)
    if findings:
        return None, findings
    with concerning(file):
        return records.parse(text, file, agency_id, year, known)


def read_original(root: Path, report: Report, read: Read = storage.read) -> bytes | None:
    """The submitted original of a report, or None when the record names none that is there.

    A link that leads out of the agency's folder counts as missing: what lies elsewhere on the
    machine must never be published. So do hidden files and what lies behind a link to a folder,
    which are not looked at to see whether they changed (`scan`).
    """
    if report.source is None:
        return None
    folder = root / storage.AGENCIES / report.agency
    path = folder / report.source.file
    if not _is_below(folder, report.source.file) or not path.is_file():
        return None
    return read(path)


def _is_below(folder: Path, file: str) -> bool:
    """Whether what is found in the folder under the name `file` lies there, links followed."""
    parts = file.split("/")
    if records.climbs(file) or any(part.startswith(".") for part in parts):
        return False
    try:
        *above, last = (os.lstat(f"{folder}/{own}") for own in accumulate(parts, "{}/{}".format))
    except OSError:
        return False
    if any(stat.S_ISLNK(status.st_mode) for status in above):
        return False
    # Following links costs more than reading.
    if not any(map(_may_lead_elsewhere, (*above, last))):
        return True
    return (folder / file).resolve().is_relative_to(folder.resolve())


def _may_lead_elsewhere(status: os.stat_result) -> bool:
    # Windows has links, too, that look like folders.
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0))


def every_report(root: Path, known: Outline) -> Iterator[AgencyReports]:
    """One agency after the other."""
    for agency_id in known.agencies:
        yield read_reports(root, known, agency_id)
