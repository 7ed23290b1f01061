"""What a reader typed → words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.search.folding import Folding

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""
MOST_WORDS = 8

_WORD = re.compile(r'-?(?:"([^"]+)"|“([^”]+)”|＂([^＂]+)＂)(?!\S)|\S+')


@dataclass(frozen=True, slots=True)
class Query:
    """Folded words, each of which a hit contains, and words that it must not contain."""

    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are limited to; None and "" do not limit. Years include both ends."""

    first_year: int | None = None
    last_year: int | None = None
    agency: str = ""
    kind: str = ""
    area: str = ""
    edition: str = ""
    section: str = ""
    marks: frozenset[str] = field(default=frozenset())
    """``corrected`` and ``faulty``: hits that are both, if both are in it."""


def parse(text: str, folding: Folding) -> Query:
    """The words of a query.

    Spaces separate words; quotation marks around a word keep its spaces; a minus before it
    excludes. Anything else, a quotation mark within a word too, is text to look for.
    """
    words: dict[str, None] = {}
    excluded: dict[str, None] = {}
    for match in _WORD.finditer(text[:LONGEST_QUERY]):
        quoted = match[1] or match[2] or match[3]
        written = quoted or match[0]
        minus = match[0].startswith("-") and len(match[0]) > 1
        if minus and not quoted:
            written = written[1:]
        word = folding(written)
        if word:
            (excluded if minus else words)[word] = None
    return Query(tuple(words)[:MOST_WORDS], tuple(excluded)[:MOST_WORDS])
