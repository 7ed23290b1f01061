"""A second submission for a report that has its record: what changes, and what stays.

A submission rarely knows what people wrote into the record: the day of publication, explanations,
corrections, accepted findings. That always stays; a document of ours, whose annex holds them, may
add to it, and what it changes is shown. Where the original behind the record is still at
hand, it is read again, and shows which figures and texts were changed by hand since: they stay,
too, unless the new submission differs from the original just there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any, TypeVar

from generator.model.forms import Forms
from generator.model.reports import Cell, Correction, Narrative, Report, Row
from generator.records import cell_text

T = TypeVar("T")

_OURS = ("published", "scope", "explanations", "corrections", "accepted")
"""The keys of a record that no submission holds but a document of ours."""
_TEXTS = ("title", "preface", "unplaced", "extra_tables")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell, as ``table.row.column``, before and after. `read` is whether the submission has it.

    A cell that it does not have becomes blank, because nothing is known of it any more.
    """

    cell: str
    before: Cell
    after: Cell
    read: bool = True


@dataclass(frozen=True, slots=True)
class TextChange:
    """The paragraphs that go and come in a section, or in what `where` names otherwise."""

    where: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays although the submission says nothing of it, or something else.

    `keys` are keys of the record, `cells` and `texts` those that were changed by hand.
    """

    keys: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys or self.cells or self.texts)


@dataclass(frozen=True, slots=True)
class Revision:
    """The record as it would be, and how it differs from the one that is there."""

    report: Report
    cells: tuple[CellChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    kept: Kept = Kept()

    @property
    def differs(self) -> bool:
        """Whether anything that people read would change."""
        return bool(self.cells or self.texts)


def revise(
    old: Report, new: Report, cells_read: Collection[str], base: Report | None, forms: Forms
) -> Revision:
    """`old` brought up to the submission `new`, of which the cells `cells_read` could be read.

    `base` is what the original behind `old` says when it is read today, or None.
    """
    if base is not None and not old.form == new.form == base.form:
        base = None
    cells, by_hand = _cells(old, new, base, forms)
    merged = replace(
        new,
        tables=_tables(new, cells, forms),
        **_ours(old, new),
        **{key: _newer(*(_part(each, key) for each in (old, new, base))) for key in _TEXTS},
        sections={
            key: _newer(*(_section(each, key) for each in (old, new, base)))
            for key in _keys(new.sections, old.sections)
        },
    )
    return Revision(
        report=merged,
        cells=tuple(_cell_changes(old, merged, cells_read, forms)),
        texts=tuple(_text_changes(old, merged)),
        kept=Kept(
            keys=tuple(key for key in _OURS if getattr(old, key) and not getattr(new, key)),
            cells=by_hand,
            texts=tuple(_texts_by_hand(old, merged, new)) if base else (),
        ),
    )


def _ours(old: Report, new: Report) -> dict[str, Any]:
    """What people wrote into the record, with what a document of ours says besides."""
    return {
        "published": new.published or old.published,
        "scope": new.scope or old.scope,
        "explanations": {**old.explanations, **new.explanations},
        "corrections": (
            *old.corrections,
            *(each for each in new.corrections if each not in old.corrections),
        ),
        "accepted": (*old.accepted, *(each for each in new.accepted if each not in old.accepted)),
    }


def as_correction(
    old: Report, revision: Revision, day: date, reason: str, forms: Forms
) -> Revision:
    """The revision as a correction: each cell that changes is recorded with its old value.

    Cells that the submission does not have are not corrected.
    """
    unread = {change.cell: change.before for change in revision.cells if not change.read}
    changes = tuple(change for change in revision.cells if change.read)
    corrections = (
        Correction(day, each.cell, _written(each.before), _written(each.after), reason)
        for each in changes
    )
    report = replace(
        revision.report,
        tables=_tables(revision.report, unread, forms),
        corrections=(*old.corrections, *corrections),
    )
    kept = replace(revision.kept, cells=tuple(sorted({*revision.kept.cells, *unread})))
    return replace(revision, report=report, cells=changes, kept=kept)


def same_content(one: Report, other: Report, forms: Forms) -> bool:
    """Whether two submissions say the same, whatever files and pages they stand in."""
    texts = (_part(one, key) == _part(other, key) for key in _TEXTS if key != "unplaced")
    return (
        one.form == other.form
        and _alike(dict(cells_of(one, forms)), dict(cells_of(other, forms)))
        and dict(one.sections) == dict(other.sections)
        and all(texts)
    )


# --- cells -------------------------------------------------------------------------------------


def cells_of(report: Report, forms: Forms) -> Iterator[tuple[str, Cell]]:
    """Every cell of a report, as ``table.row.column``; those of rows that it lacks are blank."""
    for table in forms[report.form].tables:
        for block, line in table.rows():
            columns = block.leaf_columns
            row = report.row(table.id, line.id) or Row((None,) * len(columns))
            for column, value in zip(columns, row.cells, strict=True):
                yield f"{table.id}.{line.id}.{column.id}", value


def _cells(
    old: Report, new: Report, base: Report | None, forms: Forms
) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """The cells of `new` with those that were changed by hand, and the latter's names."""
    cells = dict(cells_of(new, forms))
    if base is None:
        return cells, ()
    before, at_first = dict(cells_of(old, forms)), dict(cells_of(base, forms))
    by_hand = {
        cell: before[cell]
        for cell, value in cells.items()
        if same(value, at_first[cell]) and not same(before[cell], value)
    }
    return cells | by_hand, tuple(by_hand)


def _alike(one: Mapping[str, Cell], other: Mapping[str, Cell]) -> bool:
    return one.keys() == other.keys() and all(same(one[cell], other[cell]) for cell in one)


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells are written alike: 2.50 and 2.5 are not, nor are 1 and "1"."""
    return type(one) is type(other) and str(one) == str(other)


def _tables(report: Report, cells: Mapping[str, Cell], forms: Forms) -> dict[str, dict[str, Row]]:
    """The tables of `report` with other values in the `cells` named."""
    tables: dict[str, dict[str, Row]] = {}
    for table in forms[report.form].tables:
        rows = report.tables.get(table.id, {})
        tables[table.id] = {
            line.id: Row(
                tuple(
                    cells.get(f"{table.id}.{line.id}.{column.id}", value)
                    for column, value in zip(block.leaf_columns, rows[line.id].cells, strict=True)
                )
            )
            for block, line in table.rows()
            if line.id in rows
        }
    return {table: rows for table, rows in tables.items() if table in report.tables}


def _cell_changes(
    old: Report, merged: Report, cells_read: Collection[str], forms: Forms
) -> Iterator[CellChange]:
    before, after = dict(cells_of(old, forms)), dict(cells_of(merged, forms))
    for cell in _keys(after, before):
        if not same(before.get(cell), after.get(cell)):
            yield CellChange(cell, before.get(cell), after.get(cell), cell in cells_read)


def _written(value: Cell) -> str:
    return "" if value is None else value if isinstance(value, str) else cell_text(value)


# --- text --------------------------------------------------------------------------------------


def _newer(old: T, new: T, base: T | None) -> T:
    """`new`, unless it says what was already known when somebody wrote `old` in its place."""
    return old if base is not None and new == base else new


def _part(report: Report | None, key: str) -> object:
    return None if report is None else getattr(report, key)


def _section(report: Report | None, key: str) -> Narrative | None:
    return None if report is None else report.sections.get(key, Narrative())


def _texts(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts of a report by where they stand, as paragraphs."""
    yield "form", (report.form,)
    yield "title", (report.title,)
    yield "preface", report.preface
    for key, narrative in report.sections.items():
        yield key, narrative.paragraphs
    yield "unplaced", tuple(piece.text for piece in report.unplaced)
    rows = (" | ".join(row) for table in report.extra_tables for row in table.rows)
    yield "extra_tables", tuple(rows)
    yield "published", (report.published.isoformat(),) if report.published else ()
    yield "scope", (report.scope,) if report.scope else ()
    yield "explanations", tuple(f"{key}: {text}" for key, text in report.explanations.items())
    yield (
        "corrections",
        tuple(f"{each.cell}: {each.before} → {each.after}" for each in report.corrections),
    )
    yield "accepted", tuple(each.fingerprint for each in report.accepted)


def _text_changes(old: Report, merged: Report) -> Iterator[TextChange]:
    before, after = dict(_texts(old)), dict(_texts(merged))
    for where in _keys(after, before):
        one, other = before.get(where, ()), after.get(where, ())
        if one != other:
            yield TextChange(where, *_paragraphs_changed(one, other))


def _paragraphs_changed(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs that are only in one of two texts, in their order."""
    removed: list[str] = []
    added: list[str] = []
    for kind, start, stop, first, last in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            removed += one[start:stop]
            added += other[first:last]
    return tuple(removed), tuple(added)


def _texts_by_hand(old: Report, merged: Report, new: Report) -> Iterator[str]:
    before, after, sent = dict(_texts(old)), dict(_texts(merged)), dict(_texts(new))
    for where, text in after.items():
        if where not in _OURS and text == before.get(where, ()) != sent.get(where, ()):
            yield where


def _keys(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
