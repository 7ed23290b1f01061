"""The form in which the program itself writes records and settings, read in a tenth of the time.

Nothing here is a guess: a text with anything in it that is not wholly in that form gets no tree at
all, and the parser of all YAML reads it. So there is one meaning of a text, that parser's.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from generator.nodes.tree import Figures, Mapping, Node, Scalar, Sequence

_LONGEST = 200_000
"""So short a text cannot hold more nodes than the parser takes."""
_DEEPEST = 3
"""How many mappings may stand one in the other; the program writes no more."""

_UNSURE = re.compile(
    "[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that YAML refuses, or takes for the end of a line, and the tab."""

_KEY = "[a-z][a-z0-9_.]{0,99}"
_ESCAPE = r'\\(?:["\\ntr]|x[0-9a-f]{2}|u(?!d[89a-f])[0-9a-f]{4})'
_QUOTED = rf'"[^"\\\n]*(?:{_ESCAPE}[^"\\\n]*)*"'
_FIRST = r"""[^-?:,\[\]{}#&*!|>'"%@` \n]"""
# A colon and a hash mean something only beside a space; between brackets, they may elsewhere too.
_PLAIN = rf"(?!.*(?:: | #|[: ]\n)){_FIRST}.*"
_WORD = rf'(?:{_QUOTED}|{_FIRST}[^,\[\]{{}}:?#"\n]*(?<! ))'
_WORDS = rf"\[{_WORD}(?:, {_WORD})*\]"
_PAIRS = rf"\{{{_KEY}: {_WORD}(?:, {_KEY}: {_WORD})*\}}"
_BETWEEN_ENTRIES = r"(?:\n| *#.*\n)*"

_BEFORE_ALL = re.compile(_BETWEEN_ENTRIES)
_ROW = re.compile(rf"({_KEY}):( +)\[(.*)\]\n")
_FIGURES = re.compile(r"(?:null|-?[0-9]+(?:\.[0-9]+)?)(?:, (?:null|-?[0-9]+(?:\.[0-9]+)?))*")
_EACH_WORD = re.compile(_WORD)
_EACH_PAIR = re.compile(rf"({_KEY}): ({_WORD})")
_EACH_ESCAPE = re.compile(_ESCAPE)


class _UnsureError(Exception):
    """Something stands there that is not in the program's own form."""


def read(text: str) -> Mapping | None:
    """The tree of `text`; None when it is not wholly in the program's own form."""
    if len(text) > _LONGEST or not text.endswith("\n") or _UNSURE.search(text):
        return None
    lines = _Lines(text)
    try:
        found = lines.mapping(0)
    except _UnsureError:
        return None
    return found if lines.at == len(text) else None


@cache
def _entry(depth: int) -> re.Pattern[str]:
    """An entry of a mapping that stands in `depth` others, or as many rows of figures as follow."""
    margin = "  " * depth
    # Whether what stands in the brackets are figures is looked up, which takes less time.
    rows = rf"(?P<rows>(?:{margin}{_KEY}: +\[[-.0-9nul, ]+\]\n)+)"
    paragraph = rf"{margin}   *[^ \n].*\n"
    block = rf" \|\n(?P<block>{margin}  [^ \n].*\n(?:{paragraph}|\n)*)"
    line = rf"(?P<quoted>{_QUOTED})|(?P<words>{_WORDS})|(?P<pairs>{_PAIRS})|(?P<plain>{_PLAIN})"
    value = rf"(?:{block}| +(?:{line})\n|(?P<nested>\n))"
    return re.compile(rf"(?:{rows}|{margin}(?P<key>{_KEY}):{value}){_BETWEEN_ENTRIES}")


@cache
def _item(depth: int) -> re.Pattern[str]:
    """An item of a list that stands in `depth` mappings."""
    return re.compile(rf"{'  ' * depth}- (?P<pairs>{_PAIRS})\n{_BETWEEN_ENTRIES}")


class _Lines:
    """A text that was read up to the character `at`, with which `line` begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.take(_BEFORE_ALL)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What stands here, if it is that; then here is behind it."""
        match = pattern.match(self.text, self.at)
        if match:
            self.line += self.text.count("\n", self.at, match.end())
            self.at = match.end()
        return match

    def mapping(self, depth: int) -> Mapping:
        """The mapping that begins here, which stands in `depth` others."""
        pattern, column = _entry(depth), 2 * depth + 1
        first = line = self.line
        entries: list[tuple[Scalar, Node]] = []
        while match := self.take(pattern):
            if match.lastgroup == "rows":
                entries += _rows(match["rows"], line, column)
            else:
                key = Scalar(match["key"], plain=True, line=line, column=column)
                entries.append((key, self.value(match, line, depth)))
            line = self.line
        if not entries:
            raise _UnsureError
        return _mapping(entries, first, column)

    def value(self, match: re.Match[str], line: int, depth: int) -> Node:
        """The value of the entry that was taken from this line."""
        kind = match.lastgroup or ""
        if kind == "nested":
            return self.nested(depth + 1)
        text, column = match[kind], match.start(kind) - match.start() + 1
        if kind == "block":
            margin = "  " * (depth + 1)
            content = f"\n{text}".replace(f"\n{margin}", "\n")[1:].rstrip("\n")
            bar = column - len("|\n")
            return Scalar(f"{content}\n", plain=False, line=line, column=bar, literal=True)
        if kind == "words":
            return _words(text, line, column)
        if kind == "pairs":
            return _pairs(text, line, column)
        return _scalar(text, line, column)

    def nested(self, depth: int) -> Node:
        """The mapping, or the list of mappings in braces, that begins in this line."""
        pattern, column = _item(depth), 2 * depth + 1
        first = line = self.line
        items: list[Node] = []
        while match := self.take(pattern):
            items.append(_pairs(match["pairs"], line, column + len("- ")))
            line = self.line
        if items:
            return Sequence(tuple(items), first, column)
        if depth > _DEEPEST:
            raise _UnsureError
        return self.mapping(depth)


def _mapping(entries: list[tuple[Scalar, Node]], line: int, column: int) -> Mapping:
    if len({key.text for key, _ in entries}) < len(entries):
        raise _UnsureError
    return Mapping(tuple(entries), line, column)


def _rows(rows: str, line: int, column: int) -> list[tuple[Scalar, Node]]:
    """One entry for each of the lines, the first of which is `line`."""
    found: list[tuple[str, str, str]] = _ROW.findall(rows)
    if not all(_are_figures(text) for _, _, text in found):
        raise _UnsureError
    return [
        (
            Scalar(key, True, number, column),  # noqa: FBT003
            Figures(text, number, column + len(key) + len(gap) + 1),
        )
        for number, (key, gap, text) in enumerate(found, line)
    ]


@lru_cache(maxsize=4096)
def _are_figures(text: str) -> bool:
    return bool(_FIGURES.fullmatch(text))


def _words(text: str, line: int, column: int) -> Sequence:
    """The list in brackets of which the first stands in this column."""
    found = (
        _scalar(match[0], line, column + match.start()) for match in _EACH_WORD.finditer(text, 1)
    )
    return Sequence(tuple(found), line, column)


def _pairs(text: str, line: int, column: int) -> Mapping:
    """The mapping in braces of which the first stands in this column."""
    found: list[tuple[Scalar, Node]] = [
        (
            Scalar(match[1], plain=True, line=line, column=column + match.start()),
            _scalar(match[2], line, column + match.start(2)),
        )
        for match in _EACH_PAIR.finditer(text)
    ]
    return _mapping(found, line, column)


def _scalar(text: str, line: int, column: int) -> Scalar:
    """What is written so, in quotes or plain."""
    if not text.startswith('"'):
        return Scalar(text, plain=True, line=line, column=column)
    inner = text[1:-1]
    if "\\" in inner:
        inner = _EACH_ESCAPE.sub(_unescaped, inner)
    return Scalar(inner, plain=False, line=line, column=column)


_SHORT = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def _unescaped(match: re.Match[str]) -> str:
    code = match[0][1:]
    return _SHORT.get(code) or chr(int(code[1:], 16))
