"""Which files an agency's folder holds now, and which of them changed since the last build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from generator import storage
from generator.agencies import AGENCY_ID
from generator.build.catalogue import Stamp
from generator.storage import Read

SETTINGS = "agency.yml"

_changed: Callable[[os.stat_result], int] = attrgetter(
    "st_ctime_ns" if os.name == "posix" else "st_mtime_ns"
)
"""When a file was last changed, in nanoseconds.

The time of its content can be set, and is where files are unpacked or copied with their times: two
versions of a record may have the same. That of its entry in the folder is the system's own;
Windows does not tell it.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One agency's folder as it is: (size, time of change) of each file that matters."""

    agency: str
    files: Mapping[str, tuple[int, int]]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a record."""
        return storage.years_of(self.files)


def scan(root: Path) -> Iterator[Seen]:
    """Every agency's folder, by name, with everything that is there."""
    for name in agency_names(root):
        yield listed(root, name)


def agency_names(root: Path) -> list[str]:
    """The agencies that have a folder, in order."""
    return [name for name in folder_names(root) if AGENCY_ID.fullmatch(name)]


def folder_names(root: Path) -> list[str]:
    """The folders in which agencies should lie, in order; hidden ones are none of ours."""
    top = root / storage.AGENCIES
    with storage.reading(top):
        if not top.is_dir():
            return []
        found = (entry.name for entry in os.scandir(top) if entry.is_dir())
        return sorted(name for name in found if not name.startswith("."))


def listed(root: Path, agency: str) -> Seen:
    """One agency's folder, with everything that is there."""
    folder = root / storage.AGENCIES / agency
    with storage.reading(folder):
        return Seen(agency, dict(_files(str(folder), "")))


def is_as_known(root: Path, agency: str, known: Mapping[str, Stamp]) -> bool:
    """Whether an agency's files have the sizes and times that are `known`, and there are no others.

    Of the originals only those are looked at that are known: listing their folders takes longer
    than all the rest. No file is read, and nothing is made of what there is, since nearly all
    agencies are as they were.
    """
    folder = f"{root}/{storage.AGENCIES}/{agency}"
    try:
        return _are_stamped(folder, known)
    except OSError:
        # Something is gone, or closed to us: listing it says what it is.
        return False


def _are_stamped(folder: str, known: Mapping[str, Stamp]) -> bool:
    found = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            stamp = known.get(entry.name)
            if stamp is not None:
                if not _is_stamped(entry.stat(), stamp):
                    return False
                found += 1
            elif _matters(entry.name):
                return False
    for name, stamp in known.items():
        if "/" in name:
            if not _is_stamped(os.stat(f"{folder}/{name}"), stamp):  # noqa: PTH116 - twice as fast
                return False
            found += 1
    return found == len(known)


def is_there(root: Path, agency: str, name: str) -> bool:
    """Whether the agency has a file or folder of that name; what no system allows is not there."""
    return os.path.exists(f"{root}/{storage.AGENCIES}/{agency}/{name}")  # noqa: PTH110


def _is_stamped(status: os.stat_result, stamp: Stamp) -> bool:
    return status.st_size == stamp[0] and _changed(status) == stamp[1]


def is_attached(name: str) -> bool:
    """Whether a file of an agency, by its path there, is neither its settings nor a record."""
    return not _matters(name)


def _matters(name: str) -> bool:
    return name == SETTINGS or storage.is_record(name)


def _files(folder: str, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Settings and records, and all files that `content.read_original` may take for an original."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = prefix + entry.name
            # A folder that is called like a record is read as one, and refused with a sentence.
            if _matters(name):
                yield name, _stamp(entry)
            elif entry.name.startswith("."):
                continue
            elif entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{name}/")
            elif _is_readable(entry):
                yield name, _stamp(entry)


def _is_readable(entry: os.DirEntry[str]) -> bool:
    """Whether it may be an original. What is not, no record names, and so it stops nobody."""
    try:
        return entry.is_file() and entry.stat().st_size <= storage.MAX_INPUT
    except OSError:
        # A link that leads round in a circle.
        return False


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int]:
    status = entry.stat()
    return status.st_size, _changed(status)


def stamps(root: Path, seen: Seen, before: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamps of an agency's files; only a file whose size or time differs is read.

    A record or original that was not there before is not read, and has "" for its hash: there is
    nothing to compare it with, and who reads it hashes what was read. Settings are read here, and
    so are hashed first: what changes after that is seen to have changed the next time.
    """
    found: dict[str, Stamp] = {}
    for name, (size, time) in sorted(seen.files.items()):
        known = before.get(name)
        if known is not None and known[:2] == (size, time):
            found[name] = known
        else:
            hashed = _hash(root, seen.agency, name) if known or name == SETTINGS else ""
            found[name] = (size, time, hashed)
    return found


def is_complete(stamps: Mapping[str, Stamp]) -> bool:
    """Whether the hashes of all files are known."""
    return all(hashed for _, _, hashed in stamps.values())


def completed(
    root: Path, agency: str, stamps: Mapping[str, Stamp], read: Read = storage.read
) -> Mapping[str, Stamp]:
    """The stamps with the hashes of all files; those that are not known are read."""
    if is_complete(stamps):
        return stamps
    return {
        name: (size, time, hashed or _hash(root, agency, name, read))
        for name, (size, time, hashed) in stamps.items()
    }


def _hash(root: Path, agency: str, name: str, read: Read = storage.read) -> str:
    return storage.sha256(read(root / storage.AGENCIES / agency / name))
