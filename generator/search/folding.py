"""What counts as the same character: width, case, Traditional and Simplified, spaces.

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


class _Table(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        folded = self._folded(chr(code))
        self[code] = folded
        return folded

    def _folded(self, character: str) -> str:
        if character in "\n\u2028\u2029":
            return "\n"
        parts: list[str] = []
        for part in unicodedata.normalize("NFKC", character).lower():
            category = unicodedata.category(part)
            if category == "Zs" or part in "\t\v\f":
                parts.append(" ")
            elif category not in ("Cc", "Cf") and not "\ufe00" <= part <= "\ufe0f":
                parts.append(self._simplified.get(part, part))
        return "".join(parts)


class Folding:
    """Folds text: full → half width, upper → lower case, Traditional → Simplified characters.

    Spaces beside a Chinese character or a line break go, other runs of spaces become one, and
    invisible characters go. Line breaks stay: no phrase reaches over one.
    """

    def __init__(self, simplified: Mapping[str, str]) -> None:
        self._table = _Table(simplified)
        self._traditional = frozenset(simplified)

    def __call__(self, text: str) -> str:
        """The folded text."""
        folded = text.translate(self._table)
        if " " in folded:
            folded = _MANY.sub(" ", _SPACES.sub("", folded))
        return folded

    @property
    def met_traditional(self) -> bool:
        """Whether there was a Traditional character in any of the texts folded so far."""
        return not self._traditional.isdisjoint(map(chr, self._table))
