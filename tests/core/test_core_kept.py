"""Records kept for the next build read back as they were."""

from __future__ import annotations

import msgspec
import pytest
from core_reports import FORMS, reports
from hypothesis import given
from hypothesis import strategies as st

from generator import records
from generator.build.kept import key_of, packed, unpacked
from generator.model.reports import Report

FACTS = {"program": "p", "forms": "f"}
INPUTS = {"2021.yml": (5, 7, "aa"), "agency.yml": (6, 8, "bb")}


@given(st.lists(reports(), max_size=2))
def test_reports_are_kept_as_they_are(given_reports: list[Report]) -> None:
    back = unpacked(packed(given_reports))
    assert back == tuple(given_reports)
    for one, other in zip(back, given_reports, strict=True):
        assert type(one) is Report
        for table, rows in other.tables.items():
            for name, row in rows.items():
                kept = one.tables[table][name].cells
                assert [(type(cell), str(cell)) for cell in kept] == [
                    (type(cell), str(cell)) for cell in row.cells
                ]


def test_places_are_kept() -> None:
    text = records.write(
        Report("a", 2021, "cn-2021", "题", sections={}, tables={}), FORMS["cn-2021"]
    )
    report, _ = records.parse(text, "a/2021.yml", "a", 2021, FORMS)
    assert report is not None
    assert report.places
    assert unpacked(packed([report])) == (report,)


def test_bytes_that_are_no_reports_are_refused() -> None:
    with pytest.raises(msgspec.MsgspecError):
        unpacked(b"\x91\xc0")


def test_the_key_follows_the_program_the_forms_and_the_bytes_but_not_times() -> None:
    key = key_of(FACTS, INPUTS)
    assert key == key_of(FACTS, {name: (0, 0, own[2]) for name, own in INPUTS.items()})
    assert key != key_of({**FACTS, "program": "q"}, INPUTS)
    assert key != key_of({**FACTS, "forms": "g"}, INPUTS)
    assert key != key_of(FACTS, {**INPUTS, "2021.yml": (5, 7, "cc")})
    assert key != key_of(FACTS, {**INPUTS, "2022.yml": (5, 7, "aa")})
