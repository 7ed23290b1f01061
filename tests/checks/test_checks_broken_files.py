"""One broken file a rule: its first lines say what is found in it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_reports import all_forms, subject

from generator import records
from generator.checks import PORTAL_CHECKS, REPORT_CHECKS, check_report, explain
from generator.messages import messages
from generator.model.reports import Report
from generator.model.subjects import SubmittedFile

FOLDER = Path(__file__).resolve().parent.parent / "data" / "checks"
FILES = {"2023/original.txt": SubmittedFile("1" * 64)}
# Said about a file that is there but does not open: no record shows it.
WITHOUT_A_FILE = {"file.broken", "file.too_large", "file.unread"}


def parsed(path: Path) -> Report:
    text = path.read_text(encoding="utf-8")
    known, findings = records.parse(text, path.name, "linhu-emergency", int(path.stem), all_forms())
    assert known is not None, findings
    return known


@pytest.mark.parametrize("folder", sorted(FOLDER.iterdir()), ids=lambda folder: folder.name)
def test_what_is_expected_is_found_and_nothing_else(folder):
    path = folder / "2023.yml"
    expected = [
        line.removeprefix("# expect: ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# expect: ")
    ]
    history = {int(other.stem): parsed(other) for other in folder.glob("*.yml") if other != path}
    found = check_report(subject(parsed(path), history=history, files=FILES))
    told = [f"{each.code} {each.place.cell}".rstrip() for each in found]
    assert told == expected
    assert folder.name in {each.code for each in found}
    for each in found:
        assert each.place.line > 0
        assert messages("zh").finding(each)
        assert messages("en").finding(each)


def test_every_rule_for_one_report_has_a_broken_file():
    codes = {code for check in REPORT_CHECKS.values() for code in check.codes}
    assert codes - WITHOUT_A_FILE == {folder.name for folder in FOLDER.iterdir()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_a_sentence_and_a_page(language):
    checks = (*REPORT_CHECKS.values(), *PORTAL_CHECKS.values())
    for code in sorted({code for check in checks for code in check.codes}):
        assert messages(language).has(f"finding.{code}"), code
        page = explain(code, language)
        assert page is not None
        assert f"``{code}``" in page
    assert explain("no.such", language) is None
