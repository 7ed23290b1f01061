"""The comments that people wrote into a record, carried over when it is written again."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEY = re.compile(r" *(?:- )?(?P<key>[A-Za-z_][\w.-]*):(?=\s|$)")
_ENTRY = re.compile(r" *- ")
_BLOCK = re.compile(r":\s*[|>][-+0-9]*\s*$")
_BEHIND = re.compile(r"(?P<value>.*[\]}])(?P<comment>\s+#.*)$")
_MODELINE = "# yaml-language-server:"

Path = tuple[str, ...]


def carry_comments(before: str, after: str) -> str:
    """`after` with the comments of `before`, each at the key that it stood above or behind.

    Those at a key that is gone come first in the file. What stands in quotes may look like a
    comment, so the caller has to see that the result still reads like `after`.
    """
    above, behind = _comments(before)
    if not above and not behind:
        return after
    lines: list[str] = []
    for path, line in _lines(after):
        lines += above.pop(path, []) if path else []
        lines.append(line + behind.pop(path, "") if path else line)
    left = [line for lines in above.values() for line in lines] + list(behind.values())
    first = 1 if lines and lines[0].startswith(_MODELINE) else 0
    homeless = [line.strip() for line in left]
    return "\n".join([*lines[:first], *homeless, *lines[first:]]) + "\n"


def _comments(text: str) -> tuple[dict[Path, list[str]], dict[Path, str]]:
    """The comments above each key and those behind its value; above (): at the very end."""
    above: dict[Path, list[str]] = {}
    behind: dict[Path, str] = {}
    waiting: list[str] = []
    for path, line in _lines(text):
        if path:
            if waiting:
                above.setdefault(path, []).extend(waiting)
            waiting = []
            match = _BEHIND.match(line)
            if match:
                behind[path] = match["comment"]
        elif path is not None and line.lstrip().startswith("#") and not line.startswith(_MODELINE):
            waiting.append(line)
    if waiting:
        above[()] = waiting
    return above, behind


def _lines(text: str) -> Iterator[tuple[Path | None, str]]:
    """The lines: those with a key, and the entries of lists, with their path; others with ().

    Those inside a block of text have None: there, nothing is a comment.
    """
    keys: list[tuple[int, str]] = []
    block: int | None = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and (not line.strip() or indent > block):
            yield None, line
            continue
        block = None
        key = _KEY.match(line)
        name = key["key"] if key else line.strip() if _ENTRY.match(line) else ""
        if not name:
            yield (), line
            continue
        keys = [pair for pair in keys if pair[0] < indent]
        keys.append((indent, _BEHIND.sub(r"\g<value>", name)))
        block = indent if key and _BLOCK.search(line) else None
        yield tuple(name for _, name in keys), line
