"""A record written as a workbook and imported again is the same record; so is a filled template."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.worksheet.worksheet import Worksheet

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))

from core_reports import reports
from outlet_reports import (
    AGENCY,
    ANY_PLAUSIBLE,
    FORMS,
    blank,
    come_back,
    content,
    saved_by_libreoffice,
    with_cells,
    year_of,
)

from generator.exports.xlsx_export import report_xlsx, template_xlsx
from generator.exports.xlsx_sums import totals_of
from generator.model.reports import Cell, Narrative, Report

CALM = settings(suppress_health_check=[HealthCheck.too_slow])
FORM = FORMS["cn-2021"]
APPLICATIONS = "2.收到和处理政府信息公开申请情况"
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")


def written(report: Report) -> bytes:
    return report_xlsx(report, FORMS[report.form], AGENCY)


def opened(document: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(document), data_only=values)


def row_of(sheet: Worksheet, label: str) -> int:
    """The row in which a label stands, from 1."""
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == label)


# --- there and back -----------------------------------------------------------------------------


@settings(CALM, max_examples=8)
@given(reports())
def test_any_report_comes_back_whole(report: Report) -> None:
    document = written(report)
    back = come_back("报告.xlsx", document)
    assert content(back.report) == content(report)
    assert back.year == report.year
    assert written(report) == document


@settings(CALM, max_examples=8)
@given(ANY_PLAUSIBLE)
def test_a_plausible_report_comes_back_whole(report: Report) -> None:
    assert content(come_back("报告.xlsx", written(report)).report) == content(report)


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_a_blank_report_comes_back_blank(form_id: str) -> None:
    report = blank(form_id, year_of(FORMS[form_id]))
    for document in (written(report), template_xlsx(report, FORMS[form_id], AGENCY)):
        back = come_back("报告.xlsx", document)
        assert content(back.report) == content(report)
        assert [finding.code for finding in back.findings] == []


def test_a_paragraph_longer_than_a_cell_comes_back_whole() -> None:
    long = Narrative(("文 字" * 12_000,))
    report = replace(blank("cn-2021", 2022), sections={"overview": long})
    assert come_back("a.xlsx", written(report)).report.sections["overview"] == long


# --- totals and checks --------------------------------------------------------------------------


def filled(values: Mapping[str, Cell]) -> Report:
    return with_cells(blank("cn-2021", 2022), dict(values))


def zeros(row: str) -> dict[str, Cell]:
    return {f"applications.{row}.{column}": 0 for column in APPLICANTS}


def test_a_total_that_is_right_is_a_formula_with_its_value() -> None:
    report = filled(
        {**zeros("received"), "applications.received.other": 7, "applications.received.total": 7}
    )
    place = opened(written(report))[APPLICATIONS]
    row = row_of(place, "一、本年新收政府信息公开申请数量")
    assert place.cell(row, 10).value == 7
    formula = opened(written(report), values=False)[APPLICATIONS].cell(row, 10).value
    assert formula == f'=IF(COUNT(D{row}:I{row})=0,"",SUM(D{row}:I{row}))'
    assert place.cell(row, 12).value == "相符"


def test_a_total_that_is_wrong_stays_as_reported_and_is_marked() -> None:
    report = filled({**zeros("received"), "applications.received.total": 3})
    sheet = opened(written(report), values=False)[APPLICATIONS]
    row = row_of(sheet, "一、本年新收政府信息公开申请数量")
    assert sheet.cell(row, 10).value == 3
    assert opened(written(report))[APPLICATIONS].cell(row, 12).value == "不符，差 -3"


def test_a_total_with_a_blank_part_is_left_open() -> None:
    report = filled({"applications.received.other": 1, "applications.received.total": 1})
    sheet = opened(written(report))[APPLICATIONS]
    assert sheet.cell(row_of(sheet, "一、本年新收政府信息公开申请数量"), 12).value == "未填齐"


def test_no_total_is_made_of_itself() -> None:
    for form in FORMS.values():
        for table in form.tables:
            totals = totals_of(form, table)
            for target in totals:
                parts = list(totals[target])
                for part in parts:
                    parts += totals.get(part, ())
                assert target not in parts
    assert len(totals_of(FORM, FORM.tables[1])) == 31
    assert len(totals_of(FORM, FORM.tables[2])) == 3


# --- templates ----------------------------------------------------------------------------------


def last_year() -> Report:
    cells: dict[str, Cell] = {f"applications.carried_out.{name}": 0 for name in APPLICANTS}
    cells |= {"applications.carried_out.business": 4, "applications.carried_out.total": 4}
    cells |= {"disclosure.regulations.in_force": 12}
    return filled(cells)


def template() -> bytes:
    return template_xlsx(blank("cn-2021", 2023), FORM, AGENCY, (last_year(), FORM))


def test_what_was_carried_out_is_carried_in() -> None:
    sheet = opened(template())[APPLICATIONS]
    row = row_of(sheet, "二、上年结转政府信息公开申请数量")
    assert [sheet.cell(row, column).value for column in range(4, 11)] == [0, 4, 0, 0, 0, 0, 4]
    back = come_back("a.xlsx", template()).report
    assert back.tables["applications"]["carried_in"].cells == (0, 4, 0, 0, 0, 0, 4)
    assert back.tables["applications"]["received"].cells == (None,) * 7


def test_without_last_year_nothing_is_carried_in() -> None:
    sheet = opened(template_xlsx(blank("cn-2021", 2023), FORM, AGENCY))[APPLICATIONS]
    row = row_of(sheet, "二、上年结转政府信息公开申请数量")
    assert [sheet.cell(row, column).value for column in range(4, 11)] == [None] * 7


def test_only_what_is_to_be_filled_in_is_open() -> None:
    workbook = opened(template(), values=False)
    for sheet in workbook.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    sheet = workbook[APPLICATIONS]
    row = row_of(sheet, "（一）予以公开")
    opens = [not sheet.cell(row, column).protection.locked for column in range(1, 11)]
    assert opens == [False] * 3 + [True] * 6 + [False]
    assert sheet.freeze_panes == "D7"
    assert sheet.print_title_rows == "$4:$6"


def test_inputs_take_figures_only() -> None:
    sheet = opened(template(), values=False)[APPLICATIONS]
    place = f"D{row_of(sheet, '（一）予以公开')}"
    (rule,) = [each for each in sheet.data_validations.dataValidation if place in each.sqref]
    assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert "不小于 0 的整数" in str(rule.error)
    fees = opened(template(), values=False)["1.主动公开政府信息情况"]
    place = f"B{row_of(fees, '行政事业性收费')}"
    (rule,) = [each for each in fees.data_validations.dataValidation if place in each.sqref]
    assert rule.type == "decimal"


def test_text_never_becomes_a_formula() -> None:
    hostile = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)")
    report = replace(
        filled({"disclosure.licences.decisions": '=HYPERLINK("x")'}),
        preface=hostile,
        explanations={"applications.balance": "=1+1"},
    )
    workbook = opened(written(report), values=False)
    formulas = [
        str(cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert all(formula.startswith("=IF(COUNT(") for formula in formulas)
    cells = [
        cell for row in workbook["文字内容"].iter_rows() for cell in row if cell.value in hostile
    ]
    assert len(cells) == 4
    assert all(cell.quotePrefix for cell in cells)


def by_a_clerk(document: bytes) -> bytes:
    """A template in which figures and text were typed; what formulas give is not known any more."""
    workbook = opened(document, values=False)
    sheet = workbook[APPLICATIONS]
    for number, row in enumerate(range(7, 32)):
        for column in range(4, 10):
            if not sheet.cell(row, column).protection.locked:
                sheet.cell(row, column).value = number % 3
    text = workbook["文字内容"]
    row = row_of(text, "五、存在的主要问题及改进情况")
    text.cell(row + 1, 2).value = "（一）问题"
    text.cell(row + 2, 2).value = "人手不足。\n经费不足。"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_total_that_was_never_calculated_is_not_read_as_a_figure() -> None:
    back = come_back("a.xlsx", by_a_clerk(template()))
    received = back.report.tables["applications"]["received"].cells
    assert received[:6] == (0,) * 6
    assert isinstance(received[6], str)
    assert received[6].startswith("=IF(")
    assert "import.cell_text" in [finding.code for finding in back.findings]


@pytest.mark.slow
def test_a_template_filled_in_by_a_clerk_is_imported_with_its_totals(tmp_path: Path) -> None:
    saved = saved_by_libreoffice(by_a_clerk(template()), "a.xlsx", tmp_path)
    back = come_back("a.xlsx", saved)
    rows = back.report.tables["applications"]
    assert rows["carried_in"].cells == (1,) * 6 + (6,)
    assert rows["granted"].cells == (2,) * 6 + (12,)
    assert rows["handled"].cells[6] == sum(
        cells
        for name, row in rows.items()
        if name not in ("received", "carried_in", "handled", "carried_out")
        for cells in row.cells[:6]
        if isinstance(cells, int)
    )
    assert back.report.sections["problems"].before == ("（一）问题", "人手不足。", "经费不足。")
    assert [finding.code for finding in back.findings] == []
    assert back.year == 2023


@pytest.mark.slow
@settings(CALM, max_examples=4)
@given(ANY_PLAUSIBLE)
def test_saved_in_libreoffice_it_is_the_same_record(
    tmp_path_factory: pytest.TempPathFactory, report: Report
) -> None:
    saved = saved_by_libreoffice(written(report), "a.xlsx", tmp_path_factory.mktemp("sheet"))
    assert content(come_back("a.xlsx", saved).report) == content(report)


def test_decimals_keep_their_digits() -> None:
    for amount in (
        Decimal("190.457379"),
        Decimal("1.50"),
        Decimal("0.0"),
        Decimal("12345678.123456789012"),
    ):
        report = filled({"disclosure.fees.fees_charged": amount})
        back = come_back("a.xlsx", written(report)).report
        assert str(back.tables["disclosure"]["fees"].cells[0]) == str(amount)
