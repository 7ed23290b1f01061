"""Following what stands in a record back to its place in the submission.

The readers count lines in their own ways, and several cells share one. So the submission is read
once more with a number of its own for each paragraph and cell in place of the line; whatever is
then said of a line is said of that paragraph or cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from generator.importers.filling import Filling
from generator.importers.rows import source_rows
from generator.model.findings import Finding
from generator.model.reports import Report
from generator.model.reviews import CellTrace, Remark, SourcePlace, Spot
from generator.model.submissions import Grid, GridCell, Paragraph, Spread, Submission

TITLE, PREFACE, UNPLACED = "title", "preface", "unplaced"
"""Where the texts of a record stand, besides its sections."""


def numbered(submission: Submission) -> tuple[Submission, dict[Spot, SourcePlace]]:
    """The submission with spots in place of its lines, and where in the file they are."""
    places: dict[Spot, SourcePlace] = {}

    def spot(line: int, place: str = "") -> Spot:
        places[len(places) + 1] = SourcePlace(line, place)
        return len(places)

    blocks = tuple(
        Paragraph(block.text, spot(block.line))
        if isinstance(block, Paragraph)
        else Grid(tuple(_numbered_rows(block, spot)))
        for block in submission.blocks
    )
    return replace(submission, blocks=blocks), places


def _numbered_rows(grid: Grid, spot: Callable[[int, str], Spot]) -> Iterator[tuple[GridCell, ...]]:
    above: tuple[GridCell, ...] = ()
    for row in grid.rows:
        cells: list[GridCell] = []
        for column, cell in enumerate(row):
            # What a merged cell covers is one place.
            if cell.spread is Spread.RIGHT and cells:
                number = cells[-1].line
            elif cell.spread is Spread.DOWN and column < len(above):
                number = above[column].line
            else:
                number = spot(cell.line, cell.place)
            cells.append(replace(cell, line=number))
        above = tuple(cells)
        yield above


def cell_traces(filling: Filling) -> dict[str, CellTrace]:
    """Where each cell that was read came from."""
    return {
        cell: CellTrace(origin.line, origin.text, origin.how)
        for cell, origin in filling.origins.items()
    }


def remarks(
    findings: tuple[Finding, ...],
    places: Mapping[Spot, SourcePlace],
    cells: Mapping[str, CellTrace],
) -> tuple[Remark, ...]:
    """The findings about a numbered submission, with the lines of the file and their spots."""
    found: list[Remark] = []
    for finding in findings:
        spot = finding.place.line
        cell = next(iter(finding.cells), finding.place.cell)
        line = places[spot].line if spot in places else 0
        place = replace(finding.place, line=line, column=1 if line else 0)
        spot = spot or (cells[cell].spot if cell in cells else 0)
        found.append(Remark(replace(finding, place=place), spot, cell))
    return tuple(found)


def texts_of(report: Report) -> Iterator[tuple[tuple[str, int], str]]:
    """The texts of a record by where they stand and their number there, in reading order."""
    yield (TITLE, 0), report.title
    yield from (((PREFACE, number), text) for number, text in enumerate(report.preface))
    for section, narrative in report.sections.items():
        yield from (((section, at), text) for at, text in enumerate(narrative.paragraphs))
    yield from (((UNPLACED, at), piece.text) for at, piece in enumerate(report.unplaced))


def text_spots(submission: Submission, report: Report) -> dict[tuple[str, int], Spot]:
    """Where in a numbered submission the texts of the record stand.

    Texts are in the order of the source, so the next one that reads the same is meant; else the
    first one; else the paragraph that holds the text, or is a part of it.
    """
    rows = [(row.text, row.line) for row in source_rows(submission.blocks) if row.text]
    by_text: dict[str, list[int]] = {}
    for number, (text, _) in enumerate(rows):
        by_text.setdefault(text, []).append(number)
    found: dict[tuple[str, int], Spot] = {}
    taken: set[int] = set()
    at = 0
    for key, text in texts_of(report):
        same = [number for number in by_text.get(text, ()) if number not in taken]
        ahead = [number for number in same if number >= at]
        number = next(iter(ahead or same), None)
        if number is None:
            number = next(
                (each for each, (row, _) in enumerate(rows) if text and _overlap(text, row)), None
            )
        else:
            taken.add(number)
            at = number if key[0] != UNPLACED else at
        if number is not None:
            found[key] = rows[number][1]
    return found


def _overlap(text: str, row: str) -> bool:
    return text in row or (len(row) > 3 and row in text)
