"""Agencies: names, ids, who stands over whom, renaming and founding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from demo_portal import YEARS, Portal

from generator.agencies import AGENCY_ID
from generator.demo import cast, make
from generator.demo.sources import bodies, places
from generator.errors import UsageError
from generator.messages import LANGUAGES, messages
from generator.model.forms import Form


def test_ids_are_valid_and_names_distinct(portal: Portal) -> None:
    assert all(AGENCY_ID.fullmatch(agency) for agency in portal.agencies)
    names = [name.name for agency in portal.agencies.values() for name in agency.names]
    assert len(names) == len(set(names))


def test_ids_and_names_stay_distinct_in_a_large_portal() -> None:
    found = list(cast.members(9000, [2023, 2024], 3))
    assert len({member.agency.id for member in found}) == 9000
    assert len({name.name for member in found for name in member.agency.names}) > 9000
    assert len({member.agency.name for member in found}) == 9000
    assert all(AGENCY_ID.fullmatch(member.agency.id) for member in found)


def test_superiors_exist_and_lead_to_a_top(portal: Portal) -> None:
    for agency in portal.agencies.values():
        assert not agency.supervisor or agency.supervisor in portal.agencies
        above, steps = agency, 0
        while above.superior:
            above, steps = portal.agencies[above.superior], steps + 1
        assert steps <= 2
    assert any(agency.superior for agency in portal.agencies.values())


def test_a_small_portal_has_no_superior_outside_it(editions: dict[str, Form]) -> None:
    for number in (1, 5, len(bodies().roster)):
        found = list(cast.members(number, [2024], 1))
        ids = {member.agency.id for member in found}
        assert {member.agency.superior for member in found} - {""} <= ids
        assert cast.seat(number).name == found[0].agency.area


def test_there_is_a_mixture_of_kinds(portal: Portal) -> None:
    kinds = {agency.kind for agency in portal.agencies.values()}
    assert len(kinds) == 8
    first = [agency.kind for agency in list(portal.agencies.values())[:12]]
    assert len(set(first)) >= 5


def test_some_agencies_were_renamed(portal: Portal) -> None:
    renamed = [agency for agency in portal.agencies.values() if len(agency.names) > 1]
    assert 3 <= len(renamed) <= 30
    for agency in renamed:
        old, new = agency.names
        assert old.last_year is not None
        assert [event.on.year for event in agency.events] == [new.first_year]
        assert new.first_year == old.last_year + 1
        assert agency.name_in(YEARS[0]) == old.name
        assert agency.name_in(YEARS[-1]) == new.name


def test_some_agencies_were_founded_late(portal: Portal) -> None:
    first = [
        min(year for each, year in portal.reports if each == agency) for agency in portal.agencies
    ]
    assert 3 <= sum(year > YEARS[0] for year in first) <= 40
    for agency, year in zip(portal.agencies, first, strict=True):
        years = sorted(each for name, each in portal.reports if name == agency)
        assert years == list(range(year, YEARS[-1] + 1))


def test_no_area_bears_a_name_that_exists() -> None:
    source = places()
    stems = [
        area.stem for area, _ in zip(cast.areas(cast.Dice(1), source), range(1200), strict=False)
    ]
    assert len(stems) == len(set(stems))
    assert len(stems) > 1100
    assert not set(stems) & set(source.real)


def test_the_places_are_enough_for_as_many_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(places(), first=places().first[:2], second=places().second[:2])
    monkeypatch.setattr(cast, "places", lambda: few)
    most = cast.most_agencies()
    assert len(list(cast.members(most + 50, [2024], 1))) == most


def test_too_many_agencies_are_refused_at_once(editions: dict[str, Form]) -> None:
    most = cast.most_agencies()
    assert most > 65_000
    with pytest.raises(UsageError) as caught:
        make(most + 1, 1, 1, editions)
    assert caught.value.parameters == {"most": most}
    for language in LANGUAGES:
        assert str(most) in messages(language).say("error.demo.too_many", most=most)
