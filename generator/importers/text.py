"""Plain text → `Submission`: what was copied from a page or a document, one line after another.

Grids are what tabs, or pipes, divide into cells. Where a source wrote every cell on a line of its
own and closed it with a pipe, every line becomes a row of its own: how many of them make up one row
of the table is not the reader's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.importers.limits import Refusal, bounded
from generator.model.submissions import Block, Grid, GridCell, Paragraph, Submission

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_EDGES = " \t\u3000\xa0\u200b\u200c\u200d\u2060\ufeff"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RULE = re.compile(r"[|\s:+=-]*-{2,}[|\s:+=-]*")
_LONGEST_CELL = 120
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(name: str, data: bytes) -> Submission:
    """The paragraphs and grids of a text file; `Refusal` where it holds none that can be read."""
    text = bounded(decode(data))
    return Submission(name, "txt", tuple(blocks_of(text)))


def decode(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else GB18030, judged by content."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data or len(_CONTROLS.findall(data[:4096].decode("latin-1"))) > 8:
        raise Refusal("binary")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strict(data, "gb18030")
    if not _plausible(text):
        raise Refusal("encoding")
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("encoding") from error


def _plausible(text: str) -> bool:
    """Whether text read as GB18030 looks like Chinese and not like another encoding misread.

    Nearly every pair of bytes is some character of GB18030; in real text most are those of the
    much smaller GB2312.
    """
    foreign = [character for character in text if ord(character) > 0x7F]
    common = sum(bool(character.encode("gb2312", "ignore")) for character in foreign)
    return common >= 0.75 * len(foreign)


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of decoded text. `line` of each counts from 1."""
    lines = [
        (number, _CONTROLS.sub("", line)) for number, line in enumerate(_BREAKS.split(text), 1)
    ]
    written = [(number, line) for number, line in lines if line.strip(_EDGES)]
    position = 0
    while position < len(written):
        for reader in (_tabs, _pipes):
            stop = reader.end(written, position)
            if stop > position:
                yield reader.grid(written[position:stop])
                position = stop
                break
        else:
            number, line = written[position]
            yield Paragraph(line.strip(_EDGES), number)
            position += 1


Lines = list[tuple[int, str]]


class _Tabs:
    """Cells divided by tabs. Tabs that only indent a line divide nothing."""

    def end(self, lines: Lines, start: int) -> int:
        """Where the run of such lines that begins at `start` ends; `start` when there is none."""
        stop = start
        while stop < len(lines) and "\t" in lines[stop][1]:
            stop += 1
        divided = any("\t" in line.lstrip(_EDGES) for _, line in lines[start:stop])
        return stop if divided else start

    def grid(self, lines: Lines) -> Grid:
        """The rows of such lines. A grid of one long cell is a paragraph to nobody's loss."""
        return Grid(tuple(_row(line.split("\t"), number) for number, line in lines))


class _Pipes:
    """Cells divided by pipes, or each closed by one."""

    def end(self, lines: Lines, start: int) -> int:
        """Where the run of such lines that begins at `start` ends; `start` when there is none."""
        stop = start
        while stop < len(lines):
            if _has_pipe(lines[stop][1]):
                stop += 1
            elif stop + 1 < len(lines) and _only_pipes(lines[stop + 1][1]):
                stop += 2
            else:
                break
        return stop

    def grid(self, lines: Lines) -> Grid:
        """The rows of such lines, without rules between them (|---|---|) and without borders."""
        lines = [
            (number, line) for number, line in self._closed(lines) if not _RULE.fullmatch(line)
        ]
        opened = all(line.lstrip(_EDGES).startswith("|") for _, line in lines)
        opened = opened and any(line.strip(_EDGES + "|") for _, line in lines)
        return Grid(
            tuple(self._cells(line.strip(_EDGES), number, opened=opened) for number, line in lines)
        )

    def _closed(self, lines: Lines) -> Iterator[tuple[int, str]]:
        """The lines, where a line of pipes alone closes the text on the line above it."""
        waiting: tuple[int, str] | None = None
        for number, line in lines:
            if not _has_pipe(line):
                waiting = (number, line)
            elif waiting:
                yield waiting[0], waiting[1] + line
                waiting = None
            else:
                yield number, line

    def _cells(self, line: str, number: int, *, opened: bool) -> tuple[GridCell, ...]:
        parts = line.split("|")
        if parts[-1].strip(_EDGES) == "":
            parts = parts[:-1]
        if opened and len(parts) > 1:
            parts = parts[1:]
        return _row(parts, number)


_tabs, _pipes = _Tabs(), _Pipes()


def _has_pipe(line: str) -> bool:
    """Whether pipes divide the line into cells, rather than stand in a sentence."""
    return "|" in line and max(map(len, line.split("|"))) <= _LONGEST_CELL


def _only_pipes(line: str) -> bool:
    return "|" in line and not line.strip(_EDGES + "|")


def _row(parts: list[str], number: int) -> tuple[GridCell, ...]:
    return tuple(GridCell(part.strip(_EDGES), number) for part in parts)
