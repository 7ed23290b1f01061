"""Reports of the demonstration as the files that agencies send: Word, web page, text, workbook.

Each is written by hand here, so that a reader is never tried on what the program itself exports.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape

import openpyxl
from import_layouts import LAYOUTS, Merged, merged
from import_word import paragraph, table, word
from openpyxl.utils import get_column_letter

from generator import forms, records
from generator.demo import make
from generator.model.forms import Form, Forms
from generator.model.reports import Cell, Narrative, Report
from generator.resources import resource_text

EDITIONS = ("cn-2019", "cn-2021")
YEARS = {2020: "cn-2019", 2023: "cn-2021"}


@cache
def known_forms() -> Forms:
    """The editions that have tables of the kind that is tried here."""
    found: dict[str, Form] = {}
    for name in EDITIONS:
        form, findings = forms.parse(resource_text(f"editions/{name}.yml"), f"{name}.yml")
        assert form
        assert not findings
        found[name] = form
    return found


def form_of(report: Report) -> Form:
    return known_forms()[report.form]


def reports(seed: int, agencies: int = 4) -> list[Report]:
    """Reports for 2020 and for 2023 without planted faults, so that every cell is a figure."""
    found: list[Report] = []
    texts = {
        file.path: file.text
        for file in make(agencies, 4, seed, known_forms(), 2023, originals=False)
    }
    faults = json.loads(texts["manifest.json"])["faults"]
    faulty = {fault["file"] for fault in faults}
    for path, text in sorted(texts.items()):
        year = path.rpartition("/")[2].removesuffix(".yml")
        if not year.isdigit() or int(year) not in YEARS or path in faulty:
            continue
        agency = path.split("/")[-2]
        report, findings = records.parse(text, path, agency, int(year), known_forms())
        assert report, findings
        found.append(report)
    return found


@dataclass(frozen=True)
class Piece:
    """A paragraph with its role, or a table by its merged cells."""

    text: str = ""
    role: str = "text"
    rows: Sequence[Sequence[Merged]] = ()


def pieces(report: Report) -> Iterator[Piece]:
    """The report from its title to its last paragraph."""
    form = form_of(report)
    yield Piece(report.title, "title")
    yield from (Piece(text) for text in report.preface)
    for section in form.sections:
        narrative = report.sections.get(section.id, Narrative())
        yield Piece(section.title.zh, "heading")
        yield from (Piece(text) for text in narrative.before)
        if section.table:
            yield Piece(rows=rows_of(report, section.table))
        yield from (Piece(text) for text in narrative.after)


def rows_of(report: Report, table_id: str) -> list[list[Merged]]:
    cells = {
        row: [written(cell) for cell in content.cells]
        for row, content in report.tables.get(table_id, {}).items()
    }
    return merged(form_of(report).table(table_id), cells)


def written(cell: Cell) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


# --- the files ------------------------------------------------------------------------------


def as_text(report: Report, layout: str = "tabs_packed") -> bytes:
    lines = [
        LAYOUTS[layout]([list(row) for row in each.rows]) if each.rows else each.text
        for each in pieces(report)
    ]
    return ("\n".join(lines) + "\n").encode()


_STYLES = """body{font-family:'Noto Serif CJK SC',serif;font-size:14pt;line-height:1.6;width:660px}
h1{text-align:center;font-size:20pt} h2{font-size:16pt;font-weight:normal;text-indent:2em}
p{text-indent:2em;margin:0} td p{text-indent:0} table{border-collapse:collapse;width:100%}
td{border:1px solid #000;text-align:center;font-size:9pt;padding:2px}"""


def as_page(report: Report, *, before: str = "", after: str = "", styles: str = _STYLES) -> bytes:
    """A web page; `before` and `after` are the page around the report, as HTML."""
    body: list[str] = []
    for each in pieces(report):
        tag = {"title": "h1", "heading": "h2"}.get(each.role, "p")
        body.append(html_table(each.rows) if each.rows else f"<{tag}>{escape(each.text)}</{tag}>")
    page = (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(report.title)}'
        f"</title><style>{styles}</style></head><body>{before}<div>{''.join(body)}</div>{after}"
        "</body></html>"
    )
    return page.encode()


def html_table(rows: Sequence[Sequence[Merged]]) -> str:
    lines = (
        "".join(
            f'<td colspan="{cell.width}" rowspan="{cell.height}"><p>{escape(cell.text)}</p></td>'
            for cell in row
        )
        for row in rows
    )
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def as_word(report: Report) -> bytes:
    """A Word file with an indented text and bordered tables, as such reports are set."""
    body: list[str] = []
    for each in pieces(report):
        if each.rows:
            body.append(_bordered(each.rows))
        elif each.role == "title":
            body.append(paragraph(each.text, properties='<w:jc w:val="center"/>'))
        else:
            indent = '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
            body.append(paragraph(each.text, properties=indent))
    return word("".join(body))


def _bordered(rows: Sequence[Sequence[Merged]]) -> str:
    width = max(sum(cell.width for cell in row) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{8600 // width}"/>' for _ in range(width))
    plain = table([list(row) for row in rows])
    properties = f'<w:tblPr><w:tblW w:w="8600" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return plain.replace("<w:tblPr/>", properties).replace(
        "<w:tblGrid/>", f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def as_book(report: Report) -> bytes:
    """A workbook of one sheet: text in merged rows, tables with merged cells, figures as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    number = 1
    for each in pieces(report):
        if not each.rows:
            sheet.cell(number, 1, each.text)
            sheet.merge_cells(f"A{number}:J{number}")
            number += 1
            continue
        number = _put(sheet, each.rows, number)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _put(sheet: object, rows: Sequence[Sequence[Merged]], first: int) -> int:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, first):
        column = 1
        for cell in row:
            while (number, column) in taken:
                column += 1
            value = int(cell.text) if cell.text.isdigit() else cell.text or None
            sheet.cell(number, column, value)  # type: ignore[attr-defined]
            taken |= {
                (number + down, column + right)
                for down in range(cell.height)
                for right in range(cell.width)
            }
            if cell.width * cell.height > 1:
                corner = f"{get_column_letter(column)}{number}"
                end = f"{get_column_letter(column + cell.width - 1)}{number + cell.height - 1}"
                sheet.merge_cells(f"{corner}:{end}")  # type: ignore[attr-defined]
    return first + len(rows)


# --- the page of a portal around a report ---------------------------------------------------


_LINKS = "".join(
    f'<li><a href="/c{number}/">{name}</a></li>'
    for number, name in enumerate(
        ["首页", "政务公开", "政务服务", "互动交流", "走进本区", "专题专栏"]
    )
)
_NEWS = "".join(
    f'<li><a href="/n{number}.html">{2023 - number}年政府信息公开工作年度报告</a>'
    f"<span>{2024 - number}-01-2{number}</span></li>"
    for number in range(1, 7)
)
BEFORE = f"""<div class="top-bar"><span>欢迎访问某区人民政府门户网站！</span><a href="#">长者助手</a>
 <a href="#">无障碍浏览</a><a href="#">繁體</a><a href="#">登录</a><a href="#">注册</a></div>
<div class="logo"><img src="logo.png" alt="某区人民政府"></div>
<ul class="mainmenu">{_LINKS}</ul>
<div class="search-box"><input value="请输入关键字"><button>搜索</button></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/x/">政府信息公开</a> &gt;
 <a href="/y/">政府信息公开年报</a></div>
<table class="info"><tr><td>索 引 号：</td><td>11000000000000000X/2024-00001</td><td>主题分类：</td>
 <td>政府信息公开年报</td></tr><tr><td>发布机构：</td><td>某区人民政府办公室</td><td>发文日期：</td>
 <td>2024-01-22</td></tr></table>
<div class="tools">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】
 <a href="#">打印</a> <a href="#">关闭</a> 浏览次数：<span id="hits">1234</span></div>
<div class="share">分享到：<a class="wx" href="#">微信</a><a class="wb" href="#">微博</a></div>"""
AFTER = f"""<div class="attach"></div><div class="pn"><p>上一篇：<a href="1.html">2022年年报</a></p>
 <p>下一篇：<a href="2.html">没有了</a></p></div>
<div class="related"><h3>相关链接</h3><ul>{_NEWS}</ul></div>
<div class="qr">扫一扫在手机打开当前页</div>
<div class="bottom"><p>主办单位：某区人民政府　承办单位：某区人民政府办公室</p>
 <p>网站标识码：0000000001　京ICP备00000000号　京公网安备 00000000000000号</p>
 <p><a href="#">网站地图</a> | <a href="#">关于我们</a> | <a href="#">联系我们</a></p></div>
<script>var hits = 1234;</script>"""


def as_portal_page(report: Report) -> bytes:
    return as_page(report, before=BEFORE, after=AFTER)
