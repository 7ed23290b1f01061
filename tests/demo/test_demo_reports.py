"""Reports without a planted fault have no fault at all."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from itertools import pairwise

from demo_arithmetic import broken, cells
from demo_portal import YEARS, Portal, likeness, text_of

from generator import agencies
from generator.model.forms import Form
from generator.resources import resource_text

FIGURES = {
    r"新收政府信息公开申请(\d+)件": ["applications.received.total"],
    r"自然人(?:提出)?的?为?(\d+)件": ["applications.received.natural_person"],
    r"上年结转申请?的?(\d+)件": ["applications.carried_in.total"],
    r"办结(\d+)件": ["applications.handled.total"],
    r"结转下年度(?:继续办理|的有)?(\d+)件": ["applications.carried_out.total"],
    r"予以公开(\d+)件": ["applications.granted.total"],
    r"部分公开(\d+)件": ["applications.granted_in_part.total"],
    r"行政复议(\d+)件": ["proceedings.cases.review_total"],
    r"行政诉讼(\d+)件": ["proceedings.cases.direct_total", "proceedings.cases.later_total"],
    r"制发行政规范性文件(\d+)件": ["disclosure.normative_documents.made"],
    r"现行有效的?行政规范性文件为(\d+)件": ["disclosure.normative_documents.in_force"],
    r"行政许可(?:决定)?(\d+)件": ["disclosure.licences.decisions"],
}


def test_everything_made_reads_back_without_findings(portal: Portal) -> None:
    assert portal.findings == []
    settings, findings = agencies.parse_portal(portal.files["content/portal.yml"], "portal.yml")
    assert findings == []
    assert settings is not None
    assert settings.demo
    assert len(portal.agencies) == 175
    assert portal.manifest["reports"] == len(portal.reports)


def test_all_relations_hold_in_every_line_and_across_years(portal: Portal, form: Form) -> None:
    for (agency, year), report in portal.clean.items():
        last = portal.reports.get((agency, year - 1))
        assert broken(report, last, form) == set(), (agency, year)


def test_what_is_carried_in_was_carried_out_last_year(portal: Portal, form: Form) -> None:
    compared = 0
    for (agency, year), report in portal.clean.items():
        last = portal.reports.get((agency, year - 1))
        if last is None:
            continue
        compared += 1
        now, before = (
            report.row("applications", "carried_in"),
            last.row("applications", "carried_out"),
        )
        assert now is not None
        assert before is not None
        assert now.cells == before.cells, (agency, year)
    assert compared > 300


def test_what_is_in_force_follows_from_last_year(portal: Portal, form: Form) -> None:
    moved = 0
    for (agency, year), report in portal.clean.items():
        last = portal.reports.get((agency, year - 1))
        if last is None:
            continue
        for row in ("regulations", "normative_documents"):
            now, before = report.row("disclosure", row), last.row("disclosure", row)
            assert now is not None
            assert before is not None
            made, repealed, in_force = now.cells
            assert in_force == before.cells[2] + made - repealed, (agency, year)  # type: ignore[operator]
            moved += bool(made or repealed)
    assert moved > 100


def test_every_cell_of_a_clean_report_is_a_figure_of_its_kind(portal: Portal, form: Form) -> None:
    for report in portal.clean.values():
        values = cells(report, form)
        assert len(values) == 200
        for cell, value in values.items():
            allowed = cell == "disclosure.fees.fees_charged" or isinstance(value, int)
            assert allowed, cell
            assert not isinstance(value, str), cell
            assert value is not None, cell
            assert value >= 0, cell


def test_figures_in_the_text_agree_with_the_tables(portal: Portal, form: Form) -> None:
    seen: Counter[str] = Counter()
    for key, report in portal.clean.items():
        values, text = cells(report, form), text_of(report)
        for pattern, names in FIGURES.items():
            for found in re.findall(pattern, text):
                seen[pattern] += 1
                assert int(found) == sum(values[name] for name in names), (key, pattern)  # type: ignore[misc]
    assert min(seen[pattern] for pattern in FIGURES) >= 5, seen


def test_a_text_says_that_nothing_came_only_when_nothing_came(portal: Portal) -> None:
    none = 0
    for key, report in portal.clean.items():
        received = report.row("applications", "received")
        assert received is not None
        if re.search(r"未收到|没有收到|没有公民、法人|没有新收", text_of(report)):
            none += 1
            assert received.cells[-1] == 0, key
        else:
            assert "新收政府信息公开申请" in text_of(report), key
    assert none > 50


def test_texts_differ_from_last_year_and_from_each_other(portal: Portal) -> None:
    for (agency, year), report in portal.clean.items():
        last = portal.reports.get((agency, year - 1))
        if last is not None:
            assert likeness(report, last) < 0.45, (agency, year)
    year = YEARS[-1]
    texts = [report for (_, each), report in sorted(portal.clean.items()) if each == year]
    assert max(likeness(one, other) for one, other in pairwise(texts)) < 0.4


def test_texts_are_as_long_as_real_ones(portal: Portal) -> None:
    lengths = sorted(len(text_of(report)) for report in portal.clean.values())
    assert lengths[0] >= 450
    assert 800 <= lengths[len(lengths) // 2] <= 1600
    assert 2000 <= lengths[-1] <= 3500
    phrases = {
        piece
        for report in portal.clean.values()
        for piece in re.split(r"[，。；：、\n]", text_of(report))
    }
    assert len(phrases) > 5000


def test_no_place_is_left_unfilled(portal: Portal) -> None:
    for path, text in portal.files.items():
        if path.endswith((".txt", ".yml")):
            assert not re.search(r"\{(?!name|file|on:)[a-z=]|。。|，。|、、|[：，]$", text, re.M), (
                path
            )


def test_many_small_agencies_receive_nothing_and_a_few_receive_hundreds(portal: Portal) -> None:
    received = [report.row("applications", "received") for report in portal.reports.values()]
    totals = [
        row.cells[-1] for row in received if row is not None and isinstance(row.cells[-1], int)
    ]
    assert 0.2 < totals.count(0) / len(totals) < 0.6
    assert max(totals) > 1000


def test_clean_reports_are_published_before_their_deadline(portal: Portal) -> None:
    kinds, _ = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    for (agency, year), report in portal.clean.items():
        month, day = kinds[portal.agencies[agency].kind].deadline
        deadline = date(year + 1, month, day)
        assert report.published is not None
        assert date(year + 1, 1, 1) <= report.published <= deadline
        assert report.published.weekday() < 5


def test_titles_state_the_name_of_the_year(portal: Portal) -> None:
    for (agency, year), report in portal.clean.items():
        name = portal.agencies[agency].name_in(year)
        assert report.title == f"{name}{year}年政府信息公开工作年度报告"


def test_the_hash_is_that_of_the_original(portal: Portal) -> None:
    for (agency, year), report in portal.clean.items():
        assert report.source is not None
        assert report.source.file == f"{year}/original.txt"
        original = portal.files[f"content/agencies/{agency}/{report.source.file}"]
        assert hashlib.sha256(original.encode()).hexdigest() == report.source.sha256


def test_no_personal_numbers(portal: Portal) -> None:
    for key, report in portal.clean.items():
        text = "\n".join([*report.preface, text_of(report)])
        assert not re.search(r"\d{11}", text), key
