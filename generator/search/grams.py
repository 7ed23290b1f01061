"""Grams: the short strings under which places in the text are found.

Every two characters that follow each other are a gram. A gram that stands almost everywhere would
make a long list of places, so such *frequent* grams list only the pieces of text that contain
them, and the grams one character longer on either side are stored as well, until those are no
longer frequent or `LONGEST` is reached. So each phrase is either a stored gram itself or can be
covered by grams that know their places and have short lists: no phrase ever needs the long ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import compress
from operator import add

LONGEST = 12
"""Grams of this length know their places however frequent they are."""
_MOST = 1.4
_FACTORS = (1, 2, 4, 8, 16)


def positioned(gram: str, frequent: Set[str]) -> bool:
    """Whether the places of a stored gram are known, and not only the pieces it stands in."""
    return gram not in frequent


def stored(gram: str, frequent: Set[str]) -> bool:
    """Whether the index lists a gram that occurs."""
    if len(gram) <= 2:
        return len(gram) == 2
    return len(gram) <= LONGEST and (gram[:-1] in frequent or gram[1:] in frequent)


def _around(marks: bytes) -> bytes:
    """Where grams begin that are one character longer than those marked."""
    # One large number is a vector of bytes here.
    number = int.from_bytes(marks, "little")
    return (number | number >> 8).to_bytes(len(marks), "little")[:-1]


def _marked(size: int, places: Iterable[int]) -> bytes:
    marks = bytearray(size)
    for place in places:
        marks[place] = 1
    return bytes(marks)


def frequent_grams(texts: Sequence[str], least: float) -> frozenset[str]:
    """The grams to treat as frequent: those that occur more than `least` times in all `texts`.

    In texts that repeat themselves a lot the bound is raised until the index would hold no more
    than `_MOST` places for each character.
    """
    counts = _counts(texts, least)
    most = _MOST * sum(map(len, texts))
    for factor in _FACTORS:
        frequent = {
            gram for gram, count in counts.items() if count > least * factor and len(gram) < LONGEST
        }
        others = (gram for gram in counts if gram not in frequent and stored(gram, frequent))
        if sum(counts[gram] for gram in others) <= most or factor == _FACTORS[-1]:
            return frozenset(frequent)
    raise AssertionError


def _counts(texts: Sequence[str], least: float) -> dict[str, int]:
    """How often each gram occurs that is stored when those above `least` are frequent."""
    text = "\n".join(texts)
    grams = list(map(add, text, text[1:]))
    places: Sequence[int] = range(len(grams))
    found: dict[str, int] = {}
    for length in range(3, LONGEST + 2):
        level = {gram: count for gram, count in Counter(grams).items() if "\n" not in gram}
        found |= level
        common = {gram for gram, count in level.items() if count > least}
        if not common or length > LONGEST:
            break
        marks = _marked(len(text) - length + 2, compress(places, map(common.__contains__, grams)))
        marks = _around(marks)
        places = list(compress(range(len(marks)), marks))
        grams = [text[at : at + length] for at in places]
    return found


def cover(phrase: str, frequent: Set[str]) -> list[tuple[int, str]]:
    """Stored grams, with their places in `phrase`, that together leave no character out.

    One gram that is not positioned is returned alone, and is the phrase itself.
    """
    if stored(phrase, frequent):
        return [(0, phrase)]
    found = sorted(spans(phrase, frequent), key=lambda span: (span[0], -span[1]))
    chosen: list[tuple[int, str]] = []
    done = 0
    while done < len(phrase):
        start, end = max((span for span in found if span[0] <= done), key=lambda span: span[1])
        chosen.append((start, phrase[start:end]))
        done = end
    return chosen


def spans(phrase: str, frequent: Set[str]) -> Iterator[tuple[int, int]]:
    """Where the shortest positioned gram that begins, and that ends, at each place lies."""
    size = len(phrase)
    for start in range(size - 1):
        end = start + 2
        while end < size and phrase[start:end] in frequent:
            end += 1
        if phrase[start:end] not in frequent:
            yield start, end
    for end in range(2, size + 1):
        start = end - 2
        while start > 0 and phrase[start:end] in frequent:
            start -= 1
        if phrase[start:end] not in frequent:
            yield start, end
