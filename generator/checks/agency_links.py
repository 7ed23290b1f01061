"""Agencies among each other: who is named is there, and nobody is above himself.

``agency.unknown``: a superior, a supervisor or an event names an agency that the portal does not
have. A supervisor outside the portal is left out, not named. ``agency.circle``: following the
superiors upwards leads back. ``agency.former_taken``: a former folder name is that of an agency
that is there, so that its old address cannot lead on. ``agency.former_twice``: two agencies claim
the same former folder name; its old address leads to the first of them.

中文

机关之间的关系应当对得上。

``agency.unknown``：上级、主管或事件写的机关在本门户里没有。主管机关不在本门户的，不写即可。
``agency.circle``：沿上级往上找会绕回自己。``agency.former_taken``：曾用的文件夹名现在属于另一机关，旧网址无法转到这里。
``agency.former_twice``：两个机关写了同一个曾用文件夹名；旧网址转到其中的第一个。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import finding
from generator.checks.lineage import old_addresses
from generator.checks.portal import PortalCheck, Whole
from generator.model.agencies import Agency
from generator.model.findings import Finding, Severity

CODES = {
    "agency.unknown": Severity.ERROR,
    "agency.circle": Severity.ERROR,
    "agency.former_taken": Severity.ERROR,
    "agency.former_twice": Severity.ERROR,
}


def _find(whole: Whole) -> Iterator[Finding]:
    owners = {
        former: agency_id
        for agency_id, own in old_addresses(whole.agencies).items()
        for former in own
    }
    for agency_id, agency in sorted(whole.agencies.items()):
        place = whole.at_agency(agency_id)
        for name in _named(agency):
            if name not in whole.agencies:
                yield finding("agency.unknown", CODES["agency.unknown"], place, agency=name)
        if _circles(whole, agency):
            yield finding("agency.circle", CODES["agency.circle"], place, agency=agency.name)
        for former in sorted(set(agency.former_ids)):
            if former in whole.agencies:
                code = "agency.former_taken"
                yield finding(code, CODES[code], place, former=former)
            elif former in owners and owners[former] != agency_id:
                code = "agency.former_twice"
                other = whole.agencies[owners[former]].name
                yield finding(code, CODES[code], place, former=former, other=other)


def _named(agency: Agency) -> list[str]:
    """The agencies that it names, each once; a superior has been looked at when it was read."""
    named = [name for event in agency.events for name in event.to]
    return sorted({*named, *([agency.supervisor] if agency.supervisor else ())})


def _circles(whole: Whole, agency: Agency) -> bool:
    seen = {agency.id}
    above = agency.superior
    while above in whole.agencies:
        if above in seen:
            return above == agency.id
        seen.add(above)
        above = whole.agencies[above].superior
    return False


CHECK = PortalCheck(CODES, _find, __doc__ or "")
