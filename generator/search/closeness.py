"""Words that stand nowhere: what may have been meant by them.

Texts that share something with the word are looked at, and names and headings; what comes nearest
to the word there is what was meant. So a correction is always something that stands in the portal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.search.codec import characters, code_units
from generator.search.grams import spans
from generator.search.matching import phrase_slots
from generator.search.reading import Index, Segment
from generator.search.similar import SWAPPED, Nearest, limit, nearest

MOST = 3
"""Corrections that are taken when they are equally near."""
_FIRST, _THEN = 8, 8
"""Texts that are looked at, and more of them where nothing is near enough in these."""
_LONGEST = 12

Place = tuple[int, int]
"""The position of a segment, and a slot in it."""


def corrections(index: Index, word: str) -> tuple[str, ...]:
    """What is nearest to a word that stands nowhere; the most frequent first, at most `MOST`."""
    phrase = code_units(word)
    if not limit(len(phrase)):
        return ()
    found = [*_in_texts(index, phrase, _voted(index, phrase)), *_in_names(index, phrase)]
    if all(each.cost >= SWAPPED for each in found):
        found += _swapped(index, phrase)
    if not found:
        found = _in_texts(index, phrase, _split(index, phrase))
    least = min((each.cost for each in found), default=0)
    counts = Counter(each.text for each in found if each.cost == least)
    ordered = sorted(counts, key=lambda text: (abs(len(text) - len(phrase)), -counts[text], text))
    return tuple(map(characters, ordered[:MOST]))


def _in_texts(index: Index, phrase: str, places: Iterable[Place]) -> list[Nearest]:
    found: list[Nearest] = []
    for count, (position, slot) in enumerate(places):
        if found and count >= _FIRST:
            break
        segment = index.segments[position]
        number, own = segment.entry_of(slot)
        if number not in segment.dead:
            text = code_units(index.folding(segment.slot_text(number, own)))
            best = nearest(phrase, text, index.likeness)
            if best:
                found.append(best)
    return found


def _in_names(index: Index, phrase: str) -> list[Nearest]:
    texts: dict[str, None] = {}
    for segment in index.segments:
        header = segment.header
        for layout in header.layouts:
            texts.update((piece.heading, None) for piece in layout.pieces)
        texts.update((name, None) for _, name, _, _ in header.groups)
        for former, aliases, _ in header.agencies.values():
            texts.update((name, None) for name in (*former, *aliases))
    folded = (code_units(index.folding(text)) for text in texts)
    shared = set(phrase)
    likely = (text for text in folded if 2 * len(shared.intersection(text)) >= len(shared))
    return [best for text in likely if (best := nearest(phrase, text, index.likeness))]


def _swapped(index: Index, phrase: str) -> list[Nearest]:
    """What stands somewhere when two neighbours are swapped."""
    changed = {
        phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]
        for at in range(len(phrase) - 1)
        if phrase[at] != phrase[at + 1]
    }
    return [
        Nearest(text, SWAPPED)
        for text in sorted(changed if len(phrase) <= _LONGEST else ())
        if any(True for segment in index.segments for _ in phrase_slots(segment, text))
    ]


def _voted(index: Index, phrase: str) -> Iterator[Place]:
    """Slots in which most of the grams of the word stand where they would have to.

    Each gram votes for the place where the word would begin; a character too many or too few
    shifts the votes of what follows by one. Long lists are not looked at where short ones do.
    """
    for large in (False, True):
        votes: dict[Place, int] = {}
        for position, segment in enumerate(index.segments):
            for slot, count in _votes(segment, phrase, large=large).items():
                votes[position, slot] = count
        if votes:
            yield from _best(votes)
            return


def _best(votes: dict[Place, int]) -> list[Place]:
    """Those with the most votes; of those with as many, some that are evenly spread."""
    levels: dict[int, list[Place]] = {}
    for place in sorted(votes):
        levels.setdefault(votes[place], []).append(place)
    chosen: dict[Place, None] = {}
    for most in (_FIRST, _FIRST + _THEN):
        for level in sorted(levels, reverse=True):
            rest = [place for place in levels[level] if place not in chosen]
            chosen.update((place, None) for place in _spread(rest, most - len(chosen)))
    return [*chosen]


def _spread(places: Sequence[Place], most: int) -> Sequence[Place]:
    if len(places) <= most:
        return places
    return [places[at * len(places) // most] for at in range(most)]


def _votes(segment: Segment, phrase: str, *, large: bool) -> dict[int, int]:
    """For each slot, how much of the word agrees at the best place."""
    places: Counter[int] = Counter()
    slots: dict[int, int] = {}
    for start, end in sorted(set(spans(phrase, segment.header.frequent))):
        gram = phrase[start:end]
        if segment.is_large(gram) and not large:
            continue
        for code in segment.codes(gram):
            places[code - start] += end - start - 1
            slots[code - start] = code >> segment.width
    best: dict[int, int] = {}
    for place, votes in places.items():
        count = votes + max(places.get(place - 1, 0), places.get(place + 1, 0))
        best[slots[place]] = max(best.get(slots[place], 0), count)
    return best


def _split(index: Index, phrase: str) -> list[Place]:
    """Slots that have the word but for one place: its two parts, somewhere.

    This finds words of which every gram that is not frequent has the error in it.
    """
    for size in range(len(phrase) - 1 if len(phrase) <= _LONGEST else 0, 1, -1):
        found = {
            (position, slot): size
            for parts in _splits(phrase, size)
            for position, segment in enumerate(index.segments)
            for slot in _slots_with_all(segment, parts)
        }
        if found or 2 * size < len(phrase):
            return _best(found)
    return []


def _slots_with_all(segment: Segment, parts: Sequence[str]) -> list[int]:
    first, *others = (set(phrase_slots(segment, part)) for part in parts)
    return sorted(first.intersection(*others))


def _splits(phrase: str, size: int) -> Iterator[list[str]]:
    """The word without what is wrong at one place, where `size` characters are left to look for."""
    for gap in range(3):
        for at in range(len(phrase)):
            parts = [part for part in (phrase[:at], phrase[at + gap :]) if len(part) > 1]
            if parts and sum(map(len, parts)) == size:
                yield parts
