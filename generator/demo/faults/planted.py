"""What planting a fault gives: the faulty draft, and what is to be found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.demo.drafts import Draft


@dataclass(frozen=True)
class Expected:
    """A finding that a check should give: where it is, as a cell, row or section, and more.

    `parameters` go into the manifest as they are: text, whole numbers and None.
    """

    code: str
    cell: str = ""
    row: str = ""
    section: str = ""
    parameters: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Planted:
    """A faulty draft and all the findings that come of its one fault, the fault itself first."""

    draft: Draft
    findings: tuple[Expected, ...]

    def entry(self) -> dict[str, Any]:
        """The fault as the manifest lists it."""
        draft, first = self.draft, self.findings[0]
        return {
            "file": draft.path,
            "agency": draft.member.agency.id,
            "year": draft.desk.year,
            **_place(first),
            "findings": [_place(expected) for expected in self.findings],
        }


def planted(draft: Draft, *findings: Expected) -> Planted:
    """A faulty draft, marked as such."""
    return Planted(replace(draft, faulty=True), findings)


def _place(expected: Expected) -> dict[str, Any]:
    places = {"cell": expected.cell, "row": expected.row, "section": expected.section}
    return {
        "code": expected.code,
        **{name: place for name, place in places.items() if place},
        "parameters": dict(expected.parameters or {}),
    }
