"""How the cells of our workbooks look, and what may be typed into them."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.messages import messages
from generator.model.forms import Number

_INPUT, _COMPUTED, _FIXED = "#FFFBE6", "#E8F1FB", "#F3F4F6"
_GOOD, _GOOD_TEXT = "#E3F4E6", "#1E6B2E"
_BAD, _BAD_TEXT = "#FDE2E0", "#A4161A"
_OPEN, _OPEN_TEXT = "#FFF1D6", "#8A5A00"
_FONT = "宋体"
_HEAD_FONT = "黑体"

_BASE: dict[str, Any] = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
_GRID = _BASE | {"border": 1, "border_color": "#9AA3AD"}
_TEXT = _GRID | {"text_wrap": True, "num_format": "@", "quote_prefix": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": _BASE | {"font_name": _HEAD_FONT, "font_size": 16, "align": "center"},
    "subtitle": _BASE | {"align": "center", "font_color": "#4B5563"},
    "note": _BASE | {"indent": 1, "font_color": "#4B5563", "text_wrap": True},
    "step": _BASE | {"text_wrap": True, "valign": "top"},
    "head": _GRID | {
        "font_name": _HEAD_FONT, "align": "center", "text_wrap": True, "bg_color": _FIXED,
    },
    "label": _GRID | {"text_wrap": True, "bg_color": _FIXED, "indent": 1},
    "unit": _GRID | {"align": "center", "bg_color": _FIXED},
    "figure": _GRID | {"align": "center", "bg_color": _INPUT, "locked": False},
    "figure_text": _GRID | {
        "align": "center", "bg_color": _INPUT, "locked": False, "quote_prefix": True,
    },
    "computed": _GRID | {"align": "center", "bg_color": _COMPUTED},
    "last_year": _GRID | {"align": "center", "font_color": "#4B5563"},
    "check": _GRID | {"align": "center", "text_wrap": True, "font_size": 10},
    "check_head": _GRID | {"align": "center", "text_wrap": True, "font_size": 9},
    "check_label": _GRID | {
        "indent": 1, "text_wrap": True, "font_size": 9, "font_color": "#4B5563",
    },
    "text": _TEXT | {"bg_color": _INPUT, "locked": False, "align": "left"},
    "text_heading": _TEXT | {"bg_color": _INPUT, "locked": False, "bold": True},
    "fixed": _TEXT | {"bg_color": _FIXED},
    "band": _TEXT | {"bg_color": "#DCE3EA", "font_name": _HEAD_FONT},
    "band_input": _TEXT | {"bg_color": _INPUT, "font_name": _HEAD_FONT, "locked": False},
    "good": {"bg_color": _GOOD, "font_color": _GOOD_TEXT},
    "bad": {"bg_color": _BAD, "font_color": _BAD_TEXT, "bold": True},
    "open": {"bg_color": _OPEN, "font_color": _OPEN_TEXT},
}  # fmt: skip


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._workbook.add_format(_STYLES[name])
        return self._made[name]


_LARGEST = 10**15
_CRITERIA: dict[Number, dict[str, Any]] = {
    Number.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    Number.AMOUNT: {"validate": "decimal", "criteria": ">=", "value": 0},
    Number.CHANGE: {
        "validate": "integer", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST,
    },
}  # fmt: skip


def accept_only(sheet: Worksheet, row: int, column: int, number: Number) -> None:
    """Let nothing but a figure of that kind, or nothing at all, be typed into a cell."""
    words = messages("zh")
    refusal = {
        "error_title": words.say(f"interchange.input.{number}.title"),
        "error_message": words.say(f"interchange.input.{number}"),
        "ignore_blank": True,
    }
    sheet.data_validation(row, column, row, column, _CRITERIA[number] | refusal)


def prepare(sheet: Worksheet, *, wide: bool, tall: int = 0) -> None:
    """A4, one page wide and `tall` pages high (0: as many as it takes); locked but for input."""
    loose: Any = sheet
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, tall)
    sheet.center_horizontally()
    loose.set_footer(f"&C{messages('zh').say('interchange.print.footer')}")
    sheet.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "insert_rows": True,
            "select_locked_cells": True,
            "select_unlocked_cells": True,
        },
    )


def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a column of that width; a Chinese character is two wide."""
    wide = sum(2 if ord(character) > 0x2E7F else 1 for character in text)
    return max(1, -(-wide // max(1, int(width - 1))))
