"""A balanced report has no findings, and one changed cell names itself."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_reports import all_forms, report, subject, with_cells, with_section, written

from generator.checks import check_report
from generator.checks.layout import layout
from generator.model.reports import Report

SETTINGS = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def leaves(form_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The result rows and the applicant columns that are no totals, from the form's relations."""
    relations = {relation.id: relation for relation in all_forms()[form_id].relations}
    return relations["applications.handled"].left, relations["applications.applicants"].left


@st.composite
def balanced(draw: st.DrawFn, form_id: str) -> Report:
    results, applicants = leaves(form_id)
    counts = st.integers(0, 40)
    cells: dict[str, int] = {}
    rows = (*results, "received", "carried_in", "handled", "carried_out")
    totals = dict.fromkeys(rows, 0)
    for applicant in applicants:
        column = dict.fromkeys(rows, 0)
        for row in draw(st.lists(st.sampled_from(results), max_size=4, unique=True)):
            column[row] = draw(counts)
        column["handled"] = sum(column[row] for row in results)
        column["carried_out"] = draw(counts)
        everything = column["handled"] + column["carried_out"]
        column["carried_in"] = draw(st.integers(0, everything))
        column["received"] = everything - column["carried_in"]
        for row, value in column.items():
            cells[f"applications.{row}.{applicant}"] = value
            totals[row] += value
    cells |= {f"applications.{row}.total": value for row, value in totals.items()}
    cells |= draw(proceedings(form_id))
    year = 2023 if form_id == "cn-2021" else 2020
    return with_cells(report(year, form_id), cells)


@st.composite
def proceedings(draw: st.DrawFn, form_id: str) -> Mapping[str, int]:
    cells: dict[str, int] = {}
    for relation in all_forms()[form_id].relations:
        if relation.table == "proceedings":
            values = [draw(st.integers(0, 9)) for _ in relation.left]
            pairs = zip(relation.left, values, strict=True)
            cells |= {f"proceedings.cases.{column}": value for column, value in pairs}
            cells[f"proceedings.cases.{relation.right[0]}"] = sum(values)
    return cells


BALANCED = st.sampled_from(["cn-2021", "cn-2019"]).flatmap(balanced)


@SETTINGS
@given(BALANCED)
def test_a_balanced_report_has_no_findings(known):
    assert check_report(subject(known)) == ()


@SETTINGS
@given(BALANCED, st.data())
def test_one_changed_cell_names_itself(known, data):
    form = all_forms()[known.form]
    tables = ("applications", "proceedings")
    cells = [
        f"{table}.{row}.{column}"
        for table in tables
        for row, columns in layout(form)[table].columns.items()
        for column in columns
    ]
    cell = data.draw(st.sampled_from(cells))
    table, row, column = cell.split(".")
    before = known.tables[table][row].cells[layout(form)[table].columns[row][column]]
    changed = with_cells(known, {cell: before + data.draw(st.integers(1, 9))})
    found = check_report(subject(changed))
    assert found
    assert {finding.code for finding in found} == {"relation.broken"}
    # Every relation that breaks has the cell in it, and no other cell is in all of them.
    assert all(cell in finding.cells for finding in found)
    shared = set.intersection(*(set(finding.cells) for finding in found))
    assert shared == {cell} if len(found) > 1 else cell in shared


@SETTINGS
@given(BALANCED, st.data())
def test_a_blank_is_never_a_zero(known, data):
    form = all_forms()[known.form]
    row = data.draw(st.sampled_from(list(layout(form)["applications"].columns)))
    column = data.draw(st.sampled_from(leaves(known.form)[1]))
    blank = with_cells(known, {f"applications.{row}.{column}": None})
    assert [finding.code for finding in check_report(subject(blank))] == ["cell.blank"]


@SETTINGS
@given(BALANCED)
def test_findings_are_in_order_and_stable(known):
    broken = written(
        with_cells(known, {"applications.received.total": "/", "applications.handled.total": 9999})
    )
    found = check_report(subject(broken))
    assert list(found) == sorted(found, key=lambda finding: finding.order)
    assert len({finding.fingerprint for finding in found}) == len(found)
    assert found == check_report(subject(broken))
    moved = written(
        Report(
            **{name: getattr(broken, name) for name in Report.__slots__} | {"preface": ("前言",)}
        )
    )
    again = check_report(subject(moved))
    assert [each.fingerprint for each in again] == [each.fingerprint for each in found]


# What texts say of a cell, or of the sum of some; with a context in which nothing else is meant.
TOLD = {
    ("received",): "本年共收到政府信息公开申请{}件。",
    ("carried_in",): "上年结转政府信息公开申请{}件。",
    ("carried_out",): "政府信息公开申请结转下年度继续办理{}件。",
    ("handled",): "收到的政府信息公开申请中，办结{}件。",
    ("granted",): "申请办理结果：予以公开{}件。",
    ("granted_in_part",): "申请办理结果：部分公开{}件。",
    ("not_held", "needs_making", "still_unclear"): "申请办理结果：无法提供{}件。",
}


def told(known: Report, rows: tuple[str, ...]) -> int:
    index = layout(all_forms()[known.form])["applications"].columns["received"]["total"]
    return sum(known.tables["applications"][row].cells[index] for row in rows)


@SETTINGS
@given(balanced("cn-2021"), st.sampled_from(list(TOLD)), st.integers(0, 9))
def test_a_text_is_right_or_names_the_cell(known, rows, more):
    figure = told(known, rows)
    accepted = (
        {figure, told(known, ("received", "carried_in"))} if rows == ("received",) else {figure}
    )
    paragraphs = (*known.sections["overview"].before, TOLD[rows].format(figure + more))
    found = check_report(subject(with_section(known, "overview", *paragraphs)))
    if figure + more in accepted:
        assert found == ()
        return
    (finding,) = found
    assert (finding.code, finding.cells) == (
        "text.figure",
        tuple(f"applications.{row}.total" for row in rows),
    )
    assert (finding.parameters["said"], finding.parameters["value"]) == (str(figure + more), figure)
