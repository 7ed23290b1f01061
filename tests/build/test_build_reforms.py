"""Reforms: what one agency's pages owe to another's records, and where old addresses lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from build_portal import assert_same_site, build, copy_content, make_portal, tree

from generator.pipeline import check, site

FIRST, SECOND = 2024, 2025


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    return make_portal(tmp_path / "portal", agencies=5, years=2, seed=5)


def folders(portal: Path) -> list[Path]:
    """The agencies that have a report for both years."""
    found = sorted(path.parent for path in portal.glob("content/agencies/*/agency.yml"))
    years = sorted({int(path.stem) for path in portal.glob("content/agencies/*/2*.yml")})
    return [each for each in found if all((each / f"{year}.yml").exists() for year in years)]


def years_of(portal: Path) -> tuple[int, int]:
    first, second = sorted({int(path.stem) for path in portal.glob("content/agencies/*/2*.yml")})
    return first, second


def add(path: Path, text: str) -> None:
    """More settings of an agency, in place of those of the same name."""
    name = text.partition(":")[0]
    known = re.sub(rf"(?m)^{name}:.*\n(?:[ -].*\n)*", "", path.read_text(encoding="utf-8"))
    path.write_text(known + text, encoding="utf-8")


def carried(path: Path, row: str) -> list[int]:
    cells = re.search(rf"(?m)^    {row}: +\[(.*)\]", path.read_text(encoding="utf-8"))
    assert cells is not None
    return [int(cell) for cell in cells[1].split(",")]


def put(path: Path, row: str, values: list[int]) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(rf"(?m)^(    {row}: +)\[.*\]", rf"\g<1>{values}", text), encoding="utf-8"
    )


def broken(portal: Path, agency: Path, year: int) -> set[str]:
    found = check.check(portal, check.Wish((str(agency / f"{year}.yml"),)), lambda _: None).findings
    return {each.code for each in found if each.code.startswith("carried")}


def same_as_clean(portal: Path, tmp_path: Path) -> None:
    other = copy_content(portal, tmp_path / "clean")
    build(other)
    assert_same_site(portal / "site", other / "site")


def test_what_was_merged_is_added_up_and_a_change_there_is_seen_here(portal, tmp_path):
    first, second = years_of(portal)
    ended, heir = folders(portal)[:2]
    (ended / f"{second}.yml").unlink()
    for each, values in ((ended, [0, 0, 0, 0, 0, 2, 2]), (heir, [1, 0, 0, 0, 0, 0, 1])):
        put(each / f"{first}.yml", "carried_out", values)
    put(heir / f"{second}.yml", "carried_in", [1, 0, 0, 0, 0, 2, 3])
    assert broken(portal, heir, second) == {"carried.broken"}
    build(portal)
    event = f"events:\n  - {{on: {second}-03-01, change: merged_into, to: [{heir.name}]}}\n"
    add(ended / "agency.yml", event)
    assert broken(portal, heir, second) == set()
    outcome = build(portal)
    assert {"lineage"} <= {reason.code for reason in outcome.reasons[heir.name]}
    same_as_clean(portal, tmp_path)
    page = portal / "site" / "agencies" / heir.name / str(second) / "index.html"
    before = page.read_text(encoding="utf-8")

    put(ended / f"{first}.yml", "carried_out", [0, 0, 0, 0, 0, 4, 4])
    assert broken(portal, heir, second) == {"carried.broken"}
    outcome = build(portal)
    assert [(each.code, each.detail) for each in outcome.reasons[heir.name]] == [
        ("continued", ended.name)
    ]
    assert page.read_text(encoding="utf-8") != before
    again = copy_content(portal, tmp_path / "again")
    build(again)
    assert_same_site(portal / "site", again / "site")


@pytest.mark.parametrize("change", ["split_into", "powers_moved"])
def test_no_sum_tells_of_powers_that_moved(portal, change):
    _, second = years_of(portal)
    this, other = folders(portal)[:2]
    for each in (this, other):
        put(each / f"{second}.yml", "carried_in", [7, 0, 0, 0, 0, 0, 7])
        assert broken(portal, each, second) == {"carried.broken"}
    event = f"events:\n  - {{on: {second}-06-01, change: {change}, to: [{other.name}]}}\n"
    add(this / "agency.yml", event)
    assert broken(portal, this, second) == broken(portal, other, second) == set()


def test_old_addresses_lead_to_the_new_ones_and_go_when_they_are_withdrawn(portal, tmp_path):
    build(portal)
    agency, other = folders(portal)[:2]
    before = tree(portal / "site")
    text = (agency / "agency.yml").read_text(encoding="utf-8")
    add(agency / "agency.yml", f"former_ids: [old-folder, {other.name}]\n")
    outcome = build(portal)
    years = [int(path.stem) for path in agency.glob("2*.yml")]
    expected = {f"agencies/old-folder/{year}/index.html" for year in years}
    expected.add("agencies/old-folder/index.html")
    made = tree(portal / "site")
    assert made.keys() - before.keys() == expected
    assert expected <= set(outcome.written)
    page = made[f"agencies/old-folder/{years[0]}/index.html"].decode()
    target = f"../../{agency.name}/{years[0]}/"
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
    assert f'<link rel="canonical" href="{target}">' in page
    assert f'<a href="{target}">' in page
    assert b"http-equiv" not in made[f"agencies/{other.name}/index.html"]
    found = check.check(portal, check.Wish(), lambda _: None).findings
    assert [each.code for each in found if each.code.startswith("agency.")] == [
        "agency.former_taken"
    ]
    same_as_clean(portal, tmp_path)
    site.build_plainly(portal, tmp_path / "plain")
    assert {path: tree(tmp_path / "plain").get(path) for path in expected} == {
        path: made[path] for path in expected
    }

    (agency / "agency.yml").write_text(text, encoding="utf-8")
    build(portal)
    assert not (portal / "site/agencies/old-folder").exists()
    assert tree(portal / "site").keys() == before.keys()


def test_a_folder_that_was_renamed_and_one_that_takes_the_old_name(portal, tmp_path):
    build(portal)
    agency = folders(portal)[0]
    moved = agency.with_name("moved-agency")
    agency.rename(moved)
    add(moved / "agency.yml", f"former_ids: [{agency.name}]\n")
    build(portal)
    page = portal / "site" / "agencies" / agency.name / "index.html"
    assert "moved-agency" in page.read_text(encoding="utf-8")
    same_as_clean(portal, tmp_path)

    copy_content(folders(portal)[1], agency)
    build(portal)
    assert "moved-agency" not in page.read_text(encoding="utf-8")
    again = copy_content(portal, tmp_path / "again")
    build(again)
    assert_same_site(portal / "site", again / "site")


def test_what_an_old_address_says_is_escaped(portal):
    agency = folders(portal)[0]
    add(agency / "agency.yml", "former_ids: [old-folder]\n")
    text = (agency / "agency.yml").read_text(encoding="utf-8")
    name = re.search(r"(?m)^name: (.*)$|name: ([^,}\n]+)", text)
    assert name is not None
    wanted = name[1] or name[2]
    text = text.replace(wanted, '"<script>x</script>&\'"')
    (agency / "agency.yml").write_text(text, encoding="utf-8")
    build(portal)
    page = (portal / "site/agencies/old-folder/index.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt;&amp;" in page
