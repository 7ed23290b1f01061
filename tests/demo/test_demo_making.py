"""The whole: same seed, same bytes; any size and any years; one file at a time."""

from __future__ import annotations

import hashlib
from itertools import islice

import pytest
from demo_arithmetic import broken, cells
from demo_portal import all_forms_once, read
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.demo import make
from generator.demo.grammar import Reference
from generator.demo.sources import bodies, phrases, places
from generator.errors import UsageError
from generator.messages import LANGUAGES, messages
from generator.model.forms import Form


def digest(agencies: int, years: int, seed: int, editions: dict[str, Form]) -> str:
    total = hashlib.sha256()
    for file in make(agencies, years, seed, editions):
        total.update(f"{file.path}\0{file.text}\0".encode())
    return total.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    editions: dict[str, Form],
) -> None:
    first = digest(30, 3, 5, editions)
    assert digest(30, 3, 5, editions) == first
    assert digest(30, 3, 6, editions) != first


def test_files_come_one_by_one(editions: dict[str, Form]) -> None:
    paths = [file.path for file in islice(make(50_000, 2, 1, editions), 5)]
    folder = "content/agencies/lanpu-renminzhengfu"
    assert paths == [
        "content/portal.yml",
        f"{folder}/agency.yml",
        f"{folder}/2023.yml",
        f"{folder}/2023/original.txt",
        f"{folder}/2024.yml",
    ]


def test_the_manifest_comes_last(editions: dict[str, Form]) -> None:
    files = list(make(2, 2, 1, editions))
    assert [file.path for file in files if file.path == "manifest.json"] == [files[-1].path]


def test_each_year_uses_the_edition_of_its_time(editions: dict[str, Form]) -> None:
    portal = read(list(make(20, 6, 1, editions)))
    assert portal.findings == []
    for (agency, year), report in portal.clean.items():
        assert report.form == ("cn-2019" if year < 2021 else "cn-2021")
        last = portal.reports.get((agency, year - 1))
        if last is None:
            continue
        one, other = editions[report.form], editions[last.form]
        now, before = cells(report, one), cells(last, other)
        for cell in now:
            if cell.startswith("applications.carried_in."):
                assert now[cell] == before[cell.replace("carried_in", "carried_out")]
        if one is other:
            assert broken(report, last, one) == set()
        if {"disclosure.licences.change"} <= now.keys() & before.keys():
            told = now["disclosure.licences.subjects_last_year"]
            assert (
                told
                == before["disclosure.licences.subjects_last_year"]
                + before[  # type: ignore[operator]
                    "disclosure.licences.change"
                ]
            )


def test_years_without_a_profile_are_refused_at_once(editions: dict[str, Form]) -> None:
    with pytest.raises(UsageError) as caught:
        make(4, 7, 1, editions)
    assert caught.value.parameters == {"year": 2018, "first": 2019}
    for language in LANGUAGES:
        assert "2019" in messages(language).say("error.demo.too_early", year=2018, first=2019)


@settings(max_examples=25)
@given(agencies=st.integers(1, 70), years=st.integers(1, 6), seed=st.integers(0, 10**9))
def test_any_portal_is_sound(agencies: int, years: int, seed: int) -> None:
    forms = all_forms_once()
    agencies = min(agencies, 16) if seed % 5 else agencies
    portal = read(list(make(agencies, years, seed, forms)))
    assert portal.findings == []
    assert len(portal.agencies) == agencies
    for (agency, year), report in portal.clean.items():
        last = portal.reports.get((agency, year - 1))
        comparable = last if last and last.form == report.form else None
        assert broken(report, comparable, forms[report.form]) == set()


def test_every_place_in_a_sentence_can_be_filled() -> None:
    known = {
        *phrases(),
        *("topic", "open", "asked", "area", "stem", "level", "city", "place", "overseer"),
        *("desk", "agency", "self", "year", "last", "next", "form", "source"),
        *("posts", "posts_web", "posts_media", "identity"),
    }
    named = {
        part.name
        for rule in phrases().values()
        for line in rule
        for part in line
        if isinstance(part, Reference)
    }
    assert named - known == {"road"}
    assert places().roads


def test_there_are_several_hundred_phrases_of_the_trades() -> None:
    found = [
        phrase
        for body in bodies().bodies.values()
        for phrase in (*body.topics, *body.opens, *body.asked)
    ]
    assert len(set(found)) > 700
    assert all(len(set(body.topics)) == len(body.topics) for body in bodies().bodies.values())
    assert set(bodies().roster) == set(bodies().bodies)
