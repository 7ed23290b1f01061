"""Relations within the report (勾稽关系): two sums that have to be equal.

``relation.broken``: a relation that the edition of the form states does not hold in a column or a
row. The finding names both sides, cell by cell, and both sums. A relation is judged only where
every one of its cells holds a figure: a blank is not 0, and has a finding of its own.

An agency may answer with ``explanations:`` in the record; the answer is published with the finding,
which then is a note. ``explanation.unknown``: an answer to a relation that the form does not have.

中文

报告内部的勾稽关系：两边之和应当相等。

``relation.broken``：格式版本规定的某条勾稽关系在某一列或某一行不成立。校验发现逐格列出两边的数字与两边之和。
只有所涉各格都有数字时才判断：空白不是 0，另有提示。

机关可在记录的 ``explanations:`` 中说明原因；说明与校验发现一同公布，该发现降为提示。
``explanation.unknown``：所说明的勾稽关系在该格式中不存在。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.check import Check, at_path, finding
from generator.checks.sums import Sums, broken, told
from generator.model.findings import Finding, Phrase, Severity
from generator.model.subjects import Subject

CODES = {"relation.broken": Severity.ERROR, "explanation.unknown": Severity.WARNING}


def _find(subject: Subject) -> Iterator[Finding]:
    for sums in broken(subject, within_report=True):
        yield _finding(subject, sums)
    if not subject.report.explanations:
        return
    known = {relation.id for relation in subject.form.relations}
    for name in sorted(subject.report.explanations.keys() - known):
        place = at_path(subject.report, f"explanations.{name}", "explanations")
        yield finding("explanation.unknown", CODES["explanation.unknown"], place, relation=name)


def _finding(subject: Subject, sums: Sums) -> Finding:
    answer = explanation(subject.report.explanations, sums.relation.id)
    severity = Severity.NOTE if answer.parameters else sums.relation.severity
    return finding(
        "relation.broken",
        severity,
        sums.place,
        sums.cells,
        explanation=answer,
        **told(sums),
    )


def explanation(explanations: Mapping[str, str], relation: str) -> Phrase:
    """The agency's answer for `relation` as a part of a sentence; without parameters: none."""
    text = explanations.get(relation, "").strip()
    return Phrase("explanation.given", {"text": text}) if text else Phrase("explanation.none")


CHECK = Check(CODES, _find, __doc__ or "")
