"""A site around the small portal, with the search of the header and the search page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from playwright.sync_api import Page, Route
from search_portal import Unit, laid_out, portal, units
from search_server import offered

from generator.messages import messages
from generator.model.search import Entry, Level
from generator.search.page import search_fragment
from generator.search.updates import build

WORDS = messages("zh").part("search")
ENTRIES = portal(11)
REPORT = next(entry for entry in ENTRIES if entry.year == 2021)
_PARTIAL = Path(__file__).parents[2] / "overrides" / "partials" / "gongkai-search.html"


def header(root: str) -> str:
    """The search of the header, as the theme fills it in."""
    environment = Environment(autoescape=True)
    environment.filters["url"] = lambda address: root + address
    return environment.from_string(_PARTIAL.read_text("utf-8")).render(search_words=WORDS)


def page(root: str, body: str) -> bytes:
    return f"""<!doctype html><html lang="zh"><meta charset="utf-8"><title>x</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<script src="{root}gongkai.js"></script><link rel="stylesheet" href="{root}search.css">{header(root)}<article>{body}</article>
<footer>联系我们</footer>
<script src="{root}search.js" defer></script>
<script src="{root}search-page.js" defer></script></html>""".encode()


def search_page() -> bytes:
    return page("../", search_fragment(WORDS, [("全部机关", "../agencies/")]))


def index_files(entries: list[Entry]) -> dict[str, bytes]:
    return {f"search/{path}": content or b"" for path, content in build(entries, WORDS)}


def whole_site(assets: Path) -> dict[str, bytes]:
    parts = (
        f'<h2 id="{escape(unit.anchor)}">{escape(unit.heading)}</h2><p>{escape(unit.text)}</p>'
        for unit in units(REPORT)
    )
    found = index_files(ENTRIES)
    found["index.html"] = page("", "<h1>首页</h1>")
    found["search/index.html"] = search_page()
    report = f"<h1>{escape(REPORT.title)}</h1>{''.join(parts)}"
    found[f"{REPORT.address}index.html"] = page("../../../", report)
    found["agencies/a0/index.html"] = page("../../", "<h1>机关</h1>")
    return found | offered(assets)


def only(assets: Path, text: str) -> dict[str, bytes]:
    """A portal with one report that says nothing but `text`."""
    entry = replace(REPORT, **laid_out([Unit("a", "总体情况", "a", Level.TEXT, text)]))
    return index_files([entry]) | {"search/index.html": search_page()} | offered(assets)


@contextmanager
def late(tab: Page, pattern: Any) -> Iterator[None]:
    """What is loaded inside gets none of the files that fit before the end."""
    held: list[Route] = []
    holding = True
    tab.route(pattern, lambda file: held.append(file) if holding else file.continue_())
    yield
    holding = False
    for file in held:
        file.continue_()
