"""What can be decided about access for all: names, order of headings, contrast."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from site_visit import KINDS_OF_PAGES, visiting

pytestmark = pytest.mark.browser

PATHS = {
    name: path.format(agency="lanpu-zhengfuban", year="2022")
    for name, path in KINDS_OF_PAGES.items()
}

_NAMELESS = """() => {
  const name = (element) => {
    const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join("");
    const own = /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) ? "" : element.textContent;
    return (by || element.getAttribute("aria-label") || labels || own || element.alt || "").trim();
  };
  const seen = (element) => element.checkVisibility() && element.getClientRects().length;
  const bad = [];
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, nav, [role=region], [role=search], section"))
    if (seen(element) && !name(element)) bad.push(element.outerHTML.slice(0, 120));
  for (const image of document.querySelectorAll("img")) if (!image.hasAttribute("alt")) bad.push(image.outerHTML);
  for (const drawing of document.querySelectorAll("svg"))
    if (drawing.getAttribute("aria-hidden") !== "true" && drawing.getAttribute("role") !== "img") bad.push(drawing.outerHTML.slice(0, 120));
  return bad;
}"""

_HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")].filter(
  (heading) => heading.checkVisibility()).map(
  (heading) => Number(heading.getAttribute("aria-level") ?? heading.tagName[1]))"""

# Each text that is seen, with the contrast between it and what lies behind it.
_FAINT = """(least) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const known = new Map();
  const parsed = (colour) => known.get(colour) ?? known.set(colour, rgba(colour)).get(colour);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let box = element; box; box = box.parentElement) {
      const colour = parsed(getComputedStyle(box).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest("script, style, noscript, svg, .gk-unseen, .headerlink, option")) continue;
    const style = getComputedStyle(element);
    const [high, low] = [light(parsed(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < least) faint.add(`${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${walker.currentNode.data.trim().slice(0, 20)}`);
  }
  return [...faint];
}"""


def settled(page: Page, name: str) -> None:
    if name == "search":
        page.locator("article h3 a").first.wait_for()


def test_everything_that_is_used_has_a_name(browser: Browser, demo: str) -> None:
    with visiting(browser) as visit:
        page = visit(demo)
        for name, path in PATHS.items():
            page.goto(demo + path)
            settled(page, name)
            assert page.evaluate(_NAMELESS) == [], name


def test_headings_go_down_one_step_at_a_time(browser: Browser, demo: str) -> None:
    with visiting(browser) as visit:
        page = visit(demo)
        for name, path in PATHS.items():
            page.goto(demo + path)
            settled(page, name)
            levels = page.evaluate(_HEADINGS)
            assert levels.count(1) == 1, name
            assert levels[0] == 1, name
            assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == [], name


@pytest.mark.parametrize(
    ("scheme", "size", "least"),
    [("light", "1", 4.5), ("dark", "1", 4.5), ("light", "2", 7), ("dark", "3", 7)],
)
def test_text_stands_out(browser: Browser, demo: str, scheme: str, size: str, least: float) -> None:
    with visiting(browser) as visit:
        page = visit(demo, color_scheme=scheme)
        page.evaluate("(size) => localStorage.setItem('gongkai.type', size)", size)
        faint: dict[str, Any] = {}
        for name, path in PATHS.items():
            page.goto(demo + path)
            settled(page, name)
            faint[name] = page.evaluate(_FAINT, least)
        assert {name: texts for name, texts in faint.items() if texts} == {}


def test_charts_say_their_figures_in_words(visit: Any, demo: str) -> None:
    page = visit(demo + PATHS["agency"])
    charts = page.locator("svg[role=img]")
    assert charts.count() > 0
    for chart in charts.all():
        label = chart.get_attribute("aria-label") or chart.locator("title").inner_text()
        assert "2022" in label
