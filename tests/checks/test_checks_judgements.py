"""What readers are told of relations is what the checks find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_reports import all_forms, report, subject, with_cells

from generator.checks.judgements import judged, judgements, names_of
from generator.checks.layout import NOWHERE, layout, taker
from generator.checks.sums import sums_of
from generator.model.forms import Form, Relation
from generator.model.reports import Report

CELL = st.sampled_from([0, 0, 0, 1, 2, 7, None, "/"])
SETTINGS = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@st.composite
def any_report(draw: st.DrawFn, form_id: str, year: int) -> Report:
    cells = [
        f"{table}.{row}.{column}"
        for table, here in layout(all_forms()[form_id]).items()
        for row, columns in here.columns.items()
        for column in columns
    ]
    return with_cells(
        report(year, form_id), dict.fromkeys(cells, 0) | {cell: draw(CELL) for cell in cells}
    )


def lines_of(relation: Relation, form: Form) -> list[str]:
    """The columns (or rows) that all ids of the relation share."""
    here = layout(form)[relation.table]
    names = relation.left + (() if relation.right_year else relation.right)
    if relation.each == "row":
        lines = [row for row, columns in here.columns.items() if columns.keys() >= set(names)]
    else:
        shared = set.intersection(*(set(here.columns[row]) for row in names))
        lines = [column for column in here.columns[names[0]] if column in shared]
    return [line for line in lines if not relation.only or line in relation.only]


ANOTHER = any_report("cn-2021", 2022) | any_report("cn-2019", 2022)


@SETTINGS
@given(any_report("cn-2021", 2023), st.lists(ANOTHER, min_size=1, max_size=2))
def test_every_relation_comes_out_as_adding_up_cell_by_cell(
    now: Report, before: list[Report]
) -> None:
    held = replace(subject(now), history={}, merged=tuple(before))
    form = all_forms()[now.form]
    last_year = [(each, all_forms()[each.form]) for each in before]
    found = judged(held)
    assert [each.judgement.relation for each in found] == list(form.relations)
    for judgement, broken in ((each.judgement, each.broken) for each in found):
        relation = judgement.relation
        lines = lines_of(relation, form)
        each_line = {line: sums_of(relation, line, (now, form), last_year) for line in lines}
        sums = [one for one in each_line.values() if one is not None]
        assert len(judgement.lines) + judgement.zeros == len(sums)
        assert len(judgement.unknown) == len(lines) - len(sums)
        told = [one for one in sums if one.left_sum or one.right_sum]
        shown = [(line.label, line.left_sum, line.right_sum) for line in judgement.lines]
        assert shown == [(one.line.zh, one.left_sum, one.right_sum) for one in told]
        assert [sorted(line.right) for line in judgement.lines] == [
            sorted(addend.value for addend in one.right) for one in told
        ]
        assert judgement.held == sum(one.holds for one in sums)
        assert broken == tuple(line for line, one in each_line.items() if one and not one.holds)


def test_an_amount_below_a_column_of_zeros_is_no_column_of_zeros() -> None:
    cells = {
        "applications.received.natural_person": 2,
        "applications.carried_in.natural_person": -2,
    }
    found = {each.relation.id: each for each in judgements(subject(with_cells(report(), cells)))}
    (line,) = found["applications.balance"].lines
    assert line.holds
    assert (line.left_sum, line.right_sum) == (0, 0)
    assert any(line.left)


CELLS = st.integers(0, 40)


@given(st.lists(CELLS, max_size=6) | st.builds(range, CELLS, CELLS, st.integers(1, 8)))
def test_cells_are_taken_in_the_order_of_their_places(where: Sequence[int]) -> None:
    cells = (*range(41), None)
    assert taker(where)(cells) == tuple(where)
    assert taker(where[::-1])(cells) == tuple(where[::-1])
    assert taker([*where, NOWHERE])(cells) == (*where, None)


def test_without_last_year_nothing_is_compared_with_it() -> None:
    found = {each.relation.id: each for each in judgements(subject(report(2023, "cn-2021")))}
    assert not found["applications.carried"].compared
    assert found["applications.carried"].held == 0
    assert found["applications.balance"].compared
    moved = replace(
        subject(report(2023, "cn-2021")),
        history={2022: report(2022, "cn-2021")},
        comparable=False,
    )
    assert not {each.relation.id: each for each in judgements(moved)}[
        "applications.carried"
    ].compared


def test_rows_and_columns_are_told_apart() -> None:
    for form in all_forms().values():
        for table in form.tables:
            for names in names_of(table):
                assert all(own for _, own in names.values())
    rows, columns = names_of(all_forms()["cn-2021"].table("applications"))
    assert rows["received"] == ("", "本年新收政府信息公开申请数量")
    assert rows["granted_in_part"] == ("", "部分公开")
    assert rows["handled"] == ("本年度办理结果", "总计")
    assert columns["natural_person"] == ("", "自然人")
    _, columns = names_of(all_forms()["cn-2021"].table("proceedings"))
    assert columns["review_total"] == ("行政复议", "总计")
