"""Which files an agency's folder holds now, and which of them changed since the last build."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator import storage
from generator.agencies import AGENCY_ID
from generator.build.catalogue import Stamp
from generator.records import YEAR


@dataclass(frozen=True, slots=True)
class Seen:
    """One agency's folder as it is: (size, time of change) of each file that matters."""

    agency: str
    files: Mapping[str, tuple[int, int]]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a record."""
        return tuple(sorted(int(name[:-4]) for name in self.files if _is_record(name)))


def scan(root: Path, known: Mapping[str, Collection[str]] = MappingProxyType({})) -> Iterator[Seen]:
    """Every agency's folder, by name. `known` are the files that agencies had before, by agency.

    Listing the folders of the originals takes longer than all the rest, so that of an agency that
    is known only those originals are looked at that were there before.
    """
    top = root / storage.AGENCIES
    with storage.reading(top):
        if not top.is_dir():
            return
        names = sorted(entry.name for entry in os.scandir(top) if entry.is_dir())
        for name in names:
            if name in known:
                yield Seen(name, dict(_known_files(f"{top}/{name}", known[name])))
            elif AGENCY_ID.fullmatch(name):
                yield Seen(name, dict(_files(f"{top}/{name}", "")))


def listed(root: Path, agency: str) -> Seen:
    """One agency's folder, with everything that is there."""
    folder = root / storage.AGENCIES / agency
    with storage.reading(folder):
        return Seen(agency, dict(_files(str(folder), "")))


def is_there(root: Path, agency: str, name: str) -> bool:
    """Whether the agency has a file or folder of that name; what no system allows is not there."""
    return os.path.exists(f"{root}/{storage.AGENCIES}/{agency}/{name}")  # noqa: PTH110


_Status = tuple[str, tuple[int, int]]


def _known_files(folder: str, known: Collection[str]) -> Iterator[_Status]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name in known or name == "agency.yml" or _is_record(name):
                yield name, _size_and_time(entry.stat())
    for name in known:
        if "/" in name:
            with suppress(FileNotFoundError, NotADirectoryError):
                yield name, _size_and_time(os.stat(f"{folder}/{name}"))  # noqa: PTH116 - twice as fast


def _files(folder: str, prefix: str) -> Iterator[_Status]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            # A folder that is called like a record is read as one, and refused with a sentence.
            if entry.is_dir() and not _is_record(name):
                if not prefix and YEAR.fullmatch(name):
                    yield from _files(entry.path, f"{name}/")
            elif prefix or name == "agency.yml" or _is_record(name):
                yield prefix + name, _size_and_time(entry.stat())


def _size_and_time(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _is_record(name: str) -> bool:
    return name.endswith(".yml") and YEAR.fullmatch(name[:-4]) is not None


def stamps(root: Path, seen: Seen, before: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamps of an agency's files; only a file whose size or time differs is read."""
    folder = root / storage.AGENCIES / seen.agency
    found: dict[str, Stamp] = {}
    for name, (size, time) in sorted(seen.files.items()):
        known = before.get(name)
        if known is not None and known[:2] == (size, time):
            found[name] = known
        else:
            found[name] = (size, time, storage.sha256(storage.read(folder / name)))
    return found
