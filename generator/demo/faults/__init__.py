"""Planting faults: a known share of the reports gets one fault each, and a list says which.

A fault is a function from a plain draft to a faulty one, or None where it cannot be planted. It is
named by the code of the finding that a check should give for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.demo.dice import Dice
from generator.demo.drafts import Draft
from generator.demo.faults import cells, facts, wording
from generator.demo.faults.planted import Planted

FAULTS: Mapping[str, Callable[[Draft, Dice], Planted | None]] = {
    "relation.broken": cells.relation_broken,
    "cell.blank": cells.blank,
    "cell.mark": cells.mark,
    "cell.unit": cells.unit,
    "cell.negative": cells.negative,
    "row.missing": cells.row_missing,
    "section.empty": wording.section_empty,
    "section.missing": wording.section_missing,
    "source.changed": facts.source_changed,
    "carried.broken": facts.carried_broken,
    "year.mismatch": facts.year_mismatch,
    "published.late": facts.published_late,
    "copied.previous": wording.copied_previous,
    "text.figure": wording.text_figure,
    "personal.mobile": wording.personal_mobile,
    "personal.id_number": wording.personal_identity,
}
"""Every kind of fault."""

NEED_ORIGINALS = frozenset({"source.changed"})
"""Faults that only show when the submitted originals are there."""

SHARE = 20
"""One report in so many has a fault."""


class Planter:
    """Chooses the reports that get a fault, one at random in each run of `SHARE`, and the faults.

    Every kind has its turn; one that a report has no room for waits for the next report.
    """

    def __init__(self, seed: int, *, originals: bool) -> None:
        self._dice = Dice(seed, "faults")
        codes = [code for code in FAULTS if originals or code not in NEED_ORIGINALS]
        self._waiting = self._dice.shuffled(codes)
        self._seen = 0
        self._chosen = 0
        self._owing = False

    def plant(self, draft: Draft) -> Planted | None:
        """The draft with a fault, or None when this report gets none."""
        if self._seen % SHARE == 0:
            self._chosen = self._dice.below(SHARE)
        self._owing = self._owing or self._seen % SHARE == self._chosen
        self._seen += 1
        return self._due(draft) if self._owing else None

    def _due(self, draft: Draft) -> Planted | None:
        for code in self._waiting:
            dice = draft.desk.dice(draft.member, code)
            planted = FAULTS[code](draft, dice)
            if planted is not None:
                self._waiting.remove(code)
                self._waiting.append(code)
                self._owing = False
                return planted
        return None
