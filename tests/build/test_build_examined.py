"""A full build does not find out again what it knows of files that have not changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from build_portal import Editor, build, copy_content, tree

from generator import storage
from generator.build import examine, scan, survey
from generator.build.catalogue import opened
from generator.build.content import outline
from generator.build.scan import is_complete
from generator.model.subjects import Subject


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """The reports that are checked: agency, year, and how many findings there are."""
    found: list[tuple[str, int, int]] = []
    plain = examine.check_report

    def noted(subject: Subject) -> object:
        findings = plain(subject)
        found.append((subject.report.agency, subject.report.year, len(findings)))
        return findings

    monkeypatch.setattr(examine, "check_report", noted)
    return found


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are hashed, below the agencies' folder."""
    names: list[str] = []
    plain = scan._hash

    def noted(root: Path, agency: str, name: str, *read: storage.Read) -> str:
        names.append(f"{agency}/{name}")
        return plain(root, agency, name, *read)

    monkeypatch.setattr(scan, "_hash", noted)
    return names


@pytest.fixture
def root(tmp_path: Path, content: Path) -> Path:
    return copy_content(content, tmp_path / "portal")


def test_a_report_in_which_nothing_was_found_is_not_checked_again(
    root: Path, checked: list[tuple[str, int, int]]
) -> None:
    build(root)
    every, before = set(checked), tree(root / "site")
    faulty = {each for each in every if each[2]}
    assert faulty < every
    shutil.rmtree(root / "site")
    checked.clear()
    build(root)
    assert set(checked) >= faulty
    # What continues reports of other agencies may be found faulty without having changed itself.
    assert {each[0] for each in checked if not each[2]} <= outline(root).lineages.keys()
    assert tree(root / "site") == before


def test_of_a_changed_agency_all_reports_are_checked(
    root: Path, checked: list[tuple[str, int, int]]
) -> None:
    build(root)
    editor = Editor(root, 1)
    changed = editor.records[0]
    editor.replaced(changed, "title: ", "title: 改")
    checked.clear()
    build(root)
    years = {int(path.stem) for path in changed.parent.glob("2*.yml")}
    assert {each[:2] for each in checked} == {(changed.parent.name, year) for year in years}


def test_other_settings_of_the_portal_have_everything_checked_again(
    root: Path, checked: list[tuple[str, int, int]]
) -> None:
    build(root)
    every = set(checked)
    checked.clear()
    editor = Editor(root, 1)
    editor.make(editor.change_portal)
    build(root)
    assert {each[:2] for each in checked} == {each[:2] for each in every}


def test_files_are_hashed_once_and_when_they_change(root: Path, hashed: list[str]) -> None:
    build(root)
    every = sorted(hashed)
    with opened(root) as held:
        known = dict(held.inputs())
    assert every == sorted(f"{agency}/{name}" for agency, own in known.items() for name in own)
    assert all(map(is_complete, known.values()))
    shutil.rmtree(root / "site")
    editor = Editor(root, 1)
    changed = editor.records[0]
    editor.replaced(changed, "title: ", "title: 改")
    hashed.clear()
    build(root)
    assert hashed == [f"{changed.parent.name}/{changed.name}"]
    hashed.clear()
    build(root, clean=True)
    assert sorted(hashed) == every


def test_settings_that_change_while_a_site_is_made_are_taken_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read by one process and the records by others, and hashed before they are read."""
    settings = Editor(root, 1).agencies[0] / "agency.yml"
    plain = survey.read_agency

    def read_agency(*arguments: object) -> object:
        found = plain(*arguments)  # pyright: ignore[reportArgumentType]
        if arguments[1] == settings.parent.name and "更名局" not in settings.read_text("utf-8"):
            Editor(root, 1).replaced(settings, r"name: [^,}\n]+", "name: 更名局")
        return found

    monkeypatch.setattr(survey, "read_agency", read_agency)
    page = root / "site/agencies" / settings.parent.name / "index.html"
    build(root)
    assert "更名局" not in page.read_text("utf-8")
    build(root)
    assert "更名局" in page.read_text("utf-8")
