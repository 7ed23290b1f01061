"""Every link inside the manual leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from manual_reference import ROOT, pages

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as code hosts make them."""
    titles = (re.sub(r"[`*]", "", title).strip().lower() for title in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def links() -> list[tuple[str, str]]:
    """(page, target) of every link that leads to a file of this project."""
    return [
        (page.relative_to(ROOT).as_posix(), target)
        for page in pages()
        for target in _LINK.findall(prose(page))
        if not target.startswith(("http://", "https://", "mailto:"))
    ]


def test_there_are_links_to_test() -> None:
    assert len(links()) > 30


@pytest.mark.parametrize(("page", "target"), links())
def test_a_link_leads_somewhere(page: str, target: str) -> None:
    path, _, anchor = unquote(target).partition("#")
    file = (ROOT / page).parent / path if path else ROOT / page
    assert file.exists()
    if anchor:
        assert anchor in anchors(file)


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    own = {page.name for page in pages() if page.parent.name == "docs"} - {"index.md"}
    assert own <= set(_LINK.findall(index))
