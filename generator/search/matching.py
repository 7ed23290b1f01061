"""Phrases → the entries that contain them, and where in the entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.search import Level
from generator.search.codec import code_units
from generator.search.folding import Folding
from generator.search.grams import cover
from generator.search.reading import Index, Segment

Key = tuple[int, int]
"""An entry: the segment's position in the index, and its number in the segment."""


@dataclass(slots=True)
class Match:
    """Where an entry contains a word: the highest level (0: it does not), and the slots as bits.

    `nearness` is 0 for the word itself, and counts what agrees where a word is only similar.
    """

    level: int = 0
    slots: int = 0
    nearness: int = 0


def find(index: Index, word: str) -> dict[Key, Match]:
    """The entries that contain `word` in their text, headings, labels, title or names.

    A word of one character is looked for in titles, names and headings only.
    """
    found: dict[Key, Match] = {}
    for position, segment in enumerate(index.segments):
        for number, level, slot in _segment_matches(segment, word, index.folding):
            if number not in segment.dead:
                match = found.setdefault((position, number), Match())
                match.level = max(match.level, level)
                match.slots |= 1 << slot if slot >= 0 else 0
    return found


def _segment_matches(
    segment: Segment, word: str, folding: Folding
) -> Iterator[tuple[int, Level, int]]:
    """Entry, level and slot (-1 for the title and the names) of each match."""
    for number in _title_matches(segment, word, folding):
        yield number, Level.TITLE, -1
    yield from _heading_matches(segment, word, folding)
    if len(word) > 1:
        for place in phrase_slots(segment, word):
            number, slot = segment.entry_of(place)
            yield number, segment.header.layout(number).slots[slot][1], slot


def _title_matches(segment: Segment, word: str, folding: Folding) -> Iterator[int]:
    for number in range(segment.header.size):
        if any(word in name for name in titles(segment, number, folding)):
            yield number


def titles(segment: Segment, number: int, folding: Folding) -> list[str]:
    """The folded title and names of an entry."""
    header = segment.header
    _, name, _, _ = header.groups[header.columns.group[number]]
    former, aliases, _ = header.agency(number)
    return [folding(text) for text in (header.title(number), name, *former, *aliases)]


def _heading_matches(
    segment: Segment, word: str, folding: Folding
) -> Iterator[tuple[int, Level, int]]:
    slots_of: list[list[tuple[Level, int]]] = []
    for layout in segment.header.layouts:
        matches: list[tuple[Level, int]] = []
        for piece, slot in zip(layout.pieces, layout.slot_of, strict=True):
            kind = Level.HEADING if piece.level != Level.TABLE else Level.TABLE
            if word in folding(piece.heading) and (len(word) > 1 or kind is Level.HEADING):
                matches.append((kind, slot))
        slots_of.append(list(dict.fromkeys(matches)))
    for number, layout in enumerate(segment.header.columns.layout):
        for level, slot in slots_of[layout]:
            yield number, level, slot


def phrase_slots(segment: Segment, word: str) -> Iterable[int]:
    """The slots whose text contains a phrase of two or more characters."""
    phrase = code_units(word)
    parts = cover(phrase, segment.header.frequent)
    if len(parts) == 1:
        return segment.slots(phrase)
    starts: set[int] | None = None
    for offset, gram in parts:
        found = {code - offset for code in segment.codes(gram)}
        starts = found if starts is None else starts & found
        if not starts:
            break
    return dict.fromkeys(code >> segment.width for code in sorted(starts or ()))
