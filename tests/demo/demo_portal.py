"""Reading a demonstration portal back with the program's own readers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from generator import agencies, forms, records
from generator.demo import DemoFile
from generator.model.agencies import Agency
from generator.model.findings import Finding
from generator.model.forms import Form
from generator.model.reports import Report
from generator.resources import resource, resource_text

YEARS = (2021, 2022, 2023, 2024)


@dataclass(frozen=True)
class Portal:
    """Everything that was made: the files, and what stands in them."""

    files: dict[str, str]
    agencies: dict[str, Agency]
    reports: dict[tuple[str, int], Report]
    findings: list[Finding]
    manifest: dict[str, Any]

    @property
    def faults(self) -> dict[tuple[str, int], dict[str, Any]]:
        return {(fault["agency"], fault["year"]): fault for fault in self.manifest["faults"]}

    @property
    def clean(self) -> dict[tuple[str, int], Report]:
        faults = self.faults
        return {key: report for key, report in self.reports.items() if key not in faults}


def all_forms() -> dict[str, Form]:
    found = {}
    for file in sorted(resource("editions").glob("*.yml")):
        form, findings = forms.parse(file.read_text(encoding="utf-8"), file.name)
        assert form is not None, findings
        found[form.id] = form
    return found


def read(files: list[DemoFile]) -> Portal:
    kinds, _ = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    texts = {file.path: file.text for file in files}
    assert len(texts) == len(files)
    portal = Portal(texts, {}, {}, [], json.loads(texts["manifest.json"]))
    for path, text in texts.items():
        parts = path.split("/")
        if parts[-1] == "agency.yml":
            agency, findings = agencies.parse_agency(text, path, parts[2], kinds)
            portal.findings.extend(findings)
            assert agency is not None, findings
            portal.agencies[agency.id] = agency
        elif len(parts) == 4 and parts[1] == "agencies":
            year = int(parts[3].removesuffix(".yml"))
            report, findings = records.parse(text, path, parts[2], year, all_forms_once())
            portal.findings.extend(findings)
            assert report is not None, findings
            portal.reports[parts[2], year] = report
    return portal


_FORMS: dict[str, Form] = {}


def all_forms_once() -> dict[str, Form]:
    if not _FORMS:
        _FORMS.update(all_forms())
    return _FORMS


def text_of(report: Report) -> str:
    return "\n".join(
        line for narrative in report.sections.values() for line in narrative.paragraphs
    )


def likeness(one: Report, other: Report) -> float:
    """The share of runs of eight characters that two reports have in common."""
    first, second = (
        {text[at : at + 8] for at in range(len(text) - 7)}
        for text in (text_of(one), text_of(other))
    )
    return len(first & second) / len(first | second)
