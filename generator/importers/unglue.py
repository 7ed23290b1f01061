"""Text whose line breaks were lost: headings that run on into what follows them.

A paragraph is divided only at a heading of the form with its own number; what was divided keeps
every character. Where a whole report became one paragraph, tables lie in it as words between
spaces; those are divided as well, so that labels and figures can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.importers.cells import is_figure
from generator.importers.columns import Vocabulary
from generator.importers.wording import wording
from generator.model.forms import Form
from generator.model.submissions import Block, Paragraph

_NUMERALS = "一二三四五六七八九十"
_BREAK = r"(?=[\s。：:（(]|$)"
_MANY = 3
"""So many headings in one paragraph cannot be a sentence that lists them."""


def unglue(blocks: Sequence[Block], form: Form) -> list[Block]:
    """`blocks` with the headings of `form` in paragraphs of their own."""
    if not form.sections:
        return list(blocks)
    headings = _pattern(form)
    vocabularies = [Vocabulary(table) for table in form.tables]
    return [
        part
        for block in blocks
        for part in (
            _divided(block, headings, vocabularies) if isinstance(block, Paragraph) else (block,)
        )
    ]


def _pattern(form: Form) -> re.Pattern[str]:
    options: list[str] = []
    for number, section in enumerate(form.sections):
        marks = rf"(?:{_NUMERALS[number]}\s*[、.．，]|{number + 1}\s*[、.．])"
        for text in (section.title.zh, *section.aliases):
            letters = wording(text).core
            title = r"[\s、，,]*".join(map(re.escape, letters))
            options.append(rf"{marks}\s*{title}")
    # The longest first: one title may begin like another.
    options.sort(key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=[\s。；;!！]))(?:{'|'.join(options)}){_BREAK}")


def _divided(
    paragraph: Paragraph, headings: re.Pattern[str], vocabularies: Sequence[Vocabulary]
) -> Iterator[Block]:
    matches = list(headings.finditer(paragraph.text))
    cuts = matches if len(matches) >= _MANY else [m for m in matches[:1] if m.start() == 0]
    edges = sorted({edge for match in cuts for edge in match.span()})
    parts = [
        paragraph.text[start:stop].strip()
        for start, stop in zip([0, *edges], [*edges, len(paragraph.text)], strict=True)
    ]
    for part in parts:
        text = part.lstrip("。：:") if part is not parts[0] else part
        if len(parts) > 1 and _is_flat_table(text, vocabularies):
            yield from (Paragraph(word, paragraph.line) for word in text.split())
        elif text:
            yield Paragraph(text, paragraph.line)


def _is_flat_table(text: str, vocabularies: Sequence[Vocabulary]) -> bool:
    words = text.split()
    figures = sum(map(is_figure, words))
    known = [sum(vocabulary.knows(word) for word in words[:40]) for vocabulary in vocabularies]
    return figures >= 3 and max(known, default=0) >= 3
