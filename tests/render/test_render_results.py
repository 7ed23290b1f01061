"""The results of the relations on a report's page, in words and figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from msgspec import structs

from generator.messages import Messages
from generator.model.findings import Finding, Place, Severity, Wording
from generator.model.forms import Form
from generator.model.judgements import JudgedLine, Judgement
from generator.model.pages import ReportView
from generator.model.reports import Report
from generator.render.document import to_html
from generator.render.report import report as report_page

View = Callable[..., ReportView]


def balance(form: Form) -> Judgement:
    relation = next(one for one in form.relations if one.id == "applications.balance")
    return Judgement(
        relation,
        (("", "新收"), ("", "上年结转")),
        (("本年度办理结果", "总计"), ("", "结转")),
        (),
    )


def block(page: str) -> str:
    found = re.search(r'<div class="gk-results">.*?\n</div>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]*>", "", found[0])


def test_what_holds_is_told_with_both_sides_and_folded(
    sample: Report, view_of: View, form: Form, zh: Messages
) -> None:
    lines = (
        JudgedLine("总计", ("申请人情况", "总计"), (12, 30), (42, 0)),
        JudgedLine("其他", ("", "其他"), (0, Decimal("-5")), (Decimal("-5.0"),)),
    )
    view = view_of(sample, judgements=(structs.replace(balance(form), lines=lines, zeros=5),))
    page = to_html(report_page(view, zh))
    assert '<details class="gk-result"><summary>' in page
    text = block(page)
    assert "7处相符。" in text
    assert "✓ 相符 新收＋上年结转＝本年度办理结果的总计＋结转" in text
    assert "申请人情况的总计：12＋30＝42＋0，两边都是42" in text
    assert "其他：0＋−5＝−5.0" in text
    assert "另有5处，各项都是0。" in text


def test_what_does_not_hold_is_open_and_leads_to_its_finding_with_the_reason(
    sample: Report, view_of: View, form: Form, zh: Messages
) -> None:
    broken = JudgedLine("自然人", ("", "自然人"), (1, 2), (4, 0))
    finding = Finding(
        "form.dangling",
        Severity.ERROR,
        Place("f.yml", 1, 1),
        {"within": "", "name": "", "relation": "applications.balance", "line": Wording("自然人")},
    )
    report = replace(sample, explanations={"applications.balance": "<b>重复登记</b>"})
    judgement = structs.replace(balance(form), lines=(broken,), unknown=(("", "其他"),))
    page = to_html(report_page(view_of(report, (finding,), judgements=(judgement,)), zh))
    assert '<details class="gk-result" open><summary>' in page
    text = block(page)
    assert "1处不符，1处有空白或文字，未核对。" in text
    assert "✗ 不符（1处） 新收" in text
    assert "✗ 不符 自然人：一边1＋2＝3，另一边4＋0＝4，相差1。 见校验发现1" in text
    assert "其他：有空白或文字，未核对。" in text
    assert "机关说明：&lt;b&gt;重复登记&lt;/b&gt;" in text
    assert 'href="#finding-1">见校验发现1' in page


def test_long_sums_name_the_first_and_tell_only_what_is_not_zero(
    sample: Report, view_of: View, form: Form, zh: Messages
) -> None:
    names = tuple(("", f"甲{number}") for number in range(6))
    line = JudgedLine("总计", ("", "总计"), (0, 3, 0, 0, 4, 0), (7,))
    judgement = Judgement(
        balance(form).relation, names, (("", "合计"),), (), only=names, lines=(line,)
    )
    text = block(to_html(report_page(view_of(sample, judgements=(judgement,)), zh)))
    assert "甲0等6项之和＝合计（甲0、甲1、甲2、甲3等6处）" in text
    assert "总计：3＋4＝7" in text


def test_across_years_the_page_leads_to_the_other_report(
    sample: Report, view_of: View, form: Form, zh: Messages
) -> None:
    relation = next(one for one in form.relations if one.id == "applications.carried_total")
    line = JudgedLine("总计", ("", "总计"), (3,), (3,))
    judgement = Judgement(relation, (("", "上年结转"),), (), (("", "结转下年度"),), lines=(line,))
    view = view_of(sample, judgements=(judgement,))
    view = replace(view, previous=replace(view.summary, year=2021))
    page = to_html(report_page(view, zh))
    assert "上年结转＝上年报告的结转下年度" in block(page)
    assert '<p><a href="../2021/">2021年度的报告</a></p>' in page
    alone = structs.replace(judgement, lines=(), compared=False)
    page = to_html(report_page(view_of(sample, judgements=(alone,)), zh))
    assert "没有可比的上年报告" in block(page)
    assert "没有可以核对的数字" in block(page)
