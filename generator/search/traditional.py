"""Traditional → Simplified characters, one by one.

The table is OpenCC's, from the package ``opencc-python-reimplemented`` (Apache-2.0): a table made
here would be a worse copy of it. Where a character has several Simplified forms the first, most
usual one is taken. Words are not converted: both the text and the query pass through the same
table, so that a wrong choice cannot lose a hit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_TABLE = "dictionary/TSCharacters.txt"
_LAST = 0xFFFF
"""Beyond the basic plane lie characters that no official text uses; without them the table that
browsers load is a third smaller."""


@cache
def simplified_characters() -> Mapping[str, str]:
    """Each Traditional character that has another, Simplified form, with this form."""
    pairs: dict[str, str] = {}
    text = files("opencc").joinpath(_TABLE).read_text(encoding="utf-8")
    for line in text.splitlines():
        traditional, _, choices = line.partition("\t")
        simplified = choices.split(" ")[0]
        if simplified != traditional and max(map(ord, traditional + simplified)) <= _LAST:
            pairs[traditional] = simplified
    return pairs


def plain(character: str) -> bool:
    """Whether GB2312 has the character, which all but a few Simplified texts are written in."""
    try:
        return len(character.encode("gb2312")) in (1, 2)
    except UnicodeEncodeError:
        return False


@cache
def common_characters() -> str:
    """The Chinese characters of GB2312, in its order."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)
