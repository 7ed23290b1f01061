"""The words of a report: where each piece of text stands, and how it is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.model.reports import Report

_CHINESE = "一-鿿〇()、,。"
_BESIDE_CHINESE = re.compile(
    rf"(?<=[{_CHINESE}])[ \t]+(?=[{_CHINESE}0-9])|(?<=[0-9])[ \t]+(?=[{_CHINESE}])"
)
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# What nearly every text needs; with it done, most texts need no slower way.
_HALF_WIDTH = tuple(zip("，：；（）！？　", ",:;()!? ", strict=True))
_SENTENCE_MARKS = "。!?;"
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph: the id of its section ("" for the preface) and its place there.

    `part` is "before" or "after" the table of the section, `number` counts the paragraphs of it.
    """

    section: str
    text: str
    part: str = ""
    number: int = 0

    @property
    def paths(self) -> tuple[str, ...]:
        """The key paths under which the record may hold it, the closest first."""
        if not self.part:
            return (f"preface.{self.number}", "preface")
        section = f"sections.{self.section}"
        return (f"{section}.{self.part}.{self.number}", f"{section}.{self.number}", section)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All paragraphs of a report, and their folded text with one sentence a line.

    A report has one of them, known by itself: what is made of it is looked up by it.

    `lines` is searched as a whole, since a search costs more by its number than by the length of
    the text. Between two paragraphs of `texts` stands an empty line. `told_from` is where the
    sections begin, after the preface.
    """

    report: Report
    lines: str
    told_from: int

    @property
    def texts(self) -> tuple[Text, ...]:
        """All paragraphs, made each time: hardly any report is asked for them."""
        return (*_opening(self.report), *_told(self.report))

    def sentence_at(self, offset: int) -> tuple[int, str]:
        """The sentence around an offset of `lines`, and where it begins."""
        start = self.lines.rfind("\n", 0, offset) + 1
        end = self.lines.find("\n", offset)
        return start, self.lines[start:] if end < 0 else self.lines[start:end]

    def sentences_with(self, piece: str) -> Iterator[tuple[int, str]]:
        """Each sentence that `piece` stands in, and where it begins."""
        offset = self.lines.find(piece)
        while offset >= 0:
            start, sentence = self.sentence_at(offset)
            yield start, sentence
            offset = self.lines.find(piece, start + len(sentence))

    def around(self, start: int, end: int) -> str:
        """The paragraph up to `end`, with the one before it; `start` is where a sentence begins."""
        paragraph = self.lines.rfind(_PARAGRAPH, 0, start)
        before = self.lines.rfind(_PARAGRAPH, 0, paragraph) if paragraph > 0 else 0
        return self.lines[max(0, before) : end]

    def text_at(self, offset: int) -> Text:
        """The paragraph around an offset of `lines`."""
        return self.texts[self.lines.count(_PARAGRAPH, 0, offset)]


# A report is read by one check after another, and again as last year's of the next one.
@lru_cache(maxsize=64)
def words_of(report: Report) -> Words:
    """The words of a report; the title is not among them."""
    before = _lines(report.preface)
    told = [text for narrative in report.sections.values() for text in narrative.paragraphs]
    after = _lines(told)
    between = _PARAGRAPH if report.preface and told else ""
    return Words(report, before + between + after, len(before + between))


def _opening(report: Report) -> Iterator[Text]:
    for number, text in enumerate(report.preface):
        yield Text("", text, "", number)


def _told(report: Report) -> Iterator[Text]:
    for name, narrative in report.sections.items():
        for number, text in enumerate(narrative.before):
            yield Text(name, text, "before", number)
        for number, text in enumerate(narrative.after):
            yield Text(name, text, "after", number)


def _lines(texts: Sequence[str]) -> str:
    """The folded paragraphs, a line break after each sentence and two between paragraphs.

    A paragraph that ends with its last sentence is followed by three, which still count as one
    pair: see `Words.text_at`.
    """
    one_line = [text.replace("\n", " ") for text in texts]
    lines = _folded("\n".join(one_line)).replace("\n", _PARAGRAPH)
    for mark in _SENTENCE_MARKS:
        lines = lines.replace(mark, f"{mark}\n")
    return lines


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` for comparing: half-width, without the spaces that typesetting puts in between.

    Spaces between two digits stay: they may part two numbers. Full-width brackets and commas become
    half-width too, so patterns are written half-width.
    """
    return _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return text
    for wide, half in _HALF_WIDTH:
        text = text.replace(wide, half)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    for mark in _INVISIBLE:
        if mark in text:
            text = text.replace(mark, "")
    return _BESIDE_CHINESE.sub("", text) if " " in text or "\t" in text else text


def is_short_for(short: str, long: str) -> bool:
    """Whether `short` is `long` with some characters left out: 区应急局, 某某区应急管理局."""
    rest = iter(long)
    return all(character in rest for character in short)
