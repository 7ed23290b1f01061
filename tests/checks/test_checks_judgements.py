"""What readers are told of relations is what the checks find."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_reports import all_forms, report, subject, with_cells

from generator.checks.judgements import judgements, names_of
from generator.checks.layout import layout
from generator.checks.sums import judged
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


@SETTINGS
@given(any_report("cn-2021", 2023), any_report("cn-2021", 2022) | any_report("cn-2019", 2022))
def test_every_relation_comes_out_as_the_checks_judge_it(now: Report, before: Report) -> None:
    held = replace(subject(now), history={2022: before})
    form = all_forms()[now.form]
    found = judgements(held)
    assert [each.relation for each in found] == list(form.relations)
    for each in found:
        sums = list(judged(each.relation, form, now, [(before, all_forms()[before.form])]))
        assert len(each.lines) + each.zeros == len(sums)
        told = [one for one in sums if one.left_sum or one.right_sum]
        shown = [(line.label, line.left_sum, line.right_sum) for line in each.lines]
        assert shown == [(one.line.zh, one.left_sum, one.right_sum) for one in told]
        assert each.held == sum(one.holds for one in sums)
        assert each.broken == sum(not one.holds for one in sums)


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
