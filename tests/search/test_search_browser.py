from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page
from search_portal import containing, misheard, phrases, portal

from generator.model.search import Entry
from generator.search import segments, updates
from generator.search.engine import search
from generator.search.naming import name_agencies, years
from generator.search.queries import Filters
from generator.search.reading import Index, read_index
from generator.search.script import script
from generator.search.updates import build, update

pytestmark = pytest.mark.browser

_SHARD = re.compile(r"/[0-9a-f]+/[0-9a-f]+\.bin$")
_TEXTS = re.compile(r"/t[0-9a-f]+/[0-9a-f]+\.bin$")

BLANK = b"<!doctype html><meta charset=utf-8><title>x</title><script src=search.js></script>"

_ASK = """async (queries) => {
  const index = await new gongkaiSearch.Index(new URL("search/", location)).open();
  const answers = [];
  for (const [text, filters, order] of queries) {
    const { kind, total, hits, facets, closest } = await gongkaiSearch.search(index, text, filters, order);
    const { agencies, years } = await gongkaiSearch.nameAgencies(index, text, filters);
    answers.push({
      kind, total, closest,
      hits: [...hits].map((hit) => [hit.address, hit.score, hit.also.map((other) => other.address)]),
      facets: Object.fromEntries(
        Object.entries(facets).map(([name, counts]) => [name, Object.fromEntries(counts)])),
      agencies: agencies.map(({ id, score, close, reports }) => [id, score, close, reports]),
      years,
    });
  }
  return answers;
}"""


def site(entries: Any, assets: Any) -> dict[str, bytes]:
    files = {f"search/{path}": content for path, content in build(entries) if content is not None}
    return files | {"index.html": BLANK, "search.js": script()}


def ask(tab: Page, address: str, queries: list[Any]) -> list[Any]:
    tab.goto(f"{address}index.html")
    answers = tab.evaluate(_ASK, queries)
    assert isinstance(answers, list)
    return answers


def found(answer: Any) -> set[str]:
    return {address for hit in answer["hits"] for address in (hit[0], *hit[2])}


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("least", [1500, 20])
def test_phrases_are_found_exactly(
    tab: Page, serve: Any, assets: Any, monkeypatch: Any, least: int, compress: bool
) -> None:
    monkeypatch.setattr(segments, "LEAST", least)
    monkeypatch.setattr(segments, "LARGE", least)
    entries = portal(least)
    wanted = phrases(entries, random.Random(least), 600)
    with serve(site(entries, assets), compress=compress) as address:
        answers = ask(tab, address, [[f'"{phrase}"', {}, ""] for phrase in wanted])
    for phrase, answer in zip(wanted, answers, strict=True):
        exact = found(answer) if answer["kind"] == "exact" else set()
        assert exact == containing(entries, phrase), phrase


def assert_like_the_reference(index: Index, queries: list[Any], answers: list[Any]) -> None:
    """Each query, with its filters and its order, was answered as the reader in Python does."""
    for (text, limits, order), answer in zip(queries, answers, strict=True):
        filters = Filters(
            first_year=limits.get("first"),
            last_year=limits.get("last"),
            **{
                name: limits.get(name, "")
                for name in ("agency", "kind", "area", "edition", "section")
            },
            marks=frozenset({"corrected", "faulty"} & limits.keys()),
        )
        results = search(index, text, filters, order)
        expected = [[hit.address, hit.score, list(hit.also)] for hit in results.hits]
        assert (answer["kind"], answer["total"]) == (results.kind, results.total), text
        assert answer["closest"] == list(results.closest), text
        assert answer["hits"] == expected, text
        assert answer["facets"] == {name: dict(counts) for name, counts in results.facets.items()}
        named = [
            [agency.id, agency.score, agency.close, [list(one) for one in agency.reports.items()]]
            for agency in name_agencies(index, text, filters)
        ]
        assert answer["agencies"] == named, text
        assert answer["years"] == list(years(text, index.folding)), text


@pytest.mark.parametrize("least", [1500, 20])
def test_the_script_answers_like_the_reference(
    tab: Page, serve: Any, assets: Any, monkeypatch: Any, least: int
) -> None:
    monkeypatch.setattr(segments, "LEAST", least)
    monkeypatch.setattr(segments, "LARGE", least)
    entries = portal(3)
    files = site(entries, assets)
    index = read_index(lambda path: files[f"search/{path}"])
    dice = random.Random(5)
    some = phrases(entries, dice, 150)
    texts = [
        *some,
        *(f"{a} {b}" for a, b in zip(some, some[50:], strict=False)),
        "应急局",
        "yjj 2021",
    ]
    texts += [f"{a[:3]}口{a[3:]}" for a in some if len(a) > 5]
    texts += [a[:2] + a[3:] for a in some if len(a) > 4]
    texts += [a[:2] + a[3] + a[2] + a[4:] for a in some if len(a) > 4]
    texts += [a[0] + a[2:] for a in some if len(a) > 2]
    texts += [f"{a[:-1]}的{a[-1]}" for a in some if len(a) > 2]
    texts += [f"{a[0]}龘{a[2:]}" for a in some if len(a) > 2]
    texts += ["政府信西公开", "正府信息公开", "应急菅理", "安全升产"]
    texts += [
        misheard(a, at, 2, dice)
        for a in some
        if len(a) > 2 and (at := dice.randrange(len(a) - 1)) >= 0
    ]
    texts += [misheard(a[:2], 0, 2, dice) for a in some[:40] if len(a) > 1]
    texts += [misheard(a, 0, 1, dice) for a in some[:40]]
    texts += [f"公开 -{a}" for a in some[:30]]
    texts += [
        "市监局",
        "chongqing",
        "重庆路街道办事厅",
        "长兴区市場監督",
        "平阳县应急 -2021",
        "“应急局”",
        "Píngyáng",
        "xiàn yìng’jí",
        "''",
        "应急局22年",
        "应急 平阳县",
        "管理局甲 pyx",
        "甲 2021 年",
        "---",
        "局",
        "五",
        "应急 - 管理",
        "应急 －2021 – 公开",
        "公开 −培训 - ",
        "-",
        '"',
        '"政府信息',
        "公开 “三安全 一",
        "「安全 生产」 公开",
        '公开 -"政府信息 公',
        "应急局 -平阳县",
        "管理局 -甲 –平阳县",
        '"应急局"',
        "“应急局 2021",
        "应急局 -2021 2022",
        "平阳县「应急局」",
        "pyx -应急",
        "平阳县应急管里局 -甲",
        "-局",
        "局 -a",
        "cafe\u0301",
        "e\u0301 公开",
        "É",
        "lǜ",
        "应急\t管理\x1f公开\u2028信息",
        "\u202d-应急 \ufeff“公开 信息”",
        "应急管理局信息公开年报",
        "统计局甲2021年报告",
        "统计局乙 政府信息公开",
        "报告 2021",
        '“应急 管理" 公开',
        "😀" * 201,
        "公开 " + "😀" * 250 + " 应急",
    ]
    choices = [
        {},
        {},
        {"first": 2021},
        {"last": 2020, "area": "平阳县"},
        {"first": 2023},
        {"agency": "a5", "first": 2021, "last": 2021},
        {"section": "tables"},
        {"kind": "人民政府", "faulty": "1"},
    ]
    queries = [[text, dice.choice(choices), dice.choice(("", "date"))] for text in texts]
    queries += [[text, each, ""] for text in ("局", "应急局", "甲 2021年") for each in choices]
    with serve(files) as address:
        answers = ask(tab, address, queries)
    assert_like_the_reference(index, queries, answers)


def changed(entries: list[Entry], files: dict[str, bytes], dice: random.Random) -> list[Entry]:
    """The entries after a few changes that leave some dead; `files` are changed as well."""
    known = {entry.address: entry for entry in entries}
    for count in (9, 3, 1):
        some = dice.sample(sorted(known), count)
        edits = [
            replace(known[one], corrected=True, texts=known[two].texts, pieces=known[two].pieces)
            for one, two in zip(some, dice.sample(sorted(known), count), strict=True)
        ]
        edits += [
            replace(each, address=f"{each.address}{count}/", name=f"{each.name}旧")
            for each in edits
        ]
        # Without an agency, or without a year.
        edits += [
            replace(edits[0], address=f"alone/{count}/", **odd)
            for odd in ({"agency": ""}, {"year": 0})
        ]
        removed = [one for one in dice.sample(sorted(known), count) if one not in some]
        for path, content in list(update(lambda path: files[path], edits, removed)):
            if content is None:
                del files[path]
            else:
                files[path] = content
        known |= {each.address: each for each in edits}
        for one in removed:
            del known[one]
    return [*known.values()]


@pytest.mark.parametrize("seed", range(2))
def test_after_changes_the_script_answers_like_the_reference(
    tab: Page, serve: Any, assets: Any, monkeypatch: Any, seed: int
) -> None:
    monkeypatch.setattr(segments, "LEAST", 20)
    monkeypatch.setattr(segments, "LARGE", 20)
    monkeypatch.setattr(updates, "SMALLEST", 4)
    dice = random.Random(seed)
    entries = portal(seed)
    files = {path: content for path, content in build(entries) if content is not None}
    entries = changed(entries, files, dice)
    index = read_index(lambda path: files[path])
    assert len(index.segments) > 1
    assert any(segment.dead for segment in index.segments)
    some = phrases(entries, dice, 60)
    texts = [*some, *(f"{a} {b[:2]}" for a, b in zip(some, some[20:], strict=False))]
    texts += [f"{a} -{b}" for a, b in zip("县局公报", some, strict=False)]
    texts += [f"{a[:2]}龘{a[3:]}" for a in some] + [misheard(a, 0, 2, dice) for a in some]
    texts += ["应急局", "甲旧", "市监局 2021", "平阳县应急菅里局"]
    choices = [
        {},
        {"first": 2021, "corrected": "1"},
        {"last": 2021, "edition": "2019年版"},
        {"agency": "a0"},
        {"section": "other", "kind": "政府部门"},
    ]
    queries = [[text, dice.choice(choices), dice.choice(("", "date"))] for text in texts]
    own = {f"search/{path}": content for path, content in files.items()}
    with serve(own | {"index.html": BLANK, "search.js": script()}) as address:
        answers = ask(tab, address, queries)
    assert_like_the_reference(index, queries, answers)


def test_of_many_characters_that_may_be_meant_those_that_stand_are_found(
    tab: Page, serve: Any, assets: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(segments, "_SHARD", 8)
    between, standing = "告寓布开报示众安", "开示"
    lines = [f"不予公{one}方式。" for one in between for _ in range(12)]
    lines += [f"须写明公{one}方式。" for one in standing for _ in range(12)]
    model = portal(1)[1]
    entries = [
        replace(model, address=f"agencies/b{at}/", agency=f"b{at}", texts=(line, "", "", "", ""))
        for at, line in enumerate(lines)
    ]
    files = site(entries, assets)
    index = read_index(lambda path: files[f"search/{path}"])
    shards: list[str] = []
    tab.on("request", lambda sent: shards.append(sent.url) if _SHARD.search(sent.url) else None)
    counts: list[int] = []
    for word, rest in (("须写明公一方", "方"), ("写明公方式", "方式")):
        shards.clear()
        with serve(files) as address:
            (answer,) = ask(tab, address, [[word, {}, ""]])
        expected = search(index, word)
        assert answer["closest"] == list(expected.closest), word
        assert set(answer["closest"]) == {
            f"{word[: word.index('公') + 1]}{one}{rest}" for one in standing
        }
        own = {address for hit in expected.hits for address in (hit.address, *hit.also)}
        assert found(answer) == own
        counts.append(len(shards))
    # Where each of the eight is looked up, these are 12 and 14.
    assert counts == [11, 11]


def test_a_short_form_stands_for_the_agencies_of_all_districts(
    tab: Page, serve: Any, assets: Any
) -> None:
    model = portal(1)
    agency, report = model[0], model[1]
    entries = [
        replace(
            entry,
            address=entry.address.replace("a0", f"b{number}"),
            agency=f"b{number}",
            name=f"第{number}区市场监督管理局",
            title=f"第{number}区市场监督管理局",
            former=(),
            aliases=(),
        )
        for number in range(25)
        for entry in (agency, report)
    ]
    files = site(entries, assets)
    index = read_index(lambda path: files[f"search/{path}"])
    with serve(files) as address:
        for text in ("市监局", "市监局 第24区"):
            (answer,) = ask(tab, address, [[text, {}, ""]])
            results = search(index, text)
            assert (answer["kind"], answer["total"]) == (results.kind, results.total)
            assert results.total == (50 if text == "市监局" else 2)
            assert found(answer) == {
                address for hit in results.hits for address in (hit.address, *hit.also)
            }
            assert len(answer["agencies"]) == (10 if text == "市监局" else 1)


_TYPE = """(events) => {
  const input = document.createElement("input");
  window.asked = [];
  gongkaiSearch.whenTyped(input, () => asked.push(input.value));
  for (const [value, name] of events) {
    input.value = value;
    input.dispatchEvent(new Event(name));
  }
  return asked.splice(0);
}"""


@pytest.mark.parametrize(
    ("events", "at_once", "later"),
    [
        ([("应急", "input")], ["应急"], []),
        ([("2", "input"), ("20", "input"), ("202", "input")], ["2"], ["202"]),
        ([("应急", "compositionend"), ("应急", "input")], ["应急"], []),
        ([("应", "input"), ("应急", "input"), ("应", "input")], ["应"], ["应"]),
    ],
)
def test_what_is_typed_after_a_pause_is_asked_at_once(
    tab: Page, serve: Any, assets: Any, events: list[Any], at_once: list[str], later: list[str]
) -> None:
    with serve(site([], assets)) as address:
        tab.clock.install()
        tab.goto(f"{address}index.html")
        tab.clock.pause_at(time.time() + 60)
        assert tab.evaluate(_TYPE, events) == at_once
        tab.clock.run_for(119)
        assert tab.evaluate("asked") == []
        tab.clock.run_for(1)
        assert tab.evaluate("asked") == later


def told(model: Entry, *texts: str) -> list[Entry]:
    """Reports of different agencies that say nothing but one of the texts each."""
    own = (f"b{number}" for number in range(len(texts)))
    return [
        replace(model, address=f"agencies/{name}/", agency=name, texts=(text, "", "", "", ""))
        for name, text in zip(own, texts, strict=True)
    ]


def test_a_part_of_a_word_at_the_very_beginning_of_all_texts_is_no_place_for_it(
    tab: Page, serve: Any, assets: Any, monkeypatch: Any
) -> None:
    # Each gram has a shard, or nearly: what an earlier word left loaded is looked at first.
    monkeypatch.setattr(segments, "_SHARD", 1)
    entries = told(portal(1)[1], "乡村振兴培训平台建设", "大力乡村振兴会议")
    words = ["村振", "力乡村振"]
    with serve(site(entries, assets)) as address:
        answers = ask(tab, address, [[word, {}, ""] for word in words])
    both = {"agencies/b0/", "agencies/b1/"}
    assert [found(answer) for answer in answers] == [both, {"agencies/b1/"}]


def test_what_only_becomes_a_traditional_character_is_found_in_its_other_form(
    tab: Page, serve: Any, assets: Any
) -> None:
    """In a circle, or in the shape of a radical, as texts from PDF files have them."""
    entries = told(portal(1)[1], "乡村振兴", "大力㊝秀会议")
    entries[0] = replace(entries[0], title="㊝质⾞辆")
    words = {"优质": 0, "㊝质": 0, "车辆": 0, "⾞辆": 0, "优秀": 1, "㊝秀": 1}
    for word, number in words.items():
        with serve(site(entries, assets)) as address:
            (answer,) = ask(tab, address, [[word, {}, ""]])
        assert (answer["kind"], found(answer)) == ("exact", {entries[number].address}), word


def test_phrases_are_found_exactly_where_no_text_can_be_had(
    tab: Page, serve: Any, assets: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(segments, "LEAST", 20)
    monkeypatch.setattr(segments, "LARGE", 20)
    entries = portal(4)
    wanted = [each for each in phrases(entries, random.Random(4), 200) if containing(entries, each)]
    files = site(entries, assets)
    texts = [path for path in files if _TEXTS.search(path)]
    missed: list[str] = []
    tab.on("request", lambda sent: missed.append(sent.url) if _TEXTS.search(sent.url) else None)
    with serve({path: files[path] for path in files.keys() - texts}) as address:
        answers = ask(tab, address, [[f'"{phrase}"', {}, ""] for phrase in wanted])
    for phrase, answer in zip(wanted, answers, strict=True):
        assert (answer["kind"], found(answer)) == ("exact", containing(entries, phrase)), phrase
    assert texts
    assert missed


def test_characters_of_two_code_units_count_as_one_in_names(
    tab: Page, serve: Any, assets: Any
) -> None:
    model = portal(1)[0]
    called = ["一𠮷𠮷局", "一二三局丙", "𠮷野县市场𠮷督局", "𠮷野县市场监督管理局"]
    entries = [
        replace(model, address=f"a/{number}/", agency=f"c{number}", name=name, title=name)
        for number, name in enumerate(called)
    ]
    entries = [replace(entry, former=(), aliases=()) for entry in entries]
    files = site(entries, assets)
    index = read_index(lambda path: files[f"search/{path}"])
    expected = {
        "局": [("c0", 70), ("c1", 70), ("c2", 70), ("c3", 70)],
        "𠮷野局": [("c2", 48), ("c3", 48)],
        "𠮷市𠮷局": [("c2", 44)],
    }
    with serve(files) as address:
        answers = ask(tab, address, [[word, {}, ""] for word in expected])
    for (word, named), answer in zip(expected.items(), answers, strict=True):
        assert [(agency.id, agency.score) for agency in name_agencies(index, word)] == named
        assert [(id_, score) for id_, score, _, _ in answer["agencies"]] == named


def test_equal_letters_in_a_row_are_compared_once(tab: Page, serve: Any, assets: Any) -> None:
    """A comparison that tried each of them twice would not end."""
    entries = [replace(portal(1)[0], aliases=("A" * 60,), pinyin=())]
    files = site(entries, assets)
    index = read_index(lambda path: files[f"search/{path}"])
    words = ["a" * 50, "a" * 50 + "b"]
    with serve(files) as address:
        answers = ask(tab, address, [[word, {}, ""] for word in words])
    named = [[agency[0] for agency in answer["agencies"]] for answer in answers]
    assert named == [["a0"], []]
    assert [[agency.id for agency in name_agencies(index, word)] for word in words] == named


@pytest.mark.parametrize("sign", [" ", "´", "\u3000"])
def test_a_space_between_the_name_and_the_year_of_a_title_counts(
    tab: Page, serve: Any, assets: Any, sign: str
) -> None:
    """A title is put together from parts, and a sign that is folded to a space may end one."""
    model = portal(1)[1]
    entry = replace(model, name=f"ABC{sign}", title=f"ABC{sign}2020年报")
    with serve(site([entry], assets)) as address:
        answers = ask(tab, address, [[word, {}, ""] for word in ('"abc 2020"', "abc2020")])
    assert [found(answer) for answer in answers] == [{entry.address}, set()]
