"""From the plan to batches: what a worker has to know of each agency to make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.build.assemble import surroundings
from generator.build.batch import Batch, OnSite, Task
from generator.build.catalogue import Stamp
from generator.build.common import Common
from generator.build.fingerprints import examined_with
from generator.build.neighbours import circles_of
from generator.build.orders import Order
from generator.build.planned import Planned
from generator.build.rendered import Rendered
from generator.build.scan import is_attached, is_complete

BATCH = 12
"""Agencies in a batch: under a hundred pages, so that no worker waits long for the others' last."""


def jobs_for(order: Order, agencies: int) -> int:
    """How many processes of our own it takes to make so many agencies."""
    return 1 if order.executor is not None else min(order.jobs, -(-agencies // BATCH))


class Tasks:
    """The tasks of a build."""

    def __init__(self, plan: Planned, rendered: Rendered) -> None:
        self._plan, self._rendered = plan, rendered
        self._circles = circles_of(plan.known.agencies, plan.known.years, plan.found.reasons)
        self._forms = Common(plan.known.forms)

    def batches(self, agencies: Sequence[str]) -> Iterator[Batch]:
        """The batches in which these agencies are made."""
        for start in range(0, len(agencies), BATCH):
            yield self.batch(agencies[start : start + BATCH])

    def batch(self, agencies: Sequence[str]) -> Batch:
        """One batch of these agencies, for pages in the shells that there are by now."""
        staging = self._plan.staging
        return Batch(
            str(self._plan.order.root),
            str(staging.folder),
            self._plan.known.only(agencies),
            self._forms,
            self._rendered.shells,
            tuple(map(self._task, agencies)),
            str(staging.out),
            self._rendered.worn,
        )

    def _task(self, agency: str) -> Task:
        plan, held = self._plan, self._plan.held
        inputs = plan.found.stamps.get(agency) or held.inputs_of(agency)
        return Task(
            agency,
            surroundings(plan.known, self._circles, agency),
            inputs,
            {} if plan.whole else held.outputs(agency),
            held.indexed(agency),
            self._sound(agency, inputs),
            self._on_site(agency),
        )

    def _on_site(self, agency: str) -> OnSite | None:
        """What the site has of an agency of which nothing changed but the looks of its pages.

        Workers on other machines have no site to take it from.
        """
        plan = self._plan
        same = plan.whole and not plan.anew and agency not in plan.found.touched
        if not same or plan.order.executor is not None:
            return None
        return OnSite(plan.held.outputs(agency), plan.held.heads(agency))

    def _sound(self, agency: str, inputs: Mapping[str, Stamp]) -> frozenset[int]:
        """The years whose reports are known to have no findings, whatever others report."""
        # An original that a record names was hashed last time, or lacking, which is a finding.
        inputs = {own: each for own, each in inputs.items() if each[2] or not is_attached(own)}
        if agency in self._plan.known.lineages or not is_complete(inputs):
            return frozenset()
        return self._plan.held.sound(agency, examined_with(self._plan.depends_on, inputs))
