"""The sheets of our workbooks: their names, and the words that say what a row of text is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from generator.interchange.marks import Mark
from generator.messages import messages
from generator.model.forms import Form

LONGEST_TEXT = 30_000
"""The most characters of a paragraph that one cell of a workbook shows."""
_LONGEST_NAME = 31
_KINDS = {
    "title": Mark.TITLE,
    "preface": Mark.PREFACE,
    "section": Mark.SECTION,
    "before": Mark.BEFORE,
    "after": Mark.AFTER,
}


def _say(key: str) -> str:
    return messages("zh").say(f"interchange.sheet.{key}")


def text_sheet() -> str:
    """The name of the sheet with all text."""
    return _say("text")


def annex_sheet() -> str:
    """The name of the sheet that is the annex."""
    return _say("annex")


def help_sheet() -> str:
    """The name of the sheet that explains the workbook."""
    return _say("help")


def own_sheet(number: int) -> str:
    """The name of the sheet with a table of the agency's own, counted from 1."""
    return messages("zh").say("interchange.sheet.own", number=number)


@cache
def table_sheets(form: Form) -> Mapping[str, str]:
    """The names of the sheets with the statutory tables, by table id."""
    names: dict[str, str] = {}
    for number, table in enumerate(form.tables, 1):
        name = re.sub(r"[\[\]:*?/\\']", "", table.title.zh)[: _LONGEST_NAME - 3]
        names[table.id] = f"{number}.{name}"
    return names


def kind_word(kind: str) -> str:
    """What the first column of the text sheet calls a kind of row."""
    return messages("zh").say(f"interchange.kind.{kind}")


@cache
def marks_by_word() -> Mapping[str, Mark]:
    """The mark of the paragraphs of each kind, by what the first column calls it."""
    return {kind_word(kind): mark for kind, mark in _KINDS.items()}


def kind_of(mark: Mark) -> str:
    """The kind of row that paragraphs with that mark are."""
    return next(kind for kind, each in _KINDS.items() if each is mark)
