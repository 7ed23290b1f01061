"""Pages drawn character by character: what stands where decides what is read."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from generator.conversion import convert
from generator.importers import read
from generator.importers.cells import Note, read_cell
from generator.model.forms import Number
from generator.model.submissions import Block, Grid, Paragraph, Spread, Submission

SIZE = 1000
Glyphs = list[list[object]]
Rules = list[list[int]]


def text(left: int, top: int, words: str, size: int = SIZE, rise: int = 0) -> Glyphs:
    """Characters from `left` on; Chinese ones are as wide as high, the others half as wide."""
    found: Glyphs = []
    for character in words:
        width = size // 2 if character.isascii() else size
        box = [left, top - rise, left + width, top - rise + size]
        found.append([character, *box, top - rise + size * 9 // 10])
        left += width
    return found


def frame(xs: Sequence[int], ys: Sequence[int]) -> Rules:
    """The lines of a table without merged cells."""
    across = [[xs[0], y, xs[-1], y] for y in ys]
    return across + [[x, ys[0], x, ys[-1]] for x in xs]


def page(*glyphs: Glyphs, rules: Rules | None = None, **others: object) -> dict[str, object]:
    plain: dict[str, object] = {"pictures": [], "turned": "", "hidden": ""}
    shown = [glyph for part in glyphs for glyph in part]
    return plain | {"size": [60_000, 80_000], "glyphs": shown, "rules": rules or []} | others


def submission_of(*pages: dict[str, object]) -> Submission:
    drawing = json.dumps({"pages": pages}).encode()
    submission, findings = read("report.pdf", b"%PDF-1.7", lambda *_: drawing)
    assert submission, findings
    return submission


def blocks_of(*pages: dict[str, object]) -> tuple[Block, ...]:
    return submission_of(*pages).blocks


def grid_of(*pages: dict[str, object]) -> list[list[str]]:
    (grid,) = (block for block in blocks_of(*pages) if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def texts_of(*pages: dict[str, object]) -> list[str]:
    return [block.text for block in blocks_of(*pages) if isinstance(block, Paragraph)]


FILLER = text(6000, 6000, "本报告按照规定的格式编制，数据属实。")
XS, YS = (6000, 16000, 26000), (10_000, 13_000, 16_000)


# --- cells ------------------------------------------------------------------------------------


def test_cells_are_what_lines_enclose() -> None:
    cells = [text(6500, 11_000, "规章"), text(16_500, 11_000, "12"), text(6500, 14_000, "许可")]
    assert grid_of(page(FILLER, *cells, rules=frame(XS, YS))) == [["规章", "12"], ["许可", ""]]


def test_a_missing_line_makes_one_cell_of_two() -> None:
    rules = [*frame(XS, (13_000, 16_000)), [6000, 10_000, 26_000, 10_000]]
    rules += [[6000, 10_000, 6000, 13_000], [26_000, 10_000, 26_000, 13_000]]
    cells = [text(10_000, 11_000, "情况"), text(6500, 14_000, "许可"), text(16_500, 14_000, "5")]
    (grid,) = (b for b in blocks_of(page(FILLER, *cells, rules=rules)) if isinstance(b, Grid))
    assert [[cell.text for cell in row] for row in grid.rows] == [["情况", "情况"], ["许可", "5"]]
    assert grid.rows[0][1].spread is Spread.RIGHT


def test_lines_drawn_cell_by_cell_or_as_thin_shapes_are_lines() -> None:
    rules = [[x, y, x + 10_000, y + 60] for y in YS for x in XS[:2]] + [
        [x, y, x + 60, y + 3000] for x in XS for y in YS[:2]
    ]
    cells = [text(6500, 11_000, "规章"), text(16_500, 11_000, "12")]
    assert grid_of(page(FILLER, *cells, rules=rules)) == [["规章", "12"], ["", ""]]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    rules = [[6000, y, 26_000, y] for y in YS] + [[16_000, YS[0], 16_000, YS[-1]]]
    cells = [text(6500, 11_000, "规章"), text(16_500, 11_000, "12")]
    assert grid_of(page(FILLER, *cells, rules=rules))[0] == ["规章", "12"]


def test_a_frame_around_text_is_no_table() -> None:
    rules = frame((5000, 50_000), (5000, 70_000))
    assert texts_of(page(FILLER, rules=rules)) == ["本报告按照规定的格式编制，数据属实。"]


def figure_in(*glyphs: Glyphs) -> tuple[object, Note]:
    cells = grid_of(page(FILLER, text(6500, 11_000, "规章"), *glyphs, rules=frame(XS, YS)))
    return read_cell(cells[0][1], Number.COUNT)


def test_digits_side_by_side_are_a_figure() -> None:
    assert figure_in(text(16_500, 11_000, "1472")) == (1472, Note.EXACT)


def test_digits_apart_are_no_figure() -> None:
    assert figure_in(text(16_500, 11_000, "1"), text(17_600, 11_000, "2")) == ("1 2", Note.TEXT)


def test_digits_on_two_lines_are_no_figure() -> None:
    found = figure_in(text(16_500, 10_500, "101"), text(16_500, 11_700, "0"))
    assert found == ("101\n0", Note.TEXT)


def test_a_raised_digit_is_a_mark() -> None:
    found = figure_in(text(16_500, 11_000, "5"), text(17_000, 11_000, "1", 600, rise=100))
    assert found == ("5¹", Note.TEXT)


def test_digits_painted_twice_to_look_bold_are_there_once() -> None:
    found = figure_in(text(16_500, 11_000, "11"), text(16_530, 11_000, "11"))
    assert found == (11, Note.EXACT)


def test_a_digit_painted_over_another_leaves_no_figure() -> None:
    value, note = figure_in(text(16_500, 11_000, "35"), text(16_600, 11_000, "8"))
    assert note is Note.TEXT
    assert "\ufffd" in str(value)


def test_a_figure_across_a_line_belongs_to_neither_cell() -> None:
    across = text(15_000, 11_000, "1234")
    first, second = grid_of(page(FILLER, across, rules=frame(XS, YS)))[0]
    assert read_cell(first, Number.COUNT)[1] is Note.TEXT
    assert read_cell(second, Number.COUNT)[1] is Note.TEXT


def test_a_character_without_meaning_is_no_digit() -> None:
    assert figure_in(text(16_500, 11_000, "1\ufffd2"))[1] is Note.TEXT


def test_full_lines_of_a_cell_are_one_text() -> None:
    lines = [text(6600, 10_200, "要求行政机关确认或"), text(6600, 11_400, "重新出具")]
    assert grid_of(page(FILLER, *lines, rules=frame(XS, YS)))[0][0] == "要求行政机关确认或重新出具"


# --- tables over several pages ----------------------------------------------------------------

HEAD = [text(6500, 71_000, "信息内容"), text(16_500, 71_000, "件数")]
FOOT = (70_000, 73_000, 76_000)
TOP = (6000, 9000, 12_000)


def first_page(*glyphs: Glyphs) -> dict[str, object]:
    return page(FILLER, *HEAD, *glyphs, rules=frame(XS, FOOT))


def test_the_rows_of_the_next_page_belong_to_the_table() -> None:
    second = page(text(6500, 7000, "许可"), text(16_500, 7000, "5"), rules=frame(XS, TOP))
    first = first_page(text(6500, 74_000, "规章"), text(16_500, 74_000, "3"))
    assert grid_of(first, second) == [["信息内容", "件数"], ["规章", "3"], ["许可", "5"], ["", ""]]


def test_heads_printed_again_are_left_out() -> None:
    again = [text(6500, 7000, "信息内容"), text(16_500, 7000, "件数")]
    rest = [text(6500, 10_000, "许可"), text(16_500, 10_000, "5")]
    first = first_page(text(6500, 74_000, "规章"), text(16_500, 74_000, "3"))
    second = page(*again, *rest, rules=frame(XS, TOP))
    assert grid_of(first, second) == [["信息内容", "件数"], ["规章", "3"], ["许可", "5"]]


def test_rows_of_equal_figures_are_no_heads() -> None:
    first = page(FILLER, text(6500, 71_000, "0"), text(16_500, 71_000, "0"), rules=frame(XS, FOOT))
    second = page(text(6500, 7000, "0"), text(16_500, 7000, "0"), rules=frame(XS, TOP))
    assert len(grid_of(first, second)) == 4


def test_a_cut_row_is_one_row() -> None:
    first = first_page(text(6600, 74_000, "要求行政机关确认或"), text(16_500, 74_000, "3"))
    rest = text(6600, 7000, "重新出具")
    second = page(rest, text(6500, 10_000, "许可"), text(16_500, 10_000, "5"), rules=frame(XS, TOP))
    assert grid_of(first, second)[1:] == [["要求行政机关确认或重新出具", "3"], ["许可", "5"]]


def test_a_row_of_blanks_is_not_taken_for_the_rest_of_another() -> None:
    first = first_page(text(6500, 74_000, "规章"), text(16_500, 74_000, "3"))
    second = page(text(6500, 7000, "许可"), rules=frame(XS, TOP))
    assert grid_of(first, second)[1:3] == [["规章", "3"], ["许可", ""]]


def test_a_merged_cell_goes_on_on_the_next_page() -> None:
    xs = (6000, 12_000, 18_000, 26_000)
    rules = frame(xs, FOOT)
    rules.remove([6000, 73_000, 26_000, 73_000])
    first = [
        text(6500, 74_000, "（五）"),
        text(12_500, 71_000, "1.信访"),
        text(18_500, 71_000, "7"),
    ]
    first += [text(12_500, 74_000, "2.重复"), text(18_500, 74_000, "8")]
    rules.append([12_000, 73_000, 26_000, 73_000])
    rest = [text(12_500, 7000, "3.要求"), text(18_500, 7000, "9")]
    grid = grid_of(page(FILLER, *first, rules=rules), page(*rest, rules=frame(xs, (6000, 9000))))
    assert grid == [["（五）", "1.信访", "7"], ["（五）", "2.重复", "8"], ["（五）", "3.要求", "9"]]


def test_text_between_divides_tables() -> None:
    first = first_page(text(6500, 74_000, "规章"), text(16_500, 74_000, "3"))
    note = text(6000, 4000, "注：下表另计。")
    second = page(note, text(6500, 7000, "许可"), rules=frame(XS, TOP))
    assert [type(block) for block in blocks_of(first, second)] == [Paragraph, Grid, Paragraph, Grid]


# --- text -------------------------------------------------------------------------------------

LINE = "我局认真落实上级部署要求做好政府信息公开各项工作取得实效成果"


def test_full_lines_go_on_and_indented_ones_begin() -> None:
    lines = [text(8000, 10_000, LINE[:28]), text(6000, 11_500, LINE), text(6000, 13_000, "完毕。")]
    lines += [text(8000, 14_500, "另起一段。")]
    assert texts_of(page(*lines)) == [LINE[:28] + LINE + "完毕。", "另起一段。"]


def test_short_lines_are_paragraphs_of_their_own() -> None:
    lines = [text(6000, 10_000, LINE), text(6000, 11_500, "无。"), text(6000, 13_000, "附件")]
    assert texts_of(page(*lines)) == [LINE + "无。", "附件"]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    first = page(text(8000, 8000, LINE[:28]), text(6000, 9500, LINE), text(30_000, 77_000, "- 1 -"))
    second = page(text(6000, 6000, "有序推进。"), text(30_000, 77_000, "- 2 -"))
    submission = submission_of(first, second)
    assert [block.text for block in submission.blocks if isinstance(block, Paragraph)] == [
        LINE[:28] + LINE + "有序推进。"
    ]
    assert [each.text for each in submission.left_out] == ["- 1 -", "- 2 -"]


def test_a_number_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert texts_of(page(FILLER, text(6000, 40_000, "3"))) == [
        "本报告按照规定的格式编制，数据属实。",
        "3",
    ]


def test_running_heads_are_left_out_and_reported() -> None:
    pages = [
        page(
            text(6000, 3000, f"某局年报 {number}"),
            text(6000, 20_000, f"{LINE}{'甲乙丙'[number]}。"),
        )
        for number in range(3)
    ]
    drawing = json.dumps({"pages": pages}).encode()
    submission, (finding,) = read("report.pdf", b"%PDF-1.7", lambda *_: drawing)
    assert submission
    assert [block.text[-2:] for block in submission.blocks if isinstance(block, Paragraph)] == [
        "甲。", "乙。", "丙。",
    ]  # fmt: skip
    assert finding.code == "import.page_mark"
    assert finding.parameters["text"] == "某局年报 0｜某局年报 1｜某局年报 2"


# --- what is not read -------------------------------------------------------------------------

WHOLE = [[0, 0, 60_000, 80_000]]


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ([page(pictures=WHOLE)], "import.scanned"),
        ([page(text(6000, 6000, "扫描"), pictures=WHOLE, hidden="识别出的文字")], "import.scanned"),
        ([page(text(6000, 6000, "\ufffd" * 40))], "import.no_meaning"),
        ([page()], "import.empty"),
        ([page(rules=[[i * 900, j * 900, i * 900 + 500, j * 900] for i in range(60) for j in range(80)])],
         "import.too_complex"),
    ],
)  # fmt: skip
def test_pages_without_text_are_refused(pages: list[dict[str, object]], code: str) -> None:
    drawing = json.dumps({"pages": pages}).encode()
    submission, findings = read("report.pdf", b"%PDF-1.7", lambda *_: drawing)
    assert submission is None
    assert [finding.code for finding in findings] == [code]


def test_a_page_that_is_a_picture_and_turned_text_are_reported() -> None:
    drawing = json.dumps(
        {"pages": [page(text(6000, 6000, LINE), turned="仅供参考"), page(pictures=WHOLE)]}
    ).encode()
    submission, findings = read("report.pdf", b"%PDF-1.7", lambda *_: drawing)
    assert submission
    found = [(finding.code, finding.parameters["page"]) for finding in findings]
    assert found == [("import.turned", "1"), ("import.page_picture", "2")]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    ],
)
def test_what_is_no_sound_pdf_is_refused(data: bytes) -> None:
    submission, findings = read("report.pdf", data, convert)
    assert submission is None
    assert [finding.code for finding in findings] in (["import.damaged"], ["import.empty"])


def test_a_picture_is_refused_whatever_its_ending() -> None:
    for name in ("scan.jpg", "scan.png", "scan.docx"):
        submission, findings = read(name, b"\x89PNG\r\n\x1a\n", convert)
        assert submission is None
        assert [finding.code for finding in findings] == ["import.picture"]
