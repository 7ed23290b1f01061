"""What counts as the same character, in Python and in the browser."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from playwright.sync_api import Page
from search_server import offered

from generator.search.folding import Folding

FOLDING = Folding({})

BLANK = b"<!doctype html><meta charset=utf-8><title>x</title><script src=search.js></script>"

_FOLD = """(numbers) => numbers.map((number) => {
  const character = String.fromCodePoint(number);
  // What this browser does not know yet, or any more, it cannot fold as Python does.
  return /\\p{Cn}/u.test(character) ? null : gongkaiSearch.fold(`a${character}b`);
})"""


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("\u00e9", "e"),
        ("e\u0301", "e"),
        ("CAF\u00c9", "cafe"),
        ("Ａ\u0308", "a"),
        ("l\u01dc", "lu"),
        ("lu\u0308\u0300", "lu"),
        ("\u0130", "i"),
        ("\u1ef1", "u"),
        ("Й", "и"),
        ("1\ufe0f\u20e3", "1"),
        ("\u9089\U000e0101", "\u9089"),
        ("\u1820\u180b", "\u1820"),
        # What tells one letter or sign from another stays.
        ("が", "が"),
        ("か\u3099", "か\u3099"),
        ("각", "각"),
        ("≠", "≠"),
        ("ø", "ø"),
        ("\u0f56\u0f7c", "\u0f56\u0f7c"),
        ("\u0e01\u0e34", "\u0e01\u0e34"),
        ("\u0626", "\u0626"),
        ("\u0915\u093c", "\u0915\u093c"),
    ],
)
def test_marks_on_letters_do_not_matter_and_other_marks_do(written: str, folded: str) -> None:
    assert FOLDING(written) == folded


def test_a_letter_is_the_same_in_one_character_and_in_two() -> None:
    for number in range(0xC0, 0x1F00):
        character = chr(number)
        apart = unicodedata.normalize("NFD", character)
        if len(apart) > 1 and all("\u0300" <= mark < "\u0338" for mark in apart[1:]):
            assert FOLDING(character) == FOLDING(apart), character


@pytest.mark.browser
def test_the_browser_folds_every_character_like_the_reference(
    tab: Page, serve: Any, assets: Any
) -> None:
    known = [
        number
        for number in range(0x11_0000)
        if unicodedata.category(chr(number)) not in ("Cn", "Co", "Cs")
    ]
    with serve({"index.html": BLANK, **offered(assets)}) as address:
        tab.goto(f"{address}index.html")
        # Makes what folding needs.
        tab.evaluate("new gongkaiSearch.Index(new URL('search/', location)).open().catch(() => {})")
        answers = tab.evaluate(_FOLD, known)
    expected = [FOLDING(f"a{chr(number)}b") for number in known]
    different = {
        number: (here, there)
        for number, here, there in zip(known, expected, answers, strict=True)
        if there not in (None, here)
    }
    assert different == {}
    assert sum(answer is not None for answer in answers) > 140_000


@pytest.mark.browser
def test_a_mark_goes_around_a_letter_with_what_stands_on_it(
    tab: Page, serve: Any, assets: Any
) -> None:
    with serve({"index.html": BLANK, **offered(assets)}) as address:
        tab.goto(f"{address}index.html")
        tab.evaluate("new gongkaiSearch.Index(new URL('search/', location)).open().catch(() => {})")
        ranges = tab.evaluate(
            "([text, word]) => gongkaiSearch.marks(text, [word])", ["Un café, cafe\u0301s", "cafe"]
        )
    assert ranges == [[3, 7], [9, 14]]
