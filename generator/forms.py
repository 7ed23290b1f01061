"""A form's YAML ⇄ `Form`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.model.findings import Finding, Place, Severity
from generator.model.forms import (
    Block,
    Figure,
    Form,
    Label,
    Line,
    Mention,
    Number,
    Relation,
    Section,
    Table,
)
from generator.nodes import Node
from generator.numerals import LEADS, NUMBER, UNIT
from generator.shapes import (
    Choice,
    Describe,
    Field,
    Fields,
    Flag,
    Integer,
    Invalid,
    ListOf,
    MapOf,
    Reading,
    Schema,
    Shape,
    Text,
    read_file,
    shortened,
)

ID = r"[a-z][a-z0-9_]*"
_ID = Text(ID, kind="id")
_FORM_ID = Text(r"[a-z][a-z0-9-]*", kind="form_id")
_CELLS = ListOf(Text(rf"{ID}\.{ID}\.{ID}", kind="cell_id"), least=1)
_LABEL = Fields("label", Label, {"zh": Field(Text(), required=True), "en": Field(Text())})


class _Lines(Shape[tuple[Line, ...]]):
    """The rows or the columns of a block: a tree, so the shape refers to itself."""

    def read(self, node: Node, reading: Reading, path: str) -> tuple[Line, ...] | Invalid:
        return ListOf(_LINE, least=1).read(node, reading, path)

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}}


def _line(**values: Any) -> Line:
    number = Number(values.pop("number", Number.COUNT))
    defaults: dict[str, Any] = {"id": ""}
    return Line(**(defaults | values), number=number)


_PHRASE = Text(kind="phrase")


_LINES = _Lines()
_LINE = Fields(
    "line",
    _line,
    {
        "id": Field(_ID),
        "label": Field(_LABEL, required=True),
        "aliases": Field(ListOf(Text())),
        "lines": Field(_LINES),
        "unit": Field(Text()),
        "number": Field(Choice(tuple(Number))),
        "unconfirmed": Field(Flag()),
    },
)


def _block(**values: Any) -> Block:
    defaults: dict[str, Any] = {"caption": None, "head": None}
    return Block(**(defaults | values))


def _relation(**values: Any) -> Relation:
    severity = Severity.of(values.pop("severity"))
    return Relation(**values, severity=severity)


def _form(**values: Any) -> Form:
    defaults: dict[str, Any] = {"last_year": None}
    return Form(**(defaults | values))


_BLOCK = Fields(
    "block",
    _block,
    {
        "caption": Field(_LABEL),
        "head": Field(_LABEL),
        "columns": Field(_LINES, required=True),
        "rows": Field(_LINES, required=True),
    },
)
_TABLE = Fields(
    "table",
    Table,
    {
        "id": Field(_ID, required=True),
        "title": Field(_LABEL, required=True),
        "blocks": Field(ListOf(_BLOCK, least=1), required=True),
    },
)
_SECTION = Fields(
    "section",
    Section,
    {
        "id": Field(_ID, required=True),
        "title": Field(_LABEL, required=True),
        "aliases": Field(ListOf(Text())),
        "table": Field(_ID),
        "may_be_none": Field(Flag()),
        "optional": Field(Flag()),
    },
)
_RELATION = Fields(
    "relation",
    _relation,
    {
        "id": Field(Text(rf"{ID}\.{ID}", kind="relation_id"), required=True),
        "table": Field(_ID, required=True),
        "each": Field(Choice(("row", "column")), required=True),
        "left": Field(ListOf(_ID, least=1), required=True),
        "right": Field(ListOf(_ID, least=1), required=True),
        "right_year": Field(Integer(-1, 0)),
        "brought_forward": Field(ListOf(_ID)),
        "only": Field(ListOf(_ID)),
        "severity": Field(Choice(tuple(severity.word for severity in Severity)), required=True),
    },
)
_FIGURE = Fields(
    "figure",
    Figure,
    {
        "id": Field(_ID, required=True),
        "label": Field(_LABEL, required=True),
        "unit": Field(Text(), required=True),
        "of": Field(_CELLS, required=True),
        "per": Field(_CELLS),
    },
)
_MENTION = Fields(
    "mention",
    Mention,
    {
        "id": Field(_ID, required=True),
        "cells": Field(ListOf(_CELLS, least=1), required=True),
        "phrases": Field(ListOf(_PHRASE)),
        "none": Field(ListOf(_PHRASE)),
        "sections": Field(ListOf(_ID)),
        "unless": Field(ListOf(_PHRASE)),
        "near": Field(_PHRASE),
    },
)
FORM = Fields(
    "form",
    _form,
    {
        "id": Field(_FORM_ID, required=True),
        "title": Field(_LABEL, required=True),
        "source": Field(Text(), required=True),
        "first_year": Field(Integer(1949, 2200), required=True),
        "last_year": Field(Integer(1949, 2200)),
        "sections": Field(ListOf(_SECTION), required=True),
        "free_chapters": Field(Flag()),
        "tables": Field(ListOf(_TABLE), required=True),
        "relations": Field(ListOf(_RELATION)),
        "figures": Field(ListOf(_FIGURE)),
        "parts": Field(MapOf(_PHRASE, r"[a-z]+")),
        "mentions": Field(ListOf(_MENTION)),
        "adds_up": Field(ListOf(Text(rf"{ID}(?:\.(?:{ID}|\*)){{2}}", kind="cell_id"))),
    },
)
"""The shape of a form file."""


def parse(text: str, file: str) -> tuple[Form | None, list[Finding]]:
    """The form in `text`, or None when it cannot be used; and everything that is wrong with it."""
    form, reading = read_file(text, file, FORM)
    findings = list(reading.findings)
    if form is not None:
        findings.extend(_contradictions(form, file))
    return (None if findings else form), findings


def schema(describe: Describe) -> Schema:
    """The JSON Schema of a form file."""
    return {**FORM.schema(describe), "$defs": {"line": _LINE.schema(describe)}}


def _contradictions(form: Form, file: str) -> Iterator[Finding]:
    """What each part says well enough by itself, but not beside the other parts."""

    def finding(code: str, name: str, within: str) -> Finding:
        parameters = {"name": name, "within": within}
        return Finding(code, Severity.ERROR, Place(file, 1, 1), parameters)

    for name, within in _repeated(form):
        yield finding("form.repeated", name, within)
    for name, within in _dangling(form):
        yield finding("form.dangling", name, within)
    for within, phrase in _broken_phrases(form):
        yield finding("form.phrase", shortened(phrase), within)


def _repeated(form: Form) -> Iterator[tuple[str, str]]:
    lists = {
        "sections": [section.id for section in form.sections],
        "tables": [table.id for table in form.tables],
        "relations": [relation.id for relation in form.relations],
        "figures": [figure.id for figure in form.figures],
        "mentions": [mention.id for mention in form.mentions],
    }
    for table in form.tables:
        lists[f"tables.{table.id}"] = [row.id for _, row in table.rows()]
        for block in table.blocks:
            lists[f"tables.{table.id}.columns"] = [column.id for column in block.leaf_columns]
            yield from _twice(lists.pop(f"tables.{table.id}.columns"), f"tables.{table.id}")
    for within, names in lists.items():
        yield from _twice(names, within)


def _twice(names: list[str], within: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for name in names:
        if name in seen or not name:
            yield name, within
        seen.add(name)


_PART = re.compile(r"\{([a-z]+)\}")
# How deeply parts may stand in parts.
_NESTING = 4
# What means something else, or nothing, beside other expressions.
_BOUND = re.compile(r"\\[1-9]|\(\?[P(aiLmsux-]")
_COUNTED_IN = rf"{UNIT}(?![次人])"
_COUNT = (
    rf"(?P<lead>{'|'.join(LEADS)})?(?P<number>{NUMBER})(?P<scale>[万亿])?(?P<vague>[余多几])?"
    rf"{_COUNTED_IN}"
)
"""A number of things, as 3件 or 约30余条; 3件次 counts something else."""


def begins_with_count(phrase: str) -> bool:
    """Whether a phrase begins with a number, and can be looked for by what follows that."""
    rest = phrase.removeprefix("{count}")
    return rest != phrase and not _BOUND.search(rest)


def after_count(phrases: Iterable[str], parts: Mapping[str, str]) -> re.Pattern[str] | None:
    """What such phrases go on with from the unit of the number; None where there is no phrase.

    It stands in every text that one of them matches, and is quicker to look for than they are.
    """
    rests = [f"(?:{phrase.removeprefix('{count}')})" for phrase in phrases]
    return expression(f"{_COUNTED_IN}(?:{'|'.join(rests)})", parts) if rests else None


def expression(phrase: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """A phrase of a form as a regular expression over folded text.

    ``{count}`` stands for a number of things, any other word in braces for the part of that name.
    A set of characters that are not meant never means a line break: what is found stands in one
    sentence. Raises `KeyError` for an unknown word and `re.error` where it is no expression.
    """
    known = {"count": _COUNT, **parts}
    text = phrase
    for _ in range(_NESTING):
        text = _PART.sub(lambda match: known[match[1]], text)
    return re.compile(text.replace("[^", "[^\\n"))


def _broken_phrases(form: Form) -> Iterator[tuple[str, str]]:
    """Every phrase that is no regular expression, and where it stands."""
    places = [(f"parts.{name}", phrase) for name, phrase in form.parts.items()]
    for mention in form.mentions:
        phrases = (*mention.phrases, *mention.none, *mention.unless, mention.near)
        places += [(f"mentions.{mention.id}", phrase) for phrase in phrases]
    for within, phrase in places:
        try:
            expression(phrase, form.parts)
        except (re.error, KeyError):
            yield within, phrase


def _dangling(form: Form) -> Iterator[tuple[str, str]]:
    """Every id that something refers to and that is not there."""
    cells = {
        (table.id, row.id, column.id)
        for table in form.tables
        for block, row in table.rows()
        for column in block.leaf_columns
    }
    yield from _dangling_relations(form, cells)
    yield from _dangling_cells(form, cells)
    tables = {table.id for table in form.tables}
    for section in form.sections:
        if section.table and section.table not in tables:
            yield section.table, f"sections.{section.id}"


def _dangling_relations(form: Form, cells: set[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    for relation in form.relations:
        which = 1 if relation.each == "column" else 2
        known = {cell[which] for cell in cells if cell[0] == relation.table}
        for name in (*relation.left, *relation.right, *relation.brought_forward):
            if name not in known:
                yield name, f"relations.{relation.id}"
        across = {cell[3 - which] for cell in cells if cell[0] == relation.table}
        for name in relation.only:
            if name not in across:
                yield name, f"relations.{relation.id}"


def _dangling_cells(form: Form, cells: set[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    for figure in form.figures:
        for name in (*figure.of, *figure.per):
            if tuple(name.split(".")) not in cells:
                yield name, f"figures.{figure.id}"
    for mention in form.mentions:
        for name in (name for names in mention.cells for name in names):
            if tuple(name.split(".")) not in cells:
                yield name, f"mentions.{mention.id}"
