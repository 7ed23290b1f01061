"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from generator import forms
from generator.model.forms import Form
from generator.resources import resource_text

# No test depends on the clock: a busy machine may take its time for an example.
settings.register_profile("timeless", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("timeless")

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "data" / "submissions" / "zhanhe-emergency-2022.txt"

# A browser that calls home would fail on a machine without network and prove nothing.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def cn_2021() -> Form:
    """The form of the sample."""
    form, findings = forms.parse(resource_text("editions/cn-2021.yml"), "cn-2021.yml")
    assert findings == []
    assert form is not None
    return form


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser: Debian's Chromium, else the one that Playwright installed."""
    # A machine that is busy with the other tests may be slow to draw a page.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        installed = shutil.which("chromium")
        launched = playwright.chromium.launch(executable_path=installed, args=QUIET)
        yield launched
        launched.close()
