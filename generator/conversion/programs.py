"""Running another program on one file, so that it ends in time and takes its children with it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def run(
    command: Sequence[str],
    folder: Path,
    seconds: int,
    *,
    given: bytes = b"",
    settings: Mapping[str, str] | None = None,
) -> tuple[int, bytes] | None:
    """The exit code and the output of `command`, or None when it took longer than `seconds`.

    It runs in `folder`, reads `given`, and has `settings` in its environment besides its own.
    Raises `OSError` when it cannot be started.
    """
    process = subprocess.Popen(  # noqa: S603 - the program is found, not named by any input
        list(command),
        cwd=folder,
        env={**os.environ, **(settings or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return None
    except BaseException:
        _end(process)
        raise
    return process.returncode, output


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it has started, and wait for it."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            _end_tree(process.pid)
    process.kill()
    process.communicate()


def _end_tree(number: int) -> None:
    """Windows has no groups of processes, but a program that ends a tree of them."""
    subprocess.run(  # noqa: S603
        [str(Path(os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32", "taskkill.exe")),
         "/F", "/T", "/PID", str(number)],
        check=False,
        capture_output=True,
    )  # fmt: skip
