"""Lines on a page → the cells of the tables that they draw.

A table is whatever lines touch each other, across and down. Its lines make a fine grid of places;
places with no line between them are one cell. So merged cells are what they are on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.drawings import POINT, Box, clusters, nearest
from generator.importers.limits import Refusal

_TOUCH = 3 * POINT
"""Lines that are less than this apart touch, or are one line."""
_SAME = POINT
MOST_RULES = 2_000
"""The most lines of one page, once those that go on in each other are one."""
_MOST_PLACES = 40_000
_SHORTEST = 4 * POINT


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as it is drawn: where its columns and rows begin and end, and its cells."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """The place that the whole table takes."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def is_table(self) -> bool:
        """Whether it has cells side by side, and is no frame around text."""
        tops = [cell.top for cell in self.cells]
        return len(set(tops)) < len(tops)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A straight line: its place across its direction, and from where to where it goes."""

    at: int
    start: int
    end: int


def ruled(rules: Sequence[Box]) -> list[Ruled]:
    """The tables and frames that `rules` draw, the smallest first."""
    across = _merged([_Rule((r.top + r.bottom) // 2, r.left, r.right) for r in rules if _flat(r)])
    down = _merged([_Rule((r.left + r.right) // 2, r.top, r.bottom) for r in rules if _steep(r)])
    across = [rule for rule in across if rule.end - rule.start > _SHORTEST]
    down = [rule for rule in down if rule.end - rule.start > _SHORTEST]
    if len(across) + len(down) > MOST_RULES:
        raise Refusal("too_complex")
    found = [
        table
        for some_across, some_down in _touching(across, down)
        if (table := _table(some_across, some_down))
    ]
    return sorted(found, key=lambda table: (table.box.width * table.box.height, table.box))


def _flat(rule: Box) -> bool:
    return rule.height <= _TOUCH


def _steep(rule: Box) -> bool:
    return rule.width <= _TOUCH


def _merged(rules: Sequence[_Rule]) -> list[_Rule]:
    """The lines, where those that lie on each other or go on in each other are one."""
    found: list[_Rule] = []
    group: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[0].at > _SAME:
            found += _chained(group)
            group = []
        group.append(rule)
    return found + _chained(group)


def _chained(rules: Sequence[_Rule]) -> list[_Rule]:
    found: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.start, rule.end)):
        if found and rule.start - found[-1].end <= _TOUCH:
            last = found[-1]
            found[-1] = _Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _touching(
    across: Sequence[_Rule], down: Sequence[_Rule]
) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """The lines in groups that hang together."""
    waiting = set(range(len(across)))
    free = set(range(len(down)))
    for first in range(len(across)):
        if first not in waiting:
            continue
        rows, columns, news = {first}, set[int](), [first]
        waiting.discard(first)
        while news:
            row = news.pop()
            for column in sorted(each for each in free if _cross(across[row], down[each])):
                free.discard(column)
                columns.add(column)
                more = [each for each in waiting if _cross(across[each], down[column])]
                waiting.difference_update(more)
                rows.update(more)
                news += more
        yield [across[each] for each in sorted(rows)], [down[each] for each in sorted(columns)]


def _cross(flat: _Rule, steep: _Rule) -> bool:
    return (
        flat.start - _TOUCH <= steep.at <= flat.end + _TOUCH
        and steep.start - _TOUCH <= flat.at <= steep.end + _TOUCH
    )


def _table(across: Sequence[_Rule], down: Sequence[_Rule]) -> Ruled | None:
    """The table that lines draw; its outer edges may be left open, as some tables have them."""
    if len(across) < 2 or not down:
        return None
    ends = (min(rule.start for rule in across), max(rule.end for rule in across))
    xs = clusters([*(rule.at for rule in down), *ends], _TOUCH)
    tops = (min(rule.start for rule in down), max(rule.end for rule in down))
    ys = clusters([*(rule.at for rule in across), *tops], _TOUCH)
    if len(xs) < 2 or len(ys) < 2:
        return None
    if len(xs) * len(ys) > _MOST_PLACES:
        raise Refusal("too_complex")
    return Ruled(tuple(xs), tuple(ys), tuple(_cells(xs, ys, across, down)))


Place = tuple[int, int]


def _cells(
    xs: Sequence[int], ys: Sequence[int], across: Sequence[_Rule], down: Sequence[_Rule]
) -> Iterator[Box]:
    flat = _by_position(across, ys)
    steep = _by_position(down, xs)
    owner: dict[Place, Place] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            place = (row, column)
            owner.setdefault(place, place)
            if column and not _covered(steep.get(column, ()), top, bottom):
                _unite(owner, (row, column - 1), place)
            if row and not _covered(flat.get(row, ()), left, right):
                _unite(owner, (row - 1, column), place)
    groups: dict[Place, list[Place]] = {}
    for place in owner:
        groups.setdefault(_root(owner, place), []).append(place)
    for group in groups.values():
        yield from _boxes(group, xs, ys)


def _by_position(rules: Sequence[_Rule], positions: Sequence[int]) -> dict[int, list[_Rule]]:
    found: dict[int, list[_Rule]] = {}
    for rule in rules:
        found.setdefault(nearest(positions, rule.at), []).append(rule)
    return found


def _covered(rules: Sequence[_Rule], start: int, end: int) -> bool:
    """Whether lines run along most of the way from `start` to `end`."""
    along = sum(max(0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return 2 * along > end - start


def _root(owner: dict[Place, Place], place: Place) -> Place:
    while owner[place] != place:
        owner[place] = owner[owner[place]]
        place = owner[place]
    return place


def _unite(owner: dict[Place, Place], one: Place, other: Place) -> None:
    first, second = sorted((_root(owner, one), _root(owner, other)))
    owner[second] = first


def _boxes(group: Sequence[Place], xs: Sequence[int], ys: Sequence[int]) -> Iterator[Box]:
    """The cell that places make; the places one by one where together they are no rectangle."""
    rows, columns = [row for row, _ in group], [column for _, column in group]
    top, bottom, left, right = min(rows), max(rows) + 1, min(columns), max(columns) + 1
    if (bottom - top) * (right - left) == len(group):
        yield Box(xs[left], ys[top], xs[right], ys[bottom])
        return
    for row, column in group:
        yield Box(xs[column], ys[row], xs[column + 1], ys[row + 1])
