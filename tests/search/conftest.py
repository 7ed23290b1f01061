from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from search_server import serving
from search_site import whole_site

ASSETS = Path(__file__).parents[2] / "overrides" / "assets"


@pytest.fixture
def serve() -> Callable[..., Any]:
    return serving


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def assets() -> Path:
    return ASSETS


@pytest.fixture(scope="module")
def files(assets: Path) -> dict[str, bytes]:
    return whole_site(assets)


@pytest.fixture(scope="module")
def address(files: dict[str, bytes]) -> Iterator[str]:
    with serving(files) as found:
        yield found


@pytest.fixture
def quiet(tab: Page) -> Iterator[Page]:
    """A tab in which the script makes no mistake."""
    mistakes: list[Any] = []
    tab.on("pageerror", lambda mistake: mistakes.append(mistake))
    yield tab
    assert mistakes == []
