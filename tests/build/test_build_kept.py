"""A full build reads only records that it has not read before."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from build_portal import Editor, build, copy_content, differences, tree

from generator import records
from generator.build import examine
from generator.build.catalogue import opened
from generator.build.content import outline
from generator.build.scan import is_complete
from generator.model.subjects import Subject


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records that are read, as they are."""
    files: list[str] = []
    parse = records.parse

    def told(text: str, file: str, *rest: object) -> object:
        files.append(file)
        return parse(text, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "parse", told)
    return files


def test_when_the_site_is_lost_nothing_is_read_again(
    tmp_path: Path, content: Path, read: list[str]
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    assert read
    before = tree(root / "site")
    shutil.rmtree(root / "site")
    read.clear()
    build(root)
    assert read == []
    assert differences(before, tree(root / "site")) == []


def test_a_changed_record_is_read_and_a_clean_build_reads_all(
    tmp_path: Path, content: Path, read: list[str]
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    everything = sorted(set(read))
    changed = sorted(root.glob("content/agencies/*/20*.yml"))[0]
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("title: ", "title: 改", 1), encoding="utf-8")
    shutil.rmtree(root / "site")
    read.clear()
    build(root)
    assert {file.split("/")[2] for file in read} == {changed.parent.name}
    page = root / "site/agencies" / changed.parent.name / changed.stem / "index.html"
    assert "<title>改" in page.read_text(encoding="utf-8")
    read.clear()
    build(root, clean=True)
    assert sorted(set(read)) == everything


def test_kept_reports_that_were_damaged_are_made_again(
    tmp_path: Path, content: Path, read: list[str]
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    before = tree(root / "site")
    with sqlite3.connect(root / ".gongkai/catalogue.sqlite") as connection:
        connection.execute("UPDATE kept SET reports = x'91c0'")
    connection.close()
    shutil.rmtree(root / "site")
    read.clear()
    build(root)
    assert read
    assert differences(before, tree(root / "site")) == []


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


def test_a_report_in_which_nothing_was_found_is_not_checked_again(
    tmp_path: Path, content: Path, checked: list[tuple[str, int, int]]
) -> None:
    root = copy_content(content, tmp_path / "portal")
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


def test_other_settings_of_the_portal_have_everything_checked_again(
    tmp_path: Path, content: Path, checked: list[tuple[str, int, int]]
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    every = set(checked)
    checked.clear()
    editor = Editor(root, 1)
    editor.make(editor.change_portal)
    build(root)
    assert {each[:2] for each in checked} == {each[:2] for each in every}


def test_the_hash_of_every_file_is_known_after_the_first_build(
    tmp_path: Path, content: Path
) -> None:
    root = copy_content(content, tmp_path / "portal")
    build(root)
    with opened(root) as held:
        known = dict(held.inputs())
    assert known
    assert all(map(is_complete, known.values()))
