"""How the figures of one edition go on in the next, and a figure through the years."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.model.forms import Label


@dataclass(frozen=True, slots=True)
class Split:
    """A figure that became several; together they are the same figure."""

    earlier: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Figures that look alike and count something else; they are never joined. Why: `reason`."""

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    reason: Label


@dataclass(frozen=True, slots=True)
class Step:
    """From one edition to the next. Cells are table.row.column, with * for any id."""

    earlier: str
    later: str
    continues: tuple[str, ...] = ()
    sums: tuple[Split, ...] = ()
    breaks: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The steps, from the oldest edition to the newest; each begins where the one before ends."""

    steps: tuple[Step, ...]

    def __hash__(self) -> int:
        """By the editions alone: what is remembered for a crosswalk is looked up for every page."""
        return hash(tuple(step.earlier for step in self.steps))


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The cells of another edition for some cells, and why they are not the same; none: they are.

    Without `cells` the other edition has nothing like it.
    """

    cells: tuple[str, ...]
    reasons: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in one year; None where the edition has it not, or a cell holds no figure.

    `gap` says why it must not be joined to the figure before it: empty when it may be.
    """

    year: int
    form: str
    cells: tuple[str, ...]
    value: int | Decimal | None
    gap: tuple[Label, ...] = ()
