"""By what the cells of a row were recognised: by label, alias, likeness, or only by their order."""

from __future__ import annotations

from collections.abc import Iterable

from generator.importers.columns import Heads
from generator.importers.found import FoundRow, TableText
from generator.importers.wording import wording
from generator.model.forms import Block, Line
from generator.model.submissions import Recognition

_WEAKEST = list(Recognition)


class Recogniser:
    """What is known of the cells of one block: its columns by the heads over them."""

    def __init__(self, block: Block, heads: Heads) -> None:
        self.block = block
        self._columns = [
            _column(column, heads.texts.get(number, ""))
            for number, column in enumerate(block.leaf_columns)
        ]

    def row(self, text: TableText, row: FoundRow) -> list[Recognition]:
        """By what each cell of a row that was found was recognised, in the order of the columns."""
        by_label = self._label(text, row)
        return [max(by_label, column, key=_WEAKEST.index) for column in self._columns]

    def _label(self, text: TableText, row: FoundRow) -> Recognition:
        if self.block.head is None or not row.label:
            # A single row without a label is known by its columns alone.
            return Recognition.LABEL
        written = "".join(text.rows[line].cells[column].text for line, column in row.label)
        path = next(path for top in self.block.rows for path in top.paths() if path[-1] is row.line)
        groups = ["".join(each.label.zh for each in path[start:]) for start in range(len(path))]
        return _compared(written, (*groups, self.block.head.zh + groups[0]), row.line.aliases)


def _column(column: Line, written: str) -> Recognition:
    return _compared(written, (column.label.zh,), column.aliases) if written else Recognition.ORDER


def _compared(written: str, official: Iterable[str], aliases: Iterable[str]) -> Recognition:
    core = wording(written).core
    if any(core == wording(each).core for each in official):
        return Recognition.LABEL
    if any(core == wording(each).core for each in aliases):
        return Recognition.ALIAS
    return Recognition.ALIKE
