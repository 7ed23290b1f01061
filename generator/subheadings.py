"""Which lines of a text are sub-headings (小标题), judged by how official texts number them."""

from __future__ import annotations

import re
from collections.abc import Sequence

# From the outermost kind to the innermost (GB/T 9704).
_NUMBERING = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"[0-9０-９]{1,2}[.．、]"),
    re.compile(r"[（(][0-9０-９]{1,2}[）)]"),
)
_LONGEST = 30
_PAUSE = re.compile(r"[，。；：？！,;:?!…]")


def rank(line: str) -> int | None:
    """How deep the numbering of a line that looks like a sub-heading is; None for other lines.

    A sub-heading is numbered, short, and no sentence: there is no stop or comma in it.
    """
    if len(line) > _LONGEST or _PAUSE.search(line):
        return None
    for depth, numbering in enumerate(_NUMBERING):
        opening = numbering.match(line)
        if opening and opening.end() < len(line):
            return depth
    return None


def heading_ranks(lines: Sequence[str]) -> list[int | None]:
    """The rank of each line that is a sub-heading, None for the others.

    Numbered lines that follow each other directly are a list; so is a last line, as nothing is
    below it.
    """
    ranks = [rank(line) if len(line) <= _LONGEST else None for line in lines]
    last = len(ranks) - 1
    return [
        None
        if index == last or found in (ranks[index - 1] if index else None, ranks[index + 1])
        else found
        for index, found in enumerate(ranks)
    ]
