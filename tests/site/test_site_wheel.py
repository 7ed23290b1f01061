"""An installed wheel makes a working portal anywhere, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from site_sample import SAMPLE, TITLE

ROOT = Path(__file__).parents[2]


def ran(*command: str | Path, cwd: Path) -> str:
    """What a command printed; it has to succeed."""
    own = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.slow
def test_a_wheel_is_all_that_a_portal_needs(tmp_path: Path) -> None:
    ran(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    wheels = list(tmp_path.glob("gongkai-*.whl"))
    assert len(wheels) == 1
    ran(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    ran(programs / "python", "-m", "pip", "install", "-q", wheels[0], cwd=tmp_path)
    where = "import generator; print(generator.__file__)"
    assert str(tmp_path) in ran(programs / "python", "-c", where, cwd=tmp_path)

    gongkai = programs / "gongkai"
    ran(gongkai, "init", "portal", "--name", "湛河区政府信息公开", "--yes", cwd=tmp_path)
    ran(gongkai, "-C", "portal", "import", SAMPLE, "--agency", "zhanhe-emergency", cwd=tmp_path)
    ran(gongkai, "-C", "portal", "check", cwd=tmp_path)
    ran(gongkai, "-C", "portal", "build", cwd=tmp_path)
    site = tmp_path / "portal" / "site"
    report = site / "agencies" / "zhanhe-emergency" / "2022" / "index.html"
    assert TITLE in report.read_text(encoding="utf-8")
    for file in ("404.html", "assets/gongkai.css", "assets/search.js", "search/root.bin"):
        assert (site / file).stat().st_size > 0
    # MkDocs alone builds the same portal.
    ran(programs / "mkdocs", "build", "-q", "-d", tmp_path / "plain", cwd=tmp_path / "portal")
    plain = tmp_path / "plain" / report.relative_to(site)
    assert plain.read_bytes() == report.read_bytes()
