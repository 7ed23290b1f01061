"""Any sequence of any edits leads to the site of a clean build: byte for byte, and by `verify`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from build_portal import Editor, assert_same_site, build, copy_portal, no_bar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import fingerprints
from generator.pipeline import site

CleanBuild = Callable[[Path], Path]

SMALL = (
    "change_figure", "change_text", "add_record", "remove_record", "rename_record",
    "rename_agency", "change_kind", "add_agency", "remove_agency", "rename_folder",
    "change_original", "move_original", "touch",
)  # fmt: skip
WHOLE = ("change_portal", "change_edition", "change_page", "change_theme", "change_site", "tools")
"""Edits that every page may show, so that MkDocs has to render again."""

EDITS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(SMALL), min_size=1, max_size=4),
        st.lists(st.sampled_from(WHOLE), max_size=1),
    ),
    min_size=1,
    max_size=3,
)
"""What is edited before each of a few builds."""

ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def follow(
    built: Path,
    clean_build: CleanBuild,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[tuple[list[str], list[str]]],
    seed: int,
) -> None:
    with tempfile.TemporaryDirectory() as folder, monkeypatch.context() as patch:
        root = copy_portal(built, Path(folder) / "portal")
        editor = Editor(root, seed)
        for small, whole in edits:
            for edit in (*small, *whole):
                if edit == "tools":
                    version = f"another {len(editor.log)}"
                    patch.setattr(fingerprints, "_versions", lambda version=version: [version])
                    editor.log.append("tools")
                else:
                    editor.make(getattr(editor, edit))
            outcome = build(root)
            if "tools" in whole:
                assert outcome.reasons.keys() == {each.name for each in editor.agencies}
        assert_same_site(root / "site", clean_build(root), editor.log)
        assert build(root).written == ()


@settings(max_examples=4, derandomize=True, **ANY)
@given(edits=EDITS, seed=st.integers(0, 10_000))
def test_any_edits_lead_to_the_site_of_a_clean_build(
    built: Path,
    clean_build: CleanBuild,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[tuple[list[str], list[str]]],
    seed: int,
) -> None:
    follow(built, clean_build, monkeypatch, edits, seed)


@pytest.mark.slow
@settings(max_examples=120, **ANY)
@given(edits=EDITS, seed=st.integers(0, 1_000_000))
def test_many_edits_lead_to_the_site_of_a_clean_build(
    built: Path,
    clean_build: CleanBuild,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[tuple[list[str], list[str]]],
    seed: int,
) -> None:
    follow(built, clean_build, monkeypatch, edits, seed)


@pytest.mark.parametrize("edit", WHOLE[:-1])
def test_each_edit_of_the_whole_leads_to_the_site_of_a_clean_build(
    published: Path, clean_build: CleanBuild, edit: str
) -> None:
    editor = Editor(published, 1)
    editor.make(getattr(editor, edit))
    assert build(published).written != ()
    assert_same_site(published / "site", clean_build(published), editor.log)


@pytest.mark.slow
def test_after_edits_verify_finds_nothing(published: Path) -> None:
    editor = Editor(published, 8)
    for _ in range(10):
        editor.edit()
        build(published)
        found = site.verify(published, published / "site", 1, no_bar).differences
        assert found == (), editor.log


@pytest.mark.slow
def test_removing_everything_and_bringing_it_back(
    published: Path, content: Path, clean_build: CleanBuild
) -> None:
    shutil.rmtree(published / "content/agencies")
    build(published)
    assert_same_site(published / "site", clean_build(published))
    shutil.copytree(content / "content/agencies", published / "content/agencies")
    build(published)
    assert_same_site(published / "site", clean_build(published))
