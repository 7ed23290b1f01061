"""What changed since a revision of the portal, as Git knows it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from generator import storage
from generator.errors import UsageError

_NEWEST = "HEAD"


def changed_since(root: Path, revision: str) -> frozenset[str]:
    """The files below ``content`` that differ from `revision`, relative to the portal.

    What is not committed and what Git does not track yet counts as changed; what was deleted as
    well. `UsageError` where Git is missing, the portal is in no repository, or the revision is
    none.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree") != "true\n":
        raise UsageError("no_repository", path=str(root))
    new = _names(root, "ls-files", "--others", "--exclude-standard")
    if not _is_commit(root, revision):
        if revision != _NEWEST or _git(root, "rev-list", "-n", "1", "--all"):
            raise UsageError("no_revision", revision=revision)
        # Nothing was committed yet.
        return new | _names(root, "ls-files", "--cached")
    return new | _names(root, "diff", "--relative", "--name-only", "--no-renames", revision)


def _is_commit(root: Path, revision: str) -> bool:
    if not revision or revision.startswith("-"):
        return False
    return bool(_git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"))


def _names(root: Path, *arguments: str) -> frozenset[str]:
    found = _git(root, *arguments, "-z", "--", storage.CONTENT)
    return frozenset(name for name in found.split("\0") if name)


def _git(root: Path, *arguments: str) -> str:
    """What Git prints; "" when it refuses."""
    command: Sequence[str] = ("git", "-C", str(root), *arguments)
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, and no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise UsageError("no_git") from error
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""
