"""Copying from others: the text is the agency's own.

``copied.other``: the text is nearly the same as an earlier one of another agency. Figures, set
phrases and the names of the agencies themselves do not count. The share is that of the runs of
characters that both have among those that either has; it is estimated to within a few per cent,
so that tens of thousands of reports are compared in seconds.

中文

文字应当是本机关自己的。

``copied.other``：文字与另一机关在先的报告几乎相同。数字、套话和机关自己的名称不计在内。
所示比例是两份文字共有的字串占全部字串的份额，为估计值，误差在几个百分点之内；几万份报告几秒钟比完。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zlib import crc32

from generator.checks.check import finding
from generator.checks.digests import Digest
from generator.checks.fingerprints import bands, likeness
from generator.checks.portal import PortalCheck, Whole
from generator.model.findings import Finding, Severity

CODES = {"copied.other": Severity.WARNING}
_NEARLY_THE_SAME = 80
# Of texts that are all alike, the first few stand for all.
_KEPT = 3


def _find(whole: Whole) -> Iterator[Finding]:
    buckets: dict[int, tuple[Digest, ...]] = {}
    for this in sorted(whole.digests, key=_age):
        if not this.sketch:
            continue
        keys = [crc32(band) << 8 | number for number, band in bands(this.sketch)]
        candidates: dict[tuple[str, int], Digest] = {}
        for key in keys:
            alike = buckets.get(key, ())
            candidates |= {(each.agency, each.year): each for each in alike}
            if len(alike) < _KEPT:
                buckets[key] = (*alike, this)
        yield from _copied(whole, this, candidates)


def _age(known: Digest) -> tuple[int, date, str]:
    return (known.year, known.published or date.max, known.agency)


def _copied(
    whole: Whole, this: Digest, candidates: dict[tuple[str, int], Digest]
) -> Iterator[Finding]:
    best: tuple[int, Digest] | None = None
    for _, other in sorted(candidates.items()):
        if other.agency == this.agency or _continues(whole, this, other):
            continue
        alike = likeness(this.sketch, other.sketch)
        if alike >= _NEARLY_THE_SAME and (best is None or alike > best[0]):
            best = (alike, other)
    if best is not None:
        alike, other = best
        code = "copied.other"
        told = {"other": whole.name(other.agency, other.year), "file": other.place.file}
        yield finding(code, CODES[code], this.place, share=alike, year=str(other.year), **told)


def _continues(whole: Whole, this: Digest, other: Digest) -> bool:
    """Whether the other agency became this one."""
    earlier = whole.agencies.get(other.agency)
    return bool(earlier) and any(this.agency in event.to for event in earlier.events)


CHECK = PortalCheck(CODES, _find, __doc__ or "", needs_all=True)
