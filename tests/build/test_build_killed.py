"""A build that is killed leaves the old site or the new one, and the next build makes it right."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath

import pytest
from build_portal import (
    Editor,
    assert_same_site,
    build,
    copy_portal,
    leftovers,
    make_portal,
    pages,
    program,
    tree,
)

from generator.build.staging import Staging

if os.name == "nt":
    pytest.skip("Windows has neither SIGKILL nor fork", allow_module_level=True)

from killing import Builds, builds

CleanBuild = Callable[[Path], Path]


@dataclass(frozen=True)
class Edited:
    """A built portal whose content was then edited: a record changed, one removed, a new name."""

    root: Path
    changes: dict[bool, int]
    """How many changes to the disk the next build makes, when full and when not."""

    def copy(self, target: Path) -> Path:
        return copy_portal(self.root, target)

    def number(self, moment: float, *, full: bool) -> int:
        return 1 + int(moment * (self.changes[full] - 1))


@pytest.fixture(scope="module")
def killed() -> Iterator[Builds]:
    with builds() as running:
        yield running


@pytest.fixture(scope="module")
def edited(built: Path, killed: Builds, tmp_path_factory: pytest.TempPathFactory) -> Edited:
    folder = tmp_path_factory.mktemp("edited")
    root = copy_portal(built, folder / "portal")
    editor = Editor(root, 4)
    editor.change_text()
    editor.remove_record()
    editor.rename_agency()
    editor.add_agency()
    some = killed(copy_portal(root, folder / "some"))
    full = killed(copy_portal(root, folder / "full"), "--clean")
    assert (some.code, full.code) == (0, 0), (some, full)
    return Edited(root, {False: some.changes, True: full.changes})


def dead_links(site: dict[str, bytes], lasting: Collection[str]) -> list[tuple[str, str]]:
    """Each (page, link) of the `lasting` pages that leads to no file of the site."""
    found: list[tuple[str, str]] = []
    for path, content in site.items():
        if path.endswith("/index.html") and path in lasting:
            for link in re.findall(rb'<a [^>]*?href="([^"#:?]+)[^":]*"', content):
                target = normpath(join(path, "..", link.decode()))
                if target not in site and normpath(f"{target}/index.html") not in site:
                    found.append((path, link.decode()))
    return found


def assert_each_page_is_whole(between: Path, before: Path, after: Path) -> None:
    """Every file is the old or the new one, none is gone, and none that stays leads to nothing.

    Pages that are new or go lead to each other, so that no order would do for them; but no other
    page leads to a new one before it is there, or to one that is gone.
    """
    own, old, new = pages(between), pages(before), pages(after)
    for path, content in own.items():
        assert content in (old.get(path), new.get(path)), path
    assert old.keys() & new.keys() <= own.keys()
    assert dead_links(own, old.keys() & new.keys()) == []


def kill_and_build_again(
    edited: Edited, root: Path, killed: Builds, clean_build: CleanBuild, number: int, full: bool
) -> None:
    edited.copy(root)
    ended = killed(root, *(["--clean"] if full else []), at=number)
    assert ended.code == -signal.SIGKILL, ended
    expected = clean_build(root)
    if full:
        assert tree(root / "site") in (tree(edited.root / "site"), tree(expected))
    else:
        assert_each_page_is_whole(root / "site", edited.root / "site", expected)
    build(root)
    assert_same_site(root / "site", expected)
    assert leftovers(root) == []


@pytest.mark.parametrize("moment", [0, 0.2, 0.5, 0.7, 0.8, 0.9, 1])
def test_killed_while_it_changes_some_pages(
    edited: Edited, tmp_path: Path, killed: Builds, clean_build: CleanBuild, moment: float
) -> None:
    number = edited.number(moment, full=False)
    kill_and_build_again(edited, tmp_path / "portal", killed, clean_build, number, full=False)


@pytest.mark.parametrize("moment", [0.4, 0.8, 0.9, 1])
def test_killed_while_it_makes_the_whole_site(
    edited: Edited, tmp_path: Path, killed: Builds, clean_build: CleanBuild, moment: float
) -> None:
    number = edited.number(moment, full=True)
    kill_and_build_again(edited, tmp_path / "portal", killed, clean_build, number, full=True)


@pytest.mark.slow
@pytest.mark.parametrize("full", [False, True])
def test_killed_before_any_change(
    edited: Edited, tmp_path: Path, killed: Builds, clean_build: CleanBuild, full: bool
) -> None:
    """Every change to the disk that touches the site, and every third before that."""
    last = edited.changes[full]
    for number in sorted({*range(1, last, 3), *range(last - 150, last + 1)}):
        root = tmp_path / str(number)
        kill_and_build_again(edited, root, killed, clean_build, number, full)


def test_the_old_site_is_whole_until_all_new_pages_are_there(
    edited: Edited, tmp_path: Path, killed: Builds
) -> None:
    """Half of the changes of a build are made before the site itself is touched."""
    before = tree(edited.root / "site")
    for full in (False, True):
        root = edited.copy(tmp_path / f"portal-{full}")
        ended = killed(root, *(["--clean"] if full else []), at=edited.changes[full] // 3)
        assert ended.code == -signal.SIGKILL
        assert tree(root / "site") == before


def test_killed_between_two_renames_the_old_site_comes_back(
    published: Path, clean_build: CleanBuild
) -> None:
    """Where folders cannot be exchanged, the next build begins by putting a site back."""
    staging = Staging(published / "site")
    before = tree(published / "site")
    staging.out.rename(staging.previous)
    staging.begin()
    assert tree(published / "site") == before
    staging.discard()
    build(published)
    assert_same_site(published / "site", clean_build(published))
    assert leftovers(published) == []


def test_without_an_exchange_of_folders_a_site_is_replaced_all_the_same(
    published: Path, clean_build: CleanBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.build.staging.exchange", lambda *_: False)
    Editor(published, 4).change_text()
    build(published, clean=True)
    assert_same_site(published / "site", clean_build(published))
    assert leftovers(published) == []


def test_without_an_exchange_a_failed_rename_brings_the_old_site_back(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(published / "site")
    staging = Staging(published / "site")
    folder = staging.begin()
    (folder / "index.html").write_bytes(b"new")
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path == folder:
            raise PermissionError(13, "in use", str(path))
        return rename(path, target)

    monkeypatch.setattr("generator.build.staging.exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Exception, match="no_permission"):
        staging.replace_all()
    assert tree(published / "site") == before


def kill_at_random_times(root: Path, seed: int, times: int) -> None:
    """Two workers, in their own process group, which is killed as a whole."""
    dice = random.Random(seed)
    editor = Editor(root, seed)
    for _ in range(times):
        before = pages(root / "site")
        editor.change_portal()
        editor.change_text()
        process = program("build", "--jobs", "2", cwd=root, start_new_session=True)
        try:
            process.wait(dice.uniform(0.1, 5))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        expected = root.with_name("expected")
        build(root, expected, clean=True)
        after = pages(expected)
        assert pages(root / "site") in (before, after)
        build(root)
        assert differences_are_none(root / "site", expected)
        assert leftovers(root) == []


def differences_are_none(one: Path, two: Path) -> bool:
    return pages(one) == pages(two)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_times_with_two_workers(tmp_path: Path, seed: int) -> None:
    from generator.build.tasks import BATCH

    root = make_portal(tmp_path / "portal", agencies=5 * BATCH + 10, years=1)
    build(root)
    kill_at_random_times(root, seed, 5)
