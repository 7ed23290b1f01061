"""Cells, rows, sections and relations of one report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import all_forms, report, subject, with_cells, with_section, written

from generator.checks import check_report
from generator.checks.layout import are_counts, doubtful_tables, places
from generator.messages import messages
from generator.model.agencies import Portal
from generator.model.findings import Accepted, Severity
from generator.model.reports import Narrative, Row


def codes(given, **changes):
    return [
        (finding.code, finding.place.cell) for finding in check_report(subject(given, **changes))
    ]


def test_a_complete_report_of_zeros_has_no_findings():
    assert codes(report()) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "cell.blank"),
        ("/", "cell.mark"),
        (" —— ", "cell.mark"),
        ("无", "cell.mark"),
        ("3件", "cell.unit"),
        ("43.788万元", "cell.unit"),
        ("约 1,200 人次", "cell.unit"),
        ("三件", "cell.unreadable"),
        ("1 2", "cell.unreadable"),
        ("12?", "cell.unreadable"),
        (-1, "cell.negative"),
        (Decimal("1.5"), "cell.fraction"),
        (Decimal("2.0"), "cell.fraction"),
    ],
)
def test_a_cell_that_is_no_count_is_named(value, code):
    cell = "disclosure.licences.decisions"
    assert codes(with_cells(report(), {cell: value})) == [(code, cell)]


def test_money_may_have_any_number_of_decimals_but_not_a_minus():
    cell = "disclosure.fees.fees_charged"
    assert codes(with_cells(report(), {cell: Decimal("190.457379")})) == []
    assert codes(with_cells(report(), {cell: Decimal("-0.5")})) == [("cell.negative", cell)]


def test_a_blank_row_column_or_table_is_said_once():
    columns = "natural_person business research public_interest legal_service other total"
    blank_row = {f"applications.petition.{column}": None for column in columns.split()}
    found = check_report(subject(with_cells(report(), blank_row)))
    assert [finding.code for finding in found] == ["row.blank"]
    assert set(found[0].cells) == set(blank_row)

    rows = report().tables["applications"]
    blank_column = {f"applications.{row}.total": None for row in rows}
    found = check_report(subject(with_cells(report(), blank_column)))
    assert [finding.code for finding in found] == ["column.missing"]
    assert set(found[0].cells) == set(blank_column)

    blank = {row: Row((None,) * 7) for row in rows}
    given = replace(report(), tables={**report().tables, "applications": blank})
    found = check_report(subject(given))
    assert [finding.code for finding in found] == ["table.blank"]
    assert len(found[0].cells) == 25 * 7


def test_a_missing_row_and_a_missing_table():
    tables = {name: dict(rows) for name, rows in report().tables.items()}
    del tables["disclosure"]["fees"]
    assert codes(replace(report(), tables=tables)) == [
        ("row.missing", "disclosure.fees.fees_charged")
    ]
    del tables["proceedings"]
    found = [code for code, _ in codes(replace(report(), tables=tables))]
    assert sorted(found) == ["row.missing", "table.missing"]


@pytest.mark.parametrize(
    ("section", "paragraphs", "code"),
    [
        ("overview", (), "section.empty"),
        ("overview", ("……",), "section.empty"),
        ("problems", ("无",), "section.hollow"),
        (
            "overview",
            (
                "根据《中华人民共和国政府信息公开条例》的规定，编制本年度报告。",
                "现将临湖区应急管理局2023年度政府信息公开工作情况报告如下。",
                "本报告由总体情况、主动公开政府信息情况等六个部分组成。",
                "本报告中所列数据的统计期限自2023年1月1日至2023年12月31日止。",
                "如对本报告有疑问，请与临湖区应急管理局办公室联系（地址：临湖路1号，电话：0999-1234567）。",
            ),
            "section.hollow",
        ),
    ],
)
def test_a_section_that_says_nothing(section, paragraphs, code):
    assert codes(with_section(report(), section, *paragraphs)) == [(code, "")]


def test_none_is_an_answer_only_in_the_last_section_and_beside_a_table():
    assert codes(with_section(report(), "other", "无。")) == []
    assert codes(with_section(report(), "other")) == [("section.empty", "")]
    assert codes(with_section(report(), "proceedings", "本年度没有发生。")) == []


def test_a_missing_section():
    for name in ("overview", "problems", "other"):
        sections = {key: text for key, text in report().sections.items() if key != name}
        assert codes(replace(report(), sections=sections)) == [("section.missing", "")]
    sections = {key: text for key, text in report().sections.items() if key != "disclosure"}
    assert codes(replace(report(), sections=sections)) == []
    tables = {key: rows for key, rows in report().tables.items() if key != "disclosure"}
    assert codes(replace(report(), sections=sections, tables=tables)) == [("section.missing", "")]


def test_a_broken_relation_names_both_sides_in_words():
    given = written(
        with_cells(
            report(),
            {
                "applications.received.natural_person": 3,
                "applications.received.total": 3,
                "applications.granted.natural_person": 2,
                "applications.granted.total": 2,
                "applications.handled.natural_person": 2,
                "applications.handled.total": 2,
            },
        )
    )
    found = check_report(subject(given))
    assert [finding.place.cell for finding in found] == [
        "applications.received.natural_person",
        "applications.received.total",
    ]
    first = found[0]
    assert first.code == "relation.broken"
    assert first.severity is Severity.ERROR
    assert first.cells == (
        "applications.received.natural_person",
        "applications.carried_in.natural_person",
        "applications.handled.natural_person",
        "applications.carried_out.natural_person",
    )
    row = given.tables["applications"]["received"]
    assert (first.place.line, first.place.column) == row.places[0]
    assert messages("zh").finding(first) == (
        "“收到和处理政府信息公开申请情况”表“自然人”的勾稽关系不成立（applications.balance）："
        "一边 一、本年新收政府信息公开申请数量 3、二、上年结转政府信息公开申请数量 0，合计 3；"
        "另一边 （七）总计 2、四、结转下年度继续办理 0，合计 2；相差 1。请核对各格。"
    )
    assert "Natural persons" in messages("en").finding(first)


def test_a_relation_with_a_blank_cell_is_not_judged():
    given = with_cells(report(), {"proceedings.cases.review_upheld": 3})
    assert codes(given) == [("relation.broken", "proceedings.cases.review_total")]
    cell = "proceedings.cases.review_total"
    assert codes(with_cells(given, {cell: None})) == [("cell.blank", cell)]


def test_an_explanation_answers_a_broken_relation():
    broken = with_cells(report(), {"proceedings.cases.review_total": 2})
    (plain,) = check_report(subject(broken))
    assert (plain.severity, plain.place.cell) == (Severity.ERROR, "proceedings.cases.review_total")
    explained = replace(broken, explanations={"proceedings.review": "两件并案审理。"})
    (answered,) = check_report(subject(explained))
    assert answered.severity is Severity.NOTE
    assert answered.fingerprint == plain.fingerprint
    assert "两件并案审理。" in messages("zh").finding(answered)
    portal = Portal("门户", severities={"relation.broken": Severity.WARNING})
    (again,) = check_report(subject(explained, portal=portal))
    assert again.severity is Severity.NOTE


def test_an_explanation_of_nothing_known():
    given = replace(report(), explanations={"applications.nonsense": "…"})
    assert codes(given) == [("explanation.unknown", "")]


def test_accepted_findings_are_silent_and_severities_are_the_portals():
    broken = with_cells(report(), {"disclosure.licences.decisions": "/"})
    (finding,) = check_report(subject(broken))
    accepted = Accepted(finding.fingerprint, "原件如此", "王编辑")
    assert codes(written(replace(broken, accepted=(accepted,)))) == []
    (heavier,) = check_report(
        subject(broken, portal=Portal("门户", severities={"cell.mark": Severity.ERROR}))
    )
    assert heavier.severity is Severity.ERROR
    assert codes(broken, portal=Portal("门户", severities={"cell.mark": None})) == []


def test_another_edition_than_the_years_and_the_citing_of_another():
    given = with_section(
        report(),
        "overview",
        *report().sections["overview"].paragraphs,
        "按照国办公开办函[2019] 60号文件的要求编制。",
    )
    assert codes(given) == [("edition.cited", "")]
    older = report(2023, "cn-2019")
    assert codes(older) == [("edition.mismatch", "")]
    assert codes(report(2020, "cn-2019")) == []


def test_narrative_around_a_table_counts_as_text_of_its_section():
    sections = {
        **report().sections,
        "overview": Narrative((), report().sections["overview"].before),
    }
    assert codes(replace(report(), sections=sections)) == []


def test_many_gaps_of_one_table_are_told_at_once():
    rows = list(report().tables["applications"])[:12]
    blank = {f"applications.{row}.business": None for row in rows}
    found = check_report(subject(with_cells(report(), blank)))
    assert [finding.code for finding in found] == ["table.gaps"]
    assert set(found[0].cells) == set(blank)
    marks = {f"applications.{row}.business": "/" for row in rows}
    found = check_report(
        subject(with_cells(report(), {**marks, "disclosure.licences.decisions": "/"}))
    )
    assert [finding.code for finding in found] == ["cell.mark", "table.marks"]


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("disclosure.licences.change", "增72", []),
        ("disclosure.licences.change", "-35", []),
        ("disclosure.licences.change", -35, []),
        ("disclosure.licences.change", Decimal("1.5"), ["cell.fraction"]),
        ("disclosure.licences.decisions", "增72", ["cell.unreadable"]),
        ("disclosure.procurement.purchase_amount", "976.81万元", []),
        ("disclosure.procurement.purchase_amount", Decimal("976.81"), []),
        ("disclosure.procurement.purchases", "3项", ["cell.unit"]),
    ],
)
def test_changes_and_amounts_of_2019(cell, value, expected):
    found = check_report(subject(with_cells(report(2020, "cn-2019"), {cell: value})))
    assert [finding.code for finding in found] == expected


def test_rows_of_2014_have_units_of_their_own_and_may_be_absent():
    given = replace(
        report(2016, "cn-2014"),
        sections={"chapter_1": Narrative(("我局公开信息。",), title="一、概述")},
    )
    assert check_report(subject(given)) == ()
    cells = {"statistics.funds.figure": Decimal("3.5"), "statistics.staff.figure": "3人"}
    found = check_report(subject(with_cells(given, cells)))
    assert [(finding.code, finding.place.cell) for finding in found] == [
        ("cell.unit", "statistics.staff.figure")
    ]
    tables = {"statistics": {"disclosed": Row((3,))}}
    found = check_report(subject(replace(given, tables=tables)))
    assert {finding.code for finding in found} == {"row.missing"}
    assert len(found) == 5
    assert check_report(subject(replace(given, tables={}))) == ()


CELL = st.sampled_from([0, 1, 7, 2**63, 10**20, -1, None, "/", Decimal(2), Decimal("0.5")])


@given(st.lists(CELL, max_size=9))
def test_whatever_counts_as_counts_is_a_row_of_them(cells):
    assert not are_counts(cells) or all(type(cell) is int and cell >= 0 for cell in cells)
    small = [cell for cell in cells if cell in {0, 1, 7} and type(cell) is int]
    assert are_counts(small)


@pytest.mark.parametrize("form_id", ["cn-2021", "cn-2019"])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_table_that_is_not_doubtful_has_a_proper_figure_in_every_cell(form_id, data):
    form = all_forms()[form_id]
    cell = data.draw(st.sampled_from(sorted(places(form))))
    value = data.draw(CELL)
    changed = with_cells(report(2023, form_id), {cell: value})
    found = [each.code for each in check_report(subject(changed)) if each.code.startswith("cell")]
    assert not found or doubtful_tables(changed, form) == (cell.partition(".")[0],)


def test_a_table_with_a_missing_row_is_doubtful():
    tables = {name: dict(rows) for name, rows in report().tables.items()}
    del tables["disclosure"]["fees"]
    form = all_forms()[report().form]
    assert doubtful_tables(report(), form) == ()
    assert doubtful_tables(replace(report(), tables=tables), form) == ("disclosure",)
