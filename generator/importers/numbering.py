"""The numbers that Word sets before paragraphs, which stand in no text of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.importers.xml import Element, attribute, child, children, find_all, number

_DIGITS = "〇一二三四五六七八九"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "ideographDigital",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
    "koreanCounting",
)
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, what stands around the number, where it starts."""

    format: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class List:
    """A list: lists of one `family` count on from each other, unless one `restarts`."""

    family: str
    levels: Mapping[int, Level]
    restarts: bool = False


@dataclass
class Numbering:
    """The lists of one document, and how far each has counted."""

    lists: Mapping[str, List]
    styles: Mapping[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    _begun: set[str] = field(default_factory=set[str])

    def next(self, paragraph: Element) -> str:
        """What Word sets before this paragraph, "" for nothing."""
        list_id, depth = self._list_of(paragraph)
        found = self.lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        levels = found.levels
        if found.restarts and list_id not in self._begun:
            self._counts.pop(found.family, None)
        self._begun.add(list_id)
        counts = self._counts.setdefault(found.family, {})
        counts[depth] = min(counts.get(depth, levels[depth].start - 1) + 1, _MOST)
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        text = levels[depth].text
        for level in range(depth + 1):
            known = levels.get(level, levels[depth])
            value = counts.get(level, known.start)
            text = text.replace(f"%{level + 1}", _written(value, known.format))
        return text

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        properties = child(paragraph, "pPr")
        if properties is None:
            return "", 0
        own = child(properties, "numPr")
        style = child(properties, "pStyle")
        list_id, depth = self.styles.get(attribute(style, "val"), ("", 0))
        if own is not None:
            list_id = attribute(child(own, "numId"), "val") or list_id
            depth = number(attribute(child(own, "ilvl"), "val"), depth)
        return ("" if list_id == "0" else list_id), depth


def numbering_of(lists: Element | None, styles: Element | None) -> Numbering:
    """The numbering of a document, from its parts ``numbering.xml`` and ``styles.xml``."""
    abstract: dict[str, Mapping[int, Level]] = {}
    found: dict[str, List] = {}
    for each in children(lists, "abstractNum"):
        abstract[attribute(each, "abstractNumId")] = {
            number(attribute(level, "ilvl"), 0): _level(level) for level in children(each, "lvl")
        }
    for each in children(lists, "num"):
        reference = attribute(child(each, "abstractNumId"), "val")
        restarts = any(True for _ in find_all(each, "startOverride"))
        levels = abstract.get(reference, {})
        found[attribute(each, "numId")] = List(reference, levels, restarts)
    return Numbering(found, _styles(styles))


def _level(level: Element) -> Level:
    return Level(
        attribute(child(level, "numFmt"), "val"),
        attribute(child(level, "lvlText"), "val"),
        number(attribute(child(level, "start"), "val"), 1),
    )


def _styles(styles: Element | None) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in children(styles, "style"):
        for properties in find_all(style, "numPr"):
            list_id = attribute(child(properties, "numId"), "val")
            depth = number(attribute(child(properties, "ilvl"), "val"), 0)
            found[attribute(style, "styleId")] = (list_id, depth)
    return found


def _written(value: int, form: str) -> str:
    if form in ("bullet", "none"):
        return ""
    if form in _CHINESE:
        return _chinese(value)
    if form == "decimalEnclosedCircle" and value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and value <= 26:
        letter = chr(ord("A") + value - 1)
        return letter if form == "upperLetter" else letter.lower()
    return str(value)


def _chinese(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    if value >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + ("" if ones == 0 else _DIGITS[ones])
