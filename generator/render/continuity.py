"""Which figures of one edition go on in another, asked once for each pair of editions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from generator.crosswalk import counterpart, joins
from generator.model.crosswalks import Counterpart, Crosswalk
from generator.model.forms import Figure, Form


def in_other(
    crosswalk: Crosswalk | None, cells: Iterable[str], here: Form, there: Form
) -> Counterpart:
    """The cells of the edition `there` that stand for `cells` of the edition `here`."""
    wanted = tuple(cells)
    if here.id == there.id:
        return Counterpart(wanted)
    if crosswalk is None:
        return Counterpart(())
    return counterpart(crosswalk, wanted, here.id, there.id)


@lru_cache(maxsize=256)
def gap(crosswalk: Crosswalk | None, figure: str, earlier: Form, later: Form) -> tuple[str, ...]:
    """Why a main figure must not be joined across two editions; empty where it may be.

    A figure that one of them does not have has no gap: there is nothing to join.
    """
    if earlier.id == later.id:
        return ()
    before, after = _figure(earlier, figure), _figure(later, figure)
    if before is None or after is None or crosswalk is None:
        return ()
    reasons = [
        reason
        for cells in (before.of, before.per)
        if cells
        for reason in joins(crosswalk, cells, (earlier.id, later.id))
    ]
    return tuple(dict.fromkeys(reason.zh for reason in reasons))


def _figure(form: Form, name: str) -> Figure | None:
    return next((figure for figure in form.figures if figure.id == name), None)
