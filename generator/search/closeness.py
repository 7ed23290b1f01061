"""Words with a typing error: what differs from them by little."""

from __future__ import annotations

from collections import Counter

from generator.search.grams import spans
from generator.search.matching import Key, Match
from generator.search.reading import Index, Segment

_SHORTEST = 4
"""Shorter words are not looked for with an error in them: almost anything would be similar."""


def close_matches(index: Index, word: str) -> dict[Key, Match]:
    """The entries whose text comes closest to `word`: at least half of it, in order.

    Each gram of the word votes for the place where the word would begin; a character too many or
    too few shifts the votes of what follows by one.
    """
    found: dict[Key, Match] = {}
    if len(word) < _SHORTEST:
        return found
    for position, segment in enumerate(index.segments):
        for unit, votes in _votes(segment, word).items():
            number, slot = segment.entry_of(unit)
            if number not in segment.dead:
                match = found.setdefault((position, number), Match())
                level = segment.header.layout(number).slots[slot][1]
                better = (votes, -(1 << slot)) > (match.nearness, -match.slots)
                if better:
                    match.level, match.slots, match.nearness = level, 1 << slot, votes
    best = max((match.nearness for match in found.values()), default=0)
    return {key: match for key, match in found.items() if match.nearness == best}


def _votes(segment: Segment, word: str) -> dict[int, int]:
    """For each slot, how much of the word agrees at the best place; less than half is left out."""
    places: Counter[tuple[int, int]] = Counter()
    total = 0
    for start, end in sorted(set(spans(word, segment.header.frequent))):
        total += end - start - 1
        for unit, place in segment.places(word[start:end]):
            places[unit, place - start] += end - start - 1
    best: dict[int, int] = {}
    for (unit, place), votes in places.items():
        beside = max(places.get((unit, place - 1), 0), places.get((unit, place + 1), 0))
        if 2 * (votes + beside) >= total:
            best[unit] = max(best.get(unit, 0), votes + beside)
    return best
