"""Names and ids of agencies written short, for the header of a segment.

Most names are a district and something that is called so in every district, and most ids are made
the same way. Written as patterns and numbers of patterns they take a third of the room.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=Hashable)

Group = tuple[str, str, str, str]
"""An agency's id, its name, the label of its kind and that of its area."""

_AREA, _STEM = "\x04", "\x05"
_SHORTEST = 2


class Numbered(Generic[T]):
    """Values, each numbered when it is first met."""

    def __init__(self) -> None:
        self.numbers: dict[T, int] = {}

    def __getitem__(self, value: T) -> int:
        return self.numbers.setdefault(value, len(self.numbers))

    def __iter__(self) -> Iterator[T]:
        return iter(self.numbers)

    def note(self, *values: T) -> None:
        """Number some values."""
        for value in values:
            self.numbers.setdefault(value, len(self.numbers))


def pattern(text: str, area: str) -> str:
    """`text` with the name of the area, or that without its last character, replaced by a mark."""
    for mark, part in ((_AREA, area), (_STEM, area[:-1])):
        if len(part) >= _SHORTEST and part in text:
            return text.replace(part, mark, 1)
    return text


def filled(text: str, area: str) -> str:
    """The opposite of `pattern`."""
    return text.replace(_AREA, area).replace(_STEM, area[:-1])


def written_groups(groups: Iterable[Group], labels: Sequence[str]) -> dict[str, Any]:
    """Groups as two columns, what is called the same everywhere and where it is.

    `heads`, `tails` of ids and `names` are texts; `bureaus` and `places`, which the columns count,
    have the numbers of those and of labels.
    """
    heads: Numbered[str] = Numbered()
    tails: Numbered[str] = Numbered()
    names: Numbered[str] = Numbered()
    bureaus: Numbered[tuple[int, int, int]] = Numbered()
    places: Numbered[tuple[int, int]] = Numbered()
    numbers = {label: number for number, label in enumerate(labels)}
    rows: list[tuple[int, int]] = []
    for agency, name, kind, area in groups:
        head, dash, tail = agency.partition("-")
        bureau = bureaus[tails[dash + tail], names[pattern(name, area)], numbers[kind]]
        rows.append((bureau, places[heads[head], numbers[area]]))
    return {
        "heads": [*heads],
        "tails": [*tails],
        "names": [*names],
        "bureaus": [*bureaus],
        "places": [*places],
        "rows": [[row[at] for row in rows] for at in range(2)],
    }


def read_groups(written: Any, labels: Sequence[str]) -> list[Group]:
    """The opposite of `written_groups`."""
    heads: list[str]
    tails: list[str]
    heads, tails = written["heads"], written["tails"]
    called: list[str] = written["names"]
    found: list[Group] = []
    bureaus: list[tuple[int, int, int]] = written["bureaus"]
    places: list[tuple[int, int]] = written["places"]
    rows: list[list[int]] = written["rows"]
    for bureau, place in zip(rows[0], rows[1], strict=True):
        tail, name, kind = bureaus[bureau]
        head, area = places[place]
        own = filled(called[name], labels[area])
        found.append((heads[head] + tails[tail], own, labels[kind], labels[area]))
    return found


Agency = tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...] | None, str]
"""An agency's entry, its former names, its aliases, how its names are spelled, and its area.

The spelling is that of the name, the former names and the aliases, in this order, with spaces
between the syllables; None: as usual.
"""


def written_agencies(agencies: Sequence[Agency]) -> dict[str, Any]:
    """Agencies as columns: entries, aliases; and, for the few that have any, the rest."""
    aliases: Numbered[str] = Numbered()
    own = [[aliases[pattern(alias, area)] for alias in each] for _, _, each, _, area in agencies]
    numbers = [number for number, _, _, _, _ in agencies]
    return {
        "entries": [number - last for number, last in zip(numbers, [0, *numbers], strict=False)],
        "aliases": own,
        "called": [*aliases],
        "former": {str(number): former for number, former, _, _, _ in agencies if former},
        "spelled": {str(number): each for number, _, _, each, _ in agencies if each is not None},
    }


def read_agencies(written: Any, areas: Sequence[str]) -> list[Agency]:
    """The opposite of `written_agencies`; `areas` has that of each entry."""
    found: list[Agency] = []
    number = 0
    steps: list[int] = written["entries"]
    for step, own in zip(steps, written["aliases"], strict=True):
        number += step
        spelled = written["spelled"].get(str(number))
        found.append(
            (
                number,
                tuple(written["former"].get(str(number), ())),
                tuple(filled(written["called"][alias], areas[number]) for alias in own),
                tuple(spelled) if spelled is not None else None,
                areas[number],
            )
        )
    return found
