"""What a reader typed → words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.search.folding import Folding

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""
MOST_WORDS = 8

_BLANK = re.compile("[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""What parts words; listed, because Python and browsers do not mean the same by ``\\s``."""
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""What comes along with pasted text: before a sign it must not hide that the sign begins a word."""
_MINUS = "-\u2013\u2212\uff0d"
"""What is typed, what a word processor makes of it, what stands in sums, the full-width one."""
_QUOTES = (('"', '"'), ("＂", "＂"), ("“", "”"), ("”", "“”"), ("「", "」"), ("『", "』"))
"""What a quotation begins and ends with; input methods get out of step with “ and ”."""
ANY_QUOTE = '"＂“”「」『』'


def _word() -> re.Pattern[str]:
    """Minus signs, and then a quotation in one of the groups, or anything up to a space.

    A quotation ends with a mark of its own at the end of a word, or else with the next mark of any
    kind if that ends a word, or else with the query: it is not closed yet, or with a mark of
    another kind.
    """
    quoted = "|".join(
        rf"{opening}([^{closing}]*?)[{closing}](?= |\Z)"
        rf"|{opening}([^{ANY_QUOTE}]*)[{ANY_QUOTE}](?= )"
        rf"|{opening}([^{closing}]*?)[{ANY_QUOTE}]?\Z"
        for opening, closing in _QUOTES
    )
    return re.compile(f"(?=[^ ])([{_MINUS}]*)(?:{quoted}|([^ ]*))")


_WORD = _word()


class Term(NamedTuple):
    """A word as it was written, without its signs."""

    written: str
    excluded: bool = False


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


def terms(text: str) -> Iterator[Term]:
    """The words of a query as they were written.

    Spaces separate words; quotation marks around a word keep its spaces, and one that is opened
    and not closed goes up to the end, because that is how it looks while one types. Minus signs
    before a word exclude, and mean nothing by themselves. Anything else, a quotation mark within a
    word too, is text to look for.
    """
    plain = _UNSEEN.sub("", _BLANK.sub(" ", text[:LONGEST_QUERY])).strip(" ")
    for match in _WORD.finditer(plain):
        minus, *groups = match.groups()
        written = next(group for group in groups if group is not None)
        if written:
            yield Term(written, bool(minus))


def parse(text: str, folding: Folding) -> Query:
    """The folded words of a query, no more than are looked for."""
    words: dict[str, None] = {}
    excluded: dict[str, None] = {}
    for term in terms(text):
        word = folding(term.written)
        if word:
            (excluded if term.excluded else words)[word] = None
    return Query(tuple(words)[:MOST_WORDS], tuple(excluded)[:MOST_WORDS])
