"""Which piece of a submission is which label of a table's rows.

The labels of a form stand in a known order, and so do the pieces. The best pairing that keeps both
orders tells apart the labels that are worded alike: by what stands around them, never by a number
of lines. Rows that an agency moved are found afterwards, where their wording leaves no doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.importers.cells import is_figure
from generator.importers.rows import Piece, SourceRow
from generator.importers.wording import Wording, nearness, wording
from generator.model.forms import Block, Line, Table

_ALIKE = 0.74
"""From here on two wordings may be one label."""
_EXACT = 0.95
"""The score of a wording that is that of the form, or the score with what speaks for it."""
_LONGEST_JOIN = 3
"""Of how many lines one label may be made, where lines break inside labels."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label that a table's rows hang on: a row, a group of rows, or the caption of a block."""

    block: int
    line: Line | None
    wordings: tuple[Wording, ...]

    @property
    def leaf(self) -> bool:
        """Whether cells belong to it."""
        return self.line is not None and not self.line.lines


@dataclass(frozen=True, slots=True)
class Match:
    """An anchor found in `count` pieces that follow each other, the first of them at `start`.

    `figure` says that a figure follows them.
    """

    start: int
    count: int = 1
    score: float = 1.0
    figure: bool = False


def anchors_of(table: Table) -> list[Anchor]:
    """The anchors of a table from top to bottom."""
    found: list[Anchor] = []
    for number, block in enumerate(table.blocks):
        if block.caption:
            found.append(Anchor(number, None, (wording(block.caption.zh),)))
        if block.head is None and len(block.leaf_rows) == 1:
            continue  # A single row without a label is found by its columns.
        for line in block.rows:
            found.extend(_line_anchors(number, block, line, ()))
    return found


def _line_anchors(
    number: int, block: Block, line: Line, above: tuple[Line, ...]
) -> Iterator[Anchor]:
    texts = [line.label.zh, *line.aliases]
    # A group's label, or the remark over all labels, may have ended up in the cell of the row.
    texts += [
        "".join(each.label.zh for each in (*above[start:], line)) for start in range(len(above))
    ]
    if block.head and not above:
        texts.append(block.head.zh + line.label.zh)
    yield Anchor(number, line, tuple(map(wording, texts)))
    for inner in line.lines:
        yield from _line_anchors(number, block, inner, (*above, line))


def find_labels(
    rows: Sequence[SourceRow],
    found: Sequence[Piece],
    anchors: Sequence[Anchor],
    is_head: Callable[[str], bool],
) -> dict[int, Match]:
    """Where the anchors stand, by the index of the anchor.

    `is_head` says whether a text may be the head of a column.
    """
    candidates = _candidates(rows, found, anchors, is_head)
    matches = _ordered(candidates, len(found), len(anchors))
    matches |= _moved(candidates, matches, anchors, is_head)
    return _credible(rows, found, anchors, matches)


Candidates = Mapping[int, Sequence[tuple[int, Match]]]
"""From the index of a piece to the anchors it may be, with the match that it would make."""


def _candidates(
    rows: Sequence[SourceRow],
    found: Sequence[Piece],
    anchors: Sequence[Anchor],
    is_head: Callable[[str], bool],
) -> Candidates:
    exact: dict[str, list[int]] = {}
    for number, anchor in enumerate(anchors):
        for core in {known.core for known in anchor.wordings}:
            exact.setdefault(core, []).append(number)
    candidates: dict[int, list[tuple[int, Match]]] = {}
    for start, piece in enumerate(found):
        if is_head(piece.text) and any(map(is_head, _texts_behind(rows, piece))):
            continue  # One head among others may be worded like a row.
        options = list(_options(rows, found, anchors, exact, start))
        if options:
            candidates[start] = options
    return candidates


def _texts_behind(rows: Sequence[SourceRow], piece: Piece) -> list[str]:
    texts = (cell.text for cell in rows[piece.row].cells[piece.column + 1 :])
    return [text for text in texts if text not in ("", piece.text)]


def _options(
    rows: Sequence[SourceRow],
    found: Sequence[Piece],
    anchors: Sequence[Anchor],
    exact: Mapping[str, list[int]],
    start: int,
) -> Iterator[tuple[int, Match]]:
    for count in range(1, _join_limit(rows, found, start) + 1):
        text = "".join(piece.text for piece in found[start : start + count])
        label = wording(text)
        if not label.core or (count == 1 and is_figure(text)):
            continue
        sure = exact.get(label.core) or exact.get(label.short)
        numbers = sure or (range(len(anchors)) if count == 1 and len(label.core) > 3 else ())
        scores = [(number, _score(label, anchors[number])) for number in numbers]
        best = max((score for _, score in scores), default=0.0)
        for number, score in scores:
            if score >= max(_ALIKE, best - 0.2 if sure else best):
                figure = anchors[number].leaf and _figure_follows(found, start + count)
                bonus = 0.1 if figure else _room_behind(rows, found[start + count - 1])
                score += (bonus if anchors[number].leaf else 0.0) - 0.02 * (count - 1)
                yield number, Match(start, count, score, figure)


def _join_limit(rows: Sequence[SourceRow], found: Sequence[Piece], start: int) -> int:
    """How many pieces from `start` on may be parts of one label: more than one in loose rows."""
    count = 1
    while (
        count < _LONGEST_JOIN
        and start + count < len(found)
        and rows[found[start].row].loose
        and rows[found[start + count].row].loose
        and not is_figure(found[start + count].text)
    ):
        count += 1
    return count


def _score(label: Wording, anchor: Anchor) -> float:
    score = max(nearness(label, known) for known in anchor.wordings)
    number = anchor.wordings[0].number
    if number is None or label.number is None:
        return score
    # Numbers are retyped wrongly more often than words, so they only tip the scales.
    return score + (0.1 if number == label.number else -0.1)


def _figure_follows(found: Sequence[Piece], number: int) -> bool:
    return number < len(found) and is_figure(found[number].text)


def _room_behind(rows: Sequence[SourceRow], piece: Piece) -> float:
    """What it adds to a match that there are cells behind it, even if they are blank."""
    return 0.05 if len(rows[piece.row].cells) > piece.column + 1 else 0.0


def _ordered(candidates: Candidates, pieces: int, anchors: int) -> dict[int, Match]:
    """The pairing with the highest sum of scores that keeps the order of pieces and anchors."""
    best = [[0.0] * (anchors + 1) for _ in range(pieces + _LONGEST_JOIN + 1)]
    choice: dict[tuple[int, int], Match] = {}
    for start in range(pieces - 1, -1, -1):
        options = dict(_best_options(candidates.get(start, ())))
        for number in range(anchors - 1, -1, -1):
            value = max(best[start + 1][number], best[start][number + 1])
            for match in options.get(number, ()):
                taken = match.score + best[start + match.count][number + 1]
                if taken > value:
                    value = taken
                    choice[start, number] = match
            best[start][number] = value
    return dict(_walk(best, choice, pieces, anchors))


def _best_options(options: Sequence[tuple[int, Match]]) -> dict[int, list[Match]]:
    grouped: dict[int, list[Match]] = {}
    for number, match in options:
        grouped.setdefault(number, []).append(match)
    return grouped


def _walk(
    best: list[list[float]], choice: Mapping[tuple[int, int], Match], pieces: int, anchors: int
) -> Iterator[tuple[int, Match]]:
    start = number = 0
    while start < pieces and number < anchors:
        match = choice.get((start, number))
        if match:
            yield number, match
            start, number = start + match.count, number + 1
        elif best[start][number] == best[start + 1][number]:
            start += 1
        else:
            number += 1


def _moved(
    candidates: Candidates,
    matches: Mapping[int, Match],
    anchors: Sequence[Anchor],
    is_head: Callable[[str], bool],
) -> dict[int, Match]:
    """Rows out of their order whose wording belongs to one label and stands in one piece only."""
    taken = {
        piece
        for match in matches.values()
        for piece in range(match.start, match.start + match.count)
    }
    wordings = Counter(anchor.wordings[0].core for anchor in anchors)
    free: dict[int, list[Match]] = {}
    for start, options in candidates.items():
        if start in taken or len({number for number, _ in options}) > 1:
            continue
        for number, match in options:
            if number not in matches and match.count == 1 and match.score > 1.0:
                free.setdefault(number, []).append(match)

    def unmistakable(anchor: Anchor) -> bool:
        core = anchor.wordings[0].core
        return anchor.leaf and wordings[core] == 1 and not is_head(core)

    return {
        number: found[0]
        for number, found in free.items()
        if len(found) == 1 and unmistakable(anchors[number])
    }


def _credible(
    rows: Sequence[SourceRow],
    found: Sequence[Piece],
    anchors: Sequence[Anchor],
    matches: Mapping[int, Match],
) -> dict[int, Match]:
    """The matches without those in running text: a lone short line may be worded like a label."""

    def in_text(match: Match) -> bool:
        return rows[found[match.start].row].paragraph is not None

    def beside_grid(match: Match) -> bool:
        row = found[match.start].row
        around = rows[max(0, row - 1) : row + 2]
        return match.score > _EXACT and any(each.paragraph is None for each in around)

    leaves = [matches[number] for number in matches if anchors[number].leaf]
    in_grids = not all(map(in_text, leaves))
    if not in_grids and sum(match.figure for match in leaves) < 2:
        return {}
    return {
        number: match
        for number, match in matches.items()
        if not in_text(match)
        or not anchors[number].leaf
        or (match.figure and match.score > _EXACT)
        or (beside_grid(match) if in_grids else match.score > _EXACT)
    }
