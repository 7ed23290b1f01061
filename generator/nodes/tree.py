"""The nodes of a tree; line and column count from 1 and say where a node begins."""

from __future__ import annotations

from msgspec import Struct

# Structs, because a record has more than a hundred nodes, and a frozen dataclass takes six times as
# long to make. Nothing in a tree leads back up, so the collector of garbage need not look at it.


class Scalar(Struct, frozen=True, gc=False):
    """A piece of text; `plain` when it was written without quotes and not as a block.

    With `literal` it was written as a block that keeps its lines: the first of them stands in the
    line after this one.
    """

    text: str
    plain: bool
    line: int
    column: int
    literal: bool = False

    @property
    def blank(self) -> bool:
        """Whether this is YAML's way to write nothing at all."""
        return self.plain and self.text in ("", "~", "null")


class Sequence(Struct, frozen=True, gc=False):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Figures(Struct, frozen=True, gc=False):
    """A list of plain scalars on one line, like ``[1, 0, null]``; `text` is between its brackets.

    Two thirds of what stands in a record are such scalars; they are made only when asked for.
    """

    text: str
    line: int
    column: int

    @property
    def items(self) -> tuple[Scalar, ...]:
        """The scalars."""
        found: list[Scalar] = []
        column = self.column + 1
        for text in self.text.split(", "):
            found.append(Scalar(text, True, self.line, column))  # noqa: FBT003
            column += len(text) + 2
        return tuple(found)


class Mapping(Struct, frozen=True, gc=False):
    """Keys and values in the order in which they were written."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Listed = Sequence | Figures
"""A list, however it was read."""
Node = Scalar | Listed | Mapping
