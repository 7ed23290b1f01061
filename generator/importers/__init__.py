"""From the file that an agency sent to the content of a record.

`read` turns bytes into a `Submission`, which knows no form; `fill` finds a form's sections, rows
and cells in it; `identify` says which agency and year it is about. Nothing here touches the disk:
for files that only another program can open, `read` is given the function that has it open them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.importers.docx import read_docx
from generator.importers.html import read_html, read_mhtml
from generator.importers.limits import MOST_BYTES, Refusal
from generator.importers.pdf import read_pdf
from generator.importers.sniffing import kind_of
from generator.importers.text import read_text
from generator.importers.xls import read_xls
from generator.importers.xlsx import read_xlsx
from generator.model.findings import Finding, Place, Severity
from generator.model.submissions import LeftOut, Submission

READERS: dict[str, Callable[[str, bytes], Submission]] = {
    "docx": read_docx,
    "drawing": read_pdf,
    "htm": read_html,
    "html": read_html,
    "md": read_text,
    "mht": read_mhtml,
    "mhtml": read_mhtml,
    "txt": read_text,
    "xls": read_xls,
    "xlsx": read_xlsx,
}
"""The reader for each format, by its ending without the dot. A reader may raise `Refusal`."""

FOREIGN = {
    "doc": "docx",
    "et": "xlsx",
    "odt": "docx",
    "ods": "xlsx",
    "pdf": "drawing",
    "rtf": "docx",
    "wps": "docx",
}
"""The endings of files that only another program opens, and the format it is to make of them."""

ENDINGS = tuple(sorted({*READERS, *FOREIGN} - {"drawing"}))
"""The endings of all files that can be imported."""

Convert = Callable[[str, bytes, str], bytes]
"""From an ending, the content of a file and an ending of `READERS` to the content in that format.

It may raise `Refusal`; `generator.conversion.convert` is one.
"""

CODES = {
    "import.page_mark": Severity.NOTE,
    "import.page_picture": Severity.WARNING,
    "import.turned": Severity.WARNING,
}
"""What a reader may leave out, with how grave that is; `LeftOut` has the end of the code."""


def _no_program(ending: str, data: bytes, wanted: str) -> bytes:  # noqa: ARG001
    raise Refusal("no_office", ending=ending, wanted=wanted)


def read(
    name: str, data: bytes, convert: Convert = _no_program
) -> tuple[Submission | None, list[Finding]]:
    """The submission in the file `name`, and what of it could not be read.

    The submission is None when there is none in the file; the findings then say why.
    """
    try:
        submission = _read(name, data, convert)
    except Refusal as refusal:
        code = f"import.{refusal.reason}"
        return None, [Finding(code, Severity.ERROR, Place(name), refusal.parameters)]
    return submission, list(_left_out(submission))


def _read(name: str, data: bytes, convert: Convert) -> Submission:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if len(data) > MOST_BYTES:
        raise Refusal("too_large", limit=f"{MOST_BYTES // 1024 // 1024} MB")
    kind = kind_of(ending, data)
    if kind not in ENDINGS:
        raise Refusal("unknown_format", ending=ending, known=", ".join(ENDINGS))
    if kind in FOREIGN:
        wanted = FOREIGN[kind]
        kind, data = wanted, convert(kind, data, wanted)
    submission = READERS[kind](name, data)
    if not submission.blocks:
        raise Refusal("empty")
    return submission


def _left_out(submission: Submission) -> Iterator[Finding]:
    """One finding for each reason and page: what is on the pages and not in the text."""
    grouped: dict[tuple[str, int], list[LeftOut]] = {}
    for each in submission.left_out:
        grouped.setdefault((each.reason, each.page), []).append(each)
    for (reason, page), found in grouped.items():
        text = "｜".join(each.text for each in found)
        parameters = {"text": text if len(text) <= 200 else text[:200] + "…", "page": str(page)}
        place = Place(submission.name)
        code = f"import.{reason}"
        yield Finding(code, CODES[code], place, parameters)
