"""The text of a section: which of its lines are sub-headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.render.document import Heading, Paragraph, plain

# How official texts number their parts, from the outermost kind to the innermost (GB/T 9704).
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


def parts(lines: tuple[str, ...], section: str, first: int = 1) -> Iterator[Heading | Paragraph]:
    """The lines as headings of level 3 and 4 and as paragraphs, none left out.

    Headings are addressed ``<section>-<number>``, counted from `first`. Numbered lines that follow
    each other directly are a list and stay paragraphs; so does a last line, as nothing is below it.
    """
    ranks = _heading_ranks([rank(line) for line in lines])
    used = sorted({found for found in ranks if found is not None})
    number = first
    for line, found in zip(lines, ranks, strict=True):
        if found is None:
            yield Paragraph(plain(line))
            continue
        yield Heading(min(3 + used.index(found), 4), plain(line), f"{section}-{number}")
        number += 1


def _heading_ranks(ranks: list[int | None]) -> list[int | None]:
    """The ranks of headings only: None also for members of a list and for a last line."""
    last = len(ranks) - 1
    return [
        None
        if index == last or found in (ranks[index - 1] if index else None, ranks[index + 1])
        else found
        for index, found in enumerate(ranks)
    ]
