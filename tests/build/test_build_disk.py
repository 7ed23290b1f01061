"""A disk that is full, read-only or refuses: the site stays whole, and one sentence says why."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from build_portal import (
    Editor,
    assert_same_site,
    build,
    copy_portal,
    leftovers,
    pages,
    program,
    tree,
)

from generator.build import staging
from generator.build.staging import Staging
from generator.errors import UnwritableError

CleanBuild = Callable[[Path], Path]

if os.name != "nt":
    from killing import Builds, builds


@pytest.fixture(scope="module")
def failing() -> Iterator[Builds]:
    with builds() as running:
        yield running


@pytest.fixture(scope="module")
def edited(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_portal(built, tmp_path_factory.mktemp("edited") / "portal")
    editor = Editor(root, 4)
    editor.change_text()
    editor.remove_record()
    return root


SENTENCES = {errno.ENOSPC: "磁盘已满", errno.EROFS: "只读", errno.EACCES: "没有权限"}


def assert_told(code: int, err: str, sentence: str) -> None:
    """Exit code 2 and one line that says what is the matter."""
    assert code == 2, err
    assert err.count("\n") == 1, err
    assert sentence in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    ("number", "at"),
    [
        (errno.ENOSPC, 1),
        (errno.ENOSPC, 12),
        (errno.ENOSPC, 30),
        (errno.EROFS, 3),
        (errno.EACCES, 9),
    ],
)
def test_when_the_system_refuses_a_change_the_old_site_stays(
    edited: Path,
    tmp_path: Path,
    failing: Builds,
    clean_build: CleanBuild,
    number: int,
    at: int,
    full: bool,
) -> None:
    """From one moment on nothing can be written: with the error numbers that the system gives."""
    arguments = ["--clean"] if full else []
    root = copy_portal(edited, tmp_path / "portal")
    ended = failing(root, *arguments, at=at, error=number)
    assert_told(ended.code, ended.err, SENTENCES[number])
    assert tree(root / "site") == tree(edited / "site")
    assert leftovers(root) == []
    build(root)
    assert_same_site(root / "site", clean_build(root))


def test_when_the_system_refuses_in_the_middle_of_publishing_the_next_build_goes_on(
    edited: Path, tmp_path: Path, clean_build: CleanBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_portal(edited, tmp_path / "portal")
    before, expected = pages(root / "site"), pages(clean_build(root))
    moves = 0

    def refused(source: Path, target: Path) -> None:
        nonlocal moves
        moves += target.name == "index.html"
        if moves > 2:
            raise PermissionError(errno.EACCES, "in use", str(target))
        move(source, target)

    move = staging._move
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_move", refused)
        with pytest.raises(UnwritableError) as caught:
            build(root)
    assert caught.value.key == "no_permission"
    between = pages(root / "site")
    assert between not in (before, expected)
    for path, content in between.items():
        assert content in (before.get(path), expected.get(path)), path
    Staging(root / "site").begin()
    assert pages(root / "site") == expected
    build(root)
    assert_same_site(root / "site", clean_build(root))
    assert leftovers(root) == []


# --- a real file system that is too small ----------------------------------------------------


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system in memory; left out, with its reason, where one cannot be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no rights to mount a file system; errors of a full disk are tested above")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def resize(disk: Path, room: int) -> None:
    """Leave so many free kilobytes on a disk."""
    status = os.statvfs(disk)
    used = (status.f_blocks - status.f_bfree) * status.f_frsize // 1024
    subprocess.run(["mount", "-o", f"remount,size={used + room}k", str(disk)], check=True)


@pytest.mark.parametrize("room", [0, 40, 400, 1000])
def test_on_a_full_disk_the_old_site_stays(
    edited: Path, tmp_path: Path, clean_build: CleanBuild, room: int
) -> None:
    with small_disk(tmp_path / "disk", 100_000) as disk:
        root = copy_portal(edited, disk / "portal")
        resize(disk, room)
        process = program("build", "--clean", "--jobs", "1", cwd=root)
        _, err = process.communicate()
        assert_told(process.returncode, err, "磁盘已满")
        assert tree(root / "site") == tree(edited / "site")
        assert leftovers(root) == []
        resize(disk, 100_000)
        build(root)
        assert_same_site(root / "site", clean_build(root))


def test_a_disk_that_became_read_only_keeps_the_old_site(edited: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 100_000) as disk:
        root = copy_portal(edited, disk / "portal")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        process = program("build", "--jobs", "1", cwd=root)
        _, err = process.communicate()
        assert_told(process.returncode, err, "只读")
        assert tree(root / "site") == tree(edited / "site")


def test_a_folder_for_the_site_that_is_read_only_is_named(edited: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1000) as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        root = copy_portal(edited, tmp_path / "portal")
        process = program("build", "--jobs", "1", "--out", disk / "site", cwd=root)
        _, err = process.communicate()
        assert_told(process.returncode, err, "只读")
        assert str(disk) in err
