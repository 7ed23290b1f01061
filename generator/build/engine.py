"""The fast build: only what changed is made, by any number of workers, with the bytes of MkDocs.

The steps, each in a module of its own: what lies there and what changed (`scan`, `catalogue`,
`fingerprints`), what has to be made and why (`plan`), making it (`batch`, `pool`), the pages that
list others (`lists`), and putting the result in the place of the old site (`staging`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from generator.build import catalogue as catalogues
from generator.build import pool
from generator.build.batch import Batch, Done, Task, finished
from generator.build.assemble import Published
from generator.build.catalogue import Catalogue
from generator.build.content import Outline
from generator.build.fingerprints import digest
from generator.build.generate import require_sound
from generator.build.lists import lists
from generator.build.plan import Plan, Reason, make_plan
from generator.build.shells import Shell, Specimen, shell_key, specimen
from generator.build.staging import Staging
from generator import storage
from generator.messages import messages
from generator.model.findings import Finding, Severity
from generator.model.pages import Collection, Summary

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
    reasons: Mapping[str, tuple[Reason, ...]] = field(
        default_factory=dict[str, tuple[Reason, ...]]
    )


Progress = Callable[[int], None]
Started = Callable[[int], Progress]
