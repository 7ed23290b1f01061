"""Many submissions at once: each is read on its own, and those of one report are told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from generator.build.content import Outline
from generator.errors import BrokenContentError, GongkaiError
from generator.model.findings import Finding
from generator.model.forms import Forms
from generator.pipeline.inbox import labels
from generator.pipeline.revision import same_content
from generator.pipeline.take_in import Intake, Understood, Wish, understand


class Outcome(Enum):
    """What became of a file, or would, in a dry run."""

    NEW = "new"
    REPLACED = "replaced"
    CORRECTED = "corrected"
    SAME = "same"
    """The record says already what the file says."""
    TWIN = "twin"
    """Another file of the same batch says the same."""
    DIFFERS = "differs"
    """There is another record, and nobody said that it is to be replaced."""
    RIVAL = "rival"
    """Other files of the same batch are of the same report and say something else."""
    UNKNOWN = "unknown_agency"
    FAILED = "failed"


WRITTEN = frozenset({Outcome.NEW, Outcome.REPLACED, Outcome.CORRECTED})
UNDECIDED = frozenset({Outcome.DIFFERS, Outcome.RIVAL})
STOPPED = frozenset({Outcome.UNKNOWN, Outcome.FAILED})


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: Path
    label: str
    error: GongkaiError


@dataclass(frozen=True, slots=True)
class Result:
    """One file of a batch and what became of it. `others` are files of the same report."""

    label: str
    outcome: Outcome
    understood: Understood | None = None
    intake: Intake | None = None
    error: GongkaiError | None = None
    others: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said about the file."""
        if self.understood is not None:
            return self.understood.findings
        return self.error.findings if isinstance(self.error, BrokenContentError) else ()


def understand_all(
    known: Outline, files: Sequence[Path], wish: Wish, advance: Callable[[int], None]
) -> list[Understood | Failure]:
    """Every file understood, or why it was not, in order; the originals are not kept in memory."""
    read: list[Understood | Failure] = []
    for path, label in zip(files, labels(files), strict=True):
        try:
            read.append(understand(known, path, wish, label))
        except GongkaiError as error:
            # One bad file must not keep the others from being imported.
            read.append(Failure(path, label, error))
        advance(1)
    return read


Contested = Mapping[str, tuple[Outcome, tuple[str, ...]]]
"""From the label of a file to what becomes of it and the files that it is compared with."""


def contested(read: Sequence[Understood | Failure], forms: Forms) -> Contested:
    """The files that cannot simply be taken, because others of the batch are of the same report.

    By their labels: twins after the first one, with the first; and rivals, with all the others.
    """
    groups: dict[tuple[str, int], list[Understood]] = {}
    for each in read:
        if isinstance(each, Understood):
            groups.setdefault(each.claim, []).append(each)
    found: dict[str, tuple[Outcome, tuple[str, ...]]] = {}
    for group in groups.values():
        first, *rest = group
        alike = [each for each in rest if same_content(first.report, each.report, forms)]
        if len(alike) == len(rest):
            found |= {each.label: (Outcome.TWIN, (first.label,)) for each in alike}
            continue
        for each in group:
            others = tuple(other.label for other in group if other is not each)
            found[each.label] = (Outcome.RIVAL, others)
    return found
