"""Measures the program: `python -m tests.bench [--quick] [--large] [--rounds N]`, or `make bench`.

First building, beside MkDocs, Hugo and `cp -r`; then every other `bench_*.py` and `*_bench.py` of
this folder, which are programs of their own that take `--quick` and print what they measured.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tests.bench import bench_build
from tests.bench.measuring import ENVIRONMENT, ROOT, machine

HERE = Path(__file__).parent


def others() -> list[Path]:
    """The programs that measure other parts."""
    found = {*HERE.glob("bench_*.py"), *HERE.glob("*_bench.py")}
    return sorted(found - {HERE / "bench_build.py"})


def run(program: Path, *, quick: bool) -> str:
    """What a program prints, or why it was left out."""
    paths = [ROOT, ROOT / "tests/search"]
    ran = subprocess.run(
        [sys.executable, str(program), *(["--quick"] if quick else [])],
        env={**ENVIRONMENT, "PYTHONPATH": ":".join(map(str, paths))},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["?"])[-1]
        return f"left out, because it failed: {last}"
    return f"```text\n{ran.stdout.rstrip()}\n```"


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--quick", action="store_true", help="small portals, to see that it runs")
    parser.add_argument("--large", action="store_true", help="one change among 100,000 as well")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--only-build", action="store_true", help="leave the other parts out")
    options = parser.parse_args()
    print(f"{machine()}; best of {options.rounds} rounds in turns; files in memory.")
    rounds = 1 if options.quick else options.rounds
    for section in bench_build.sections(quick=options.quick, large=options.large, rounds=rounds):
        print(f"\n{section}", flush=True)
    for program in () if options.only_build else others():
        print(f"\n### {program.stem}\n\n{run(program, quick=options.quick)}", flush=True)


if __name__ == "__main__":
    main()
