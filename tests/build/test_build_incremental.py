"""After any edits, an incremental build equals a clean build of the same content."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from build_portal import INDEX, Editor, assert_same_site, build, differences, no_bar, pages, tree

from generator import storage
from generator.build.content import known_forms, read_original
from generator.build.orders import Order
from generator.errors import UnreadableError
from generator.pipeline import site
from generator.records import parse

CleanBuild = Callable[[Path], Path]
pytestmark = pytest.mark.usefixtures("quick_base")


ONE_EDIT = (
    "change_figure", "change_text", "add_record", "remove_record", "rename_record",
    "rename_agency", "change_kind", "add_agency", "remove_agency", "rename_folder",
    "change_original", "move_original", "change_portal", "touch",
)  # fmt: skip


@pytest.mark.parametrize("edit", ONE_EDIT)
def test_each_kind_of_edit_leads_to_the_site_of_a_clean_build(
    published: Path, clean_build: CleanBuild, edit: str
) -> None:
    editor = Editor(published, 11)
    before = pages(published / "site")
    getattr(editor, edit)()
    outcome = build(published)
    assert_same_site(published / "site", clean_build(published), editor.log)
    changed = differences(before, pages(published / "site"))
    assert bool(changed) is (edit != "touch")
    told = [path for path in (*outcome.written, *outcome.removed) if not path.startswith(INDEX)]
    if edit != "change_portal":  # which makes everything again
        assert sorted(told) == changed


def test_a_new_agency_reaches_the_lists_of_years_for_which_it_has_no_report(
    published: Path, clean_build: CleanBuild
) -> None:
    folder = published / "content/agencies/only-settings"
    text = "names:\n  - {name: 只有设置局}\nkind: department\narea: 示例区\n"
    Editor(published, 1).write(folder / "agency.yml", text)
    build(published)
    assert_same_site(published / "site", clean_build(published))


def test_an_agency_that_is_gone_leaves_the_lists_of_years_for_which_it_had_no_report(
    published: Path, clean_build: CleanBuild
) -> None:
    folder = published / "content/agencies/only-settings"
    text = "names:\n  - {name: 只有设置局}\nkind: department\narea: 示例区\n"
    Editor(published, 1).write(folder / "agency.yml", text)
    build(published, clean=True)
    shutil.rmtree(folder)
    build(published)
    assert_same_site(published / "site", clean_build(published))


def test_a_changed_superior_reaches_the_pages_of_those_below(
    published: Path, clean_build: CleanBuild
) -> None:
    below = next(
        file
        for file in sorted(published.glob("content/agencies/*/agency.yml"))
        if "superior: " in file.read_text(encoding="utf-8")
    )
    superior = below.read_text(encoding="utf-8").partition("superior: ")[2].split()[0]
    editor = Editor(published, 1)
    editor.replaced(
        published / "content/agencies" / superior / "agency.yml", r"(?<=name: )[^,}\n]+", "新名政府"
    )
    build(published)
    assert (
        "新名政府".encode() in tree(published / "site")[f"agencies/{below.parent.name}/index.html"]
    )
    assert_same_site(published / "site", clean_build(published))


def test_an_original_that_comes_later_is_published_then(
    published: Path, clean_build: CleanBuild
) -> None:
    editor = Editor(published, 11)
    gone = editor.move_original()
    build(published)
    back = editor.move_original()
    assert back.split()[-1].startswith("original."), (gone, back)
    outcome = build(published)
    assert any("/original." in path for path in outcome.written)
    assert_same_site(published / "site", clean_build(published), editor.log)


@pytest.mark.parametrize("place", ["{year}/scans/page.txt", "page.txt", "papers/page.txt"])
def test_an_original_anywhere_in_the_agency_is_followed(
    published: Path, clean_build: CleanBuild, place: str
) -> None:
    editor = Editor(published, 2)
    record = editor.records[0]
    file = place.format(year=record.stem)
    source = f"source: {{file: {file}, sha256: {'0' * 64}}}"
    text = re.sub(r"(?m)^source: .*$", source, record.read_text(encoding="utf-8"))
    assert source in text
    editor.write(record, text)
    page = published / "site/agencies" / record.parent.name / record.stem / "page.txt"
    for content in ("one", "two, which is longer"):
        editor.write(record.parent / file, content)
        build(published)
        assert page.read_text(encoding="utf-8") == content
        assert_same_site(published / "site", clean_build(published))
    (record.parent / file).unlink()
    build(published)
    assert not page.exists()
    assert_same_site(published / "site", clean_build(published))


@pytest.mark.parametrize(
    ("file", "found"),
    [(".scan.txt", None), ("folder/scan.txt", None), ("...", None), ("real/scan.txt", b"one")],
)
def test_an_original_that_is_hidden_or_behind_a_link_to_a_folder_is_missing(
    published: Path, file: str, found: bytes | None
) -> None:
    """Nobody would see that it changed."""
    record = Editor(published, 2).records[0]
    attached = record.with_suffix("")
    (attached / "real").mkdir()
    (attached / "folder").symlink_to("real")
    (attached / file).write_text("one", encoding="utf-8")
    text = record.read_text(encoding="utf-8")
    named = re.sub(r"(?<=\{file: )[^,]+", f"{record.stem}/{file}", text)
    report, _ = parse(named, "x.yml", record.parent.name, int(record.stem), known_forms())
    assert report is not None
    assert read_original(published, report) == found


@pytest.mark.parametrize("upper", [False, True])
def test_an_original_called_like_the_data_does_not_take_its_place(
    published: Path, clean_build: CleanBuild, upper: bool
) -> None:
    record = Editor(published, 2).records[0]
    stem = f"{record.parent.name}-{record.stem}"
    sent = f"{stem.upper()}.CSV" if upper else f"{stem}.csv"
    folder = published / "site/agencies" / record.parent.name / record.stem
    data = (folder / f"{stem}.csv").read_bytes()
    (record.with_suffix("") / sent).write_text("a,b\n", encoding="utf-8")
    text = record.read_text(encoding="utf-8")
    named = re.sub(r"(?<=\{file: )[^,]+", f"{record.stem}/{sent}", text)
    record.write_text(named, encoding="utf-8")
    build(published)
    assert (folder / f"{stem}.csv").read_bytes() == data
    assert (folder / f"original-{sent}").read_text(encoding="utf-8") == "a,b\n"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert f'href="original-{sent}">原件</a>' in page
    assert f'href="original-{sent}">报送原件</a>' in page
    assert_same_site(published / "site", clean_build(published))


def _unreadable(folder: Path) -> None:
    """What may lie beside a record without being its original."""
    (folder / "nowhere").symlink_to(folder / "nothing")
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to("..")
    with (folder / "film.pdf").open("wb") as film:
        film.truncate(storage.MAX_INPUT + 1)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")


def test_what_cannot_be_read_stops_nobody_unless_a_record_names_it(published: Path) -> None:
    """A full build sees no more of such files than one that makes what changed."""
    record = Editor(published, 1).records[0]
    _unreadable(record.with_suffix(""))
    build(published)
    before = tree(published / "site")
    build(published, clean=True)
    assert tree(published / "site") == before
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(r"(?<=/)original\.\w+", "film.pdf", text), encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        build(published)
    assert caught.value.key == "too_large"
    assert str(caught.value.parameters["path"]).endswith("film.pdf")


def test_a_file_that_no_record_names_changes_nothing(published: Path) -> None:
    editor = Editor(published, 5)
    editor.write(editor.records[0].with_suffix("") / "notes.txt", "x")
    outcome = build(published)
    assert (outcome.written, outcome.removed, dict(outcome.reasons)) == ((), (), {})


def test_only_the_agencies_that_are_named_are_looked_at(
    published: Path, clean_build: CleanBuild
) -> None:
    editor = Editor(published, 5)
    one, two = [each for each in editor.agencies if list(each.glob("202?.yml"))][:2]
    for agency in (one, two):
        record = sorted(agency.glob("202?.yml"))[0]
        editor.replaced(record, r"^title: .*$", f'title: "新的标题{agency.name}"')
    added = editor.add_agency().split()[-1]
    outcome = site.build(Order(published, published / "site", only=frozenset({one.name})), no_bar)
    made = {path.split("/")[1] for path in outcome.written if path.startswith("agencies/")}
    assert one.name in made
    assert added in made
    assert two.name not in set(outcome.reasons)
    # What was not named is left for a build that looks at everything.
    assert two.name in build(published).reasons
    assert_same_site(published / "site", clean_build(published), editor.log)


def test_what_concerns_all_pages_is_seen_whatever_is_named(
    published: Path, clean_build: CleanBuild
) -> None:
    editor = Editor(published, 5)
    editor.change_portal()
    editor.make(editor.change_text)
    site.build(Order(published, published / "site", only=frozenset()), no_bar)
    assert_same_site(published / "site", clean_build(published), editor.log)


def test_a_touch_writes_nothing_and_is_remembered(published: Path) -> None:
    editor = Editor(published, 5)
    before = {path: path.stat().st_mtime_ns for path in (published / "site").rglob("*")}
    editor.touch()
    outcome = build(published)
    assert (outcome.written, outcome.removed, dict(outcome.reasons)) == ((), (), {})
    assert {path: path.stat().st_mtime_ns for path in (published / "site").rglob("*")} == before


def test_a_file_with_the_old_size_and_other_bytes_is_noticed(published: Path) -> None:
    editor = Editor(published, 5)
    record = editor.records[0]
    text = record.read_text(encoding="utf-8")
    import re

    old = re.search(r"\[([1-9])[,\]]", text)
    assert old is not None
    new = "9" if old[1] != "9" else "8"
    changed = text[: old.start(1)] + new + text[old.end(1) :]
    assert len(changed) == len(text)
    editor.write(record, changed)
    assert build(published).written != ()


@pytest.mark.skipif(os.name == "nt", reason="Windows tells only the time that can be set")
@pytest.mark.parametrize("replace", [True, False])
def test_a_file_with_the_old_size_and_time_and_other_bytes_is_noticed(
    published: Path, clean_build: CleanBuild, replace: bool
) -> None:
    """As one that was unpacked from an archive whose files all have the same time."""
    record = Editor(published, 5).records[0]
    before = record.stat()
    text = record.read_text(encoding="utf-8")
    old = re.search(r"(?<=\[)[1-9](?=[,\]])", text)
    assert old is not None
    changed = text[: old.start()] + ("8" if old[0] == "9" else "9") + text[old.end() :]
    beside = record.with_name("beside") if replace else record
    beside.write_text(changed, encoding="utf-8", newline="\n")
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(record)
    now = record.stat()
    assert (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert build(published).written != ()
    assert_same_site(published / "site", clean_build(published))


NOTHING_CHANGED = """
import json, sys
from generator.cli.main import run
code = run(["build"])
print(json.dumps([code, sorted(name for name in sys.modules if name.split(".")[0] in WANTED)]))
"""


def test_when_nothing_changed_mkdocs_is_not_even_imported(published: Path) -> None:
    wanted = {"mkdocs", "material", "jinja2", "markdown", "jieba", "pypinyin"}
    ran = subprocess.run(
        [sys.executable, "-c", NOTHING_CHANGED.replace("WANTED", repr(wanted))],
        cwd=published,
        env={**__import__("os").environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, modules = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0
    assert [name for name in modules if name.split(".")[0] == "mkdocs"] == []
    assert "已是最新" in ran.stdout or "up to date" in ran.stdout


def test_a_changed_record_needs_no_mkdocs_either(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.website import site

    def refused(_: Path) -> None:
        raise AssertionError("MkDocs was asked")

    monkeypatch.setattr(site, "make_base", refused)
    Editor(published, 5).change_text()
    assert build(published).written != ()


def test_only_what_a_change_concerns_is_made_again(published: Path) -> None:
    editor = Editor(published, 5)
    record = editor.records[0]
    editor.replaced(record, r"^title: .*$", 'title: "只改了标题"')
    outcome = build(published)
    assert list(outcome.reasons) == [record.parent.name]
    assert {reason.code for reason in outcome.reasons[record.parent.name]} == {"changed"}
    others = [
        path
        for path in outcome.written
        if path.startswith("agencies/") and record.parent.name not in path
    ]
    assert others == []


# --- the catalogue -----------------------------------------------------------------------------


def _missing(path: Path) -> None:
    path.unlink()


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(bytes(content))


def _other_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()


def _other_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE agencies")
        connection.execute("CREATE TABLE agencies (x)")
    connection.close()


def _wrong_values(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE agencies SET inputs = x'ff00'")
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        _missing,
        _garbage,
        _truncated,
        _empty,
        _other_version,
        _scrambled,
        _other_tables,
        _wrong_values,
    ],
)
def test_a_damaged_catalogue_makes_the_next_build_a_full_one(
    published: Path, clean_build: CleanBuild, damage: Callable[[Path], None]
) -> None:
    damage(published / ".gongkai/catalogue.sqlite")
    Editor(published, 5).change_text()
    outcome = build(published)
    assert len(outcome.reasons) == len(Editor(published, 0).agencies)
    assert_same_site(published / "site", clean_build(published))
    assert build(published).written == ()


def test_a_site_that_is_gone_is_built_again(published: Path, clean_build: CleanBuild) -> None:
    shutil.rmtree(published / "site")
    build(published)
    assert_same_site(published / "site", clean_build(published))


def test_another_folder_is_built_whole(published: Path, tmp_path: Path) -> None:
    build(published, tmp_path / "other")
    assert differences(tree(published / "site"), tree(tmp_path / "other")) == []
