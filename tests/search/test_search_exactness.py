from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_portal import FOLDING, containing, contents, phrases, portal, units

from generator.model.search import Entry
from generator.search import listing, segments
from generator.search.grams import LONGEST, cover, frequent_grams, stored
from generator.search.lists import Lists
from generator.search.matching import find
from generator.search.reading import Index, read_index
from generator.search.runs import Runs
from generator.search.updates import build

A = TypeVar("A")
B = TypeVar("B")


def index_of(entries: list[Entry]) -> Index:
    files = dict(build(entries))
    return read_index(lambda path: files[path] or b"")


def addresses(index: Index, word: str) -> set[str]:
    headers = [segment.header for segment in index.segments]
    return {headers[position].address(number) for position, number in find(index, word)}


@pytest.mark.parametrize(("seed", "least"), [(0, 1500), (1, 40), (2, 8), (3, 8)])
def test_a_phrase_finds_exactly_what_contains_it(seed: int, least: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(segments, "LEAST", least)
    monkeypatch.setattr(segments, "BUNDLE", 10_000)
    entries = portal(seed)
    index = index_of(entries)
    lines = {entry.address: contents(entry) for entry in entries}
    for phrase in phrases(entries, random.Random(seed), 1000):
        word = FOLDING(phrase)
        expected = {key for key, parts in lines.items() if any(word in line for line in parts)}
        assert addresses(index, word) == expected, phrase


def test_where_many_entries_are_expected_lists_are_shorter_and_find_the_same(
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(segments, "SAMPLE", 20)
    entries = portal(9)
    assert len(entries) > segments.SAMPLE
    few, many = (dict(build(entries, size=size)) for size in (0, 1_000_000))
    indexes = [read_index(lambda path, files=files: files[path] or b"") for files in (few, many)]
    frequent = [index.segments[0].header.frequent for index in indexes]
    assert frequent[0] < frequent[1]
    for phrase in phrases(entries, random.Random(9), 300):
        word = FOLDING(phrase)
        assert find(indexes[0], word) == find(indexes[1], word), phrase


@pytest.mark.parametrize("batch", [1, 700, 20_000])
def test_the_bytes_are_the_same_whatever_is_put_aside_when(
    batch: int, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(segments, "LEAST", 8)
    entries = portal(5)
    expected = list(build(entries))
    monkeypatch.setattr(segments, "BUNDLE", batch)
    with (tmp_path / "spool").open("w+b") as spool:
        assert list(build(entries, spool=spool)) == expected


def test_the_bytes_are_the_same_however_few_codes_a_run_has_room_for(monkeypatch: Any) -> None:
    entries = portal(6)
    expected = list(build(entries))
    monkeypatch.setattr(listing, "_ROOM", 1 << 14)
    runs = 0
    add = Runs.add

    def counted(self: Runs, run: listing.Run) -> None:
        nonlocal runs
        runs += 1
        add(self, run)

    monkeypatch.setattr(Runs, "add", counted)
    assert list(build(entries)) == expected
    assert runs > 3


@pytest.mark.parametrize("large", [40, 2300])
def test_shares_that_other_processes_put_together_give_the_same_bytes(
    large: int, monkeypatch: Any
) -> None:
    """Many shards, so that there are many shares; each holds all that it is asked for."""
    monkeypatch.setattr(segments, "LEAST", 40)
    monkeypatch.setattr(segments, "LARGE", large)
    monkeypatch.setattr(segments, "_SHARD", 1)
    monkeypatch.setattr(segments, "BUNDLE", 1000)
    entries = portal(7)
    expected = list(build(entries))
    batches: list[str] = []
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:

        def run(work: Callable[[A], B], given: Iterable[A]) -> Iterator[B]:
            for result in pool.map(work, given):
                batches.append(work.__name__)
                yield result

        assert list(build(entries, run=run)) == expected
    assert batches.count("listed") > 3
    assert batches.count("merged") in (16, 256)
    index = index_of(entries)
    for phrase in phrases(entries, random.Random(7), 200):
        word = FOLDING(phrase)
        lines = ((entry.address, contents(entry)) for entry in entries)
        expected_addresses = {key for key, parts in lines if any(word in line for line in parts)}
        assert addresses(index, word) == expected_addresses, phrase


def test_one_character_finds_titles_names_and_headings() -> None:
    entries = portal(4)
    index = index_of(entries)
    for word in "县局一小":
        expected = {
            entry.address
            for entry in entries
            if any(word in FOLDING(name) for name in (entry.title, entry.name, *entry.former))
            or any(word in FOLDING(unit.heading) and unit.level == 2 for unit in units(entry))
        }
        assert addresses(index, word) == expected


def test_width_case_traditional_and_spaces_do_not_matter() -> None:
    entries = portal(5)
    index = index_of(entries)
    for written in ("ＡＢＣ", "電話", "政 府信息 公开", "第２", "條例", "Abc", "應急管理"):
        assert addresses(index, FOLDING(written)) == containing(entries, written)


def test_entries_come_back_whole() -> None:
    entries = portal(6)
    (segment,) = index_of(entries).segments
    assert [segment.entry(number) for number in segment.live()] == entries


def test_the_same_entries_make_the_same_bytes() -> None:
    assert list(build(portal(7))) == list(build(iter(portal(7))))


texts = st.text("甲乙丙丁", max_size=40)


@settings(deadline=None)
@given(st.lists(texts, max_size=8), texts.filter(lambda text: len(text) > 1), st.integers(0, 6))
def test_a_cover_leaves_nothing_out_and_uses_stored_grams(
    written: list[str], phrase: str, least: int
) -> None:
    frequent = frequent_grams([*written, phrase], least)
    parts = cover(phrase, frequent)
    covered = {start + at for start, gram in parts for at in range(len(gram))}
    assert covered == set(range(len(phrase)))
    for start, gram in parts:
        assert phrase[start : start + len(gram)] == gram
        assert stored(gram, frequent)
        assert gram not in frequent or gram == phrase
        assert len(gram) <= LONGEST


@settings(deadline=None)
@given(texts, st.integers(0, 4))
def test_all_stored_grams_of_a_text_are_listed(text: str, least: int) -> None:
    frequent = frequent_grams([text], least)
    lists = Lists(frequent, 10)
    lists.add(text, range(len(text)))
    every = {
        text[place : place + length]
        for length in range(2, LONGEST + 1)
        for place in range(len(text) - length + 1)
        if stored(text[place : place + length], frequent)
    }
    places = {
        gram: [place for place in range(len(text)) if text.startswith(gram, place)]
        for gram in every
    }
    expected = {gram: [0] if gram in frequent else places[gram] for gram in every}
    assert {gram: list(codes) for gram, codes in lists.taken()[0].items()} == expected
