"""Files and folders that are named on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator import storage
from generator.agencies import AGENCY_ID
from generator.errors import UnreadableError, UsageError


def content_path(root: Path, text: str) -> str:
    """A path given on the command line, relative to the portal; it must be below its content."""
    path = Path(text)
    standing = [each.resolve() for each in (path, root / path) if storage.exists(each)]
    if not standing:
        raise UnreadableError("missing", path=text)
    for candidate in standing:
        if candidate.is_relative_to(root.resolve()):
            return candidate.relative_to(root.resolve()).as_posix()
    raise UsageError("not_in_portal", path=text)


def named_agencies(root: Path, paths: Iterable[str]) -> frozenset[str]:
    """The agencies to which files or folders belong; of these, a record may be there no more."""
    return frozenset(_agency_of(root, path) for path in paths)


def _agency_of(root: Path, text: str) -> str:
    folder = (root / storage.AGENCIES).resolve()
    for candidate in (Path(text).absolute(), (root / text).absolute()):
        for path in (candidate, candidate.resolve()):
            if path.is_relative_to(folder) and path != folder:
                name = path.relative_to(folder).parts[0]
                if AGENCY_ID.fullmatch(name):
                    if not (folder / name).is_dir():
                        raise UnreadableError("missing", path=text)
                    return name
    raise UsageError("no_agency_path", path=text, folder=storage.AGENCIES)
