"""Words with an error: what stands in the portal and differs from a word by it.

A character that is wrong stands between two that are right, and the index knows what stands between
these; so do those around one that is missing. For a character too many, and for two that are
swapped, the word itself says what may have been meant. Two neighbours that sound like those that
were meant, as input methods offer them, the index knows by their sounds. Whether what may have been
meant stands somewhere, it tells as for any word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.search.matching import Key, phrase_slots
from generator.search.reading import Index
from generator.search.similar import (
    ADDED,
    OMITTED,
    OTHER,
    SHAPE,
    SOUND,
    SWAPPED,
    Nearest,
)
from generator.search.sounding import pairs_in

_PAIR = 2
"""The length of words in which no two characters are swapped: nothing in them would be right."""
_LONGEST = 32
"""The longest word that is looked at."""
_FEW, _MOST = 4, 12
"""How many characters may stand between two others to be tried in the third turn, in the fourth.

Each that is tried may be a file for the browser to load."""
_MOST_SOUNDING = 24
"""How many pairs may sound like two characters to be tried."""
_TURNS = 4
_GUESSES = 2
"""The first turn in which any character may be meant."""
_PAGE = 10
"""How many entries are enough."""


def one_error(index: Index, word: str) -> list[Nearest]:
    """What stands in texts and differs from `word` by one error inside.

    It is looked for in turns, each only where those before found nothing: what sounds alike, what
    looks alike, what none or one of few characters can explain, and what one of many can. The last
    turn also comes where only a character too many explains the word, and there is room for more
    among the first hits.
    """
    found: dict[str, tuple[int, int]] = {}
    for text, cost, turn in _variants(index, word):
        known = found.get(text, (cost, turn))
        found[text] = min(cost, known[0]), min(turn, known[1])
    standing: list[Nearest] = []
    entries: set[Key] = set()
    for turn in range(_TURNS):
        for text, (cost, own) in found.items():
            if own == turn and (where := _entries(index, text)):
                standing.append(Nearest(text, cost))
                entries |= where
        sure = turn < _GUESSES or any(each.cost < ADDED for each in standing)
        if standing and (sure or len(entries) >= _PAGE):
            break
    return standing


def sounding_alike(index: Index, word: str) -> list[Nearest]:
    """What stands in texts and differs from `word` in one or two neighbours that sound alike."""
    found: dict[str, int] = {}
    for at in range(len(word) - 1 if len(word) <= _LONGEST else 0):
        for pair in _sounding(index, word[at : at + 2]):
            cost = sum(map(index.likeness.cost, word[at : at + 2], pair))
            if cost:
                found[word[:at] + pair + word[at + 2 :]] = cost
    return [Nearest(text, cost) for text, cost in found.items() if _entries(index, text)]


def _sounding(index: Index, typed: str) -> Sequence[str]:
    """What stands anywhere and sounds like two characters; none where it is too much."""
    said = "".join(index.spoken.get(each, "") for each in typed)
    if len(said) < _PAIR:
        return ()
    found = {pair for segment in index.segments for pair in pairs_in(segment.sounding(said))}
    return sorted(found) if len(found) <= _MOST_SOUNDING else ()


def _entries(index: Index, text: str) -> set[Key]:
    """The entries that have a word in their text."""
    return {
        (position, number)
        for position, segment in enumerate(index.segments)
        for slot in phrase_slots(segment, text)
        if (number := segment.entry_of(slot)[0]) not in segment.dead
    }


def _variants(index: Index, word: str) -> Iterator[tuple[str, int, int]]:
    """What may have been meant, what the error costs, and in which turn it is looked for."""
    size = len(word) if len(word) <= _LONGEST else 0
    for at in range(1, size):
        letters = _middles(index, word[at - 1 : at + 1])
        for letter in letters:
            yield word[:at] + letter + word[at:], OMITTED, _turn(letters)
        if size > _PAIR and word[at] != word[at - 1]:
            yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :], SWAPPED, _turn("")
    for at in range(1, size - 1):
        yield word[:at] + word[at + 1 :], ADDED, _turn("")
        letters = _middles(index, word[at - 1] + word[at + 1])
        for letter in letters:
            cost = index.likeness.cost(word[at], letter)
            if 0 < cost <= OTHER:
                yield word[:at] + letter + word[at + 1 :], cost, _turn(letters, cost)


def _turn(letters: str, cost: int = OTHER) -> int:
    """The turn of a character that is one of `letters`; `_TURNS`: none."""
    if cost in (SOUND, SHAPE):
        return (SOUND, SHAPE).index(cost)
    return 2 if len(letters) <= _FEW else 3 if len(letters) <= _MOST else _TURNS


def _middles(index: Index, pair: str) -> str:
    """What stands between two characters anywhere."""
    return "".join(sorted({each for segment in index.segments for each in segment.middles(pair)}))
