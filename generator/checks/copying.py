"""Copying: the text is not last year's over again.

``copied.previous``: at least nine tenths of what the text tells, figures and set phrases aside,
stand word for word in the agency's own report of the year before. The share is exact. Texts of a
few sentences are not compared. Copies from other agencies: see ``copied.other``.

中文

文字不应照抄上一年。

``copied.previous``：除去数字和套话，九成以上的文字与本机关上一年的报告逐字相同。比例是精确计算的。
只有几句话的不比。照抄其他机关的见 ``copied.other``。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import Check, at_path, finding
from generator.checks.fingerprints import LEAST_SHINGLES, share, shingles
from generator.model.findings import Finding, Severity
from generator.model.subjects import Subject

CODES = {"copied.previous": Severity.WARNING}
_NEARLY_THE_SAME = 90


def _find(subject: Subject) -> Iterator[Finding]:
    if subject.previous is None:
        return
    these = shingles(subject.report, subject.agency)
    if len(these) < LEAST_SHINGLES:
        return
    overlap = share(these, shingles(subject.previous, subject.agency))
    if overlap >= _NEARLY_THE_SAME:
        place = at_path(subject.report, "sections")
        previous = str(subject.previous.year)
        code = "copied.previous"
        yield finding(code, CODES[code], place, previous=previous, share=overlap)


CHECK = Check(CODES, _find, __doc__ or "")
