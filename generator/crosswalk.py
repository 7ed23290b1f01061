"""``crosswalk.yml`` → `Crosswalk`, and a figure through the editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from generator.model.crosswalks import Counterpart, Crosswalk, Gap, Point, Split, Step
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Forms, Label
from generator.shapes import Field, Fields, ListOf, Text, read_file

_PATTERN = Text(r"[a-z][a-z0-9_]*(?:\.(?:[a-z][a-z0-9_]*|\*)){2}", kind="cell_id")
_FORM_ID = Text(r"[a-z][a-z0-9-]*", kind="form_id")
_LABEL = Fields("label", Label, {"zh": Field(Text(), required=True), "en": Field(Text())})
_SPLIT = Fields(
    "split",
    Split,
    {
        "earlier": Field(_PATTERN, required=True),
        "later": Field(ListOf(_PATTERN, least=2), required=True),
    },
)
_GAP = Fields(
    "gap",
    Gap,
    {
        "earlier": Field(ListOf(_PATTERN, least=1), required=True),
        "later": Field(ListOf(_PATTERN, least=1), required=True),
        "reason": Field(_LABEL, required=True),
    },
)
_STEP = Fields(
    "step",
    Step,
    {
        "earlier": Field(_FORM_ID, required=True),
        "later": Field(_FORM_ID, required=True),
        "continues": Field(ListOf(_PATTERN)),
        "sums": Field(ListOf(_SPLIT)),
        "breaks": Field(ListOf(_GAP)),
    },
)
_CROSSWALK = Fields(
    "crosswalk", dict[str, Any], {"steps": Field(ListOf(_STEP, least=1), required=True)}
)

_NOTHING_LIKE_IT = Label("另一版本没有对应的指标", "The other edition has no such figure")

Figures = Mapping[str, int | Decimal | None]
"""The figures of a report's cells by ``table.row.column``; absent or None: not known."""


def parse(text: str, file: str, forms: Forms) -> tuple[Crosswalk | None, list[Finding]]:
    """The crosswalk in `text`, or None when it cannot be used; and everything wrong with it."""
    values, reading = read_file(text, file, _CROSSWALK)
    findings = reading.findings
    if values is None or findings:
        return None, findings
    crosswalk = Crosswalk(values["steps"])
    place = Place(file, 1, 1)
    for within, name in _dangling(crosswalk, forms):
        parameters = {"within": within, "name": name}
        findings.append(Finding("form.dangling", Severity.ERROR, place, parameters))
    return (None if findings else crosswalk), findings


def _dangling(crosswalk: Crosswalk, forms: Forms) -> Iterable[tuple[str, str]]:
    """Every edition and every cell that the crosswalk names and that does not exist."""
    for step in crosswalk.steps:
        within = f"{step.earlier} → {step.later}"
        sides: dict[str, list[str]] = {
            step.earlier: [split.earlier for split in step.sums],
            step.later: [cell for split in step.sums for cell in split.later],
        }
        for gap in step.breaks:
            sides[step.earlier] += gap.earlier
            sides[step.later] += gap.later
        for form_id, patterns in sides.items():
            if form_id not in forms:
                yield within, form_id
                continue
            cells = [
                f"{table.id}.{row.id}.{column.id}"
                for table in forms[form_id].tables
                for block, row in table.rows()
                for column in block.leaf_columns
            ]
            for pattern in (*patterns, *step.continues):
                if not any(matches(pattern, cell) for cell in cells):
                    yield within, pattern


def counterpart(crosswalk: Crosswalk, cells: Iterable[str], here: str, there: str) -> Counterpart:
    """What `cells` of the edition `here` are in the edition `there`, earlier or later."""
    known = Counterpart(tuple(cells))
    if here == there:
        return known
    order = [step.earlier for step in crosswalk.steps]
    order += [step.later for step in crosswalk.steps[-1:]]
    if here not in order or there not in order:
        return Counterpart(())
    first, last = order.index(here), order.index(there)
    backward = last < first
    steps = crosswalk.steps[last:first][::-1] if backward else crosswalk.steps[first:last]
    for step in steps:
        next_ = _across(step, known.cells, backward=backward)
        known = Counterpart(next_.cells, (*known.reasons, *next_.reasons))
    return known


def _across(step: Step, cells: tuple[str, ...], *, backward: bool) -> Counterpart:
    found: list[str] = []
    rest = list(cells)
    for split in step.sums:
        _across_split(split, rest, found, backward=backward)
    reasons: list[Label] = []
    for gap in step.breaks:
        here, there = (gap.later, gap.earlier) if backward else (gap.earlier, gap.later)
        if set(here) <= set(rest):
            rest = [cell for cell in rest if cell not in here]
            found += [cell for cell in there if cell not in found]
            if gap.reason not in reasons:
                reasons.append(gap.reason)
    parts = [part for each in step.sums for part in (each.later if backward else (each.earlier,))]
    for cell in rest:
        part_of_sum = any(matches(pattern, cell) for pattern in parts)
        if part_of_sum or not any(matches(pattern, cell) for pattern in step.continues):
            return Counterpart(())
        found.append(cell)
    return Counterpart(tuple(found), tuple(reasons))


def _across_split(split: Split, rest: list[str], found: list[str], *, backward: bool) -> None:
    """Move what the split covers from `rest` to `found`, in the words of the other edition."""
    for cell in tuple(rest):
        here = split.later[0] if backward else split.earlier
        if cell not in rest or not matches(here, cell):
            continue
        parts = tuple(filled(pattern, cell) for pattern in split.later)
        whole = filled(split.earlier, cell)
        taken, given = (parts, (whole,)) if backward else ((whole,), parts)
        if set(taken) <= set(rest):
            for part in taken:
                rest.remove(part)
            found.extend(given)


def matches(pattern: str, cell: str) -> bool:
    """Whether a cell is one that the pattern means."""
    pairs = zip(pattern.split("."), cell.split("."), strict=True)
    return all(wanted in ("*", name) for wanted, name in pairs)


def filled(pattern: str, cell: str) -> str:
    """`pattern` with each * replaced by what stands at its place in `cell`."""
    pairs = zip(pattern.split("."), cell.split("."), strict=True)
    return ".".join(name if wanted == "*" else wanted for wanted, name in pairs)


def series(
    crosswalk: Crosswalk,
    cells: Iterable[str],
    form: str,
    years: Iterable[tuple[int, str, Figures]],
) -> tuple[Point, ...]:
    """The sum of `cells`, which are cells of the edition `form`, in each year, with the gaps.

    `years` are the reports in any order: year, edition, figures. A gap is stated at the first year
    after it that has a figure.
    """
    wanted = tuple(cells)
    points: list[Point] = []
    last: Point | None = None
    for year, edition, figures in sorted(years, key=lambda each: each[0]):
        here = counterpart(crosswalk, wanted, form, edition)
        value = _sum(figures, here.cells)
        gap: tuple[Label, ...] = ()
        if last is not None and value is not None and last.form != edition:
            gap = counterpart(crosswalk, last.cells, last.form, edition).reasons
        point = Point(year, edition, here.cells, value, gap)
        points.append(point)
        last = point if value is not None else last
    return tuple(points)


def _sum(figures: Figures, cells: tuple[str, ...]) -> int | Decimal | None:
    total: int | Decimal = 0
    for cell in cells:
        value = figures.get(cell)
        if value is None:
            return None
        total += value
    return total if cells else None


def joins(crosswalk: Crosswalk, of: tuple[str, ...], forms: tuple[str, str]) -> tuple[Label, ...]:
    """Why the figure `of`, cells of the first of two editions, must not be joined to the second.

    Empty: it may be.
    """
    there = counterpart(crosswalk, of, *forms)
    return there.reasons or (() if there.cells else (_NOTHING_LIKE_IT,))
