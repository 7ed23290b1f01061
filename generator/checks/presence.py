"""Presence: every agency that existed has a report for every year.

``report.missing``: there is no report for a year between the agency's first one and the last year
whose deadline is past, or none at all although other agencies have one. A year counts only when
the agency still existed at its deadline: what ended, was merged or moved owes no report any more.

中文

凡存在的机关，每年都应当有报告。

``report.missing``：自该机关的第一份报告起，到期限已过的最近年度止，缺了某一年的；或者别的机关都有而它一份也没有的。
公布期限到来之前已经撤销、并入他处或改用新文件夹的机关，不再应报。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import finding
from generator.checks.portal import PortalCheck, Whole
from generator.model.agencies import Agency, deadline
from generator.model.findings import Finding, Severity

CODES = {"report.missing": Severity.ERROR}


def _find(whole: Whole) -> Iterator[Finding]:
    years: dict[str, set[int]] = {agency_id: set() for agency_id in whole.agencies}
    for each in whole.digests:
        years.setdefault(each.agency, set()).add(each.year)
    for agency_id, own in whole.reported.items():
        years.setdefault(agency_id, set()).update(own)
    newest = max((year for known in years.values() for year in known), default=None)
    if newest is None:
        return
    for agency_id, agency in sorted(whole.agencies.items()):
        for year in _due(whole, agency, years[agency_id], newest):
            if year not in years[agency_id]:
                yield _missing(whole, agency, year)


def _due(whole: Whole, agency: Agency, known: set[int], newest: int) -> Iterator[int]:
    """The years for which a report of the agency is due."""
    first = min(known, default=newest)
    last = max(known, default=newest)
    if whole.today is not None:
        last = max(last, whole.today.year - 1)
    kind = whole.kinds[agency.kind]
    began = agency.names[0].first_year
    for year in range(first, last + 1):
        day = deadline(kind, year, whole.portal)
        before_it_was = began is not None and year < began
        after_it_ended = agency.ended is not None and agency.ended <= day
        not_yet = year > newest or (whole.today is not None and whole.today <= day)
        owed_at_all = bool(known) or whole.today is not None
        if owed_at_all and not (before_it_was or after_it_ended or not_yet):
            yield year


def _missing(whole: Whole, agency: Agency, year: int) -> Finding:
    code = "report.missing"
    day = deadline(whole.kinds[agency.kind], year, whole.portal).isoformat()
    told = {"agency": agency.name_in(year), "year": str(year), "deadline": day}
    return finding(code, CODES[code], whole.at_agency(agency.id), **told)


CHECK = PortalCheck(CODES, _find, __doc__ or "")
