"""Agencies through their reforms: parents, codes, events, deadlines."""

from __future__ import annotations

from datetime import date

import pytest

from generator import agencies
from generator.agencies import is_uscc
from generator.messages import messages
from generator.model.agencies import Agency, Deadline, Portal, Scope, deadline
from generator.model.findings import Severity
from generator.resources import resource_text

FULL = """\
names:
  - {name: 临湖区安全生产监督管理局, last_year: 2018}
  - {name: 临湖区应急管理局, first_year: 2019}
aliases: [区应急局]
kind: department
area: 临湖区
superior: linhu-government
supervisor: city-emergency
identifiers:
  uscc: "11341702486344515H"
  host: A01A07
former_ids: [linhu-safety]
events:
  - {on: 2019-02-01, change: renamed, note: "机构改革, 一号文"}
  - {on: 2024-03-01, change: merged_into, to: [linhu-new]}

accepted:
  - {fingerprint: "0123456789abcdef", reason: 已核对, author: 王编辑}
"""


@pytest.fixture(scope="module")
def kinds():
    found, findings = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    assert findings == []
    return found


def parsed(text: str, kinds) -> tuple[Agency | None, list[str]]:
    agency, findings = agencies.parse_agency(text, "agency.yml", "linhu-emergency", kinds)
    for finding in findings:
        assert messages("zh").finding(finding)
        assert messages("en").finding(finding)
    return agency, [finding.code for finding in findings]


def test_everything_that_is_read_is_written(kinds):
    agency, findings = parsed(FULL, kinds)
    assert findings == []
    assert agency is not None
    assert agencies.write_agency(agency) == FULL
    assert agency.ended == date(2024, 3, 1)
    assert agency.name_in(2018) == "临湖区安全生产监督管理局"


def test_a_rename_into_another_folder_ends_the_old_one(kinds):
    text = "names: [{name: 甲局}]\nkind: department\nevents:\n"
    agency, _ = parsed(text + "  - {on: 2020-01-05, change: renamed, to: [yi]}\n", kinds)
    assert agency is not None
    assert agency.ended == date(2020, 1, 5)
    agency, _ = parsed(text + "  - {on: 2020-01-05, change: powers_moved, to: [yi]}\n", kinds)
    assert agency is not None
    assert agency.ended is None


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (["on: 2020-01-05, change: merged_into"], "agency.event_to"),
        (["on: 2020-01-05, change: split_into, to: [linhu-emergency]"], "agency.event_self"),
        (["on: 2020-01-05, change: abolished", "on: 2019-01-05, change: renamed"], "agency.events"),
        (["on: 2020-01-05, change: vanished"], "shape.type"),
        (["on: 2020-02-30, change: abolished"], "shape.day"),
    ],
)
def test_events_that_cannot_be(kinds, events, code):
    lines = "".join(f"  - {{{event}}}\n" for event in events)
    agency, codes = parsed(f"names: [{{name: 甲局}}]\nkind: department\nevents:\n{lines}", kinds)
    assert (agency, codes) == (None, [code])


def test_a_code_that_fails_its_check_is_a_warning_only(kinds):
    agency, findings = agencies.parse_agency(
        FULL.replace("515H", "515J"), "agency.yml", "linhu-emergency", kinds
    )
    assert agency is not None
    assert [(each.code, each.severity) for each in findings] == [("agency.uscc", Severity.WARNING)]
    assert findings[0].place.line == 10


def test_the_check_character_of_known_codes():
    assert is_uscc("11341702486344515H")
    assert is_uscc("12371082MB2843001W")
    assert not is_uscc("11341702486344515")
    assert not is_uscc("1134170248634451OH")
    assert not is_uscc("21341702486344515H")


def test_deadlines_by_kind_and_year_with_local_ones(kinds):
    assert deadline(kinds["government"], 2023) == date(2024, 3, 31)
    assert deadline(kinds["department"], 2023) == date(2024, 1, 31)
    assert deadline(kinds["department"], 2019) == date(2020, 1, 31)
    assert deadline(kinds["department"], 2017) == date(2018, 3, 31)
    portal, findings = agencies.parse_portal(
        "name: 门户\ndeadlines:\n  department: [{month: 1, day: 20, first_year: 2022}]\n", "p.yml"
    )
    assert findings == []
    assert portal is not None
    assert portal.deadlines == {"department": (Deadline(1, 20, 2022),)}
    assert deadline(kinds["department"], 2023, portal) == date(2024, 1, 20)
    assert deadline(kinds["department"], 2021, portal) == date(2022, 1, 31)
    assert deadline(kinds["township"], 2023, portal) == date(2024, 1, 31)


def test_a_deadline_is_a_day_that_every_year_has():
    portal, findings = agencies.parse_portal(
        "name: 门户\ndeadlines:\n  department: [{month: 2, day: 29}]\n", "p.yml"
    )
    assert portal is None
    assert [finding.code for finding in findings] == ["shape.day"]


def test_governments_speak_for_all_under_them_and_lines_stand_apart(kinds):
    assert [kind.id for kind in kinds.values() if kind.scope is Scope.AGGREGATE] == ["government"]
    assert [kind.id for kind in kinds.values() if kind.apart] == ["vertical"]
    assert Portal("门户").deadlines == {}
