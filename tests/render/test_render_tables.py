"""The statutory tables: the official nesting, the cells of a report, and what is told of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from render_grid import Grid
from render_reports import with_row

from generator.messages import Messages
from generator.model.forms import Form
from generator.model.reports import Report, Row
from generator.render.cells import short_labels, spots
from generator.render.layouts import layouts
from generator.render.tables import Mark, Marks, render_table, values


def grid(
    form: Form, report: Report, table: str, messages: Messages, marks: Marks | None = None
) -> Grid:
    return Grid(
        render_table(
            layouts(form)[table], values(layouts(form)[table], report), marks or {}, messages, "表"
        )
    )


@pytest.fixture(scope="session")
def grids(form: Form, sample: Report, zh: Messages) -> dict[str, Grid]:
    return {table.id: grid(form, sample, table.id, zh) for table in form.tables}


def test_every_table_is_a_full_rectangle(form: Form, grids: dict[str, Grid]) -> None:
    for name, width, height in (
        ("disclosure", 4, 14),
        ("applications", 10, 28),
        ("proceedings", 15, 4),
    ):
        slots = grids[name].slots
        assert set(slots) == {(row, column) for row in range(height) for column in range(width)}


def test_disclosure_has_the_official_spans(grids: dict[str, Grid]) -> None:
    table = grids["disclosure"]
    captions = [row[0] for row in table.rows if len(row) == 1]
    assert [cell.text for cell in captions] == [
        "第二十条第（一）项",
        "第二十条第（五）项",
        "第二十条第（六）项",
        "第二十条第（八）项",
    ]
    assert [cell.colspan for cell in captions] == [4, 4, 4, 4]
    assert table.of("本年收费金额（单位：万元）").colspan == 3
    spans = {row[0].text: [cell.colspan for cell in row[1:]] for row in table.rows if row[1:]}
    assert spans["规章"] == [1, 1, 1]
    for label in ("行政许可", "行政处罚", "行政强制", "行政事业性收费"):
        assert spans[label] == [3]


def test_applications_has_the_official_spans(grids: dict[str, Grid]) -> None:
    table = grids["applications"]
    corner = table.rows[0][0]
    assert corner.text == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    expected = {
        corner.text: (3, 3),
        "申请人情况": (7, 1),
        "自然人": (1, 2),
        "法人或其他组织": (5, 1),
        "总计": (1, 2),
        "商业企业": (1, 1),
        "一、本年新收政府信息公开申请数量": (3, 1),
        "三、本年度办理结果": (1, 22),
        "（一）予以公开": (2, 1),
        "（三）不予公开": (1, 8),
        "（四）无法提供": (1, 3),
        "（五）不予处理": (1, 5),
        "（六）其他处理": (1, 3),
        "1.属于国家秘密": (1, 1),
        "（七）总计": (2, 1),
        "四、结转下年度继续办理": (3, 1),
    }
    found = {text: table.of(text) for text in expected}
    assert {text: (cell.colspan, cell.rowspan) for text, cell in found.items()} == expected
    rows = [row for row in table.rows if any(cell.tag == "td" for cell in row)]
    assert len(rows) == 25
    assert {sum(cell.tag == "td" for cell in row) for row in rows} == {7}


def test_proceedings_has_the_official_spans(grids: dict[str, Grid]) -> None:
    heads = [
        [(cell.text, cell.colspan, cell.rowspan) for cell in row]
        for row in grids["proceedings"].rows
    ]
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    assert heads[0] == [("行政复议", 5, 1), ("行政诉讼", 10, 1)]
    assert heads[1][:5] == [(text, 1, 2) for text in outcomes]
    assert heads[1][5:] == [("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)]
    assert heads[2] == [(text, 1, 1) for text in outcomes * 2]
    assert len(heads[3]) == 15


def test_headers_name_exactly_the_heads_that_cover_a_cell(grids: dict[str, Grid]) -> None:
    """What `headers` says is what the grid shows: the heads to the left, and those above."""
    for table in grids.values():
        for (row, column), cell in table.slots.items():
            if cell.tag != "td":
                continue
            left = {
                table.slots[row, x].attributes["id"]
                for x in range(column)
                if table.slots[row, x].tag == "th"
            }
            named = cell.attributes["headers"].split()
            assert left <= set(named)
            above = [
                table.slots[y, column] for y in range(row) if table.slots[y, column].tag == "th"
            ]
            assert set(named) - left <= {head.attributes["id"] for head in above}
            assert len(named) == len(set(named))
            assert above[-1].attributes["id"] in named


def test_every_head_says_what_it_heads(grids: dict[str, Grid]) -> None:
    for table in grids.values():
        scopes = {cell.attributes["scope"] for cell in table.cells if cell.tag == "th"}
        assert scopes <= {"col", "colgroup", "row", "rowgroup"}
        identifiers = [cell.attributes["id"] for cell in table.cells]
        assert len(identifiers) == len(set(identifiers))


def test_every_cell_of_the_form_can_be_linked_to(form: Form, grids: dict[str, Grid]) -> None:
    linked = {
        cell.attributes["id"]
        for table in grids.values()
        for cell in table.cells
        if cell.tag == "td"
    }
    assert linked == set(spots(form))
    assert len(linked) == 200


def test_zero_blank_text_and_number_are_told_apart(
    form: Form, sample: Report, zh: Messages
) -> None:
    report = with_row(
        sample, "applications", "received", (0, None, "/", 12, Decimal("0.00"), "<b>", 7)
    )
    row = grid(form, report, "applications", zh).rows[3][1:]
    assert [cell.text for cell in row] == ["0", "—未填", "/", "12", "0.00", "<b>", "7"]
    assert [cell.attributes.get("class", "") for cell in row] == [
        *("zero", "blank", "written", "", "zero", "written", "")
    ]


def test_an_amount_is_shown_digit_by_digit(form: Form, sample: Report, zh: Messages) -> None:
    report = with_row(sample, "disclosure", "fees", (Decimal("190.457379"),))
    assert grid(form, report, "disclosure", zh).rows[-1][1].text == "190.457379"


def test_a_row_that_the_record_lacks_is_blank(form: Form, sample: Report, zh: Messages) -> None:
    report = Report("a", 2022, form.id, "x", tables={"applications": {"received": Row((1,) * 7)}})
    cells = [cell for cell in grid(form, report, "applications", zh).cells if cell.tag == "td"]
    assert [cell.text for cell in cells[:7]] == ["1"] * 7
    assert {cell.text for cell in cells[7:]} == {"—未填"}


def test_marks_stand_at_their_cells_and_the_legend_tells_what_they_mean(
    form: Form, sample: Report, zh: Messages
) -> None:
    mark = Mark("※1", "校验发现1", "#finding-1", "error")
    marks = {"applications.received.total": [mark], "applications.handled.total": [mark]}
    layout = layouts(form)["applications"]
    html = render_table(layout, values(layout, sample), marks, zh, "表")
    assert html.count('<a class="mark error" href="#finding-1" aria-label="校验发现1">※1</a>') == 2
    assert html.count("marked") == 2
    assert zh.say("page.legend.marked") in html
    plain_table = render_table(layout, values(layout, sample), {}, zh, "表")
    assert "<figcaption" not in plain_table


def test_the_unit_is_said_once_and_where_it_differs(
    form: Form, sample: Report, zh: Messages
) -> None:
    assert {name: layout.unit for name, layout in layouts(form).items()} == {
        "disclosure": "件",
        "applications": "件",
        "proceedings": "件",
    }
    layout = layouts(form)["applications"]
    html = render_table(layout, values(layout, sample), {}, zh, "<表>")
    told = '&lt;表&gt; <span class="gk-unit">计量单位：件</span>'
    assert f'<caption><span class="gk-caption">{told}</span></caption>' in html


def test_short_labels_name_a_cell_without_doubt(form: Form) -> None:
    found = short_labels(form)
    assert found["applications.received.total"] == ("一、本年新收政府信息公开申请数量", "总计")
    assert found["applications.granted.other"] == ("（一）予以公开", "其他")
    assert found["proceedings.cases.later_total"] == ("复议后起诉", "总计")
    for table in form.tables:
        names = [name for cell, name in found.items() if cell.startswith(f"{table.id}.")]
        assert len(names) == len(set(names))
