"""Pagefind beside our own search: the same entries as pages, the same questions.

As it comes, and with every Chinese character set apart by spaces and every query in quotation
marks, which finds more.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterable
from html import escape
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from generator.model.search import Entry

_HAN = re.compile(r"([\u2e80-\u9fff\uf900-\ufaff])")


def apart(text: str) -> str:
    """The text with spaces between its Chinese characters."""
    return _HAN.sub(r" \1 ", text)


def query_apart(text: str) -> str:
    """A query for texts whose characters are apart: each word in quotation marks."""
    return " ".join(f'"{" ".join(apart(word).split())}"' for word in text.split())


def page(entry: Entry, *, singly: bool) -> str:
    """The page of an entry."""
    cut = apart if singly else str
    parts = [f"<h1>{escape(cut(entry.title))}</h1>"]
    names = (entry.name, *entry.former, *entry.aliases)
    parts += (f"<p>{escape(cut(name))}</p>" for name in names if name)
    for piece, text in zip(entry.pieces, entry.texts, strict=True):
        parts.append(f"<h2>{escape(cut(piece.heading))}</h2>")
        parts += (f"<p>{escape(cut(line))}</p>" for line in text.split("\n") if line)
    # In a language that Pagefind does not cut into words, a character is a word.
    language = "en" if singly else "zh"
    return f'<!doctype html><html lang="{language}"><title>x</title><body>{"".join(parts)}</body></html>'


def indexed(program: Path, entries: Iterable[Entry], folder: Path, *, singly: bool) -> str:
    """Write the pages, have them indexed, and say what it took; the index is in `pagefind`."""
    for entry in entries:
        path = folder / entry.address / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(page(entry, singly=singly), encoding="utf-8")
    before = getrusage(RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([program, "--site", folder], check=True, capture_output=True)
    wall = time.perf_counter() - start
    after = getrusage(RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    memory = after.ru_maxrss // 1024
    return (
        f"{seconds:.1f} s of processor time, {wall:.1f} s; {memory} MB of memory; "
        f"{size:.1f} MB in {len(files)} files"
    )


ASK = """async (text) => {
  const start = performance.now();
  window.pagefind ??= await import(new URL("pagefind/pagefind.js", location));
  const { results } = await pagefind.search(text);
  const first = results.slice(0, 10).map((result) => result.data());
  await first[0];
  const time = performance.now() - start;
  const found = (await Promise.all(first)).map((each) => new URL(each.url, location).pathname);
  return { time, found };
}"""
