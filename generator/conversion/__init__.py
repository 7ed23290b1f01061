"""Files that only another program can open → formats that the importers read.

This is an edge: it starts processes, with a private folder, a limit of time, and nothing of the
file but its bytes. `convert` is what `importers.read` is given for such files.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.conversion.office import with_office
from generator.conversion.pdf import drawing_of
from generator.importers.limits import Refusal

_BY_OFFICE = {"docx", "xlsx"}


def convert(ending: str, data: bytes, wanted: str) -> bytes:
    """The content of a file of the format `ending` in the format `wanted`.

    `wanted` is one of those that `importers.FOREIGN` names. Raises `Refusal` when the file cannot
    be converted, or the program for it is not installed.
    """
    if wanted in _BY_OFFICE:
        return with_office(ending, data, wanted)
    if (ending, wanted) == ("pdf", "drawing"):
        return drawing_of(data)
    raise Refusal("unknown_format", ending=ending, known=wanted)


Convert = Callable[[str, bytes, str], bytes]
