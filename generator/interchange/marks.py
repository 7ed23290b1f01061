"""The names by which our own documents are known again when they come back.

They are visible to whoever opens the list of styles or looks at the names of the sheets.
"""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """What a paragraph is: the name of its style."""

    TITLE = "报告标题"
    PREFACE = "报告前言"
    SECTION = "报告部分标题"
    BEFORE = "报告正文"
    AFTER = "报告表后正文"
    CAPTION = "报告自有表标题"
    ANNEX = "报告附页标题"
    PART = "报告附页小标题"
    NOTE = "报告附页说明"


MARKS: dict[str, Mark] = {mark.value: mark for mark in Mark}
"""The marks by the names of their styles."""
