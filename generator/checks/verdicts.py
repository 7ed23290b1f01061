"""What a portal and an editor decide about findings: other severities, and what is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.model.agencies import Portal
from generator.model.findings import Accepted, Finding, Severity, in_order


def settled(
    findings: Iterable[Finding], portal: Portal, accepted: Iterable[Accepted | str] = ()
) -> tuple[Finding, ...]:
    """`findings` in order, with the portal's severities, without those that are accepted.

    `accepted` are these, or their fingerprints. A finding that already is a note, because the
    agency explained it, is not made worse.
    """
    silent = {each if isinstance(each, str) else each.fingerprint for each in accepted}
    weighed = _weighed(findings, portal)
    return tuple(each for each in in_order(weighed) if each.fingerprint not in silent)


def _weighed(findings: Iterable[Finding], portal: Portal) -> Iterator[Finding]:
    for finding in findings:
        if finding.code not in portal.severities:
            yield finding
            continue
        wanted = portal.severities[finding.code]
        if wanted is None:
            continue
        answered = finding.severity is Severity.NOTE and "explanation" in finding.parameters
        yield finding if answered else replace(finding, severity=wanted)
