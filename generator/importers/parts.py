"""The parts of a submission: what stands before the first section, and each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.importers import remarks
from generator.importers.chrome import begins_behind, is_chrome, may_stand_behind
from generator.importers.rows import SourceRow, source_rows
from generator.importers.sections import Opening
from generator.importers.tables import TableReading, read_table
from generator.model.findings import Finding, Severity
from generator.model.forms import Form, Table
from generator.model.reports import Narrative, Unplaced
from generator.model.submissions import Block, GridCell, Paragraph, Spread

PREAMBLE = "preface"
"""The name of what stands before the first section; `Unplaced` names it as its section, too."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section, by its id, or `PREAMBLE`; with its rows, without its heading.

    `heading` is None where there is none; a `missing` section was not found at all. `title` is the
    block in which the title of the report begins, or -1.
    """

    name: str
    rows: tuple[SourceRow, ...] = ()
    table: str = ""
    heading: Paragraph | None = None
    missing: bool = False
    last: bool = False
    title: int = -1


@dataclass(frozen=True, slots=True)
class Sorted:
    """What the rows of a part are, besides the tables in them."""

    narrative: Narrative
    unplaced: tuple[Unplaced, ...] = ()
    findings: tuple[Finding, ...] = ()


def cut(
    form: Form, blocks: Sequence[Block], openings: Mapping[str, Opening], title: Collection[int]
) -> list[Part]:
    """The parts of `blocks`, `PREAMBLE` first; without the blocks of the `title`."""
    starts = sorted(opening.block for opening in openings.values())
    end = len(blocks)
    before = [
        row for row in source_rows(blocks[: starts[0] if starts else end]) if row.block not in title
    ]
    parts = [Part(PREAMBLE, tuple(before), last=not starts, title=min(title, default=-1))]
    for section in form.sections:
        opening = openings.get(section.id)
        if opening is None:
            parts.append(Part(section.id, table=section.table, missing=True))
            continue
        start = opening.block + opening.heading
        stop = next((each for each in starts if each > opening.block), end)
        heading = blocks[opening.block]
        rows = tuple(source_rows(blocks[start:stop], start))
        found = heading if isinstance(heading, Paragraph) else None
        parts.append(Part(section.id, rows, section.table, found, last=stop == end))
    return parts


# --- tables ------------------------------------------------------------------------------------


def read_tables(form: Form, parts: Sequence[Part]) -> dict[str, tuple[str, TableReading]]:
    """What was read of each table, and in which part it stands: its own, or else another."""
    readings: dict[str, tuple[str, TableReading]] = {}
    for table in form.tables:
        own = next((part for part in parts if part.table == table.id), parts[0])
        readings[table.id] = (own.name, read_table(table, own.rows))
    for table in form.tables:
        name, reading = readings[table.id]
        if not reading.rows and not reading.unclear:
            readings[table.id] = _displaced(table, parts, readings) or (name, TableReading())
    return readings


def _displaced(
    table: Table, parts: Sequence[Part], readings: Mapping[str, tuple[str, TableReading]]
) -> tuple[str, TableReading] | None:
    """A table in a part that is not its own, where its heads leave no doubt that it is the one."""
    for part in parts:
        used = {
            place
            for name, reading in readings.values()
            if name == part.name
            for place in reading.used
        }
        rows = [_unused(number, row, used) for number, row in enumerate(part.rows)]
        reading = read_table(table, rows)
        if reading.origins and not reading.unheaded:
            return part.name, reading
    return None


def _unused(number: int, row: SourceRow, used: Collection[tuple[int, int]]) -> SourceRow:
    """A row with only those cells of a grid that no table has taken yet."""
    if row.paragraph is not None:
        return replace(row, cells=(GridCell("", row.line),), paragraph="")
    cells = (
        GridCell("", cell.line) if (number, column) in used else cell
        for column, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


# --- text --------------------------------------------------------------------------------------


def sort_text(file: str, part: Part, readings: Mapping[str, tuple[str, TableReading]]) -> Sorted:
    """Every paragraph of a part where it belongs, and everything else kept as it was."""
    here = [reading for name, reading in readings.values() if name == part.name]
    used = {place for reading in here for place in reading.used}
    unplaced = [Unplaced(part.name, each.text) for reading in here for each in reading.unclear]
    own, reading = readings.get(part.table, ("", None))
    span = reading.span if reading and own == part.name else None
    first, last = span or (len(part.rows), len(part.rows))
    around = _chrome(part, used)
    before: list[str] = []
    after: list[str] = []
    findings: list[Finding] = []
    page: list[SourceRow] = []
    grids = Counter(row.block for row in part.rows if row.paragraph is None)
    for number, row in enumerate(part.rows):
        if not _has_rest(row, number, used):
            continue
        # A grid of one row is a line of text with a tab in it rather than a table.
        is_text = row.paragraph is not None or (grids[row.block] == 1 and part.name != PREAMBLE)
        if is_text and number not in around and not first < number < last:
            (before if number < first else after).append(row.text)
            continue
        unplaced.append(Unplaced(part.name, row.text))
        if number in around:
            page.append(row)
        else:
            findings.append(_remark(file, part, row, is_text=is_text))
    if page:
        findings.append(remarks.around_report(file, part.name, page))
    return Sorted(Narrative(tuple(before), tuple(after)), tuple(unplaced), tuple(findings))


def _remark(file: str, part: Part, row: SourceRow, *, is_text: bool) -> Finding:
    if is_text:
        return remarks.kept_apart("text_in_table", Severity.WARNING, file, part.name, row)
    severity = Severity.NOTE if part.name == PREAMBLE else Severity.WARNING
    return remarks.kept_apart("row_unknown", severity, file, part.name, row)


def _has_rest(row: SourceRow, number: int, used: Collection[tuple[int, int]]) -> bool:
    """Whether anything of a row was not understood as part of a table."""
    return any(
        cell.text and (number, column) not in used
        for column, cell in enumerate(row.cells)
        if cell.spread is Spread.NONE
    )


def _chrome(part: Part, used: Collection[tuple[int, int]]) -> set[int]:
    """The rows of the page around the report: before the first section, and behind the last."""
    lines = {
        number
        for number, row in enumerate(part.rows)
        if row.paragraph is not None and is_chrome(row.paragraph)
    }
    if part.name == PREAMBLE:
        # What stands above the title is the page, or a document number.
        above = {number for number, row in enumerate(part.rows) if row.block < part.title}
        return lines | above
    if not part.last:
        return set()
    rest = [number for number, row in enumerate(part.rows) if _has_rest(row, number, used)]
    text = [number for number in rest if number not in lines]
    return {number for number in lines if number > max(text, default=-1)} | _below(part, rest)


def _below(part: Part, rest: Sequence[int]) -> set[int]:
    """The rows below the article, from a line on that portals have there, with no sentence in them.

    `rest` are the rows of the last part that belong to no table.
    """
    found: set[int] = set()
    for number in reversed(rest):
        if not may_stand_behind(part.rows[number].text):
            break
        found.add(number)
    first = next((each for each in sorted(found) if begins_behind(part.rows[each].text)), None)
    return {each for each in found if first is not None and each >= first}
