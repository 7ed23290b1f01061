"""Every figure of a record stands in the file that it was read from, in every format."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import xlrd
from import_reports import as_book, as_page, as_text, as_word, known_forms, reports

from generator.conversion import convert
from generator.conversion.pdf import drawing_of
from generator.importers import read
from generator.importers.drawings import read_drawings
from generator.importers.filling import fill

ORIGINALS = Path(__file__).parent / "originals"
WRITERS = {"txt": as_text, "html": as_page, "docx": as_word, "xlsx": as_book}
STORED = ("docx", "html", "mhtml", "txt", "xls", "-office.pdf", "-browser.pdf")


def pieces(name: str, data: bytes) -> str:
    """All text in a file by the plainest means, its pieces divided by blanks."""
    ending = name.rpartition(".")[2]
    if ending in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [
                archive.read(each).decode() for each in archive.namelist() if each.endswith("l")
            ]
        return re.sub(r"<[^>]*>", " ", " ".join(parts))
    if ending == "xls":
        sheet = xlrd.open_workbook(file_contents=data, logfile=io.StringIO()).sheet_by_index(0)
        return " ".join(f"{value:.15g}" if isinstance(value, float) else str(value)
                        for row in range(sheet.nrows) for value in sheet.row_values(row))  # fmt: skip
    if ending == "pdf":
        return " ".join(
            "".join(glyph.text for glyph in page.glyphs) for page in read_drawings(drawing_of(data))
        )
    if ending == "mhtml":
        message = message_from_bytes(data, policy=policy.default)
        data = next(p for p in message.walk() if p.get_content_type() == "text/html").get_payload(
            decode=True
        )  # type: ignore[assignment]
    text = data.decode()
    return html.unescape(re.sub(r"<[^>]*>", " ", text)) if "html" in ending else text


def figures(name: str, data: bytes) -> Iterator[str]:
    """Every figure in the tables of the record that the file gives."""
    submission, findings = read(name, data, convert)
    assert submission, findings
    for rows in fill(submission, known_forms()).report.tables.values():
        for row in rows.values():
            for cell in row.cells:
                if isinstance(cell, int | Decimal):
                    yield format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def made_up(name: str, data: bytes) -> list[str]:
    text = pieces(name, data)
    whole = set(re.findall(r"-?\d+(?:\.\d+)?", text))
    found = list(figures(name, data))
    assert len(found) > 150
    if name.endswith("pdf"):
        return [figure for figure in found if figure not in text]
    return [f for f in found if f not in whole and f.rstrip("0").rstrip(".") not in whole]


@pytest.mark.parametrize("year", ["2020", "2023"])
@pytest.mark.parametrize("ending", STORED)
def test_every_figure_stands_in_the_stored_file(year: str, ending: str) -> None:
    name = f"{year}{ending}" if "." in ending else f"{year}.{ending}"
    assert made_up(name, (ORIGINALS / name).read_bytes()) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_stands_in_the_made_file(seed: int) -> None:
    for report in reports(seed, 2):
        for ending, writer in WRITERS.items():
            assert made_up(f"report.{ending}", writer(report)) == []


@pytest.mark.parametrize("seed", [1, 4, 9])
def test_each_format_gives_back_the_report_cell_by_cell(seed: int) -> None:
    for report in reports(seed, 2):
        for ending, writer in WRITERS.items():
            submission, _ = read(f"report.{ending}", writer(report))
            assert submission
            filling = fill(submission, known_forms())
            assert filling.findings == ()
            for table, rows in report.tables.items():
                for row, content in rows.items():
                    found = filling.report.row(table, row)
                    assert found
                    assert found.cells == content.cells, (ending, table, row)
            assert filling.report.preface == report.preface
            assert {key: part.paragraphs for key, part in filling.report.sections.items()} == {
                key: part.paragraphs for key, part in report.sections.items()
            }
