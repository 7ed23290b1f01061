"""What is put aside while an index is made: bytes in a file, taken back by where they stand."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

Span = tuple[int, int]
"""Where something begins in the file, and how many bytes it has."""


class Spool:
    """Bytes put aside in a file that is open for reading and writing; in memory without one."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file or BytesIO()
        self._end = 0

    def put(self, content: bytes) -> Span:
        """Put some bytes aside."""
        span = self._end, len(content)
        self._file.seek(self._end)
        self._file.write(content)
        self._end += len(content)
        return span

    def get(self, span: Span) -> bytes:
        """The bytes that were put there."""
        start, length = span
        self._file.seek(start)
        return self._file.read(length)
