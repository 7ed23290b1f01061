"""The theme's files: nothing from elsewhere, no colour of its own, everything escaped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.render.colour import palette
from generator.resources import overrides

FILES = sorted(path for path in overrides().rglob("*") if path.is_file())
TEMPLATES = [path for path in FILES if path.suffix == ".html"]
CSS = (overrides() / "assets" / "gongkai.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_asks_another_host_for_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_settings_and_what_pages_say_of_themselves_are_escaped(path: Path) -> None:
    for expression in re.findall(r"{{(.*?)}}", path.read_text(encoding="utf-8"), re.DOTALL):
        # The title of a generated page is HTML already: see `document.front_matter`.
        expression = re.sub(r"\bmeta\.title( if meta\.layout else)?", "", expression)
        if re.search(r"\b(portal|meta)\.|page\.title", expression) and "url" not in expression:
            assert expression.strip(" ()").endswith("| e"), expression


def test_every_colour_is_one_of_the_palette() -> None:
    known = {f"--gk-{name}" for name in palette("#1d4f91")}
    own = set(re.findall(r"^\s*(--gk-[a-z0-9-]+):", CSS, re.MULTILINE))
    inline = set(re.findall(r"(--gk-l[12]):", CSS)) | {"--gk-foot", "--gk-demo"}
    assert set(re.findall(r"var\((--gk-[a-z0-9-]+)", CSS)) <= known | own | inline
    # Black and white stand in the rules for print only.
    screen = CSS[: CSS.index("@media print")]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", screen) == []


def test_nothing_moves_for_those_who_do_not_want_it() -> None:
    assert "prefers-reduced-motion: reduce" in CSS
    assert not re.search(r"^\s*(animation|transition)\s*:", CSS, re.MULTILINE)
