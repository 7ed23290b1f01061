"""What lies beside a record: the submitted original and attachments, as the checks see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import importers, storage
from generator.build.content import read_original
from generator.errors import UnreadableError
from generator.importers.hidden import hidden
from generator.model.reports import Report
from generator.model.subjects import SubmittedFile
from generator.model.submissions import Grid, Submission

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BEGINNINGS = {
    "pdf": b"%PDF",
    "doc": _OLD_OFFICE,
    "xls": _OLD_OFFICE,
    "png": b"\x89PNG",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "ofd": b"PK",
    "zip": b"PK",
}
"""How files begin that no importer reads, so that a damaged one is told from a good one."""


def submitted(root: Path, report: Report) -> Mapping[str, SubmittedFile]:
    """The files of a report, by their path relative to the agency's folder."""
    names = storage.attachments(root, report.agency, report.year)
    folder = root / storage.AGENCIES / report.agency
    found = {name: _attached(folder, name) for name in names}
    if report.source is not None and report.source.file not in found:
        original = read_original(root, report)
        if original is not None:
            found[report.source.file] = _submitted(report.source.file, original)
    return found


def _attached(folder: Path, name: str) -> SubmittedFile:
    """A file that builds may never look at: that it cannot be read keeps nothing else from it."""
    try:
        content = storage.read(folder / name)
    except UnreadableError as error:
        most = error.parameters.get("most", 0)
        return SubmittedFile("", opens=False, most=most if isinstance(most, int) else 0)
    return _submitted(name, content)


def _submitted(name: str, content: bytes) -> SubmittedFile:
    sha256 = storage.sha256(content)
    ending = name.rpartition(".")[2].lower()
    if ending not in importers.READERS:
        return SubmittedFile(sha256, opens=content.startswith(_BEGINNINGS.get(ending, b"")))
    submission, _ = importers.read(name, content)
    if submission is None:
        return SubmittedFile(sha256, opens=False)
    text = "\n".join(_lines(submission))
    return SubmittedFile(sha256, text=text, metadata=hidden(name, content))


def _lines(submission: Submission) -> Iterator[str]:
    for block in submission.blocks:
        if isinstance(block, Grid):
            yield from ("\t".join(cell.text for cell in row) for row in block.rows)
        else:
            yield block.text
