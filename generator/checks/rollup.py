"""Roll-up: what a government reports for all under it is the sum of what they report.

``rollup.broken``: figures of an aggregate report differ from the sums over the reports of the
agencies under it. Looked at only where every one of these agencies that existed has a report of the
same edition for that year, and only for figures that the edition's file lists under ``adds_up:``
and that all of them state. An agency under it that reports for all under itself stands for them.
Agencies that their own line governs (垂直管理) are no part of the sum. Only a warning: governments
may count what no report under them shows.

中文

政府的汇总报告应当等于其下各机关报告之和。

``rollup.broken``：汇总报告的某些数字与其下各机关之和不符。只有该年其下存续的机关全部有同一版本的报告时才比，
且只比格式文件 ``adds_up:`` 所列、各家都填报了的数字。下级自己也是汇总报告的，以它代表其下属。
垂直管理机关不计入。只作警告：政府可能统计了下级报告里没有的事项。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.checks.check import finding
from generator.checks.digests import Digest, figures_of, rollup_cells
from generator.checks.layout import Amount, cell_label
from generator.checks.portal import PortalCheck, Whole
from generator.checks.sums import plain
from generator.model.agencies import Agency, Kind, Scope
from generator.model.findings import Finding, Phrase, Several, Severity

CODES = {"rollup.broken": Severity.WARNING}
_TOLD = 3


Below = Mapping[str, Sequence[Agency]]
"""From an agency to those directly under it whose figures are part of its own."""


def below(agencies: Mapping[str, Agency], kinds: Mapping[str, Kind]) -> Below:
    """Who is under whom, without those that their own line governs."""
    found: dict[str, list[Agency]] = {}
    for agency in agencies.values():
        if agency.superior and not kinds[agency.kind].apart:
            found.setdefault(agency.superior, []).append(agency)
    return found


def parts_of(
    this: Digest, under: Below, look: Callable[[str, int], Digest | None]
) -> tuple[Digest, ...]:
    """The reports that add up to `this`; none when one of them is not there.

    `look` gives the report of an agency for a year, or None. It is asked for no more than needed.
    """
    found: list[Digest] = []
    waiting = list(under.get(this.agency, ())) if _adds_up(this) else []
    seen = {this.agency}
    while waiting:
        agency = waiting.pop()
        if agency.id in seen or not _existed(agency, this.year):
            continue
        seen.add(agency.id)
        part = look(agency.id, this.year)
        if part is None or part.form != this.form:
            return ()
        found.append(part)
        if part.scope is not Scope.AGGREGATE:
            waiting += under.get(agency.id, ())
    return tuple(sorted(found, key=lambda part: part.agency))


def _adds_up(this: Digest) -> bool:
    return this.scope is Scope.AGGREGATE and bool(this.figures)


def _find(whole: Whole) -> Iterator[Finding]:
    under = below(whole.agencies, whole.kinds)
    for this in whole.digests:
        parts = parts_of(this, under, lambda agency, year: whole.by_report.get((agency, year)))
        if parts:
            yield from _compared(whole, this, parts)


def _existed(agency: Agency, year: int) -> bool:
    began = agency.names[0].first_year
    ended = agency.ended
    return (began is None or began <= year) and (ended is None or ended.year > year)


def _compared(whole: Whole, this: Digest, parts: tuple[Digest, ...]) -> Iterator[Finding]:
    form = whole.forms[this.form]
    sides = zip(figures_of(this), _sums(parts), strict=True)
    wrong = [
        (cell, stated, added)
        for cell, (stated, added) in zip(rollup_cells(form), sides, strict=True)
        if stated is not None and added is not None and stated != added
    ]
    if not wrong:
        return
    shown: list[Phrase] = []
    for cell, stated, added in wrong[:_TOLD]:
        table, row, column = cell_label(form, cell)
        labels = {"table": table, "row": row, "column": column}
        shown.append(
            Phrase("rollup.cell", {"stated": plain(stated), "sum": plain(added), **labels})
        )
    names = Several(tuple(whole.name(part.agency, this.year) for part in parts))
    yield finding(
        "rollup.broken",
        CODES["rollup.broken"],
        this.place,
        [cell for cell, _, _ in wrong],
        count=len(wrong),
        cells=Several(tuple(shown)),
        agencies=len(parts),
        names=names,
    )


def _sums(parts: tuple[Digest, ...]) -> list[Amount | None]:
    totals: list[Amount | None] = list(figures_of(parts[0]))
    for part in parts[1:]:
        for index, value in enumerate(figures_of(part)):
            known = totals[index]
            totals[index] = None if known is None or value is None else known + value
    return totals


CHECK = PortalCheck(CODES, _find, __doc__ or "")
