"""What readers are told of checks: which, what they found in each report, and the files of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from generator.checks import REPORT_CHECKS
from generator.messages import Messages
from generator.model.agencies import Agency
from generator.model.findings import Finding
from generator.model.pages import Page
from generator.model.quality import Noted, Rule, Standing
from generator.render.addresses import address, report_path

_UNTOLD = ("personal",)
"""Checks for the agency and the webmaster alone: who tells the public where personal data stands
spreads it. The command line reports what they find."""

_COLUMNS = ("year", "agency", "name", "code", "severity", "cells", "text", "page", "fingerprint")


@cache
def rules() -> tuple[Rule, ...]:
    """The checks whose results are published, in their order."""
    return tuple(
        Rule(name, check.page.partition("\n中文\n")[2].strip(), check.codes)
        for name, check in REPORT_CHECKS.items()
        if name not in _UNTOLD
    )


@cache
def _untold() -> frozenset[str]:
    return frozenset(code for name in _UNTOLD for code in REPORT_CHECKS[name].codes)


def for_readers(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are published."""
    return tuple(finding for finding in findings if finding.code not in _untold())


def noted(findings: Iterable[Finding], messages: Messages) -> tuple[Noted, ...]:
    """Findings as they are published; which ones, `for_readers` decides."""
    return tuple(
        Noted(
            finding.code,
            finding.severity,
            messages.finding(finding),
            finding.cells or ((finding.place.cell,) if finding.place.cell else ()),
            finding.fingerprint,
        )
        for finding in findings
    )


def findings_paths(year: int) -> tuple[str, str]:
    """The paths of the findings of one year, as CSV and as JSON."""
    return f"quality/findings-{year}.csv", f"quality/findings-{year}.json"


def finding_files(
    standings: Iterable[Standing], agencies: Mapping[str, Agency], years: Iterable[int]
) -> Iterator[Page]:
    """What was found in the reports of each of the `years`, as CSV and as JSON."""
    rows: dict[int, list[dict[str, object]]] = {year: [] for year in years}
    for each in standings:
        if each.findings and each.year in rows:
            rows[each.year] += _rows(each, agencies[each.agency])
    for year, own in rows.items():
        as_csv, as_json = findings_paths(year)
        yield Page(as_csv, _csv(own))
        text = json.dumps(own, ensure_ascii=False, indent=1) + "\n"
        yield Page(as_json, text.encode("utf-8", "replace"))


def _rows(standing: Standing, agency: Agency) -> Iterator[dict[str, object]]:
    for finding in standing.findings:
        yield {
            "year": standing.year,
            "agency": standing.agency,
            "name": agency.name_in(standing.year),
            "code": finding.code,
            "severity": finding.severity.word,
            "cells": list(finding.cells),
            "text": finding.text,
            "page": address(report_path(standing.agency, standing.year)),
            "fingerprint": finding.fingerprint,
        }


def _csv(rows: Iterable[dict[str, object]]) -> bytes:
    """With the mark at the beginning by which spreadsheets know UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([_field(row[column]) for column in _COLUMNS])
    return ("\ufeff" + written.getvalue()).encode("utf-8", "replace")


def _field(value: object) -> str:
    """A field that no spreadsheet takes for a formula."""
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
