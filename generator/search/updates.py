"""Building an index, and changing one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from generator.model.search import Entry
from generator.search.codec import packed_json
from generator.search.folding import Folding
from generator.search.headers import FORMAT
from generator.search.paths import ROOT
from generator.search.segments import segment
from generator.search.traditional import plain, simplified_characters

Change = tuple[str, bytes | None]
"""A path below the folder of the index, and the bytes to write there; None: delete the file."""

NO_WORDS: Mapping[str, str] = {}


def build(entries: Iterable[Entry], wording: Mapping[str, str] = NO_WORDS) -> Iterator[Change]:
    """The files of a new index of `entries`; `wording` is what the script in the browser says.

    `entries` is run through once, and one entry after the other is let go. Entries of one agency
    should follow each other, oldest report first.
    """
    name, files = segment(entries, Folding(simplified_characters()))
    yield from files
    path, content = characters()
    yield path, content
    yield ROOT, root([(name, [])], wording)


def characters() -> tuple[str, bytes]:
    """The table of Traditional characters, as a file named after its content."""
    pairs = sorted(simplified_characters().items())
    content = packed_json(["".join(old for old, _ in pairs), "".join(new for _, new in pairs)])
    return f"characters-{hashlib.blake2b(content, digest_size=6).hexdigest()}.bin", content


def root(segments: Iterable[tuple[str, list[int]]], wording: Mapping[str, str]) -> bytes:
    """The root file, for segments with what is dead in each.

    `odd` are the Traditional characters that GB2312 has: a browser needs the table of characters
    only for these and for those that GB2312 does not have.
    """
    path, _ = characters()
    return packed_json(
        {
            "format": FORMAT,
            "characters": path,
            "odd": "".join(filter(plain, sorted(simplified_characters()))),
            "words": dict(wording),
            "segments": [{"name": name, "dead": dead} for name, dead in segments],
        }
    )
