"""The main figures of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_reports import with_row

from generator.messages import Messages
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Figure, Form, Label
from generator.model.reports import Cell, Correction, Report
from generator.render.figures import exact_sum, figure_value, summary
from generator.render.words import Words

TOTAL = 6


def handled(report: Report, granted: Cell, in_part: Cell, total: Cell) -> Report:
    for row, value in (("granted", granted), ("granted_in_part", in_part), ("handled", total)):
        report = with_row(report, "applications", row, (*(0,) * TOTAL, value))
    return report


def test_the_sample_has_these_figures(form: Form, sample: Report) -> None:
    found = summary(sample, form, ())
    zero = Decimal(0)
    assert found.figures == {
        "received": zero,
        "carried_in": zero,
        "disclosed": None,
        "reviews": zero,
        "suits": zero,
        "documents": zero,
    }
    assert (found.agency, found.year, found.published) == (
        "zhanhe-emergency",
        2022,
        date(2023, 1, 18),
    )


@pytest.mark.parametrize(
    ("granted", "in_part", "total", "share"),
    [
        (1, 1, 3, "66.7"),
        (1, 0, 3, "33.3"),
        (1, 0, 8, "12.5"),
        (1, 0, 800, "0.1"),  # 0.125 %
        (1, 0, 2000, "0.1"),  # 0.05 %: a half goes up
        (1, 0, 2001, "0.0"),
        (3, 0, 3, "100.0"),
        (0, 0, 3, "0.0"),
        (0, 0, 0, None),
        (None, 0, 3, None),
        (1, "/", 3, None),
        (1, 0, None, None),
    ],
)
def test_a_share_has_one_decimal_and_halves_go_up(
    form: Form, sample: Report, granted: Cell, in_part: Cell, total: Cell, share: str | None
) -> None:
    figures = summary(handled(sample, granted, in_part, total), form, ()).figures
    assert figures["disclosed"] == (None if share is None else Decimal(share))


def test_a_blank_is_no_zero_in_a_sum(form: Form, sample: Report) -> None:
    cells: list[Cell] = [0] * 15
    cells[9], cells[14] = 3, 4
    assert (
        summary(with_row(sample, "proceedings", "cases", tuple(cells)), form, ()).figures["suits"]
        == 7
    )
    cells[14] = None
    assert (
        summary(with_row(sample, "proceedings", "cases", tuple(cells)), form, ()).figures["suits"]
        is None
    )


@given(st.lists(st.decimals(min_value=-(10**18), max_value=10**18, places=12), max_size=30))
def test_sums_are_exact(values: list[Decimal]) -> None:
    assert Fraction(exact_sum(values)) == sum(map(Fraction, values))


def test_findings_and_corrections_are_counted(form: Form, sample: Report) -> None:
    found = (
        Finding("x", Severity.NOTE, Place("f")),
        Finding("y", Severity.ERROR, Place("f")),
        Finding("z", Severity.ERROR, Place("f")),
    )
    changes = tuple(
        Correction(day, "a.b.c", "1", "2", "r") for day in (date(2023, 5, 1), date(2023, 3, 1))
    )
    made = summary(replace(sample, corrections=changes), form, found)
    assert list(made.findings.items()) == [(Severity.ERROR, 2), (Severity.NOTE, 1)]
    assert made.corrected == date(2023, 5, 1)


def test_a_figure_may_add_amounts(form: Form, sample: Report) -> None:
    report = with_row(sample, "disclosure", "fees", (Decimal("190.457379"),))
    figure = Figure("f", Label("收费"), "万元", ("disclosure.fees.fees_charged",))
    assert figure_value(report, form, figure) == Decimal("190.457379")


def test_words_for_changes_sizes_and_days(zh: Messages) -> None:
    words = Words(zh)
    count = Figure("a", Label("甲"), "件", ("x.y.z",))
    share = Figure("b", Label("乙"), "%", ("x.y.z",), ("x.y.z",))
    assert words.change(Decimal(5), Decimal(3), count) == "增加2件"
    assert words.change(Decimal("12.5"), Decimal("13.0"), share) == "减少0.5个百分点"
    assert words.change(Decimal(3), Decimal(3), count) == "持平"
    assert words.change(None, Decimal(3), count) == ""
    assert [words.size(size) for size in (812, 1000, 23456, 999_949, 1_200_000)] == [
        *("812 字节", "1.0 kB", "23.5 kB", "999.9 kB", "1.2 MB")
    ]
    assert words.day(date(2023, 1, 18)) == "2023年1月18日"
    assert words.day(None) == "未注明"
    assert words.figure(Decimal(-35)) == "\N{MINUS SIGN}35"
