"""What one cell says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import records
from generator.importers.cells import Note, is_figure, read_cell
from generator.model.forms import Number
from generator.model.reports import Cell
from generator.nodes import Scalar
from generator.shapes import cell

CASES: list[tuple[str, Cell, Note]] = [
    ("0", 0, Note.EXACT),
    ("12", 12, Note.EXACT),
    ("12345678", 12345678, Note.EXACT),
    ("-35", -35, Note.EXACT),
    ("20.3", Decimal("20.3"), Note.EXACT),
    ("190.457379", Decimal("190.457379"), Note.EXACT),
    ("3.0", Decimal("3.0"), Note.EXACT),
    ("１２", 12, Note.CLEANED),
    (" 7\u3000", 7, Note.CLEANED),
    ("\xa05\xa0", 5, Note.CLEANED),
    ("\u200b5\ufeff", 5, Note.CLEANED),
    ("1,234", 1234, Note.CLEANED),
    ("1，234，567", 1234567, Note.CLEANED),
    ("59,237.2449", Decimal("59237.2449"), Note.CLEANED),
    ("２０．３", Decimal("20.3"), Note.CLEANED),
    ("", None, Note.BLANK),
    (" \t\xa0\u3000\u200b", None, Note.BLANK),
    ("/", "/", Note.TEXT),
    ("—", "—", Note.TEXT),
    ("-", "-", Note.TEXT),
    ("无", "无", Note.TEXT),
    ("43.788万元", "43.788万元", Note.TEXT),
    ("251000元", "251000元", Note.TEXT),
    ("增72", "增72", Note.TEXT),
    ("3件", "3件", Note.TEXT),
    ("1 2", "1 2", Note.TEXT),
    ("1\n2", "1\n2", Note.TEXT),
    ("12,34", "12,34", Note.TEXT),
    ("1,2345", "1,2345", Note.TEXT),
    ("0,123", "0,123", Note.TEXT),
    ("007", "007", Note.TEXT),
    ("-0", "-0", Note.TEXT),
    (".5", ".5", Note.TEXT),
    ("5.", "5.", Note.TEXT),
    ("1e3", "1e3", Note.TEXT),
    ("5①", "5①", Note.TEXT),
    ("5²", "5²", Note.TEXT),
    ("½", "½", Note.TEXT),
    ("三", "三", Note.TEXT),
    ("٣", "٣", Note.TEXT),
    ("1" * 19, "1" * 19, Note.TEXT),
    ("0.1234567890123", "0.1234567890123", Note.TEXT),
    (" / ", "/", Note.TEXT),
]


@pytest.mark.parametrize(("text", "value", "note"), CASES)
def test_a_cell_is_read_exactly(text: str, value: Cell, note: Note) -> None:
    found = read_cell(text, Number.COUNT)
    assert found == (value, note)
    assert type(found[0]) is type(value)


def test_a_plus_is_a_sign_only_where_changes_are_counted() -> None:
    assert read_cell("+1036", Number.CHANGE) == (1036, Note.CLEANED)
    assert read_cell("+1036", Number.COUNT) == ("+1036", Note.TEXT)


@given(st.text(max_size=12))
def test_what_is_read_survives_the_record(text: str) -> None:
    value, _ = read_cell(text, Number.AMOUNT)
    written = records.cell_text(value)
    plain = not written.startswith('"')
    assert cell(Scalar(written if plain else str(value), plain=plain, line=1, column=1)) == value


@given(st.integers(min_value=0, max_value=10**17))
def test_a_figure_with_separators_is_the_same_figure(number: int) -> None:
    assert read_cell(f"{number:,}", Number.COUNT)[0] == number
    assert read_cell(f"{number:,}".replace(",", "，"), Number.COUNT)[0] == number


@pytest.mark.parametrize(
    "text", ["0", "/", "—", "－", "无", "零", "3件", "增72", "43.788万元", "1,234"]
)
def test_what_stands_in_place_of_a_figure(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize(
    "text", ["", "规章", "1.属于国家秘密", "2022年", "一、总体情况", "3项工作"]
)
def test_what_is_words(text: str) -> None:
    assert not is_figure(text)
