"""The script that searches in the browser: one file, put together from parts of one job each."""

from __future__ import annotations

import re

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
    "similar",
    "mistakes",
    "closeness",
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
/* The search of gongkai: put together, without comments, from generator/search/browser/. */
(() => {
"use strict";
"""
_COMMENT = re.compile(r"^ *(?:/\*.*?\*/|//[^\n]*)\n+", re.MULTILINE | re.DOTALL)


def script() -> bytes:
    """The whole script: the parts in one scope of their own, without their comments.

    Comments on lines of their own are a fifth of what every new reader would have to load.

    Not modules of the browser: these would be twenty requests for each new reader, and servers
    that call scripts plain text, as some on Windows do, could not offer them at all.
    """
    parts = (resource_text(f"search/browser/{part}.js") for part in PARTS)
    return f"{_HEAD}{_COMMENT.sub('', chr(10).join(parts))}}})();\n".encode()
