"""Acceptance: what a record or an agency lets stand is still there.

``accepted.unused``: a fingerprint under ``accepted:`` is that of no finding any more. Either the
matter is settled and the entry can go, or a figure has changed and the finding has to be looked at
again. A notice, and only where the whole portal was checked.

中文

记录或 ``agency.yml`` 里列为可以接受的校验发现应当还在。

``accepted.unused``：``accepted:`` 中的某个指纹不再对应任何校验发现。
可能问题已经解决，这一条可以删去；也可能数字改了，成了另一条校验发现，需要重新核对。只作提示，且只在检查整个门户时给出。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import finding
from generator.checks.portal import PortalCheck, Whole
from generator.model.findings import Finding, Place, Severity

CODES = {"accepted.unused": Severity.NOTE}


def _find(whole: Whole) -> Iterator[Finding]:
    if whole.found is None:
        return
    for each in whole.digests:
        if each.answered is None:
            continue
        for fingerprint, line in zip(each.accepted, each.accepted_at, strict=True):
            if fingerprint not in each.answered and fingerprint not in whole.found:
                yield _unused(Place(each.place.file, *line), fingerprint)
    for agency_id, agency in sorted(whole.agencies.items()):
        for accepted in agency.accepted:
            if accepted.fingerprint not in whole.found:
                yield _unused(whole.at_agency(agency_id), accepted.fingerprint)


def _unused(place: Place, fingerprint: str) -> Finding:
    return finding("accepted.unused", CODES["accepted.unused"], place, fingerprint=fingerprint)


CHECK = PortalCheck(CODES, _find, __doc__ or "", needs_all=True)
