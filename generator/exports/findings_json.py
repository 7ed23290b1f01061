"""Findings as JSON: everything that is known of each, for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from generator.messages import Messages
from generator.model.findings import Finding, Severity, plain_parameters

FORMAT_VERSION = 1
"""Grows when a field changes its meaning or goes away; new fields do not make it grow."""


def findings_json(findings: Iterable[Finding], messages: Messages) -> str:
    """An object with the counts by severity and the findings, one a line."""
    listed = list(findings)
    counts = Counter(each.severity for each in listed)
    summary = {severity.word: counts[severity] for severity in sorted(Severity, reverse=True)}
    head = f'"version": {FORMAT_VERSION}, "counts": {_dump(summary)}'
    lines = ",\n".join(f"  {_dump(finding_fields(each, messages))}" for each in listed)
    return f'{{{head}, "findings": [\n{lines}\n]}}\n' if listed else f'{{{head}, "findings": []}}\n'


def finding_fields(finding: Finding, messages: Messages) -> dict[str, Any]:
    """One finding as JSON holds it; `cell` "" when it is about no single cell."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.word,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "cells": list(finding.cells),
        "message": messages.finding(finding),
        "parameters": plain_parameters(finding),
        "fingerprint": finding.fingerprint,
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
