"""Shapes: one description of a YAML file, from which come its strict reader and its JSON Schema.

A shape reads a node into a value of one type and reports every problem on the way; where nothing
usable stands it answers `INVALID`, which is not the same as None (a blank, or a key left out).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from generator import nodes
from generator.model.findings import Finding, Phrase, Place, Severity, Value
from generator.model.forms import Number
from generator.model.reports import Cell, Row

T = TypeVar("T")
Describe = Callable[[str], str]
"""From the key of a description in `locale/` to its wording, or "" when there is none."""
Schema = dict[str, Any]


class Invalid(Enum):
    """The type of `INVALID`."""

    INVALID = "invalid"


INVALID = Invalid.INVALID
"""What a shape answers when the node holds nothing that it could use."""


@dataclass
class Reading:
    """One file being read: the findings so far, and where the values of key paths begin."""

    file: str
    findings: list[Finding] = field(default_factory=list[Finding])
    places: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def report(self, code: str, node: nodes.Node, **parameters: Value) -> Invalid:
        """Record a finding at `node`."""
        place = Place(self.file, node.line, node.column)
        self.findings.append(Finding(code, Severity.ERROR, place, parameters))
        return INVALID


class Shape(ABC, Generic[T]):
    """What may stand at one place of a file."""

    @abstractmethod
    def read(self, node: nodes.Node, reading: Reading, path: str) -> T | Invalid:
        """The value of `node`; `path` is the key path that leads to it, for `Reading.places`."""

    @abstractmethod
    def schema(self, describe: Describe) -> Schema:
        """The JSON Schema of the same."""

    @property
    def expected(self) -> Phrase:
        """What is expected here, for the sentence about something else standing here."""
        return Phrase(f"expected.{type(self).__name__.lower()}")

    def mismatch(self, node: nodes.Node, reading: Reading) -> Invalid:
        """Report that `node` is not what is expected."""
        return reading.report("shape.type", node, expected=self.expected, found=found(node))


def _left_empty(node: nodes.Node) -> bool:
    """Whether a key stands there with nothing after it: a list or mapping with no entries yet."""
    return isinstance(node, nodes.Scalar) and node.blank


def found(node: nodes.Node) -> Phrase:
    """What stands there, in words."""
    if isinstance(node, nodes.Mapping):
        return Phrase("found.mapping")
    if isinstance(node, nodes.Listed):
        return Phrase("found.sequence", {"count": len(node.items)})
    if node.blank:
        return Phrase("found.blank")
    return Phrase("found.text", {"text": shortened(node.text)})


def shortened(text: str, most: int = 40) -> str:
    """`text` on one line, cut after `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


@dataclass(frozen=True)
class Text(Shape[str]):
    """One piece of text. `pattern` must match all of it; `kind` names the pattern in messages."""

    pattern: str = ""
    kind: str = "text"
    empty: bool = False

    @property
    def expected(self) -> Phrase:
        return Phrase(f"expected.{self.kind}")

    def read(self, node: nodes.Node, reading: Reading, path: str) -> str | Invalid:
        if not isinstance(node, nodes.Scalar) or (node.blank and not self.empty):
            return self.mismatch(node, reading)
        text = "" if node.blank else node.text
        if not self.empty and not text.strip():
            return self.mismatch(node, reading)
        if self.pattern and not re.fullmatch(self.pattern, text):
            return self.mismatch(node, reading)
        return text

    def schema(self, describe: Describe) -> Schema:
        del describe
        # Years and codes without quotes are numbers to an editor's YAML reader, text to this one.
        schema: Schema = {"type": ["string", "number", *(["null"] if self.empty else [])]}
        if self.pattern:
            schema["pattern"] = f"^(?:{self.pattern})$"
        return schema


# The category Cc of Unicode, and the controls and marks of the direction of writing, which can make
# a name look like another: as JSON Schema and Python both write them.
_HIDDEN = r"\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069"
_hidden = re.compile(f"[{_HIDDEN}]")


@dataclass(frozen=True)
class Line(Text):
    """A text that people see as one line, such as a name: without characters that control others.

    The line breaks with which YAML ends a block are none of the text.
    """

    def read(self, node: nodes.Node, reading: Reading, path: str) -> str | Invalid:
        text = super().read(node, reading, path)
        if isinstance(text, Invalid):
            return text
        text = text.rstrip("\n")
        hidden = dict.fromkeys(_hidden.findall(text))
        if not hidden:
            return text
        shown = shortened(_hidden.sub("□", text))
        characters = "、".join(f"U+{ord(character):04X}" for character in hidden)
        return reading.report("shape.control", node, text=shown, characters=characters)

    def schema(self, describe: Describe) -> Schema:
        return {**super().schema(describe), "pattern": f"^[^{_HIDDEN}]*\\n*$"}


@dataclass(frozen=True)
class Choice(Shape[str]):
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> Phrase:
        return Phrase("expected.choice", {"words": ", ".join(self.words)})

    def read(self, node: nodes.Node, reading: Reading, path: str) -> str | Invalid:
        if isinstance(node, nodes.Scalar) and node.text in self.words:
            return node.text
        return self.mismatch(node, reading)

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"enum": list(self.words)}


class Flag(Shape[bool]):
    """``true`` or ``false``."""

    def read(self, node: nodes.Node, reading: Reading, path: str) -> bool | Invalid:
        if isinstance(node, nodes.Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return self.mismatch(node, reading)

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"type": "boolean"}


@dataclass(frozen=True)
class Integer(Shape[int]):
    """A whole number within bounds."""

    least: int
    most: int

    @property
    def expected(self) -> Phrase:
        return Phrase("expected.integer", {"least": self.least, "most": self.most})

    def read(self, node: nodes.Node, reading: Reading, path: str) -> int | Invalid:
        if (
            isinstance(node, nodes.Scalar)
            and node.plain
            and re.fullmatch(r"-?[0-9]{1,9}", node.text)
        ):
            value = int(node.text)
            if self.least <= value <= self.most:
                return value
        return self.mismatch(node, reading)

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Day(Shape[date]):
    """A day as YYYY-MM-DD that the calendar has."""

    def read(self, node: nodes.Node, reading: Reading, path: str) -> date | Invalid:
        if isinstance(node, nodes.Scalar) and re.fullmatch(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text
        ):
            try:
                return date.fromisoformat(node.text)
            except ValueError:
                return reading.report("shape.day", node, text=node.text)
        return self.mismatch(node, reading)

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"type": "string", "format": "date"}


class Paragraphs(Shape[tuple[str, ...]]):
    """Plain text: every line that is not empty is a paragraph. No markup has a meaning in it.

    Where each paragraph stands is kept under the key path and its number, counted from 0.
    """

    def read(self, node: nodes.Node, reading: Reading, path: str) -> tuple[str, ...] | Invalid:
        if not isinstance(node, nodes.Scalar):
            return self.mismatch(node, reading)
        if node.blank:
            return ()
        paragraphs: list[str] = []
        for number, line in enumerate(node.text.split("\n"), 1):
            if line.strip():
                if node.literal:
                    reading.places[f"{path}.{len(paragraphs)}"] = (node.line + number, 1)
                paragraphs.append(line.strip())
        return tuple(paragraphs)

    def schema(self, describe: Describe) -> Schema:
        del describe
        return {"type": ["string", "number", "null"]}


# One line of a record is one row of a table, so a figure must be written in one way only: what an
# editor's YAML reader might take for another number (017, 1_000, 0x1F, 1e3) stays text, and is
# reported as a figure that cannot be read.
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_EXACT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,12}")


_SMALL = {str(number): number for number in range(100)}


def cell(node: nodes.Scalar) -> Cell:
    """The figure, the blank or the text as written that `node` holds."""
    text = node.text
    if node.plain:
        # Most figures of most reports are small; the general rule gives the same for them.
        if text in _SMALL:
            return _SMALL[text]
        if node.blank:
            return None
        if _WHOLE.fullmatch(text):
            return int(text)
        if _EXACT.fullmatch(text):
            return Decimal(text)
    return text


@lru_cache(maxsize=4096)
def _figures(text: str, column: int) -> tuple[tuple[Cell, ...], tuple[int, ...]]:
    """The cells and the columns of a row of figures whose bracket stands in this column.

    Remembered, because half of the rows of a report are those of many others: nothing but zeros.
    """
    items = nodes.Figures(text, 1, column).items
    return tuple(map(cell, items)), tuple([item.column for item in items])


@dataclass(frozen=True)
class Cells(Shape[Row]):
    """The cells of one row: one for each of the `columns`."""

    columns: tuple[str, ...]
    numbers: tuple[Number, ...]

    @property
    def expected(self) -> Phrase:
        return Phrase(
            "expected.cells", {"count": len(self.columns), "columns": "、".join(self.columns)}
        )

    def read(self, node: nodes.Node, reading: Reading, path: str) -> Row | Invalid:
        if isinstance(node, nodes.Figures):
            cells, columns = _figures(node.text, node.column)
            if len(cells) == len(self.columns):
                return Row(cells, (node.line,) * len(cells), columns)
        if not isinstance(node, nodes.Listed):
            return self.mismatch(node, reading)
        if len(node.items) != len(self.columns):
            return reading.report(
                "record.cells",
                node,
                row=path.rpartition(".")[2],
                count=len(node.items),
                wanted=len(self.columns),
                columns="、".join(self.columns),
            )
        scalars = [item for item in node.items if isinstance(item, nodes.Scalar)]
        for item in node.items if len(scalars) < len(node.items) else ():
            if not isinstance(item, nodes.Scalar):
                expected = Phrase("expected.cell")
                reading.report("shape.type", item, expected=expected, found=found(item))
        if len(scalars) < len(node.items):
            return INVALID
        return Row(
            tuple(map(cell, scalars)),
            tuple([item.line for item in scalars]),
            tuple([item.column for item in scalars]),
        )

    def schema(self, describe: Describe) -> Schema:
        return {
            "type": "array",
            "minItems": len(self.columns),
            "maxItems": len(self.columns),
            "prefixItems": [
                {"type": [_JSON_TYPE[number], "string", "null"], "description": column}
                for column, number in zip(self.columns, self.numbers, strict=True)
            ],
            "description": describe("schema.cells").format(columns="、".join(self.columns)),
        }


_JSON_TYPE = {Number.COUNT: "integer", Number.CHANGE: "integer", Number.AMOUNT: "number"}


@dataclass(frozen=True)
class ListOf(Shape[tuple[T, ...]]):
    """A list whose items all have one shape; `least` is how many there must be."""

    item: Shape[T]
    least: int = 0

    def read(self, node: nodes.Node, reading: Reading, path: str) -> tuple[T, ...] | Invalid:
        if _left_empty(node) and not self.least:
            return ()
        if not isinstance(node, nodes.Listed) or len(node.items) < self.least:
            return self.mismatch(node, reading)
        values = [
            self.item.read(item, reading, f"{path}.{number}")
            for number, item in enumerate(node.items)
        ]
        good = tuple(value for value in values if not isinstance(value, Invalid))
        return good if len(good) == len(values) else INVALID

    def schema(self, describe: Describe) -> Schema:
        kinds = "array" if self.least else ["array", "null"]
        return {"type": kinds, "minItems": self.least, "items": self.item.schema(describe)}


@dataclass(frozen=True)
class MapOf(Shape[Mapping[str, T]]):
    """Keys of the editor's own choice, matching `pattern`, whose values all have one shape."""

    value: Shape[T]
    pattern: str = r"[a-z][a-z0-9_.]*"

    def read(self, node: nodes.Node, reading: Reading, path: str) -> Mapping[str, T] | Invalid:
        if _left_empty(node):
            return {}
        if not isinstance(node, nodes.Mapping):
            return self.mismatch(node, reading)
        values: dict[str, T] = {}
        for key, child in node.entries:
            if not re.fullmatch(self.pattern, key.text):
                reading.report("shape.key", key, key=shortened(key.text))
                continue
            value = self.value.read(child, reading, f"{path}.{key.text}")
            if not isinstance(value, Invalid):
                values[key.text] = value
                reading.places[f"{path}.{key.text}"] = (child.line, child.column)
        return values

    def schema(self, describe: Describe) -> Schema:
        return {
            "type": ["object", "null"],
            "patternProperties": {f"^(?:{self.pattern})$": self.value.schema(describe)},
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Field(Generic[T]):
    """One key of `Fields`. `text` describes it where no wording of `locale/` does."""

    shape: Shape[T]
    required: bool = False
    text: str = ""


@dataclass(frozen=True)
class Fields(Shape[T]):
    """A mapping with known keys; the values that are there are passed to `build` by keyword.

    `name` finds the descriptions of the keys in `locale/`: ``schema.<name>.<key>``. Keys are YAML
    keys; where Python wants another word, `build` takes care of it.
    """

    name: str
    build: Callable[..., T]
    fields: Mapping[str, Field[Any]]

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The keys that must be there."""
        return tuple([name for name, field_ in self.fields.items() if field_.required])

    @property
    def expected(self) -> Phrase:
        return Phrase("expected.fields", {"keys": ", ".join(self.fields)})

    def read(self, node: nodes.Node, reading: Reading, path: str) -> T | Invalid:
        if _left_empty(node) and not self.required:
            return self.build()
        if not isinstance(node, nodes.Mapping):
            return self.mismatch(node, reading)
        values: dict[str, Any] = {}
        sound = True
        before = f"{path}." if path else ""
        fields, places = self.fields, reading.places
        for key, child in node.entries:
            name = key.text
            if name not in fields:
                self.unknown(key, reading)
                continue
            inner = before + name
            places[inner] = (child.line, child.column)
            value = values[name] = fields[name].shape.read(child, reading, inner)
            if value is INVALID:
                sound = False
        for name in self.required:
            if name not in values:
                expected = fields[name].shape.expected
                reading.report("shape.missing", node, key=name, expected=expected)
                sound = False
        return self.build(**values) if sound else INVALID

    def unknown(self, key: nodes.Scalar, reading: Reading) -> None:
        """Report a key that is not known here, with the known one that looks most like it."""
        # difflib is imported late: a record without a mistake must not pay for it.
        from difflib import get_close_matches

        close = get_close_matches(key.text, self.fields, n=1)
        hint = Phrase("hint.close", {"key": close[0]}) if close else Phrase("hint.none")
        reading.report(
            "shape.unknown", key, key=shortened(key.text), known=", ".join(self.fields), hint=hint
        )

    def schema(self, describe: Describe) -> Schema:
        properties: Schema = {}
        for key, field_ in self.fields.items():
            schema = field_.shape.schema(describe)
            text = field_.text or describe(f"schema.{self.name}.{key}")
            properties[key] = {"description": text, **schema} if text else schema
        return {
            "type": "object" if self.required else ["object", "null"],
            "properties": properties,
            "required": list(self.required),
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Either(Shape[T]):
    """A scalar of one shape, or a mapping of another."""

    scalar: Shape[T]
    mapping: Shape[T]

    @property
    def expected(self) -> Phrase:
        return self.scalar.expected

    def read(self, node: nodes.Node, reading: Reading, path: str) -> T | Invalid:
        shape = self.mapping if isinstance(node, nodes.Mapping) else self.scalar
        return shape.read(node, reading, path)

    def schema(self, describe: Describe) -> Schema:
        return {"anyOf": [self.scalar.schema(describe), self.mapping.schema(describe)]}


def read_file(text: str, file: str, shape: Shape[T]) -> tuple[T | None, Reading]:
    """Read a whole file. The value is None when the file holds none that could be used."""
    node, findings = nodes.read(text, file)
    reading = Reading(file, findings)
    if node is None:
        if not findings:
            place = Place(file, 1, 1)
            reading.findings.append(
                Finding("yaml.empty", Severity.ERROR, place, {"expected": shape.expected})
            )
        return None, reading
    value = shape.read(node, reading, "")
    return (None if isinstance(value, Invalid) else value), reading
