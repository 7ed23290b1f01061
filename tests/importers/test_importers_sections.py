"""Headings as agencies word, number and misplace them."""

from __future__ import annotations

import pytest
from import_layouts import FORMS, LAYOUTS, form_2021, merged

from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.importers.sections import locate
from generator.model.submissions import Paragraph

OFFICIAL = [section.title.zh for section in form_2021().sections]


def filling_of(text: str) -> Filling:
    submission, _ = read("report.txt", text.encode())
    assert submission
    return fill(submission, FORMS)


def table(number: int) -> str:
    found = form_2021().tables[number]
    values = {row.id: ["1"] * len(block.leaf_columns) for block, row in found.rows()}
    return LAYOUTS["pipes_packed"](merged(found, values))


def located(headings: list[str]) -> list[str | None]:
    """The heading that each section was found at, where text and tables stand between them."""
    blocks = [block for heading in headings for block in (Paragraph(heading), Paragraph("文字。"))]
    openings = locate(blocks, form_2021())
    found: list[str | None] = []
    for section in form_2021().sections:
        opening = openings.get(section.id)
        block = blocks[opening.block] if opening else None
        found.append(block.text if isinstance(block, Paragraph) else None)
    return found


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (0, "一、 总体情况"),
        (0, "1、 总体情况"),
        (0, "一.总体情况"),
        (0, "总体情况"),
        (0, "一、总体情况："),
        (0, "一、政府信息公开工作总体情况"),
        (0, "一、主要工作概述"),
        (0, "一、基本工作情况"),
        (0, "一、總體情況"),
        (1, "二、行政机关主动公开政府信息情况"),
        (1, "二、主动公开政府信息的情况"),
        (1, "一、主动公开政府信息情况"),
        (1, "主动公开政府信息情况"),
        (1, "2．主动公开政府信息情况"),
        (2, "三、收到和处理政府信息公开审核情况"),
        (2, "三、收到和处理政府信息公开申请的情况"),
        (3, "四、政府信息公开行政复议和行政诉讼情况"),
        (3, "四、政府信息公开行政复议及行政诉讼情况"),
        (3, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        (3, "四、因政府信息公开被申请行政复议、提起行政诉讼情况"),
        (3, "四、因政府信息公开申请行政复议、提起行政诉讼情况"),
        (3, "四、政府信息公开行政复议、行政诉讼"),
        (4, "五、政府信息公开工作存在的主要问题及改进情况"),
        (4, "五、存在问题及改进情况"),
        (4, "五、存在的主要问题和改进措施"),
        (4, "五、工作中存在的主要问题及改进措施"),
        (4, "五、主要问题及改进情况"),
        (4, "五、当前存在的主要问题及下一步改进措施"),
        (5, "六、其它需要报告的事项"),
        (5, "六、其他报告的事项"),
        (5, "六、其他需要汇报事项"),
        (5, "六、其他事项"),
        (5, "六、需要报告的其他事项"),
        (5, "其他需要报告的事项"),
    ],
)
def test_a_heading_in_other_words_is_found(number: int, heading: str) -> None:
    headings = [*OFFICIAL[:number], heading, *OFFICIAL[number + 1 :]]
    assert located(headings) == headings


@pytest.mark.parametrize("number", range(6))
def test_a_section_that_is_not_there_is_not_found_elsewhere(number: int) -> None:
    headings = [*OFFICIAL[:number], *OFFICIAL[number + 1 :]]
    assert located(headings) == [*OFFICIAL[:number], None, *OFFICIAL[number + 1 :]]


@pytest.mark.parametrize(
    "false",
    [
        "五、收到和处理政府信息公开申请情况",
        "六、政府信息公开申请行政复议、提起行政诉讼情况",
        "（一）主动公开政府信息情况",
        "（三）存在的主要问题",
        "四、下一步工作打算",
        "二、严格执行政府信息公开制度规范",
    ],
)
def test_what_looks_like_a_heading_inside_section_one_is_its_text(false: str) -> None:
    text = "\n".join(
        [
            *(OFFICIAL[0], "甲。", false, "乙。"),
            *(OFFICIAL[1], table(0), OFFICIAL[2], table(1), OFFICIAL[3], table(2)),
            *(OFFICIAL[4], "问题。", OFFICIAL[5], "无"),
        ]
    )
    found = filling_of(text)
    assert found.report.sections["overview"].paragraphs == ("甲。", false, "乙。")
    assert found.report.sections["other"].paragraphs == ("无",)
    assert found.counts.cells == found.counts.all_cells


def test_a_list_of_contents_is_not_the_text() -> None:
    text = "\n".join(
        ["目录", *OFFICIAL] + [line for title in OFFICIAL for line in (title, f"{title[2:]}如下。")]
    )
    found = filling_of(text)
    assert [found.report.sections[each.id].paragraphs for each in form_2021().sections] == [
        (f"{title[2:]}如下。",) for title in OFFICIAL
    ]
    assert found.report.preface == tuple(OFFICIAL)


def test_headings_that_run_on_into_their_text_are_divided_from_it() -> None:
    text = (
        "一、总体情况。我局公开3件。\n五、存在的主要问题及改进情况：一是不够及时。\n"
        "六、其他需要报告的事项 无"
    )
    found = filling_of(text).report.sections
    assert found["overview"].paragraphs == ("我局公开3件。",)
    assert found["problems"].paragraphs == ("一是不够及时。",)
    assert found["other"].paragraphs == ("无",)


def test_a_sentence_that_names_the_sections_is_not_divided() -> None:
    sentence = "本报告由总体情况、主动公开政府信息情况、其他需要报告的事项等部分组成。"
    found = filling_of(f"{sentence}\n{OFFICIAL[0]}\n甲。\n")
    assert found.report.preface == (sentence,)


def test_a_whole_report_in_one_line_is_read() -> None:
    tables = [
        " ".join(LAYOUTS["spaced"](merged(each, values_of(each))).split())
        for each in form_2021().tables
    ]
    parts = ["甲。", *tables, "问题。", "无"]
    pairs = zip(OFFICIAL, parts, strict=True)
    found = filling_of(" ".join(f"{title} {part}" for title, part in pairs))
    assert found.counts.cells == 200
    assert found.report.row("disclosure", "licences") == found.report.row("disclosure", "coercion")
    assert found.report.sections["problems"].paragraphs == ("问题。",)


def values_of(found: object) -> dict[str, list[str]]:
    tables = {each.id: each for each in form_2021().tables}
    table = tables[getattr(found, "id", "")]
    return {row.id: ["4"] * len(block.leaf_columns) for block, row in table.rows()}


def test_a_table_without_its_heading_opens_its_section() -> None:
    text = "\n".join([OFFICIAL[0], "甲。", table(0), OFFICIAL[2], table(1), OFFICIAL[5], "无"])
    found = filling_of(text)
    assert found.report.row("disclosure", "licences")
    assert found.report.tables["disclosure"]["licences"].cells == (1,)
    codes = [finding.code for finding in found.findings]
    assert codes.count("import.heading_missing") == 1


def test_a_table_before_its_heading_is_found() -> None:
    text = "\n".join(
        [OFFICIAL[2], table(1), "以上。", table(2), OFFICIAL[3], "见上表。", OFFICIAL[4], "问题。"]
    )
    found = filling_of(text)
    assert found.report.tables["proceedings"]["cases"].cells == (1,) * 15
    assert found.report.tables["applications"]["handled"].cells == (1,) * 7
    assert found.report.sections["proceedings"].paragraphs == ("见上表。",)


def test_text_stands_before_and_behind_its_table() -> None:
    text = "\n".join([OFFICIAL[1], "如下：", table(0), "注：不含乡镇。", OFFICIAL[4], "问题。"])
    narrative = filling_of(text).report.sections["disclosure"]
    assert (narrative.before, narrative.after) == (("如下：",), ("注：不含乡镇。",))
