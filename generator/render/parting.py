"""Long lists cut into pages whose addresses stay what they are as the list grows.

A list of agencies is cut by the beginnings of their ids, which are their addresses on the portal
already. A part that has become too long keeps its address and leads to its own parts from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.agencies import Agency


@dataclass(frozen=True, slots=True)
class Part:
    """Some agencies of a list, by id. `start` is what all their ids begin with; "" is the list.

    With "_" at its end it is the whole id of the only one.

    Where there are too many of them for one page, `parts` are those to which its page leads.
    """

    start: str
    agencies: tuple[Agency, ...]
    parts: tuple[Part, ...] = ()

    def every(self) -> Iterator[Part]:
        """The part itself and all below it."""
        yield self
        for part in self.parts:
            yield from part.every()


def parting(agencies: Sequence[Agency], most: int, start: str = "") -> Part:
    """The list of the `agencies`, which are in the order of their ids, `most` on a page."""
    if len(agencies) <= most:
        return Part(start, tuple(agencies))
    # They are in order, so that what the first and the last share, all share.
    first, last = agencies[0].id, agencies[-1].id
    length = 1
    while first[:length] == last[:length] and length <= len(first):
        length += 1
    groups: dict[str, list[Agency]] = {}
    for agency in agencies:
        # An id that ends where the others go on has a part of its own; "_" stands in no id.
        beginning = agency.id[:length] if len(agency.id) >= length else f"{agency.id}_"
        groups.setdefault(beginning, []).append(agency)
    parts = (parting(group, most, beginning) for beginning, group in groups.items())
    return Part(start, tuple(agencies), tuple(parts))
