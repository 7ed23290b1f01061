"""Reports to be written and read again, and the comparison of what came back."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from generator.build.content import known_forms
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.agencies import Agency, Name, Scope
from generator.model.findings import Accepted
from generator.model.forms import Form
from generator.model.reports import (
    Cell,
    Correction,
    ExtraTable,
    Narrative,
    Report,
    Row,
    Source,
    Unplaced,
)
from generator.records import write

FORMS = known_forms()
AGENCY = Agency("shili-yingji", (Name("示例区应急管理局"),), "department")
TITLE = "示例区应急管理局{year}年政府信息公开工作年度报告"


def content(report: Report) -> str:
    """All that a record holds but the submitted original, which is another file afterwards."""
    return write(replace(report, source=None), FORMS[report.form])


def come_back(name: str, document: bytes) -> Filling:
    submission, findings = read(name, document)
    assert findings == []
    assert submission
    return fill(submission, FORMS)


def blank(form_id: str, year: int) -> Report:
    form = FORMS[form_id]
    tables = {
        table.id: {row.id: Row((None,) * len(block.leaf_columns)) for block, row in table.rows()}
        for table in form.tables
    }
    sections = {} if form.free_chapters else {section.id: Narrative() for section in form.sections}
    title = TITLE.format(year=year)
    return Report(AGENCY.id, year, form_id, title, sections=sections, tables=tables)


def with_cells(report: Report, cells: dict[str, Cell]) -> Report:
    """`report` with these cells, by ``table.row.column``."""
    form = FORMS[report.form]
    tables = {table: dict(rows) for table, rows in report.tables.items()}
    for name, value in cells.items():
        table_id, row_id, column_id = name.split(".")
        found = form.table(table_id).find(row_id)
        assert found
        columns = [column.id for column in found[0].leaf_columns]
        values = list(tables[table_id][row_id].cells)
        values[columns.index(column_id)] = value
        tables[table_id][row_id] = Row(tuple(values))
    return replace(report, tables=tables)


def year_of(form: Form) -> int:
    return form.first_year + 1


# --- reports as agencies make them --------------------------------------------------------------

_LINES = st.sampled_from(
    (
        "一、加强组织领导", "（一）主动公开情况", "(二)依申请公开", "1.平台建设", "（1）其他",
        "2023年，我局收到申请3件，办结3件。", "=1+1", "+86 0375-2201101", "-", "@附件", "无", "'",
        "五、收到和处理政府信息公开申请情况", "二、主动公开政府信息情况", "第二十条第（一）项",
        "规章\t0\t0", "　　首行缩进两字，中间 有　空格。", "“引号”与\"直引号\"", "<b>&amp;</b>",
        "长" * 500, "附页　报告记录", "基本情况", "总计", "1 2 3", "12,345.60万元",
    )
)  # fmt: skip
_PARAGRAPHS = st.lists(_LINES.map(str.strip), max_size=5).map(tuple)
_CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.just(0),
    st.none(),
    st.integers(0, 10**6),
    st.integers(10**14, 10**17),
    st.decimals(0, 10**6, places=6),
    st.sampled_from(
        (
            "/",
            "—",
            "无",
            "43.788万元",
            "12",
            "１２",
            "1,234",
            "=SUM(A1)",
            "+3",
            "增72",
            "其他",
            "0",
            " ",
        )
    ),
    st.sampled_from((Decimal("20.3"), Decimal("1.50"), Decimal("0.0"), -35)),
)
_CELL_TEXTS = st.sampled_from(("", "部门", "件数", "3", "=A1", "两\n行", " 空 ", "2.50", "规章"))


@st.composite
def plausible_reports(draw: st.DrawFn, form: Form) -> Report:
    """A report whose parts all stand where the form has them, with everything filled somehow."""
    ids = [section.id for section in form.sections]
    chapters = [f"chapter_{number}" for number in range(1, 4)] if form.free_chapters else []
    titles = st.sampled_from(("一、概述", "二、主动公开情况", "附表", "一、概述"))
    sections = {
        name: Narrative(draw(_PARAGRAPHS), draw(_PARAGRAPHS), draw(titles) if chapters else "")
        for name in [*chapters, *(each for each in ids if draw(st.booleans()) or not chapters)]
    }
    tables = {
        table.id: {
            row.id: Row(tuple(draw(_CELLS) for _ in block.leaf_columns))
            for block, row in table.rows()
        }
        for table in form.tables
    }
    width = draw(st.integers(1, 4))
    rows = st.lists(st.tuples(*[_CELL_TEXTS] * width), min_size=1, max_size=4).map(tuple)
    extra = st.builds(
        ExtraTable,
        st.sampled_from([*chapters, *ids, "preface"]),
        st.sampled_from(("", "表1 分类")),
        rows,
    )
    cell = f"{form.tables[0].id}.a.b" if form.tables else "a.b.c"
    correction = Correction(date(2024, 3, 2), cell, "3", "", "录入有误")
    year = year_of(form)
    return Report(
        agency=AGENCY.id,
        year=year,
        form=form.id,
        title=draw(st.sampled_from((TITLE.format(year=year), "政府信息公开年报"))),
        published=draw(st.none() | st.just(date(2024, 1, 18))),
        scope=draw(st.sampled_from((None, Scope.AGGREGATE))),
        source=Source("2023/original.doc", "0" * 64),
        preface=draw(_PARAGRAPHS),
        sections=sections,
        tables=tables,
        extra_tables=draw(st.lists(extra, max_size=3).map(tuple)),
        unplaced=draw(st.just(()) | st.just((Unplaced("preface", "索引号 | 123"),))),
        explanations={relation.id: "含补正件。" * 80 for relation in form.relations[:1]},
        corrections=(correction,),
        accepted=(Accepted("0123456789abcdef", "属实", "张三"),),
    )


ANY_PLAUSIBLE = st.sampled_from([FORMS[name] for name in sorted(FORMS)]).flatmap(plausible_reports)


# --- other programs -----------------------------------------------------------------------------


def saved_by_libreoffice(document: bytes, name: str, folder: Path) -> bytes:
    """The document as LibreOffice saves it; the test is left out, and says so, without it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: nothing was opened and saved in it")
    source = folder / name
    source.write_bytes(document)
    ending = source.suffix[1:]
    profile = (folder / "profile").resolve().as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    command += ["--outdir", str(folder / "saved"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return (folder / "saved" / name).read_bytes()
