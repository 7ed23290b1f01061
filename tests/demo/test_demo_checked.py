"""The checks find every planted fault, with its code and its place, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from demo_portal import Portal

from generator import agencies
from generator.checks import REPORT_CHECKS, check_report
from generator.model.findings import Finding
from generator.model.forms import Form
from generator.model.subjects import Subject, SubmittedFile
from generator.resources import resource_text


def findings(portal: Portal, editions: dict[str, Form]) -> Iterator[tuple[str, int, Finding]]:
    kinds, _ = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    settings, _ = agencies.parse_portal(portal.files["content/portal.yml"], "portal.yml")
    assert settings is not None
    for (agency, year), report in portal.reports.items():
        assert report.source is not None
        original = portal.files[f"content/agencies/{agency}/{report.source.file}"]
        last = portal.reports.get((agency, year - 1))
        subject = Subject(
            report=report,
            form=editions[report.form],
            agency=portal.agencies[agency],
            kind=kinds[portal.agencies[agency].kind],
            portal=settings,
            forms=editions,
            history={year: report} | ({year - 1: last} if last else {}),
            files={
                report.source.file: SubmittedFile(hashlib.sha256(original.encode()).hexdigest())
            },
        )
        for finding in check_report(subject):
            yield agency, year, finding


@pytest.fixture(scope="module")
def found(portal: Portal, editions: dict[str, Form]) -> list[tuple[str, int, Finding]]:
    return list(findings(portal, editions))


def test_a_clean_report_has_no_findings(
    portal: Portal, found: list[tuple[str, int, Finding]]
) -> None:
    faults = portal.faults
    assert [each for each in found if (each[0], each[1]) not in faults] == []


def test_a_faulty_report_has_the_findings_of_the_manifest(
    portal: Portal, found: list[tuple[str, int, Finding]]
) -> None:
    checked = {code for check in REPORT_CHECKS.values() for code in check.codes}
    compared = 0
    for (agency, year), fault in portal.faults.items():
        told = sorted(each["code"] for each in fault["findings"] if each["code"] in checked)
        seen = sorted(each.code for name, when, each in found if (name, when) == (agency, year))
        assert seen == told, fault
        compared += bool(told)
    assert compared >= len(portal.faults) // 3


def test_a_finding_about_a_cell_names_the_cell_of_the_manifest(
    portal: Portal, found: list[tuple[str, int, Finding]]
) -> None:
    for (agency, year), fault in portal.faults.items():
        for name, when, finding in found:
            if (name, when) == (agency, year) and "cell" in fault:
                named = {each["cell"] for each in fault["findings"] if "cell" in each}
                assert named & {finding.place.cell, *finding.cells}
