"""What a regular expression cannot do without: words that tell cheaply where to look at all.

Only what our own expressions use is understood; whatever else occurs ends a word, which makes the
answer less telling and never wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

Anchors: TypeAlias = frozenset[str]
"""Words of which one occurs in everything that an expression matches; empty: nothing is known."""

_TOKEN = re.compile(
    r"(?P<group>\((?:\?(?P<kind>:|P<\w+>|<?[=!]))?)|(?P<end>\))|(?P<or>\|)"
    r"|(?P<quantity>[?*+]|\{(?P<least>\d+)(?:,\d*)?\})"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]])*\])|(?P<escape>\\.)|(?P<any>[.^$])|(?P<word>.)",
    re.DOTALL,
)


@dataclass(slots=True)
class _Sequence:
    """One alternative while it is read: the best so far, and the word that is growing."""

    best: Anchors = frozenset()
    word: str = ""
    group: Anchors = frozenset()

    def close(self) -> None:
        """End the word and take the last group for granted: nothing makes them optional."""
        self._offer(frozenset({self.word}) if self.word else frozenset())
        self._offer(self.group)
        self.word, self.group = "", frozenset()

    def drop_last(self) -> None:
        """What was read last may be absent."""
        self.word, self.group = self.word[:-1], frozenset()
        self.close()

    def _offer(self, known: Anchors) -> None:
        if known and _worth(known) > _worth(self.best):
            self.best = known


def _worth(known: Anchors) -> tuple[int, int]:
    """Long words are rare; of equally long ones, few are quick to look for."""
    return (min(map(len, known)), -len(known)) if known else (0, 0)


@dataclass(slots=True)
class _Level:
    """A group while it is read. Of what looks around, nothing is taken."""

    looks_around: bool = False
    alternatives: list[_Sequence] = field(default_factory=lambda: [_Sequence()])

    def anchors(self) -> Anchors:
        for each in self.alternatives:
            each.close()
        if self.looks_around or not all(each.best for each in self.alternatives):
            return frozenset()
        return frozenset[str]().union(*(each.best for each in self.alternatives))


def anchors(expression: str) -> Anchors:
    """The anchors of a regular expression."""
    levels = [_Level()]
    for token in _TOKEN.finditer(expression):
        here = levels[-1].alternatives[-1]
        if token["word"]:
            if here.group:
                here.close()
            here.word += token["word"]
        elif token["quantity"]:
            if token["quantity"] in "?*" or token["least"] == "0":
                here.drop_last()
            else:
                here.close()
        elif token["group"]:
            if not token["kind"] and expression.startswith("?", token.end()):
                return frozenset()
            here.close()
            levels.append(_Level((token["kind"] or ":").endswith(("=", "!"))))
        elif token["end"]:
            group = levels.pop().anchors()
            levels[-1].alternatives[-1].group = group
        elif token["or"]:
            levels[-1].alternatives.append(_Sequence())
        else:
            here.close()
    return levels[0].anchors()
