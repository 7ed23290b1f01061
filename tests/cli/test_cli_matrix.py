"""Every command with everything that can be wrong with a file, a folder or a disk.

One clear sentence on standard error, exit 2, nothing half-written, never a traceback.
"""

from __future__ import annotations

import builtins
import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cli_portal import (
    AGENCY,
    NAME,
    PORTAL,
    RECORD,
    SAMPLE,
    SETTINGS,
    SITE,
    Ran,
    gongkai,
    tree,
)
from mkdocs.commands import serve as mkdocs_serve

SUBMISSION = "submission.txt"
"""The file to import, beside the portal's own files."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "new agency": ("new", "agency", "another", "--name", "另一个局"),
    "new report": ("new", "report", AGENCY, "2024"),
    "import": ("import", SUBMISSION, "--agency", AGENCY),
    "import replace": ("import", SUBMISSION, "--agency", AGENCY, "--replace"),
    "import dry run": ("import", SUBMISSION, "--agency", AGENCY, "--dry-run"),
    "check": ("check",),
    "build": ("build",),
    "build plainly": ("build", "--plain"),
    "serve": ("serve", "--port", "8765"),
}


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 8)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def broken(path: Path) -> None:
    path.write_bytes("names: [\n\t甲：&x *y\n".encode())


DAMAGES: dict[str, Callable[[Path], None]] = {
    "missing": missing,
    "folder": folder,
    "binary": binary,
    "empty": empty,
    "broken": broken,
}

# What a command needs: with any damage to it, the command fails. A file that is not here may be
# damaged as it likes, because the command has nothing to do with it.
NEEDS: dict[str, tuple[str, ...]] = {
    "new agency": (),
    "new report": (SETTINGS,),
    "import": (SETTINGS, SUBMISSION),
    "import replace": (SETTINGS, SUBMISSION),
    "import dry run": (SETTINGS, SUBMISSION),
    "check": (PORTAL, SETTINGS, RECORD),
    "build": (PORTAL, SETTINGS, RECORD, SITE),
    "build plainly": (PORTAL, SETTINGS, RECORD, SITE),
    "serve": (PORTAL, SETTINGS, RECORD, SITE),
}

# What differs from "fails when it needs the file": (command, file, damage) → exit code.
OTHERWISE: dict[tuple[str, str, str], int] = {
    # A portal is known by this file; without it there is none.
    **{(command, PORTAL, "missing"): 2 for command in COMMANDS},
    # A record that is not there is a year without a report.
    **{(command, RECORD, "missing"): 0 for command in COMMANDS},
    # Settings that are not there are wrong content; all the rest can be checked.
    ("check", SETTINGS, "missing"): 1,
    # What people wrote into a record that cannot be read would be lost; in an empty file is nothing.
    **{
        (command, RECORD, damage): 2
        for command in ("import", "import replace", "import dry run")
        for damage in ("binary", "folder", "broken")
    },
    # The area of a new agency is looked up in the portal's settings.
    ("import", PORTAL, "folder"): 2,
    ("import replace", PORTAL, "folder"): 2,
    ("import dry run", PORTAL, "folder"): 2,
}

FILES = (PORTAL, SITE, SETTINGS, RECORD, SUBMISSION)
CASES = [
    (command, file, damage)
    for command in COMMANDS
    for file in FILES
    for damage in DAMAGES
    if file != SUBMISSION or command.startswith("import")
]


class NoServer:
    """`serve` that comes as far as serving ends at once, instead of never."""

    url = "http://127.0.0.1:8765/"

    def __init__(self, **_: object) -> None:
        self.error_handler = None

    def watch(self, *_: object) -> None: ...

    def serve(self, **_: object) -> None: ...

    def shutdown(self) -> None: ...


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mkdocs_serve, "LiveReloadServer", NoServer)


@pytest.fixture
def root(portal: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(SAMPLE, portal / SUBMISSION)
    monkeypatch.chdir(portal)
    return portal


def expected(command: str, file: str, damage: str) -> int:
    usual = 2 if file in NEEDS[command] else 0
    return OTHERWISE.get((command, file, damage), usual)


def assert_one_sentence(ran: Ran) -> None:
    assert len(ran.failures) == 1, ran.err
    assert "Traceback" not in ran.err
    assert len(ran.failures[0]) > len("错误：") + 8
    assert "已写入" not in ran.out


@pytest.mark.parametrize(
    ("command", "file", "damage"),
    CASES,
)
def test_a_damaged_file_stops_what_needs_it_and_nothing_else(
    root: Path, command: str, file: str, damage: str
) -> None:
    DAMAGES[damage](root / file)
    before = tree(root)
    ran = gongkai(*COMMANDS[command])
    assert ran.code == expected(command, file, damage), ran.err
    assert "Traceback" not in ran.err
    if ran.code == 2:
        assert_one_sentence(ran)
    if ran.code or "dry" in command:
        assert tree(root) == before


@pytest.mark.parametrize("file", [RECORD, SETTINGS])
@pytest.mark.parametrize("damage", ["binary", "empty", "broken"])
def test_what_is_wrong_with_a_damaged_file_is_told_with_its_place(
    root: Path, file: str, damage: str
) -> None:
    DAMAGES[damage](root / file)
    for command in ("check", "build", "build plainly"):
        ran = gongkai(*COMMANDS[command])
        assert f"{file}:1:" in ran.err or f"{file}:2:" in ran.err


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_new_portal_in_the_place_of_a_file_is_refused(root: Path, command: str) -> None:
    before = tree(root)
    for target in (RECORD, f"{RECORD}/below"):
        ran = gongkai(command, target, *(["--yes"] if command == "init" else []))
        assert ran.code == 2
        assert_one_sentence(ran)
        assert tree(root) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_portal_that_is_a_file_or_nothing_is_refused(root: Path, command: str) -> None:
    for place in (RECORD, "nowhere"):
        ran = gongkai("-C", place, *COMMANDS[command])
        assert ran.code == 2
        assert_one_sentence(ran)


@pytest.mark.parametrize("command", ["build", "build plainly"])
def test_a_site_that_is_a_file_is_refused(root: Path, command: str) -> None:
    (root / "site").write_bytes(b"mine")
    before = tree(root)
    ran = gongkai(*COMMANDS[command])
    assert ran.code == 2
    assert_one_sentence(ran)
    assert tree(root) == before


# --- folders that cannot be written and disks that are full -------------------------------------

WRITERS: dict[str, tuple[str, ...]] = {
    "init": ("init", "new", "--yes"),
    "demo": ("demo", "new", "--agencies", "2", "--years", "1"),
    "new agency": COMMANDS["new agency"],
    "new report": COMMANDS["new report"],
    "import": ("import", SUBMISSION, "--agency", "another", "--year", "2021"),
    "import replace": COMMANDS["import replace"],
    "build": COMMANDS["build"],
    "build plainly": COMMANDS["build plainly"],
    "serve": COMMANDS["serve"],
}


def prepared(root: Path, command: str) -> dict[str, bytes | None]:
    if command == "import replace":
        text = (root / RECORD).read_text("utf-8").replace("[3]", "[4]")
        (root / RECORD).write_text(text, "utf-8", newline="\n")
    return tree(root)


def _asking(root: Path, code: int, allowed: int) -> Callable[[Any], None]:
    """What raises, after `allowed` files, where something is to be written below `root`."""
    count = 0

    def ask(path: Any) -> None:
        nonlocal count
        if isinstance(path, str | Path) and Path(path).absolute().is_relative_to(root):
            count += 1
            if count > allowed:
                raise OSError(code, os.strerror(code), str(path))

    return ask


def _patched(monkeypatch: pytest.MonkeyPatch, root: Path, code: int, allowed: int = 0) -> None:
    """From now on the system refuses to write below `root`, after `allowed` files."""
    plain_mkdir, plain_os_open = Path.mkdir, os.open
    ask = _asking(root, code, allowed)

    def opening(plain: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if set(mode) & set("wax+"):
                ask(path)
            return plain(path, mode, *rest, **named)

        return opened

    def os_open(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            ask(path)
        return plain_os_open(path, flags, *rest, **named)

    def mkdir(path: Path, *rest: object, **named: object) -> None:
        if code == errno.EROFS and not path.exists():
            ask(path)
        plain_mkdir(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "open", opening(builtins.open))
    monkeypatch.setattr(Path, "open", opening(Path.open))
    monkeypatch.setattr(os, "open", os_open)
    monkeypatch.setattr(Path, "mkdir", mkdir)


@pytest.mark.parametrize("allowed", [0, 1, 3])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("command", [name for name in WRITERS if name != "serve"])
def test_a_system_that_refuses_to_write_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int, allowed: int
) -> None:
    before = prepared(root, command)
    with monkeypatch.context() as patched:
        _patched(patched, root, code, allowed)
        ran = gongkai(*WRITERS[command])
    if ran.code == 0:
        assert allowed, "it wrote although it could not"
        return
    assert ran.code == 2
    assert_one_sentence(ran)
    assert tree(root) == before


@contextmanager
def mounted(root: Path, *options: str) -> Iterator[bool]:
    """A small disk with the portal on it in the place of `root`; False where that is not allowed.

    Where one may not mount (not root, or a container that forbids it), the patched tests above
    stand for these.
    """
    aside = root.with_name("aside")
    shutil.copytree(root, aside)
    mount = ["mount", "-t", "tmpfs", "-o", ",".join(("size=2m", *options)), "tmpfs", str(root)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        made = False
    here = Path.cwd()
    try:
        if made:
            shutil.copytree(aside, root, dirs_exist_ok=True)
            os.chdir(root)
        yield made
    finally:
        os.chdir(here.anchor)
        if made:
            subprocess.run(["umount", str(root)], check=True)
        os.chdir(here)


def fill_up(root: Path) -> None:
    def fill() -> None:
        with (root / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)

    with pytest.raises(OSError, match="No space"):
        fill()


@pytest.mark.parametrize("command", WRITERS)
def test_a_full_disk_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    prepared(root, command)
    with mounted(root) as is_real:
        if is_real:
            fill_up(root)
        else:
            _patched(monkeypatch, root, errno.ENOSPC)
        before = tree(root)
        ran = gongkai(*WRITERS[command])
        assert ran.code == 2
        assert_one_sentence(ran)
        assert "磁盘已满" in ran.failures[0]
        assert tree(root) == before
        monkeypatch.undo()


@pytest.mark.parametrize("command", WRITERS)
def test_a_read_only_disk_is_named_as_such(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    prepared(root, command)
    with mounted(root) as is_real:
        if is_real:
            subprocess.run(["mount", "-o", "remount,ro", str(root)], check=True)
        else:
            _patched(monkeypatch, root, errno.EROFS)
        before = tree(root)
        ran = gongkai(*WRITERS[command])
        assert ran.code == 2
        assert_one_sentence(ran)
        assert "只读" in ran.failures[0] or "没有权限" in ran.failures[0]
        assert tree(root) == before
        monkeypatch.undo()


@pytest.mark.parametrize("command", ["check", "import dry run"])
def test_what_only_reads_works_on_a_read_only_disk(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with mounted(root) as is_real:
        if is_real:
            subprocess.run(["mount", "-o", "remount,ro", str(root)], check=True)
        else:
            _patched(monkeypatch, root, errno.EROFS)
        assert gongkai(*COMMANDS[command]).code == 0
        monkeypatch.undo()


def test_a_site_that_is_there_survives_a_full_disk(root: Path) -> None:
    assert gongkai("build").code == 0
    text = (root / RECORD).read_text("utf-8").replace("[3]", "[4]")
    (root / RECORD).write_text(text, "utf-8", newline="\n")
    before = tree(root)
    with pytest.MonkeyPatch.context() as patched:
        _patched(patched, root, errno.ENOSPC)
        ran = gongkai("build")
    assert ran.code == 2
    assert_one_sentence(ran)
    assert tree(root) == before
    assert NAME in (root / "site/index.html").read_text("utf-8")
    assert gongkai("build").code == 0
