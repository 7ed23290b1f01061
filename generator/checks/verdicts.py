"""What a portal and an editor decide about findings: other severities, and what is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.model.agencies import Portal
from generator.model.findings import Accepted, Finding, Severity, in_order


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings in order, and the fingerprints that were accepted among what was found."""

    findings: tuple[Finding, ...]
    answered: tuple[str, ...] = ()


def settled(
    findings: Iterable[Finding], portal: Portal, accepted: Iterable[Accepted | str] = ()
) -> Settled:
    """`findings` in order, with the portal's severities, without those that are accepted.

    `accepted` are these, or their fingerprints. A finding that already is a note, because the
    agency explained it, is not made worse.
    """
    silent = {each if isinstance(each, str) else each.fingerprint for each in accepted}
    weighed = in_order(_weighed(findings, portal))
    if not silent:
        return Settled(weighed)
    kept = tuple(each for each in weighed if each.fingerprint not in silent)
    return Settled(kept, tuple(sorted(silent & {each.fingerprint for each in weighed})))


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
