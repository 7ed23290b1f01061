"""Sentences made from rules: a rule is a list of alternatives, an alternative has places to fill.

``{name}`` is another rule, a list of words or a single word; ``{=name}`` a figure of the report;
``{3..9}`` a number in that range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.demo.dice import Dice, Turns

_PLACE = re.compile(r"\{([^}]+)\}")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place filled by a rule, by the next of a list of words, or by a word."""

    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A place filled by a figure of the report."""

    name: str


@dataclass(frozen=True, slots=True)
class Range:
    """A place filled by a number that stands in no table."""

    least: int
    most: int


Template = tuple[str | Reference | Figure | Range, ...]


def template(text: str) -> Template:
    """The parts of an alternative; every second one is a place."""
    pieces = _PLACE.split(text)
    parts = [_place(piece) if index % 2 else piece for index, piece in enumerate(pieces)]
    return tuple(part for part in parts if part != "")


def _place(text: str) -> Reference | Figure | Range:
    if text.startswith("="):
        return Figure(text[1:])
    bounds = _RANGE.fullmatch(text)
    return Range(int(bounds[1]), int(bounds[2])) if bounds else Reference(text)


Rules = Mapping[str, Sequence[Template]]


def rules(texts: Mapping[str, Sequence[str]]) -> Rules:
    """The rules, ready for use."""
    return {name: tuple(map(template, lines)) for name, lines in texts.items()}


class Telling:
    """One text being composed. `mentioned` collects the figures that it speaks of.

    A rule gives no alternative twice before all have been used, and `pools` (lists of words) no
    word, so that one text does not repeat itself. `length` is how much is said of what may be left
    out, in percent of what is usual.
    """

    def __init__(
        self,
        rules: Rules,
        dice: Dice,
        words: Mapping[str, str],
        pools: Mapping[str, Sequence[str]],
        figures: Mapping[str, int],
        length: int = 100,
    ) -> None:
        self.dice = dice
        self.words = words
        self.figures = figures
        self.length = length
        self.mentioned: set[str] = set()
        self._rules = rules
        self._pools = pools
        self._turns: dict[str, Turns] = {}

    def say(self, parts: Template) -> str:
        """The text of one alternative with all its places filled."""
        said: list[str] = []
        for part in parts:
            if isinstance(part, str):
                said.append(part)
            elif isinstance(part, Reference):
                said.append(self.named(part.name))
            elif isinstance(part, Range):
                said.append(str(self.dice.between(part.least, part.most)))
            else:
                self.mentioned.add(part.name)
                said.append(str(self.figures[part.name]))
        return "".join(said)

    def named(self, name: str) -> str:
        """What the rule, the pool or the word `name` gives next."""
        word = self.words.get(name)
        if word is not None:
            return word
        pool = self._pools.get(name)
        if pool is not None:
            return pool[self._next(name, len(pool))]
        options = self._rules[name]
        return self.say(options[self._next(name, len(options))])

    def _next(self, name: str, size: int) -> int:
        turns = self._turns.get(name)
        if turns is None:
            turns = self._turns[name] = Turns(self.dice, size)
        return turns.next(size)
