"""What a query asks for, while it is being typed and after it was pasted."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from search_portal import FOLDING
from search_server import offered

from generator.search.folding import Folding
from generator.search.queries import LONGEST_QUERY, MOST_WORDS, Query, parse


@pytest.mark.parametrize(
    ("text", "words", "excluded"),
    [
        # A quotation that is still open goes up to the end.
        ('"政府信息', ("政府信息",), ()),
        ('"disclosure of', ("disclosure of",), ()),
        ("公开 “三安全 一稳定", ("公开", "三安全一稳定"), ()),
        ('公开 -"open data', ("公开",), ("open data",)),
        ('"', (), ()),
        ('公开 "', ("公开",), ()),
        ('""', (), ()),
        ('-"', (), ()),
        # All kinds of marks, and those that an input method gets wrong.
        ("＂a b＂ c", ("a b", "c"), ()),
        ("「a b」 『c d", ("a b", "c d"), ()),
        ("”a b” c", ("a b", "c"), ()),
        ("”a b“ c", ("a b", "c"), ()),
        ('“a b"', ("a b",), ()),
        ('“a b" c', ("a b", "c"), ()),
        ("c -「a b” d", ("c", "d"), ("a b",)),
        ("“a b“ c", ("a b", "c"), ()),
        # A mark of its own comes first, and marks within are text.
        ('“a "b" c” d', ('a "b" c', "d"), ()),
        ('“a "b c', ('a "b c',), ()),
        ('“a" b', ("a", "b"), ()),
        ('"关于“三安全”的 通知" 公开', ("关于“三安全”的通知", "公开"), ()),
        # Within a word and before more of it, a mark is text.
        ('12"管 公开', ('12"管', "公开"), ()),
        ("“三安全”工作", ("“三安全”工作",), ()),
        ("「12345」热线", ("「12345」热线",), ()),
        ('公开"', ('公开"',), ()),
        # A minus means nothing by itself, of whatever kind.
        ("应急 - 管理", ("应急", "管理"), ()),
        ("应急 -- － − – 管理", ("应急", "管理"), ()),
        ("-", (), ()),
        ("- —", ("—",), ()),
        ("公开 -应急", ("公开",), ("应急",)),
        ("公开 －应急 −管理 –财政 --卫生", ("公开",), ("应急", "管理", "财政", "卫生")),
        ("2020-2021 a－b", ("2020-2021", "a-b"), ()),
        ('"-5"', ("-5",), ()),
        # What comes with pasted text.
        (
            "应急\t管理\u2028公开\u00a0信息\x1f财政\x85a",
            ("应急", "管理", "公开", "信息", "财政", "a"),
            (),
        ),
        ('公开 "应急\r\n管理"', ("公开", "应急管理"), ()),
        ("\ufeff-应急 \u200f\u202a“a b”\u202c", ("a b",), ("应急",)),
        ("👨\u200d👩 🇨🇳", ("👨👩", "🇨🇳"), ()),
    ],
)
def test_a_query_is_read_as_it_is_meant(
    text: str, words: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    assert parse(text, FOLDING) == Query(words, excluded)


def test_a_lone_minus_changes_nothing() -> None:
    assert parse("应急 - 管理", FOLDING) == parse("应急 管理", FOLDING)


def test_no_more_is_looked_at_than_is_said() -> None:
    assert parse("😀" * (LONGEST_QUERY + 1), FOLDING).words == ("😀" * LONGEST_QUERY,)
    assert len(parse(" ".join(map(str, range(20))), FOLDING).words) == MOST_WORDS


def test_words_grow_while_a_quotation_is_typed() -> None:
    whole = '"政府信息" 公开'
    typed = [parse(whole[:length], FOLDING).words for length in range(1, len(whole) + 1)]
    assert typed == [
        (),
        ("政",),
        ("政府",),
        ("政府信",),
        ("政府信息",),
        ("政府信息",),
        ("政府信息",),
        ("政府信息", "公"),
        ("政府信息", "公开"),
    ]


_BLANK = b"<!doctype html><meta charset=utf-8><title>x</title><script src=search.js></script>"
_PIECES = [
    *'"＂“”「」『』-－−– 　',
    *" \t\n\x1f\x85\xa0\u200b\u202e\u2028\ufeff",
    "a",
    "b c",
    "应急",
    "😀",
    "é",
]


@pytest.mark.browser
def test_the_browser_reads_every_query_like_the_reference(
    tab: Page, serve: Any, assets: Path
) -> None:
    dice = random.Random(12)
    queries = ["".join(dice.choices(_PIECES, k=dice.randrange(1, 14))) for _ in range(5000)]
    queries += ["".join(dice.choices(_PIECES, k=300)) for _ in range(200)]
    folding = Folding({})
    with serve({"index.html": _BLANK, **offered(assets)}) as address:
        tab.goto(f"{address}index.html")
        # Makes what folding needs.
        tab.evaluate("new gongkaiSearch.Index(new URL('search/', location)).open().catch(() => {})")
        answers = tab.evaluate(
            """(queries) => queries.map((query) => {
              const { words, excluded } = gongkaiSearch.parse(query);
              return [words, excluded];
            })""",
            queries,
        )
    for query, (words, excluded) in zip(queries, answers, strict=True):
        assert Query(tuple(words), tuple(excluded)) == parse(query, folding), ascii(query)
