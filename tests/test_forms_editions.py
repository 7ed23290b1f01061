"""The editions that the program knows, and records that use them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator import forms, records
from generator.model.forms import Form, Number
from generator.model.reports import ExtraTable, Narrative, Report, Row
from generator.resources import resource


@pytest.fixture(scope="module")
def editions() -> dict[str, Form]:
    found = {}
    for file in sorted(resource("editions").glob("*.yml")):
        form, findings = forms.parse(file.read_text(encoding="utf-8"), file.name)
        assert form is not None, findings
        found[form.id] = form
    return found


EDITION_OF = {
    2008: "cn-free",
    2013: "cn-free",
    2014: "cn-2014",
    2018: "cn-2014",
    2019: "cn-2019",
    2020: "cn-2019",
    2021: "cn-2021",
    2025: "cn-2021",
}


@pytest.mark.parametrize(("year", "edition"), EDITION_OF.items())
def test_the_edition_follows_from_the_year(editions, year, edition):
    form = records.form_for(editions, year)
    assert form is not None
    assert form.id == edition


def test_the_2019_edition_differs_from_2021_in_one_place_of_the_second_table(editions):
    older, newer = editions["cn-2019"], editions["cn-2021"]
    rows = {
        form.id: [row.id for _, row in form.table("applications").rows()]
        for form in editions.values()
        if form.tables and form.id != "cn-2014"
    }
    assert len(rows["cn-2019"]) == 23
    assert len(rows["cn-2021"]) == 25
    assert [row for row in rows["cn-2021"] if row not in rows["cn-2019"]] == [
        "not_corrected",
        "fee_unpaid",
        "other_reason",
    ]
    assert [row for row in rows["cn-2019"] if row not in rows["cn-2021"]] == ["otherwise_handled"]
    assert older.table("proceedings") == newer.table("proceedings")
    numbers = {
        column.id: column.number
        for block in older.table("disclosure").blocks
        for column in block.leaf_columns
    }
    assert numbers["change"] is Number.CHANGE
    assert numbers["purchase_amount"] is Number.AMOUNT


def test_rows_of_general_knowledge_are_marked(editions):
    rows = [row for _, row in editions["cn-2014"].table("statistics").rows()]
    assert len(rows) == 58
    confirmed = [row.label.zh for row in rows if not row.unconfirmed]
    assert len(confirmed) == 6
    assert "制发规范性文件总数" in confirmed
    assert all(row.unit for row in rows)


def test_a_report_of_free_chapters_survives_its_file(editions):
    form = editions["cn-free"]
    given = Report(
        agency="a",
        year=2011,
        form=form.id,
        title="临湖区应急管理局2011年政府信息公开年度报告",
        file="content/agencies/a/2011.yml",
        sections={
            "chapter_1": Narrative(("我局公开信息35条。",), title="一、概述"),
            "chapter_2": Narrative(("表如下。",), ("表毕。",), title="二、主动公开: 情况"),
        },
        extra_tables=(
            ExtraTable("chapter_2", "统计表", (("指标", "数"), ("网站", "0012"), ("公报", ""))),
        ),
    )
    text = records.write(given, form)
    known, findings = records.parse(text, given.file, "a", 2011, editions)
    assert findings == []
    assert known is not None
    assert replace(known, places={}) == given
    titles = [section.title.zh for section in form.sections_of(known.sections)]
    assert titles == ["一、概述", "二、主动公开: 情况"]


def test_a_report_with_and_without_the_statistics(editions):
    form = editions["cn-2014"]
    given = Report(
        "a", 2016, form.id, "标题", "f.yml", sections={"c1": Narrative(("文",), title="概述")}
    )
    for tables in ({}, {"statistics": {"disclosed": Row((35,)), "staff": Row((None,))}}):
        text = records.write(replace(given, tables=tables), form)
        known, findings = records.parse(text, "f.yml", "a", 2016, editions)
        assert findings == []
        assert known is not None
        cells = {row: stated.cells for row, stated in known.tables.get("statistics", {}).items()}
        assert cells == {row: stated.cells for row, stated in tables.get("statistics", {}).items()}
    assert [section.id for section in form.sections_of(given.sections)] == ["c1", "statistics"]


def test_a_report_without_any_chapter_is_still_a_record(editions):
    text = records.write(Report("a", 2010, "cn-free", "标题", "f.yml"), editions["cn-free"])
    known, findings = records.parse(text, "f.yml", "a", 2010, editions)
    assert (known is not None, findings) == (True, [])


def test_a_portal_may_bring_a_form_of_its_own():
    text = """
id: local-2010
title: {zh: 定西式统计表}
source: 某市通知
first_year: 2009
last_year: 2012
free_chapters: true
sections:
  - {id: annex, title: {zh: 附表}, table: local, optional: true}
tables:
  - id: local
    title: {zh: 附表}
    blocks:
      - head: {zh: 指标}
        columns: [{id: n, label: {zh: 数量}}]
        rows:
          - {id: leaflets, label: {zh: 宣传单}, unit: 份}
          - {id: cost, label: {zh: 费用}, unit: 元, number: amount}
relations:
  - {id: local.x, table: local, each: column, left: [leaflets], right: [nothing], severity: note}
"""
    form, findings = forms.parse(text, "content/editions/local.yml")
    assert form is None
    assert [(each.code, each.parameters["name"]) for each in findings] == [
        ("form.dangling", "nothing")
    ]
    form, findings = forms.parse(text.replace("[nothing]", "[cost]"), "local.yml")
    assert findings == []
    assert form is not None
    assert records.form_for({form.id: form}, 2010) is form
