"""A build under way: what changed is made in a staging folder, and put in the place of the old.

MkDocs renders what pages stand in (`rendered`); then come the agencies (`agencies`), and from them
the search index while they are being made (`reindexing`); then the lists, which know all agencies
(`listing`); then the new files take their places (`publishing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from generator.build import pool
from generator.build.agencies import Agencies, keep_stamps
from generator.build.base import MakeBase
from generator.build.batch import Result, looked_at, make, ready
from generator.build.by_hand import misplaced
from generator.build.changes import Changes
from generator.build.foreseen import Foreseen, Opened
from generator.build.generate import require_sound
from generator.build.indexing import broken_pages
from generator.build.listing import Listing
from generator.build.orders import Outcome, Progress
from generator.build.planned import Planned
from generator.build.publishing import publish
from generator.build.reindexing import reindex
from generator.build.rendered import Rendered
from generator.build.shells import Specimen, missing_from
from generator.build.tasks import Tasks, jobs_for
from generator.model.findings import Finding

if TYPE_CHECKING:
    from concurrent.futures import Executor

_SEEDS = 8
"""Agencies whose pages are looked at first, to know the kinds of pages that MkDocs must render."""


class Making:
    """One build under way."""

    def __init__(
        self,
        plan: Planned,
        make_base: MakeBase,
        progress: Progress,
        begun: Executor | None = None,
    ) -> None:
        """`begun` are workers that were started in time; None: they are started when needed."""
        self._plan, self._progress, self._begun = plan, progress, begun
        self._changes = Changes(plan.staging.folder)
        self._rendered = Rendered(plan, make_base)
        self._tasks = Tasks(plan, self._rendered)
        self._agencies = Agencies(plan, self._rendered, self._tasks, self._changes)
        self._lists = Listing(plan, self._rendered, self._changes)

    def run(self) -> Outcome:
        """Make what has to be made, and publish it.

        `BrokenContentError` when something is wrong with the content, and the site stays as it is.
        """
        plan = self._plan
        require_sound((*plan.known.findings, *self._broken_pages()))
        if plan.idle:
            keep_stamps(plan)
            return plan.outcome()
        plan.staging.begin()
        try:
            self._make()
            publish(plan, self._rendered, self._changes)
        except BaseException:
            plan.staging.discard()
            raise
        return plan.outcome(self._changes.written, self._changes.gone)

    def _broken_pages(self) -> Iterator[Finding]:
        """What is wrong with hand-written pages; they are read where everything is made."""
        return broken_pages(self._plan.order.root) if self._plan.whole else iter(())

    def _make(self) -> None:
        """Make all files that change, in the staging folder."""
        self._agencies.forget_gone()
        if self._plan.whole:
            self._render_base()
        foreseen = Foreseen(self._plan.order.root, self._plan.known, self._rendered.site_url)
        # Making the agencies may take long, and people should not wait for what is known already.
        require_sound([*misplaced(self._rendered.by_hand, foreseen)])
        self._make_agencies()
        lists = self._lists.make(self._agencies.years)
        still_open = self._rendered.by_hand.only(foreseen.is_open)
        require_sound([*misplaced(still_open, Opened(lists))])

    # --- what MkDocs renders -----------------------------------------------------------------

    def _render_base(self) -> None:
        """Have MkDocs put its part into the staging folder, with the shells to be expected."""
        agencies = list(self._plan.found.reasons)
        seeds = agencies[:: max(1, len(agencies) // _SEEDS)][:_SEEDS]
        # A worker makes them while MkDocs is loaded here.
        seen = pool.begin(make, looked_at(self._tasks.batch(seeds)), self._begun)
        self._rendered.render(self._changes.folder, self._specimens(seen))

    def _specimens(self, seeds: Callable[[], Result]) -> Iterator[Specimen]:
        """A specimen of each kind of page among the lists and the `seeds`."""
        missing = missing_from(self._rendered.shells.value, self._lists.expected())
        found: Mapping[str, Specimen] = {**seeds().missing, **missing}
        yield from found.values()

    # --- agencies, and the search index ------------------------------------------------------

    def _make_agencies(self) -> None:
        with self._workers() as executor:
            entries = self._agencies.made(executor, self._progress)
            reindex(self._plan, entries, self._rendered, self._changes, executor)
            if executor is not None and self._plan.order.executor is None:
                # They end while the lists are made, which needs none of them.
                executor.shutdown(wait=False)
        require_sound(self._agencies.broken)

    def _workers(self) -> AbstractContextManager[Executor | None]:
        order = self._plan.order
        if order.executor is not None:
            return nullcontext(order.executor)
        # At the end of the block they write no more, so that the staging folder can be removed.
        return self._begun or pool.workers(jobs_for(order, len(self._plan.found.reasons)), ready)
