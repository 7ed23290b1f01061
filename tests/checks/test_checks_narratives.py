"""Whole narratives, each in its own manner, over tables that fit; and each with one number wrong.

The tables are those of `test_checks_text`: 12 new and 3 carried in; 4 disclosed, 2 in part, 5
refused, 1 unavailable, 1 not processed, 1 otherwise; 14 handled, 1 carried out; two reviews, one
suit; 120 licences, 35 penalties; two documents made, nine in force.
"""

from __future__ import annotations

import pytest
from sample_reports import report, subject, with_cells, with_section
from test_checks_text import CELLS

from generator.checks import check_report

A, P, D = "applications", "proceedings.cases", "disclosure"
RECEIVED, CARRIED_IN, CARRIED_OUT = (
    f"{A}.received.total",
    f"{A}.carried_in.total",
    f"{A}.carried_out.total",
)
HANDLED, GRANTED, PART = f"{A}.handled.total", f"{A}.granted.total", f"{A}.granted_in_part.total"
REFUSED, UNAVAILABLE = f"{A}.state_secret.total", f"{A}.not_held.total"
REVIEWS, SUITS = f"{P}.review_total", f"{P}.direct_total"

NARRATIVES = {
    "plain": (
        "（二）依申请公开情况。2023年，我局新收政府信息公开申请12件，上年结转3件，合计15件。"
        "全年办结14件，结转下年度继续办理1件。办理结果中，予以公开4件，部分公开2件，不予公开5件，"
        "无法提供1件，不予处理1件，其他处理1件，与2022年相比总体平稳。",
        {
            ("申请12件", "申请21件"): RECEIVED,
            ("结转3件", "结转2件"): CARRIED_IN,
            ("办结14件", "办结15件"): HANDLED,
            ("办理1件", "办理2件"): CARRIED_OUT,
            ("予以公开4件", "予以公开6件"): GRANTED,
            ("部分公开2件", "部分公开3件"): PART,
            ("不予公开5件", "不予公开4件"): REFUSED,
            ("无法提供1件", "无法提供2件"): UNAVAILABLE,
        },
    ),
    "full width": (
        "２０２３年１月１日至１２月３１日，本机关共收到政府信息公开申请１２件（其中自然人１０件、商业企业２件），"
        "同比减少３件，下降２０％；连同上年结转的３件，应办理申请１５件，按期办结１４件，办结率９３．３％。",
        {
            ("申请１２件", "申请１３件"): RECEIVED,
            ("上年结转的３件", "上年结转的５件"): CARRIED_IN,
        },
    ),
    "numerals": (
        "全年共受理政府信息公开申请十二件，其中自然人提出十件，法人或者其他组织提出两件。"
        "上年度结转三件，已全部办结。因政府信息公开被申请行政复议两件，均维持，被提起行政诉讼一件，尚未审结。",
        {
            ("申请十二件", "申请二十一件"): RECEIVED,
            ("提出十件", "提出十一件"): f"{A}.received.natural_person",
            ("结转三件", "结转四件"): CARRIED_IN,
            ("复议两件", "复议三件"): REVIEWS,
            ("诉讼一件", "诉讼两件"): SUITS,
        },
    ),
    "proactive": (
        "全年主动公开政府信息1.2万余条，其中门户网站8600余条，微信公众号3400余条，阅读量突破26.8万次。"
        "本年制发行政规范性文件2件，废止0件，现行有效的行政规范性文件9件；作出行政许可决定120件，"
        "作出行政处罚决定35件，行政强制0件。发布解读材料15篇，其中图解6篇、视频3条。",
        {
            ("文件2件", "文件3件"): f"{D}.normative_documents.made",
            ("文件9件", "文件11件"): f"{D}.normative_documents.in_force",
            ("决定120件", "决定102件"): f"{D}.licences.decisions",
            ("决定35件", "决定53件"): f"{D}.penalties.decisions",
        },
    ),
    "answered": (
        "收到公民、法人和其他组织的政府信息公开申请共计12件，较上年的18件减少6件，降幅33.3%。"
        "从渠道看，网络申请7件、信函申请4件、当面申请1件；从内容看，涉及安全生产5件、防汛3件、救灾4件。"
        "答复14件（含上年结转3件，另有1件顺延至下年度答复），按时答复率100%。",
        {("共计12件", "共计11件"): RECEIVED, ("含上年结转3件", "含上年结转6件"): CARRIED_IN},
    ),
    "respectively": (
        "申请办理结果为：予以公开、部分公开、不予公开分别为4件、2件、5件，分别占28.6%、14.3%、35.7%；"
        "其余3件分属无法提供、不予处理和其他处理。不予公开的5件中，保护第三方合法权益3件，过程性信息2件。",
        {},
    ),
    "none of it": (
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条和国办公开办函〔2021〕30号文件编制本报告。"
        "本年度未收到有关政府信息公开的投诉举报，未收取政府信息公开信息处理费，没有因政府信息公开被追究责任的情形。"
        "联系电话：0551-62345678，地址：临湖路12号3楼305室，邮编230001。",
        {},
    ),
    "months": (
        "3月，举办培训班2期，培训86人次；6月，开展“政府开放日”活动1次；截至6月底收到依申请公开7件，"
        "下半年收到依申请公开5件。全年合计收到依申请公开申请12件，月均1件，3至5个工作日办结的10件。",
        {("公开申请12件", "公开申请14件"): RECEIVED},
    ),
    "others": (
        "我局指导各镇街办理政府信息公开申请46件，协助区政府办公室办理申请9件。就我局而言，"
        "全年收到政府信息公开申请12件，上年结转3件；因政府信息公开引发的行政复议案件2件、行政诉讼案件1件，"
        "同期全局各类行政复议案件17件、行政诉讼案件8件。",
        {("信息公开申请12件", "信息公开申请19件"): RECEIVED, ("结转3件", "结转1件"): CARRIED_IN},
    ),
    "ranges": (
        "近三年收到的政府信息公开申请数量在10至20件之间：2021年16件，2022年18件，2023年12件。"
        "每件申请平均用时8.5个工作日，最短2个工作日，最长19个工作日。"
        "2023年度办结的14件申请中，予以公开4件，占28.57%，部分公开2件，占14.29%，不予公开5件，占35.71%。",
        {
            ("予以公开4件", "予以公开5件"): GRANTED,
            ("部分公开2件", "部分公开1件"): PART,
            ("不予公开5件", "不予公开15件"): REFUSED,
        },
    ),
    "counts first": (
        "全年收到12件政府信息公开申请，连同3件上年结转申请，共15件。其中，4件予以公开，2件部分公开，"
        "5件不予公开，1件无法提供，1件不予处理，1件作其他处理，1件结转下年度继续办理。",
        {
            ("收到12件", "收到10件"): RECEIVED,
            ("4件予以公开", "7件予以公开"): GRANTED,
            ("2件部分公开", "4件部分公开"): PART,
            ("5件不予公开", "6件不予公开"): REFUSED,
            ("1件无法提供", "3件无法提供"): UNAVAILABLE,
            ("1件结转下年度", "2件结转下年度"): CARRIED_OUT,
        },
    ),
    "several things": (
        "办理人大代表建议15件、政协提案8件，办复率100%；受理12345热线工单1320件，办结1318件；收到信访件30余件。"
        "依申请公开方面：新收申请12件，结转3件；自然人申请10件，法人及其他组织申请2件；"
        "行政复议2件，行政诉讼1件，均涉及政府信息公开。",
        {("新收申请12件", "新收申请22件"): RECEIVED},
    ),
}  # fmt: skip
WRONG = [
    pytest.param(text.replace(old, new, 1), cell, id=f"{name}: {new}")
    for name, (text, changes) in NARRATIVES.items()
    for (old, new), cell in changes.items()
]


def findings(text: str):
    given = with_cells(report(2023), CELLS)
    kept = given.sections["overview"].before
    return check_report(subject(with_section(given, "overview", *kept, text)))


@pytest.mark.parametrize("name", NARRATIVES)
def test_nothing_is_said_of_a_narrative_that_fits(name: str) -> None:
    assert findings(NARRATIVES[name][0]) == ()


@pytest.mark.parametrize(("text", "cell"), WRONG)
def test_one_wrong_number_is_found_and_its_cell_named(text: str, cell: str) -> None:
    assert text not in [given for given, _ in NARRATIVES.values()]
    (finding,) = findings(text)
    assert finding.code == "text.figure"
    assert finding.cells[0] == cell
