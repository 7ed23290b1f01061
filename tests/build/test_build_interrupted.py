"""Visitors see the old site or the new one, whatever happens to a build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from build_portal import (
    Editor,
    assert_same_site,
    build,
    differences,
    folders,
    leftovers,
    pages,
    program,
    tree,
)

from generator.build import catalogue
from generator.errors import BrokenContentError, UnwritableError, UsageError
from generator.pipeline import site

CleanBuild = Callable[[Path], Path]


BROKEN = {
    "syntax": lambda text: text.replace("tables:", "tables: ["),
    "cells": lambda text: re.sub(r"\[(\d+)(?=[,\]])", r"[\1, \1", text, count=1),
    "empty": lambda _: "",
    "no form": lambda text: re.sub(r"(?m)^form: .*$", "form: cn-1900", text),
}


@pytest.mark.parametrize(("kind", "full"), [*((kind, False) for kind in BROKEN), ("syntax", True)])
def test_a_broken_record_leaves_the_site_as_it_is(
    published: Path, clean_build: CleanBuild, kind: str, full: bool
) -> None:
    editor = Editor(published, 2)
    before, shape = tree(published / "site"), folders(published / "site")
    good, bad = editor.records[0], editor.records[-1]
    sound = bad.read_text(encoding="utf-8")
    editor.replaced(good, r"^title: .*$", "title: 好的改动")
    editor.write(bad, BROKEN[kind](sound))
    with pytest.raises(BrokenContentError) as caught:
        build(published, clean=full)
    place = bad.relative_to(published).as_posix()
    assert {finding.place.file for finding in caught.value.findings} == {place}
    assert tree(published / "site") == before
    assert folders(published / "site") == shape
    assert leftovers(published) == []
    editor.write(bad, sound)
    build(published)
    assert "好的改动".encode() in b"".join(tree(published / "site").values())
    assert_same_site(published / "site", clean_build(published))


def test_broken_settings_of_an_agency_leave_the_site_as_it_is(published: Path) -> None:
    before = tree(published / "site")
    editor = Editor(published, 2)
    editor.replaced(editor.agencies[0] / "agency.yml", r"^kind: .*$", "kind: nothing")
    with pytest.raises(BrokenContentError):
        build(published)
    assert tree(published / "site") == before


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize("name", ["湛河区应急管理局", "Two Words"])
def test_a_folder_that_can_be_no_agency_stops_every_build(
    published: Path, name: str, plainly: bool
) -> None:
    """Its reports would be missing, and nobody would know."""
    before = tree(published / "site")
    agency = Editor(published, 1).agencies[0]
    shutil.copytree(agency, agency.with_name(name))
    make = site.build_plainly if plainly else build
    with pytest.raises(BrokenContentError) as caught:
        make(published, published / "site")
    told = [(each.code, each.place.file) for each in caught.value.findings]
    assert told == [("file.agency_folder", f"content/agencies/{name}")]
    assert tree(published / "site") == before


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_an_agency_below_one_that_is_not_there_stops_every_build(
    published: Path, named: bool, plainly: bool
) -> None:
    before = tree(published / "site")
    settings = next(
        agency / "agency.yml"
        for agency in Editor(published, 1).agencies
        if "superior: " in (agency / "agency.yml").read_text(encoding="utf-8")
    )
    text = settings.read_text(encoding="utf-8")
    superior = text.partition("superior: ")[2].split()[0]
    if named:
        settings.write_text(text.replace(f"superior: {superior}", "superior: nobody"), "utf-8")
    else:
        shutil.rmtree(settings.parent.with_name(superior))
    make = site.build_plainly if plainly else build
    with pytest.raises(BrokenContentError) as caught:
        make(published, published / "site")
    told = {(each.code, each.place.file) for each in caught.value.findings}
    assert {code for code, _ in told} == {"agency.superior"}
    assert ("agency.superior", settings.relative_to(published).as_posix()) in told
    assert tree(published / "site") == before


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{% extends 'base.html' %}\n{% if %}\n", 2),
        ("\n\n{{ nothing.at.all }}\n", 3),
        ("{% extends 'elsewhere.html' %}\n", 1),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    published: Path, template: str, line: int, plainly: bool
) -> None:
    before = tree(published / "site")
    settings = published / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    named = "  name: material\n"
    settings.write_text(text.replace(named, f"{named}  custom_dir: overrides\n"), "utf-8")
    (published / "overrides").mkdir(exist_ok=True)
    (published / "overrides/main.html").write_text(template, encoding="utf-8")
    make = site.build_plainly if plainly else build
    with pytest.raises(UsageError) as caught:
        make(published, published / "site")
    assert caught.value.key == "template"
    assert str(caught.value.parameters["path"]).endswith("overrides/main.html")
    assert caught.value.parameters["line"] == line
    assert tree(published / "site") == before


@pytest.mark.parametrize("plainly", [False, True])
def test_a_page_in_another_encoding_is_named(published: Path, plainly: bool) -> None:
    before = tree(published / "site")
    (published / "content/pages/about.md").write_bytes("# 关于\n\n本站\n".encode("gb18030"))
    make = site.build_plainly if plainly else build
    with pytest.raises(BrokenContentError) as caught:
        make(published, published / "site")
    (found,) = caught.value.findings
    assert (found.code, str(found.place)) == ("file.encoding", "content/pages/about.md:1:3")
    assert tree(published / "site") == before


def test_a_plain_build_of_broken_content_leaves_the_site_as_it_is(published: Path) -> None:
    before = tree(published / "site")
    editor = Editor(published, 2)
    editor.write(editor.records[0], "")
    with pytest.raises(BrokenContentError):
        site.build_plainly(published, published / "site")
    assert tree(published / "site") == before
    assert leftovers(published) == []


# --- refusals ------------------------------------------------------------------------------------


def test_a_second_build_at_the_same_time_says_so(published: Path) -> None:
    before = tree(published / "site")
    Editor(published, 4).change_text()
    with catalogue.opened(published):
        process = program("build", cwd=published)
        out, err = process.communicate()
        assert (process.returncode, out) == (2, "")
        assert err.count("\n") == 1
        assert "另一个构建正在进行" in err
        assert tree(published / "site") == before
    process = program("build", cwd=published)
    process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize("plainly", [False, True])
def test_a_folder_with_foreign_files_is_not_overwritten(
    portal: Path, tmp_path: Path, plainly: bool
) -> None:
    out = tmp_path / "public"
    out.mkdir()
    (out / "precious.txt").write_text("mine", encoding="utf-8")
    make = site.build_plainly if plainly else build
    with pytest.raises(UsageError) as caught:
        make(portal, out)
    assert caught.value.key == "out_not_site"
    assert tree(out) == {"precious.txt": b"mine"}


def test_a_file_in_the_place_of_the_site_is_not_overwritten(portal: Path) -> None:
    (portal / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableError) as caught:
        build(portal)
    assert caught.value.key == "no_folder"
    assert (portal / "site").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "place", [".", "content", "content/agencies", "content/x", "..", "overrides"]
)
@pytest.mark.parametrize("plainly", [False, True])
def test_the_portal_itself_is_no_place_for_the_site(
    portal: Path, place: str, plainly: bool
) -> None:
    before = tree(portal)
    make = site.build_plainly if plainly else build
    with pytest.raises(UsageError) as caught:
        make(portal, portal / place)
    assert caught.value.key == "out_inside_content"
    assert tree(portal) == before


@pytest.mark.parametrize("begun", [True, False])
def test_a_link_to_the_site_stays_and_the_site_is_made_where_it_leads(
    published: Path, tmp_path: Path, clean_build: CleanBuild, begun: bool
) -> None:
    editor = Editor(published, 3)
    place = tmp_path / "www" / "public"
    place.parent.mkdir()
    if begun:
        shutil.move(published / "site", place)
    else:
        shutil.rmtree(published / "site")
    (published / "site").symlink_to(place)
    for clean in (True, False):
        editor.make(editor.change_figure)
        build(published, clean=clean)
        assert (published / "site").is_symlink()
        assert_same_site(place, clean_build(published))
        assert leftovers(published) == []
        assert [path.name for path in place.parent.iterdir()] == ["public"]


def test_a_disk_of_its_own_is_refused_before_anything_is_made(portal: Path) -> None:
    (portal / "site").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "is_mount", lambda self: self == portal / "site")
        with pytest.raises(UnwritableError) as caught:
            build(portal)
    assert caught.value.key == "out_is_disk"
    assert list((portal / "site").iterdir()) == []


def test_an_empty_folder_may_become_the_site(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    build(portal, tmp_path / "public")
    assert (tmp_path / "public" / "index.html").is_file()


def test_a_site_of_ours_may_be_replaced(published: Path, tmp_path: Path) -> None:
    (published / "site" / "stale.html").write_text("old", encoding="utf-8")
    build(published, clean=True)
    assert not (published / "site" / "stale.html").exists()
    other = tmp_path / "other"
    build(published, other)
    assert differences(pages(published / "site"), pages(other)) == []


def test_a_link_that_leads_out_is_not_published(portal: Path) -> None:
    secret = portal.parent / "secret.txt"
    secret.write_text("geheim-5309", encoding="utf-8")
    original = next(portal.glob("content/agencies/*/20*/original.*"))
    original.unlink()
    original.symlink_to(secret)
    build(portal)
    assert b"geheim-5309" not in b"".join(tree(portal / "site").values())
