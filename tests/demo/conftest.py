"""A demonstration portal made once for all tests."""

from __future__ import annotations

import pytest
from demo_portal import YEARS, Portal, all_forms_once, read

from generator.demo import make
from generator.model.forms import Form


@pytest.fixture(scope="session")
def editions() -> dict[str, Form]:
    return all_forms_once()


@pytest.fixture(scope="session")
def form(editions: dict[str, Form]) -> Form:
    return editions["cn-2021"]


@pytest.fixture(scope="session")
def portal(editions: dict[str, Form]) -> Portal:
    return read(list(make(175, len(YEARS), 20, editions)))
