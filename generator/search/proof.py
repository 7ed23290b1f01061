"""What the files of an index have to be, given the entries and the segments that it has.

An index that followed many changes lies in other segments than one that was made at once, so their
files differ although both say the same. That they do is shown in two steps: the entries are the
same, and every segment holds the bytes that its own entries give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.search import Entry
from generator.search.paths import ROOT
from generator.search.reading import Read, read_index
from generator.search.segments import segment
from generator.search.updates import Part, constant_tables, root_file


def live_entries(read: Read) -> Iterator[Entry]:
    """Everything that can be found in an index."""
    for part in read_index(read).segments:
        yield from map(part.entry, part.live())


def proper_files(read: Read, wording: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files of an index, each made again from its entries; what is dead in it included."""
    index = read_index(read)
    parts: list[Part] = []
    for part in index.segments:
        entries = map(part.entry, range(part.header.size))
        made = segment(entries, index.folding, part.raw["expected"], index.spoken)
        yield from made.files
        parts.append(Part(made.name, part.dead, made.header))
    tables, constant = constant_tables()
    yield from tables
    yield ROOT, root_file(parts, wording, constant)
