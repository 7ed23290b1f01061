from __future__ import annotations

import random
from dataclasses import replace

import pytest
from search_portal import Unit, laid_out, portal

from generator.model.search import Entry, Level
from generator.search import segments
from generator.search.closeness import corrections
from generator.search.matching import find
from generator.search.reading import Index, read_index
from generator.search.similar import Likeness, nearest, shapes, sounds
from generator.search.updates import build

LIKENESS = Likeness.of(sounds(), shapes())


def index_of(*texts: str) -> Index:
    """An index of reports that say nothing but these texts."""
    reports = [entry for entry in portal(1) if entry.year]
    entries: list[Entry] = []
    for number, text in enumerate(texts):
        unit = Unit("a", "", "a", Level.TEXT, text)
        entries.append(
            replace(reports[number % len(reports)], address=f"r{number}/", **laid_out([unit]))
        )
    files = dict(build(entries))
    return read_index(lambda path: files[path] or b"")


@pytest.mark.parametrize(
    ("word", "text", "meant"),
    [
        ("公开属性定", "由科室做公开属性认定。", "公开属性认定"),
        ("信息是开", "政府信息公开", "信息公开"),
        ("政府倍息", "政府信息公开", "政府信息"),
        ("主动公的开", "应当主动公开。", "主动公开"),
        ("行政议复", "行政复议和诉讼", "行政复议"),
        ("生活障", "城乡生活保障", "生活保障"),
        ("公开制度了", "完善公开制度。", "公开制度"),
        ("完全不同的话", "政府信息公开", ""),
        ("公务", "公文", ""),
    ],
)
def test_what_is_nearest_to_a_word(word: str, text: str, meant: str) -> None:
    best = nearest(word, text, LIKENESS)
    assert (best.text if best else "") == meant
    assert corrections(index_of(text), word) == ((meant,) if meant else ())


def test_an_end_that_is_wrong_is_the_last_explanation() -> None:
    index = index_of(*["公开属性和范围"] * 5, "公开属性认定", *["公开属性的调整"] * 5)
    assert corrections(index, "公开属性定") == ("公开属性认定",)


def test_what_nearly_every_text_repeats_says_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "LEAST", 20)
    texts = [f"坚持政务公开，第{number}年的政务公开。" for number in range(30)]
    index = index_of(*texts, "本县政务公开办法", "外县和政务公开")
    assert "政务" in index.segments[0].header.frequent
    assert corrections(index, "本县的政务公开") == ("本县政务公开",)


def test_a_correction_is_something_that_stands_in_the_portal() -> None:
    entries = portal(8)
    files = dict(build(entries))
    index = read_index(lambda path: files[path] or b"")
    dice = random.Random(8)
    said = 0
    for entry in entries[:40]:
        for text in filter(lambda text: len(text) > 8, entry.texts):
            start = dice.randrange(len(text) - 7)
            word = text[start : start + 3] + "龘" + text[start + 4 : start + 7]
            for meant in corrections(index, word):
                assert find(index, meant), (word, meant)
                said += 1
    assert said > 5
