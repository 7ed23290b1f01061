"""The page of the sample's report against the submission, figure by figure and word by word."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from site_sample import HEADINGS, SAMPLE, TITLE, figures, plain, texts
from site_visit import visiting

pytestmark = pytest.mark.browser

REPORT = "agencies/zhanhe-emergency/2022/"
TABLES = ["disclosure", "applications", "proceedings"]

_TABLE = """(id) => [...document.querySelectorAll(`#table-${id} tr`)].map((row) =>
  [...row.cells].map((cell) => {
    const seen = cell.cloneNode(true);
    seen.querySelectorAll(".mark").forEach((mark) => mark.remove());
    return {
      head: cell.tagName === "TH", text: seen.textContent.trim(), scope: cell.scope,
      across: cell.colSpan, down: cell.rowSpan,
    };
  }))"""

# Everything that is text of the report: headings and paragraphs, without what the page adds.
_TEXT = """() => {
  const sections = {};
  let section = null;
  for (const part of document.querySelector("article").children) {
    const text = part.cloneNode(true);
    text.querySelectorAll("a.headerlink").forEach((link) => link.remove());
    if (part.tagName === "H2") sections[text.textContent] = section = [];
    else if (section && !part.matches("figure, nav, .gk-remark")) section.push(text.textContent);
  }
  return sections;
}"""

Cells = list[list[dict[str, Any]]]


@pytest.fixture(scope="module")
def report(browser: Browser, sample: str) -> Iterator[Page]:
    with visiting(browser) as visit:
        yield visit(sample + REPORT)


def table(page: Page, name: str) -> Cells:
    return page.evaluate(_TABLE, name)


def shape(rows: Cells) -> list[list[tuple[str, int, int]]]:
    return [[(cell["text"], cell["across"], cell["down"]) for cell in row] for row in rows]


def group(label: str, *names: str, before: tuple[Any, ...] = ()) -> list[Any]:
    first, *rest = names
    return [[*before, (label, 1, len(names)), (first, 1, 1)], *[[(name, 1, 1)] for name in rest]]


# domain/report-format.md, section 1.1.
APPLICATION_HEAD = [
    [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 7, 1),
    ],
    [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
    [(name, 1, 1) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
]
APPLICATION_ROWS = [
    [("一、本年新收政府信息公开申请数量", 3, 1)],
    [("二、上年结转政府信息公开申请数量", 3, 1)],
    [("三、本年度办理结果", 1, 22), ("（一）予以公开", 2, 1)],
    [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1)],
    *group(
        "（三）不予公开",
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
        "5.属于三类内部事务信息",
        "6.属于四类过程性信息",
        "7.属于行政执法案卷",
        "8.属于行政查询事项",
    ),
    *group(
        "（四）无法提供",
        "1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确",
    ),
    *group(
        "（五）不予处理",
        "1.信访举报投诉类申请",
        "2.重复申请",
        "3.要求提供公开出版物",
        "4.无正当理由大量反复申请",
        "5.要求行政机关确认或重新出具已获取信息",
    ),
    *group(
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ),
    [("（七）总计", 2, 1)],
    [("四、结转下年度继续办理", 3, 1)],
]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_applications_are_the_submissions_zeros_in_the_official_nesting(report: Page) -> None:
    rows = table(report, "applications")
    assert shape(rows[:3]) == APPLICATION_HEAD
    heads = [[cell for cell in row if cell["head"]] for row in rows[3:]]
    assert shape(heads) == APPLICATION_ROWS
    values = [[cell["text"] for cell in row if not cell["head"]] for row in rows[3:]]
    assert values == [["0"] * 7] * 25
    submitted = figures(HEADINGS[2])
    assert [cells for _, cells in submitted] == values
    labels = [plain(row[-1]["text"]) for row in heads]
    # The submission leaves two characters out of one label; the page has the official one.
    assert [
        (own, official)
        for (own, _), official in zip(submitted, labels, strict=True)
        if own != official
    ] == [("2.其他法律法规禁止公开", "2.其他法律行政法规禁止公开")]


def test_disclosure_has_the_figures_and_a_blank_where_nothing_was_sent(report: Page) -> None:
    def caption(article: str) -> list[tuple[str, int, int]]:
        return [(f"第二十条第（{article}）项", 4, 1)]

    rows = table(report, "disclosure")
    counts = [
        ("信息内容", 1, 1),
        ("本年制发件数", 1, 1),
        ("本年废止件数", 1, 1),
        ("现行有效件数", 1, 1),
    ]
    decisions = [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)]
    assert shape(rows) == [
        caption("一"),
        counts,
        [("规章", 1, 1), *[("0", 1, 1)] * 3],
        [("行政规范性文件", 1, 1), *[("0", 1, 1)] * 3],
        caption("五"),
        decisions,
        [("行政许可", 1, 1), ("3", 3, 1)],
        caption("六"),
        decisions,
        [("行政处罚", 1, 1), ("5", 3, 1)],
        [("行政强制", 1, 1), ("0", 3, 1)],
        caption("八"),
        [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 3, 1)],
        [("行政事业性收费", 1, 1), ("—未填", 3, 1)],
    ]
    seen = [
        (row[0]["text"], [cell["text"] for cell in row[1:]])
        for row in rows
        if not row[-1]["head"] and row[-1]["text"] != "—未填"
    ]
    assert seen == figures(HEADINGS[1])


def test_proceedings_are_fifteen_zeros_in_the_official_nesting(report: Page) -> None:
    *heads, values = table(report, "proceedings")
    assert shape(heads) == [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*[(name, 1, 2) for name in OUTCOMES], ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [(name, 1, 1) for name in OUTCOMES * 2],
    ]
    assert [cell["text"] for cell in values if not cell["head"]] == figures(HEADINGS[3])[0][1]
    assert figures(HEADINGS[3])[0][1] == ["0"] * 15


def test_every_table_is_complete_named_and_its_heads_say_what_they_head(report: Page) -> None:
    for name in TABLES:
        rows = table(report, name)
        filled: set[tuple[int, int]] = set()
        for down, row in enumerate(rows):
            across = 0
            for cell in row:
                while (down, across) in filled:
                    across += 1
                area = {
                    (down + i, across + j)
                    for i in range(cell["down"])
                    for j in range(cell["across"])
                }
                assert not area & filled
                filled |= area
        width = max(column for _, column in filled) + 1
        assert len(filled) == len(rows) * width
        assert all(
            cell["scope"] in ("row", "col", "rowgroup", "colgroup")
            for row in rows
            for cell in row
            if cell["head"]
        )
        caption = report.locator(f"#table-{name} caption").inner_text()
        assert "（2022年）" in caption


def test_all_text_of_all_sections_is_there_in_order_and_once(report: Page) -> None:
    assert report.locator("h1").inner_text().removesuffix("§") == TITLE
    sections = report.evaluate(_TEXT)
    assert list(sections)[:6] == HEADINGS
    assert {heading: sections[heading] for heading in HEADINGS} == texts()
    whole = report.locator("article").inner_text()
    for paragraphs in texts().values():
        for paragraph in paragraphs:
            if len(paragraph) > 30:
                assert whole.count(paragraph) == 1


def test_the_inner_numbers_of_section_one_are_not_taken_for_sections(report: Page) -> None:
    inner = [line for line in texts()[HEADINGS[0]] if line[1] == "、"]
    assert len(inner) == 6
    headings = report.locator("article h2").all_inner_texts()
    assert not set(inner) & {heading.removesuffix("§") for heading in headings}


def test_the_missing_row_is_a_finding_that_leads_to_its_cell(report: Page) -> None:
    finding = report.locator(".gk-findings li")
    assert finding.count() == 1
    assert "行政事业性收费" in finding.inner_text()
    finding.get_by_role("link").click()
    target = report.locator(":target")
    assert target.locator("xpath=ancestor::tr/th").inner_text() == "行政事业性收费"
    target.get_by_role("link").click()
    assert "行政事业性收费" in report.locator("li:target").inner_text()


def _download(page: Page, name: str) -> bytes:
    link = page.locator("#downloads ~ .gk-downloads").get_by_role("link", name=name, exact=True)
    answer = page.request.get(page.evaluate("(link) => link.href", link.element_handle()))
    assert answer.status == 200
    return answer.body()


def test_the_original_is_the_submission_byte_by_byte(report: Page) -> None:
    content = _download(report, "原件")
    assert content == SAMPLE.read_bytes()
    assert report.locator(".gk-hash code").inner_text() == hashlib.sha256(content).hexdigest()


def test_the_data_as_json_is_what_was_sent(report: Page) -> None:
    data = json.loads(_download(report, "JSON"))
    assert (data["title"], data["year"], data["published"]) == (TITLE, 2022, None)
    assert [section["title"] for section in data["sections"]] == HEADINGS
    assert {each["title"]: each["text"] for each in data["sections"]} == texts()
    disclosure, applications, proceedings = (
        [(plain(row["label"][-1]), row["cells"]) for row in each["rows"]] for each in data["tables"]
    )
    assert disclosure.pop() == ("行政事业性收费", [None])
    assert [(label, [str(cell) for cell in cells]) for label, cells in disclosure] == figures(
        HEADINGS[1]
    )
    assert [cells for _, cells in applications] == [[0] * 7] * 25
    assert [cells for _, cells in proceedings] == [[0] * 15]


def test_the_data_as_csv_opens_in_a_spreadsheet(report: Page) -> None:
    content = _download(report, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 10 + 25 * 7 + 15
    assert {row["机关"] for row in rows} == {"湛河区应急管理局"}
    values = [row["数值"] for row in rows]
    sent = [value for heading in HEADINGS[1:4] for _, cells in figures(heading) for value in cells]
    assert values == [*sent[:9], "", *sent[9:]]
    assert [row["状态"] for row in rows if row["数值"] == ""] == ["未填"]
