"""Bringing the search index up to what is new: made whole, changed, or taken over as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from generator.build import pool
from generator.build.changes import Changes
from generator.build.indexing import (
    carry,
    changed_index,
    entry_digest,
    packed_entry,
    page_entries,
    whole_index,
)
from generator.build.planned import Planned
from generator.build.rendered import Rendered
from generator.model.search import Entry

if TYPE_CHECKING:
    from concurrent.futures import Executor

_DIGESTS = msgspec.json.Decoder(dict[str, str])


def reindex(
    plan: Planned,
    entries: Iterator[Entry],
    rendered: Rendered,
    changes: Changes,
    executor: Executor | None,
) -> None:
    """Bring the index up to the `entries`, which may be made while it takes them."""
    if plan.whole:
        entries = chain(entries, _changed_pages(plan, rendered, changes))
    if plan.anew:
        # Other machines are not asked: what would travel is as large as what is made of it.
        own = None if plan.order.executor is not None else executor
        run = partial(pool.run, executor=own, jobs=plan.order.jobs)
        _apply(changes, whole_index(entries, plan.known, changes.folder, run))
        return
    site, changed = plan.staging.out, list(entries)
    touched: set[str] = set()
    if changed or changes.unlisted:
        touched = _apply(changes, changed_index(site, changed, changes.unlisted))
    if plan.whole:
        carry(site, changes.folder, touched)


def _apply(changes: Changes, files: Iterable[tuple[str, bytes | None]]) -> set[str]:
    """Write the files, and take away those without content; the paths of them all."""
    touched: set[str] = set()
    for path, content in files:
        touched.add(path)
        if content is None:
            changes.removed.append(path)
        else:
            changes.write(path, content)
    return touched


def _changed_pages(plan: Planned, rendered: Rendered, changes: Changes) -> Iterator[Entry]:
    """The hand-written pages that say something else than last time."""
    before = _DIGESTS.decode(plan.held.fact("pages_indexed") or "{}")
    now: dict[str, str] = {}
    for entry in page_entries(rendered.pages):
        now[entry.address] = entry_digest(packed_entry(entry))
        if before.get(entry.address) != now[entry.address]:
            yield entry
    changes.unlisted += sorted(before.keys() - now.keys())
    plan.held.put_fact("pages_indexed", msgspec.json.encode(now).decode())
