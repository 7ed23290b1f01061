"""What stands before the first section, and the page around the report."""

from __future__ import annotations

import pytest
from import_layouts import FORMS

from generator.importers import read
from generator.importers.chrome import is_chrome
from generator.importers.filling import Filling, fill
from generator.model.forms import Form, Label

TITLE = "某县某局2023年政府信息公开工作年度报告"


def filling_of(*lines: str) -> Filling:
    submission, _ = read("report.txt", "\n".join(lines).encode())
    assert submission
    return fill(submission, FORMS)


def apart(filling: Filling) -> list[tuple[str, str]]:
    return [(piece.section, piece.text) for piece in filling.report.unplaced]


def test_what_stands_above_the_title_is_not_the_preface() -> None:
    found = filling_of(
        "某县人民政府门户网站",
        "某政发〔2024〕3号",
        TITLE,
        "根据《条例》编制。",
        "一、总体情况",
        "甲。",
    )
    assert found.title == TITLE
    assert found.report.preface == ("根据《条例》编制。",)
    assert apart(found) == [
        ("preface", "某县人民政府门户网站"),
        ("preface", "某政发〔2024〕3号"),
    ]


def test_lines_of_the_page_are_kept_apart_from_the_text() -> None:
    found = filling_of(
        *(
            TITLE,
            "发布时间：2024-01-18 浏览次数：15",
            "【字体：大 中 小】",
            "编制说明。",
            "一、总体情况",
            "甲。",
        ),
        *(
            "打印",
            "六、其他需要报告的事项",
            "无",
            "附件：收费明细",
            "上一篇：公告",
            "[打印本页] [关闭窗口]",
        ),
    )
    assert found.report.preface == ("编制说明。",)
    assert found.report.sections["overview"].paragraphs == ("甲。", "打印")
    assert found.report.sections["other"].paragraphs == ("无", "附件：收费明细")
    assert [section for section, _ in apart(found)] == ["preface", "preface", "other", "other"]


def test_the_table_of_a_portal_is_kept_row_by_row() -> None:
    found = filling_of(
        "索 引 号 | 01425845-9/2023-00012 | 分 类 | 综合政务 |",
        "发布机构 | 某局 | 发文日期 | 2024-01-04 |",
        *(TITLE, "一、总体情况", "甲。"),
    )
    assert len(apart(found)) == 2
    assert found.title == TITLE


def test_a_form_without_sections_and_tables_keeps_all_text() -> None:
    free = Form("free", Label("自由格式"), "无", 2008, 2013, (), ())
    lines = ("某局2010年政府信息公开年度报告", "一、概述", "甲 乙。", "规章\t0\n附表\t1")
    submission, _ = read("report.txt", "\n".join(lines).encode())
    assert submission
    found = fill(submission, {"free": free})
    assert (found.year, found.form.id) == (2010, "free")
    assert found.report.preface == ("一、概述", "甲 乙。")
    assert [text for _, text in apart(found)] == ["规章 | 0", "附表 | 1"]


@pytest.mark.parametrize(
    "text",
    [
        *("打印", "【关闭】", "字体：[大 中 小]", "字号:", "浏览次数：15 次", "责任编辑：张三"),
        *("来源：某局", "索 引 号：1/2022-00001", "首页 > 政务公开 > 年报", "京ICP备05000000号"),
        *("分享到：微信 微博", "扫一扫在手机打开当前页", "1", "目录"),
    ],
)
def test_lines_of_a_page(text: str) -> None:
    assert is_chrome(text)


@pytest.mark.parametrize(
    "text",
    [
        *("无", "无。", "附件：年度报告", "甲。", "2023年1月18日", "联系电话：0375-2201101"),
        *("一、总体情况", "（一）主动公开", "单位：万元", "政府网站公开政府信息大中小3条"),
        "来源于群众的申请，我局均已答复。" * 5,
    ],
)
def test_lines_of_a_report(text: str) -> None:
    assert not is_chrome(text)
