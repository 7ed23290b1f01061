"""Any YAML text → a tree of nodes, by what the YAML library finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml
from yaml import events

from generator.model.findings import Finding, Phrase, Place, Severity, Value
from generator.nodes.tree import Mapping, Node, Scalar, Sequence

_Loader = getattr(yaml, "CLoader", yaml.Loader)
"""Only its event stream is used; nothing is constructed from the input."""

_MAX_DEPTH = 24
_MAX_NODES = 200_000


def read(text: str, file: str) -> tuple[Node | None, list[Finding]]:
    """The tree of `text`, or None when it is empty or cannot be read; and what is wrong with it."""
    reader = _Reader(file)
    try:
        # yaml.parse() yields events only; it constructs no object, so any loader class is safe.
        stream: Iterator[events.Event] = yaml.parse(text, Loader=_Loader)  # pyright: ignore[reportUnknownMemberType]
        return reader.document(stream), reader.findings
    except yaml.MarkedYAMLError as error:
        line, column = _culprit(error)
        reader.report("yaml.syntax", line, column, hint=_hint(text, line, error))
    except yaml.reader.ReaderError as error:
        # The parser's own position counts bytes or characters, whichever loader is at hand.
        character = _character(error.character)
        line, column = _position(text, max(text.find(character), 0))
        reader.report("yaml.character", line, column, character=f"U+{ord(character):04X}")
    except _TooMuchError as error:
        reader.report("yaml.too_much", error.line, error.column)
    return None, reader.findings


class _TooMuchError(Exception):
    """The input is nested more deeply, or is longer, than any record can be."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line = line
        self.column = column


@dataclass
class _Reader:
    """Builds the tree while collecting findings."""

    file: str
    findings: list[Finding] = field(default_factory=list[Finding])
    count: int = 0

    def report(self, code: str, line: int, column: int, **parameters: Value) -> None:
        place = Place(self.file, line, column)
        self.findings.append(Finding(code, Severity.ERROR, place, parameters))

    def document(self, stream: Iterator[events.Event]) -> Node | None:
        node: Node | None = None
        documents = 0
        for event in stream:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.report("yaml.documents", *_start(event))
            elif isinstance(event, events.NodeEvent):
                read = self.node(event, stream, 0)
                if documents == 1:
                    node = read
        return None if isinstance(node, Scalar) and node.blank else node

    def node(self, event: events.NodeEvent, stream: Iterator[events.Event], depth: int) -> Node:
        line, column = _start(event)
        self.count += 1
        if depth > _MAX_DEPTH or self.count > _MAX_NODES:
            raise _TooMuchError(line, column)
        if event.anchor is not None:
            self.report("yaml.anchor", line, column, name=str(event.anchor))
        if isinstance(event, events.AliasEvent):
            return Scalar("", plain=True, line=line, column=column)
        tag = cast("str | None", getattr(event, "tag", None))
        if tag not in (None, "!"):
            self.report("yaml.tag", line, column, tag=str(tag))
        if isinstance(event, events.ScalarEvent):
            return self.scalar(event)
        children = self.children(stream, depth + 1)
        if isinstance(event, events.SequenceStartEvent):
            return Sequence(tuple(children), line, column)
        return Mapping(self.entries(children), line, column)

    def scalar(self, event: events.ScalarEvent) -> Scalar:
        style, (line, column) = event.style, _start(event)
        return Scalar(event.value, style is None or style == "", line, column, style == "|")

    def children(self, stream: Iterator[events.Event], depth: int) -> list[Node]:
        """What stands in a list or mapping whose beginning was read; in the latter keys, too."""
        found: list[Node] = []
        for event in stream:
            # Nearly all events are scalars with nothing to say about them.
            if (
                type(event) is events.ScalarEvent
                and event.anchor is None
                and event.tag is None
                and self.count < _MAX_NODES
            ):
                self.count += 1
                found.append(self.scalar(event))
            elif isinstance(event, events.NodeEvent):
                found.append(self.node(event, stream, depth))
            else:
                break
        return found

    def entries(self, nodes: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        found: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.report("yaml.key", key.line, key.column)
            elif key.text in found:
                first = found[key.text][0].line
                self.report("yaml.duplicate", key.line, key.column, key=key.text, first=first)
            else:
                found[key.text] = (key, value)
        return tuple(found.values())


def _start(event: events.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _position(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def _character(character: object) -> str:
    """The refused character, of which the two loaders give the one its code, the other itself."""
    return chr(character) if isinstance(character, int) else str(character)[:1] or "\0"


def _culprit(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    """Where the mistake most likely is: where what was never closed begins, not where it hurt."""
    unclosed = any(word in (error.context or "") for word in ("scanning", "flow"))
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _hint(text: str, line: int, error: yaml.MarkedYAMLError) -> Phrase:
    """What most likely went wrong, judged by the line itself rather than by the parser's terms."""
    lines = text.splitlines()
    around = [lines[index] for index in (line - 2, line - 1) if 0 <= index < len(lines)]
    if any("\t" in row[: len(row) - len(row.lstrip())] for row in around):
        return Phrase("hint.tab")
    if any("：" in row and ":" not in row for row in around):
        return Phrase("hint.wide_colon")
    if any(row.count("[") != row.count("]") for row in around):
        return Phrase("hint.bracket")
    if any(row.count("{") != row.count("}") for row in around):
        return Phrase("hint.brace")
    if any(row.count('"') % 2 for row in around):
        return Phrase("hint.quote")
    return Phrase("hint.other", {"problem": str(error.problem or error.context or "")})
