"""Words that stand nowhere: what may have been meant by them.

Texts that share something with the word are looked at, and names and headings; what comes nearest
to the word there is what was meant. So a correction is always something that stands in the portal.
Few texts are looked at, because each is a file to load, and first those that a search for the
correction would show first, because these are loaded anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.search.codec import characters, code_units
from generator.search.grams import spans
from generator.search.headers import joined
from generator.search.matching import Key, phrase_slots
from generator.search.reading import Index, Segment
from generator.search.similar import END, SWAPPED, Nearest, limit, nearest

MOST = 3
"""Corrections that are taken when they are equally near."""
_TEXTS = 6
"""The texts that are looked at, and as many more where nothing is near enough in these."""
_LOOKED_UP = 32
"""The characters of a word that are looked up: as many bits as a number of the browser has."""
_LONGEST = 12

Place = tuple[int, int]
"""The position of a segment, and a slot in it."""

Agreeing = Mapping[Place, int]
"""What of a word stands in some slots: a bit for each two neighbours of the word."""


def corrections(index: Index, word: str) -> tuple[str, ...]:
    """What is nearest to a word that stands nowhere; the likeliest first, at most `MOST`."""
    phrase = code_units(word)
    if not limit(len(phrase)):
        return ()
    found = _in_names(index, phrase)
    for more in _stages(index, phrase):
        found += more
        if any(each.cost < max(limit(len(phrase)), END) for each in found):
            break
    least = min((each.cost for each in found), default=0)
    counts = Counter(each.text for each in found if each.cost == least)
    ordered = sorted(counts, key=lambda text: (abs(len(text) - len(phrase)), -counts[text], text))
    return tuple(map(characters, ordered[:MOST]))


def _stages(index: Index, phrase: str) -> Iterator[list[Nearest]]:
    """What is near in one place after the other, looked for when it is asked for."""
    small = _agreeing_places(index, phrase, large=False)
    agreeing = small or _agreeing_places(index, phrase, large=True)
    known = _likely(index, agreeing)
    yield _in_texts(index, phrase, known)
    more = _likely(index, _with_frequent(index, phrase, agreeing), known)
    yield _in_texts(index, phrase, more)
    if small and _any_large(index, phrase):
        agreeing = _agreeing_places(index, phrase, large=True)
        yield _in_texts(index, phrase, _likely(index, agreeing, [*known, *more]))
    yield _swapped(index, phrase)


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


def _likely(index: Index, agreeing: Agreeing, known: Sequence[Key] = ()) -> list[Key]:
    """The entries, but those that are known, that have most of the word in one slot.

    Of those that have as much of it, some for each part of the word that they have; half of these
    are the ones that are shown first, the others are evenly spread.
    """
    best: dict[Key, int] = {}
    for (position, slot), bits in agreeing.items():
        segment = index.segments[position]
        entry = position, segment.entry_of(slot)[0]
        if entry[1] not in segment.dead and entry not in known:
            best[entry] = max(best.get(entry, 0), bits, key=_agreement)
    alike: dict[int, list[Key]] = {}
    for entry in sorted(best, key=lambda entry: _shown(index, entry)):
        alike.setdefault(best[entry], []).append(entry)
    levels: dict[int, list[list[Key]]] = {}
    for bits in sorted(alike, key=_agreement, reverse=True):
        levels.setdefault(bits.bit_count(), []).append(alike[bits])
    chosen: list[Key] = []
    for groups in levels.values():
        for left, group in zip(range(len(groups), 0, -1), groups, strict=True):
            chosen += _some(group, -(-(_TEXTS - len(chosen)) // left))
    return chosen


def _some(entries: Sequence[Key], most: int) -> list[Key]:
    """The first half of what may be taken, and some that are evenly spread over the rest."""
    if len(entries) <= most:
        return [*entries]
    first, rest = entries[: (most + 1) // 2], entries[(most + 1) // 2 :]
    size = most - len(first)
    return [*first, *(rest[at * len(rest) // size] for at in range(size))]


def _agreement(bits: int) -> tuple[int, int]:
    return bits.bit_count(), bits


def _shown(index: Index, entry: Key) -> tuple[int, str]:
    """The order of equal hits; see `engine`."""
    position, number = entry
    header = index.segments[position].header
    return -(header.columns.year[number] or 9999), header.address(number)


def _agreeing_places(index: Index, phrase: str, *, large: bool) -> Agreeing:
    """What of the word stands where it would have to, for each slot at its best place.

    Each gram says where the word would begin; a character too many or too few shifts what follows
    by one. Lists with files of their own are looked at only where that is asked for.
    """
    return {
        (position, slot): bits
        for position, segment in enumerate(index.segments)
        for slot, bits in _best_places(segment, phrase, large=large).items()
    }


def _any_large(index: Index, phrase: str) -> bool:
    return any(
        segment.is_large(phrase[start:end])
        for segment in index.segments
        for start, end in _parts(segment, phrase)
    )


def _parts(segment: Segment, phrase: str) -> list[tuple[int, int]]:
    """The parts of a word that are grams whose places are known, those that stand somewhere."""
    found = sorted(set(spans(phrase[:_LOOKED_UP], segment.header.frequent)))
    return [(start, end) for start, end in found if segment.has(phrase[start:end])]


def _within(part: tuple[int, int], parts: Iterable[tuple[int, int]]) -> bool:
    """Whether a part lies in another one."""
    return any(other != part and other[0] <= part[0] and part[1] <= other[1] for other in parts)


def _best_places(segment: Segment, phrase: str, *, large: bool) -> dict[int, int]:
    places: dict[int, int] = {}
    slots: dict[int, int] = {}
    parts = _parts(segment, phrase)
    for start, end in parts:
        gram = phrase[start:end]
        if segment.is_large(gram) and (not large or _within((start, end), parts)):
            continue
        for code in segment.codes(gram):
            places[code - start] = places.get(code - start, 0) | _bits(start, end)
            slots[code - start] = code >> segment.width
    best: dict[int, int] = {}
    for place, bits in places.items():
        shifted = (bits | places.get(place + by, 0) for by in (-1, 1))
        best[slots[place]] = max(best.get(slots[place], 0), *shifted, key=_agreement)
    return best


def _bits(start: int, end: int) -> int:
    """A bit for each two neighbours in a part of the word."""
    return (1 << end - 1) - (1 << start)


def _with_frequent(index: Index, phrase: str, agreeing: Agreeing) -> Agreeing:
    """What agrees, and the frequent grams of the word that stand in the same slot, wherever."""
    found = dict(agreeing)
    for position, segment in enumerate(index.segments):
        for start, end in _frequent_parts(phrase[:_LOOKED_UP], segment.header.frequent):
            for slot in segment.slots(phrase[start:end]):
                found[position, slot] = found.get((position, slot), 0) | _bits(start, end)
    return found


def _frequent_parts(phrase: str, frequent: frozenset[str]) -> list[tuple[int, int]]:
    """Where the longest frequent grams of a word lie that are not part of one another."""
    parts: list[tuple[int, int]] = []
    done = 0
    for start in range(len(phrase) - 1):
        end = start + 2
        while end <= len(phrase) and phrase[start:end] in frequent:
            end += 1
        if end - 1 > max(done, start + 1):
            parts.append((start, end - 1))
            done = end - 1
    return parts
