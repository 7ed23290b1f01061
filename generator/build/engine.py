"""The fast build: only what changed is made, by any number of workers, with the bytes of MkDocs.

The steps, each in a module of its own: what lies there and what changed (`scan`, `catalogue`,
`fingerprints`), what has to be made and why (`plan`), making it (`batch`, `pool`), the pages that
list others (`lists`), and putting the result in the place of the old site (`staging`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from generator.build.plan import Reason
from generator.build.shells import Shell, Specimen
from generator.model.findings import Severity

BATCH = 64
"""Agencies in a batch: a few hundred pages, so that a worker's memory stays small."""


@dataclass(frozen=True, slots=True)
class Base:
    """What MkDocs itself renders: everything that is no generated page, and the shells.

    `folder` holds the site without the generated pages.
    """

    folder: Path
    shells: Mapping[str, Shell]


MakeBase = Callable[[Path, Sequence[Specimen]], Base]
"""Runs MkDocs for the hand-written pages, the theme's files and some specimens."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked for."""

    root: Path
    out: Path
    jobs: int = 1
    executor: Executor | None = None
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to. `made` are the outputs that changed, `reasons` why, by agency."""

    reports: int
    pages: int
    made: int
    removed: int
    findings: Mapping[Severity, int]
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict[str, tuple[Reason, ...]])


Progress = Callable[[int], None]
Started = Callable[[int], Progress]
