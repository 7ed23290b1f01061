"""The order of hits, where it can be said in advance."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from search_portal import Unit, laid_out, report

from generator.model.search import Entry, Level
from generator.search.engine import search
from generator.search.reading import read_index
from generator.search.updates import build


def saying(number: int, year: int, text: str) -> Entry:
    unit = Unit("overview", "一、总体情况", "overview", Level.TEXT, text)
    made = report(number, year, random.Random(number))
    return replace(made, title=f"年报{year}", corrected=False, faulty=False, **laid_out([unit]))


@pytest.mark.parametrize("query", ["湛蓝 公开会议 罕见用语", "公开会议 湛蓝 罕见用语"])
def test_of_entries_with_some_words_those_with_rarer_ones_come_first(query: str) -> None:
    entries = [saying(number, 2021, "湛蓝。公开会议。") for number in range(1, 9)]
    entries.append(saying(9, 2021, "湛蓝。罕见用语。"))
    files = dict(build(entries))
    results = search(read_index(lambda path: files[path] or b""), query)
    assert results.kind == "some"
    assert results.total == 9
    assert results.hits[0].address == "agencies/a9/2021/"
