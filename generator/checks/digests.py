"""What the checks of the whole portal need to know of one report: small, and made once for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from generator.checks.fingerprints import shingles, sketch
from generator.checks.layout import Amount, Taker, all_cells, cells_of, places, taker
from generator.crosswalk import matches
from generator.model.agencies import Agency, Kind, Scope
from generator.model.findings import Place
from generator.model.forms import Form
from generator.model.reports import Cell, Report

_NO_FIGURE = "?"


@dataclass(frozen=True, slots=True)
class Digest:
    """One report, about a kilobyte. `place` is where its text begins.

    `sketch` is that of its text (see `generator.checks.fingerprints`), empty when it is too short
    to compare. `figures` are the cells that add up to those of a government, in the order of
    `rollup_cells`; read it with `figures_of`. `accepted` are the fingerprints that it accepts,
    `accepted_at` where (line and column), and `answered` those of them that checking the report by
    itself found, or None when that is not known.
    """

    agency: str
    year: int
    form: str
    place: Place
    scope: Scope
    published: date | None
    sketch: bytes
    figures: str
    accepted: tuple[str, ...] = ()
    accepted_at: tuple[tuple[int, int], ...] = ()
    answered: tuple[str, ...] | None = None


def digest(
    report: Report,
    form: Form,
    agency: Agency,
    kind: Kind,
    answered: Iterable[str] | None = None,
) -> Digest:
    """The digest of a report.

    `answered` are the fingerprints that it accepts and that checking it found, or None when that
    was not looked at.
    """
    line, column = report.places.get("sections", (0, 0))
    return Digest(
        agency=report.agency,
        year=report.year,
        form=report.form,
        place=Place(report.file, line, column),
        scope=report.scope or kind.scope,
        published=report.published,
        sketch=sketch(shingles(report, agency)),
        figures=",".join(map(_coded, _rollup_figures(report, form))),
        accepted=tuple(each.fingerprint for each in report.accepted),
        accepted_at=tuple(
            report.places.get(f"accepted.{number}.fingerprint", (0, 0))
            for number in range(len(report.accepted))
        ),
        answered=None if answered is None else tuple(answered),
    )


@lru_cache(maxsize=64)
def rollup_cells(form: Form) -> tuple[str, ...]:
    """The cells of a form whose figures add up, in its order."""
    return tuple(
        cell
        for here, _, row in all_cells(form)
        for column in here.columns[row.id]
        for cell in (f"{here.table.id}.{row.id}.{column}",)
        if any(matches(pattern, cell) for pattern in form.adds_up)
    )


def _rollup_figures(report: Report, form: Form) -> tuple[Cell, ...]:
    """What stands in the `rollup_cells`."""
    return _rollup_taker(form)(cells_of(report, form))


@lru_cache(maxsize=64)
def _rollup_taker(form: Form) -> Taker:
    return taker([places(form)[cell] for cell in rollup_cells(form)])


def _coded(value: Cell) -> str:
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value or "")
    return _NO_FIGURE


def figures_of(known: Digest) -> tuple[Amount | None, ...]:
    """The figures of a digest; None where the cell holds none."""
    return tuple(map(_decoded, known.figures.split(","))) if known.figures else ()


def _decoded(text: str) -> Amount | None:
    if text == _NO_FIGURE:
        return None
    return Decimal(text) if "." in text else int(text or 0)
