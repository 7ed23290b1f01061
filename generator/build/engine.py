"""The fast build: only what changed is made, by any number of workers, with the bytes of MkDocs.

The steps, each in a module of its own: what looks different (`survey`), what was made last time
(`catalogue`), what has to be made and why (`plan`), making it (`making`, which has its own steps),
and putting the result in the place of the old site (`staging`).
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.build import catalogue, pool
from generator.build.base import MakeBase
from generator.build.batch import ready
from generator.build.catalogue import Catalogue
from generator.build.fingerprints import globals_of
from generator.build.indexing import can_change
from generator.build.making import Making
from generator.build.orders import Order, Outcome, Progress
from generator.build.plan import GLOBALS, Reason, anew, changed_globals
from generator.build.planned import planned
from generator.build.scan import agency_names
from generator.build.staging import MARK
from generator.build.survey import look, survey
from generator.build.tasks import jobs_for


def build(order: Order, make_base: MakeBase, progress: Progress) -> Outcome:
    """Bring the site up to the content; the site stays as it is when anything goes wrong."""
    with pool.uncollected():
        try:
            return _build(order, make_base, progress)
        except catalogue.DamagedError:
            # Nothing in it can be trusted, and everything in it can be made again.
            catalogue.discard(order.catalogued or order.root)
            return _build(order, make_base, progress)


def _build(order: Order, make_base: MakeBase, progress: Progress) -> Outcome:
    with catalogue.opened(order.catalogued or order.root) as held:
        now = globals_of(order.root)
        everything = _everything(order, held, now)
        if anew(everything):
            held.clear(examined=order.clean)
        # Where there is work for them in any case, workers get ready while we see what it is.
        foreseen = len(agency_names(order.root)) if everything and not order.explain_only else 0
        with pool.workers(jobs_for(order, foreseen), ready) as begun:
            sight = look(order.root, held, None if everything else order.only)
            if not everything and sight.unchanged:
                return Outcome(*held.totals())
            found = survey(order.root, held, sight, everything)
            if order.explain_only:
                return Outcome(*held.totals(), reasons=found.reasons)
            plan = planned(order, held, found, now, everything)
            outcome = Making(plan, make_base, progress, begun).run()
        for key, value in now.items():
            held.put_fact(key, value)
        return outcome


def _everything(order: Order, held: Catalogue, now: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why everything has to be made again; empty when it has not."""
    if order.clean:
        return (Reason("asked"),)
    if held.fact("out") != str(order.out.resolve()) or not (order.out / MARK).exists():
        return (Reason("first"),)
    if held.fact("publishing") or not can_change(order.out):
        return (Reason("interrupted"),)
    return changed_globals({key: held.fact(key) for key in GLOBALS}, now)
