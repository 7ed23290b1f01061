"""What came of the relations (勾稽关系) of one report, whether they hold or not."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from generator.model.forms import Relation

Amount = int | Decimal
Name = tuple[str, str]
"""What a row or a column is called, without its numbering: its group, "" where its own name tells
it from all others of the table, and its own name."""


# Structs, because a report has dozens of lines, and making a frozen dataclass takes five times as
# long.
class JudgedLine(Struct, frozen=True):
    """One column (or row) of a relation, with the figures of both sides.

    `label` is what findings call it, `name` what readers do.
    """

    label: str
    name: Name
    left: tuple[Amount, ...]
    right: tuple[Amount, ...]

    @property
    def left_sum(self) -> Amount:
        """The sum of the left side."""
        return sum(self.left)

    @property
    def right_sum(self) -> Amount:
        """The sum of the right side."""
        return sum(self.right)

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return sum(self.left) == sum(self.right)


class Judgement(Struct, frozen=True):
    """A relation of a report's form, looked at in every column (or row).

    `left` and `right` are what is added up on either side, and `brought` what of last year's report
    belongs to the right side. `only` are the columns (or rows) in which it is looked at, empty: in
    all. `lines` are those in which a figure other than 0 takes part; in `zeros` others every figure
    is 0, and those in `unknown` have a cell without a figure. A relation with last year's report
    that was not `compared` has none: there is no such report, or its figures prove nothing.
    """

    relation: Relation
    left: tuple[Name, ...]
    right: tuple[Name, ...]
    brought: tuple[Name, ...]
    only: tuple[Name, ...] = ()
    lines: tuple[JudgedLine, ...] = ()
    zeros: int = 0
    unknown: tuple[Name, ...] = ()
    compared: bool = True

    @property
    def held(self) -> int:
        """In how many columns (or rows) it holds."""
        return self.zeros + sum(line.holds for line in self.lines)

    @property
    def broken(self) -> int:
        """In how many it does not."""
        return sum(not line.holds for line in self.lines)
