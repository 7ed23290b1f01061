"""Agencies by what people call them: parts of names, short forms, pinyin and initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator.model.search import EntryType
from generator.search.folding import Folding
from generator.search.reading import Index

_YEAR = re.compile(r"(?<!\d)(?:((?:19|20|21)\d\d)(?:年度?|(?!\d))|(\d\d)年度?)")
"""A year, of this century where people write its last two figures only."""
_QUOTES = re.compile('["“”]')
_LATIN = re.compile("[a-z]+")
_SIGNS = re.compile("[\u0300-\u036f'’]")

EXACT, START, PART, SPELLED, SHORT, CLOSE = 100, 80, 70, 60, 50, 20
"""How well a word fits a name: is it, begins it, is in it, spells it, is a short form of it (less
two for each gap), or differs from a part of it (less five for each difference)."""
_FORMER = 5
"""What a name that is no longer used, or an alias, is worth less than the present one."""
_GAPS = 3
MOST = 10


Names = Sequence[tuple[str, Sequence[str]]]
"""Folded names, and how each is spelled."""

Known = tuple[str, str, str, Names, Mapping[int, str]]
"""Id, name, address, names, and the addresses of the reports by year."""


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency that a query may mean, with the addresses of its reports by year, newest first.

    `close` says that the query only resembles its name.
    """

    id: str
    name: str
    address: str
    score: int
    reports: Mapping[int, str] = field(default_factory=dict[int, str])
    close: bool = False


def name_agencies(index: Index, text: str) -> tuple[NamedAgency, ...]:
    """The agencies that what a reader typed may mean, the likeliest first.

    Years in the query are left out: they choose among the agency's reports.
    """
    words = _words(text, index.folding)
    if not words:
        return ()
    # Folding takes the spaces beside Chinese characters away: words in another order, or in Pinyin.
    apart = [part for word in text.split() for part in _words(word, index.folding)]
    agencies = list(_agencies(index))
    found = (
        _named(words, agencies, close=False)
        or _named(apart, agencies, close=False)
        or _named(words, agencies, close=True)
    )
    found.sort(key=lambda agency: (-agency.score, len(agency.name), agency.address))
    return tuple(found[:MOST])


def agencies_called(index: Index, text: str) -> set[str]:
    """The ids of all agencies that a word may mean."""
    words = _words(text, index.folding)
    return {each.id for each in _named(words, _agencies(index), close=False)} if words else set()


def _words(text: str, folding: Folding) -> list[str]:
    """What is left of a query where its years are taken for those of reports."""
    return _YEAR.sub(" ", _QUOTES.sub(" ", folding(text))).split()


def _named(words: Sequence[str], agencies: Iterable[Known], *, close: bool) -> list[NamedAgency]:
    return [
        NamedAgency(id_, name, address, score, reports, close)
        for id_, name, address, names, reports in agencies
        if (score := _fits(words, names, close=close))
    ]


def years(text: str, folding: Folding) -> tuple[int, ...]:
    """The years in a query."""
    found = _YEAR.finditer(folding(text))
    return tuple(int(match[1] or f"20{match[2]}") for match in found)


def _agencies(index: Index) -> Iterator[Known]:
    reports: dict[str, dict[int, str]] = {}
    agencies: list[tuple[str, str, str, Names]] = []
    for segment in index.segments:
        for number in segment.live():
            entry = segment.header.entry(number)
            if entry.type is EntryType.AGENCY:
                names = (entry.name, *entry.former, *entry.aliases)
                spelled = [*entry.pinyin, *[()] * len(names)]
                pairs = [(index.folding(name), spelled[at]) for at, name in enumerate(names)]
                agencies.append((entry.agency, entry.name, entry.address, pairs))
            elif entry.type is EntryType.REPORT and entry.year:
                reports.setdefault(entry.agency, {})[entry.year] = entry.address
    for id_, name, address, pairs in agencies:
        own = reports.get(id_, {})
        yield id_, name, address, pairs, {year: own[year] for year in sorted(own, reverse=True)}


def _fits(words: Sequence[str], names: Names, *, close: bool) -> int:
    """How well the words fit an agency; 0 where one of them does not fit any of its names."""
    total = 0
    for word in words:
        best = max(
            max(_fit(word, name, spelled, close=close) - (_FORMER if at else 0), 0)
            for at, (name, spelled) in enumerate(names)
        )
        if not best:
            return 0
        total += best
    return total


def _fit(word: str, name: str, spelled: Sequence[str], *, close: bool) -> int:
    if word == name:
        return EXACT
    at = name.find(word)
    if at >= 0:
        return PART if at else START
    letters = _letters(word)
    if letters:
        return SPELLED if len(letters) > 1 and _spells(letters, spelled) else 0
    return _short_form(word, name) or (_resembles(word, name) if close else 0)


@lru_cache
def _letters(word: str) -> str:
    """Pinyin as it is spelled here, whatever signs stand above and between letters; else ""."""
    apart = unicodedata.normalize("NFD", word).replace("u\u0308", "v")
    letters = _SIGNS.sub("", apart)
    return letters if _LATIN.fullmatch(letters) else ""


def _spells(word: str, spelled: Sequence[str]) -> bool:
    """Whether letters spell some characters in a row: each by its initial or by its syllable."""
    return any(_spells_from(word, spelled, start) for start in range(len(spelled)))


def _spells_from(word: str, spelled: Sequence[str], at: int) -> bool:
    if not word:
        return True
    if at == len(spelled):
        return False
    syllable = spelled[at]
    if syllable.startswith(word):
        return True
    if word.startswith(syllable) and _spells_from(word[len(syllable) :], spelled, at + 1):
        return True
    return word[0] == syllable[0] and _spells_from(word[1:], spelled, at + 1)


def _short_form(word: str, name: str) -> int:
    """A short form has characters of the name in its order, with few gaps, up to its end."""
    at, gaps = len(name), 0
    for character in reversed(word):
        next_at = name.rfind(character, 0, at)
        if next_at < 0:
            return 0
        gaps += next_at != at - 1
        at = next_at
    return max(SHORT - 2 * gaps, CLOSE + 1) if len(word) > 1 and gaps <= _GAPS else 0


def _resembles(word: str, name: str) -> int:
    """Whether a part of the name differs by one character, in long words by two."""
    most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    differences = _differences(word, name) if most else 1
    return CLOSE - 5 * differences if differences <= most else 0


def _differences(word: str, name: str) -> int:
    """The fewest characters to change, add or leave out that make `word` a part of `name`."""
    row = [0] * (len(name) + 1)
    for count, character in enumerate(word, 1):
        last, row[0] = row[0], count
        for at, other in enumerate(name, 1):
            last, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, last + (character != other))
    return min(row)
