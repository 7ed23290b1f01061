"""Checking the reports of one agency."""

from __future__ import annotations

from collections.abc import Mapping, Set

from generator import storage
from generator.build.content import AgencyReports, Outline
from generator.checks import check_report
from generator.checks.judgements import judgements
from generator.errors import concerning
from generator.model.findings import Finding
from generator.model.judgements import Judgement
from generator.model.reports import Report
from generator.model.subjects import Subject, SubmittedFile


def examine(
    subjects: Mapping[int, Subject], sound: Set[int] = frozenset()
) -> Mapping[int, tuple[Finding, ...]]:
    """The findings of each report, by year; those of the years `sound` are known to have none."""
    return {year: () if year in sound else _checked(subject) for year, subject in subjects.items()}


def _checked(subject: Subject) -> tuple[Finding, ...]:
    with concerning(storage.record_path(subject.report.agency, subject.report.year)):
        return check_report(subject)


def judge(subjects: Mapping[int, Subject]) -> Mapping[int, tuple[Judgement, ...]]:
    """What came of the relations of each report, by year."""
    return {year: judgements(subject) for year, subject in subjects.items()}


def subjects(known: Outline, found: AgencyReports) -> Mapping[int, Subject]:
    """Each report with everything that it is held against, by year."""
    history = {report.year: report for report in found.reports}
    return {report.year: _subject(known, found, report, history) for report in found.reports}


def _subject(
    known: Outline, found: AgencyReports, report: Report, history: Mapping[int, Report]
) -> Subject:
    original = found.originals.get(report.year)
    files: dict[str, SubmittedFile] = {}
    if report.source is not None and original is not None:
        files[report.source.file] = SubmittedFile(storage.sha256(original))
    return Subject(
        report=report,
        form=known.forms[report.form],
        agency=found.agency,
        kind=known.kinds[found.agency.kind],
        portal=known.portal,
        forms=known.forms,
        history=history,
        merged=found.merged.get(report.year, ()),
        comparable=report.year not in found.incomparable,
        files=files,
    )
