"""Which lines of a text are sub-headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.document import Heading, Paragraph
from generator.render.narrative import parts
from generator.subheadings import rank


@pytest.mark.parametrize(
    ("line", "depth"),
    [
        ("一、加强政府信息公开组织领导", 0),
        ("十二、其他", 0),
        ("（一）主动公开", 1),
        ("(一) 存在的主要问题", 1),
        ("1.平台建设", 2),
        ("2．平台建设", 2),
        ("3、平台建设", 2),
        ("（1）平台建设", 3),
        ("四、政府信息公开行政复议、行政诉讼情况", 0),
        ("一是规范性文件公开。", None),
        ("一、我局高度重视，认真落实", None),
        ("（一）做到以下几点：", None),
        ("1.", None),
        ("主动公开", None),
        ("2022年度没有发生", None),
        ("一、" + "长" * 29, None),
    ],
)
def test_a_sub_heading_is_numbered_short_and_no_sentence(line: str, depth: int | None) -> None:
    assert rank(line) == depth


def test_levels_follow_the_numbering() -> None:
    lines = ("一、公开", "甲。", "（一）主动", "乙。", "1.平台", "丙。", "二、问题", "丁。")
    found = [(part.level, part.id) for part in parts(lines, "s") if isinstance(part, Heading)]
    assert found == [(3, "s-1"), (4, "s-2"), (4, "s-3"), (3, "s-4")]


def test_a_list_stays_paragraphs() -> None:
    lines = ("一、公开", "1.机构职能", "2.政策法规", "3.工作动态", "（二）措施")
    found = list(parts(lines, "s"))
    assert [type(part) for part in found] == [Heading, *(Paragraph,) * 4]


def test_numbers_go_on_after_a_table() -> None:
    assert next(iter(parts(("（三）其后", "甲。"), "s", 4))) == Heading(3, "（三）其后", "s-4")


@given(
    st.lists(
        st.one_of(st.text(max_size=8), st.sampled_from(["一、甲", "（一）乙", "1.丙", "丁。"]))
    )
)
def test_no_line_is_lost_or_moved(lines: list[str]) -> None:
    assert [part.text for part in parts(tuple(lines), "s")] == lines
