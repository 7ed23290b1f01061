"""Whoever pulls the plug during an import finds whole records only, and can just import again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_portal import AGENCY, ROOT, SAMPLE, gongkai

PROGRAM = Path(__file__).with_name("killed_import.py")


@pytest.mark.parametrize("case", ["new agency", "new year", "second submission"])
def test_an_import_may_be_stopped_at_any_moment(portal: Path, tmp_path: Path, case: str) -> None:
    file = tmp_path / "submission.txt"
    text = SAMPLE.read_text("utf-8").replace("行政许可\t3", "行政许可\t4")
    file.write_text(text, "utf-8")
    arguments = {
        "new agency": ["--agency", "another"],
        "new year": ["--agency", AGENCY, "--year", "2021"],
        "second submission": ["--replace"],
    }[case]
    if case == "new agency":
        # Also the folder of all agencies is new.
        portal = tmp_path / "fresh"
        assert gongkai("init", portal, "--yes").code == 0
    command = [sys.executable, PROGRAM, portal, tmp_path / "work", file, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GONGKAI_LANG": "zh"}
    (tmp_path / "work").mkdir()
    ran = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, env=environment, check=True
    )
    times = re.fullmatch(r"stopped (\d+) times\n", ran.stdout)
    assert times, ran.stdout + ran.stderr
    assert int(times[1]) >= 4
