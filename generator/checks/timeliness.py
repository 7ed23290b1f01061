"""Timeliness: the report was published by its day, and not before its year was over.

``published.late``: after the deadline of the agency's kind, or of the portal where it sets another.
``published.early``: within the year that it reports on, so the figures cannot be complete. Nothing
is said where the day is not known. Reports that are not there at all: see ``report.missing``.

中文

应当按时公布，也不能在年度结束之前公布。

``published.late``：晚于该类机关的公布期限（门户另有规定的从其规定）。
``published.early``：报告年度还没有结束就公布，数字不可能完整。
不知道公布日期的不作判断。没有公布的见 ``report.missing``。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.checks.check import Check, at_path, finding
from generator.model.agencies import deadline
from generator.model.findings import Finding, Severity
from generator.model.subjects import Subject

CODES = {"published.late": Severity.WARNING, "published.early": Severity.ERROR}


def _find(subject: Subject) -> Iterator[Finding]:
    report = subject.report
    if report.published is None:
        return
    place = at_path(report, "published")
    published = report.published.isoformat()
    last = deadline(subject.kind, report.year, subject.portal)
    if report.published > last:
        code = "published.late"
        late = {"published": published, "deadline": last.isoformat()}
        yield finding(code, CODES[code], place, days=(report.published - last).days, **late)
    elif report.published <= date(report.year, 12, 31):
        code = "published.early"
        yield finding(code, CODES[code], place, published=published, year=str(report.year))


CHECK = Check(CODES, _find, __doc__ or "")
