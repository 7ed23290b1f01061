"""The only code that reads and writes a portal's files.

A file is written whole or not at all: beside its place first, then moved over it. Every failure
of the system is raised as one of the errors of `generator.errors` with the path as culprit.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

from generator.agencies import AGENCY_ID
from generator.errors import UnreadableError, UnwritableError
from generator.model.findings import Finding, Place, Severity
from generator.records import YEAR

CONTENT = "content"
PORTAL = "content/portal.yml"
AGENCIES = "content/agencies"
EDITIONS = "content/editions"
SCHEMAS = "content/schemas"
OVERRIDES = "overrides"
"""Templates of the portal's own."""
WORK = ".gongkai"
"""Where the program keeps what it can make again; never edited, never committed."""

MAX_INPUT = 64 * 1024 * 1024
"""The bytes of the largest file that is read."""


@dataclass(frozen=True, slots=True)
class AgencyFiles:
    """What lies in an agency's folder: the years that have a record, in order."""

    id: str
    years: tuple[int, ...]


def read(path: Path) -> bytes:
    """The bytes of a file; `UnreadableError` when it is missing, no file, too large or closed."""
    with reading(path):
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("is_folder", path=_shown(path))
        if not stat.S_ISREG(status.st_mode):
            # A pipe or a device may never end.
            raise UnreadableError("not_file", path=_shown(path))
        if status.st_size > MAX_INPUT:
            megabytes = MAX_INPUT // 1024 // 1024
            raise UnreadableError("too_large", path=_shown(path), most=megabytes)
        return path.read_bytes()


Read = Callable[[Path], bytes]
"""Gives the bytes of a file, as `read` does."""


def read_text(path: Path, file: str, read: Read = read) -> tuple[str, list[Finding]]:
    """The text of a UTF-8 file, without a byte order mark; a finding where it is no UTF-8."""
    content = read(path)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return "", [Finding("file.encoding", Severity.ERROR, Place(file, line, column))]


def exists(path: Path) -> bool:
    """Whether something lies there; `UnreadableError` when that cannot be told."""
    with reading(path):
        return path.exists()


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by its path relative to it; none when there is no such folder."""
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top) / name
            yield path.relative_to(folder).as_posix(), read(path)


def require_folder(path: Path) -> None:
    """Raise `UnreadableError` unless a folder lies there."""
    if not exists(path):
        raise UnreadableError("missing", path=_shown(path))
    if not path.is_dir():
        raise UnreadableError("no_folder", path=_shown(path))


@contextmanager
def scratch() -> Generator[Path]:
    """A folder for the block alone, where the system keeps such folders."""
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def spool(folder: Path) -> Generator[BinaryIO]:
    """An empty file on the disk of `folder` for what the block puts aside; gone afterwards."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(prefix=".spool-", dir=folder) as file:
            yield file


def is_folder(path: Path) -> bool:
    """Whether a folder lies there."""
    with reading(path):
        return path.is_dir()


def files_below(folder: Path) -> list[Path]:
    """Every file in a folder and in the folders below, in order; links to folders not followed."""
    with reading(folder):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    found: list[Path] = []
    for entry in entries:
        path = folder / entry.name
        found += files_below(path) if entry.is_dir(follow_symlinks=False) else [path]
    return found


def matching(pattern: str) -> list[Path]:
    """What a pattern with ``*``, ``?`` or ``[…]`` stands for, in order."""
    # Path.glob would need the folder that an absolute pattern starts from.
    return sorted(map(Path, glob(pattern, recursive=True)))  # noqa: PTH207


def sha256(content: bytes) -> str:
    """The hash by which originals are known."""
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes, *, durable: bool = False) -> bool:
    """Put `content` at `path`, whole or not at all. False when it already stood there.

    What is `durable` outlasts a loss of power, too: it is on the disk before it takes its name.
    """
    with writing(path):
        if path.is_dir():
            raise UnwritableError("is_folder", path=_shown(path))
        with suppress(FileNotFoundError):
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return False
        top = next(iter(_missing(path.parent)), None)
        if top is None:
            _replace(path, content, durable=durable)
        else:
            _replace_folder(top, path.relative_to(top), content, durable=durable)
        return True


def write_new(path: Path | str, content: bytes) -> None:
    """Put a file where none is that anybody reads: a staging folder, which is moved as a whole.

    A build does this five times a report, so paths may be plain text here, which is twice as fast.
    """
    try:
        try:
            _put(path, content)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as above
            _put(path, content)
    except OSError as error:
        raise UnwritableError(reason(error), path=_shown(Path(path))) from error


def _put(path: Path | str, content: bytes) -> None:
    # A file object would take a quarter of the time for itself.
    descriptor = os.open(path, _ANEW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def take_over(source: Path, target: Path) -> None:
    """Have the file `source` at `target` too, where none is: one file with two names if it may be.

    Nothing is ever written into a published file, only in its place, so that both stay as they are.
    """
    with writing(target):
        try:
            target.hardlink_to(source)
        except FileNotFoundError:
            target.parent.mkdir(parents=True)
            take_over(source, target)
        except OSError:
            # Not every file system knows links.
            shutil.copyfile(source, target)


def write_all(files: dict[Path, bytes]) -> None:
    """Put several files, all of them or none: what was there before comes back on a failure.

    They are durable, and take their places one by one in the order given: who is killed half-way
    leaves the first of them, each of them whole.
    """
    before = {path: read(path) if exists(path) else None for path in files}
    made: list[Path] = []
    done: list[Path] = []
    try:
        for path, content in files.items():
            with writing(path):
                made += _missing(path.parent)
            write(path, content, durable=True)
            done.append(path)
    except BaseException:
        for path in reversed(done):
            _restore(path, before[path])
        _remove_folders(made)
        raise


@contextmanager
def new_folder(path: Path) -> Generator[None]:
    """A folder that is new or empty, filled in the block; as it was before when that fails."""
    with writing(path):
        made = _make_folders(path)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for entry in list(path.iterdir()):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        _remove_folders(made)
        raise


def remove(path: Path) -> None:
    """Remove a file if it is there, and the folders that become empty are left alone."""
    with writing(path), suppress(FileNotFoundError):
        path.unlink()


def agencies(root: Path) -> Iterator[AgencyFiles]:
    """The agencies' folders of a portal, by name, with the years of their records."""
    top = root / AGENCIES
    with reading(top):
        if not top.exists():
            return
        names = sorted(entry.name for entry in os.scandir(top) if entry.is_dir())
    for name in names:
        if AGENCY_ID.fullmatch(name):
            yield AgencyFiles(name, _years(top / name))


def strangers(root: Path) -> Iterator[Finding]:
    """Files and folders below ``content/agencies`` that the portal cannot make sense of."""
    top = root / AGENCIES
    with reading(top):
        entries = sorted(os.scandir(top), key=lambda entry: entry.name) if top.is_dir() else []
    for entry in entries:
        file = f"{AGENCIES}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield Finding("file.stranger", Severity.WARNING, Place(file))
        elif not AGENCY_ID.fullmatch(entry.name):
            yield misnamed(entry.name)
        else:
            yield from _strangers_of(Path(entry.path), file)


def misnamed(folder: str) -> Finding:
    """What is wrong with a folder of `AGENCIES` whose name cannot be an agency's."""
    return Finding("file.agency_folder", Severity.ERROR, Place(f"{AGENCIES}/{folder}"))


def _strangers_of(folder: Path, file: str) -> Iterator[Finding]:
    with reading(folder):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    for entry in entries:
        is_attachments = entry.is_dir() and YEAR.fullmatch(entry.name)
        known = entry.name == "agency.yml" or is_record(entry.name) or is_attachments
        if not known and not entry.name.startswith("."):
            yield Finding("file.stranger", Severity.WARNING, Place(f"{file}/{entry.name}"))


def attachments(root: Path, agency: str, year: int) -> list[str]:
    """The files in the folder of a report's attachments, relative to the agency's folder.

    A link is left out: what it leads to may lie elsewhere on the machine.
    """
    folder = root / AGENCIES / agency
    found: list[str] = []
    for top, folders, names in os.walk(folder / str(year)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(top) / name for name in sorted(names) if not name.startswith("."))
        found += [path.relative_to(folder).as_posix() for path in paths if not path.is_symlink()]
    return found


def _years(folder: Path) -> tuple[int, ...]:
    with reading(folder):
        return years_of(entry.name for entry in os.scandir(folder))


def is_record(name: str) -> bool:
    """Whether a file or folder of an agency is called like a record.

    Whatever is counts as one: reading it says what is wrong with it.
    """
    # There are many names, and the length tells most of them apart.
    return len(name) == len("2022.yml") and name.endswith(".yml") and bool(YEAR.match(name))


def years_of(names: Iterable[str]) -> tuple[int, ...]:
    """The years of the records among the names, in order."""
    return tuple(sorted(int(name[:-4]) for name in names if is_record(name)))


def record_path(agency: str, year: int) -> str:
    """The path of a record, relative to the portal."""
    return f"{AGENCIES}/{agency}/{year}.yml"


def agency_path(agency: str) -> str:
    """The path of an agency's settings, relative to the portal."""
    return f"{AGENCIES}/{agency}/agency.yml"


def _missing(folder: Path) -> list[Path]:
    """Those of a folder and the ones above it that are not there, from the top down."""
    above = [folder, *folder.parents]
    return above[: next((at for at, each in enumerate(above) if each.exists()), 0)][::-1]


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones that were not there, from the top down.

    A folder that stays behind without its files would be an agency without settings.
    """
    made: list[Path] = []
    try:
        for each in _missing(folder):
            each.mkdir(exist_ok=True)
            made.append(each)
    except BaseException:
        _remove_folders(made)
        raise
    return made


def _remove_folders(made: list[Path]) -> None:
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def _replace(path: Path, content: bytes, *, durable: bool = False) -> None:
    beside = _beside(path, sweep=durable)
    try:
        _fill(beside, content, durable=durable)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    if durable:
        _settle(path.parent)


def _replace_folder(folder: Path, inner: Path, content: bytes, *, durable: bool) -> None:
    """A new folder with its first file in it: it appears with the file or not at all.

    A folder that stays behind without its files would be an agency without settings.
    """
    beside = _beside(folder, sweep=durable)
    try:
        (beside / inner).parent.mkdir(parents=True)
        _fill(beside / inner, content, durable=durable)
        beside.replace(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    if durable:
        _settle(folder.parent)


def _beside(path: Path, *, sweep: bool) -> Path:
    """Where a file or folder is made ready; `sweep` clears what a killed run left there.

    Its name is short however long that of `path` is, which the system may only just allow.
    """
    short = sha256(os.fsencode(path.name))[:16]
    if sweep:
        for left in path.parent.glob(f".{short}.*.tmp"):
            with suppress(OSError):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return path.with_name(f".{short}.{os.getpid()}.tmp")


def _fill(path: Path, content: bytes, *, durable: bool) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _restore(path: Path, content: bytes | None) -> None:
    with suppress(OSError):
        if content is None:
            path.unlink()
        else:
            _replace(path, content)


_REASONS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "not_folder",
    errno.EISDIR: "is_folder",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "read_only",
    errno.EBUSY: "in_use",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.ENAMETOOLONG: "name_too_long",
}


@contextmanager
def reading(path: Path) -> Generator[None]:
    """Raise what the system refuses inside the block as `UnreadableError` about `path`."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(reason(error), path=_shown(path)) from error


@contextmanager
def writing(path: Path) -> Generator[None]:
    """Raise what the system refuses inside the block as `UnwritableError` about `path`."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(reason(error), path=_shown(path)) from error


def reason(error: OSError) -> str:
    """Which of our messages tells what the system says."""
    return _REASONS.get(error.errno or 0, "system")


def _shown(path: Path) -> str:
    """A path as people see it: relative to where they are when it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() or "."
    except (OSError, RuntimeError, ValueError):
        return str(path)
