"""From the file that an agency sent to the content of a record.

`read` turns bytes into a `Submission`, which knows no form; `fill` finds a form's sections, rows
and cells in it; `identify` says which agency and year it is about. Nothing here touches the disk.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.importers.docx import read_docx
from generator.importers.html import read_html, read_mhtml
from generator.importers.limits import MOST_BYTES, Refusal
from generator.importers.text import read_text
from generator.importers.xlsx import read_xlsx
from generator.model.findings import Finding, Place, Severity
from generator.model.submissions import Submission

READERS: dict[str, Callable[[str, bytes], Submission]] = {
    "docx": read_docx,
    "htm": read_html,
    "html": read_html,
    "md": read_text,
    "mht": read_mhtml,
    "mhtml": read_mhtml,
    "txt": read_text,
    "xlsx": read_xlsx,
}
"""The reader for each ending, without its dot. A reader may raise `Refusal`."""


def read(name: str, data: bytes) -> tuple[Submission | None, list[Finding]]:
    """The submission in the file `name`, or None when there is none in it; and why not."""
    try:
        return _read(name, data), []
    except Refusal as refusal:
        code = f"import.{refusal.reason}"
        return None, [Finding(code, Severity.ERROR, Place(name), refusal.parameters)]


def _read(name: str, data: bytes) -> Submission:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    reader = READERS.get(ending)
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise Refusal("unknown_format", ending=ending, known=known)
    if len(data) > MOST_BYTES:
        raise Refusal("too_large", limit=f"{MOST_BYTES // 1024 // 1024} MB")
    submission = reader(name, data)
    if not submission.blocks:
        raise Refusal("empty")
    return submission
