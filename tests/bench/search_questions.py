"""Questions to ask a search, of every kind, and what answers them: found by looking everywhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from generator.model.search import Entry, EntryType, Level, Piece
from generator.search.folding import Folding
from generator.search.similar import sounds
from generator.search.traditional import common_characters, simplified_characters

FOLDING = Folding(simplified_characters())
_TRADITIONAL = {new: old for old, new in sorted(simplified_characters().items(), reverse=True)}
_NOT_IN_PHRASES = frozenset(' \n,。;:()“”、《》›-"')
_WRONG = "的一是在不了有和人"


class Known(NamedTuple):
    """What is kept of an entry to ask about it."""

    address: str
    year: int
    agency: str
    name: str
    former: tuple[str, ...]
    aliases: tuple[str, ...]
    pinyin: tuple[str, ...]
    area: str
    text: str
    """Everything that the entry contains beside its headings, folded; no phrase reaches over a line
    break."""
    headings: str
    """The headings and labels, folded; the same for many entries."""
    lines: tuple[str, ...]
    """Its longer paragraphs, folded: what people quote from."""
    figures: tuple[str, ...]


def known(entry: Entry) -> Known:
    """What is kept of an entry."""
    parts = (entry.title, entry.name, *entry.former, *entry.aliases, *entry.texts)
    lines = (line for text in entry.texts if len(text) > 20 for line in FOLDING(text).split("\n"))
    pairs = zip(entry.pieces, entry.texts, strict=True)
    return Known(
        entry.address,
        entry.year or 0,
        entry.agency if entry.type is not EntryType.PAGE else "",
        entry.name,
        entry.former,
        entry.aliases,
        entry.pinyin[0] if entry.pinyin else (),
        entry.area,
        FOLDING("\n".join(parts)),
        _headings(entry.pieces),
        tuple(line for line in lines if len(line) > 20),
        tuple(text for piece, text in pairs if piece.level is Level.TABLE and len(text) > 2),
    )


@cache
def _headings(pieces: tuple[Piece, ...]) -> str:
    return FOLDING("\n".join(piece.heading for piece in pieces))


class Truth:
    """What contains what."""

    def __init__(self, entries: Iterable[Known]) -> None:
        same: dict[str, str] = {}
        self.entries = [
            entry._replace(headings=same.setdefault(entry.headings, entry.headings))
            for entry in entries
        ]
        self.reports = [entry for entry in self.entries if entry.year]
        self.agencies = [entry for entry in self.entries if entry.agency and not entry.year]

    def containing(self, *words: str) -> frozenset[str]:
        """The addresses of what contains all words; they are folded here."""
        folded = [FOLDING(word) for word in words]
        return frozenset(
            entry.address
            for entry in self.entries
            if all(word in entry.text or word in entry.headings for word in folded)
        )

    def agencies_called(self, fits: Callable[[Known], bool]) -> frozenset[str]:
        """The addresses of the agencies for which that is so."""
        return frozenset(agency.address for agency in self.agencies if fits(agency))


@dataclass(frozen=True)
class Question:
    """A query of some kind, and the addresses that answer it.

    `phrases` is what an exact answer contains; empty where the query is no phrase.
    """

    kind: str
    text: str
    relevant: frozenset[str]
    phrases: tuple[str, ...] = ()


def phrase(truth: Truth, dice: random.Random, length: int, report: Known | None = None) -> str:
    """A phrase from a sentence of a report, without punctuation."""
    while True:
        chosen = report or dice.choice(truth.reports)
        line = dice.choice(chosen.lines)
        start = dice.randrange(max(1, len(line) - length))
        found = line[start : start + length]
        if len(found) == length and not _NOT_IN_PHRASES & set(found):
            return found


@cache
def _sounding() -> dict[str, str]:
    """The characters that sound like each, itself among them."""
    characters, numbers = common_characters(), sounds()
    groups: dict[int, str] = {}
    for character, number in zip(characters, numbers, strict=True):
        groups[number] = groups.get(number, "") + character
    return {each: groups[number] for each, number in zip(characters, numbers, strict=True)}


def _others(character: str) -> str:
    """The other characters that sound like one."""
    return _sounding().get(character, "").replace(character, "")


def mistyped(word: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """The word with one typing error, of each kind."""
    at = dice.randrange(1, len(word) - 1)
    alike = _others(word[at]) or dice.choice(_WRONG)
    yield "typing: another", word[:at] + dice.choice(_WRONG) + word[at + 1 :]
    yield "typing: sounds alike", word[:at] + dice.choice(alike) + word[at + 1 :]
    yield "typing: one more", word[:at] + dice.choice(_WRONG) + word[at:]
    yield "typing: one less", word[:at] + word[at + 1 :]
    yield "typing: swapped", word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    # Input methods offer whole words, at the ends of what is typed, too.
    start = dice.randrange(len(word) - 1)
    two = [_others(character) for character in word[start : start + 2]]
    if all(two):
        said = "".join(map(dice.choice, two))
        yield "typing: word alike", word[:start] + said + word[start + 2 :]


def questions(truth: Truth, dice: random.Random, each: int) -> list[Question]:
    """`each` questions of every kind, in no order."""
    asked: list[Question] = []
    for _ in range(each):
        asked += _about_texts(truth, dice)
        asked += _about_agencies(truth, dice)
    dice.shuffle(asked)
    return asked


def _about_texts(truth: Truth, dice: random.Random) -> Iterator[Question]:
    three, six, long = (phrase(truth, dice, length) for length in (3, 6, 14))
    for kind, text in (
        ("phrase of 2", three[:2]),
        ("phrase of 3", three),
        ("phrase of 6", six),
        ("phrase of 14", long),
    ):
        yield Question(kind, text, truth.containing(text), (text,))
    traditional = "".join(_TRADITIONAL.get(character, character) for character in six)
    yield Question("traditional", traditional, truth.containing(six), (six,))
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in long)
    yield Question("full width", wide, truth.containing(long), (long,))
    relevant = truth.containing(six)
    for kind, text in mistyped(six, dice):
        if not truth.containing(text):
            yield Question(kind, text, relevant)
    report = dice.choice(truth.reports)
    first, second = (phrase(truth, dice, 4, report) for _ in range(2))
    words = (first, second)
    yield Question("two words", " ".join(words), truth.containing(*words), words)
    if report.figures:
        figure = dice.choice(report.figures)
        yield Question("figure", figure, truth.containing(figure), (figure,))


def _about_agencies(truth: Truth, dice: random.Random) -> Iterator[Question]:
    agency = dice.choice(truth.agencies)
    name = agency.name
    yield Question("agency", name, frozenset({agency.address}))
    short = _short(name)
    same = truth.agencies_called(lambda each: _short(each.name) == short)
    yield Question("agency, short", short, same)
    district = f"{agency.area} {name[-4:]}"
    fits = truth.agencies_called(lambda each: agency.area in each.name and name[-4:] in each.name)
    if fits:
        yield Question("agency, district", district, fits)
    letters = "".join(syllable[0] for syllable in agency.pinyin)
    yield Question("agency, initials", letters, frozenset({agency.address}))
    yield Question("agency, pinyin", "".join(agency.pinyin[:5]), _spelled(truth, agency.pinyin[:5]))
    for old in agency.former[:1]:
        same = truth.agencies_called(lambda each, old=old: old in each.former)
        yield Question("agency, old name", old, same)
    for alias in agency.aliases[:1]:
        same = truth.agencies_called(lambda each, alias=alias: alias in each.aliases)
        yield Question("agency, alias", alias, same)
    report = dice.choice(truth.reports)
    asked = f"{report.year} {report.name}"
    yield Question("year and agency", asked, frozenset({report.address}))


def _short(name: str) -> str:
    """A short form: the district, what the agency is for, and what it is."""
    return name[:2] + name[-4:-2] + name[-1]


def _spelled(truth: Truth, syllables: tuple[str, ...]) -> frozenset[str]:
    return truth.agencies_called(lambda each: each.pinyin[: len(syllables)] == syllables)
