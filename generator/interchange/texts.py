"""Text in documents: what is shown for it, and how it is told exactly where that differs.

Word files and workbooks cannot hold every character, and programs that save them strip blanks. So
a document shows a text as `shown` gives it. Where that is not the text itself, the text stands on
the annex as well, in the notation of JSON, and counts as long as nobody changed what is shown.
"""

from __future__ import annotations

import json
import unicodedata

_INVISIBLE = frozenset({"Cc", "Zl", "Zp"})
_UNFIT = frozenset({"Cf", "Cs", "Cn"})
_NOTHING = "□"
_CUT = "……"
LONGEST_CELL = 200
"""The most characters that a cell of a table shows of text that is no figure."""


def shown(text: str, most: int = 0) -> str:
    """What a document shows for `text`; at most `most` characters when that is not 0.

    Never blank: text of which nothing can be seen is shown as a box.
    """
    visible = "".join(map(_shown, text)).strip()
    if most and len(visible) > most:
        visible = visible[:most].rstrip() + _CUT
    return visible or _NOTHING


def is_plain(text: str, most: int = 0) -> bool:
    """Whether a document can show `text` as it is."""
    return shown(text, most) == text


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return " "
    return "" if category in _UNFIT else character


def packed(text: str) -> str:
    """`text` as a cell of the annex holds it; "" stays ""."""
    if not text or (is_plain(text) and not text.startswith('"')):
        return text
    return quoted(text)


def quoted(value: object) -> str:
    """A value in JSON, in which nothing is invisible and nothing is lost at an edge."""
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(character: str) -> str:
    category = unicodedata.category(character)
    if character == " " or (category not in _INVISIBLE | _UNFIT and category != "Zs"):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def unpacked(cell: str) -> str:
    """The text that `packed` made a cell of; a cell that somebody wrote by hand is itself."""
    if not cell.startswith('"'):
        return cell
    try:
        value = from_json(cell)
    except ValueError:
        return cell
    return value if isinstance(value, str) else cell


def from_json(text: str) -> object:
    """What `quoted` made a text of; `ValueError` for what it cannot have made."""
    try:
        value: object = json.loads(text)
        # A half of a character, which JSON can name, stands in no text.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError(text[:80]) from error
    return value


def pieces(cell: str, most: int) -> list[str]:
    """What `packed` or `quoted` gave, in pieces of at most `most` characters.

    No piece begins or ends with a blank, so that joining them gives the same again.
    """
    return _cut(cell, most) or _cut(_without_blanks(cell), most)


def _cut(text: str, most: int) -> list[str]:
    """The pieces, or none where blanks leave no place to cut."""
    found: list[str] = []
    while len(text) > most:
        places = range(most, most // 2, -1)
        end = next((at for at in places if not _touches_blank(text, at)), 0)
        if not end:
            return []
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def _touches_blank(text: str, at: int) -> bool:
    return text[at - 1].isspace() or text[at].isspace()


def _without_blanks(cell: str) -> str:
    notation = cell if cell.startswith(('"', "[")) else quoted(cell)
    return notation.replace(" ", "\\u0020")
