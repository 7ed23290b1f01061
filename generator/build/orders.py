"""What a person asks of a build, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.plan import Reason
from generator.model.findings import Severity

if TYPE_CHECKING:
    from concurrent.futures import Executor

Advance = Callable[[int], None]
Progress = Callable[[int], AbstractContextManager[Advance]]
"""From the number of agencies to be made to something that is told of each that is done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked for.

    `executor` runs the batches elsewhere; None: `jobs` processes. `catalogued` is the folder in
    which the catalogue lies; None: the portal. `only` are the agencies whose files may have
    changed, where somebody knows; None: all are looked at.
    """

    root: Path
    out: Path
    jobs: int = 1
    executor: Executor | None = None
    clean: bool = False
    explain_only: bool = False
    catalogued: Path | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to: counts, and why each agency was made again.

    `everything` is why all pages were, empty where they were not.
    """

    reports: int
    findings: Mapping[Severity, int]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict[str, tuple[Reason, ...]])
    everything: tuple[Reason, ...] = ()
