from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_portal import FOLDING, misheard, phrases, portal, units

from generator.model.search import Entry
from generator.search import mistakes, segments
from generator.search.codec import code_units
from generator.search.middles import MiddlesWriter
from generator.search.mistakes import one_error, sounding_alike
from generator.search.reading import Index, read_index
from generator.search.similar import ADDED, OMITTED, SHAPE, SOUND, SWAPPED
from generator.search.sounding import by_sound, pairs_in, spoken
from generator.search.updates import build, update

texts = st.text(st.sampled_from("公开信息。\n，1a"), max_size=40)


@settings(deadline=None)
@given(st.lists(texts, max_size=4))
def test_middles_are_what_stands_between_within_a_sentence(written: list[str]) -> None:
    middles = MiddlesWriter()
    expected: dict[str, set[str]] = {}
    for text in written:
        middles.add(text)
        for sentence in text.replace("。", "\n").split("\n"):
            for first, middle, last in zip(sentence, sentence[1:], sentence[2:], strict=False):
                expected.setdefault(first + last, set()).add(middle)
    assert middles.taken() == {pair: "".join(sorted(own)) for pair, own in expected.items()}
    assert middles.taken() == {}


def slots_of(entries: list[Entry]) -> list[str]:
    return [code_units(FOLDING(unit.text)) for entry in entries for unit in units(entry)]


def index_of(entries: list[Entry]) -> Index:
    files = dict(build(entries))
    return read_index(lambda path: files[path] or b"")


def small(least: int, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Entry], Index, list[str]]:
    """A small portal, its index with `least` as the bound for frequent and large, and its texts."""
    monkeypatch.setattr(segments, "LEAST", least)
    monkeypatch.setattr(segments, "LARGE", least)
    entries = portal(least, agencies=6)
    return entries, index_of(entries), slots_of(entries)


def one_edit(word: str, letters: set[str], index: Index) -> Iterator[tuple[str, int]]:
    """Everything that differs from a word by one error inside, and what the error costs."""
    for at in range(1, len(word)):
        yield from ((word[:at] + letter + word[at:], OMITTED) for letter in letters)
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :], SWAPPED
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :], ADDED
        for letter in letters:
            cost = index.likeness.cost(word[at], letter)
            if cost < ADDED:
                yield word[:at] + letter + word[at + 1 :], cost


@pytest.mark.parametrize("least", [1500, 20])
def test_all_that_stands_and_differs_by_one_error_is_found(
    least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mistakes, "_FEW", 1000)
    entries, index, slots = small(least, monkeypatch)
    # No character is meant between two sentences, nor a line break.
    letters = {*"".join(slots)} - {"\n", "。"}
    dice = random.Random(least)
    asked = 0
    for phrase in phrases(entries, dice, 300):
        meant = code_units(FOLDING(phrase))
        if not 3 < len(meant) < 9 or "。" in meant:
            continue
        at = dice.randrange(1, len(meant) - 1)
        for word in (meant[:at] + meant[at + 1 :], meant[:at] + "龘" + meant[at + 1 :]):
            if any(word in slot for slot in slots):
                continue
            standing: dict[str, int] = {}
            for text, cost in one_edit(word, letters, index):
                if text != word and any(text in slot for slot in slots):
                    standing[text] = min(cost, standing.get(text, cost))
            turns = [{SOUND}, {SHAPE}, {*range(SHAPE + 1, ADDED + 1)}]
            first = next((turn for turn in turns if turn & {*standing.values()}), set[int]())
            expected = {text: cost for text, cost in standing.items() if cost in first}
            assert {each.text: each.cost for each in one_error(index, word)} == expected, word
            asked += bool(expected)
    assert asked > 50


@pytest.mark.parametrize("least", [1500, 20])
def test_all_that_stands_and_sounds_like_two_neighbours_is_found(
    least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "BUNDLE", 10_000)
    entries, index, slots = small(least, monkeypatch)
    sounds = index.likeness.sound
    dice = random.Random(least)
    asked = 0
    for phrase in phrases(entries, dice, 300):
        meant = code_units(FOLDING(phrase))
        if not 1 < len(meant) < 9 or "\n" in meant:
            continue
        word = misheard(meant, dice.randrange(len(meant) - 1), 2, dice)
        expected: dict[str, int] = {}
        for slot in slots:
            for at in range(len(slot) - len(word) + 1):
                text = slot[at : at + len(word)]
                wrong = [
                    i for i, (own, said) in enumerate(zip(text, word, strict=True)) if own != said
                ]
                alike = all(
                    sounds.get(text[i]) and sounds[text[i]] == sounds.get(word[i]) for i in wrong
                )
                near = wrong and wrong[-1] - wrong[0] < 2
                # Of two neighbours, the one that is right sounds like something, too.
                known = [i for i in range(len(word) - 1) if {*wrong} <= {i, i + 1}]
                if (
                    near
                    and alike
                    and any(sounds.get(word[i]) and sounds.get(word[i + 1]) for i in known)
                ):
                    expected[text] = SOUND * len(wrong)
        assert {each.text: each.cost for each in sounding_alike(index, word)} == expected, word
        asked += len(expected)
    assert asked > 50


@given(st.lists(st.text("新信心西息系a1", min_size=1, max_size=3)))
def test_grams_are_told_by_their_sounds(grams: list[str]) -> None:
    said = spoken({"新": 1, "信": 1, "心": 1, "西": 2, "息": 2, "系": 2, "的": 0})
    found = by_sound(dict.fromkeys(grams), said)
    wanted = {gram for gram in grams if len(gram) == 2 and not {*gram} & {*"a1"}}
    assert {pair for pairs in found.values() for pair in pairs_in(pairs)} == wanted
    for key, pairs in found.items():
        assert pairs_in(pairs) == sorted(pairs_in(pairs))
        assert all("".join(said[each] for each in pair) == key for pair in pairs_in(pairs))


def test_what_has_only_dead_entries_is_not_meant() -> None:
    reports = [entry for entry in portal(2) if entry.year][:2]
    entries = [
        replace(report, texts=(text, *report.texts[1:]))
        for report, text in zip(reports, ("整合优化类资源", "整合优化的方案"), strict=True)
    ]
    files = dict(build(entries))

    def meant(word: str) -> list[str]:
        index = read_index(lambda path: files[path] or b"")
        return [each.text for each in one_error(index, word)]

    assert meant("优化资") == ["优化类资"]
    files |= dict(update(lambda path: files[path] or b"", [], [entries[0].address]))
    assert meant("优化资") == []
    assert meant("优化方") == ["优化的方"]
    files |= dict(update(lambda path: files[path] or b"", [entries[0]]))
    assert (meant("优化资"), meant("优化方")) == (["优化类资"], ["优化的方"])
