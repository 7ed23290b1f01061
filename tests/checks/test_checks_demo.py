"""The demonstration portal: all its planted faults are found, and only they."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from hashlib import sha256

import pytest
from sample_reports import all_forms, all_kinds

from generator import agencies, records
from generator.checks import check_portal, check_report, digest
from generator.demo import make
from generator.model.agencies import Agency
from generator.model.findings import Finding
from generator.model.reports import Report
from generator.model.subjects import Subject, SubmittedFile


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return {file.path: file.text for file in make(45, 5, 11, all_forms())}


@pytest.fixture(scope="module")
def bodies(files) -> dict[str, Agency]:
    found = {}
    for path, text in files.items():
        if path.endswith("/agency.yml"):
            agency_id = path.split("/")[2]
            found[agency_id] = agencies.parse_agency(text, path, agency_id, all_kinds())[0]
    return found


@pytest.fixture(scope="module")
def reports(files) -> dict[str, dict[int, Report]]:
    found = defaultdict(dict)
    for path, text in files.items():
        parts = path.split("/")
        if path.endswith(".yml") and parts[-1][:4].isdigit():
            year = int(parts[-1][:4])
            known, findings = records.parse(text, path, parts[2], year, all_forms())
            assert known is not None, findings
            found[parts[2]][year] = known
    return found


def findings(files, bodies, reports) -> list[Finding]:
    portal = agencies.parse_portal(files["content/portal.yml"], "content/portal.yml")[0]
    found: list[Finding] = []
    digests = []
    for agency_id, years in reports.items():
        kind = all_kinds()[bodies[agency_id].kind]
        for known in years.values():
            form = all_forms()[known.form]
            path = f"content/agencies/{agency_id}/{known.source.file}"
            stored = SubmittedFile(sha256(files[path].encode()).hexdigest(), text=files[path])
            found += check_report(
                Subject(
                    known,
                    form,
                    bodies[agency_id],
                    kind,
                    portal,
                    all_forms(),
                    history=years,
                    files={known.source.file: stored},
                )
            )
            digests.append(digest(known, form, bodies[agency_id], kind))
    found += check_portal(digests, bodies, all_kinds(), portal, all_forms())
    return found


def test_all_planted_faults_are_found_and_only_they(files, bodies, reports):
    faults = json.loads(files["manifest.json"])["faults"]
    expected = Counter(
        (fault["file"], each["code"]) for fault in faults for each in fault["findings"]
    )
    found = findings(files, bodies, reports)
    assert Counter((each.place.file, each.code) for each in found) == expected
    assert len({code for _, code in expected}) >= 8
    cells = defaultdict(set)
    for each in found:
        cells[each.place.file, each.code].update(each.cells)
    for fault in faults:
        for each in fault["findings"]:
            assert not each.get("cell") or each["cell"] in cells[fault["file"], each["code"]]
