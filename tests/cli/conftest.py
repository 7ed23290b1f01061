"""A portal with the sample, made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli_portal import make_portal


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_portal(tmp_path_factory.mktemp("pattern") / "portal")


@pytest.fixture
def portal(tmp_path: Path, pattern: Path) -> Path:
    root = tmp_path / "portal"
    shutil.copytree(pattern, root)
    return root
