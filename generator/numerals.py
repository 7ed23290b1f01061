"""Numbers as texts write them → exact figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

NUMBER = (
    r"(?:(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.])(?<!\d,)\d+(?:\.\d+)?"
    r"|(?<![零〇○一二两三四五六七八九十百千])[零〇○一二两三四五六七八九十百千]+(?:[万亿][零〇一二两三四五六七八九十百千]*)*)"
)
"""A number in folded text: digits with or without separators, or Chinese numerals."""

LEADS = ("大约", "不少于", "超过", "多于", "近", "约", "逾")
"""Words before a number that make it less exact; none is the end of one that follows it."""
_UNITS = "件宗起例份条项个"
UNIT = f"(?:{'|'.join(_UNITS)})"
"""What things are counted by, as a regular expression."""
# The unit comes first, so that a search skips to it.
COUNTED = re.compile(rf"[{_UNITS}](?<=[\d零〇○一二两三四五六七八九十百千万亿余多几][{_UNITS}])")
"""The unit of every number of things."""
_BEGINNING = re.compile(r"\d+|[零〇○一二两三四五六七八九十百千]+")

# What all end with comes first, so that a search skips to it.
_YEAR = re.compile(
    r"年(?:(?<=(?:19|20)\d\d年)(?<!\d{5}年)"
    r"|(?<=(?:一九|二[〇○零0])[〇○零0一二三四五六七八九]{2}年))"
)
_YEAR_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a text: every figure from `least` up to and with `most` is what it may mean."""

    least: Decimal
    most: Decimal

    def fits(self, value: int | Decimal) -> bool:
        """Whether `value` is what the text says."""
        return self.least <= value <= self.most


def number_starts(text: str) -> Iterator[int]:
    """Where numbers may begin in a folded text, each with the word that leads it."""
    for match in _BEGINNING.finditer(text):
        start = match.start()
        lead = next((lead for lead in LEADS if text.endswith(lead, 0, start)), "")
        yield start - len(lead)


def figure_of(text: str) -> Decimal | None:
    """The figure that a folded `text` of digits or Chinese numerals writes; None: it is none."""
    bare = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return Decimal(bare)
    return _chinese(bare)


def _chinese(text: str) -> Decimal | None:
    if not text or not all(c in _DIGITS or c in _SMALL or c in _LARGE for c in text):
        return None
    if all(character in _DIGITS for character in text):
        # 二三 is no number of things; 二〇二三 is a year.
        return Decimal(_DIGITS[text]) if len(text) == 1 else None
    total, section, digit = 0, 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit or (0 if section else 1)) * _SMALL[character]
            digit = 0
        else:
            total = (total + section + digit) * _LARGE[character]
            section, digit = 0, 0
    return Decimal(total + section + digit)


def count_of(number: str, scale: str = "", vague: str = "", lead: str = "") -> Count | None:
    """What `number` `scale` `vague` means: 26.8, 万 → about 268,000; 140, "", 余 → 140 to 149.

    `lead` is a word before it (超过, 不少于, …) or "". None where nothing sure can be said.
    """
    figure = figure_of(number)
    if figure is None or (lead and lead not in _AT_LEAST):
        return None
    factor = Decimal(_LARGE.get(scale, 1))
    exact = figure * factor
    if lead:
        return Count(exact, Decimal("Infinity"))
    exponent = figure.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if vague:
        return Count(exact, exact + _roundness(figure) * factor - 1)
    if scale:
        slack = factor / (10**decimals)
        return Count(exact - slack, exact + slack)
    return Count(exact, exact)


_AT_LEAST = ("超过", "不少于", "多于", "逾")


def _roundness(figure: Decimal) -> Decimal:
    """The last place that is not zero: 140 → 10, 3 → 1."""
    unit = Decimal(1)
    while figure and figure % (unit * 10) == 0:
        unit *= 10
    return unit


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, in its order, with repetitions."""
    if "年" not in text:
        return ()
    ends = [match.start() for match in _YEAR.finditer(text)]
    written = (text[end - _YEAR_LENGTH : end] for end in ends)
    return tuple(int("".join(str(_DIGITS.get(c, c)) for c in digits)) for digits in written)


def names_year(text: str, year: int) -> bool:
    """Whether `text` has the year in digits: quicker than `years_in`, which has it then, too."""
    written = f"{year}年"
    place = text.find(written)
    return place == 0 or (place > 0 and not text[place - 1].isdecimal())
