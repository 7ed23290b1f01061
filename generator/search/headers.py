"""The header of a segment: everything about its entries except their texts.

It is read whole by the browser, so everything that repeats is written once: titles and addresses
are patterns with the agency, the year and the name left out, and what stands over the pieces of
text is a layout that reports of one form share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import accumulate
from typing import Any

from generator.model.search import Entry, EntryType, Level, Piece
from generator.search.codec import code_units
from generator.search.names import (
    Agency,
    Group,
    Numbered,
    read_agencies,
    read_groups,
    written_agencies,
    written_groups,
)

FORMAT = 6
SLOTS = 30
"""Most slots in a layout, so that a set of them fits into the bits of a number in the browser."""

_TYPES = (EntryType.REPORT, EntryType.AGENCY, EntryType.PAGE)
_CORRECTED, _FAULTY = 1, 2
_AGENCY, _YEAR, _NAME = "\x01", "\x02", "\x03"


@dataclass(frozen=True)
class Layout:
    """What stands over the texts of an entry, and into which slots they go.

    A slot is the text, or the table cells, of one section; it is what the lists of the index count.
    """

    pieces: tuple[Piece, ...]

    @cached_property
    def slots(self) -> tuple[tuple[str, Level], ...]:
        """Section and level of each slot."""
        found = dict.fromkeys((piece.section, Level(piece.level)) for piece in self.pieces)
        return tuple(found)[:SLOTS]

    @cached_property
    def slot_of(self) -> tuple[int, ...]:
        """The slot of each piece; what is beyond the last slot goes into it."""
        numbers = {slot: number for number, slot in enumerate(self.slots)}
        last = len(self.slots) - 1
        pieces = self.pieces
        return tuple(numbers.get((piece.section, Level(piece.level)), last) for piece in pieces)

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """The pieces of each slot."""
        found: list[list[int]] = [[] for _ in self.slots]
        for number, slot in enumerate(self.slot_of):
            found[slot].append(number)
        return tuple(map(tuple, found))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The sections, in order; "" is none."""
        return tuple(dict.fromkeys(section for section, _ in self.slots if section))

    def sections_of(self, slots: int) -> int:
        """The sections that some of the slots belong to; slots and sections as bits."""
        found = 0
        for number, (section, _) in enumerate(self.slots):
            if slots >> number & 1 and section:
                found |= 1 << self.names.index(section)
        return found

    def sections(self, sections: int) -> tuple[str, ...]:
        """The ids of sections given as bits."""
        return tuple(name for number, name in enumerate(self.names) if sections >> number & 1)


def joined(texts: Sequence[str], members: Iterable[int]) -> str:
    """The text of a slot; no phrase reaches over the line breaks between pieces."""
    # A single character, as many cells hold, is in no phrase.
    return "\n".join([text for at in members if len(text := texts[at]) > 1])


@dataclass
class Columns:
    """One number for each entry and property; `group` and `packs` are counted, not named."""

    type: list[int] = field(default_factory=list[int])
    group: list[int] = field(default_factory=list[int])
    year: list[int] = field(default_factory=list[int])
    title: list[int] = field(default_factory=list[int])
    address: list[int] = field(default_factory=list[int])
    layout: list[int] = field(default_factory=list[int])
    edition: list[int] = field(default_factory=list[int])
    flags: list[int] = field(default_factory=list[int])


class HeaderWriter:
    """Collects the header while entries are added."""

    def __init__(self) -> None:
        self._layouts: dict[int, int] = {}
        self.layouts: list[Layout] = []
        self._groups: Numbered[Group] = Numbered()
        self._labels: Numbered[str] = Numbered()
        self._titles: Numbered[str] = Numbered()
        self._addresses: Numbered[str] = Numbered()
        self._agencies: list[tuple[int, Entry]] = []
        self.columns = Columns()

    def add(self, entry: Entry, layout: Layout) -> int:
        """Add one entry; gives its number."""
        columns, labels = self.columns, self._labels
        group = (entry.agency, entry.name, entry.kind, entry.area)
        labels.note(entry.kind, entry.area)
        columns.type.append(_TYPES.index(entry.type))
        columns.group.append(self._groups[group])
        columns.year.append(entry.year or 0)
        columns.title.append(self._titles[_pattern(entry.title, entry)])
        columns.address.append(self._addresses[_pattern(entry.address, entry)])
        columns.layout.append(self._numbered(layout))
        columns.edition.append(labels[entry.edition])
        columns.flags.append(_CORRECTED * entry.corrected + _FAULTY * entry.faulty)
        if entry.type is EntryType.AGENCY:
            self._agencies.append((len(columns.type) - 1, entry))
        return len(columns.type) - 1

    def _numbered(self, layout: Layout) -> int:
        """The number of a layout; the same one is always the same object here."""
        if id(layout) not in self._layouts:
            self._layouts[id(layout)] = len(self.layouts)
            self.layouts.append(layout)
        return self._layouts[id(layout)]

    def written(self, **rest: Any) -> dict[str, Any]:
        """The header for JSON, with what else belongs into it."""
        return {
            "format": FORMAT,
            **rest,
            "labels": list(self._labels),
            "layouts": [[_written(piece) for piece in layout.pieces] for layout in self.layouts],
            "groups": written_groups(self._groups, list(self._labels)),
            "titles": list(self._titles),
            "addresses": list(self._addresses),
            **_spelled(self._agencies),
            "columns": _written_columns(self.columns),
        }


def _written_columns(columns: Columns) -> dict[str, Any]:
    """The groups, and what else there is as rows, most of which are those of many entries."""
    others = [values for name, values in vars(columns).items() if name != "group"]
    rows: Numbered[tuple[int, ...]] = Numbered()
    numbers = [rows[row] for row in zip(*others, strict=True)]
    return {
        "group": compact(columns.group),
        "rows": [compact(list(values)) for values in zip(*rows, strict=True)],
        "row": compact(numbers),
    }


def _read_columns(written: Any) -> Columns:
    """The opposite of `_written_columns`."""
    row: list[int] = written["row"]
    rows: list[list[int]] = written["rows"]
    numbers = list(accumulate(row))
    names = [each.name for each in fields(Columns) if each.name != "group"]
    columns = Columns(group=list(accumulate(written["group"])))
    for name, steps in zip(names, rows, strict=bool(numbers)):
        values = list(accumulate(steps))
        setattr(columns, name, [values[number] for number in numbers])
    return columns


def _written(piece: Piece) -> tuple[str, int, str, str]:
    return piece.section, int(piece.level), piece.anchor, piece.heading


def _spelled(agencies: Sequence[tuple[int, Entry]]) -> dict[str, Any]:
    """The names of agencies, and how each character is mostly spelled.

    Spellings of whole names are written out only where they differ from that.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for _, entry in agencies:
        for name, syllables in zip(_names(entry), entry.pinyin, strict=False):
            counts.update(zip(name, syllables, strict=False))
    usual = {character: syllable for (character, syllable), _ in reversed(counts.most_common())}
    rows: list[Agency] = []
    for number, entry in agencies:
        expected = [[usual.get(character) for character in name] for name in _names(entry)]
        same = expected == [list(syllables) for syllables in entry.pinyin]
        spelled = None if same else tuple(" ".join(syllables) for syllables in entry.pinyin)
        rows.append((number, entry.former, entry.aliases, spelled, entry.area))
    return {"agencies": written_agencies(rows), "spelling": dict(sorted(usual.items()))}


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.name, *entry.former, *entry.aliases)


def _pattern(text: str, entry: Entry) -> str:
    """`text` with the agency's id, its name and the year replaced by marks."""
    for mark, part in ((_NAME, entry.name), (_AGENCY, entry.agency), (_YEAR, str(entry.year))):
        if part and part != "None":
            text = text.replace(part, mark, 1)
    return text


def compact(values: list[int]) -> list[int]:
    """Differences from one value to the next, which compress better than the values."""
    return [value - last for value, last in zip(values, [0, *values], strict=False)]


@dataclass(frozen=True)
class Header:
    """A segment's header, read back."""

    raw: Any
    layouts: tuple[Layout, ...]
    columns: Columns
    first_slots: Sequence[int]
    """The number of the first slot of each entry in the lists of the index, and their total."""
    long: Mapping[int, Sequence[tuple[int, int]]]
    """For some entries, the slots that take up the numbers of more than one, and of how many."""
    first_of_pack: Sequence[int]

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.columns.type)

    @cached_property
    def groups(self) -> list[Group]:
        """Id and name of an agency, labels of its kind and its area."""
        return read_groups(self.raw["groups"], self.raw["labels"])

    @cached_property
    def frequent(self) -> frozenset[str]:
        """The frequent grams of the segment."""
        return frozenset(filter(None, code_units(self.raw["frequent"]).split("\n")))

    def layout(self, number: int) -> Layout:
        """The layout of an entry."""
        return self.layouts[self.columns.layout[number]]

    def title(self, number: int) -> str:
        """The title of an entry."""
        return self._filled(self.raw["titles"][self.columns.title[number]], number)

    def address(self, number: int) -> str:
        """The address of an entry."""
        return self._filled(self.raw["addresses"][self.columns.address[number]], number)

    def numbers_of(self, addresses: Set[str]) -> set[int]:
        """The entries at some addresses."""
        patterns: Sequence[str] = self.raw["addresses"]
        # Of an agency that no address names, no entry can be meant, except where its own address
        # does not name it either.
        joined = "\n".join(addresses)
        near = {number for number, group in enumerate(self.groups) if group[0] in joined}
        nameless = {number for number, pattern in enumerate(patterns) if _AGENCY not in pattern}
        places = zip(self.columns.address, self.columns.group, strict=True)
        return {
            number
            for number, (pattern, group) in enumerate(places)
            if (group in near or pattern in nameless) and self.address(number) in addresses
        }

    def _filled(self, pattern: str, number: int) -> str:
        agency, name, _, _ = self.groups[self.columns.group[number]]
        year = str(self.columns.year[number])
        return pattern.replace(_YEAR, year).replace(_AGENCY, agency).replace(_NAME, name)

    def entry(self, number: int) -> Entry:
        """An entry without its texts and without the day of publication."""
        columns, labels = self.columns, self.raw["labels"]
        agency, name, kind, area = self.groups[columns.group[number]]
        former, aliases, _ = self.agency(number)
        return Entry(
            address=self.address(number),
            type=_TYPES[columns.type[number]],
            title=self.title(number),
            agency=agency,
            name=name,
            former=former,
            aliases=aliases,
            pinyin=self._pinyin(number, name),
            kind=kind,
            area=area,
            year=columns.year[number] or None,
            edition=labels[columns.edition[number]],
            corrected=bool(columns.flags[number] & _CORRECTED),
            faulty=bool(columns.flags[number] & _FAULTY),
        )

    def _pinyin(self, number: int, name: str) -> tuple[tuple[str, ...], ...]:
        former, aliases, spelled = self.agency(number)
        if spelled is not None:
            return tuple(tuple(syllables.split(" ")) for syllables in spelled)
        usual = self.raw["spelling"]
        return tuple(tuple(usual[each] for each in text) for text in (name, *former, *aliases))

    @cached_property
    def agencies(self) -> Mapping[int, tuple[tuple[str, ...], tuple[str, ...], Any]]:
        """Former names, aliases and spellings of each agency's entry; None: spelled as usual."""
        areas = [self.groups[group][3] for group in self.columns.group]
        rows = read_agencies(self.raw["agencies"], areas)
        return {number: (former, aliases, spelled) for number, former, aliases, spelled, _ in rows}

    def agency(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...], Any]:
        """Former names, aliases and spellings of an entry; there are none but those of agencies."""
        return self.agencies.get(number, ((), (), ()))


def _read(piece: Any) -> Piece:
    section, level, anchor, heading = piece
    return Piece(anchor, heading, section, Level(level))


def read_header(raw: Any) -> Header:
    """The header in a segment's JSON."""
    layouts = tuple(Layout(tuple(map(_read, pieces))) for pieces in raw["layouts"])
    columns = _read_columns(raw["columns"])
    sizes = [len(layouts[number].slots) for number in columns.layout]
    numbers: list[int]
    numbers, slots, more = raw["long"]
    long: dict[int, list[tuple[int, int]]] = {}
    for number, slot, extra in zip(accumulate(numbers), slots, more, strict=True):
        long.setdefault(number, []).append((slot, extra))
        sizes[number] += extra
    return Header(
        raw=raw,
        layouts=layouts,
        columns=columns,
        first_slots=[0, *accumulate(sizes)],
        long=long,
        first_of_pack=[0, *accumulate(raw["packs"])],
    )
