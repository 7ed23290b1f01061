"""Chance that falls the same way on every machine.

Only `random.Random.random` is used: its sequence for a given seed is fixed by Python's own promise,
that of the other methods is not.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import gcd
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One source of chance, named by what it is thrown for."""

    def __init__(self, *names: object) -> None:
        self._random = random.Random("/".join(map(str, names))).random  # noqa: S311

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        return int(self._random() * limit)

    def between(self, least: int, most: int) -> int:
        """A number from `least` to `most`, both included."""
        return least + int(self._random() * (most - least + 1))

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self._random() * len(options))]

    def happens(self, percent: int) -> bool:
        """Whether something with that chance happens."""
        return self._random() * 100 < percent

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """All of `options` in another order."""
        keys = [self._random() for _ in options]
        return [options[index] for index in sorted(range(len(options)), key=keys.__getitem__)]

    def count(self, mean: int, per: int = 100) -> int:
        """How often something happens that happens `mean`/`per` times on average."""
        if mean >= 40 * per:
            return mean * self.between(85, 118) // (100 * per)
        trials = 4 * (mean // per + 1)
        chance = mean / (per * trials)
        draw = self._random
        return sum(draw() < chance for _ in range(trials)) if mean else 0

    def spread(self, total: int, weights: Weights) -> list[int]:
        """`total` split over the places of `weights`, in about that proportion."""
        parts = [0] * len(weights.each)
        left = total
        if total > 60:
            parts = [total * 19 * weight // (weights.sum * 20) for weight in weights.each]
            left = total - sum(parts)
        for _ in range(left):
            parts[bisect_right(weights.running, self._random() * weights.sum)] += 1
        return parts


class Weights:
    """Weights with their running sums, made once for many throws."""

    def __init__(self, each: Sequence[int]) -> None:
        self.each = tuple(each)
        self.running = tuple(accumulate(each))
        self.sum = self.running[-1]


class Turns:
    """Gives the options of a list in a scattered order, none twice before all have come."""

    __slots__ = ("_at", "_step")

    def __init__(self, dice: Dice, size: int) -> None:
        self._at = dice.below(size)
        step = dice.between(1, size)
        while gcd(step, size) != 1:
            step += 1
        self._step = step

    def next(self, size: int) -> int:
        """The index of the next option of a list of `size` options."""
        self._at = (self._at + self._step) % size
        return self._at
