"""Tables as they come: typed again, broken, shifted, of another edition."""

from __future__ import annotations

from decimal import Decimal

import pytest
from import_layouts import FORMS, LAYOUTS, form_2021, merged

from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.findings import Finding
from generator.model.reports import Cell
from generator.model.submissions import Grid, GridCell, Paragraph, Spread, Submission

HEADS = """第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
"""
APPLICANTS = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 |\n"
    "自然人 | 法人或其他组织 | 总计 |\n"
    "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |\n"
)


def filling_of(text: str, year: int = 2023) -> Filling:
    submission, _ = read("report.txt", text.encode())
    assert submission
    return fill(submission, FORMS, year=year)


def disclosure(text: str) -> Filling:
    return filling_of(f"二、主动公开政府信息情况\n{text}\n六、其他需要报告的事项\n无\n")


def applications(text: str) -> Filling:
    return filling_of(f"三、收到和处理政府信息公开申请情况\n{text}\n六、其他需要报告的事项\n无\n")


def cells(filling: Filling, table: str, row: str) -> tuple[Cell, ...]:
    found = filling.report.row(table, row)
    assert found
    return found.cells


def findings(filling: Filling, code: str) -> list[Finding]:
    return [finding for finding in filling.findings if finding.code == f"import.{code}"]


def unplaced(filling: Filling) -> list[str]:
    return [piece.text for piece in filling.report.unplaced]


@pytest.mark.parametrize(
    ("line", "row", "values"),
    [
        ("规 章\t1\t2\t3", "regulations", (1, 2, 3)),
        ("规范性文件\t1\t2\t3", "normative_documents", (1, 2, 3)),
        ("行政规范性文件 \t１\t1,234\t ", "normative_documents", (1, 1234, None)),
        ("行政规范性文件\t/\t—\t无", "normative_documents", ("/", "—", "无")),
        ("行政许可\t43件", "licences", ("43件",)),
        ("行政許可\t7", "licences", (7,)),
        ("行政事业性收费\t43.788万元", "fees", ("43.788万元",)),
        ("行政事业性收费\t190.457379", "fees", (Decimal("190.457379"),)),
    ],
)
def test_rows_of_the_first_table(line: str, row: str, values: tuple[Cell, ...]) -> None:
    assert cells(disclosure(HEADS + line), "disclosure", row) == values


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("二、上年结转政府信息公开数量", "carried_in"),
        ("2.其他法律法规禁止公开", "forbidden_by_law"),
        ('3.危及"三安全一稳定"', "three_securities"),
        ("3．危及「三安全一稳定」", "three_securities"),
        ("5、属于内部事务信息", "internal_affairs"),
        ("6)属于过程性信息", "process_information"),
        ("（二）部分公开", "granted_in_part"),
        ("(二) 部分公开(区分处理的，只计这一情形)", "granted_in_part"),
        ("1.申请人无正当理由逾期不补正", "not_corrected"),
        ("逾期不缴费", "fee_unpaid"),
        ("5.要求确认或重新出具已获取信息", "confirm_again"),
        ("四、结转下一年度继续办理", "carried_out"),
        ("（七）合计", "handled"),
        ("（三）不予公开1.属于国家秘密", "state_secret"),
        ("三、本年度办理结果（一）予以公开", "granted"),
    ],
)
def test_labels_that_were_typed_again(label: str, row: str) -> None:
    found = applications(f"{APPLICANTS}{label} | 1 | 2 | 3 | 4 | 5 | 6 | 7 |\n行 | 0 |\n")
    assert cells(found, "applications", row) == (1, 2, 3, 4, 5, 6, 7)


def test_two_rows_worded_alike_are_told_apart_by_what_stands_around() -> None:
    found = applications(
        APPLICANTS
        + "（六）其他处理 | 2.申请人逾期未按收费通知要求缴纳费用 | "
        + "0 | 0 | 0 | 0 | 0 | 0 | 0 |\n其他 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
        + "总计 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n"
    )
    assert cells(found, "applications", "other_reason")[-1] == 1
    assert cells(found, "applications", "handled")[-1] == 2


def test_rows_out_of_order_are_found_by_their_words() -> None:
    found = disclosure(HEADS + "行政规范性文件\t1\t2\t3\n规章\t4\t5\t6\n")
    assert cells(found, "disclosure", "normative_documents") == (1, 2, 3)
    assert cells(found, "disclosure", "regulations") == (4, 5, 6)


def test_figures_under_other_heads_are_not_taken() -> None:
    found = disclosure(
        "第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t1\t2\t3\n"
        "第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t7\t-3\t8\n"
    )
    assert cells(found, "disclosure", "regulations") == (None, None, None)
    assert cells(found, "disclosure", "licences") == (None,)
    assert [finding.place.cell for finding in findings(found, "row_columns")] == [
        "disclosure.regulations",
        "disclosure.licences",
    ]
    assert "规章 | 1 | 2 | 3" in unplaced(found)
    assert "行政许可 | 7 | -3 | 8" in unplaced(found)


def test_heads_in_another_order_are_not_taken_for_those_of_the_form() -> None:
    found = disclosure("信息内容\t现行有效件数\t本年制发件数\t本年废止件数\n规章\t9\t1\t2\n")
    assert cells(found, "disclosure", "regulations") == (None, None, None)
    assert len(findings(found, "row_columns")) == 1


def test_one_column_too_many_is_not_read_by_position() -> None:
    found = disclosure(
        "信息内容\t本年制发件数\t备注\t本年废止件数\t现行有效件数\n规章\t1\t9\t2\t3\n"
    )
    assert cells(found, "disclosure", "regulations") == (None, None, None)
    assert unplaced(found)[0] == "规章 | 1 | 9 | 2 | 3"


@pytest.mark.parametrize(
    "head", ["本年处理绝对数量", "本年度处理决定数量", "本年处理决定数量（件）"]
)
def test_a_head_with_a_slip_is_still_the_head(head: str) -> None:
    found = disclosure(f"第二十条第（五）项\t\n信息内容\t{head}\n行政许可\t7\n")
    assert cells(found, "disclosure", "licences") == (7,)


def test_heads_broken_over_lines_are_still_heads() -> None:
    found = applications(
        "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | 申请人情况 |\n"
        "自然人 | 法人或其他组织 | 总计 |\n"
        "商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 |\n企业 | 机构 |\n"
        "一、本年新收政府信息公开申请数量 | 5 | | | | | | 5 |\n"
    )
    assert cells(found, "applications", "received") == (5, None, None, None, None, None, 5)
    assert unplaced(found) == []


def test_figures_without_heads_are_taken_in_order_and_that_is_said() -> None:
    found = applications("| 一、本年新收政府信息公开申请数量 | 3746 | 63 | 0 | 0 | 19 | 2 | 3830 |")
    assert cells(found, "applications", "received") == (3746, 63, 0, 0, 19, 2, 3830)
    assert len(findings(found, "columns_unseen")) == 1


@pytest.mark.parametrize(
    "figures", ["1 | 2 | 3", "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8", "1 2 | 3 | 4 | 5 | 6"]
)
def test_too_few_or_too_many_figures_are_not_spread_by_guess(figures: str) -> None:
    found = applications(f"{APPLICANTS}一、本年新收政府信息公开申请数量 | {figures} |\n")
    assert cells(found, "applications", "received") == (None,) * 7
    assert len(findings(found, "row_unclear")) == 1
    assert unplaced(found) == [f"一、本年新收政府信息公开申请数量 | {figures}"]


def test_blanks_at_the_edge_are_placed_by_the_other_rows() -> None:
    heads = (
        "\t\t申请人情况\n\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n"
        "\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
    )
    plain = "一、本年新收政府信息公开申请数量\t\t1\t2\t3\t4\t5\t6\t7\t\n"
    blank = "二、上年结转政府信息公开申请数量\t\t\t2\t3\t4\t5\t6\t\t\n"
    assert cells(applications(heads + plain + blank), "applications", "carried_in") == (
        *(None, 2, 3),
        *(4, 5, 6, None),
    )
    # Without a row that shows where figures begin, the same row has several readings.
    alone = applications(heads + blank)
    assert cells(alone, "applications", "carried_in") == (None,) * 7
    assert len(findings(alone, "row_unclear")) == 1


def test_heads_repeated_on_a_new_page_change_nothing() -> None:
    line = "{} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    found = applications(
        APPLICANTS
        + line.format("一、本年新收政府信息公开申请数量")
        + "— 3 —\n"
        + APPLICANTS
        + line.format("四、结转下年度继续办理")
    )
    assert cells(found, "applications", "received") == (1, 0, 0, 0, 0, 0, 1)
    assert cells(found, "applications", "carried_out") == (1, 0, 0, 0, 0, 0, 1)
    assert unplaced(found) == ["— 3 —"]


def test_a_row_of_ones_own_is_kept_and_reported() -> None:
    found = disclosure(HEADS + "规章\t1\t2\t3\n党内规范性文件汇编\t4\t5\t6\n行政许可\t7\t\t\n")
    assert unplaced(found) == ["党内规范性文件汇编 | 4 | 5 | 6"]
    assert len(findings(found, "row_unknown")) == 1
    assert cells(found, "disclosure", "licences") == (7,)


def test_text_between_rows_is_kept_and_reported() -> None:
    found = disclosure(HEADS + "规章\t1\t2\t3\n以下为许可。\n行政许可\t7\n")
    assert unplaced(found) == ["以下为许可。"]
    assert len(findings(found, "text_in_table")) == 1


def test_a_heading_worded_like_the_table_stays_text() -> None:
    found = disclosure(f"主动公开政府信息情况表\n（一）主动公开情况\n{HEADS}规章\t1\t2\t3\n")
    narrative = found.report.sections["disclosure"]
    assert narrative.before[-1] == "（一）主动公开情况"
    assert cells(found, "disclosure", "regulations") == (1, 2, 3)


def test_labels_in_running_text_are_text() -> None:
    found = disclosure("（一）行政许可\n共办理。\n（二）行政处罚\n共查处。")
    assert cells(found, "disclosure", "licences") == (None,)
    assert found.report.sections["disclosure"].paragraphs == (
        *("（一）行政许可", "共办理。"),
        *("（二）行政处罚", "共查处。"),
    )
    assert len(findings(found, "table_missing")) == 3


def test_a_label_without_figures_is_a_blank_row() -> None:
    found = disclosure(
        f"{HEADS}规章\t1\t2\t3\n第二十条第（八）项\n信息内容\t本年收费金额\n行政事业性收费\n"
    )
    assert cells(found, "disclosure", "fees") == (None,)
    missing = [finding.place.cell for finding in findings(found, "row_missing")]
    assert "disclosure.fees" not in missing


def test_text_behind_the_last_figure_is_no_figure() -> None:
    lines = ["行政复议", "行政诉讼", *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]]
    lines += [
        "未经复议直接起诉",
        "复议后起诉",
        *(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2),
    ]
    text = "\n".join(["四、政府信息公开行政复议、行政诉讼情况", *lines, *map(str, range(15)), "无"])
    found = filling_of(text)
    assert cells(found, "proceedings", "cases") == tuple(range(15))
    assert found.report.sections["proceedings"].paragraphs == ("无",)


def test_a_table_of_another_kind_is_kept_row_by_row() -> None:
    found = filling_of("六、其他需要报告的事项\n收费如下：\n单位\t金额\n甲局\t380元\n")
    assert found.report.sections["other"].paragraphs == ("收费如下：",)
    assert unplaced(found) == ["单位 | 金额", "甲局 | 380元"]


def test_one_merged_cell_over_all_figures_is_no_figure_of_each() -> None:
    table = form_2021().table("applications")
    rows = merged(table, {"received": ["1"] * 7})
    blocks = LAYOUTS["tabs_in_place"](rows).split("\n")[:3]
    grid = [tuple(GridCell(text) for text in line.split("\t")) for line in blocks]
    label = GridCell("一、本年新收政府信息公开申请数量")
    covered = [GridCell(label.text, 0, "", Spread.RIGHT)] * 2
    nought = [GridCell("0"), *[GridCell("0", 0, "", Spread.RIGHT)] * 6]
    grid.append((label, *covered, *nought))
    heading = Paragraph("三、收到和处理政府信息公开申请情况", 1)
    found = fill(Submission("a.html", "html", (heading, Grid(tuple(grid)))), FORMS, year=2023)
    assert cells(found, "applications", "received") == (None,) * 7
    assert len(findings(found, "row_unclear")) == 1


def test_the_edition_follows_the_tables_and_not_the_number_that_is_cited() -> None:
    text = "根据国办公开办函〔2019〕60号编制。\n一、总体情况\n甲。\n二、主动公开政府信息情况\n"
    text += LAYOUTS["tabs_packed"](merged(form_2021().table("disclosure"), {"licences": ["1"]}))
    text += "\n三、收到和处理政府信息公开申请情况\n" + APPLICANTS
    found = filling_of(text, year=2020)
    assert found.report.form == "cn-2021"
    assert len(findings(found, "edition_unknown")) == 1


def test_a_table_that_stands_twice_with_other_figures_is_not_mixed() -> None:
    lines = "规章\t{}\t0\t0\n行政规范性文件\t5\t0\t5\n"
    found = disclosure(HEADS + lines.format(1) + HEADS + lines.format(2))
    assert cells(found, "disclosure", "regulations") == (None, None, None)
    assert len(findings(found, "row_twice")) == 1
    assert cells(found, "disclosure", "normative_documents") == (5, 0, 5)


def test_two_rows_of_figures_without_labels_are_not_chosen_from() -> None:
    table = form_2021().table("proceedings")
    text = LAYOUTS["tabs_packed"](merged(table, {"cases": ["0"] * 15}))
    found = filling_of(
        "四、政府信息公开行政复议、行政诉讼情况\n" + text + "\n" + "\t".join(["1"] * 15) + "\n"
    )
    assert cells(found, "proceedings", "cases") == (None,) * 15
    assert len(findings(found, "row_twice")) == 1
