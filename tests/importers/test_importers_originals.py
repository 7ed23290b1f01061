"""One report as Word, WPS, LibreOffice and a browser save it gives one and the same record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from import_reports import known_forms

from generator import records
from generator.conversion import convert
from generator.conversion.office import office
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.findings import Finding
from generator.model.reports import Report

ORIGINALS = Path(__file__).parent / "originals"
YEARS = ("2020", "2023")
FILES = (".docx", ".xls", "-office.pdf")
FROM_PORTALS = (".html", ".mhtml", ".txt", "-browser.pdf")


def expected(year: str) -> Report:
    text = (ORIGINALS / f"{year}.yml").read_text(encoding="utf-8")
    report, findings = records.parse(text, f"{year}.yml", "", int(year), known_forms())
    assert report, findings
    return replace(report, file="", places={})


def filled(path: Path) -> tuple[Filling, list[Finding]]:
    submission, findings = read(path.name, path.read_bytes(), convert)
    assert submission, findings
    return fill(submission, known_forms()), findings


def written(report: Report, filling: Filling) -> str:
    return records.write(replace(report, file="", places={}), filling.form)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("ending", FILES)
def test_files_of_programs_give_the_record(year: str, ending: str) -> None:
    filling, findings = filled(ORIGINALS / f"{year}{ending}")
    assert written(filling.report, filling) == written(expected(year), filling)
    assert filling.findings == ()
    assert findings == []


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("ending", FROM_PORTALS)
def test_pages_of_portals_give_the_record_and_keep_the_page_apart(year: str, ending: str) -> None:
    filling, _ = filled(ORIGINALS / f"{year}{ending}")
    report = replace(filling.report, unplaced=())
    assert written(report, filling) == written(expected(year), filling)
    assert {finding.code for finding in filling.findings} == {"import.page_line"}
    kept = [piece.text for piece in filling.report.unplaced]
    assert any("当前位置" in text or "您现在的位置" in text for text in kept)
    assert any("网站标识码" in text for text in kept)


def test_marks_of_a_printed_page_are_reported() -> None:
    _, findings = filled(ORIGINALS / "2023-browser.pdf")
    (finding,) = findings
    assert finding.code == "import.page_mark"
    assert "about:blank" in str(finding.parameters["text"])


@pytest.mark.slow
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("ending", ["doc", "wps"])
def test_old_word_files_give_the_record_by_libreoffice(year: str, ending: str) -> None:
    """With LibreOffice the record; without it the sentence that says what to do."""
    data = (ORIGINALS / f"{year}.doc").read_bytes()
    submission, findings = read(f"{year}.{ending}", data, convert)
    if office() is None:
        print("LibreOffice is not installed: only the sentence about that was tried")
        assert [finding.code for finding in findings] == ["import.no_office"]
        return
    assert submission, findings
    filling = fill(submission, known_forms())
    assert written(filling.report, filling) == written(expected(year), filling)
    assert filling.findings == ()
