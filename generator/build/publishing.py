"""The end of a build: the new files take their places, and the catalogue tells of them."""

from __future__ import annotations

from generator.build.changes import Changes
from generator.build.planned import Planned
from generator.build.rendered import Rendered


def publish(plan: Planned, rendered: Rendered, changes: Changes) -> None:
    """Put what was made in the place of what was there.

    From the first move on the catalogue says that it is being done. So a build that is killed in
    the middle leaves no site that the next would take for whole.
    """
    held, staging = plan.held, plan.staging
    held.put_fact("publishing", "1")
    held.keep()
    if plan.whole:
        staging.replace_all()
    else:
        staging.replace_some(changes.gone)
    held.put_fact("out", str(staging.out))
    rendered.keep(held)
    held.put_fact("publishing", "")
