"""The checks (校验): one file each, registered by one line below.

A check of one report reads a `Subject` and yields findings; it touches no disk. What has to look at
several reports at once works on small digests, see `generator.checks.portal`.
"""

from __future__ import annotations

from generator.checks import cells, edition, relations, rows, sections, source
from generator.checks.check import Check
from generator.checks.verdicts import settled
from generator.model.findings import Finding
from generator.model.subjects import Subject

REPORT_CHECKS: dict[str, Check] = {
    "sections": sections.CHECK,
    "rows": rows.CHECK,
    "cells": cells.CHECK,
    "relations": relations.CHECK,
    "edition": edition.CHECK,
    "source": source.CHECK,
}


def check_report(subject: Subject) -> tuple[Finding, ...]:
    """Everything that is wrong with one report, from top to bottom.

    The portal's severities are applied, and what the record accepts is left out.
    """
    found = (finding for check in REPORT_CHECKS.values() for finding in check.find(subject))
    return settled(found, subject.portal, subject.report.accepted)
