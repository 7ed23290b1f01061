"""Searching an index: the reference that the script in the browser is tested against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from generator.model.search import Level
from generator.search.closeness import corrections
from generator.search.matching import Key, Match, find
from generator.search.naming import agencies_called
from generator.search.queries import Filters, Query, parse
from generator.search.reading import Index

WEIGHTS = {Level.TITLE: 8, Level.HEADING: 4, Level.TEXT: 2, Level.TABLE: 1}
_NEAR = 2
_NEARER = 1000
"""A likelier correction goes before everything else."""

FACETS = ("year", "agency", "kind", "area", "edition", "section", "corrected", "faulty")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found. `also` are other years of one agency that were found alike."""

    key: Key
    address: str
    score: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found.

    `kind` is ``exact``, or where nothing contains all words: ``close`` (words that differ by a
    character or two) or ``some`` (some of the words); "" where there was nothing to look for.
    `closest` are the words that were looked for instead of those that stand nowhere.
    `total` counts entries, those in `Hit.also` too. `facets` counts for each filter the hits that
    each value would leave, the other filters kept.
    """

    kind: str = ""
    total: int = 0
    hits: tuple[Hit, ...] = ()
    closest: tuple[str, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])


Found = dict[Key, Match]


def search(index: Index, text: str, filters: Filters | None = None, order: str = "") -> Results:
    """Search for what a reader typed. `order` is "" for relevance, or ``date``: newest first."""
    query = parse(text, index.folding)
    if not query.words:
        return Results(facets={facet: {} for facet in FACETS})
    found = [find(index, word) for word in query.words]
    kind, matches = "exact", _all_of(found)
    closest: tuple[str, ...] = ()
    if not matches:
        kind, found, matches, closest = _kindly(index, query, found)
    for word in query.excluded:
        for key in find(index, word):
            matches.pop(key, None)
    results = _ranked(index, kind, found, matches, filters or Filters(), order)
    return replace(results, closest=closest)


def _all_of(found: Sequence[Found]) -> dict[Key, list[Match]]:
    first, *rest = found
    return {
        key: [match, *(other[key] for other in rest)]
        for key, match in first.items()
        if all(key in other for other in rest)
    }


def _kindly(
    index: Index, query: Query, found: list[Found]
) -> tuple[str, list[Found], dict[Key, list[Match]], tuple[str, ...]]:
    """What comes closest when no entry contains all words."""
    close: list[Found] = []
    instead: list[str] = []
    for word, own in zip(query.words, found, strict=True):
        matches, words = _close(index, word, own)
        close.append(matches)
        instead += words
    together = _all_of(close)
    if together:
        return "close", close, together, tuple(instead)
    counts = Counter(key for matches in close for key in matches)
    most = max(counts.values(), default=0)
    some = [key for key, count in counts.items() if count == most]
    kept = {key: [matches.get(key, Match()) for matches in close] for key in some}
    return "some", close, kept, tuple(instead)


def _close(index: Index, word: str, own: Found) -> tuple[Found, tuple[str, ...]]:
    """The entries that contain a word, those of agencies that it names, or else what is similar.

    With these come the words that were looked for instead, if any were.
    """
    agencies = agencies_called(index, word)
    named = {key: Match(Level.TITLE) for key in _entries_of(index, agencies)}
    if named or own:
        return {**named, **own}, ()
    instead = corrections(index, word)
    matches: Found = {}
    for rank, text in enumerate(instead):
        for key, match in find(index, text).items():
            match.nearness = len(instead) - rank
            matches.setdefault(key, match)
    return matches, instead


def _entries_of(index: Index, agencies: Set[str]) -> Iterator[Key]:
    for position, segment in enumerate(index.segments):
        header = segment.header
        for number in segment.live() if agencies else ():
            if header.groups[header.columns.group[number]][0] in agencies:
                yield position, number


def _ranked(
    index: Index,
    kind: str,
    found: Sequence[Found],
    matches: Mapping[Key, list[Match]],
    filters: Filters,
    order: str,
) -> Results:
    rarity = [(index.size // max(1, len(part))).bit_length() for part in found]
    kept: list[tuple[Key, list[Match]]] = []
    facets: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for key, parts in matches.items():
        failing = _failing(index, key, parts, filters)
        if not failing:
            kept.append((key, parts))
        for facet in FACETS if not failing else failing if len(failing) == 1 else ():
            facets[facet].update(_values(index, key, parts, facet))
    scored = [(key, parts, _score(parts, rarity)) for key, parts in kept]
    scored.sort(key=_order(index, order))
    hits = _grouped(index, scored, alike=order != "date")
    return Results(kind, len(kept), hits, facets=facets)


def _score(parts: Sequence[Match], rarity: Sequence[int]) -> int:
    """Levels weighted by rarity; words in one section count for more. Some may not be there."""
    present = [(match, rare) for match, rare in zip(parts, rarity, strict=True) if match.level]
    score = sum(
        WEIGHTS[Level(match.level)] * rare + _NEARER * match.nearness for match, rare in present
    )
    common = -1
    for match, _ in present:
        common &= match.slots
    return score + (_NEAR * len(present) if len(present) > 1 and common else 0)


Scored = tuple[Key, list[Match], int]


def _order(index: Index, order: str) -> Callable[[Scored], tuple[int, int, int, str]]:
    """Best or newest first; pages and agencies, which have no year, before reports."""

    def by(scored: Scored) -> tuple[int, int, int, str]:
        (position, number), _, score = scored
        segment = index.segments[position]
        year = -(segment.header.columns.year[number] or 9999)
        address = segment.header.address(number)
        if order == "date":
            return year, -segment.dates[number], -score, address
        return -score, year, 0, address

    return by


def _grouped(index: Index, scored: Iterable[Scored], *, alike: bool) -> tuple[Hit, ...]:
    """Hits, those of one agency put together that contain the words in the same places."""
    groups: dict[object, list[Scored]] = {}
    for one in scored:
        (position, number), parts, _ = one
        header = index.segments[position].header
        agency = header.groups[header.columns.group[number]][0]
        same = (agency, *((match.level, match.slots, match.nearness) for match in parts))
        single = not (alike and agency and header.columns.year[number])
        groups.setdefault(one[0] if single else same, []).append(one)
    return tuple(
        Hit(first[0], _address(index, first), first[2], tuple(_address(index, one) for one in rest))
        for first, *rest in groups.values()
    )


def _address(index: Index, scored: Scored) -> str:
    position, number = scored[0]
    return index.segments[position].header.address(number)


def _failing(index: Index, key: Key, parts: Sequence[Match], filters: Filters) -> tuple[str, ...]:
    """The filters that a hit does not pass."""
    failing: list[str] = []
    for facet in FACETS:
        values = _values(index, key, parts, facet)
        if facet == "year":
            passed = _within(filters, values)
        elif facet in ("corrected", "faulty"):
            passed = facet not in filters.marks or bool(values)
        else:
            wanted = getattr(filters, facet)
            passed = not wanted or wanted in values
        if not passed:
            failing.append(facet)
    return tuple(failing)


def _within(filters: Filters, years: Sequence[str]) -> bool:
    if filters.first_year is None and filters.last_year is None:
        return True
    first, last = filters.first_year or 0, filters.last_year or 9999
    return any(first <= int(year) <= last for year in years)


def _values(index: Index, key: Key, parts: Sequence[Match], facet: str) -> tuple[str, ...]:
    """What a hit counts as under a filter."""
    position, number = key
    header = index.segments[position].header
    if facet == "section":
        common = -1
        for slots in filter(None, (match.slots for match in parts)):
            common &= header.layout(number).sections_of(slots)
        return header.layout(number).sections(common) if common != -1 else ()
    if facet in ("corrected", "faulty"):
        return ("1",) if getattr(header.entry(number), facet) else ()
    value = getattr(header.entry(number), facet)
    return (str(value),) if value else ()
