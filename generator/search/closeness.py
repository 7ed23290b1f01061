"""Words that stand nowhere: what may have been meant by them.

Texts that share something with the word are looked at, and names and headings; what comes nearest
to the word there is what was meant. So a correction is always something that stands in the portal.
Few texts are looked at, because each is a file to load, and first those that a search for the
correction would show first, because these are loaded anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.search.codec import characters, code_units
from generator.search.grams import spans
from generator.search.headers import joined
from generator.search.matching import Key, phrase_slots
from generator.search.reading import Index, Segment
from generator.search.similar import END, SWAPPED, Nearest, limit, nearest

MOST = 3
"""Corrections that are taken when they are equally near."""
_FIRST, _THEN = 6, 6
"""Texts that are looked at, and more of them where nothing is near enough in these."""
_VOTING = 32
"""The characters of a word that are looked up: as many bits as a number of the browser has."""
_LONGEST = 12

Place = tuple[int, int]
"""The position of a segment, and a slot in it."""


def corrections(index: Index, word: str) -> tuple[str, ...]:
    """What is nearest to a word that stands nowhere; the likeliest first, at most `MOST`."""
    phrase = code_units(word)
    if not limit(len(phrase)):
        return ()
    found = _in_names(index, phrase)
    for look in _stages(index, phrase):
        found += look()
        if any(each.cost < max(limit(len(phrase)), END) for each in found):
            break
    least = min((each.cost for each in found), default=0)
    counts = Counter(each.text for each in found if each.cost == least)
    ordered = sorted(counts, key=lambda text: (abs(len(text) - len(phrase)), -counts[text], text))
    return tuple(map(characters, ordered[:MOST]))


def _stages(index: Index, phrase: str) -> Iterator[Callable[[], list[Nearest]]]:
    """Where to look, one after the other, until something is near enough."""
    likely = _likely(index, _votes_of_places(index, phrase))
    yield lambda: _in_texts(index, phrase, likely[:_FIRST])
    yield lambda: _in_texts(index, phrase, likely[_FIRST:])
    yield lambda: _swapped(index, phrase)
    yield lambda: _in_texts(index, phrase, _likely(index, _votes_of_slots(index, phrase)))


def _in_names(index: Index, phrase: str) -> list[Nearest]:
    """In names and headings, and in what nearly every text repeats."""
    texts: dict[str, None] = {}
    for segment in index.segments:
        header = segment.header
        for layout in header.layouts:
            texts.update((piece.heading, None) for piece in layout.pieces)
        texts.update((name, None) for _, name, _, _ in header.groups)
        for former, aliases, _ in header.agencies.values():
            texts.update((name, None) for name in (*former, *aliases))
        texts.update((characters(gram), None) for gram in header.frequent)
    folded = (code_units(index.folding(text)) for text in texts)
    shared = set(phrase)
    likely = (text for text in folded if 2 * len(shared.intersection(text)) >= len(shared))
    return [best for text in likely if (best := nearest(phrase, text, index.likeness))]


def _in_texts(index: Index, phrase: str, entries: Iterable[Key]) -> list[Nearest]:
    found: list[Nearest] = []
    for position, number in entries:
        _, texts = index.segments[position].texts(number)
        text = code_units(index.folding(joined(texts, range(len(texts)))))
        best = nearest(phrase, text, index.likeness)
        if best:
            found.append(best)
    return found


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


def _likely(index: Index, votes: Mapping[Place, int]) -> list[Key]:
    """The entries whose best slot has the most votes.

    Of those with as many, half are the ones that are shown first, the others are evenly spread.
    """
    best: dict[Key, int] = {}
    for (position, slot), count in votes.items():
        segment = index.segments[position]
        number, _ = segment.entry_of(slot)
        if number not in segment.dead:
            best[position, number] = max(best.get((position, number), 0), count)
    levels: dict[int, list[Key]] = {}
    for entry in sorted(best, key=lambda entry: _shown(index, entry)):
        levels.setdefault(best[entry], []).append(entry)
    chosen: dict[Key, None] = {}
    for most in (_FIRST, _FIRST + _THEN):
        for level in sorted(levels, reverse=True):
            rest = [entry for entry in levels[level] if entry not in chosen]
            room = most - len(chosen)
            first = rest[: (room + 1) // 2]
            spread = _spread(rest[len(first) :], room - len(first))
            chosen.update((entry, None) for entry in (*first, *spread))
    return [*chosen]


def _shown(index: Index, entry: Key) -> tuple[int, str]:
    """The order of equal hits; see `engine`."""
    position, number = entry
    header = index.segments[position].header
    return -(header.columns.year[number] or 9999), header.address(number)


def _spread(entries: Sequence[Key], most: int) -> Sequence[Key]:
    if len(entries) <= most:
        return entries
    return [entries[at * len(entries) // most] for at in range(most)]


def _votes_of_places(index: Index, phrase: str) -> dict[Place, int]:
    """How much of the word stands where it would have to, for each slot at its best place.

    Each gram says where the word would begin; a character too many or too few shifts what follows
    by one. Long lists are not looked at where short ones do.
    """
    for large in (False, True):
        votes = {
            (position, slot): count
            for position, segment in enumerate(index.segments)
            for slot, count in _best_places(segment, phrase, large=large).items()
        }
        if votes:
            return votes
    return {}


def _best_places(segment: Segment, phrase: str, *, large: bool) -> dict[int, int]:
    places: dict[int, int] = {}
    slots: dict[int, int] = {}
    for start, end in sorted(set(spans(phrase[:_VOTING], segment.header.frequent))):
        gram = phrase[start:end]
        if segment.is_large(gram) and not large:
            continue
        # A bit for each two neighbours that agree.
        bits = (1 << end - 1) - (1 << start)
        for code in segment.codes(gram):
            places[code - start] = places.get(code - start, 0) | bits
            slots[code - start] = code >> segment.width
    best: dict[int, int] = {}
    for place, bits in places.items():
        shifted = ((bits | places.get(place + by, 0)).bit_count() for by in (-1, 1))
        best[slots[place]] = max(best.get(slots[place], 0), *shifted)
    return best


def _votes_of_slots(index: Index, phrase: str) -> dict[Place, int]:
    """How much of the word stands in each slot, wherever, counted by frequent grams.

    This finds words of which every gram that is not frequent has the error in it.
    """
    votes: Counter[Place] = Counter()
    for position, segment in enumerate(index.segments):
        for gram in _frequent_parts(phrase[:_VOTING], segment.header.frequent):
            for slot in segment.slots(gram):
                votes[position, slot] += len(gram) - 1
    return votes


def _frequent_parts(phrase: str, frequent: frozenset[str]) -> list[str]:
    """The longest frequent grams of a word that are not part of one another."""
    parts: list[str] = []
    done = 0
    for start in range(len(phrase) - 1):
        end = start + 2
        while end <= len(phrase) and phrase[start:end] in frequent:
            end += 1
        if end - 1 > max(done, start + 1):
            parts.append(phrase[start : end - 1])
            done = end - 1
    return parts
