"""Where the sections of a report begin.

Headings are reworded, renumbered, repeated and left out, and text inside a section may look like a
heading. So the headings are chosen together: the best set that keeps the order of the form, where
a heading counts for more when its number is right, when it stands at the outermost level, and when
the table of its section follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.importers.cells import is_figure
from generator.importers.columns import Vocabulary, labels_of
from generator.importers.wording import Wording, likeness, wording
from generator.model.forms import Form, Line, Section, Table
from generator.model.submissions import Block, Grid, Paragraph, Spread

_ALIKE = 0.8
_ALIKE_WITH_SUPPORT = 0.5
_TABLE_FOLLOWS = 0.5
_WITHOUT_HEADING = 0.6
_NOTHING_FOLLOWS = 0.1
_CLEAR = 1.2
"""The score of a heading that has the words and the number of the form."""
_LOOK_AHEAD = 14
"""How many pieces of text behind a heading are looked at to see whether a table follows."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins: a block, and whether that block is its heading.

    Without a heading, the table of the section alone shows that it begins.
    """

    block: int
    heading: bool = True


def locate(blocks: Sequence[Block], form: Form) -> dict[str, Opening]:
    """The openings of the sections that were found, by section id, in order."""
    likeness_of = [dict(_headings(blocks, section)) for section in form.sections]
    clear = {
        number for scores in likeness_of for number, score in scores.items() if score >= _CLEAR
    }
    scores = [
        dict(_scores(blocks, _signs(form, section), headings, clear))
        for section, headings in zip(form.sections, likeness_of, strict=True)
    ]
    first_table = next((number for number, section in enumerate(form.sections) if section.table), 0)
    for number, options in enumerate(scores):
        _prefer(options, latest=number <= first_table, blocks=len(blocks))
    chosen = _ordered(scores, len(blocks))
    return {
        form.sections[number].id: Opening(block, _is_heading(blocks[block]))
        for number, block in sorted(chosen.items())
    }


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph)


def titles_of(section: Section) -> list[Wording]:
    """The official title and the other ones met."""
    return [wording(text) for text in (section.title.zh, *section.aliases)]


def _signs(form: Form, section: Section) -> frozenset[str]:
    """The cores of the labels by which the table of a section is known."""
    if not section.table:
        return frozenset()
    table = form.table(section.table)
    rows = (label.core for line in _lines(table) for label in labels_of(line))
    vocabulary = Vocabulary(table)
    heads = (*vocabulary.captions, *vocabulary.heads, *vocabulary.columns)
    return frozenset((*rows, *(label.core for label in heads)))


def _lines(table: Table) -> Iterator[Line]:
    for block in table.blocks:
        stack = list(block.rows)
        while stack:
            line = stack.pop()
            yield line
            stack.extend(line.lines)


def _headings(blocks: Sequence[Block], section: Section) -> Iterator[tuple[int, float]]:
    """The paragraphs that may be the heading of a section, with how well they are worded."""
    titles = titles_of(section)
    for number, block in enumerate(blocks):
        score = _score(block.text, titles) if isinstance(block, Paragraph) else 0.0
        if score > 0:
            yield number, score


def _scores(
    blocks: Sequence[Block], signs: frozenset[str], headings: Mapping[int, float], clear: set[int]
) -> Iterator[tuple[int, float]]:
    """Where a section may begin: at one of `headings`, or where its table does.

    `clear` are the blocks that are certainly worded like a heading of some section.
    """
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            if signs and _known_cells(block, signs) >= 3:
                yield number, _WITHOUT_HEADING
        elif number in headings:
            score = headings[number]
            if signs and _table_follows(blocks, number, signs, clear):
                score += _TABLE_FOLLOWS
            elif number + 1 in clear:
                score -= _NOTHING_FOLLOWS
            if score >= _ALIKE:
                yield number, score


def _score(text: str, titles: Sequence[Wording]) -> float:
    if len(text) > 60 or is_figure(text):
        return 0.0
    label = wording(text)
    alike = max(likeness(label.core, title.core) for title in titles)
    if alike < _ALIKE_WITH_SUPPORT:
        return 0.0
    agrees = label.number == titles[0].number
    if label.style in ("top", "digits") and agrees:
        return alike + (0.3 if label.style == "top" else 0.25)
    if label.style == "round":
        return alike - (0.2 if agrees else 0.3)
    return alike - (0.0 if label.number is None else 0.15)


def _table_follows(
    blocks: Sequence[Block], heading: int, signs: frozenset[str], clear: set[int]
) -> bool:
    known = 0
    for number in range(heading + 1, min(heading + 1 + _LOOK_AHEAD, len(blocks))):
        block = blocks[number]
        if isinstance(block, Grid):
            known += _known_cells(block, signs)
            if known >= 2 or len(block.rows) > 1:
                return known >= 2
        elif number in clear:
            return False
        else:
            known += wording(block.text).core in signs
            if known >= 3:
                return True
    return False


def _known_cells(grid: Grid, signs: frozenset[str]) -> int:
    found: set[str] = set()
    for row in grid.rows:
        for cell in row:
            if cell.text and cell.spread is Spread.NONE:
                label = wording(cell.text)
                found.update({label.core, label.short} & signs)
    return len(found)


def _prefer(options: dict[int, float], *, latest: bool, blocks: int) -> None:
    """Between equals, the latest heading before the tables and the earliest behind them.

    A list of the contents stands before the text, and what repeats a heading stands behind it.
    """
    for block in options:
        options[block] += 1e-3 * (block if latest else -block) / max(1, blocks)


def _ordered(scores: Sequence[Mapping[int, float]], blocks: int) -> dict[int, int]:
    """The block at which each section begins, so that the sum of scores is highest, in order."""
    best: list[tuple[float, dict[int, int]]] = [(0.0, {}) for _ in range(blocks + 1)]
    for number, options in enumerate(scores):
        # best[b]: the best choice for the sections so far among the blocks before b.
        following = list(best)
        for block in range(blocks):
            kept = max(following[block], best[block + 1], key=lambda entry: entry[0])
            if block in options:
                total, chosen = best[block]
                taken = (total + options[block], {**chosen, number: block})
                kept = max(kept, taken, key=lambda entry: entry[0])
            following[block + 1] = kept
        best = following
    return best[blocks][1]
