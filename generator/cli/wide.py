"""Text in columns on a terminal, where a Chinese character takes two places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_GAP = "  "
_ELLIPSIS = "…"


def shown(text: str) -> str:
    """`text` as a terminal may get it: on one line, and without anything that commands it."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _commands(each) else each for each in text)


def _commands(character: str) -> bool:
    # Controls, and the marks that make text run backwards or hide.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def width(text: str) -> int:
    """How many places `text` takes."""
    return sum(map(_places, text))


def _places(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitted(text: str, most: int) -> str:
    """`text` in at most so many places; what is left out in the middle is an ellipsis.

    The end stays longer than a file's ending, because that tells files apart.
    """
    if width(text) <= most:
        return text
    room = most - width(_ELLIPSIS)
    tail = ""
    for character in reversed(text):
        if width(character + tail) > room // 2:
            break
        tail = character + tail
    head = ""
    for character in text:
        if width(head + character) > room - width(tail):
            break
        head += character
    return head + _ELLIPSIS + tail


def columns(
    rows: Sequence[Sequence[str]], most: int, flexible: Sequence[int], right: Sequence[int] = ()
) -> list[str]:
    """Rows of cells as aligned lines of at most `most` places.

    The columns numbered in `flexible` give way where there is no room for all; those in `right` are
    set to the right.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - most
    while over > 0:
        widest = max(flexible, key=lambda number: widths[number])
        if widths[widest] <= 4:
            break
        widths[widest] -= 1
        over -= 1
    return [
        _GAP.join(
            _set(fitted(cell, widths[number]), widths[number], right=number in right)
            for number, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]


def _set(text: str, places: int, *, right: bool) -> str:
    blanks = " " * (places - width(text))
    return blanks + text if right else text + blanks
