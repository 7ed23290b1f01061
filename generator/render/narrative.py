"""The text of a section: which of its lines are sub-headings."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.document import Heading, Paragraph
from generator.subheadings import heading_ranks


def parts(lines: tuple[str, ...], section: str, first: int = 1) -> Iterator[Heading | Paragraph]:
    """The lines as headings of level 3 and 4 and as paragraphs, none left out.

    Headings are addressed ``<section>-<number>``, counted from `first`. Numbered lines that follow
    each other directly are a list and stay paragraphs; so does a last line, as nothing is below it.
    """
    ranks = heading_ranks(lines)
    used = sorted({found for found in ranks if found is not None})
    number = first
    for line, found in zip(lines, ranks, strict=True):
        if found is None:
            yield Paragraph(line)
            continue
        yield Heading(min(3 + used.index(found), 4), line, f"{section}-{number}")
        number += 1
