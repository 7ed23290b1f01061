"""Timing commands, the memory of their processes, and printing tables. The smallest of some rounds
counts: whatever else a machine does only adds to it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Modules are kept compiled, as every installation keeps them.
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT),
    "SOURCE_DATE_EPOCH": "1700000000",
    "NO_MKDOCS_2_WARNING": "1",
    "GONGKAI_LANG": "zh",
}


@dataclass(frozen=True)
class Contender:
    """Something that is timed: `prepare` is not, `run` is. `run` may give seconds of its own."""

    name: str
    run: Callable[[], float | None]
    prepare: Callable[[], object] = lambda: None


def command(*arguments: object, cwd: Path = ROOT) -> str:
    """Run a command to its end; its output. A failure ends the measurements."""
    ran = subprocess.run(
        list(map(str, arguments)), cwd=cwd, env=ENVIRONMENT, capture_output=True, encoding="utf-8"
    )
    if ran.returncode:
        raise SystemExit(f"{arguments}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.stdout


def gongkai(portal: Path, *arguments: object) -> str:
    """Run the program on a portal."""
    return command(sys.executable, "-m", "generator", "-C", portal, *arguments)


def best(contenders: Sequence[Contender], rounds: int) -> Mapping[str, float]:
    """The least seconds of each, measured in turns so that a busy moment meets all alike."""
    found: dict[str, float] = {}
    for _ in range(rounds):
        for each in contenders:
            each.prepare()
            start = time.perf_counter()
            own = each.run()
            seconds = time.perf_counter() - start if own is None else own
            found[each.name] = min(seconds, found.get(each.name, seconds))
            print(f"  {each.name}: {seconds:.2f} s", file=sys.stderr, flush=True)
    return found


def peak_memory(*arguments: object) -> tuple[int, int]:
    """The most memory (MB) of a command's own process, and of its largest worker.

    Read from /proc, so on Linux only; (0, 0) elsewhere.
    """
    most: dict[int, int] = {}
    with subprocess.Popen(
        list(map(str, arguments)), cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            for own in _family(process.pid):
                most[own] = max(most.get(own, 0), _peak(own))
            time.sleep(0.02)
    parent = most.pop(process.pid, 0)
    return parent // 1024, max(most.values(), default=0) // 1024


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return [process]
    return [process, *(own for child in children.split() for own in _family(int(child)))]


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return max((int(words[1]) for words in lines), default=0)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What the measurements were made on, in one line."""
    model = ""
    with (
        Path("/proc/cpuinfo").open(encoding="utf-8")
        if Path("/proc/cpuinfo").exists()
        else open(os.devnull, encoding="utf-8") as lines
    ):
        model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{sys.platform}, {cores} cores{f' ({model})' if model else ''}, Python {python}"
