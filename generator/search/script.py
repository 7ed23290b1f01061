"""The script that searches in the browser: one file, put together from parts of one job each."""

from __future__ import annotations

from textwrap import indent

from generator.resources import resource_text

PATH = "assets/search.js"
"""Where it is on the site."""

PARTS = (
    "folding",
    "codec",
    "headers",
    "segments",
    "index",
    "queries",
    "grams",
    "matching",
    "closeness",
    "mistakes",
    "similar",
    "ranking",
    "engine",
    "naming",
    "excerpts",
    "elements",
    "typing",
    "suggestions",
    "marking",
    "start",
)
"""The files in ``browser/``, each after those whose constants and classes it uses at once."""

_HEAD = """\
/* Search in the browser. The files it reads are described in docs/search-format.md; what it answers
   is the same as generator/search/engine.py answers, which the tests compare. */
(() => {
  "use strict";

"""


def script() -> bytes:
    """The whole script: the parts in one scope of their own.

    Not modules of the browser: these would be twenty requests for each new reader, and servers
    that call scripts plain text, as some on Windows do, could not offer them at all.
    """
    parts = (resource_text(f"search/browser/{part}.js") for part in PARTS)
    return f"{_HEAD}{indent(chr(10).join(parts), '  ')}}})();\n".encode()
