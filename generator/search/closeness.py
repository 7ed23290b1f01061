"""Words with a typing error: what differs from them by little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.search.codec import code_units
from generator.search.grams import spans
from generator.search.matching import Key, Match, phrase_slots
from generator.search.reading import Index, Segment

_LONGEST = 12
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
    if not found:
        return _split_matches(index, word)
    best = max(match.nearness for match in found.values())
    return {key: match for key, match in found.items() if match.nearness == best}


def _split_matches(index: Index, word: str) -> dict[Key, Match]:
    """The entries that have the word but for one place in one slot: its two parts, somewhere.

    This finds words of which every gram that is not frequent has the error in it.
    """
    found: dict[Key, Match] = {}
    size = len(word)
    while 2 * size >= len(word) and not found and len(word) <= _LONGEST:
        for parts in _splits(word, size):
            for position, segment in enumerate(index.segments):
                for unit in _slots_with_all(segment, parts):
                    number, slot = segment.entry_of(unit)
                    if number not in segment.dead:
                        match = found.setdefault((position, number), Match(nearness=size))
                        level = segment.header.layout(number).slots[slot][1]
                        match.level, match.slots = max(match.level, level), match.slots | 1 << slot
        size -= 1
    return found


def _slots_with_all(segment: Segment, parts: Sequence[str]) -> list[int]:
    first, *others = (set(phrase_slots(segment, part)) for part in parts)
    return sorted(first.intersection(*others))


def _splits(word: str, size: int) -> Iterator[list[str]]:
    """The word without what is wrong at one place, where `size` characters are left to look for."""
    for gap in range(3):
        for at in range(len(word)):
            parts = [part for part in (word[:at], word[at + gap :]) if len(part) > 1]
            if parts and sum(map(len, parts)) == size:
                yield parts


def _votes(segment: Segment, word: str) -> dict[int, int]:
    """For each slot, how much of the word agrees at the best place; less than half is left out."""
    places: Counter[int] = Counter()
    slots: dict[int, int] = {}
    total = 0
    phrase = code_units(word)
    for start, end in sorted(set(spans(phrase, segment.header.frequent))):
        total += end - start - 1
        for code in segment.codes(phrase[start:end]):
            places[code - start] += end - start - 1
            slots[code - start] = code >> segment.width
    best: dict[int, int] = {}
    for place, votes in places.items():
        beside = max(places.get(place - 1, 0), places.get(place + 1, 0))
        if 2 * (votes + beside) >= total:
            best[slots[place]] = max(best.get(slots[place], 0), votes + beside)
    return best
