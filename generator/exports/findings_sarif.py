"""Findings as SARIF 2.1.0, the format that code hosts show beside the lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from generator.messages import Messages
from generator.model.findings import Finding, Severity, plain_parameters

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.NOTE: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def findings_sarif(
    findings: Iterable[Finding], messages: Messages, pages: Mapping[str, str], version: str
) -> str:
    """A log with one run. `pages` are the pages of the manual by code."""
    listed = list(findings)
    codes = sorted({each.code for each in listed})
    driver: dict[str, Any] = {"name": "gongkai", "rules": [_rule(code, pages) for code in codes]}
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code), messages) for each in listed],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, pages: Mapping[str, str]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code}
    page = _plain(pages.get(code, ""))
    if page:
        rule["shortDescription"] = {"text": page.partition("\n")[0]}
        rule["help"] = {"text": page}
    return rule


def _result(finding: Finding, rule: int, messages: Messages) -> dict[str, Any]:
    place = finding.place
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file, errors="replace")}}
    if place.line:
        location["region"] = {"startLine": place.line, "startColumn": max(1, place.column)}
    entry: dict[str, Any] = {"physicalLocation": location}
    if place.cell:
        entry["logicalLocations"] = [{"fullyQualifiedName": place.cell}]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(messages.finding(finding))},
        "locations": [entry],
        "partialFingerprints": {"gongkai/v1": finding.fingerprint},
        "properties": {"cells": list(finding.cells), "parameters": plain_parameters(finding)},
    }


def _plain(text: str) -> str:
    """`text` as a plain text message in which nothing is a placeholder or a link.

    SARIF 2.1.0, 3.11.5: braces are doubled; 3.11.6: ``[text](address)`` is a link.
    """
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
