"""Writing a demonstration portal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import storage
from generator.build.content import known_forms
from generator.demo import DemoFile, make
from generator.pipeline.create import NewPortal, portal_files, require_empty

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of demonstration a person wants."""

    agencies: int
    years: int
    seed: int
    originals: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    agencies: int
    reports: int
    faults: int


def demo(root: Path, wish: Wish, advance: Callable[[int], None]) -> Made:
    """Write a whole portal into the new or empty folder `root`."""
    require_empty(root)
    # Called before the first file is written, because it refuses what it cannot make.
    files = make(wish.agencies, wish.years, wish.seed, known_forms(), originals=wish.originals)
    with storage.new_folder(root):
        about = json.loads(_write(root, files, advance))
    return Made(wish.agencies, about["reports"], len(about["faults"]))


def _write(root: Path, files: Iterable[DemoFile], advance: Callable[[int], None]) -> str:
    """Write what every portal has, then the content; the text of the manifest."""
    for path, text in portal_files(NewPortal(name="-")).items():
        if path != storage.PORTAL:
            storage.write(root / path, text.encode())
    manifest = ""
    for file in files:
        storage.write(root / file.path, file.text.encode())
        if file.path == MANIFEST:
            manifest = file.text
        elif file.path.endswith("/agency.yml"):
            advance(1)
    return manifest
