"""What is written reads back as the same thing, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from core_reports import FORMS, NASTY, accepted, anything, cells, lines, reports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import agencies, records, storage
from generator.build.content import known_kinds
from generator.model.agencies import Agency, Change, Event, Name
from generator.model.reports import Cell, Narrative, Report, Row

SLOW_DRAWS = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def without_places(report: Report) -> Report:
    tables = {
        name: {row_id: replace(row, lines=(), columns=()) for row_id, row in rows.items()}
        for name, rows in report.tables.items()
    }
    return replace(report, places={}, tables=tables, file="")


def read_back(report: Report) -> Report:
    form = FORMS[report.form]
    text = records.write(report, form, "../../schemas/x.json")
    again, findings = records.parse(text, "a.yml", report.agency, report.year, FORMS)
    assert findings == [], text
    assert again is not None
    assert records.write(again, form, "../../schemas/x.json") == text
    return without_places(again)


@SLOW_DRAWS
@given(reports())
def test_any_report_is_read_back_as_it_was_written(report: Report) -> None:
    assert read_back(report) == report


def types(row: tuple[Cell, ...]) -> list[tuple[type, str]]:
    return [(type(cell), str(cell)) for cell in row]


@given(st.lists(cells, min_size=7, max_size=7).map(tuple))
def test_every_cell_keeps_its_type_and_every_digit(row: tuple[Cell, ...]) -> None:
    form = FORMS["cn-2021"]
    sections = {section.id: Narrative() for section in form.sections}
    tables = {"applications": {"received": Row(row)}}
    report = Report("a", 2022, form.id, "t", sections=sections, tables=tables)
    again = read_back(report).tables["applications"]["received"].cells
    assert types(again) == types(row)
    assert not any(isinstance(cell, float) for cell in again)


@given(reports(), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_line_ends_and_a_byte_order_mark_of_the_file_change_nothing(
    tmp_path: Path, report: Report, line_end: str, with_mark: bool
) -> None:
    form = FORMS[report.form]
    text = records.write(report, form)
    file = tmp_path / "2022.yml"
    encoded = text.replace("\n", line_end).encode()
    file.write_bytes((b"\xef\xbb\xbf" if with_mark else b"") + encoded)
    stored, problems = storage.read_text(file, "2022.yml")
    again, findings = records.parse(stored, "2022.yml", "a", 2022, FORMS)
    assert (problems, findings) == ([], [])
    assert again is not None
    assert without_places(again) == report


@pytest.mark.parametrize("text", NASTY)
def test_text_with_a_meaning_in_yaml_stays_text(text: str) -> None:
    form = FORMS["cn-2021"]
    sections = {section.id: Narrative() for section in form.sections}
    row = Row((text, f"{text}中", f"中{text}"))
    report = Report(
        "a", 2022, form.id, f"题{text}题", sections=sections,
        tables={"disclosure": {"regulations": row}},
    )  # fmt: skip
    assert read_back(report) == report


@given(
    names=st.lists(lines, min_size=1, max_size=3),
    aliases=st.lists(lines, max_size=3),
    area=st.just("") | lines,
    identifiers=st.dictionaries(st.from_regex(r"[a-z][a-z0-9_.]{0,6}", fullmatch=True), lines),
    notes=st.lists(st.just("") | lines, max_size=3),
    accepted_findings=st.lists(accepted, max_size=2),
    kind=st.sampled_from(list(known_kinds())),
)
@settings(deadline=None)
def test_any_agency_is_read_back_as_it_was_written(
    names: list[str],
    aliases: list[str],
    area: str,
    identifiers: dict[str, str],
    notes: list[str],
    accepted_findings: list[object],
    kind: str,
) -> None:
    from datetime import date

    changes = (Change.RENAMED, Change.MERGED_INTO, Change.ABOLISHED)
    events = tuple(
        Event(date(2000 + at, 2, 29 - at), changes[at], ("b",) if at == 1 else (), note)
        for at, note in enumerate(notes)
    )
    agency = Agency(
        "a",
        tuple(
            Name(name, 2000 + at if at else None, 2000 + at if at < len(names) - 1 else None)
            for at, name in enumerate(names)
        ),
        kind,
        tuple(aliases),
        area,
        "shang-ji" if area else "",
        identifiers,
        supervisor="" if area else "zhu-guan",
        former_ids=("jiu", "no", "null"),
        events=events,
        accepted=tuple(accepted_findings),  # type: ignore[arg-type]
    )
    text = agencies.write_agency(agency, "../../schemas/agency.schema.json")
    again, findings = agencies.parse_agency(text, "agency.yml", "a", known_kinds())
    assert {finding.code for finding in findings} <= {"agency.uscc"}, text
    assert again == agency


@given(anything)
def test_an_amount_is_never_a_float_and_never_loses_a_digit(text: str) -> None:
    from generator import nodes
    from generator.shapes import cell

    for plain in (True, False):
        value = cell(nodes.Scalar(text, plain=plain, line=1, column=1))
        assert isinstance(value, (int, Decimal, str)) or value is None
        if isinstance(value, (int, Decimal)):
            assert plain
            digits = str(value) if isinstance(value, int) else format(value, "f")
            assert digits == text or (text, value) == ("-0", 0)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("0", 0),
        ("null", None),
        ("~", None),
        ("", None),
        ('"0"', "0"),
        ('""', ""),
        ('"/"', "/"),
        ("/", "/"),
        ("0.0", Decimal("0.0")),
        ("20.30", Decimal("20.30")),
        ("190.457379", Decimal("190.457379")),
        ("-35", -35),
        ("1e3", "1e3"),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".5", ".5"),
        ("1.", "1."),
        ("+5", "+5"),
        ("1000000000000000000", "1000000000000000000"),
        ("１２", "１２"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("true", "true"),
        ("43.788万元", "43.788万元"),
        ("2022-01-18", "2022-01-18"),
        ("12:30:45", "12:30:45"),
    ],
)
def test_zero_blank_and_unreadable_are_three_things(written: str, wanted: Cell) -> None:
    text = (
        "form: cn-2021\ntitle: t\nsections: {}\n"
        f"tables:\n  disclosure:\n    licences: [{written or 'null'}]\n"
    )
    if not written:
        text = text.replace("[null]", "\n      -")
    report, findings = records.parse(text, "f", "a", 2022, FORMS)
    assert findings == []
    assert report is not None
    (value,) = report.tables["disclosure"]["licences"].cells
    assert (type(value), value) == (type(wanted), wanted)
    if isinstance(value, Decimal):
        assert str(value) == str(wanted)
