"""Imports that are stopped dead at each of their dealings with the disk, one after the other.

Run as a program: a portal, a file to import and further arguments. For each dealing with the disk
below the portal a copy of it is made and the import ends there as if the power had gone; then what
it left is looked at. Prints how often it was stopped, and every complaint.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

# Loaded before the first fork, so that no child has to.
from generator.build.content import every_report, outline
from generator.cli import importing as _  # noqa: F401
from generator.cli.main import run

EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")


def stopped_at(step: int, portal: Path, arguments: list[str]) -> bool:
    """Whether the import came to its `step`-th dealing with the disk, and so was stopped."""
    child = os.fork()
    if child == 0:
        _import(step, portal, arguments)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 99


def _import(step: int, portal: Path, arguments: list[str]) -> None:
    left = step

    def hook(event: str, details: tuple[object, ...]) -> None:
        nonlocal left
        if event not in EVENTS or not str(details[0]).startswith(str(portal)):
            return
        if event == "open" and not int(str(details[2])) & (os.O_WRONLY | os.O_RDWR):
            return
        left -= 1
        if left <= 0:
            os._exit(99)

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.addaudithook(hook)
    os._exit(run(["-C", str(portal), "import", *arguments]))


def complaints(portal: Path) -> list[str]:
    known = outline(portal)
    found = [str(each) for each in known.findings]
    for agency in every_report(portal, known):
        found += [str(each) for each in agency.findings]
        found += [
            f"{each.file}: no original"
            for each in agency.reports
            if each.source and each.year not in agency.originals
        ]
    return found


def main(pattern: Path, work: Path, arguments: list[str]) -> None:
    step = 0
    while True:
        step += 1
        portal = work / f"portal-{step}"
        shutil.copytree(pattern, portal)
        if not stopped_at(step, portal, arguments):
            break
        for each in complaints(portal):
            print(f"step {step}: {each}")
        # Importing again finishes what was begun, and leaves nothing lying about.
        stopped_at(10**6, portal, arguments)
        for path in sorted(portal.rglob(".*.tmp")):
            print(f"step {step}: left {path.name}")
        for path in sorted((work / "whole" / "content").rglob("*")):
            other = portal / path.relative_to(work / "whole")
            if path.is_file() and (not other.is_file() or other.read_bytes() != path.read_bytes()):
                print(f"step {step}: {path.name} differs from an undisturbed import")
        shutil.rmtree(portal)
    print(f"stopped {step - 1} times")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    shutil.copytree(sys.argv[1], folder / "whole")
    stopped_at(10**6, folder / "whole", sys.argv[3:])
    main(Path(sys.argv[1]), folder, sys.argv[3:])
