"""Findings (校验发现): what is wrong with the data, where, and how badly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding matters; ordered, so that ``>=`` compares."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word used in YAML and on the command line: note, warning, error."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Severity:
        """The severity called `word`; `KeyError` for any other word."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence that has its own wording in each language."""

    key: str
    parameters: Mapping[str, Value] = field(default_factory=dict[str, "Value"])


Value = str | int | Phrase
"""A parameter of a finding: text as it stands in the data, a number, or a phrase to translate."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    `file` is relative to the portal with ``/``; `line` and `column` count from 1, and 0 means that
    the file as a whole is meant. `cell` is ``table.row.column`` with the ids of the form.
    """

    file: str
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a stable code, its severity, its place and its parameters.

    The sentence is made by `generator.messages` from the code and the parameters.
    `cells` names every cell that takes part, as ``table.row.column``.
    """

    code: str
    severity: Severity
    place: Place
    parameters: Mapping[str, Value] = field(default_factory=dict[str, Value])
    cells: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The order of a list of findings: by file, then from top to bottom."""
        place = self.place
        return (place.file, place.line, place.column, self.code, place.cell)
