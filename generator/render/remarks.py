"""What is said about a report beside its own words: its main figures, findings and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.messages import Messages
from generator.model.findings import Finding
from generator.model.forms import Figure
from generator.model.pages import ReportView
from generator.model.reports import Correction
from generator.render.cells import spots
from generator.render.continuity import gap
from generator.render.figures import total
from generator.render.tables import Mark, Marks
from generator.render.words import Words

MOST_CELLS = 4
"""How many cells a finding leads to by name."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One main figure as the page shows it; `note` says why there is no value, or ""."""

    figure: Figure
    value: str
    note: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class NotedFinding:
    """A finding as the page shows it: its number, sentence, cells to go to, the agency's reason."""

    number: int
    finding: Finding
    sentence: str
    cells: tuple[tuple[str, str], ...]
    more_cells: int
    explanation: str


@dataclass(frozen=True, slots=True)
class NotedCorrection:
    """A correction, the words for its cell, and the cell to go to or "" when the form lacks it."""

    correction: Correction
    place: str
    cell: str


def glances(view: ReportView, words: Words) -> Iterator[Glance]:
    """The main figures with last year's."""
    for figure in view.form.figures:
        now = view.summary.figures.get(figure.id)
        before = view.previous.figures.get(figure.id) if view.previous else None
        last = view.last_year
        apart = last and gap(view.crosswalk, figure.id, last[1], view.form)
        change = words.say("comparison.apart") if apart else words.change(now, before, figure)
        yield Glance(
            figure=figure,
            value=words.figure(now),
            note="" if now is not None else _why_missing(view, figure, words),
            before=words.figure(before, figure.unit) if before is not None else "",
            change=change if before is not None else "",
        )


def _why_missing(view: ReportView, figure: Figure, words: Words) -> str:
    divisor_is_zero = figure.per and total(view.report, view.form, figure.per) == 0
    return words.say("glance.no_divisor" if divisor_is_zero else "glance.missing")


def noted_findings(view: ReportView, messages: Messages) -> Iterator[NotedFinding]:
    """The findings, numbered as their marks are."""
    words, known = Words(messages), spots(view.form)
    for number, finding in enumerate(view.findings, 1):
        sentence = messages.finding(finding)
        explanation = view.report.explanations.get(relation_of(finding), "")
        cells = [cell for cell in _cells_of(finding) if cell in known]
        yield NotedFinding(
            number=number,
            finding=finding,
            sentence=sentence,
            cells=tuple((cell, words.place(view.form, cell)) for cell in cells[:MOST_CELLS]),
            more_cells=max(0, len(cells) - MOST_CELLS),
            # Where the sentence itself ends with the reason it is not said twice.
            explanation="" if explanation in sentence else explanation,
        )


def relation_of(finding: Finding) -> str:
    """The id of the relation that a finding is about, or ""."""
    return str(finding.parameters.get("relation", ""))


def noted_corrections(view: ReportView, words: Words) -> Iterator[NotedCorrection]:
    """The corrections, numbered as their marks are."""
    known = spots(view.form)
    for correction in view.report.corrections:
        cell = correction.cell if correction.cell in known else ""
        place = words.place(view.form, cell) if cell else correction.cell
        yield NotedCorrection(correction, place, cell)


def marks(view: ReportView, words: Words) -> Marks:
    """What stands at the cells that findings and corrections are about."""
    found: dict[str, list[Mark]] = {}
    for number, finding in enumerate(view.findings, 1):
        label = words.say("mark.finding", number=number)
        mark = Mark(f"※{number}", label, f"#finding-{number}", finding.severity.word)
        for cell in _cells_of(finding):
            found.setdefault(cell, []).append(mark)
    for number, correction in enumerate(view.report.corrections, 1):
        label = words.say("mark.correction", number=number)
        sign = words.say("mark.corrected")
        mark = Mark(sign, label, f"#correction-{number}", "corrected")
        found.setdefault(correction.cell, []).append(mark)
    return found


def _cells_of(finding: Finding) -> tuple[str, ...]:
    if finding.cells or not finding.place.cell:
        return finding.cells
    return (finding.place.cell,)
