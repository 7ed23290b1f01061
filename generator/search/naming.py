"""Agencies by what people call them: parts of names, short forms, pinyin and initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.model.search import Entry, EntryType
from generator.search.folding import Folding
from generator.search.queries import ANY_QUOTE, Filters, parse, terms
from generator.search.reading import Index

_YEAR = re.compile(r"(?<!\d)(?:((?:19|20|21)\d\d)(?:年度?|(?!\d))|(\d\d)年度?)")
"""A year, of this century where people write its last two figures only."""
_QUOTES = re.compile(f"[{ANY_QUOTE}]")
_ASKING = re.compile(
    r"^报告\Z|(?:(?:(?:政府|政务)?信息|政务)公开)?(?:工作)?(?:年度报告|年报)\Z"
    r"|(?:(?:政府|政务)?信息|政务)公开(?:工作)?(?:报告)?\Z"
)
"""What people put behind a name to ask for reports: 财政局信息公开年报, 应急局2023年报告."""
_LATIN = re.compile("[a-z]+")
_APOSTROPHES = re.compile("['’]")

EXACT, START, PART, SPELLED, SHORT, CLOSE = 100, 80, 70, 60, 50, 20
"""How well a word fits a name: is it, begins it, is in it, spells it, is a short form of it (less
two for each gap), or differs from a part of it (less five for each difference)."""
_FORMER = 5
"""What a name that is no longer used, or an alias, is worth less than the present one."""
_GAPS = 3
MOST = 10


Names = Sequence[tuple[str, Sequence[str]]]
"""Folded names, and how each is spelled."""


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


@dataclass(frozen=True, slots=True)
class _Known:
    """An agency as the index has it, with its folded names and what it is filtered by."""

    agency: NamedAgency
    names: Names
    kind: str
    area: str


def name_agencies(
    index: Index, text: str, filters: Filters | None = None
) -> tuple[NamedAgency, ...]:
    """The agencies that what a reader typed may mean, the likeliest first.

    Years in the query are left out: they choose among the agency's reports. Of what the filters
    limit, kind, area, agency and years say something about an agency.
    """
    asked = _asked(text)
    words = _words(asked, index.folding)
    if not words:
        return ()
    # Folding takes the spaces beside Chinese characters away: words in another order, or in Pinyin.
    apart = [part for word in asked.split(" ") for part in _words(word, index.folding)]
    excluded = parse(text, index.folding).excluded
    agencies = list(_agencies(index))
    found = (
        _named(words, agencies, close=False)
        or _named(apart, agencies, close=False)
        or _named(words, agencies, close=True)
    )
    kept = [
        limited
        for each in found
        if not _has_any(each.names, excluded) and (limited := _limited(each, filters))
    ]
    kept.sort(key=lambda agency: (-agency.score, len(agency.name), agency.address))
    return tuple(kept[:MOST])


def _has_any(names: Names, words: Iterable[str]) -> bool:
    """Whether one of the names contains one of the words."""
    return any(word in name for word in words for name, _ in names)


def _limited(known: _Known, filters: Filters | None) -> NamedAgency | None:
    """The agency with those of its reports that the filters leave; None where it is left out."""
    agency = known.agency
    if filters is None:
        return agency
    own = (agency.id, known.kind, known.area)
    wanted = (filters.agency, filters.kind, filters.area)
    first, last = filters.first_year, filters.last_year
    if any(limit not in ("", value) for value, limit in zip(own, wanted, strict=True)):
        return None
    if first is None and last is None:
        return agency
    years = {
        year: at for year, at in agency.reports.items() if (first or 0) <= year <= (last or 9999)
    }
    return replace(agency, reports=years) if years else None


def agencies_called(index: Index, text: str) -> set[str]:
    """The ids of all agencies that a word may mean."""
    words = _words(text, index.folding)
    found = _named(words, list(_agencies(index)), close=False) if words else []
    return {each.agency.id for each in found}


def _asked(text: str) -> str:
    """A query without its signs and without what it excludes."""
    return " ".join(term.written for term in terms(text) if not term.excluded)


def _words(text: str, folding: Folding) -> list[str]:
    """What is left of a query where its years are taken for those of reports."""
    return _YEAR.sub(" ", _QUOTES.sub(" ", folding(text))).split()


def _named(words: Sequence[str], agencies: Sequence[_Known], *, close: bool) -> list[_Known]:
    """The agencies that all words fit, or else those that they fit without asking for reports."""
    found = _fitting(words, agencies, close=close)
    if found or close or not any(map(_ASKING.search, words)):
        return found
    bare = [rest for word in words if (rest := _ASKING.sub("", word))]
    return _fitting(bare, agencies, close=close) if bare else []


def _fitting(words: Sequence[str], agencies: Iterable[_Known], *, close: bool) -> list[_Known]:
    return [
        replace(each, agency=replace(each.agency, score=score, close=close))
        for each in agencies
        if (score := _fits(words, each.names, close=close))
    ]


def years(text: str, folding: Folding) -> tuple[int, ...]:
    """The years that a query asks for."""
    found = _YEAR.finditer(folding(_asked(text)))
    return tuple(int(match[1] or f"20{match[2]}") for match in found)


def _agencies(index: Index) -> Iterator[_Known]:
    reports: dict[str, dict[int, str]] = {}
    entries: list[Entry] = []
    for segment in index.segments:
        for number in segment.live():
            entry = segment.header.entry(number)
            if entry.type is EntryType.AGENCY:
                entries.append(entry)
            elif entry.type is EntryType.REPORT and entry.year:
                own = reports.setdefault(entry.agency, {})
                # Of two for one year, one: whatever the order in which they came.
                own[entry.year] = min(own.get(entry.year, entry.address), entry.address)
    for entry in entries:
        own = reports.get(entry.agency, {})
        newest_first = {year: own[year] for year in sorted(own, reverse=True)}
        agency = NamedAgency(entry.agency, entry.name, entry.address, 0, newest_first)
        names = (entry.name, *entry.former, *entry.aliases)
        spelled = [*entry.pinyin, *[()] * len(names)]
        folded = [(index.folding(name), spelled[at]) for at, name in enumerate(names)]
        yield _Known(agency, folded, entry.kind, entry.area)


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


def _letters(word: str) -> str:
    """Pinyin as it is spelled here, without what may stand between syllables; else "".

    Folding has taken the tones away and made u of ü, so that v, which is typed for ü, is u as well.
    """
    letters = _APOSTROPHES.sub("", word)
    return letters.replace("v", "u") if _LATIN.fullmatch(letters) else ""


def _spells(word: str, spelled: Sequence[str]) -> bool:
    """Whether letters spell some characters in a row: each by its initial or by its syllable."""
    syllables = [syllable.replace("v", "u") for syllable in spelled]
    return any(_spells_from(word, syllables, start) for start in range(len(syllables)))


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
    # A syllable of one letter is its initial, which need not be tried twice.
    return len(syllable) > 1 and word[0] == syllable[0] and _spells_from(word[1:], spelled, at + 1)


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
