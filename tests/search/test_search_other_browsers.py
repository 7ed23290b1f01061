"""The promise in Firefox and in WebKit, where these are installed."""

from __future__ import annotations

import random
from typing import Any

import pytest
from other_browsers import missing, opened
from search_portal import containing, phrases, portal
from search_server import offered

from generator.messages import messages
from generator.search import segments
from generator.search.engine import search
from generator.search.page import search_fragment
from generator.search.reading import read_index
from generator.search.updates import build

pytestmark = pytest.mark.browser

WORDS = messages("zh").part("search")

_ASK = """async (queries) => {
  const index = await new gongkaiSearch.Index(new URL("search/", location)).open();
  const answers = [];
  for (const text of queries) {
    const { kind, hits, closest } = await gongkaiSearch.search(index, text);
    const { agencies } = await gongkaiSearch.nameAgencies(index, text);
    const found = [...hits].flatMap((hit) => [hit, ...hit.also]).map((hit) => hit.address);
    answers.push({ kind, found, closest, agencies: agencies.map((agency) => agency.id) });
  }
  return answers;
}"""

_TYPE = """async (text) => {
  const input = document.querySelector(".gk-find__input");
  input.value = text;
  input.dispatchEvent(new Event("input"));
  const count = () => document.querySelector(".gk-find__count")?.textContent;
  const marked = () => document.querySelector(".gk-find__text mark")?.textContent;
  const end = Date.now() + 20000;
  while (!(count() && marked()) && Date.now() < end) await new Promise((go) => setTimeout(go, 50));
  return [count(), marked()];
}"""


def _site(entries: Any, assets: Any) -> dict[str, bytes]:
    files = {f"search/{path}": content or b"" for path, content in build(entries, WORDS)}
    scripts = "".join(f"<script src={name}></script>" for name in ("search.js", "search-page.js"))
    head = f"<!doctype html><meta charset=utf-8><title>x</title>{search_fragment(WORDS, [])}"
    head = head.replace('data-index="./"', 'data-index="search/"')
    files["index.html"] = (head + scripts).encode()
    return files | offered(assets)


# WebKit brings some 180 packages with it, which not every test run should have to fetch.
@pytest.mark.parametrize("browser", ["firefox", pytest.param("webkit", marks=pytest.mark.slow)])
def test_phrases_are_found_exactly(browser: str, serve: Any, assets: Any, monkeypatch: Any) -> None:
    lacking = missing(browser)
    if lacking:
        pytest.skip(f"the search was NOT tested in {browser}, because this is missing: {lacking}")
    monkeypatch.setattr(segments, "LEAST", 20)
    entries = portal(20)
    wanted = phrases(entries, random.Random(20), 200)
    named = {"应急局": "a0", "平阳安全生产": "a0"}
    mistyped = ["政府倍息公开", "正府信息公开", "政府信公开", "乡村村振兴", "依请申公开"]
    made = {path: content or b"" for path, content in build(entries, WORDS)}
    index = read_index(made.__getitem__)
    with serve(_site(entries, assets)) as address, opened(browser) as tab:
        tab.open(f"{address}index.html")
        answers = tab.run(_ASK, [*(f'"{phrase}"' for phrase in wanted), *named, *mistyped])
        count, marked = tab.run(_TYPE, "政府信息公开")
    for phrase, answer in zip(wanted, answers, strict=False):
        exact = set(answer["found"]) if answer["kind"] == "exact" else set()
        assert exact == containing(entries, phrase), phrase
    for text, answer in zip(mistyped, answers[-len(mistyped) :], strict=True):
        assert answer["closest"] == list(search(index, text).closest) != [], text
    for text, answer in zip(named, answers[len(wanted) :], strict=False):
        assert answer["agencies"][0] == named[text], text
    assert count == f"找到{len(containing(entries, '政府信息公开'))}条结果"
    assert marked == "政府信息公开"
