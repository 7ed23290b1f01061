"""What a build changes of a site: noted while it is made, and carried out at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator import storage


@dataclass(slots=True)
class Changes:
    """The changes of one build so far.

    `written` are the files that wait in the staging `folder`, and `removed` those that go, by their
    paths on the site; `unlisted` are the addresses that the search index must forget.
    """

    folder: Path
    written: list[str] = field(default_factory=list[str])
    removed: list[str] = field(default_factory=list[str])
    unlisted: list[str] = field(default_factory=list[str])

    @property
    def gone(self) -> list[str]:
        """What is on the site no more: a file that one agency stops making another may begin to."""
        return sorted(set(self.removed) - set(self.written))

    def write(self, path: str, content: bytes) -> None:
        """Have a file with this content on the site."""
        storage.write_new(self.folder / path, content)
        self.written.append(path)
