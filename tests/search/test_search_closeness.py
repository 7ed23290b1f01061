from __future__ import annotations

import random
from dataclasses import replace

import pytest
from search_portal import Unit, laid_out, portal

from generator.model.search import Entry, Level
from generator.search import mistakes, segments
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


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("政府新西公开", "政府信息公开"),
        ("新西公开", "信息公开"),
        ("主动弓凯", "主动公开"),
        ("新西", "信息"),
        ("心息", "信息"),
        ("震府信息", "政府信息"),
        ("主动公慨", "主动公开"),
    ],
)
def test_neighbours_that_sound_alike_are_wrong_together(word: str, meant: str) -> None:
    assert corrections(index_of("政府信息公开。", "应当主动公开。"), word) == (meant,)


def test_of_many_that_sound_alike_none_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of("信息。心系。")
    assert corrections(index, "新西") == ("信息", "心系")
    monkeypatch.setattr(mistakes, "_MOST_SOUNDING", 1)
    assert corrections(index, "新西") == ()


def test_an_end_that_is_wrong_is_the_last_explanation() -> None:
    index = index_of(*["公开属性和范围"] * 5, "公开属性认定", *["公开属性的调整"] * 5)
    assert corrections(index, "公开属性定") == ("公开属性认定",)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("整合优化了资", "整合优化类资"),
        ("整合优化泪资", "整合优化类资"),
        ("整合优化资", "整合优化类资"),
        ("整合优类化资", "整合优化类资"),
        ("整合优化类的资", "整合优化类资"),
        ("政册调", "政策调"),
        ("责一人", "责任人"),
        ("府户", "府门户"),
    ],
)
def test_a_character_alone_behind_the_error_says_what_was_meant(word: str, meant: str) -> None:
    often = ["整合优化各项服务", "整合优化审批", "政府的调研", "责成专人负责", "政务的调查"] * 5
    index = index_of(*often, "整合优化类资源", "政策调整", "责任人", "政府门户")
    assert corrections(index, word) == (meant,)


def test_of_errors_about_as_likely_the_more_frequent_is_meant() -> None:
    rare, common = ["了解的公开情况"], ["不予了解公开"] * 16
    assert corrections(index_of(*rare, *common), "解的开") == ("解公开", "解的公开")
    assert corrections(index_of(*rare, *common[:1]), "解的开") == ("解的公开", "解公开")


def test_one_of_many_characters_is_meant_where_there_is_room_for_it() -> None:
    numbers = [f"送达{number}73件" for number in range(1, 8)]
    nearest = ("送达173件", "送达273件", "送达373件")
    assert corrections(index_of(*numbers, "送达73件"), "送达了73件") == nearest
    assert corrections(index_of(*numbers, *["送达73件"] * 10), "送达了73件") == ("送达73件",)


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
