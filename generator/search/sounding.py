"""Two neighbours by their sounds: which of those that sound so stand side by side somewhere.

Input methods offer whole words that sound alike, so two characters are often wrong together, and
then neither stands beside one that is right. What they were to be sounds like them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.search.traditional import common_characters

Sounding = Mapping[str, str]
"""Pairs of characters, one behind the other in order, by the spoken form of each: see `spoken`."""


def spoken(sound: Mapping[str, int]) -> Mapping[str, str]:
    """For each character the first common one that sounds like it: `sound` says which do (0: none).

    Where this is said of each of two neighbours, it is the same for all that sound like them.
    """
    first: dict[int, str] = {}
    for character in common_characters():
        first.setdefault(sound.get(character, 0), character)
    return {character: first[number] for character, number in sound.items() if number}


def by_sound(grams: Iterable[str], spoken: Mapping[str, str]) -> dict[str, str]:
    """Those of the grams that are two characters whose sounds are known, by what is spoken."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    known = spoken.get
    for gram in grams:
        if len(gram) == 2 and (first := known(gram[0])) and (second := known(gram[1])):
            found[first + second].append(gram)
    return {key: "".join(sorted(pairs)) for key, pairs in found.items()}


def pairs_in(pairs: str) -> list[str]:
    """The pairs that stand one behind the other."""
    return [pairs[at : at + 2] for at in range(0, len(pairs), 2)]


def together(some: str, others: str) -> str:
    """The pairs of both."""
    return some if some == others else "".join(sorted({*pairs_in(some), *pairs_in(others)}))
