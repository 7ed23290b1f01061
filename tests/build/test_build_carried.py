"""Where only looks change, pages are put into their new shells, and all else is taken over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from build_portal import Editor, assert_same_site, build, differences, pages, tree

from generator.build import batch, reindexing
from generator.build.indexing import is_index
from generator.build.orders import Outcome

CleanBuild = Callable[[Path], Path]
LOOKS = pytest.mark.parametrize("way", [Editor.change_theme, Editor.change_site])


def build_carrying(root: Path) -> Outcome:
    """Build, and fail where the index is made anew."""

    def refused(*_: object) -> None:
        raise AssertionError("the index is made anew")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reindexing, "whole_index", refused)
        return build(root)


def index_of(root: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(root / "site").items() if is_index(path)}


@LOOKS
def test_other_looks_leave_the_index_as_it_is(
    published: Path, clean_build: CleanBuild, way: Callable[[Editor], str]
) -> None:
    before, looked = index_of(published), pages(published / "site")
    editor = Editor(published, 5)
    editor.make(lambda: way(editor))
    outcome = build_carrying(published)
    assert index_of(published) == before != {}
    assert [path for path in outcome.written if is_index(path)] == []
    assert "index.html" in differences(looked, pages(published / "site"))
    assert_same_site(published / "site", clean_build(published))


@LOOKS
@pytest.mark.parametrize(
    "edit",
    [
        Editor.change_text,
        Editor.add_record,
        Editor.remove_record,
        Editor.remove_agency,
        Editor.add_agency,
        Editor.rename_agency,
        Editor.change_page,
    ],
)
def test_what_changed_together_with_the_looks_is_indexed(
    published: Path,
    clean_build: CleanBuild,
    way: Callable[[Editor], str],
    edit: Callable[[Editor], str],
) -> None:
    editor = Editor(published, 5)
    for each in (way, edit):
        editor.make(lambda each=each: each(editor))
    build_carrying(published)
    assert_same_site(published / "site", clean_build(published), editor.log)


def test_a_page_that_goes_can_no_longer_be_found(published: Path, clean_build: CleanBuild) -> None:
    editor, page = Editor(published, 5), published / "content/pages/leaving.md"
    editor.write(page, "# 要撤下的页\n\n独一无二的话。\n")
    build(published)
    assert "要撤下的页" in (published / "site/leaving/index.html").read_text(encoding="utf-8")
    page.unlink()
    build_carrying(published)
    assert_same_site(published / "site", clean_build(published))


def test_the_site_before_stays_whole_when_its_index_is_taken_over(
    published: Path, tmp_path: Path
) -> None:
    """Both sites share the files for a while; a later change must not reach the old one."""
    before = index_of(published)
    shared = {path: tmp_path / f"shared-{number}" for number, path in enumerate(before)}
    for path, other in shared.items():
        other.hardlink_to(published / "site" / path)
    editor = Editor(published, 5)
    editor.make(editor.change_theme)
    editor.make(editor.change_text)
    build_carrying(published)
    assert index_of(published) != before
    assert {path: other.read_bytes() for path, other in shared.items()} == before


def test_another_portal_makes_the_index_anew(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    plain = reindexing.whole_index

    def noted(*arguments: object) -> object:
        asked.append(arguments)
        return plain(*arguments)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(reindexing, "whole_index", noted)
    editor = Editor(published, 5)
    editor.make(editor.change_portal)
    build(published)
    assert len(asked) == 1


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The agencies that are made, and not only put into other shells."""
    names: list[str] = []
    plain = batch._write

    def noted(given: object, task: batch.Task, *rest: object) -> object:
        names.append(task.agency)
        return plain(given, task, *rest)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(batch, "_write", noted)
    return names


@LOOKS
def test_other_looks_make_no_agency_again(
    published: Path,
    clean_build: CleanBuild,
    made: list[str],
    way: Callable[[Editor], str],
) -> None:
    site = published / "site"
    found = [path for path in sorted(site.glob("agencies/**/*")) if path.is_file()]
    files = [path for path in found if path.name != "index.html"]
    before = [path.stat().st_ino for path in files]
    editor = Editor(published, 5)
    editor.make(lambda: way(editor))
    outcome = build(published)
    assert made == []
    assert [path.stat().st_ino for path in files] == before != []
    written = {site / path for path in outcome.written if path.startswith("agencies/")}
    assert written == {*found} - {*files}
    assert_same_site(published / "site", clean_build(published))
    assert build(published).written == ()


def test_only_what_changed_with_the_looks_is_made(
    published: Path, clean_build: CleanBuild, made: list[str]
) -> None:
    editor = Editor(published, 5)
    touched = editor.records[0]
    editor.make(editor.change_theme)
    editor.replaced(touched, "title: ", "title: 改")
    editor.stamp(editor.records[-1])
    build(published)
    assert made == [touched.parent.name]
    assert_same_site(published / "site", clean_build(published))
    made.clear()
    assert build(published).written == ()
    assert made == []


def spoil(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace("报告".encode(), "报吿".encode()))


@pytest.mark.parametrize("way", [spoil, Path.unlink])
@pytest.mark.parametrize("kind", ["*/*/index.html", "*/index.html"])
def test_a_page_that_is_not_what_was_made_is_made_again(
    published: Path,
    clean_build: CleanBuild,
    made: list[str],
    way: Callable[[Path], None],
    kind: str,
) -> None:
    page = sorted(published.glob(f"site/agencies/{kind}"))[3]
    way(page)
    editor = Editor(published, 5)
    editor.make(editor.change_theme)
    build(published)
    assert made == [page.relative_to(published / "site/agencies").parts[0]]
    assert_same_site(published / "site", clean_build(published))


def test_a_download_that_is_gone_is_made_again(
    published: Path, clean_build: CleanBuild, made: list[str]
) -> None:
    lost = sorted(published.glob("site/agencies/*/*/*.json"))[2]
    lost.unlink()
    editor = Editor(published, 5)
    editor.make(editor.change_site)
    build(published)
    assert made == [lost.parent.parent.name]
    assert_same_site(published / "site", clean_build(published))


def test_the_copyright_line_of_the_settings_is_on_every_page(published: Path) -> None:
    settings = published / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    Editor(published, 5).write(settings, f"{text}copyright: 版权所有<br>保留权利\n")
    build(published)
    shown = "<p>版权所有<br>保留权利</p>".encode()
    made = {path: own for path, own in tree(published / "site").items() if path.endswith(".html")}
    assert [path for path, own in made.items() if shown not in own] == []


@pytest.mark.parametrize("years", ["2*", "2023"])
def test_years_that_go_together_with_the_looks(
    published: Path, clean_build: CleanBuild, years: str
) -> None:
    """What was known of the reports is asked for kinds of pages before they are made again."""
    gone = sorted(published.glob(f"content/agencies/*/{years}.yml"))
    assert gone
    for record in gone:
        record.unlink()
    editor = Editor(published, 1)
    editor.change_site()
    build(published)
    assert_same_site(published / "site", clean_build(published))


def _in_settings(root: Path, pattern: str, new: str) -> None:
    settings = root / "mkdocs.yml"
    text, count = re.subn(pattern, new, settings.read_text(encoding="utf-8"), count=1, flags=re.M)
    assert count == 1
    settings.write_text(text, encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "new", "file", "text"),
    [
        (r"\A", "INHERIT: settings/shared.yml\n", "settings/shared.yml", "copyright: {}\n"),
        (r"\A", "INHERIT: one.yml\n", "two.yml", "copyright: {}\n"),
        (
            r"^  name: material\n",
            "  name: material\n  custom_dir: our theme\n",
            "our theme/partials/footer.html",
            "<footer>{}</footer>\n",
        ),
        (r"^docs_dir: .*$", "docs_dir: content/texts", "content/texts/about.md", "# {}\n"),
        (
            r"\Z",
            "hooks: [hook.py]\n",
            "hook.py",
            "def on_config(config):\n    config.copyright='{}'\n",
        ),
    ],
)
def test_what_the_settings_of_the_site_name_is_followed(
    portal: Path, pattern: str, new: str, file: str, text: str
) -> None:
    _write(portal / "one.yml", "INHERIT: two.yml\n")
    _write(portal / "content/texts/glossary.md", "# 词\n")
    _in_settings(portal, pattern, new)
    _write(portal / file, text.format("第一种写法"))
    build(portal)
    page = portal / "site/about/index.html"
    _write(portal / file, text.format("第二种写法"))
    assert [reason.code for reason in build(portal).everything] == ["site"]
    if file != "hook.py":
        # Python keeps what it imported from a hook for as long as it runs.
        assert "第二种写法" in page.read_text(encoding="utf-8")


def test_what_the_settings_take_from_the_environment_is_followed(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "网站名称" * 100
    _in_settings(portal, r"\Z", f"copyright: !ENV [OURS, THEIRS, 无]\nsite_author: {long}\n")
    page = portal / "site/about/index.html"
    for name, value in (("THEIRS", "第一种写法"), ("OURS", "第二种写法")):
        monkeypatch.setenv(name, value)
        build(portal)
        assert value in page.read_text(encoding="utf-8")
    assert build(portal).written == ()
