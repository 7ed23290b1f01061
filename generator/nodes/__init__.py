"""YAML text → a tree of nodes that know where they stand.

Only the part of YAML that a person needs to fill in a record is accepted: mappings, sequences and
scalars. Anchors, aliases, tags, several documents, duplicate keys and keys that are not plain text
are findings. Scalars stay text here: what they mean is decided by the shape that reads them, so
``2022-01-18`` is a date only where a date is expected and a figure never passes through a float.
"""

from __future__ import annotations

from generator.model.findings import Finding
from generator.nodes import canonical, parsed
from generator.nodes.tree import Figures, Listed, Mapping, Node, Scalar, Sequence

__all__ = ["Figures", "Listed", "Mapping", "Node", "Scalar", "Sequence", "read"]


def read(text: str, file: str) -> tuple[Node | None, list[Finding]]:
    """The tree of `text`, or None when it is empty or cannot be read; and what is wrong with it.

    A mistake of syntax ends the reading, because nothing after it has a sure meaning; every other
    problem is reported and the rest is read on.
    """
    node = canonical.read(text)
    return parsed.read(text, file) if node is None else (node, [])
