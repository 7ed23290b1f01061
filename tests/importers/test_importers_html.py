"""Web pages as browsers save them, and as portals write them."""

from __future__ import annotations

from base64 import encodebytes
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_layouts import FORMS, LAYOUTS, Merged, form_2021, merged

from generator import records
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.submissions import Block, Grid, Paragraph, Spread

TITLE = "某县某局2023年政府信息公开工作年度报告"
MENU = ["首页", "概况", "动态", "公开", "服务", "互动"]
NAVIGATION = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in MENU)


def blocks_of(page: str | bytes, name: str = "page.html") -> tuple[Block, ...]:
    data = page.encode() if isinstance(page, str) else page
    submission, findings = read(name, data)
    assert submission, findings
    return submission.blocks


def texts_of(page: str | bytes) -> list[str]:
    return [block.text for block in blocks_of(page) if isinstance(block, Paragraph)]


def grid_of(page: str) -> list[list[str]]:
    (grid,) = (block for block in blocks_of(page) if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def table_page(rows: list[list[Merged]]) -> str:
    lines: list[str] = []
    for row in rows:
        cells = [
            f'<td colspan="{cell.width}" rowspan={cell.height}>'
            f"<p><span>{escape(cell.text)}</span></p></td>"
            for cell in row
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1><tbody>{''.join(lines)}</tbody></table>"


def values(number: int = 7) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for table in form_2021().tables:
        for block, row in table.rows():
            count = len(block.leaf_columns)
            found.setdefault(table.id, {})[row.id] = [str(number + place) for place in range(count)]
            number += count
    return found


def report_page(found: dict[str, dict[str, list[str]]]) -> str:
    lines = [f"<h1>{TITLE}</h1>"]
    for section in form_2021().sections:
        lines.append(
            f"<p>&nbsp;&nbsp;<strong>{section.title.zh}</strong></p><p>第{section.id}段。</p>"
        )
        if section.table:
            lines.append(table_page(merged(form_2021().table(section.table), found[section.table])))
    article = "".join(lines)
    return f"<html><body><ul>{NAVIGATION}</ul><div class='article'>{article}</div></body></html>"


def filling_of(page: str | bytes, name: str = "page.html") -> Filling:
    submission, _ = read(name, page.encode() if isinstance(page, str) else page)
    assert submission
    return fill(submission, FORMS)


def test_a_page_gives_the_record_of_the_same_text() -> None:
    found = filling_of(report_page(values()))
    assert found.findings == ()
    assert found.counts.cells == 200
    lines = [TITLE]
    for section in form_2021().sections:
        lines += [section.title.zh, f"第{section.id}段。"]
        if section.table:
            rows = merged(form_2021().table(section.table), values()[section.table])
            lines.append(LAYOUTS["tabs_packed"](rows))
    text, _ = read("page.txt", "\n".join(lines).encode())
    assert text
    assert records.write(found.report, found.form) == records.write(
        fill(text, FORMS).report, found.form
    )


@settings(max_examples=25)
@given(st.data())
def test_merged_cells_leave_no_doubt_about_blanks(data: st.DataObject) -> None:
    written = values()
    table = data.draw(st.sampled_from(sorted(written)))
    row = data.draw(st.sampled_from(sorted(written[table])))
    size = len(written[table][row])
    texts = data.draw(st.lists(st.sampled_from(["", "0", "5"]), min_size=size, max_size=size))
    written[table][row] = texts
    found = filling_of(report_page(written)).report.row(table, row)
    assert found
    assert found.cells == tuple(int(text) if text else None for text in texts)


def test_one_paragraph_for_each_cell() -> None:
    lines: list[str] = []
    for section in form_2021().sections:
        lines.append(section.title.zh)
        if section.table:
            rows = merged(form_2021().table(section.table), values()[section.table])
            lines += [cell.text for row in rows for cell in row]
    found = filling_of("".join(f"<p>{escape(line)}</p>" for line in lines))
    assert found.counts.cells == 200


def test_spans_cover_their_places() -> None:
    page = "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2</table>"
    (grid,) = blocks_of(page)
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["甲", "乙", "乙"],
        ["甲", "1", "2"],
    ]
    assert grid.rows[0][2].spread is Spread.RIGHT
    assert grid.rows[1][0].spread is Spread.DOWN


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv=Content-Type content="text/html; charset=GBK">', "gbk"),
        ("", "gb18030"),
        ("", "utf-16"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ('<meta charset="utf-8">', "gb18030"),
        ('<meta charset="no-such">', "utf-8"),
    ],
)
def test_encodings_by_declaration_and_by_content(page: str, encoding: str) -> None:
    assert texts_of(f"{page}<p>政府信息公开镕</p>".encode(encoding)) == ["政府信息公开镕"]


def test_text_is_what_a_reader_sees() -> None:
    page = """<head><title>题</title><style>p{}</style></head><body><!-- 注 --><p>　一、<b>总体</b>
      情况<br>第二&nbsp;行 </p><script>x</script><p hidden>隐</p><p style="display: none">藏</p>
      <del>旧</del>散<span>文</span><div>甲<p>乙</p>丙</div><pre>丁
戊</pre></body>"""
    assert texts_of(page) == ["一、总体 情况", "第二\xa0行", "散文", "甲", "乙", "丙", "丁", "戊"]


def test_menus_and_footers_are_left_out() -> None:
    page = f"""<header>某县人民政府</header><div class="nav main">{NAVIGATION}</div>
      <ul>{NAVIGATION}</ul>
      <div class="article"><p>一、总体情况</p><p>甲。<a href="1.docx">附件</a></p></div>
      <div id="footer">主办单位</div><footer>备案</footer>"""
    assert texts_of(page) == ["一、总体情况", "甲。附件"]


def test_a_table_that_places_the_page_is_no_grid() -> None:
    long = "我局认真落实。" * 80
    page = f"<table><tr><td>左</td><td><p>一、总体情况</p><p>{long}</p></td></tr></table>"
    assert texts_of(page) == ["左", "一、总体情况", long]
    inner = "<table><tr><td>规章</td><td>0</td></tr></table>"
    nested = f"<table><tr><td>{inner}</td><td>右</td></tr></table>"
    assert grid_of(nested) == [["规章", "0"]]


def test_a_raised_digit_is_not_one_digit_more() -> None:
    assert grid_of("<table><tr><td>规章<td>5<sup>1</sup></table>") == [["规章", "5¹"]]


def test_the_title_in_the_head_counts_where_the_text_has_none() -> None:
    head = f'<meta name="ArticleTitle" content="{TITLE}">'
    assert filling_of(f"{head}<p>一、总体情况</p><p>甲。</p>").title == TITLE
    assert texts_of(f"{head}<h1>{TITLE}</h1>") == [TITLE]


def test_pages_saved_with_all_that_belongs_to_them() -> None:
    page = (
        "From: <Saved>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/html; charset=gb2312\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    body = encodebytes("<p>一、总体情况</p>".encode("gb18030")).decode()
    data = (page + body + "\r\n----b\r\nContent-Type: image/png\r\n\r\nx\r\n----b--\r\n").encode()
    assert blocks_of(data, "page.mhtml")[0] == Paragraph("一、总体情况", 1)
    refused, findings = read("page.mht", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")
    assert refused is None
    assert [finding.code for finding in findings] == ["import.no_page"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20000 + "甲",
        "<table>" * 3000 + "甲",
        "<table><tr><td colspan=9999 rowspan=9999>甲<td>乙</table>" * 3,
        "<table><tr>" + "<td rowspan=0 colspan=200>甲" * 300 + "<tr><td>乙" * 300,
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;甲</p>",
        "<p>" + "&lt;script&gt;" * 1000,
        "<p>\x00甲</p>",
    ],
)
def test_hostile_pages_end_well(page: str) -> None:
    submission, findings = read("page.html", page.encode())
    assert (submission is None) == bool(findings)
    assert "root:" not in repr(submission)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=3)), max_size=8))
def test_damaged_pages_do_not_break_the_reader(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(report_page(values()).encode())
    for place, piece in damage:
        data[place : place + len(piece)] = piece
    submission, findings = read("page.html", bytes(data))
    assert (submission is None) == bool(findings)
    if submission:
        fill(submission, FORMS)
