"""Word files: made here part by part, so that every construction of the format can be shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_layouts import FORMS, LAYOUTS, Merged, form_2021, merged
from import_word import STRICT, W, archive, cell, paragraph, run, table, word

from generator import records
from generator.importers import read
from generator.importers.filling import fill
from generator.model.submissions import Block, Grid, Paragraph, Spread


def blocks_of(data: bytes) -> tuple[Block, ...]:
    submission, findings = read("report.docx", data)
    assert submission, findings
    return submission.blocks


def texts_of(body: str, **parts: str) -> list[str]:
    return [each.text for each in blocks_of(word(body, **parts)) if isinstance(each, Paragraph)]


def values() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    number = 10
    for each in form_2021().tables:
        for block, row in each.rows():
            count = len(block.leaf_columns)
            found.setdefault(each.id, {})[row.id] = [str(number + place) for place in range(count)]
            number += count
    found["applications"]["state_secret"] = ["", "", "5", "", "", "", ""]
    return found


def test_a_word_file_gives_the_record_of_the_same_text() -> None:
    title = "某县某局2023年政府信息公开工作年度报告"
    body, lines = [paragraph(title)], [title]
    for section in form_2021().sections:
        texts = [section.title.zh, f"第{section.id}段。"]
        body += [paragraph(*text) for text in texts]
        lines += texts
        if section.table:
            rows = merged(form_2021().table(section.table), values()[section.table])
            body.append(table(rows))
            lines.append(LAYOUTS["tabs_packed"](rows))
    document, _ = read("report.docx", word("".join(body)))
    text, _ = read("report.txt", "\n".join(lines).encode())
    assert document
    assert text
    found = fill(document, FORMS)
    assert found.findings == ()
    assert found.counts.rows == 32
    assert records.write(found.report, found.form) == records.write(
        fill(text, FORMS).report, found.form
    )


def test_merged_cells_cover_their_places() -> None:
    rows = [[Merged("甲", 1, 2), Merged("乙", 2)], [Merged("1"), Merged("2")]]
    (grid,) = blocks_of(word(table(rows)))
    assert isinstance(grid, Grid)
    assert [[each.text for each in row] for row in grid.rows] == [
        ["甲", "乙", "乙"],
        ["甲", "1", "2"],
    ]
    assert [each.spread for each in grid.rows[1]] == [Spread.DOWN, Spread.NONE, Spread.NONE]


def test_rows_that_begin_further_right() -> None:
    second = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("1")}{cell("2")}</w:tr>'
    body = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}{cell('丙')}</w:tr>{second}</w:tbl>"
    (grid,) = blocks_of(word(body))
    assert isinstance(grid, Grid)
    assert [each.text for each in grid.rows[1]] == ["", "1", "2"]


def test_tracked_changes_are_taken_as_accepted() -> None:
    changed = (
        f"<w:ins>{run('新收')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移来')}</w:moveTo>"
    )
    assert texts_of(paragraph("我局", changed, "3件。")) == ["我局新收移来3件。"]
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('旧')}{cell('1')}</w:tr>"
    body = f"<w:tbl>{gone}<w:tr>{cell('新')}{cell('2')}</w:tr></w:tbl>"
    (grid,) = blocks_of(word(body))
    assert isinstance(grid, Grid)
    assert [[each.text for each in row] for row in grid.rows] == [["新", "2"]]


def test_text_is_what_word_shows() -> None:
    body = paragraph(
        run("隐", "<w:vanish/>"),
        run("显", '<w:vanish w:val="0"/>'),
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>",
    )
    assert texts_of(body) == ["显链接甲 乙", "丙"]
    assert texts_of(f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>") == ["控件"]


def test_a_raised_digit_is_not_one_digit_more() -> None:
    inner = paragraph("5", run("1", '<w:vertAlign w:val="superscript"/>'))
    body = f"<w:tbl><w:tr>{cell('规章')}<w:tc>{inner}</w:tc></w:tr></w:tbl>"
    (grid,) = blocks_of(word(body))
    assert isinstance(grid, Grid)
    assert grid.rows[0][1].text == "5¹"


def test_text_boxes_follow_and_are_not_doubled() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts_of(paragraph("段落", drawing)) == ["段落", "框内"]


def test_footnotes_stand_behind_the_text() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("注：含乡镇。")}</w:footnote>'
    )
    assert texts_of(paragraph("正文"), footnotes=notes) == ["正文", "注：含乡镇。"]


def test_numbers_that_word_sets_itself() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%2."/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="3"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )

    def listed(text: str, level: int, list_id: int = 7) -> str:
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        return paragraph(text, properties=number)

    body = (
        listed("总体情况", 0)
        + listed("甲", 1)
        + listed("乙", 1)
        + paragraph("主动公开", properties='<w:pStyle w:val="H"/>')
        + listed("丙", 1)
        + listed("无号", 0, 0)
        + listed("重新", 0, 8)
    )
    assert texts_of(body, numbering=numbering, styles=styles) == [
        *("一、总体情况", "1.甲", "2.乙", "二、主动公开", "1.丙", "无号", "一、重新")
    ]


def test_a_table_that_places_text_is_no_grid() -> None:
    inner = table([[Merged("规章"), Merged("0")]])
    body = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}{inner}</w:tc>{cell('乙')}</w:tr></w:tbl>"
    first, grid, last = blocks_of(word(body))
    assert (first, last) == (Paragraph("甲", 1), Paragraph("乙", 6))
    assert isinstance(grid, Grid)


def test_both_sets_of_namespaces_are_read() -> None:
    assert blocks_of(word(paragraph("甲"), STRICT)) == (Paragraph("甲", 1),)


def bomb() -> bytes:
    return word(paragraph("甲") + "<!--" + "0" * (100 * 1024 * 1024) + "-->")


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.damaged"),
        (b"not a zip", "import.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.old_office"),
        (archive({"word/other.xml": "<x/>"}), "import.damaged"),
        (archive({"word/document.xml": "<w:document"}), "import.damaged"),
        (archive({"word/document.xml": ENTITIES}), "import.damaged"),
        (word(""), "import.empty"),
        (word(paragraph(" ")), "import.empty"),
        (bomb(), "import.too_large"),
        (
            word(
                "<w:tbl><w:tr>" + cell("甲", '<w:gridSpan w:val="9999"/>') * 200 + "</w:tr></w:tbl>"
            ),
            "import.too_large",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_word_file_is_refused(data: bytes, code: str) -> None:
    submission, findings = read("report.docx", data)
    assert submission is None
    assert [finding.code for finding in findings] == [code]


def test_deep_nesting_ends_well() -> None:
    body = paragraph("甲")
    for _ in range(80):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    submission, findings = read("report.docx", word(body))
    assert (submission is None) == bool(findings)


SOUND = word(
    "".join(paragraph(section.title.zh) for section in form_2021().sections)
    + table(merged(form_2021().table("disclosure"), values()["disclosure"]))
)


@settings(max_examples=120)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=6))
def test_damaged_files_do_not_break_the_reader(damage: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, byte in damage:
        data[place] = byte
    submission, findings = read("report.docx", bytes(data))
    assert (submission is None) == bool(findings)
    if submission:
        fill(submission, FORMS)
