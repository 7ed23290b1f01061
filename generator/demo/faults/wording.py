"""Faults in the text of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.demo.dice import Dice
from generator.demo.drafts import Draft, Wish, redraft
from generator.demo.faults.planted import Expected, Planted, planted
from generator.demo.grammar import Telling
from generator.demo.sources import phrases
from generator.model.reports import Narrative

_SENTENCE_END = "。"


def section_empty(draft: Draft, dice: Dice) -> Planted | None:
    """A section has its heading and nothing under it."""
    section = dice.pick(_text_sections(draft))
    sections = {**draft.report.sections, section: Narrative()}
    return _with(draft, sections, Expected("section.empty", section=section))


def section_missing(draft: Draft, dice: Dice) -> Planted | None:
    """A section is not there at all."""
    section = dice.pick(_text_sections(draft))
    sections = {name: text for name, text in draft.report.sections.items() if name != section}
    missing = replace(draft, dropped=section)
    return _with(missing, sections, Expected("section.missing", section=section))


def copied_previous(draft: Draft, dice: Dice) -> Planted | None:
    """The wording of last year is used again, with this year's figures."""
    del dice
    last = draft.last
    if last is None or last.faulty or not _comparable(draft, last):
        return None
    year = last.desk.year
    copy = redraft(draft, Wish(wording_of=year))
    return planted(copy, Expected("copied.previous", parameters={"previous": year}))


def _comparable(draft: Draft, last: Draft) -> bool:
    """Whether the same throws of the dice say the same: same name, and 0 where 0 was."""
    ledger, agency = draft.desk.ledger, draft.member.agency
    now, before = ledger.figures(draft.numbers), last.desk.ledger.figures(last.numbers)
    same_form = ledger is last.desk.ledger
    same = same_form and all(bool(now[name]) == bool(before[name]) for name in now)
    return same and agency.name_in(draft.desk.year) == agency.name_in(last.desk.year)


def text_figure(draft: Draft, dice: Dice) -> Planted | None:
    """The text gives a figure that the table does not have."""
    ledger = draft.desk.ledger
    name = ledger.profile.misstated
    figures = ledger.figures(draft.numbers)
    right = figures[name]
    if not right:
        return None
    # Not a figure, nor one plus another, that a lenient reader could take for what is meant.
    taken = {*figures.values(), *(right + value for value in figures.values())}
    wrong = right + dice.between(1, 9)
    while wrong in taken:
        wrong += 1
    told = redraft(draft, Wish(misstated={name: wrong}))
    places = [
        section
        for section, narrative in told.report.sections.items()
        if narrative != draft.report.sections[section]
    ]
    parameters: dict[str, Any] = {
        "cells": list(ledger.profile.figures[name]),
        "table": right,
        "text": wrong,
    }
    expected = [Expected("text.figure", section=place, parameters=parameters) for place in places]
    return planted(told, *expected) if expected else None


def personal_mobile(draft: Draft, dice: Dice) -> Planted | None:
    """Somebody's mobile number stands in the text."""
    return _sentence("personal.mobile", "personal_mobile", "mobile_number", draft, dice, {})


def personal_identity(draft: Draft, dice: Dice) -> Planted | None:
    """Somebody's identity number stands in the text."""
    words = {"identity": identity(dice)}
    return _sentence("personal.id_number", "personal_identity", "identity", draft, dice, words)


def identity(dice: Dice) -> str:
    """An identity number that is right in form and belongs to nobody.

    The check digit is that of GB 11643; no place has the area code, nobody was born that early.
    """
    digits = f"99999919{dice.between(0, 9):02d}0101{dice.between(0, 999):03d}"
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def _sentence(
    code: str, rule: str, word: str, draft: Draft, dice: Dice, words: dict[str, str]
) -> Planted | None:
    """A sentence made by `rule` goes to the end of some paragraph; `word` is what is personal."""
    options = [
        (section, number)
        for section in _text_sections(draft)
        for number, paragraph in enumerate(draft.report.sections[section].before)
        if paragraph.endswith(_SENTENCE_END)
    ]
    if not options:
        return None
    section, number = dice.pick(options)
    telling = Telling(phrases(), dice, words, {}, {})
    telling.words = {word: telling.named(word)}
    paragraphs = list(draft.report.sections[section].before)
    paragraphs[number] += telling.named(rule)
    sections = {**draft.report.sections, section: Narrative(tuple(paragraphs))}
    parameters = {"text": telling.words[word]}
    return _with(draft, sections, Expected(code, section=section, parameters=parameters))


def _text_sections(draft: Draft) -> list[str]:
    """The sections that consist of text alone."""
    return [
        section.id
        for section in draft.desk.ledger.form.sections
        if not section.table and draft.report.sections[section.id].before
    ]


def _with(draft: Draft, sections: dict[str, Narrative], expected: Expected) -> Planted:
    return planted(replace(draft, report=replace(draft.report, sections=sections)), expected)
