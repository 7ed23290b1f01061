"""The built sites, servers for them, and visitors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from site_portals import make_demo, make_sample
from site_server import serving
from site_visit import Visit, visiting


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with the sample alone."""
    return make_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with ten agencies, three years, and one agency that means harm."""
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def sample(sample_site: Path) -> Iterator[str]:
    """The address of the sample's site."""
    with serving(sample_site) as address:
        yield address


@pytest.fixture(scope="session")
def sample_below(sample_site: Path) -> Iterator[str]:
    """The same site in a folder of a server, as under an existing government site."""
    with serving(sample_site, "/xxgk/nianbao/") as address:
        yield address


@pytest.fixture(scope="session")
def demo(demo_site: Path) -> Iterator[str]:
    """The address of the demonstration's site."""
    with serving(demo_site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address as a new visitor, see `visiting`."""
    with visiting(browser) as visit:
        yield visit
