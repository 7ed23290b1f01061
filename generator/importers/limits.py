"""How much an importer takes in, and how it refuses the rest."""

from __future__ import annotations

from generator.model.findings import Value

MOST_BYTES = 32 * 1024 * 1024
"""The largest file that is read at all."""
MOST_TEXT = 4 * 1024 * 1024
"""The most characters of text that one file may hold once it is unpacked."""


class Refusal(Exception):  # noqa: N818 - it is not an error of the program
    """A file that cannot be a submission: why, as a finding ``import.<reason>``.

    It never leaves this package: `read` turns it into a finding.
    """

    def __init__(self, reason: str, **parameters: Value) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parameters = parameters


def bounded(text: str) -> str:
    """`text` itself; `Refusal` when it is longer than any report."""
    if len(text) > MOST_TEXT:
        raise Refusal("too_large", limit=f"{MOST_TEXT // 1024 // 1024} MB")
    return text
