"""The checks (校验): one file each, registered by one line below.

A check of one report reads a `Subject`, a check of the portal reads a `Whole`, which is made of
small digests of the reports; both yield findings and touch no disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from generator.checks import (
    acceptance,
    agency_links,
    carried,
    cells,
    copying,
    copying_others,
    edition,
    identity,
    personal,
    presence,
    relations,
    rollup,
    rows,
    sections,
    source,
    text_figures,
    timeliness,
)
from generator.checks.check import Check
from generator.checks.digests import Digest, digest
from generator.checks.lineage import Lineage, Lineages, lineages
from generator.checks.portal import PortalCheck, Whole
from generator.checks.rollup import Below, below, parts_of
from generator.checks.verdicts import Settled, settled
from generator.model.agencies import Agency, Kind, Portal
from generator.model.findings import Finding
from generator.model.forms import Forms
from generator.model.subjects import Subject

__all__ = [
    "BETWEEN_REPORTS",
    "PORTAL_CHECKS",
    "REPORT_CHECKS",
    "Below",
    "Digest",
    "Lineage",
    "Lineages",
    "below",
    "check_portal",
    "check_report",
    "digest",
    "explain",
    "lineages",
    "parts_of",
    "settle_report",
]

REPORT_CHECKS: dict[str, Check] = {
    "sections": sections.CHECK,
    "rows": rows.CHECK,
    "cells": cells.CHECK,
    "relations": relations.CHECK,
    "carried": carried.CHECK,
    "text_figures": text_figures.CHECK,
    "edition": edition.CHECK,
    "identity": identity.CHECK,
    "copying": copying.CHECK,
    "personal": personal.CHECK,
    "timeliness": timeliness.CHECK,
    "source": source.CHECK,
}
PORTAL_CHECKS: dict[str, PortalCheck] = {
    "copying_others": copying_others.CHECK,
    "rollup": rollup.CHECK,
    "presence": presence.CHECK,
    "agency_links": agency_links.CHECK,
    "acceptance": acceptance.CHECK,
}

BETWEEN_REPORTS = frozenset({*carried.CODES, *copying.CODES, *copying_others.CODES, *rollup.CODES})
"""The codes of findings that another report can bring about."""


def check_report(subject: Subject) -> tuple[Finding, ...]:
    """Everything that is wrong with one report, from top to bottom.

    The portal's severities are applied, and what the record accepts is left out.
    """
    return settle_report(subject).findings


def settle_report(subject: Subject) -> Settled:
    """As `check_report`, and what the record accepts of it."""
    found = (finding for check in REPORT_CHECKS.values() for finding in check.find(subject))
    return settled(found, subject.portal, subject.report.accepted)


def check_portal(
    digests: Iterable[Digest],
    agencies: Mapping[str, Agency],
    kinds: Mapping[str, Kind],
    portal: Portal,
    forms: Forms,
    today: date | None = None,
    reported: Mapping[str, Iterable[int]] | None = None,
    *,
    complete: bool = True,
) -> tuple[Finding, ...]:
    """Everything that is wrong with reports among each other and with agencies, by file.

    `today` is the day on which the portal is looked at; without it no report counts as due but
    those before an agency's newest. `reported` are the years for which each agency has a record,
    where there are more than the digests, because some cannot be read. `complete` is False
    where the digests are a part of the portal's: then only what can be told from a part is looked
    at. Severities and accepted findings as in `check_report`.
    """
    known = tuple(sorted(digests, key=lambda each: (each.agency, each.year)))
    by_report = {(each.agency, each.year): each for each in known}
    whole = Whole(
        known, agencies, kinds, portal, forms, today, by_report=by_report, reported=reported or {}
    )
    checks = [check for check in PORTAL_CHECKS.values() if complete or not check.needs_all]
    found = [finding for check in checks for finding in check.find(whole)]
    if complete:
        fingerprints = frozenset(finding.fingerprint for finding in found)
        found += acceptance.CHECK.find(replace(whole, found=fingerprints))
    accepted = {fingerprint for each in known for fingerprint in each.accepted}
    accepted |= {each.fingerprint for agency in agencies.values() for each in agency.accepted}
    return settled(found, portal, accepted).findings


def explain(code: str, language: str) -> str | None:
    """The page of the manual about the check that finds `code`, or None for an unknown code.

    `language` is "zh" or "en".
    """
    for check in (*REPORT_CHECKS.values(), *PORTAL_CHECKS.values()):
        if code in check.codes:
            english, _, chinese = check.page.partition("\n中文\n")
            return (chinese if language == "zh" else english).strip()
    return None
