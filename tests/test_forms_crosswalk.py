"""A figure through the editions."""

from __future__ import annotations

import pytest

from generator import crosswalk, forms
from generator.model.crosswalks import Crosswalk
from generator.model.forms import Forms
from generator.resources import resource, resource_text

OTHERWISE = tuple(
    f"applications.{row}.total" for row in ("not_corrected", "fee_unpaid", "other_reason")
)
WHOLE = "applications.otherwise_handled.total"


@pytest.fixture(scope="module")
def editions() -> Forms:
    parsed = [
        forms.parse(file.read_text(encoding="utf-8"), file.name)[0]
        for file in sorted(resource("editions").glob("*.yml"))
    ]
    return {form.id: form for form in parsed if form is not None}


@pytest.fixture(scope="module")
def known(editions) -> Crosswalk:
    found, findings = crosswalk.parse(resource_text("crosswalk.yml"), "crosswalk.yml", editions)
    assert findings == []
    assert found is not None
    return found


def test_the_same_figure_goes_on(known):
    cell = "applications.received.total"
    points = crosswalk.series(
        known,
        [cell],
        "cn-2021",
        [(2021, "cn-2021", {cell: 9}), (2020, "cn-2019", {cell: 7}), (2019, "cn-2019", {})],
    )
    assert [(point.year, point.value, point.gap) for point in points] == [
        (2019, None, ()),
        (2020, 7, ()),
        (2021, 9, ()),
    ]


def test_a_figure_that_became_several_is_their_sum_both_ways(known):
    years = [
        (2020, "cn-2019", {WHOLE: 5}),
        (2021, "cn-2021", dict(zip(OTHERWISE, (1, 2, 3), strict=True))),
    ]
    for cells, form in (((WHOLE,), "cn-2019"), (OTHERWISE, "cn-2021")):
        points = crosswalk.series(known, cells, form, years)
        assert [(point.value, point.gap) for point in points] == [(5, ()), (6, ())]


def test_a_part_of_the_sum_has_no_counterpart(known):
    cell = OTHERWISE[0]
    points = crosswalk.series(
        known, [cell], "cn-2021", [(2020, "cn-2019", {WHOLE: 5}), (2021, "cn-2021", {cell: 1})]
    )
    assert [(point.cells, point.value) for point in points] == [((), None), ((cell,), 1)]
    assert crosswalk.joins(known, (cell,), ("cn-2021", "cn-2019"))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("disclosure.fee_subjects.subjects_last_year", "disclosure.fees.fees_charged"),
        (
            "disclosure.normative_documents.public_total",
            "disclosure.normative_documents.in_force",
        ),
        ("disclosure.regulations.newly_made", "disclosure.regulations.made"),
    ],
)
def test_what_must_not_be_joined_has_a_visible_break(known, earlier, later):
    points = crosswalk.series(
        known, [later], "cn-2021", [(2020, "cn-2019", {earlier: 4}), (2021, "cn-2021", {later: 9})]
    )
    assert [point.value for point in points] == [4, 9]
    assert points[0].gap == ()
    assert points[1].gap[0].zh
    assert crosswalk.joins(known, (earlier,), ("cn-2019", "cn-2021")) == points[1].gap


def test_a_break_is_stated_after_years_without_a_figure(known):
    cell = "applications.received.total"
    points = crosswalk.series(
        known,
        [cell],
        "cn-2021",
        [
            (2018, "cn-2014", {"statistics.applications_received.figure": 3}),
            (2019, "cn-2019", {cell: None}),
            (2021, "cn-2021", {cell: 4}),
            (2010, "cn-free", {}),
        ],
    )
    assert [(point.year, point.value, bool(point.gap)) for point in points] == [
        (2010, None, False),
        (2018, 3, False),
        (2019, None, False),
        (2021, 4, True),
    ]


def test_decisions_do_not_continue_the_number_of_subjects(known):
    there = crosswalk.counterpart(known, ["disclosure.licences.decisions"], "cn-2021", "cn-2019")
    assert (there.cells, there.reasons) == (("disclosure.licences.decisions",), ())
    subjects = ["disclosure.licences.subjects_last_year"]
    assert crosswalk.counterpart(known, subjects, "cn-2019", "cn-2021").cells == ()


def test_a_crosswalk_that_names_nothing_known_is_refused(editions):
    text = resource_text("crosswalk.yml").replace("disclosure.licences.decisions", "a.b.c")
    found, findings = crosswalk.parse(text, "crosswalk.yml", editions)
    assert found is None
    assert {finding.parameters["name"] for finding in findings} == {"a.b.c"}
