"""The agencies of a build: made batch by batch, and what came of each kept in the catalogue."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.build import pool
from generator.build.batch import Done, Redressed, make
from generator.build.changes import Changes
from generator.build.fingerprints import examined_with
from generator.build.indexing import entry_digest, own_entry, packed_entry, unpacked_entry
from generator.build.orders import Advance, Progress
from generator.build.planned import Planned
from generator.build.rendered import Rendered
from generator.build.shells import Specimen
from generator.build.tasks import Tasks
from generator.model.agencies import Agency
from generator.model.findings import Finding
from generator.model.search import Entry
from generator.render.addresses import address, agency_path

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Agencies:
    """The agencies being made.

    `years` are the years whose lists now say something else than before, and `broken` is what is
    wrong with records that cannot be read; both are complete once all agencies are made.
    """

    def __init__(self, plan: Planned, rendered: Rendered, tasks: Tasks, changes: Changes) -> None:
        self._plan, self._rendered, self._changes = plan, rendered, changes
        self._tasks = tasks
        self.years = set(plan.found.years)
        self.broken: list[Finding] = []

    def forget_gone(self) -> None:
        """Take agencies that are no more out of the site, and out of what lists are made from."""
        held = self._plan.held
        for name in self._plan.found.gone:
            self._changes.removed += held.outputs(name)
            self._changes.unlisted += held.indexed(name)
            held.forget(name)

    def made(self, executor: Executor | None, progress: Progress) -> Iterator[Entry]:
        """Make those that have to be made; what is new for the search index on the way."""
        waiting: Sequence[str] = tuple(self._plan.found.reasons)
        with progress(len(waiting)) as advance:
            while waiting:
                waiting = yield from self._round(waiting, executor, advance)
        keep_stamps(self._plan)

    def _round(
        self, names: Sequence[str], executor: Executor | None, advance: Advance
    ) -> Generator[Entry, None, Sequence[str]]:
        """Make some agencies; returns those that need a kind of page not yet rendered by MkDocs."""
        undone: list[str] = []
        missing: dict[str, Specimen] = {}
        batches = self._tasks.batches(names)
        for result in pool.run(make, batches, executor, self._plan.order.jobs):
            for done in result.done:
                yield from self._take(done)
            for each in result.redressed:
                self._take_redressed(each)
            advance(len(result.done) + len(result.redressed))
            undone += result.undone
            missing |= result.missing
        self._rendered.render_missing(missing)
        return undone

    def _take(self, done: Done) -> Iterator[Entry]:
        """Keep what came of an agency; gives what is new for the search index."""
        name, inputs = done.entry.agency.id, done.entry.inputs
        held, changes = self._plan.held, self._changes
        before, listed = held.outputs(name), held.indexed(name)
        own, news = self._itself(done.entry.agency, listed)
        indexed = {**own, **done.entry.indexed}
        changes.removed += sorted(before.keys() - done.entry.outputs.keys())
        changes.unlisted += sorted(listed.keys() - indexed.keys())
        changes.written += done.written
        self.broken += done.broken
        self.years |= held.put(replace(done.entry, indexed=indexed))
        key = examined_with(self._plan.depends_on, inputs)
        held.put_examined(name, key, inputs, done.sound)
        yield from news
        yield from map(unpacked_entry, done.search)

    def _itself(
        self, agency: Agency, listed: Mapping[str, str]
    ) -> tuple[Mapping[str, str], Sequence[Entry]]:
        """Address and digest of an agency's own entry, and the entry if it says something new."""
        if not self._plan.anew and agency.id not in self._plan.found.resettled:
            own = address(agency_path(agency.id))
            return {own: listed[own]}, ()
        entry = own_entry(agency, self._plan.known.kinds)
        now = entry_digest(packed_entry(entry))
        return {entry.address: now}, () if listed.get(entry.address) == now else (entry,)

    def _take_redressed(self, redressed: Redressed) -> None:
        """Keep what came of an agency whose pages were put into other shells."""
        self._plan.held.put_outputs(redressed.agency, redressed.outputs)
        self._changes.written += redressed.written
        stamps = self._plan.found.stamps.get(redressed.agency)
        if stamps:
            self._plan.held.put_inputs(redressed.agency, stamps)


def keep_stamps(plan: Planned) -> None:
    """Remember the new times of files that hold the same bytes as before."""
    for name, stamps in plan.found.stamps.items():
        if name not in plan.found.reasons:
            plan.held.put_inputs(name, stamps)
