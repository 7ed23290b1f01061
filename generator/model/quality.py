"""What readers are told of the data as a whole: results of checks, and who has reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from generator.model.findings import Severity


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding as it is published: `text` is its sentence, `cells` as ``table.row.column``."""

    code: str
    severity: Severity
    text: str
    cells: tuple[str, ...]
    fingerprint: str


# A struct: there is one for every report of the portal whenever lists are made.
class Standing(Struct, frozen=True):
    """How one report stands: the day it was published (None: not known) and what was found."""

    year: int
    agency: str
    published: date | None
    findings: tuple[Noted, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: its name, its page of the manual, and the usual severity of each of its codes.

    The first paragraph of the `page` says in a sentence what has to be so.
    """

    name: str
    page: str
    codes: Mapping[str, Severity]


@dataclass(frozen=True, slots=True)
class Board:
    """The reports of one year: how many were due, are there, came late, and are not there.

    `undated` of those that are there do not say when they were published. A report may be there
    that was not due. `awaited` are those that are not there, but may still be in time.
    """

    year: int
    due: int
    reported: int
    late: int
    undated: int
    missing: int
    awaited: int = 0
