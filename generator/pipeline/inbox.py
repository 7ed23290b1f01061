"""The files that somebody means with the names on a command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import storage

_LITTER = ("thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True, slots=True)
class Inbox:
    """The submissions to import, each once, and how many files of the system were passed over.

    `empty` are the names that stand for no file at all.
    """

    files: tuple[Path, ...]
    passed_over: int = 0
    empty: tuple[str, ...] = ()


def find(names: Sequence[str]) -> Inbox:
    """The files behind `names`: files, folders with all that is in them, and patterns.

    Shells on Windows hand a pattern on as it was typed. What does not exist stays in the list, so
    that reading it says so. The locks of Word and the catalogues of file browsers are no
    submissions; only who names one alone means it.
    """
    found: dict[Path, Path] = {}
    empty: list[str] = []
    for name in names:
        files = list(_files(name))
        empty += [] if files else [name]
        for file in files:
            found.setdefault(file.absolute(), file)
    files = tuple(found.values())
    if len(files) == 1:
        return Inbox(files, 0, tuple(empty))
    kept = tuple(file for file in files if not _is_litter(file))
    return Inbox(kept, len(files) - len(kept), tuple(empty))


def _files(name: str) -> Iterator[Path]:
    path = Path(name)
    if set("*?[") & set(name) and not storage.exists(path):
        yield from _open_folders(storage.matching(name))
    else:
        yield from _open_folders([path])


def _open_folders(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from storage.files_below(path) if storage.is_folder(path) else [path]


def _is_litter(path: Path) -> bool:
    name = path.name.lower()
    return name in _LITTER or name.startswith(("~$", "._", ".~"))


def labels(files: Sequence[Path]) -> list[str]:
    """What to call each file: its name, or its whole path where two have the same name."""
    names = [file.name for file in files]
    return [file.as_posix() if names.count(file.name) > 1 else file.name for file in files]
