"""Faults in what stands around a report: title, day, original, and last year's report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from generator.demo.dice import Dice
from generator.demo.drafts import Draft, Wish, redraft, title
from generator.demo.faults.planted import Expected, Planted, planted
from generator.demo.grammar import Telling
from generator.demo.sources import phrases


def year_mismatch(draft: Draft, dice: Dice) -> Planted | None:
    """The title states another year, most often the one before."""
    year = draft.desk.year
    stated = year + dice.pick((-1, -1, -1, 1))
    report = replace(draft.report, title=title(draft.member, year, stated))
    parameters = {"year": year, "stated": stated}
    return planted(replace(draft, report=report), Expected("year.mismatch", parameters=parameters))


def published_late(draft: Draft, dice: Dice) -> Planted | None:
    """The report came out after its deadline."""
    published = draft.deadline + timedelta(days=dice.between(2, 75))
    report = replace(draft.report, published=published)
    parameters = {"deadline": str(draft.deadline), "published": str(published)}
    return planted(replace(draft, report=report), Expected("published.late", parameters=parameters))


def source_changed(draft: Draft, dice: Dice) -> Planted | None:
    """The original was changed after its hash had been taken."""
    note = Telling(phrases(), dice, {}, {}, {}).named("revised_note")
    return planted(replace(draft, appended=f"\n{note}\n"), Expected("source.changed"))


def carried_broken(draft: Draft, dice: Dice) -> Planted | None:
    """What is carried in is not what was carried out last year; all else adds up."""
    ledger, last = draft.desk.ledger, draft.last
    before = draft.before
    if last is None or before is None or not ledger.free_carried:
        return None
    at, source = dice.pick(ledger.free_carried)
    fewer = (before[source] or 0) > 1 and dice.happens(50)
    wrong = redraft(draft, Wish(shift={at: -1 if fewer else dice.between(1, 4)}))
    expected = [
        Expected(
            "carried.broken",
            ledger.cells[position],
            parameters={
                "found": int(wrong.numbers[position]),
                "expected": int(before[origin] or 0),
                "previous": last.desk.year,
            },
        )
        for position, origin in ledger.carried
        if wrong.numbers[position] != before[origin]
    ]
    return planted(wrong, *expected)
