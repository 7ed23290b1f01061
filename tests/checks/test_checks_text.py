"""Counts in the text against the tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_reports import all_forms, report, subject, with_cells, with_section, written

from generator import records
from generator.checks import check_report
from generator.messages import messages
from generator.model.agencies import Scope
from generator.model.reports import Narrative

# 12 new and 3 carried in; 4 disclosed, 2 in part, 5 refused, 1 unavailable, 1 not processed,
# 1 otherwise; 1 carried out.
TABLE = {
    "received": 12,
    "carried_in": 3,
    "granted": 4,
    "granted_in_part": 2,
    "third_party": 3,
    "process_information": 2,
    "not_held": 1,
    "petition": 1,
    "other_reason": 1,
    "handled": 14,
    "carried_out": 1,
}
NATURAL = {**TABLE, "received": 10, "granted": 2, "handled": 12}
BUSINESS = {"received": 2, "granted": 2, "handled": 2}
CELLS = {
    **{f"applications.{row}.total": value for row, value in TABLE.items()},
    **{f"applications.{row}.natural_person": value for row, value in NATURAL.items()},
    **{f"applications.{row}.business": value for row, value in BUSINESS.items()},
    "proceedings.cases.review_upheld": 2,
    "proceedings.cases.review_total": 2,
    "proceedings.cases.direct_pending": 1,
    "proceedings.cases.direct_total": 1,
    "disclosure.licences.decisions": 120,
    "disclosure.penalties.decisions": 35,
    "disclosure.normative_documents.made": 2,
    "disclosure.normative_documents.in_force": 9,
}


def findings(sentence, cells=CELLS, year=2023):
    given = with_cells(report(year), cells)
    kept = given.sections["overview"].before
    found = check_report(subject(with_section(given, "overview", *kept, sentence)))
    for each in found:
        assert messages("zh").finding(each)
        assert messages("en").finding(each)
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年，我局共收到政府信息公开申请12件。",
        "2023年,临湖区应急管理局收到政府信息公开申请１５件。",
        "全年新收政府信息公开申请十二件，上年结转3件。",
        "共受理依申请公开12件，办结14件，结转下年度继续办理1件。",
        "收到12件政府信息公开申请，其中自然人提出10件，法人或其他组织提出2件。",
        "收到公民、法人和其他组织提出的政府信息公开申请12件，均按时答复。",
        "申请的办理结果：予以公开4件，部分公开2件，不予公开5件，无法提供1件，不予处理1件，其他处理1件。",
        "收到申请10余件。",
        "本年因政府信息公开被申请行政复议2件，被提起行政诉讼1件。",
        "本年制发行政规范性文件2件，现行有效的行政规范性文件9件。",
        "作出行政许可决定120件，作出行政处罚决定35件。",
        "截至2023年12月31日，我局共收到政府信息公开申请12件。",
        # a part, another time, somebody else, something else
        "通过网络收到政府信息公开申请7件，当面收到政府信息公开申请5件。",
        "上半年收到政府信息公开申请6件。",
        "2022年收到政府信息公开申请20件。",
        "2023年比2022年多，2022年收到政府信息公开申请20件。",
        "各镇街收到政府信息公开申请40件。",
        "区自然资源局收到政府信息公开申请6件。",
        "历年累计收到政府信息公开申请98件。",
        "收到政府信息公开申请约20件。",
        "收到信访件和投诉举报件30件，办结30件。",
        "收到咨询300件次。",
        "公开行政许可信息80条，公示行政处罚33件。",
        "因属于过程性信息不予公开申请2件。",
        "作为复议机关，办理涉及政府信息公开的行政复议案件7件。",
        "本年发生行政复议案件9件，均与工伤认定有关。",
        "予以公开和部分公开的申请6件。",
        "未经行政复议直接提起涉及政府信息公开的诉讼1件。",
        "未收到政府信息公开收费申诉。",
        "没有因政府信息公开被行政复议纠错的案件，无行政复议纠错案件。",
        "主动公开政府信息2300余条，推送政策解读26.8万条。",
        "组织学习12次，收到意见建议30条。",
        "行政许可和行政处罚分别为120件和35件。",
        # others, in an earlier clause; all of a place, where the agency reports for itself alone
        "2023年上半年，我局共收到政府信息公开申请6件。",
        "局属各单位共收到政府信息公开申请8件，办结8件。",
        "全区共受理政府信息公开申请302件，办结298件，结转下年度4件。",
        "全区各级行政机关共收到政府信息公开申请302件，区应急局共收到政府信息公开申请12件。",
        "全区因政府信息公开引发行政复议12件、行政诉讼8件，其中区应急管理局行政复议2件。",
        "全年发生行政复议12件，其中涉及政府信息公开的2件。",
        "收到申请12356件，办结12356件。",
        "收到政府信息公开申请12件，较上年增加5件，办结14件。",
        "申请的办理结果：予以公开4件、部分公开2件、不予公开5件（其中内部事务信息1件）、无法提供1件。",
        "本年因政府信息公开被申请行政复议2件（维持2件），均已审结。",
        "2022年我局收到政府信息公开申请18件，2021年收到政府信息公开申请25件。",
        "涉及征地拆迁的申请5件，3件予以公开，2件不予公开。",
        "通过网络提出的申请7件，1件部分公开。",
        "3个工作日内办结申请10件，其余4件均在20个工作日内办结。",
        "上年结转申请，共15件。",
    ],
)
def test_a_consistent_text_is_left_alone(sentence):
    assert findings(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "cell", "said"),
    [
        ("2023年，我局共收到政府信息公开申请13件。", "applications.received.total", "13"),
        ("我局收到政府信息公开申请　１６　件。", "applications.received.total", "16"),
        ("全年新收政府信息公开申请二十件。", "applications.received.total", "二十"),
        ("收到依申请公开申请共计11件，均已答复。", "applications.received.total", "11"),
        ("全年收到9件政府信息公开申请。", "applications.received.total", "9"),
        ("收到公民、法人和其他组织提出的政府信息公开申请7件。", "applications.received.total", "7"),
        ("依申请公开方面，收到申请20余件。", "applications.received.total", "20余"),
        ("收到政府信息公开申请超过20件。", "applications.received.total", "超过20"),
        ("上年结转政府信息公开申请2件。", "applications.carried_in.total", "2"),
        ("依申请公开方面，收到申请12件，办结13件。", "applications.handled.total", "13"),
        (
            "依申请公开方面，收到申请12件，结转下年度继续办理3件。",
            "applications.carried_out.total",
            "3",
        ),
        ("办理结果：申请予以公开5件。", "applications.granted.total", "5"),
        ("答复申请中，部分公开3件、不予公开5件。", "applications.granted_in_part.total", "3"),
        ("申请中自然人提出11件。", "applications.received.natural_person", "11"),
        ("作出行政许可决定121件。", "disclosure.licences.decisions", "121"),
        ("制发行政规范性文件3件。", "disclosure.normative_documents.made", "3"),
        ("区应急局全年累计收到政府信息公开申请13件。", "applications.received.total", "13"),
        (
            "2023年，通过网站公开信息100条，收到依申请公开13件。",
            "applications.received.total",
            "13",
        ),
        ("全区各部门受理申请90件，我局受理依申请公开9件。", "applications.received.total", "9"),
        (
            "申请办理结果：予以公开4件、部分公开3件、不予公开5件。",
            "applications.granted_in_part.total",
            "3",
        ),
        (
            "因政府信息公开被申请行政复议3件，其中维持2件、尚未审结1件。",
            "proceedings.cases.review_total",
            "3",
        ),
        ("因政府信息公开引起的行政复议3件。", "proceedings.cases.review_total", "3"),
    ],
)
def test_a_text_that_says_another_number(sentence, cell, said):
    (finding,) = findings(sentence)
    assert finding.code == "text.figure"
    assert (finding.place.cell, finding.parameters["said"]) == (cell, said)
    assert finding.cells == (cell,)
    assert finding.parameters["value"] == CELLS[cell]


def test_the_sum_of_the_reasons():
    (finding,) = findings("申请办理结果：不予公开4件。")
    assert finding.place.cell == ""
    assert len(finding.cells) == 8
    assert finding.parameters["value"] == 5
    assert "4" in messages("zh").finding(finding)


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年，我局未收到政府信息公开申请。",
        "没有收到公民、法人和其他组织的政府信息公开申请。",
        "未发生因政府信息公开申请行政复议的情况。",
        "无涉及政府信息公开的行政复议、行政诉讼。",
    ],
)
def test_nothing_is_a_number_too(sentence):
    assert {finding.code for finding in findings(sentence)} == {"text.figure"}
    assert findings(sentence, cells={}) == ()


def test_blank_cells_are_not_compared():
    blank = {**CELLS, "applications.carried_in.total": None}
    found = findings("我局收到政府信息公开申请13件。", cells=blank)
    assert [finding.code for finding in found] == ["cell.blank"]


def test_a_finding_stands_at_its_paragraph():
    given = with_cells(report(), CELLS)
    kept = given.sections["overview"].before
    given = written(with_section(given, "overview", *kept, "收到政府信息公开申请13件。", "末段。"))
    (finding,) = check_report(subject(given))
    lines = records.write(given, all_forms()[given.form]).split("\n")
    assert lines[finding.place.line - 1].strip() == "收到政府信息公开申请13件。"
    sections = {**given.sections, "other": Narrative((), ("收到政府信息公开申请14件。",))}
    given = written(replace(given, sections=sections))
    lines = records.write(given, all_forms()[given.form]).split("\n")
    found = [lines[each.place.line - 1].strip() for each in check_report(subject(given))]
    assert found == ["收到政府信息公开申请13件。", "收到政府信息公开申请14件。"]


def test_all_of_a_place_is_counted_by_a_report_for_all():
    given = with_cells(report(), CELLS)
    kept = given.sections["overview"].before
    for scope, expected in ((Scope.OWN, []), (Scope.AGGREGATE, ["text.figure"])):
        told = replace(
            with_section(given, "overview", *kept, "全区各部门共收到政府信息公开申请30件。"),
            scope=scope,
        )
        assert [each.code for each in check_report(subject(told))] == expected


def test_another_plate_in_brackets_is_the_same_body():
    given = with_section(
        report(),
        "overview",
        *report().sections["overview"].before,
        "如有疑问，请与临湖区地震灾害防御中心联系。",
    )
    assert [each.code for each in check_report(subject(given))] == ["agency.foreign_name"]
    title = "临湖区应急管理局（临湖区地震灾害防御中心）2023年政府信息公开工作年度报告"
    assert check_report(subject(replace(given, title=title))) == ()
    longer = with_section(
        report(),
        "overview",
        *report().sections["overview"].before,
        "如有疑问，请与国家矿山安全监察局派驻临湖区应急管理局办公室联系。",
    )
    assert check_report(subject(longer)) == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年共收到政府信息公开申请9件，均在法定期限内答复。", []),
        ("全年共收到政府信息公开申请11件。", ["statistics.applications_received.figure"]),
        ("未发生因政府信息公开引起的行政诉讼。", []),
        ("2016年以来，主动公开政府信息1200条，其中网站公开800条。", []),
        ("因政府信息公开引起行政复议3件。", ["statistics.reviews.figure"]),
        ("全区各部门共收到政府信息公开申请98件。", []),
    ],
)
def test_texts_of_2016(sentence, expected):
    given = replace(
        report(2016, "cn-2014"),
        sections={"chapter_1": Narrative((sentence,), title="三、依申请公开情况")},
    )
    cells = {
        "statistics.applications_received.figure": 9,
        "statistics.received_online.figure": 9,
        "statistics.reviews.figure": 1,
        "statistics.reviews_upheld.figure": 1,
    }
    found = check_report(subject(with_cells(given, cells)))
    assert [finding.place.cell for finding in found] == expected
