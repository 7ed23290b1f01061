"""What stops the tool.

A problem in the *data* is a `Finding` (see `generator.model.findings`): it is yielded and the work
goes on. What is raised is one of these, each with its culprit, and only `cli.py` catches them::

    GongkaiError
    ├── UsageError      the command cannot be carried out as it was given
    ├── UnreadableError a file or folder cannot be read as what it should be
    ├── UnwritableError a file or folder cannot be written (rights, space, a lock)
    ├── ThemeError      the theme does something that the fast build cannot follow
    ├── WorkerError     a worker, or the scheduler of workers, is not there any more
    └── BrokenContentError  the content has findings that leave nothing sound to work on
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from generator.model.findings import Finding, Value


@contextmanager
def concerning(culprit: str) -> Generator[None]:
    """Names the culprit, a file of the content, in whatever is raised inside the block."""
    try:
        yield
    except Exception as error:
        error.add_note(culprit)
        raise


class GongkaiError(Exception):
    """The root: a message key of `locale/` (without its ``error.`` prefix) and its parameters."""

    def __init__(self, key: str, **parameters: Value) -> None:
        super().__init__(key, parameters)
        self.key = key
        self.parameters = parameters

    def __reduce__(self) -> tuple[object, ...]:
        """Raised in one process, it arrives whole in another."""
        return _made_again, (type(self), self.__dict__)


class UsageError(GongkaiError):
    """The command cannot be carried out as it was given."""


class UnreadableError(GongkaiError):
    """A file or folder cannot be read as what it should be."""


class UnwritableError(GongkaiError):
    """A file or folder cannot be written."""


class ThemeError(GongkaiError):
    """The theme does something with a page that the fast build cannot follow."""


class WorkerError(GongkaiError):
    """A worker, or the scheduler of workers, cannot be used or is not there any more."""


class BrokenContentError(GongkaiError):
    """The content has findings that leave nothing sound to work on."""

    def __init__(self, key: str, findings: Sequence[Finding], **parameters: Value) -> None:
        super().__init__(key, **parameters)
        self.findings = tuple(findings)


def _made_again(kind: type[GongkaiError], values: dict[str, Any]) -> GongkaiError:
    error = kind.__new__(kind, values["key"], values["parameters"])
    error.__dict__.update(values)
    return error
