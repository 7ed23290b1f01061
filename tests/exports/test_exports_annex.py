"""What stands on the annex: said in full, and believed only as far as it can be understood."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlet_reports import FORMS

from generator.interchange.annex import carried, heading_of
from generator.interchange.texts import from_json, packed, pieces, quoted, shown, unpacked
from generator.interchange.wordings import relation_words
from generator.model.reports import Correction

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)


@given(TEXT)
def test_a_text_is_packed_and_unpacked(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert from_json(quoted(text)) == text


@given(TEXT, st.integers(40, 80))
def test_pieces_join_and_have_no_blanks_at_their_ends(text: str, most: int) -> None:
    cut = pieces(packed(text), most)
    assert unpacked("".join(cut)) == text
    assert all(len(piece) <= most and piece.strip() == piece for piece in cut)


@given(TEXT, st.integers(10, 50))
def test_what_is_shown_can_be_shown_again(text: str, most: int) -> None:
    visible = shown(text)
    assert visible.strip() == visible != ""
    assert shown(visible) == visible
    assert shown(text, most).startswith(shown(text)[: most // 2])


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("facts", ("年度", "22", "")),
        ("facts", ("公布日期", "2023-02-30", "")),
        ("facts", ("标题", '" "', "")),
        ("facts", ("别的", "1", "")),
        ("explanations", ("a", "", "原因")),
        ("corrections", ("a.b.c", "", "昨天", "1", "2", "误")),
        ("corrections", ("a.b.c", "", "2023-01-01", "1", "2", "")),
        ("unplaced", ("Preface", "", "x")),
        ("accepted", ("xyz", "r", "a")),
        ("extra_tables", ("overview", "", '[["a", 1]]')),
        ("extra_tables", ("overview", "", "[" * 100_000)),
        ("exact", ("title", "{}")),
        ("exact", ("title", '"\\ud800"')),
        ("exact", ("title", "12")),
    ],
)
def test_a_row_that_makes_no_sense_is_told_and_not_taken(name: str, row: tuple[str, ...]) -> None:
    said = carried([(heading_of(name), [row])])
    assert [heading for heading, _ in said.problems] == [heading_of(name)]
    assert said == type(said)(problems=said.problems)


def test_a_row_goes_on_below_where_its_first_cell_is_blank() -> None:
    rows = [
        ("applications.received.total", "", "2024-03-02", "3", "5", "前半"),
        ("", "", "", "", "", "后半"),
    ]
    expected = Correction(date(2024, 3, 2), "applications.received.total", "3", "5", "前半后半")
    assert carried([(heading_of("corrections"), rows)]).corrections == (expected,)


def test_relations_are_told_in_the_labels_of_the_form() -> None:
    form = FORMS["cn-2021"]
    words = {relation.id: relation_words(relation, form) for relation in form.relations}
    assert words["proceedings.later"] == "复议后起诉：结果维持＋结果纠正＋其他结果＋尚未审结＝总计"
    assert words["disclosure.in_force"] == (
        "现行有效件数＋本年废止件数＝本年制发件数＋上年现行有效件数"
    )
    assert "…" in words["applications.handled"]
