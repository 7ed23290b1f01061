"""Publishing a site so that visitors see the old one or the new one, and never half of either.

New files are written into a staging folder beside the site. Only when all of them are there does
the site change: a whole new site takes the place of the old one by exchanging two folders; a few
changed files are listed in a journal first and then moved one by one, and a journal that is found
later is carried out to its end. Killed before the journal stands, a build leaves no trace; killed
after it, every page is the old or the new one, and none that visitors can reach leads to nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator import storage
from generator.build.exchange import exchange
from generator.errors import UnwritableError, UsageError

MARK = ".gongkai-site"
"""The file by which a folder is known as a site of ours, which may be replaced as a whole."""


@dataclass(frozen=True, slots=True)
class Staging:
    """The folders around a site: `out` is published, the others are beside it.

    `out` is no link: what is exchanged with a link takes its place, and not that of the site.
    """

    out: Path

    @property
    def folder(self) -> Path:
        """Where the new files wait."""
        return self.out.with_name(f".{self.out.name}.staging")

    @property
    def previous(self) -> Path:
        """The old site, while the new one takes its place."""
        return self.out.with_name(f".{self.out.name}.previous")

    @property
    def journal(self) -> Path:
        """The moves and removals that are being carried out."""
        return self.out.with_name(f".{self.out.name}.journal")

    @property
    def _draft(self) -> Path:
        """The journal while it is being written."""
        return self.out.with_name(f".{self.out.name}.journal.new")

    def begin(self) -> Path:
        """Finish what an earlier build left, and give an empty staging folder."""
        require_replaceable(self.out)
        with storage.writing(self.out):
            self._recover()
            self._draft.unlink(missing_ok=True)
            self.aside()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        return self.folder

    def aside(self) -> Path:
        """A folder for what is not to be published; emptied each time."""
        folder = self.out.with_name(f".{self.out.name}.aside")
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def discard(self) -> None:
        """Forget the new files; the site stays as it is.

        What a journal names is kept: part of it is in the site already, and the rest belongs to it.
        """
        if not self.journal.exists():
            shutil.rmtree(self.folder, ignore_errors=True)
        self.aside()

    def replace_all(self) -> None:
        """Put the staged files in the place of the whole site."""
        with storage.writing(self.out):
            (self.folder / MARK).touch()
            shutil.rmtree(self.previous, ignore_errors=True)
            self._take_place()
            for old in (self.previous, self.folder):
                shutil.rmtree(old, ignore_errors=True)
            self.aside()

    def _take_place(self) -> None:
        if not self.out.exists():
            self.folder.rename(self.out)
        elif not exchange(self.folder, self.out):
            self.out.rename(self.previous)
            try:
                self.folder.rename(self.out)
            except BaseException:
                self.previous.rename(self.out)
                raise

    def replace_some(self, removed: Iterable[str]) -> None:
        """Put the staged files into the site and take the `removed` ones out of it."""
        with storage.writing(self.out):
            paths = (path.relative_to(self.folder).as_posix() for path in _files(self.folder))
            moves = sorted(paths, key=self._turn)
            text = json.dumps({"moves": moves, "removals": sorted(removed)})
            storage.write_new(self._draft, text.encode())
            self._draft.replace(self.journal)
            self._carry_out()

    def _turn(self, path: str) -> tuple[bool, str]:
        """What is new comes first, so that no page leads to one that is not there yet."""
        return (self.out / path).exists(), path

    def _carry_out(self) -> None:
        orders = json.loads(self.journal.read_text(encoding="utf-8"))
        for path in orders["moves"]:
            target = self.out / path
            with suppress(FileNotFoundError):
                _move(self.folder / path, target)
        for path in orders["removals"]:
            with suppress(FileNotFoundError):
                (self.out / path).unlink()
            _remove_empty_folders((self.out / path).parent, self.out)
        self.journal.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.aside()

    def _recover(self) -> None:
        if self.journal.exists():
            self._carry_out()
        if self.previous.exists():
            if self.out.exists():
                shutil.rmtree(self.previous, ignore_errors=True)
            else:
                self.previous.rename(self.out)


def require_replaceable(out: Path) -> None:
    """Raise unless `out` is missing, empty, or a site that this program made, and can be moved."""
    if not storage.exists(out):
        return
    if not out.is_dir():
        raise UnwritableError("no_folder", path=str(out))
    if out.is_mount():
        raise UnwritableError("out_is_disk", path=str(out))
    if not (out / MARK).exists() and any(out.iterdir()):
        raise UsageError("out_not_site", path=str(out))


def _move(source: Path, target: Path) -> None:
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _files(folder: Path) -> Iterator[Path]:
    for top, _, names in os.walk(folder):
        for name in names:
            yield Path(top) / name


def _remove_empty_folders(folder: Path, top: Path) -> None:
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
