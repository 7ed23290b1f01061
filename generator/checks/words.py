"""The words of a report: where each piece of text stands, and how it is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.model.reports import Report

_SENTENCE = re.compile(r"[^。！？!?；;]*[。！？!?；;]?")
_CHINESE = "一-鿿〇()、,。"
_BESIDE_CHINESE = re.compile(
    rf"(?<=[{_CHINESE}])[ \t\u3000\u00a0]+(?=[{_CHINESE}0-9])|(?<=[0-9])[ \t]+(?=[{_CHINESE}])"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, the id of its section ("" for title and preface) and its key paths."""

    section: str
    text: str
    paths: tuple[str, ...]


def texts(report: Report) -> Iterator[Text]:
    """Every paragraph of the report, in order; the title is not among them."""
    for number, paragraph in enumerate(report.preface):
        yield Text("", paragraph, (f"preface.{number}", "preface"))
    for name, narrative in report.sections.items():
        section = f"sections.{name}"
        for part, paragraphs in (("before", narrative.before), ("after", narrative.after)):
            for number, paragraph in enumerate(paragraphs):
                places = (f"{section}.{part}.{number}", f"{section}.{number}", section)
                yield Text(name, paragraph, places)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph, each with its mark."""
    return (match[0] for match in _SENTENCE.finditer(text) if match[0].strip())


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` for comparing: half-width, without the spaces that typesetting puts in between.

    Spaces between two digits stay: they may part two numbers. Full-width brackets and commas become
    half-width too, so patterns are written half-width.
    """
    if text.isascii():
        return text
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _BESIDE_CHINESE.sub("", plain)


def is_short_for(short: str, long: str) -> bool:
    """Whether `short` is `long` with some characters left out: 区应急局, 某某区应急管理局."""
    rest = iter(long)
    return all(character in rest for character in short)
