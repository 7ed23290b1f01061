"""Findings (校验发现): what is wrong with the data, where, and how badly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256


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


@dataclass(frozen=True, slots=True)
class Wording:
    """A parameter that brings its own wording in each language; "" in `en` means as in `zh`."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """Parameters that a sentence lists one after another, with the comma of the language."""

    values: tuple[Value, ...]


Value = str | int | Phrase | Wording | Several
"""A parameter of a finding: text as it stands in the data, a number, a phrase to translate, the
label of a form, or a list of these."""


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

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name this finding as long as it says the same.

        Lines may move and wording may change; another value, cell or file makes another finding.
        """
        facts = {
            name: _plain(value)
            for name, value in sorted(self.parameters.items())
            if name not in _ANSWERS
        }
        told = [self.code, self.place.file, self.place.cell, facts]
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that an editor looked at and lets stand: its fingerprint, why, and who says so."""

    fingerprint: str
    reason: str
    author: str


# An agency's answer to a finding does not make it another finding.
_ANSWERS = frozenset({"explanation"})


def _plain(value: Value) -> object:
    """`value` as JSON can hold it, the same in every language."""
    if isinstance(value, Phrase):
        return [value.key, {name: _plain(part) for name, part in sorted(value.parameters.items())}]
    if isinstance(value, Several):
        return [_plain(part) for part in value.values]
    return value.zh if isinstance(value, Wording) else value


def plain_parameters(finding: Finding) -> dict[str, object]:
    """The parameters as machines read them: text, numbers, lists; labels in their official wording.

    A phrase becomes a list of its key and its parameters.
    """
    return {name: _plain(value) for name, value in sorted(finding.parameters.items())}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """`findings` by file and from top to bottom, each said once."""
    kept: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda each: (*each.order, str(plain_parameters(each)))):
        kept.setdefault(finding.fingerprint, finding)
    return tuple(kept.values())
