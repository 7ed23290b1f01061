"""A review (导入核对): a submission beside the record that it makes, with what came from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.findings import Finding
from generator.model.forms import Form
from generator.model.reports import Cell, Report
from generator.model.submissions import Recognition, Submission

Spot = int
"""A place in the source: the number of a paragraph or of a cell of a grid, from 1."""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a spot lies in the file: its line, and the name of the cell where it has one (B7)."""

    line: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class CellTrace:
    """Where a cell of the record was read, what stood there, and by what it was recognised."""

    spot: Spot
    text: str
    how: Recognition


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, and the spot and the cell of the record that it is about: 0 and "" are none."""

    finding: Finding
    spot: Spot = 0
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that a review shows.

    The `submission` has spots in place of its lines; `places` says where they are. `cells` are the
    cells of the record that were read. `texts` leads from the record's texts, by where they stand
    and their number, to the spots that they came from; a text whose origin is not clear is absent.
    `before` are the cells in which a record that is there already says something else.
    """

    submission: Submission
    report: Report
    form: Form
    agency: str
    agency_id: str
    places: Mapping[Spot, SourcePlace]
    cells: Mapping[str, CellTrace]
    texts: Mapping[tuple[str, int], Spot]
    remarks: tuple[Remark, ...]
    before: Mapping[str, Cell] = field(default_factory=dict[str, Cell])
