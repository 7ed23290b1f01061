"""The whole portal: copies, sums, gaps, and agencies among each other."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import agency, all_forms, all_kinds, report, subject, with_cells, with_section

from generator.checks import check_portal, check_report, digest, lineages
from generator.checks.fingerprints import likeness, own_words, share, shingles, sketch, surely_lacks
from generator.checks.lineage import Lineage
from generator.messages import messages
from generator.model.agencies import Agency, Change, Event, Name, Portal, Scope
from generator.model.findings import Accepted
from generator.model.reports import Narrative, Report

PORTAL = Portal("门户")
WORDS = (
    "政务公开群众企业服务平台栏目文件解读会议培训审核制度保障监督考核回应关切"
    "改革乡村环境教育医疗就业交通水利农业数据安全"
)


def prose(seed: int, sentences: int = 40) -> tuple[str, ...]:
    """Sentences of their own for each seed."""
    random = Random(seed)
    return tuple(
        "".join(random.choice(WORDS) for _ in range(random.randint(12, 30))) + "。"
        for _ in range(sentences)
    )


def body(agency_id: str, **changes: object) -> Agency:
    return agency(**{"id": agency_id, "names": (Name(f"临湖区{agency_id}局"),), **changes})


def made(agency_id: str, year: int, text: tuple[str, ...], cells=None, **changes) -> Report:
    known = replace(
        report(year),
        agency=agency_id,
        file=f"content/agencies/{agency_id}/{year}.yml",
        title=f"临湖区{agency_id}局{year}年政府信息公开工作年度报告",
        **changes,
    )
    known = with_section(known, "overview", *text)
    return with_cells(known, cells or {})


def looked_at(agencies, reports, today=None, portal=PORTAL):
    digests = [
        digest(
            each,
            all_forms()[each.form],
            agencies[each.agency],
            all_kinds()[agencies[each.agency].kind],
        )
        for each in reports
    ]
    found = check_portal(digests, agencies, all_kinds(), portal, all_forms(), today)
    for finding in found:
        assert messages("zh").finding(finding)
        assert messages("en").finding(finding)
    return found


def by_id(*agencies: Agency) -> dict[str, Agency]:
    return {each.id: each for each in agencies}


# --- copies -------------------------------------------------------------------------------------


def test_last_years_text_over_again():
    text = prose(1)
    this, last = made("a", 2023, text), made("a", 2022, text)
    found = check_report(subject(this, agency=body("a"), history={2022: last}))
    assert [(each.code, each.parameters["share"]) for each in found] == [("copied.previous", 100)]
    new = made("a", 2023, (*text[:24], *prose(2, 16)))
    assert check_report(subject(new, agency=body("a"), history={2022: last})) == ()


def test_figures_years_and_names_do_not_hide_a_copy():
    text = prose(1)
    known = body("a", names=(Name("临湖区甲局", last_year=2022), Name("临湖区新甲局", 2023)))
    last = made("a", 2022, tuple(f"2022年，临湖区甲局发布{n}条，{t}" for n, t in enumerate(text)))
    this = made(
        "a", 2023, tuple(f"2023年，临湖区新甲局发布{n + 9}条，{t}" for n, t in enumerate(text))
    )
    this = replace(this, title="政府信息公开工作年度报告")
    found = check_report(subject(this, agency=known, history={2022: last}))
    assert [each.code for each in found] == ["copied.previous"]


def test_another_agencys_text_is_found_at_the_later_report():
    text = prose(3)
    agencies = by_id(body("a"), body("b"), body("c"))
    first = made("b", 2022, tuple(f"临湖区b局{sentence}" for sentence in text))
    copy = made("a", 2023, tuple(f"临湖区a局{sentence}" for sentence in (*text[:-2], *prose(4, 2))))
    (found,) = looked_at(agencies, [first, copy, made("c", 2023, prose(5))])
    assert (found.code, found.place.file) == ("copied.other", copy.file)
    assert found.parameters["other"] == "临湖区b局"
    exact = shingles(first, agencies["b"]), shingles(copy, agencies["a"])
    union = 100 * len(exact[0] & exact[1]) // len(exact[0] | exact[1])
    assert abs(found.parameters["share"] - union) <= 10

    half = made("a", 2023, (*text[:20], *prose(6, 20)))
    assert looked_at(agencies, [first, half]) == ()
    accepted = replace(copy, accepted=(Accepted(found.fingerprint, "联合编制", "王"),))
    assert looked_at(agencies, [first, accepted]) == ()


def test_the_estimate_is_near_the_truth():
    random = Random(1)
    for part in (50, 70, 80, 90, 97):
        errors = []
        for _ in range(20):
            base = [random.getrandbits(32) for _ in range(1500)]
            kept = set(random.sample(base, 1500 * part // 100))
            other = kept | {random.getrandbits(32) for _ in range(1500 - len(kept))}
            exact = 100 * len(set(base) & other) / len(set(base) | other)
            errors.append(likeness(sketch(base), sketch(other)) - exact)
        assert abs(sum(errors) / len(errors)) < 4
        assert max(map(abs, errors)) < 15


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 60), st.integers(0, 12), st.integers(0, 40), st.integers(0, 3))
def test_last_years_text_with_some_of_its_own(seed, own, dropped, twice):
    old = prose(seed)
    new = (*prose(seed + 100, own), *old[dropped // 4 :], *old[:twice])
    this, last = made("a", 2023, new), made("a", 2022, old)
    exact = share(shingles(this, body("a")), shingles(last, body("a")))
    found = check_report(subject(this, agency=body("a"), history={2022: last}))
    assert [each.parameters["share"] for each in found] == ([exact] if exact >= 90 else [])


LETTERS = st.text("甲乙丙", max_size=80) | st.text("甲乙", max_size=40)


@given(LETTERS, LETTERS)
def test_what_a_text_surely_lacks_it_does_lack(one, other):
    these = made("a", 2023, (one, other, one))
    those = made("a", 2022, (other,))
    exact = len(shingles(these, body("a")) - shingles(those, body("a")))
    told, before = own_words(these, body("a")), own_words(those, body("a"))
    for enough in (1, exact, exact + 1):
        assert not surely_lacks(told, before, enough) or enough <= exact


def test_a_text_that_is_new_surely_lacks_the_old_one():
    told = [own_words(made("a", 2023, prose(seed)), body("a")) for seed in (1, 2)]
    assert surely_lacks(*told, len(told[0]) // 2)


def test_short_texts_are_not_compared():
    few = ("我局按规定公开。",)
    agencies = by_id(body("a"), body("b"))
    assert looked_at(agencies, [made("a", 2023, few), made("b", 2023, few)]) == ()
    assert share(frozenset(), frozenset({1})) == 0
    assert sketch(range(10)) == b""


def test_a_renamed_folder_may_go_on_with_its_text():
    text = prose(7)
    old = body("a", events=(Event(date(2023, 5, 1), Change.RENAMED, ("b",)),))
    agencies = by_id(old, body("b"))
    assert looked_at(agencies, [made("a", 2022, text), made("b", 2023, text)]) == ()


# --- sums ---------------------------------------------------------------------------------------

TWO = {
    f"applications.{row}.{column}": 2
    for row in ("received", "granted", "handled")
    for column in ("natural_person", "total")
}
FOUR = dict.fromkeys(TWO, 4)


@pytest.fixture
def district() -> dict[str, Agency]:
    return by_id(
        body("gov", kind="government"),
        body("a", superior="gov"),
        body("b", superior="a"),
        body("tax", superior="gov", kind="vertical"),
    )


def reports_of_district(cells) -> list[Report]:
    return [
        made("gov", 2023, prose(1), cells),
        made("a", 2023, prose(2), TWO),
        made("b", 2023, prose(3), TWO),
        made("tax", 2023, prose(4), TWO),
    ]


def test_a_government_is_the_sum_of_what_is_under_it(district):
    assert looked_at(district, reports_of_district(FOUR)) == ()
    (found,) = looked_at(district, reports_of_district({**FOUR, "applications.received.total": 5}))
    assert (found.code, found.cells) == ("rollup.broken", ("applications.received.total",))
    assert "填 5，各家之和 4" in messages("zh").finding(found)
    assert "临湖区a局、临湖区b局" in messages("zh").finding(found)


def test_nothing_is_summed_when_one_is_absent_or_blank(district):
    wrong = reports_of_district({})
    assert looked_at(district, wrong)
    assert looked_at(district, [each for each in wrong if each.agency != "b"]) == ()
    blank = dict.fromkeys(TWO)
    wrong[1] = made("a", 2023, prose(2), blank)
    assert looked_at(district, wrong) == ()


def test_a_report_may_say_that_it_speaks_for_itself(district):
    wrong = reports_of_district({})
    wrong[0] = replace(wrong[0], scope=Scope.OWN)
    assert looked_at(district, wrong) == ()


def test_an_aggregate_under_an_aggregate_stands_for_what_is_under_it(district):
    reports = reports_of_district(FOUR)
    reports[1] = replace(made("a", 2023, prose(2), FOUR), scope=Scope.AGGREGATE)
    reports[2] = made("b", 2023, prose(3), FOUR)
    assert looked_at(district, reports) == ()


def test_what_ended_is_not_waited_for(district):
    ended = replace(district["b"], events=(Event(date(2022, 6, 1), Change.ABOLISHED),))
    agencies = {**district, "b": ended}
    reports = [each for each in reports_of_district(TWO) if each.agency != "b"]
    assert looked_at(agencies, reports) == ()


# --- gaps ---------------------------------------------------------------------------------------


def missing(agencies, reports, today=None):
    found = looked_at(agencies, reports, today)
    assert {each.code for each in found} <= {"report.missing"}
    return [(each.place.file.split("/")[2], each.parameters["year"]) for each in found]


def test_a_gap_between_two_reports():
    agencies = by_id(body("a"))
    reports = [made("a", 2020, prose(1)), made("a", 2023, prose(2))]
    assert missing(agencies, [replace(each, form="cn-2021") for each in reports]) == [
        ("a", "2021"),
        ("a", "2022"),
    ]


def test_what_is_due_depends_on_the_day():
    agencies = by_id(body("a"), body("b"), body("gov", kind="government"))
    reports = [
        made("a", 2022, prose(1)),
        made("a", 2023, prose(2)),
        made("b", 2022, prose(3)),
        made("gov", 2022, prose(4), scope=Scope.OWN),
    ]
    assert missing(agencies, reports) == []
    assert missing(agencies, reports, date(2024, 1, 31)) == []
    assert missing(agencies, reports, date(2024, 2, 1)) == [("b", "2023")]
    assert missing(agencies, reports, date(2024, 4, 1)) == [("b", "2023"), ("gov", "2023")]


def test_an_agency_without_any_report():
    agencies = by_id(body("a"), body("b"))
    reports = [made("a", 2023, prose(1))]
    assert missing(agencies, reports) == []
    assert missing(agencies, reports, date(2024, 6, 1)) == [("b", "2023")]
    young = replace(agencies["b"], names=(Name("临湖区b局", 2024),))
    assert missing({**agencies, "b": young}, reports, date(2024, 6, 1)) == []


def test_after_the_end_nothing_is_missing():
    ended = body("a", events=(Event(date(2023, 3, 1), Change.MERGED_INTO, ("b",)),))
    agencies = by_id(ended, body("b"))
    reports = [
        made("a", 2022, prose(1)),
        made("b", 2022, prose(2)),
        made("b", 2023, prose(3)),
    ]
    assert missing(agencies, reports, date(2024, 6, 1)) == []
    assert missing(agencies, reports[1:], date(2024, 6, 1)) == []


def test_a_record_that_cannot_be_read_is_not_missing():
    agencies = by_id(body("a"))
    digests = [
        digest(made("a", year, prose(year)), all_forms()["cn-2021"], agencies["a"],
               all_kinds()["department"])
        for year in (2021, 2023)
    ]  # fmt: skip
    world = (digests, agencies, all_kinds(), PORTAL, all_forms(), None)
    assert [each.code for each in check_portal(*world)] == ["report.missing"]
    assert check_portal(*world, {"a": (2021, 2022, 2023)}) == ()


# --- agencies -----------------------------------------------------------------------------------


def test_agencies_that_are_not_there():
    agencies = by_id(
        body("a", supervisor="x", events=(Event(date(2020, 1, 1), Change.POWERS_MOVED, ("y",)),)),
        body("b", superior="c"),
        body("c", superior="b", former_ids=("a",)),
    )
    found = [(each.code, each.place.file.split("/")[2]) for each in looked_at(agencies, [])]
    assert found == [
        ("agency.unknown", "a"),
        ("agency.unknown", "a"),
        ("agency.circle", "b"),
        ("agency.circle", "c"),
        ("agency.former_taken", "c"),
    ]


def reformed(change, *to, on=date(2023, 5, 1)):
    return (Event(on, change, to),)


def test_whom_a_report_continues():
    agencies = by_id(
        body("a", events=reformed(Change.MERGED_INTO, "x")),
        body("b", events=reformed(Change.RENAMED, "x")),
        body("c", events=reformed(Change.MERGED_INTO, "y", "z")),
        body("d", events=reformed(Change.POWERS_MOVED, "w")),
        body("e", events=reformed(Change.RENAMED)),
        body("f", events=reformed(Change.SPLIT_INTO, "g", on=date(2023, 12, 30))),
        *(body(name) for name in "gwxyz"),
    )
    years = dict.fromkeys(agencies, (2022,)) | {"x": (2022, 2023)}
    known = lineages(agencies, years)
    assert known["x"] == {2023: Lineage(("a", "b"))}
    apart = Lineage(comparable=False)
    assert {name: dict(of) for name, of in known.items() if name != "x"} == {
        "y": {2023: apart},
        "z": {2023: apart},
        "d": {2023: apart},
        "w": {2023: apart},
        "f": {2023: apart, 2024: apart},
        "g": {2023: apart, 2024: apart},
    }


MERGED = reformed(Change.MERGED_INTO, "x")
APART = Lineage(comparable=False)


@pytest.mark.parametrize(
    ("events", "years", "expected"),
    [
        # The agency that ended reported for the year of the merger; its successor is new.
        ({"a": MERGED, "b": MERGED}, {"a": (2023,), "b": (2023,), "x": (2024,)},
         {2024: Lineage(("a", "b"))}),
        ({"a": MERGED, "b": MERGED}, {"a": (2022,), "b": (2022,), "x": (2023,)},
         {2023: Lineage(("a", "b"))}),
        # Both reported for that year.
        ({"a": MERGED}, {"a": (2022, 2023), "x": (2022, 2023, 2024)}, {2023: APART, 2024: APART}),
        # One of them has no report, or the successor's own is missing.
        ({"a": MERGED, "b": MERGED}, {"a": (2022,), "x": (2022, 2023)}, {2023: APART}),
        ({"a": MERGED}, {"a": (2022,), "x": (2021, 2023)}, {2023: APART}),
        ({"a": MERGED}, {"a": (2022,), "x": (2023,)}, {2023: APART}),
        # The folder changed, and nothing else.
        ({"a": reformed(Change.RENAMED, "x")}, {"a": (2022,), "x": (2023,)},
         {2023: Lineage(("a",))}),
        ({"a": reformed(Change.RENAMED, "x")}, {"a": (2021, 2022, 2023), "x": (2024,)},
         {2024: Lineage(("a",))}),
        # What was merged was itself made of others in that year, or gave powers away.
        ({"a": MERGED, "b": reformed(Change.RENAMED, "a")},
         {"a": (2022,), "b": (2022,), "x": (2022, 2023)}, {2023: APART}),
        ({"a": (*reformed(Change.POWERS_MOVED, "b"), *MERGED)},
         {"a": (2022,), "x": (2022, 2023)}, {2023: APART}),
        ({"x": reformed(Change.RENAMED, "x")}, {"x": (2022, 2023)}, {}),
    ],
)  # fmt: skip
def test_a_lineage_is_known_or_nothing_is_compared(events, years, expected):
    agencies = by_id(*(body(name, events=events.get(name, ())) for name in ("a", "b", "x")))
    assert lineages(agencies, years).get("x", {}) == expected


def test_severities_and_acceptance_reach_the_portal():
    agencies = by_id(body("a"), body("b"))
    reports = [made("a", 2023, prose(1))]
    (found,) = looked_at(agencies, reports, date(2024, 6, 1))
    accepted = replace(agencies["b"], accepted=(Accepted(found.fingerprint, "只设牌子", "王编辑"),))
    assert looked_at({**agencies, "b": accepted}, reports, date(2024, 6, 1)) == ()
    portal = Portal("门户", severities={"report.missing": None})
    assert looked_at(agencies, reports, date(2024, 6, 1), portal) == ()


def test_a_digest_is_small():
    known = made("a", 2023, prose(1), FOUR)
    text = Narrative(prose(1))
    assert known.sections["overview"] == text
    kept = digest(known, all_forms()["cn-2021"], body("a"), all_kinds()["department"])
    assert len(pickle.dumps(kept)) < 1600
