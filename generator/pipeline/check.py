"""Checking a portal, or a few of its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator import storage
from generator.build.content import Outline, outline, read_report, read_reports
from generator.build.examine import subjects
from generator.checks import (
    BETWEEN_REPORTS,
    Digest,
    below,
    check_portal,
    digest,
    parts_of,
    settle_report,
)
from generator.checks.lineage import continued
from generator.model.findings import Finding, Severity
from generator.pipeline.attachments import submitted
from generator.pipeline.named_paths import content_path
from generator.pipeline.revisions import changed_since
from generator.records import YEAR

_UNREADABLE = ("yaml.", "file.encoding")
"""The findings of files of which nothing could be read, so that nothing else is known of them."""
_AGENCY, _NAME = 2, 3
"""Where the path of a file has the agency, and the record or the folder of its attachments."""
_EVERYTHING = (storage.PORTAL, f"{storage.EDITIONS}/")
"""What every report is judged by."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants checked.

    `paths` are records and agencies; none: everything. `changed` is a revision of the portal, so
    that only what changed since is told, or "". `today` is the day on which reports are due or not,
    or None: then only gaps before an agency's newest report are known.
    """

    paths: tuple[str, ...] = ()
    changed: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to; `files` are the records that were checked."""

    agencies: int
    files: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def unread(self) -> tuple[str, ...]:
        """The files that could not be read at all: the check says nothing about their content."""
        files = {
            finding.place.file for finding in self.findings if finding.code.startswith(_UNREADABLE)
        }
        return tuple(sorted(files))


@dataclass(slots=True)
class _Collected:
    """What was seen so far."""

    findings: list[Finding] = field(default_factory=list[Finding])
    digests: list[Digest] = field(default_factory=list[Digest])
    files: list[str] = field(default_factory=list[str])


Progress = Callable[[int], None]


def count_agencies(root: Path) -> int:
    """How many agencies a check of the whole portal looks at."""
    return sum(1 for _ in storage.agencies(root))


def check(root: Path, wish: Wish, advance: Progress) -> Verdict:
    """Check what is wished for.

    `advance` is told of each agency that is done. What can only be seen between reports needs all
    of them: where paths are given, nothing is said about it. After a change, only the agencies that
    it affects are read, and what adds up to a report for all: copies from others are not seen.
    """
    known = outline(root)
    paths = {content_path(root, path) for path in wish.paths}
    wanted = _Wanted(paths, _affected(root, known, wish.changed) if wish.changed else None)
    seen = _Collected(findings=list(known.findings))
    chosen = [agency for agency in known.agencies if wanted.concerns(agency)]
    for agency in chosen:
        _check_agency(root, known, agency, wanted, seen)
        advance(1)
    if not paths:
        everything = wanted.affected is None
        seen.findings += check_portal(
            seen.digests if everything else _with_parts(root, known, seen.digests, wanted),
            known.agencies,
            known.kinds,
            known.portal,
            known.forms,
            wish.today,
            known.years,
            complete=everything,
        )
    told = filter(wanted.tells, seen.findings)
    checked = {file.split("/")[_AGENCY] for file in seen.files} if wish.changed else chosen
    return Verdict(
        len(checked), tuple(seen.files), tuple(sorted(told, key=lambda each: each.order))
    )


def _check_agency(
    root: Path, known: Outline, agency: str, wanted: _Wanted, seen: _Collected
) -> None:
    found = read_reports(root, known, agency)
    seen.findings += found.findings
    kind = known.kinds[found.agency.kind]
    for subject in subjects(known, found).values():
        report = subject.report
        answered: Iterable[str] | None = None
        file = storage.record_path(agency, report.year)
        if wanted.looks_at(file):
            settled = settle_report(replace(subject, files=submitted(root, report)))
            answered = settled.answered
            seen.findings += settled.findings
            seen.files.append(file)
        if not wanted.paths:
            seen.digests.append(digest(report, subject.form, found.agency, kind, answered))


def _with_parts(
    root: Path, known: Outline, digests: Sequence[Digest], wanted: _Wanted
) -> tuple[Digest, ...]:
    """The digests, and those that add up to what is wanted of them; these are read for it."""
    found = {(each.agency, each.year): each for each in digests}

    def look(agency: str, year: int) -> Digest | None:
        if (agency, year) not in found and year in known.years[agency]:
            report, _ = read_report(root, known.forms, agency, year)
            if report is not None:
                of = known.agencies[agency]
                form, kind = known.forms[report.form], known.kinds[of.kind]
                found[agency, year] = digest(report, form, of, kind)
        return found.get((agency, year))

    under = below(known.agencies, known.kinds)
    for each in digests:
        if wanted.looks_at(each.place.file):
            parts_of(each, under, look)
    return tuple(found.values())


# --- what is wanted ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be told: of all files, of those below `paths`, of those that a change affects."""

    paths: set[str]
    affected: _Affected | None

    def looks_at(self, file: str) -> bool:
        """Whether a file may have findings that are wanted."""
        affected = self.affected
        if affected and file not in affected.changed and file not in affected.related:
            return False
        return not self.paths or any(
            file == path or file.startswith(f"{path}/") for path in self.paths
        )

    def tells(self, finding: Finding) -> bool:
        """Whether a finding is wanted."""
        file = finding.place.file
        if self.affected and file not in self.affected.changed:
            return finding.code in BETWEEN_REPORTS and self.looks_at(file)
        return self.looks_at(file)

    def concerns(self, agency: str) -> bool:
        """Whether an agency has to be read."""
        if self.affected and agency not in self.affected.agencies:
            return False
        folder = f"{storage.AGENCIES}/{agency}"
        return not self.paths or any(
            path == folder or path.startswith(f"{folder}/") or folder.startswith(f"{path}/")
            for path in self.paths
        )


@dataclass(frozen=True, slots=True)
class _Affected:
    """What a change affects.

    All findings are told of the files in `changed`: what changed, and the reports of an agency
    whose settings did. Of the `related` records, only what other reports bring about: they are held
    against one that changed, or report for all below, among them one that changed. `agencies` are
    the folders of all these.
    """

    changed: frozenset[str]
    related: frozenset[str]
    agencies: frozenset[str]


def _affected(root: Path, known: Outline, revision: str) -> _Affected | None:
    """What a change since `revision` affects; None: everything."""
    changed = changed_since(root, revision)
    if any(file.startswith(_EVERYTHING) for file in changed):
        return None
    reports = set(_reports_of(changed, known))
    later = {(agency, year + 1) for agency, year in reports}
    heirs = {
        (agency, year) for agency, year, other in continued(known.lineages)
        if (other, year - 1) in reports
    }  # fmt: skip
    above = {(above, year) for agency, year in reports for above in _above(known, agency)}
    records = {storage.record_path(*report) for report in reports}
    settings = {storage.agency_path(agency) for agency, _ in reports}
    related = {storage.record_path(*report) for report in later | heirs | above}
    files = changed | records | settings
    folders = (file.split("/") for file in files | related)
    agencies = frozenset(parts[_AGENCY] for parts in folders if len(parts) > _AGENCY)
    return _Affected(files, frozenset(related), agencies)


def _reports_of(changed: Iterable[str], known: Outline) -> Iterator[tuple[str, int]]:
    """The reports that changed files belong to."""
    for file in changed:
        parts = file.split("/")
        if not file.startswith(f"{storage.AGENCIES}/") or len(parts) <= _NAME:
            continue
        agency, name = parts[_AGENCY], parts[_NAME].removesuffix(".yml")
        if YEAR.fullmatch(name):
            yield agency, int(name)
        elif file == storage.agency_path(agency):
            for heir, year, other in continued(known.lineages):
                if other == agency:
                    yield heir, year
            yield from ((agency, year) for year in known.years.get(agency, ()))


def _above(known: Outline, agency: str) -> Iterator[str]:
    """The agencies above one, up to the top."""
    seen = {agency}
    while (here := known.agencies.get(agency)) and here.superior and here.superior not in seen:
        agency = here.superior
        seen.add(agency)
        yield agency
