from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from search_server import serving

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
