"""The command line run inside the tests, on a small portal of its own."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from generator.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests/data/submissions/zhanhe-emergency-2022.txt"
GOLDEN = ROOT / "tests/data/golden/zhanhe-emergency-2022.yml"
AGENCY = "zhanhe-emergency"
NAME = "湛河区应急管理局"
RECORD = f"content/agencies/{AGENCY}/2022.yml"
SETTINGS = f"content/agencies/{AGENCY}/agency.yml"
PORTAL = "content/portal.yml"
SITE = "mkdocs.yml"

FAILED = {"zh": "错误：", "en": "Error: "}

COMMANDS = (
    (),
    ("init",),
    ("new",),
    ("new", "agency"),
    ("new", "report"),
    ("import",),
    ("review",),
    ("export",),
    ("template",),
    ("check",),
    ("explain",),
    ("build",),
    ("serve",),
    ("demo",),
)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def failures(self) -> list[str]:
        """The sentences about what stopped the program."""
        return [line for line in self.err.splitlines() if line.startswith(FAILED["zh"])]


def gongkai(*arguments: object, env: Mapping[str, str] | None = None) -> Ran:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    environment = {"GONGKAI_LANG": "zh", **(env or {})}
    with (
        mock.patch.dict(os.environ, environment),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = run([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes and every folder; what the program keeps for itself left out."""
    return {path: content for path, content in _walk(folder) if not path.startswith(".gongkai")}


def _walk(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix(), path.read_bytes() if path.is_file() else None


def make_portal(root: Path) -> Path:
    """A portal with the sample in it."""
    assert gongkai("init", root, "--yes").code == 0
    assert gongkai("-C", root, "new", "agency", AGENCY, "--name", NAME).code == 0
    made = gongkai("-C", root, "import", SAMPLE)
    assert made.code == 0, made.err
    return root
