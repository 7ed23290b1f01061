"""What a cell's text says: a figure, a blank, or text that stays as it was written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from generator.model.forms import Number
from generator.model.reports import Cell

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_EXACT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,12}")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,12})?")
_SIGNED = re.compile(r"\+(?:0|[1-9][0-9]{0,17})")
_FIGURE = re.compile(
    r"[+-]?\d[\d,.]*(?:余)?(?:[万亿]?元|[万亿]|[件条项个次起人宗份%])?"
    r"|[增减]\d[\d,.]*(?:[件条项个次%])?"
)
_NO_FIGURE = re.compile(r"[-‐‑–—―一/\\*×·]{1,4}|无|零|空|none|n/a|null|(?:#\w+[!?])", re.IGNORECASE)


class Note(Enum):
    """How the value of a cell came about."""

    EXACT = "exact"
    CLEANED = "cleaned"
    """A figure once spaces, full-width digits or thousands separators were put aside."""
    BLANK = "blank"
    TEXT = "text"
    """No figure that could be read without guessing; kept as it was written."""


# Only the full-width forms of ASCII: a compatibility form such as ² or ① next to a digit is a note
# mark, and must not become one digit more.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def bare(text: str) -> str:
    """`text` in half-width characters, without invisible ones, and without spaces around it."""
    plain = text.translate(_HALF_WIDTH)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()


def read_cell(text: str, number: Number) -> tuple[Cell, Note]:
    """The value of a cell of the kind `number`, and how it came about.

    Only what has one possible reading becomes a figure. Spaces inside a figure do not: ``1 2`` may
    be 12, or two cells that ran together.
    """
    plain = bare(text)
    if not plain:
        return None, Note.BLANK
    note = Note.EXACT if plain == text else Note.CLEANED
    if _GROUPED.fullmatch(plain):
        plain, note = plain.replace(",", ""), Note.CLEANED
    if number is Number.CHANGE and _SIGNED.fullmatch(plain):
        plain, note = plain[1:], Note.CLEANED
    if _WHOLE.fullmatch(plain) and plain != "-0":
        return int(plain), note
    if _EXACT.fullmatch(plain):
        return Decimal(plain), note
    return text.strip(), Note.TEXT


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether `text` is a figure or what stands in place of one, rather than words."""
    plain = "".join(bare(text).split())
    return bool(_FIGURE.fullmatch(plain) or _NO_FIGURE.fullmatch(plain))


def is_number(text: str) -> bool:
    """Whether `text` can only be a figure."""
    return read_cell(text, Number.CHANGE)[1] in (Note.EXACT, Note.CLEANED)
