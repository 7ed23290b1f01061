"""The program, but it makes nothing for the search: `python -m tests.bench.unindexed ARGUMENT …`.

The sites of the others have no search, so this is what is compared with them. Pages are all the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from generator.build import agencies, assemble, batch, engine, making, reindexing
from generator.cli.main import run


def ready() -> None:
    """What a worker does before its first batch."""
    assemble.report_entries = _nothing
    batch.ready()


def _nothing(*_arguments: Any) -> Iterator[Any]:
    return iter(())


def _unwritten(entries: Iterable[object], *_arguments: Any) -> Iterator[Any]:
    """No files of the index, though the entries are what makes the agencies while it is read."""
    for _ in entries:
        pass
    return iter(())


def _nowhere(*_arguments: Any) -> tuple[dict[str, str], tuple[()]]:
    """The address and digest of an agency's own entry, and the entry."""
    return {}, ()


def main() -> int:
    """Run the program with the given arguments."""
    ready()
    reindexing.whole_index = _unwritten
    agencies.Agencies._itself = _nowhere
    engine.ready = making.ready = ready
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
