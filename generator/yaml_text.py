"""Text → YAML scalars that every YAML reader takes for the same text."""

from __future__ import annotations

import re

# Words and beginnings that some YAML reader takes for something else than text.
_NOT_PLAIN = re.compile(
    r"[-?:,\[\]{}#&*!|>'\"%@`~=<.0-9+\s]|.*(?::\s|\s#|:$|\s$)|(?i:null|true|false|yes|no|on|off|y|n)$"
)


def scalar(text: str, *, flow: bool = False) -> str:
    """`text` as a YAML scalar on one line: plain where that is safe, quoted elsewhere."""
    safe = text and fits_block(text) and not _NOT_PLAIN.match(text)
    if safe and not (flow and re.search(r"[,\[\]{}:?]", text)):
        return text
    return quoted(text)


def fits_block(text: str) -> bool:
    """Whether a line may stand in a literal block as it is."""
    return text == text.strip() and all(map(_printable, text))


def _printable(character: str) -> bool:
    if character in "\x85\u2028\u2029\ufeff":
        return False
    code = ord(character)
    return (
        0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or (0x10000 <= code <= 0x10FFFF)
    )


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """`text` in double quotes, with what cannot stand there escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _printable(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"
