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
from generator.checks.fingerprints import LEAST_SHINGLES, own_words, share, shingles, surely_lacks
from generator.model.findings import Finding, Severity
from generator.model.subjects import Subject

CODES = {"copied.previous": Severity.WARNING}
_NEARLY_THE_SAME = 90


def _find(subject: Subject) -> Iterator[Finding]:
    previous = subject.previous
    if previous is None:
        return
    told, told_before = (own_words(each, subject.agency) for each in (subject.report, previous))
    # There are at most as many shingles as characters.
    enough = len(told) * (100 - _NEARLY_THE_SAME) // 100 + 1
    if len(told) < LEAST_SHINGLES or surely_lacks(told, told_before, enough):
        return
    these = shingles(subject.report, subject.agency)
    if len(these) < LEAST_SHINGLES:
        return
    overlap = share(these, shingles(previous, subject.agency))
    if overlap >= _NEARLY_THE_SAME:
        place = at_path(subject.report, "sections")
        code = "copied.previous"
        yield finding(code, CODES[code], place, previous=str(previous.year), share=overlap)


CHECK = Check(CODES, _find, __doc__ or "")
