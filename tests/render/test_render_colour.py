"""Whatever the ink of a portal, its pages can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.render.colour import ORDINARY, STRONG, contrast, palette, stylesheet

INKS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(INKS, st.booleans(), st.sampled_from((ORDINARY, STRONG)))
@example("#1d4f91", False, ORDINARY)
@example("#ffffff", False, STRONG)
@example("#000000", True, STRONG)
@example("#ffff00", False, ORDINARY)
def test_everything_read_has_its_contrast(ink: str, dark: bool, least: float) -> None:
    colours = palette(ink, dark=dark, least=least)
    for ground in ("paper", "shade", "warm-shade"):
        for read in ("text", "quiet", "ink", "warm"):
            assert contrast(colours[read], colours[ground]) >= least, (read, ground)
    assert contrast(colours["on-band"], colours["band"]) >= least


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#1d4f91", "#1d4f91") == pytest.approx(1)


def test_an_ink_that_is_strong_enough_stays_as_it_is() -> None:
    assert palette("#1d4f91")["ink"] == "#1d4f91"


def test_the_stylesheet_holds_every_case_and_nothing_else() -> None:
    css = stylesheet("#1d4f91")
    assert css.count("--gk-ink:") == 6
    assert css.count("{") == css.count("}")
    assert "prefers-color-scheme: dark" in css
    assert set(re.findall(r"#[0-9a-f]+", css)) <= set(re.findall(r"#[0-9a-f]{6}\b", css))
    assert css == stylesheet("#1d4f91")
