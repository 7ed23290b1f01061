"""Year, name, day, personal data, and last year's figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import agency, all_kinds, report, subject, with_cells, with_section

from generator.checks import check_report
from generator.checks.personal import is_identity, luhn, may_have_numbers, personal_numbers
from generator.messages import messages
from generator.model.agencies import Name
from generator.model.findings import Severity
from generator.model.subjects import SubmittedFile
from generator.numerals import count_of, figure_of, years_in


def found(given, **changes):
    findings = check_report(subject(given, **changes))
    for finding in findings:
        assert messages("zh").finding(finding)
        assert messages("en").finding(finding)
    return findings


def codes(given, **changes):
    return [finding.code for finding in found(given, **changes)]


def said(*paragraphs, year=2023):
    return with_section(
        report(year), "overview", *report(year).sections["overview"].before, *paragraphs
    )


# --- year ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "临湖区应急管理局2023年政府信息公开工作年度报告",
        "2023年度临湖区应急管理局政府信息公开年度报告",
        "临湖区应急管理局二〇二三年政府信息公开工作年度报告",
        "临湖区应急管理局２０２３年政府信息公开工作年度报告",
        "政府信息公开工作年度报告",
        "区应急局2023年年度政府信息公开工作年度报告（图片版）",
        "关于2023年政府信息公开工作的年度报告",
        "临应急〔2024〕2号 临湖区应急管理局2023年政府信息公开工作年度报告",
        "平湖市临湖区应急管理局2023年政府信息公开工作年度报告",
    ],
)
def test_titles_of_this_agency_and_year(title):
    assert codes(replace(report(), title=title)) == []


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("临湖区应急管理局2022年政府信息公开工作年度报告", "year.mismatch"),
        ("临湖区应急管理局二○二二年政府信息公开工作年度报告", "year.mismatch"),
        ("青浦区教育局2023年政府信息公开工作年度报告", "agency.foreign_name"),
        ("2023年平湖镇人民政府政府信息公开工作年度报告", "agency.foreign_name"),
    ],
)
def test_titles_of_somebody_or_sometime_else(title, code):
    assert codes(replace(report(), title=title)) == [code]


def test_former_names_and_aliases_are_own_names():
    given = replace(report(), title="临湖区安全生产监督管理局2023年政府信息公开工作年度报告")
    assert codes(given) == ["agency.foreign_name"]
    renamed = agency(
        names=(Name("临湖区安全生产监督管理局", last_year=2018), Name("临湖区应急管理局", 2019))
    )
    assert codes(given, agency=renamed) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本报告所列数据的统计期限为2023年1月1日至2023年12月31日。", []),
        ("本报告所列数据的统计期限为2023年1月1日至12月31日。", []),
        ("本报告所列数据的统计期限自2022年1月1日起，至2022年12月31日止。", ["year.mismatch"]),
        ("三年行动自2021年1月1日起至2023年12月31日结束。", []),
        ("2022年收到申请较多，2022年我局作了总结，2022年情况另见。", []),
    ],
)
def test_the_period_of_the_figures(sentence, expected):
    assert codes(said(sentence)) == expected


def test_a_text_of_other_years_only():
    text = (
        "2021年，我局做了工作。2021年的重点是应急。2021年全年公开信息，方便群众查阅，内容具体实在。"
    )
    assert codes(with_section(report(), "overview", text)) == ["year.mismatch"]


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "现将我局2023年政府信息公开工作情况报告如下。",
        "现将临湖区应急局2023年度政府信息公开工作情况报告如下。",
        "根据要求，临湖区应急管理局编制了本报告。",
        "如有疑问，请与临湖区应急管理局办公室联系。",
        "如有疑问，请与区政务公开办公室联系。",
        "按照国务院办公厅编制的格式，会同区公安局和青浦区教育局开展工作。",
        "我县安全形势稳定，我区各镇街公开有序。",
    ],
)
def test_sentences_about_oneself(sentence):
    assert codes(said(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("现将青浦区教育局2023年政府信息公开工作情况报告如下。", "青浦区教育局"),
        ("根据要求，青浦区水务局编制了本报告。", "青浦区水务局"),
        ("如有疑问，请与青浦区水务局办公室联系。", "青浦区水务局办公室"),
        ("我镇及时公开各类信息。", "我镇"),
    ],
)
def test_sentences_of_somebody_else(sentence, name):
    findings = found(said(sentence))
    assert [(each.code, each.parameters["name"]) for each in findings] == [
        ("agency.foreign_name", name)
    ]
    assert findings[0].severity is Severity.WARNING


def test_a_town_is_no_bureau():
    town = agency(names=(Name("平湖镇人民政府"),))
    given = with_section(
        replace(report(), title="平湖镇人民政府2023年政府信息公开工作年度报告"),
        "overview",
        "2023年，我镇认真贯彻落实政府信息公开条例，围绕中心工作推进政务公开，公开的质量不断提升。",
    )
    assert codes(given, agency=town) == []
    problems = with_section(
        given, "problems", *report().sections["problems"].before, "我局将改进。"
    )
    assert codes(problems, agency=town) == ["agency.foreign_name"]


# --- day ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "kind", "expected"),
    [
        (date(2024, 1, 31), "department", []),
        (date(2024, 2, 1), "department", ["published.late"]),
        (date(2024, 2, 1), "government", []),
        (date(2024, 4, 1), "government", ["published.late"]),
        (date(2023, 12, 31), "department", ["published.early"]),
        (date(2024, 1, 1), "department", []),
        (None, "department", []),
    ],
)
def test_the_day_of_publication(published, kind, expected):
    given = replace(report(), published=published)
    assert codes(given, kind=all_kinds()[kind]) == expected


# --- personal data ------------------------------------------------------------------------------


def identity(stem: str) -> str:
    return next(stem + last for last in "0123456789X" if is_identity(stem + last))


def card(stem: str) -> str:
    return next(stem + last for last in "0123456789" if luhn(stem + last))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("值班电话0375-2201101，手机138*****234", []),
        ("联系人手机：13912345678。", ["personal.mobile"]),
        ("手机139 1234 5678、13812345678", ["personal.mobile", "personal.mobile"]),
        ("手机＋86-13912345678", ["personal.mobile"]),
        ("共支出13912345678元", []),
        ("统一社会信用代码11341702486344515H", []),
        ("编号2022139123456781234", []),
        (f"身份证{identity('11010119900307301')}。", ["personal.id_number"]),
        (f"身份证{identity('11010119900307301').lower()}", ["personal.id_number"]),
        ("身份证110101********3011", []),
        ("流水号110101199003073019", []),
        ("身份证号130503670401001", ["personal.id_number"]),
        ("流水号130503670401001", []),
        (f"卡号{card('621700123456789012')}", ["personal.bank_card"]),
        ("卡号6217 0012 3456 7890", []),
        (f"账号{card('110012345678901')}", []),
        (f"银行卡号：{card('455812345678901')}", ["personal.bank_card"]),
    ],
)
def test_personal_numbers(text, expected):
    assert [code for code, _ in personal_numbers(text)] == expected


def test_personal_data_is_shown_masked_wherever_it_stands():
    given = said("联系人手机：13912345678。")
    (finding,) = found(given)
    assert finding.code == "personal.mobile"
    assert "139*****678" in messages("zh").finding(finding)
    assert "13912345678" not in repr(finding)
    given = with_cells(report(), {"disclosure.licences.decisions": "3912345678转1"})
    assert codes(given) == ["cell.unreadable"]
    given = with_cells(report(), {"disclosure.licences.decisions": "见13912345678"})
    assert codes(given) == ["cell.unreadable", "personal.mobile"]
    files = {"2023/a.docx": SubmittedFile("0" * 64, metadata={"author": "王 13912345678"})}
    (finding,) = found(report(), files=files)
    assert "2023/a.docx" in messages("zh").finding(finding)


# --- last year ----------------------------------------------------------------------------------

TWO_CARRIED_OUT = {
    "applications.received.natural_person": 2,
    "applications.received.total": 2,
    "applications.carried_out.natural_person": 2,
    "applications.carried_out.total": 2,
}
TWO_CARRIED_IN = {
    "applications.carried_in.natural_person": 2,
    "applications.carried_in.total": 2,
    "applications.granted.natural_person": 2,
    "applications.granted.total": 2,
    "applications.handled.natural_person": 2,
    "applications.handled.total": 2,
}


def test_what_is_carried_in_was_carried_out():
    last = with_cells(report(2022), TWO_CARRIED_OUT)
    this = with_cells(report(2023), TWO_CARRIED_IN)
    assert codes(this, history={2022: last}) == []
    assert codes(this, history={}) == []
    assert codes(this, history={2021: report(2021)}) == []
    findings = found(this, history={2022: report(2022)})
    assert [(each.code, each.place.cell, each.severity) for each in findings] == [
        ("carried.broken", "applications.carried_in.natural_person", Severity.WARNING),
        ("carried.broken", "applications.carried_in.total", Severity.ERROR),
    ]
    explained = replace(this, explanations={"applications.carried_total": "上年漏报。"})
    severities = [each.severity for each in found(explained, history={2022: report(2022)})]
    assert severities == [Severity.WARNING, Severity.NOTE]


def test_a_blank_of_last_year_is_not_compared():
    last = with_cells(report(2022), {"applications.carried_out.total": None})
    this = with_cells(report(2023), TWO_CARRIED_IN)
    assert [each.place.cell for each in found(this, history={2022: last})] == [
        "applications.carried_in.natural_person"
    ]


def test_merged_agencies_are_added_up_and_moved_powers_not_compared():
    last = with_cells(report(2022), {**TWO_CARRIED_OUT})
    four = dict.fromkeys(TWO_CARRIED_IN, 4)
    this = with_cells(report(2023), four)
    other = replace(last, agency="other")
    assert codes(this, history={2022: last}, merged=(other,)) == []
    assert codes(this, history={2022: last}) == ["carried.broken", "carried.broken"]
    assert codes(this, history={2022: last}, comparable=False) == []


def test_what_is_in_force_goes_on():
    made = {
        "disclosure.normative_documents.made": 3,
        "disclosure.normative_documents.repealed": 1,
        "disclosure.normative_documents.in_force": 7,
    }
    last = with_cells(report(2022), {"disclosure.normative_documents.in_force": 5})
    assert codes(with_cells(report(2023), made), history={2022: last}) == []
    wrong = with_cells(report(2023), {**made, "disclosure.normative_documents.in_force": 8})
    (finding,) = found(wrong, history={2022: last})
    assert (finding.code, finding.severity) == ("in_force.broken", Severity.WARNING)
    assert finding.parameters["difference"] == 1
    older = report(2020, "cn-2019")
    assert codes(with_cells(report(2021), made), history={2020: older}) == []


# --- numbers in words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("3", "3"),
        ("1,234", "1234"),
        ("26.8", "26.8"),
        ("零", "0"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("两千三百", "2300"),
        ("三万二千", "32000"),
        ("一亿零五百", "100000500"),
    ],
)
def test_figures(text, figure):
    assert figure_of(text) == Decimal(figure)


def test_what_is_no_figure():
    assert figure_of("二〇二三") is None
    assert figure_of("好") is None


def test_vague_numbers():
    vague = count_of("140", vague="余")
    assert vague is not None
    assert (vague.fits(140), vague.fits(149), vague.fits(150)) == (True, True, False)
    large = count_of("26.8", scale="万")
    assert large is not None
    assert (large.fits(268412), large.fits(267500), large.fits(270000)) == (True, True, False)
    assert count_of("3", lead="近") is None
    more = count_of("300", lead="超过")
    assert more is not None
    assert (more.fits(299), more.fits(1000)) == (False, True)


def test_years():
    assert years_in("2023年和二〇二二年，2024 年") == (2023, 2022)


DIGITS = st.lists(
    st.sampled_from(
        ["1", "38", "13812", "0375", " ", "-", "  ", "元", "٣", "62280012345678", "\n"]
    ),
    max_size=12,
).map("".join)


@given(DIGITS)
def test_where_personal_numbers_may_be_is_found_as_by_looking_everywhere(text):
    plain = re.compile(r"\d(?:(?<=1)[3-9]\d(?:[ -]?\d{4}){2}|(?:[ -]?\d){14})")
    assert may_have_numbers(text) == bool(plain.search(text))
