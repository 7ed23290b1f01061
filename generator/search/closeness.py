"""Words that stand nowhere: what may have been meant by them.

What differs from the word by one error is looked for (`mistakes`), in names and headings too. Only
where that finds nothing, texts that share something with the word are looked at: what comes nearest
to it there is what was meant. So a correction is always something that stands in the portal. Few
texts are looked at, because each is a file to load, and first those that a search for the
correction would show first, because these are loaded anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.search.codec import characters, code_units
from generator.search.grams import spans
from generator.search.headers import joined
from generator.search.matching import Key, find
from generator.search.mistakes import one_error, sounding_alike
from generator.search.reading import Index, Segment
from generator.search.similar import END, Nearest, limit, nearest

MOST = 3
"""Corrections that are taken when they are equally near."""
_TEXTS = 6
"""The texts that are looked at."""
_LOOKED_UP = 32
"""The characters of a word that are looked up: as many bits as a number of the browser has."""
_WEIGHED = 12
"""How many words that may have been meant are looked for, to know how frequent they are."""
_NEAR = 2
"""What costs so much more than the nearest may still have been meant."""
_RAREST = 4
"""The most that it costs not to be frequent: 1, and 1 more each time that the most frequent is
twice as frequent. An error costs twice what `similar` says, so that frequency decides only between
errors that are about as likely."""

Place = tuple[int, int]
"""The position of a segment, and a slot in it."""

Agreeing = Mapping[Place, int]
"""What of a word stands in some slots: a bit for each two neighbours of the word."""


def corrections(index: Index, word: str) -> tuple[str, ...]:
    """What is nearest to a word that stands nowhere; the likeliest first, at most `MOST`."""
    phrase = code_units(word)
    sized = limit(len(phrase)) > 0
    found = _in_names(index, phrase) if sized else []
    found += one_error(index, phrase)
    if not _is_sure(found):
        found += sounding_alike(index, phrase)
    if sized and not _is_sure(found):
        agreeing = _agreeing_places(index, phrase, large=False)
        agreeing = agreeing or _agreeing_places(index, phrase, large=True)
        found += _in_texts(index, phrase, _likely(index, agreeing))
    return tuple(map(characters, _likeliest(index, phrase, found)))


def _is_sure(found: Iterable[Nearest]) -> bool:
    """Whether something was found for which no end of the word need be wrong."""
    return any(each.cost < END for each in found)


def _likeliest(index: Index, phrase: str, found: Sequence[Nearest]) -> list[str]:
    """Of what was found the nearest; something hardly farther where it is much more frequent."""
    costs: dict[str, int] = {}
    for each in found:
        costs[each.text] = min(each.cost, costs.get(each.text, each.cost))
    seen = Counter(each.text for each in found)
    off = {text: abs(len(text) - len(phrase)) for text in costs}
    most_cost = min(costs.values(), default=0) + _NEAR
    near = sorted(
        (text for text, cost in costs.items() if cost <= most_cost),
        key=lambda text: (costs[text], off[text], -seen[text], text),
    )
    counts = {text: len(find(index, characters(text))) for text in near[:_WEIGHED]}
    most = max([1, *counts.values()])
    worth = {
        text: 2 * costs[text] + min(_RAREST, (most // max(1, count)).bit_length())
        for text, count in counts.items()
    }
    ordered = sorted(
        worth, key=lambda text: (worth[text], costs[text], off[text], -counts[text], text)
    )
    return [text for text in ordered[:MOST] if worth[text] <= worth[ordered[0]] + _NEAR]


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


def _likely(index: Index, agreeing: Agreeing) -> list[Key]:
    """The entries that have most of the word in one slot.

    Of those that have as much of it, some for each part of the word that they have; half of these
    are the ones that are shown first, the others are evenly spread.
    """
    best: dict[Key, int] = {}
    for (position, slot), bits in agreeing.items():
        segment = index.segments[position]
        entry = position, segment.entry_of(slot)[0]
        if entry[1] not in segment.dead:
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
