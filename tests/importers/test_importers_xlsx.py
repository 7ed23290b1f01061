"""Workbooks."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_layouts import FORMS, LAYOUTS, Merged, form_2021, merged
from openpyxl.worksheet.worksheet import Worksheet

from generator import records
from generator.importers import read
from generator.importers.filling import fill
from generator.model.submissions import Block, Grid, Paragraph, Spread

TITLE = "某县某局2023年政府信息公开工作年度报告"


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def put(sheet: Worksheet, rows: list[list[Merged]]) -> None:
    """Write rows with merged cells below what is there."""
    top = sheet.max_row + 1
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, top):
        column = 1
        for each in row:
            while (number, column) in taken:
                column += 1
            taken |= {
                (number + down, column + right)
                for down in range(each.height)
                for right in range(each.width)
            }
            value = int(each.text) if each.text.isdigit() else each.text or None
            sheet.cell(number, column, value)
            if each.height * each.width > 1:
                bottom, right = number + each.height - 1, column + each.width - 1
                sheet.merge_cells(None, number, column, bottom, right)


def blocks_of(data: bytes) -> tuple[Block, ...]:
    submission, findings = read("report.xlsx", data)
    assert submission, findings
    return submission.blocks


def test_a_workbook_gives_the_record_of_the_same_text() -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.append([TITLE])
    lines = [TITLE]
    number = 10
    for section in form_2021().sections:
        texts = [section.title.zh, f"第{section.id}段。"]
        for text in texts:
            sheet.append([text])
        lines += texts
        if section.table:
            values: dict[str, list[str]] = {}
            for block, row in form_2021().table(section.table).rows():
                values[row.id] = [str(number + place) for place in range(len(block.leaf_columns))]
                number += 20
            if "state_secret" in values:
                values["state_secret"] = ["", "", "5", "", "", "", ""]
            rows = merged(form_2021().table(section.table), values)
            put(sheet, rows)
            lines.append(LAYOUTS["tabs_packed"](rows))
    workbook, _ = read("report.xlsx", saved(book))
    text, _ = read("report.txt", "\n".join(lines).encode())
    assert workbook
    assert text
    found = fill(workbook, FORMS)
    assert found.findings == ()
    assert found.counts.rows == 32
    assert records.write(found.report, found.form) == records.write(
        fill(text, FORMS).report, found.form
    )
    assert found.origins["disclosure.regulations.made"].place == "B8"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (12345678, "12345678"),
        (20.3, "20.3"),
        (0.1 + 0.2, "0.3"),
        (59237.2449, "59237.2449"),
        (3.0, "3"),
        (1e15, "1000000000000000"),
        (0.000001, "0.000001"),
        (Decimal("190.457379"), "190.457379"),
        (" 43.788万元 ", "43.788万元"),
        ("/", "/"),
        (date(2023, 1, 18), "2023-01-18"),
        (True, "TRUE"),
    ],
)
def test_values_are_written_as_the_program_shows_them(value: object, text: str) -> None:
    book = openpyxl.Workbook()
    sheet_of(book).append(["规章", value])
    (grid,) = blocks_of(saved(book))
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0]] == ["规章", text]


def test_a_formula_that_was_never_calculated_is_no_figure_and_no_blank() -> None:
    book = openpyxl.Workbook()
    sheet_of(book).append(["总计", "=1+2"])
    (grid,) = blocks_of(saved(book))
    assert isinstance(grid, Grid)
    assert grid.rows[0][1].text == "=1+2"


def test_merged_cells_cover_their_places() -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    put(sheet, [[Merged("甲", 1, 2), Merged("乙", 2)], [Merged("1"), Merged("2")]])
    (grid,) = blocks_of(saved(book))
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["甲", "乙", "乙"],
        ["甲", "1", "2"],
    ]
    assert [cell.spread for cell in grid.rows[1]] == [Spread.DOWN, Spread.NONE, Spread.NONE]


def test_text_in_a_sheet_is_text_and_hidden_sheets_are_not_read() -> None:
    book = openpyxl.Workbook()
    sheet_of(book).append(["一、总体情况\n甲。"])
    hidden = book.create_sheet("隐")
    hidden.append(["藏"])
    hidden.sheet_state = "hidden"
    book.create_sheet("二").append(["乙。"])
    assert blocks_of(saved(book)) == (
        *(Paragraph("一、总体情况", 1), Paragraph("甲。", 1)),
        Paragraph("乙。", 1),
    )


def test_formats_that_reach_far_are_no_content() -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.append(["规章", 0])
    sheet["ZZ90000"].font = openpyxl.styles.Font(bold=True)
    (grid,) = blocks_of(saved(book))
    assert isinstance(grid, Grid)
    assert [len(row) for row in grid.rows] == [2]


def far() -> bytes:
    book = openpyxl.Workbook()
    sheet_of(book)["ZZ90000"] = 1
    return saved(book)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.damaged"),
        (b"PK\x03\x04", "import.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import.old_office"),
        (saved(openpyxl.Workbook()), "import.empty"),
        (far(), "import.too_large"),
    ],
    ids=["nothing", "cut", "old", "blank", "far"],
)
def test_what_is_no_sound_workbook_is_refused(data: bytes, code: str) -> None:
    submission, findings = read("report.xlsx", data)
    assert submission is None
    assert [finding.code for finding in findings] == [code]


def sound() -> bytes:
    book = openpyxl.Workbook()
    sheet_of(book).append([TITLE])
    sheet_of(book).append(["规章", 0, 1, 2])
    return saved(book)


SOUND = sound()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=6))
def test_damaged_workbooks_do_not_break_the_reader(damage: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, byte in damage:
        data[place] = byte
    submission, findings = read("report.xlsx", bytes(data))
    assert (submission is None) == bool(findings)
    if submission:
        fill(submission, FORMS)
