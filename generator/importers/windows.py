"""Which of the cells behind a row's label are its figures.

Text that lost its merged cells has blank cells before and behind the figures. Where the figures
fill their places the place is plain; where blanks stand at the edge, rows of the same grid that
are plain say where figures begin. Where they do not agree, nothing is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.importers.columns import Heads


@dataclass(frozen=True, slots=True)
class Tail:
    """The texts behind a label; `column` is where the first of them stands in its grid."""

    texts: tuple[str, ...]
    column: int

    @property
    def filled(self) -> list[int]:
        """Where something stands."""
        return [number for number, text in enumerate(self.texts) if text]


@dataclass(frozen=True, slots=True)
class Habit:
    """How the plain rows of one grid begin: behind the label, and in the grid."""

    offsets: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def habit_of(tails: Iterable[Tail], count: int) -> Habit:
    """What the plain ones among `tails` of `count` figures have in common."""
    plain = [
        tail for tail in tails if tail.filled and tail.filled[-1] - tail.filled[0] + 1 == count
    ]
    return Habit(
        frozenset(tail.filled[0] for tail in plain),
        frozenset(tail.filled[0] + tail.column for tail in plain),
    )


def offset(tail: Tail, count: int, habit: Habit, heads: Heads) -> int | None:
    """Where the `count` figures of a row begin in its tail, or None when that is not certain."""
    options = _options(tail, count)
    if not options:
        return None
    if heads.first_column is not None:
        start = heads.first_column - tail.column
        return start if start in options else None
    if len(options) == 1:
        # With one more blank cut off the end, the same texts would stand one place further on.
        contradicted = habit.offsets and options[0] not in habit.offsets
        moved = habit.columns and options[0] + tail.column not in habit.columns
        return None if contradicted and moved else options[0]
    votes = _votes(tail, habit, heads)
    chosen = [option for option in options if option in votes]
    return chosen[0] if len(votes) == 1 and chosen else None


def _options(tail: Tail, count: int) -> list[int]:
    filled = tail.filled
    last = len(tail.texts) - count
    return [
        option for option in range(last + 1) if option <= filled[0] and filled[-1] < option + count
    ]


def _votes(tail: Tail, habit: Habit, heads: Heads) -> set[int]:
    """Where figures would begin by each of the things that are known about this grid."""
    votes: set[int] = set()
    if len(habit.offsets) == 1:
        votes |= habit.offsets
    if len(habit.columns) == 1:
        votes |= {column - tail.column for column in habit.columns}
    if votes:
        return votes
    return {0} if heads.packed else set()
