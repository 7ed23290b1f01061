"""Text that means harm is shown as the text it is, everywhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from site_portals import (
    CLOSERS,
    CONTACT,
    HOSTILE,
    HOSTILE_CELLS,
    HOSTILE_NAME,
    HOSTILE_ORIGINAL,
    HOSTILE_TEXTS,
    HOSTILE_TITLE,
    IMAGE,
    LINK,
    SCRIPT,
)

pytestmark = pytest.mark.browser

REPORT = f"agencies/{HOSTILE}/2023/"
# Every page that names the agency or the report.
PAGES = [
    "",
    "agencies/",
    f"agencies/{HOSTILE}/",
    "years/",
    "years/2023/",
    REPORT,
    "search/?q=harmed",
]

_FOREIGN = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const bad = [];
  for (const { name, value } of element.attributes) {
    if (name.startsWith("on")) bad.push(`${element.tagName} ${name}`);
    if (/^\\s*javascript:/i.test(value) || /elsewhere\\.example/.test(value)) bad.push(value);
  }
  const own = element.closest("article, header, footer");
  if (own && /^(SCRIPT|IMG|IFRAME|OBJECT|EMBED|BASE|META|STYLE)$/.test(element.tagName)) bad.push(element.outerHTML);
  return bad;
})"""


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_that_was_sent_became_markup(visit: Any, demo: str, path: str) -> None:
    page = visit(demo + path)
    if path.startswith("search"):
        page.locator("article").get_by_role("link", name=HOSTILE_TITLE).first.wait_for()
    assert page.evaluate(_FOREIGN) == []
    assert squeezed(f"联系方式：{CONTACT}") in squeezed(page.locator("footer").inner_text())
    # The page is whole: nothing closed its elements early.
    assert page.locator("body > .md-container footer, .md-container > footer").count() == 1
    assert page.evaluate("() => document.compatMode") == "CSS1Compat"


def test_titles_and_names_are_shown_as_they_were_sent(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT)
    assert page.locator("h1").inner_text().removesuffix("§") == HOSTILE_TITLE
    assert page.title().startswith(HOSTILE_TITLE)
    assert page.locator(".gk-trail a").last.inner_text() == HOSTILE_NAME
    assert page.locator("meta[name=ArticleTitle]").get_attribute("content") == HOSTILE_TITLE
    assert page.locator("meta[name=ContentSource]").get_attribute("content") == HOSTILE_NAME
    page.goto(demo)
    page.locator("article").get_by_role("link", name=HOSTILE_NAME).first.click()
    assert page.locator("h1").inner_text().removesuffix("§") == HOSTILE_NAME


def _sections(page: Page) -> dict[str, list[str]]:
    return page.evaluate(
        """() => {
          const sections = { "": [] };
          let section = sections[""];
          for (const part of document.querySelector("article").children) {
            if (part.matches("h2[id]")) sections[part.id] = section = [];
            else if (part.matches("p:not(.gk-remark), h3, h4, ul, ol, blockquote, pre, hr"))
              section.push(part.textContent.replace(/§$/, ""));
          }
          return sections;
        }"""
    )


def test_paragraphs_are_shown_word_by_word(visit: Any, demo: str) -> None:
    sections = _sections(visit(demo + REPORT))
    expected = [squeezed(text) for text in HOSTILE_TEXTS]
    for name in ("", "overview", "applications", "problems", "other"):
        assert [squeezed(text) for text in sections[name]][: len(expected)] == expected, name


def test_cells_are_shown_as_written(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT)
    cells = page.locator("#table-applications tbody tr").first.locator("td")
    seen = cells.evaluate_all(
        """(cells) => cells.map((cell) => {
          cell.querySelectorAll(".mark, .gk-unseen, .gk-correction").forEach((part) => part.remove());
          return cell.textContent.trim();
        })"""
    )
    assert seen[:6] == [str(cell) for cell in HOSTILE_CELLS[:6]]
    article = page.locator("article").inner_text()
    for text in (SCRIPT, IMAGE, LINK, CLOSERS):
        assert text in article


def test_a_web_page_that_was_sent_is_never_served_as_one(visit: Any, demo: str) -> None:
    page = visit(demo + REPORT)
    link = page.locator(".gk-downloads").get_by_role("link", name="原件")
    answer = page.request.get(link.evaluate("(link) => link.href"))
    assert answer.body() == HOSTILE_ORIGINAL
    assert answer.headers["content-type"].startswith(("text/plain", "application/octet-stream"))
    shown = page.locator(".gk-hash code").inner_text()
    assert shown == hashlib.sha256(HOSTILE_ORIGINAL).hexdigest()


def test_the_search_shows_it_as_text(visit: Any, demo: str) -> None:
    page = visit(demo)
    page.locator("header input[type=search]").fill("window.harmed")
    page.get_by_role("option").filter(has_text=HOSTILE_TITLE).first.wait_for()
    assert page.evaluate(_FOREIGN) == []


def test_only_the_theme_and_the_builder_put_scripts_on_pages(demo_site: Path) -> None:
    scripts = set()
    for path in demo_site.rglob("*.html"):
        text = path.read_text("utf-8")
        scripts |= {
            re.sub(r"[./]*assets/", "assets/", tag) for tag in re.findall(r"<script[^>]*>", text)
        }
    known = (
        r'<script( id="__config" type="application/json"| src="/?assets/[\w./-]+\.js")?( defer)?>'
    )
    assert [tag for tag in scripts if not re.fullmatch(known, tag)] == []
