"""The downloads say exactly what the record says, and do no harm where they are opened."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from core_reports import FORMS, anything, cells, reports
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.build.downloads import published_name
from generator.exports.csv_export import HEAD, guarded, report_csv
from generator.exports.json_export import report_json
from generator.model.agencies import Agency, Name
from generator.model.forms import Form
from generator.model.reports import Cell, Report, Row

AGENCY = Agency("a", (Name("甲局", last_year=2021), Name("乙局", first_year=2022)), "department")
ANY = settings(max_examples=30, suppress_health_check=list(HealthCheck))


def exactly(text: str) -> object:
    """JSON with every number as the very text that stands there."""
    return json.loads(text, parse_int=lambda digits: ("number", digits), parse_float=_decimal)


def _decimal(digits: str) -> tuple[str, str]:
    return ("number", digits)


def figure(number: int | Decimal) -> str:
    return str(number) if isinstance(number, int) else format(number, "f")


def as_json(cell: Cell) -> object:
    if isinstance(cell, (int, Decimal)):
        return ("number", figure(cell))
    return cell


def rows_of(form: Form) -> Iterator[tuple[str, str, list[str]]]:
    for table in form.tables:
        for block, row in table.rows():
            yield table.id, row.id, [column.id for column in block.leaf_columns]


@ANY
@given(reports())
def test_the_json_says_exactly_what_the_record_says(report: Report) -> None:
    form = FORMS[report.form]
    text = report_json(report, form, AGENCY)
    assert text.endswith("}\n")
    told = exactly(text)
    assert isinstance(told, dict)
    assert told["agency"] == {"id": "a", "name": "乙局"}
    assert told["year"] == ("number", "2022")
    assert told["form"]["id"] == form.id
    assert told["title"] == report.title
    assert told["published"] == (report.published.isoformat() if report.published else None)
    assert told["scope"] == report.scope
    assert told["preface"] == list(report.preface)
    assert told["explanations"] == report.explanations
    assert told["unplaced"] == [{"section": p.section, "text": p.text} for p in report.unplaced]
    assert told["extra_tables"] == [
        {"section": t.section, "caption": t.caption, "rows": [list(row) for row in t.rows]}
        for t in report.extra_tables
    ]
    assert [(c["cell"], c["from"], c["to"], c["reason"]) for c in told["corrections"]] == [
        (c.cell, c.before, c.after, c.reason) for c in report.corrections
    ]
    assert [(s["id"], s["title"], s["text"], s["text_after_table"]) for s in told["sections"]] == [
        (
            section.id,
            section.title.zh,
            list(report.sections[section.id].before) if section.id in report.sections else [],
            list(report.sections[section.id].after) if section.id in report.sections else [],
        )
        for section in form.sections_of(report.sections)
    ]
    assert report.sections.keys() <= {section["id"] for section in told["sections"]}


@ANY
@given(reports())
def test_the_json_has_every_cell_digit_by_digit(report: Report) -> None:
    form = FORMS[report.form]
    told = exactly(report_json(report, form, AGENCY))
    assert isinstance(told, dict)
    found = [
        (table["id"], row["id"], row["columns"], row["cells"])
        for table in told["tables"]
        for row in table["rows"]
    ]
    expected = []
    for table_id, row_id, columns in rows_of(form):
        row = report.row(table_id, row_id)
        values = row.cells if row else (None,) * len(columns)
        expected.append((table_id, row_id, columns, [as_json(value) for value in values]))
    assert found == expected


def lines_of(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@ANY
@given(reports())
def test_the_csv_has_one_line_for_each_cell(report: Report) -> None:
    form = FORMS[report.form]
    content = report_csv(report, form, AGENCY)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = lines_of(content)
    expected = []
    for table_id, row_id, columns in rows_of(form):
        row = report.row(table_id, row_id)
        values = row.cells if row else (None,) * len(columns)
        for column, value in zip(columns, values, strict=True):
            expected.append((f"{table_id}.{row_id}.{column}", *as_csv(value)))
    assert [(line["单元格"], line["数值"], line["状态"]) for line in lines] == expected
    assert {(line["机关"], line["年度"]) for line in lines} <= {("乙局", "2022")}
    assert all(tuple(line) == HEAD for line in lines)


def as_csv(cell: Cell) -> tuple[str, str]:
    if cell is None:
        return "", "未填"
    if isinstance(cell, (int, Decimal)):
        return figure(cell), "数字"
    return guarded(cell), "原文"


@given(st.lists(cells, min_size=1, max_size=1))
def test_zero_blank_and_text_differ_in_both_downloads(row: list[Cell]) -> None:
    report = Report("a", 2022, "cn-2021", "t", tables={"disclosure": {"licences": Row(tuple(row))}})
    form = FORMS["cn-2021"]
    (line,) = (
        line
        for line in lines_of(report_csv(report, form, AGENCY))
        if line["单元格"] == "disclosure.licences.decisions"
    )
    told = exactly(report_json(report, form, AGENCY))
    assert isinstance(told, dict)
    (value,) = next(r for t in told["tables"] for r in t["rows"] if r["id"] == "licences")["cells"]
    kinds = {int: "数字", Decimal: "数字", str: "原文", type(None): "未填"}
    assert line["状态"] == kinds[type(row[0])]
    assert value == as_json(row[0])


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "-2万元", "+5"],
)
def test_no_text_of_a_submission_runs_as_a_formula(text: str) -> None:
    report = Report("a", 2022, "cn-2021", "t", tables={"disclosure": {"licences": Row((text,))}})
    named = Agency("a", (Name(text),), "department")
    content = report_csv(report, FORMS["cn-2021"], named)
    for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for field in line:
            assert not field.startswith(("=", "+", "@", "\t", "\r"))
            assert not field.startswith("-") or len(field) == 1
    assert f"'{text.strip()}"[:2] in content.decode() or f"'{text}" in content.decode()


@given(anything)
def test_guarding_a_text_keeps_all_of_it(text: str) -> None:
    assert guarded(text) in (text, f"'{text}")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("2022/original.txt", "original.txt"),
        ("2022/original.docx", "original.docx"),
        ("2022/original.PDF", "original.PDF"),
        ("2022/original.html", "original.html.txt"),
        ("2022/original.htm", "original.htm.txt"),
        ("2022/original.svg", "original.svg.txt"),
        ("2022/original.js", "original.js.txt"),
        ("2022/original.HTML", "original.HTML.txt"),
        ("2022/original", "original.txt"),
        ("2022/a.html.txt", "a.html.txt"),
        ("2022/.htaccess", "htaccess.txt"),
        ("2022/..txt", "txt"),
        ("2022/报告 1.doc", "报告_1.doc"),
        ("2022/a&b<c>.txt", "a_b_c_.txt"),
    ],
)
def test_an_original_is_published_under_a_harmless_name(file: str, name: str) -> None:
    assert published_name(file) == name


@given(anything, st.sampled_from(["html", "svg", "js", "xhtml", "xml", "php", "htm", "wasm", ""]))
def test_no_original_is_ever_published_as_something_that_runs(stem: str, ending: str) -> None:
    sent = f"2022/{stem}.{ending}"
    assume(sent.rpartition("/")[2].strip("."))
    name = published_name(sent)
    last = name.rpartition(".")[2].lower()
    assert last in {
        "txt",
        "csv",
        "pdf",
        "doc",
        "docx",
        "wps",
        "xls",
        "xlsx",
        "et",
        "ofd",
        "png",
        "jpg",
        "jpeg",
    }
    assert not set(name) & set("/\\<>&\"'")
    assert not name.startswith(".")
