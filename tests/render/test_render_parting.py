"""Long lists are cut into pages with lasting addresses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.agencies import AGENCY_ID
from generator.model.agencies import Agency, Name
from generator.render.parting import Part, parting

IDS = st.lists(
    st.from_regex(r"(lanpu-|huan|)[a-d0-3]([a-d0-3-]{0,4}[a-d])?", fullmatch=True), unique=True
)
MOST = 5


def agencies(ids: list[str]) -> list[Agency]:
    return [Agency(one, (Name(one),), "department") for one in sorted(ids)]


def leaves(part: Part) -> list[Part]:
    return [one for one in part.every() if not one.parts]


@given(IDS)
def test_each_agency_is_on_one_page_and_no_page_is_too_long(ids: list[str]) -> None:
    tree = parting(agencies(ids), MOST)
    listed = [agency.id for leaf in leaves(tree) for agency in leaf.agencies]
    assert listed == sorted(ids)
    assert all(len(leaf.agencies) <= MOST for leaf in leaves(tree))
    starts = [part.start for part in tree.every()]
    assert len(starts) == len(set(starts))
    assert all(AGENCY_ID.fullmatch(start.strip("-_")) or start == "" for start in starts)
    for part in tree.every():
        assert all(f"{agency.id}_".startswith(part.start) for agency in part.agencies)


@given(IDS, IDS)
def test_an_address_stays_when_agencies_come(ids: list[str], more: list[str]) -> None:
    """What an address shows may only grow: an agency found below it stays below it."""
    before = parting(agencies(ids), MOST)
    after = {part.start: part for part in parting(agencies([*{*ids, *more}]), MOST).every()}
    for part in before.every():
        held = [after[start] for start in after if start == part.start]
        if held:
            assert {one.id for one in part.agencies} <= {one.id for one in held[0].agencies}


def test_an_id_that_is_the_beginning_of_others_has_a_page_of_its_own() -> None:
    tree = parting(agencies(["lanpu-a", *(f"lanpu-ab{number}" for number in range(6))]), 5)
    starts = [part.start for part in tree.every()]
    assert starts[:3] == ["", "lanpu-a_", "lanpu-ab"]
    assert len(starts) == len(set(starts))


def test_parts_are_named_by_what_their_ids_begin_with() -> None:
    ids = [f"lanpu-{letter}{number}" for letter in "abc" for number in range(4)]
    assert [part.start for part in parting(agencies(ids), 5).parts] == [
        "lanpu-a",
        "lanpu-b",
        "lanpu-c",
    ]
    assert parting(agencies(ids), 12).parts == ()
