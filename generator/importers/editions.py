"""Which edition of the form a submission uses, judged by the labels of its tables.

The number of a document that a report cites says nothing: reports cite old notices and use new
tables, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator import records
from generator.importers.columns import labels_of
from generator.importers.wording import wording
from generator.model.forms import Block, Form, Forms, Line
from generator.model.submissions import Block as SourceBlock
from generator.model.submissions import Grid

_ENOUGH = 0.25
"""The least share of a form's labels that must be there for the tables to count as evidence."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The form to read a submission by. `detected` is the form of its tables, "" when unclear."""

    form: Form
    detected: str


def detect(blocks: Sequence[SourceBlock], forms: Forms, year: int | None) -> Edition:
    """The edition of a submission: by its tables, else by the year, else the latest one."""
    by_year = records.form_for(forms, year) if year is not None else None
    latest = max(forms.values(), key=lambda form: (form.first_year, form.id))
    present = _present(blocks)
    shares = {form.id: _share(form, present) for form in forms.values()}
    best = max(shares.values())
    leading = [form_id for form_id, share in shares.items() if share == best]
    if best < _ENOUGH or len(leading) > 1:
        return Edition(by_year or latest, "")
    return Edition(forms[leading[0]], leading[0])


def _present(blocks: Sequence[SourceBlock]) -> set[str]:
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Grid):
            texts = [cell.text for row in block.rows for cell in row if cell.text]
        else:
            texts = [block.text] if len(block.text) <= 60 else []
        for text in texts:
            label = wording(text)
            found |= {label.core, label.short}
    return found


def _share(form: Form, present: set[str]) -> float:
    """The share of the form's labels that are there, each under the head it belongs to."""
    labels = list(_labels(form))
    known = sum(bool({label.core for label in labels_of(line)} & present) for line in labels)
    return known / len(labels) if labels else 0.0


def _labels(form: Form) -> Iterator[Line]:
    for table in form.tables:
        for block in table.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[Line]:
    for line in (*block.columns, *block.rows):
        yield line
        stack = list(line.lines)
        while stack:
            inner = stack.pop()
            yield inner
            stack.extend(inner.lines)
