"""Builds that end at a chosen moment: before the n-th change that they make to the disk.

Run as a program, it carries out one request after the other, each in a fork of itself, so that
Python and MkDocs are loaded once. It has one thread, which makes forking safe.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_CHANGES = frozenset(
    [
        "os.mkdir",
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.truncate",
        "os.link",
        "os.symlink",
        "os.utime",
    ]
)


@dataclass(frozen=True)
class Ended:
    """How a build ended: exit code (negative: the signal), changes made, and what it printed."""

    code: int
    changes: int
    out: str
    err: str


class Builds:
    """The program, for the tests."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(
        self, root: Path, *arguments: str, at: int | None = None, error: int | None = None
    ) -> Ended:
        """One build of the portal `root`.

        Before its change number `at` it is killed; with `error`, that change and all after it fail
        with this error number instead, as on a disk that is full or was made read-only.
        """
        request = {"root": str(root), "arguments": arguments, "at": at, "error": error}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def builds() -> Iterator[Builds]:
    """The program, running."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GONGKAI_LANG": "zh"}
    with subprocess.Popen(
        [sys.executable, __file__],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Builds(process)
        assert process.stdin is not None
        process.stdin.close()


# --- the program -----------------------------------------------------------------------------


def _watch(root: str, at: int | None, error: int | None, counted: Any) -> None:
    """Count changes below the portal's folder; at number `at`, end the process or fail."""
    count = 0

    def changes(event: str, args: tuple[Any, ...]) -> bool:
        if event == "open":
            path, _, flags = args
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return bool(writes) and _text(path).startswith(root)
        # Inside `shutil.rmtree`, paths are relative to an open folder.
        return event in _CHANGES and (
            _text(args[0]).startswith(root) or (isinstance(args[-1], int) and args[-1] > 2)
        )

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        if not changes(event, args):
            return
        count += 1
        os.pwrite(counted, str(count).encode(), 0)
        if at is None or count < at:
            return
        if error is None:
            os.kill(os.getpid(), signal.SIGKILL)
        if event not in ("os.remove", "os.rmdir"):
            raise OSError(error, os.strerror(error), _text(args[0]))

    sys.addaudithook(hook)


def _text(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""


def _carry_out(request: dict[str, Any], files: list[Any]) -> None:
    from generator.cli.main import run

    out, err, counted = files
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(request["root"])
    _watch(request["root"], request["at"], request["error"], counted)
    try:
        code = run(["build", "--jobs", "1", *request["arguments"]])
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 99
    sys.stdout.flush()
    os._exit(code)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    with TemporaryFile() as first, TemporaryFile() as second, TemporaryFile() as third:
        files = [file.fileno() for file in (first, second, third)]
        child = os.fork()
        if child == 0:
            _carry_out(request, files)
        _, status = os.waitpid(child, 0)
        out, err, counted = (os.pread(file, 10_000_000, 0).decode() for file in files)
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "changes": int(counted or 0), "out": out, "err": err}


def _load() -> None:
    """Import what a build imports, which a fork then has."""
    from generator.build.content import known_forms, known_kinds
    from generator.search.traditional import simplified_characters

    known_forms(), known_kinds(), simplified_characters()


def _main() -> None:
    _load()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    _main()
