"""Checking a portal, or a few of its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import storage
from generator.build.content import AgencyReports, Outline, outline, read_reports
from generator.build.examine import examine
from generator.checks import check_portal, digest
from generator.checks.digests import Digest
from generator.errors import UnreadableError, UsageError
from generator.model.findings import Finding, Severity

_UNREADABLE = ("yaml.", "file.encoding")
"""The findings of files of which nothing could be read, so that nothing else is known of them."""


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


Progress = Callable[[int], None]


def count_agencies(root: Path) -> int:
    """How many agencies a check of the whole portal looks at."""
    return sum(1 for _ in storage.agencies(root))


def check(root: Path, paths: Sequence[str], advance: Progress) -> Verdict:
    """Check the whole portal, or only the records and agencies that `paths` name.

    `advance` is told of each agency that is done.
    """
    wanted = {_content_path(root, path) for path in paths}
    known = outline(root)
    findings = [finding for finding in known.findings if _is_wanted(finding.place.file, wanted)]
    files: list[str] = []
    digests: list[Digest] = []
    chosen = [agency for agency in known.agencies if _concerns(agency, wanted)]
    for agency in chosen:
        found = read_reports(root, known, agency)
        own = [*found.findings]
        for year_findings in examine(known, found).values():
            own += year_findings
        findings += [finding for finding in own if _is_wanted(finding.place.file, wanted)]
        digests += _digests(known, found)
        files += [storage.record_path(agency, report.year) for report in found.reports]
        advance(1)
    if not wanted:
        # What can only be seen between reports needs all of them.
        findings += check_portal(digests, known.agencies, known.kinds, known.portal, known.forms)
    findings.sort(key=lambda finding: finding.order)
    checked = tuple(file for file in files if _is_wanted(file, wanted))
    return Verdict(len(chosen), checked, tuple(findings))


def _digests(known: Outline, found: AgencyReports) -> Iterator[Digest]:
    kind = known.kinds[found.agency.kind]
    for report in found.reports:
        yield digest(report, known.forms[report.form], found.agency, kind)


def _content_path(root: Path, text: str) -> str:
    """A path given on the command line, relative to the portal; it must be below its content."""
    path = Path(text)
    standing = [each.resolve() for each in (path, root / path) if storage.exists(each)]
    if not standing:
        raise UnreadableError("missing", path=text)
    for candidate in standing:
        if candidate.is_relative_to(root.resolve()):
            return candidate.relative_to(root.resolve()).as_posix()
    raise UsageError("not_in_portal", path=text)


def _is_wanted(file: str, wanted: set[str]) -> bool:
    return not wanted or any(file == path or file.startswith(f"{path}/") for path in wanted)


def _concerns(agency: str, wanted: set[str]) -> bool:
    folder = f"{storage.AGENCIES}/{agency}"
    return not wanted or any(
        path == folder or path.startswith(f"{folder}/") or folder.startswith(f"{path}/")
        for path in wanted
    )
