"""Plain text becomes paragraphs and grids."""

from __future__ import annotations

import pytest

from generator.importers import read
from generator.model.submissions import Grid, Paragraph, Submission

TEXT = "一、总体情况\n\n我局公开3件。\n规章\t0\t\t2\n行政许可\t3\t\t\n"


def submission_of(data: bytes, name: str = "report.txt") -> Submission:
    submission, findings = read(name, data)
    assert submission
    assert findings == []
    return submission


def refusal_of(data: bytes, name: str = "report.txt") -> str:
    submission, findings = read(name, data)
    assert submission is None
    (finding,) = findings
    assert finding.place.file == name
    return finding.code


def rows_of(text: str) -> list[list[str]]:
    (grid,) = submission_of(text.encode()).blocks
    assert isinstance(grid, Grid)
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_every_usual_encoding_gives_the_same(encoding: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(encoding, b"") + TEXT.encode(encoding)
    assert submission_of(data).blocks == submission_of(TEXT.encode()).blocks


def test_lines_are_paragraphs_with_their_numbers() -> None:
    found = submission_of("\r\n  一、总体情况\r\n\r\n\u3000\u3000我局。\xa0\r无\n".encode()).blocks
    assert found == (Paragraph("一、总体情况", 2), Paragraph("我局。", 4), Paragraph("无", 5))


def test_tabs_divide_cells_and_blanks_stay() -> None:
    assert rows_of("规章\t0\t\t2\n\n行政许可\t3\t\t\n") == [
        ["规章", "0", "", "2"],
        ["行政许可", "3", "", ""],
    ]


def test_a_tab_that_indents_divides_nothing() -> None:
    found = submission_of("\t我局公开3件。\n\t\t另有2件。\n".encode()).blocks
    assert found == (Paragraph("我局公开3件。", 1), Paragraph("另有2件。", 2))


def test_pipes_divide_cells() -> None:
    assert rows_of("信息内容 | 本年 |\n规章 | 0 |\n| 行政许可 | | 3 |\n") == [
        ["信息内容", "本年"],
        ["规章", "0"],
        ["", "行政许可", "", "3"],
    ]


def test_borders_and_rules_of_markdown_are_no_cells() -> None:
    assert rows_of("| 内容 | 数 |\n|:---|---:|\n| 规章 | 0 |\n| | 1 |\n") == [
        ["内容", "数"],
        ["规章", "0"],
        ["", "1"],
    ]


def test_one_closed_cell_a_line() -> None:
    assert rows_of("规章 |\n/ |\n|\n5 |\n||\n") == [["规章"], ["/"], [""], ["5"], ["", ""]]


def test_pipes_on_lines_of_their_own_close_the_line_above() -> None:
    found = submission_of("表格如下：\n规章\n|\n0\n|\n|\n6\n|\n六、其他\n".encode()).blocks
    assert found[0] == Paragraph("表格如下：", 1)
    assert found[2] == Paragraph("六、其他", 9)
    assert isinstance(found[1], Grid)
    assert [[cell.text for cell in row] for row in found[1].rows] == [["规章"], ["0"], [""], ["6"]]


def test_a_pipe_in_a_long_sentence_is_no_grid() -> None:
    sentence = "我局认真落实" * 30 + "|" + "并公开" * 50
    assert submission_of(sentence.encode()).blocks == (Paragraph(sentence, 1),)


def test_control_characters_are_dropped() -> None:
    assert submission_of("我局\x07公开\x0b无".encode()).blocks == (
        Paragraph("我局公开", 1),
        Paragraph("无", 2),
    )


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("report.txt", b"", "import.empty"),
        ("report.txt", b" \r\n\t\n\xe3\x80\x80", "import.empty"),
        ("report.txt", b"\xef\xbb\xbf", "import.empty"),
        ("report.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "import.picture"),
        ("report.txt", b"\x00\x01\x02\x03" * 9, "import.binary"),
        ("report.txt", bytes(range(256)) * 8, "import.binary"),
        ("report.txt", b"\xff\xfe\x00", "import.encoding"),
        ("report.txt", b"caf\xe9 d\xe9j\xe0 vu \xff", "import.encoding"),
        ("report.txt", "政府信息公開工作年度報告".encode("big5"), "import.encoding"),
        ("report.txt", ("行" * (4 * 1024 * 1024 + 1)).encode(), "import.too_large"),
        ("report.exe", TEXT.encode(), "import.unknown_format"),
        ("report", TEXT.encode(), "import.unknown_format"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, code: str) -> None:
    assert refusal_of(data, name) == code


def test_endings_are_read_in_any_case() -> None:
    assert submission_of(TEXT.encode(), "年报.TXT").name == "年报.TXT"
