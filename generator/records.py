"""A record's YAML ⇄ `Report`.

The reader is strict and the writer has one way to write everything: one row of a table on one line,
one paragraph of text on one line, keys in the order of the form. What is written reads back as the
same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from generator import nodes
from generator.accepted import ACCEPTED, accepted_lines
from generator.model.agencies import Scope
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Form, Forms, Table
from generator.model.reports import (
    Cell,
    Correction,
    ExtraTable,
    Narrative,
    Report,
    Row,
    Source,
    Unplaced,
)
from generator.shapes import (
    Cells,
    Choice,
    Day,
    Describe,
    Either,
    Field,
    Fields,
    Invalid,
    ListOf,
    MapOf,
    Paragraphs,
    Reading,
    Schema,
    Shape,
    Text,
    cell,
)
from generator.yaml_text import fits_block, quoted, scalar

YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
"""The name of a record's file, without its ending."""

_CELL_ID = Text(r"[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_]+", kind="cell_id")
_SHA256 = Text(r"[0-9a-f]{64}", kind="sha256")
_RELATIVE_PATH = r"(?!/)(?!.*(?:^|/)\.{1,2}(?:/|$))[^\\:*?\"<>|\x00-\x1f]+"


class _Path(Text):
    """A path below the agency's folder; one that climbs out of it has a finding of its own."""

    def __init__(self) -> None:
        super().__init__(_RELATIVE_PATH, kind="path")

    def read(self, node: nodes.Node, reading: Reading, path: str) -> str | Invalid:
        if isinstance(node, nodes.Scalar) and climbs(node.text):
            return reading.report("path.climbs", node, path=node.text)
        return super().read(node, reading, path)


def climbs(path: str) -> bool:
    """Whether a path leads out of the folder it is relative to (or may, on some system)."""
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\", "~")) or ".." in parts or bool(re.match(r"[A-Za-z]:", path))


class _AsWritten(Shape[str]):
    """A cell's value in a correction, kept as text; "" for a blank."""

    def read(self, node: nodes.Node, reading: Reading, path: str) -> str | Invalid:
        if not isinstance(node, nodes.Scalar):
            return self.mismatch(node, reading)
        return "" if node.blank else node.text

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"type": ["string", "number", "null"]}


class _Plain(Shape[Narrative]):
    """A section's text written as one block."""

    shape = Paragraphs()

    @property
    def expected(self) -> Any:
        return self.shape.expected

    def read(self, node: nodes.Node, reading: Reading, path: str) -> Narrative | Invalid:
        paragraphs = self.shape.read(node, reading, path)
        return paragraphs if isinstance(paragraphs, Invalid) else Narrative(paragraphs)

    def schema(self, describe: Describe) -> Schema:
        return self.shape.schema(describe)


_AROUND_TABLE = Fields(
    "narrative", Narrative, {"before": Field(Paragraphs()), "after": Field(Paragraphs())}
)
_NARRATIVE = Either(_Plain(), _AROUND_TABLE)
_CHAPTERS = MapOf(
    Fields(
        "chapter",
        Narrative,
        {
            "title": Field(Text(), required=True),
            "before": Field(Paragraphs()),
            "after": Field(Paragraphs()),
        },
    ),
    r"[a-z][a-z0-9_]*",
)


def _correction(**values: Any) -> Correction:
    return Correction(before=values.pop("from"), after=values.pop("to"), **values)


_CORRECTION = Fields(
    "correction",
    _correction,
    {
        "on": Field(Day(), required=True),
        "cell": Field(_CELL_ID, required=True),
        "from": Field(_AsWritten(), required=True),
        "to": Field(_AsWritten(), required=True),
        "reason": Field(Text(), required=True),
    },
)
_UNPLACED = Fields(
    "unplaced",
    Unplaced,
    {
        "section": Field(Text(r"[a-z][a-z0-9_]*", kind="id"), required=True),
        "text": Field(Text(), required=True),
    },
)
_EXTRA_TABLE = Fields(
    "extra_table",
    ExtraTable,
    {
        "section": Field(Text(r"[a-z][a-z0-9_]*", kind="id"), required=True),
        "caption": Field(Text(empty=True), required=True),
        "rows": Field(ListOf(ListOf(_AsWritten()), least=1), required=True),
    },
)
_SOURCE = Fields(
    "source",
    Source,
    {"file": Field(_Path(), required=True), "sha256": Field(_SHA256, required=True)},
)


@cache
def _shape(form: Form) -> Fields[dict[str, Any]]:
    """The shape of a record that uses `form`; made once for each form."""
    sections: Shape[Any] = _CHAPTERS
    if not form.free_chapters:
        titles = {section.id: section.title.zh for section in form.sections}
        own = {name: Field(_NARRATIVE, text=title) for name, title in titles.items()}
        sections = Fields("sections", dict[str, Any], own)
    demanded = any(section.table and not section.optional for section in form.sections)
    tables = {
        table.id: Field(Fields("rows", dict[str, Any], _row_fields(table)), text=table.title.zh)
        for table in form.tables
    }
    relation = r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"
    return Fields(
        "record",
        dict[str, Any],
        {
            "form": Field(Text(r"[a-z][a-z0-9-]*", kind="form_id")),
            "title": Field(Text(), required=True),
            "published": Field(Day()),
            "scope": Field(Choice(tuple(Scope))),
            "source": Field(_SOURCE),
            "preface": Field(Paragraphs()),
            "sections": Field(sections, required=True),
            "tables": Field(Fields("tables", dict[str, Any], tables), required=demanded),
            "extra_tables": Field(ListOf(_EXTRA_TABLE)),
            "unplaced": Field(ListOf(_UNPLACED)),
            "explanations": Field(MapOf(Text(), relation)),
            "corrections": Field(ListOf(_CORRECTION)),
            "accepted": Field(ListOf(ACCEPTED)),
        },
    )


def _row_fields(table: Table) -> dict[str, Field[Row]]:
    fields: dict[str, Field[Row]] = {}
    for block in table.blocks:
        columns = block.leaf_columns
        shape = Cells(
            tuple(column.label.zh for column in columns),
            tuple(column.number for column in columns),
        )
        for path in (path for row in block.rows for path in row.paths()):
            fields[path[-1].id] = Field(shape, text=" ".join(line.label.zh for line in path))
    return fields


def form_for(forms: Forms, year: int) -> Form | None:
    """The edition that reports of `year` use, or None when no form at hand covers it."""
    covering = [form for form in forms.values() if form.covers(year)]
    return max(covering, key=lambda form: form.first_year, default=None)


def parse(
    text: str, file: str, agency: str, year: int, forms: Forms
) -> tuple[Report | None, list[Finding]]:
    """The report in `text`, or None when it cannot be used; and everything that is wrong with it.

    `file` is the record's path in findings. The form is the one that the record names, else the
    edition of `year`.
    """
    node, findings = nodes.read(text, file)
    reading = Reading(file, findings)
    form = _named_form(node, reading, forms, year)
    if node is None or form is None:
        if node is None and not findings:
            expected = _shape(form).expected if form else ""
            place = Place(file, 1, 1)
            findings.append(Finding("yaml.empty", Severity.ERROR, place, {"expected": expected}))
        return None, reading.findings
    values = _shape(form).read(node, reading, "")
    if isinstance(values, Invalid) or any(found.severity >= Severity.ERROR for found in findings):
        return None, reading.findings
    values["form"] = form.id
    values["scope"] = Scope(values["scope"]) if "scope" in values else None
    return Report(agency=agency, year=year, file=file, places=reading.places, **values), findings


def _named_form(node: nodes.Node | None, reading: Reading, forms: Forms, year: int) -> Form | None:
    entries = node.entries if isinstance(node, nodes.Mapping) else ()
    for key, value in entries:
        if key.text == "form" and isinstance(value, nodes.Scalar) and value.text in forms:
            return forms[value.text]
        if key.text == "form":
            reading.report("record.form", value, known=", ".join(sorted(forms)))
            return None
    form = form_for(forms, year)
    if form is None and node is not None:
        reading.report("record.no_form", node, year=str(year), known=", ".join(sorted(forms)))
    return form


def schema(form: Form, describe: Describe) -> Schema:
    """The JSON Schema of a record that uses `form`."""
    return _shape(form).schema(describe)


# --- writing -----------------------------------------------------------------------------------


def write(report: Report, form: Form, modeline: str = "") -> str:
    """The record's text. `modeline` is the address of the JSON Schema for editors, or ""."""
    lines = [f"# yaml-language-server: $schema={modeline}"] if modeline else []
    lines += [f"form: {report.form}", f"title: {scalar(report.title)}"]
    if report.published:
        lines.append(f"published: {report.published.isoformat()}")
    if report.scope:
        lines.append(f"scope: {report.scope}")
    if report.source:
        file, digest = scalar(report.source.file, flow=True), report.source.sha256
        lines.append(f"source: {{file: {file}, sha256: {digest}}}")
    if report.preface:
        lines += ["", *_block("preface", report.preface, 0)]
    lines += ["", *_sections(report, form)]
    optional = {section.table for section in form.sections if section.optional}
    tables = [
        table for table in form.tables if table.id in report.tables or table.id not in optional
    ]
    if tables:
        lines += ["", "tables:"]
    for table in tables:
        lines += _table(table, report.tables.get(table.id, {}))
    lines += _extras(report)
    return "\n".join(lines) + "\n"


def _sections(report: Report, form: Form) -> Iterator[str]:
    given = report.sections
    sections = [
        section
        for section in form.sections_of(given)
        if section.id in given or not section.optional
    ]
    yield "sections:" if sections else "sections: {}"
    for section in sections:
        yield from _narrative(section.id, given.get(section.id, Narrative()))


def _narrative(key: str, narrative: Narrative) -> Iterator[str]:
    if not narrative.after and not narrative.title:
        yield from _block(key, narrative.before, 2)
        return
    yield f"  {key}:"
    if narrative.title:
        yield f"    title: {scalar(narrative.title)}"
    if narrative.before:
        yield from _block("before", narrative.before, 4)
    if narrative.after:
        yield from _block("after", narrative.after, 4)


def _block(key: str, paragraphs: tuple[str, ...], indent: int) -> list[str]:
    """A key with paragraphs as a literal block, a blank line between each two."""
    margin = " " * indent
    if not paragraphs:
        return [f'{margin}{key}: ""']
    if not all(map(fits_block, paragraphs)):
        text = "\n\n".join(paragraphs)
        return [f"{margin}{key}: {quoted(text)}"]
    lines = [f"{margin}{key}: |"]
    for number, paragraph in enumerate(paragraphs):
        lines += [""] if number else []
        lines.append(f"{margin}  {paragraph}")
    return lines


def _table(table: Table, rows: Mapping[str, Row]) -> Iterator[str]:
    present = [row.id for _, row in table.rows() if row.id in rows]
    if present:
        yield f"  {table.id}:"
    width = max(map(len, present), default=0)
    for row_id in present:
        cells = ", ".join(map(cell_text, rows[row_id].cells))
        yield f"    {row_id + ':':<{width + 1}} [{cells}]"


def _extra_tables(report: Report) -> Iterator[str]:
    if report.extra_tables:
        yield from ("", "extra_tables:")
    for table in report.extra_tables:
        yield f"  - section: {table.section}"
        yield f"    caption: {quoted(table.caption)}"
        yield "    rows:"
        for row in table.rows:
            yield f"      - [{', '.join(map(quoted, row))}]"


def _extras(report: Report) -> Iterator[str]:
    yield from _extra_tables(report)
    if report.unplaced:
        yield from ("", "unplaced:")
        for piece in report.unplaced:
            yield f"  - {{section: {piece.section}, text: {scalar(piece.text, flow=True)}}}"
    if report.explanations:
        yield from ("", "explanations:")
        for key, text in report.explanations.items():
            yield f"  {key}: {scalar(text)}"
    if report.corrections:
        yield from ("", "corrections:")
        for item in report.corrections:
            pairs = f"from: {_as_written(item.before)}, to: {_as_written(item.after)}"
            reason = scalar(item.reason, flow=True)
            yield f"  - {{on: {item.on}, cell: {item.cell}, {pairs}, reason: {reason}}}"
    yield from accepted_lines(report.accepted)


def cell_text(value: Cell) -> str:
    """A cell as it stands in a record: a figure, ``null``, or quoted text."""
    if value is None:
        return "null"
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return quoted(value)


def _as_written(text: str) -> str:
    """A cell's value in a correction: without quotes where that reads back as the same text."""
    figure = cell(nodes.Scalar(text, plain=True, line=1, column=1))
    written = cell_text(figure)
    return written if not text or written == text != "null" else quoted(text)
