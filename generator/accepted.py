"""``accepted:``, in records and in ``agency.yml``: findings that somebody lets stand."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.findings import Accepted
from generator.shapes import Field, Fields, Text
from generator.yaml_text import quoted, scalar

ACCEPTED = Fields(
    "accepted",
    Accepted,
    {
        "fingerprint": Field(Text(r"[0-9a-f]{16}", kind="fingerprint"), required=True),
        "reason": Field(Text(), required=True),
        "author": Field(Text(), required=True),
    },
)
"""The shape of an accepted finding, in records and in ``agency.yml``."""


def accepted_lines(accepted: tuple[Accepted, ...]) -> Iterator[str]:
    """The lines of ``accepted:``, in records and in ``agency.yml``; none when nothing is."""
    if accepted:
        yield from ("", "accepted:")
        for each in accepted:
            parts = [f"fingerprint: {quoted(each.fingerprint)}"]
            parts += [f"reason: {scalar(each.reason, flow=True)}"]
            parts += [f"author: {scalar(each.author, flow=True)}"]
            yield f"  - {{{', '.join(parts)}}}"
