"""Across years: what was carried out last year is carried in, and what is in force goes on.

``carried.broken``: a figure carried in is not what last year's report carried out. The total is an
error, a single column a warning. ``in_force.broken``: what is in force and what was repealed this
year is not what was in force last year and what was made since.

Last year's report is the agency's own. Where agencies were merged since, the sum of all their
reports takes its place; where powers were moved or an agency was split, nothing is compared. A
blank on either side is not judged. An ``explanations:`` of the relation turns the finding into a
note.

中文

跨年度衔接：上年结转出去的应当等于本年结转进来的；现行有效的件数应当前后相接。

``carried.broken``：本年的“上年结转”与上一年报告的“结转下年度”不一致；合计不一致为错误，分列不一致为警告。
``in_force.broken``：本年现行有效加本年废止，不等于上年现行有效加本年制发。

通常与本机关上一年的报告比；其间有机关并入的，与各机关之和比；职能划转、分立的不比。
任何一边有空白的不判断。已在 ``explanations:`` 中说明的降为提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import Check, finding
from generator.checks.relations import explanation
from generator.checks.sums import broken, told
from generator.model.findings import Finding, Severity
from generator.model.subjects import Subject

CODES = {"carried.broken": Severity.ERROR, "in_force.broken": Severity.WARNING}


def _find(subject: Subject) -> Iterator[Finding]:
    for sums in broken(subject, within_report=False):
        relation = sums.relation
        answer = explanation(subject.report.explanations, relation.id)
        yield finding(
            "carried.broken" if relation.right_year else "in_force.broken",
            Severity.NOTE if answer.parameters else relation.severity,
            sums.place,
            sums.cells,
            previous=str(subject.report.year - 1),
            explanation=answer,
            **told(sums),
        )


CHECK = Check(CODES, _find, __doc__ or "")
