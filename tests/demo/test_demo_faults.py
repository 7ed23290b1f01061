"""Planted faults: the manifest lists every one, and each breaks just what the manifest says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from demo_arithmetic import broken, cells
from demo_portal import Portal, likeness, text_of

from generator.demo import make
from generator.demo.faults import FAULTS, NEED_ORIGINALS
from generator.model.forms import Form
from generator.model.reports import Report

Fault = dict[str, Any]


def test_one_report_in_twenty_has_a_fault_and_every_kind_occurs(portal: Portal) -> None:
    faults = portal.manifest["faults"]
    assert abs(len(faults) - len(portal.reports) / 20) <= 2
    assert len(portal.faults) == len(faults)
    codes = Counter(fault["code"] for fault in faults)
    assert set(codes) == set(FAULTS)
    assert max(codes.values()) <= 4


def test_each_fault_names_the_file_that_it_is_in(portal: Portal) -> None:
    for fault in portal.manifest["faults"]:
        assert fault["file"] in portal.files
        assert fault["file"] == f"content/agencies/{fault['agency']}/{fault['year']}.yml"
        assert fault["findings"][0]["code"] == fault["code"]


def test_relations_break_just_where_the_manifest_says(portal: Portal, form: Form) -> None:
    seen = 0
    for (agency, year), fault in portal.faults.items():
        report = portal.reports[agency, year]
        last = portal.reports.get((agency, year - 1))
        told = {
            (finding["parameters"]["relation"], finding["parameters"]["line"])
            for finding in fault["findings"]
            if finding["code"] == "relation.broken"
        }
        within = {relation.id for relation in form.relations if relation.within_report}
        found = {each for each in broken(report, last, form) if each[0] in within}
        assert found == told, fault
        seen += bool(told)
    assert seen >= 2


def test_years_connect_except_where_the_manifest_says(portal: Portal, form: Form) -> None:
    seen = 0
    for (agency, year), fault in portal.faults.items():
        last = portal.reports.get((agency, year - 1))
        if last is None:
            continue
        now, before = cells(portal.reports[agency, year], form), cells(last, form)
        differing = {
            cell
            for cell in now
            if cell.startswith("applications.carried_in.")
            and now[cell] != before[cell.replace("carried_in", "carried_out")]
        }
        told = {
            finding["cell"] for finding in fault["findings"] if finding["code"] == "carried.broken"
        }
        assert differing == told, fault
        seen += bool(told)
    assert seen >= 1


def same_but(portal: Portal, fault: Fault, form: Form) -> tuple[Any, dict[str, Any]]:
    """The cell of a fault, and all others."""
    values = dict(cells(portal.reports[fault["agency"], fault["year"]], form))
    return values.pop(fault["cell"]), values


def is_blank(portal: Portal, fault: Fault, form: Form) -> bool:
    value, others = same_but(portal, fault, form)
    return value is None and None not in others.values()


def is_mark(portal: Portal, fault: Fault, form: Form) -> bool:
    value, others = same_but(portal, fault, form)
    plain = all(isinstance(each, int | Decimal) for each in others.values())
    return value in ("/", "-", "—") and plain


def has_unit(portal: Portal, fault: Fault, form: Form) -> bool:
    value, _ = same_but(portal, fault, form)
    before = fault["parameters"]["before"]
    return value in (f"{before}万元", f"{before}件")


def is_negative(portal: Portal, fault: Fault, form: Form) -> bool:
    value, others = same_but(portal, fault, form)
    return value < 0 and all(each >= 0 for each in others.values())


def lacks_row(portal: Portal, fault: Fault, form: Form) -> bool:
    table, row = fault["row"].split(".")
    report = portal.reports[fault["agency"], fault["year"]]
    rows = sum(len(rows) for rows in report.tables.values())
    return report.row(table, row) is None and rows == 31


def lacks_text(portal: Portal, fault: Fault, form: Form) -> bool:
    sections = portal.reports[fault["agency"], fault["year"]].sections
    return len(sections) == 6 and not sections[fault["section"]].paragraphs


def lacks_section(portal: Portal, fault: Fault, form: Form) -> bool:
    report = portal.reports[fault["agency"], fault["year"]]
    title = next(each.title.zh for each in form.sections if each.id == fault["section"])
    original = portal.files[fault["file"].removesuffix(".yml") + "/original.txt"]
    return (
        len(report.sections) == 5
        and fault["section"] not in report.sections
        and title not in original
    )


def differs_from_hash(portal: Portal, fault: Fault, form: Form) -> bool:
    source = portal.reports[fault["agency"], fault["year"]].source
    assert source is not None
    original = portal.files[f"content/agencies/{fault['agency']}/{source.file}"]
    return hashlib.sha256(original.encode()).hexdigest() != source.sha256


def states_another_year(portal: Portal, fault: Fault, form: Form) -> bool:
    title = portal.reports[fault["agency"], fault["year"]].title
    return str(fault["year"]) not in title and str(fault["parameters"]["stated"]) in title


def is_late(portal: Portal, fault: Fault, form: Form) -> bool:
    published = portal.reports[fault["agency"], fault["year"]].published
    deadline = date.fromisoformat(fault["parameters"]["deadline"])
    return published is not None and published > deadline


def is_copied(portal: Portal, fault: Fault, form: Form) -> bool:
    report = portal.reports[fault["agency"], fault["year"]]
    last = portal.reports[fault["agency"], fault["year"] - 1]
    return likeness(report, last) > 0.7


def misstates(portal: Portal, fault: Fault, form: Form) -> bool:
    report = portal.reports[fault["agency"], fault["year"]]
    told = fault["parameters"]
    table = sum(cells(report, form)[cell] for cell in told["cells"])  # type: ignore[misc]
    text = "".join(report.sections[fault["section"]].paragraphs)
    return table == told["table"] != told["text"] and f"{told['text']}件" in text


def tells(portal: Portal, fault: Fault, form: Form) -> bool:
    report = portal.reports[fault["agency"], fault["year"]]
    return text_of(report).count(fault["parameters"]["text"]) == 1


SHOWS: dict[str, Callable[[Portal, Fault, Form], bool]] = {
    "cell.blank": is_blank,
    "cell.mark": is_mark,
    "cell.unit": has_unit,
    "cell.negative": is_negative,
    "row.missing": lacks_row,
    "section.empty": lacks_text,
    "section.missing": lacks_section,
    "source.changed": differs_from_hash,
    "year.mismatch": states_another_year,
    "published.late": is_late,
    "copied.previous": is_copied,
    "text.figure": misstates,
    "personal.mobile": tells,
    "personal.id_number": tells,
}


@pytest.mark.parametrize("code", sorted(SHOWS))
def test_the_fault_shows(code: str, portal: Portal, form: Form) -> None:
    faults = [fault for fault in portal.manifest["faults"] if fault["code"] == code]
    assert faults
    for fault in faults:
        assert SHOWS[code](portal, fault, form), fault


@pytest.mark.parametrize(
    "code",
    ["section.missing", "source.changed", "published.late", "year.mismatch", "copied.previous"],
)
def test_the_fault_shows_nowhere_else(code: str, portal: Portal, form: Form) -> None:
    def unfounded(key: tuple[str, int], report: Report) -> bool:
        if code == "copied.previous" and (key[0], key[1] - 1) not in portal.reports:
            return False
        fault = {
            "agency": key[0],
            "year": key[1],
            "file": report.file,
            "section": "other",
            "parameters": {"deadline": f"{key[1] + 1}-03-31", "stated": key[1] - 1},
        }
        return SHOWS[code](portal, fault, form)

    assert [key for key, report in portal.clean.items() if unfounded(key, report)] == []


def test_identity_numbers_are_right_in_form(portal: Portal) -> None:
    codes = ("personal.id_number", "personal.mobile")
    numbers = {
        code: fault["parameters"]["text"]
        for code in codes
        for fault in portal.manifest["faults"]
        if fault["code"] == code
    }
    identity = numbers["personal.id_number"]
    values = [10 if digit == "X" else int(digit) for digit in identity]
    assert len(values) == 18
    assert sum(value * 2 ** (17 - at) for at, value in enumerate(values)) % 11 == 1
    assert identity.startswith("999999")
    assert len(numbers["personal.mobile"]) == 11
    assert numbers["personal.mobile"].startswith("154")


def test_without_originals_there_are_no_sources_and_no_faults_in_them(
    editions: dict[str, Form],
) -> None:
    files = {file.path: file.text for file in make(80, 4, 2, editions, originals=False)}
    assert not any(path.endswith(".txt") for path in files)
    assert not any("source:" in text for text in files.values())
    assert not any(code in files["manifest.json"] for code in NEED_ORIGINALS)
    assert files["manifest.json"].count('"file"') >= 14
