"""Small reports for the tests of the checks: balanced, with full text, and easy to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from generator import agencies, forms, records
from generator.checks.layout import layout
from generator.model.agencies import Agency, Kind, Name, Portal
from generator.model.forms import Form, Forms
from generator.model.reports import Cell, Narrative, Report, Row
from generator.model.subjects import Subject
from generator.resources import resource, resource_text

OVERVIEW = (
    "2023年，我局认真贯彻落实政府信息公开条例，围绕中心工作推进政务公开，公开的质量和实效不断提升。",
    "主动公开方面，及时发布机构职能、规划计划、财政预决算等内容，方便群众查阅。",
)
PROBLEMS = (
    "存在的主要问题是公开的形式还不够丰富，部分栏目更新不够及时。",
    "下一步将加强业务培训，完善审核流程，按时更新各个栏目的内容。",
)


@cache
def all_forms() -> Forms:
    found: dict[str, Form] = {}
    for file in sorted(resource("editions").glob("*.yml")):
        form, findings = forms.parse(file.read_text(encoding="utf-8"), file.name)
        assert form is not None, findings
        found[form.id] = form
    return found


@cache
def all_kinds() -> Mapping[str, Kind]:
    kinds, findings = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    assert not findings
    return kinds


def agency(**changes: object) -> Agency:
    known = Agency("linhu-emergency", (Name("临湖区应急管理局"),), "department", area="临湖区")
    return replace(known, **changes)


def zeros(form: Form) -> dict[str, dict[str, Row]]:
    return {
        here.table.id: {row: Row((0,) * len(columns)) for row, columns in here.columns.items()}
        for here in layout(form).values()
    }


def report(year: int = 2023, form: str = "cn-2021", **changes: object) -> Report:
    known = Report(
        agency="linhu-emergency",
        year=year,
        form=form,
        title=f"临湖区应急管理局{year}年政府信息公开工作年度报告",
        file=f"content/agencies/linhu-emergency/{year}.yml",
        published=date(year + 1, 1, 18),
        sections=narratives(all_forms()[form], year),
        tables=zeros(all_forms()[form]),
    )
    return replace(known, **changes)


def narratives(form: Form, year: int = 2023) -> dict[str, Narrative]:
    texts = {
        "overview": tuple(text.replace("2023", str(year)) for text in OVERVIEW),
        "problems": PROBLEMS,
        "other": ("无",),
    }
    return {section.id: Narrative(texts.get(section.id, ())) for section in form.sections}


def with_section(given: Report, section: str, *paragraphs: str) -> Report:
    return replace(given, sections={**given.sections, section: Narrative(paragraphs)})


def with_cells(given: Report, changes: Mapping[str, Cell]) -> Report:
    """`given` with other cells, named as table.row.column."""
    form = all_forms()[given.form]
    tables = {table: dict(rows) for table, rows in given.tables.items()}
    for cell, value in changes.items():
        table, row, column = cell.split(".")
        cells = list(tables[table][row].cells)
        cells[layout(form)[table].columns[row][column]] = value
        tables[table][row] = replace(tables[table][row], cells=tuple(cells))
    return replace(given, tables=tables)


def subject(given: Report, **changes: object) -> Subject:
    known = Subject(
        report=given,
        form=all_forms()[given.form],
        agency=agency(),
        kind=all_kinds()["department"],
        portal=Portal("临湖区政府信息公开"),
        forms=all_forms(),
    )
    return replace(known, **changes)


def written(given: Report) -> Report:
    """`given` after a round through its file, so that everything has a place."""
    text = records.write(given, all_forms()[given.form])
    known, findings = records.parse(text, given.file, given.agency, given.year, all_forms())
    assert known is not None, findings
    return known
