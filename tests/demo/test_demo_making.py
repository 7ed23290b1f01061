"""The whole: same seed, same bytes; any size and any years; one file at a time."""

from __future__ import annotations

import hashlib
from itertools import islice

from demo_arithmetic import broken
from demo_portal import all_forms_once, read
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.demo import make
from generator.demo.grammar import Reference
from generator.demo.sources import bodies, phrases, places
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


def test_years_before_the_edition_use_it_all_the_same(editions: dict[str, Form]) -> None:
    only = {"cn-2021": editions["cn-2021"]}
    portal = read(list(make(4, 4, 1, only, last_year=2022)))
    assert {year for _, year in portal.reports} == {2019, 2020, 2021, 2022}
    assert {report.form for report in portal.reports.values()} == {"cn-2021"}


@settings(max_examples=25, deadline=None)
@given(agencies=st.integers(1, 70), years=st.integers(1, 4), seed=st.integers(0, 10**9))
def test_any_portal_is_sound(agencies: int, years: int, seed: int) -> None:
    forms = all_forms_once()
    agencies = min(agencies, 16) if seed % 5 else agencies
    portal = read(list(make(agencies, years, seed, forms)))
    assert portal.findings == []
    assert len(portal.agencies) == agencies
    for (agency, year), report in portal.clean.items():
        last = portal.reports.get((agency, year - 1))
        assert broken(report, last, forms[report.form]) == set()


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
