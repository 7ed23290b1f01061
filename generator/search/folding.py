"""What counts as the same character: width, case, marks on letters, Traditional, spaces.

Folding goes character by character, so that the browser can tell which characters of the original
a match covers, and so that a phrase folds to the same text wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_WIDE = "\u2018\u2019\u201c\u201d\u2014\u2026\u00b7\u2e80-\U0010ffff"
_SPACES = re.compile(f"(?<=[{_WIDE}\n]) +| +(?=[{_WIDE}\n])|^ +| +$")
_MANY = re.compile(" {2,}")


_USUAL = (("，", ","), ("（", "("), ("）", ")"), ("：", ":"), ("；", ";"), ("％", "%"))
"""The wide characters that stand in every text; replacing these first is faster."""
_ODD = (
    "\\x00-\\x09\\x0b-\\x1fA-Z\\x7f-\u2013\u2015-\u2017\u201a\u201b\u201e-\u3000\u3003-\u3009"
    "\u300c-\u4dff\u9fa6-\U0010ffff"
)
"""Beside the Traditional ones, all characters that may stand for others."""

_MARKS = re.compile(
    "[\u0300-\u0337\u0339-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""The marks that may stand on letters of any script: é is e, whether written as one character or
two. Not the stroke that makes ≠ of =; and not the marks of one script, which are letters there:
vowels of Tibetan and of Thai, and what tells か and が apart."""
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They choose among the shapes of one character."""


class _Table(dict[str, str]):
    """What each character becomes, worked out when it is first met."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        super().__init__()
        self._simplified = simplified
        self.met_traditional = False

    def __missing__(self, character: str) -> str:
        folded = self._folded(character)
        self[character] = folded
        return folded

    def _folded(self, character: str) -> str:
        if character in "\n\u2028\u2029":
            return "\n"
        parts: list[str] = []
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", character))
        for part in unicodedata.normalize("NFKC", bare).lower():
            category = unicodedata.category(part)
            if category == "Zs" or part in "\t\v\f":
                parts.append(" ")
            elif category not in ("Cc", "Cf") and not _SELECTORS.match(part):
                self.met_traditional |= part in self._simplified
                parts.append(self._simplified.get(part, part))
        return "".join(parts)


class Folding:
    """Folds text: full → half width, upper → lower case, é → e, Traditional → Simplified.

    Spaces beside a Chinese character or a line break go, other runs of spaces become one, and
    invisible characters go. Line breaks stay: no phrase reaches over one.
    """

    def __init__(self, simplified: Mapping[str, str]) -> None:
        self._table = _Table(simplified)
        self.simplified = simplified
        self._odd = re.compile(f"[{_ODD}{''.join(sorted(simplified))}]")

    def anew(self) -> Folding:
        """The same folding, as if nothing had been folded so far."""
        return Folding(self.simplified)

    def __call__(self, text: str) -> str:
        """The folded text."""
        folded = text
        for wide, narrow in _USUAL:
            folded = folded.replace(wide, narrow)
        folded = self._odd.sub(self._replaced, folded)
        if " " in folded:
            folded = _MANY.sub(" ", _SPACES.sub("", folded))
        return folded

    def _replaced(self, found: re.Match[str]) -> str:
        return self._table[found[0]]

    @property
    def met_traditional(self) -> bool:
        """Whether there was a Traditional character in any of the texts folded so far.

        One in a circle, or in the shape of a radical as PDF files have them, is one, too.
        """
        return self._table.met_traditional
