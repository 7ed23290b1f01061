"""Source: the submitted original is the one that the record was made from.

``source.changed``: the SHA-256 of the original is not the one in the record. ``source.missing``:
the original named in the record is not there. ``file.broken``: a submitted file is there but cannot
be opened. ``file.too_large``, ``file.unread``: it was not looked at, because it is larger than a
submission can be, or the system refuses it. Nothing is said when the caller did not look at the
files.

中文

报送原件应当就是记录所依据的那一份。

``source.changed``：原件的 SHA-256 与记录不符。``source.missing``：记录所写的原件不存在。
``file.broken``：报送的文件在，但是打不开。
``file.too_large``、``file.unread``：文件太大，或者系统不让读取，所以没有检查它的内容。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import Check, at_path, finding
from generator.model.findings import Finding, Severity
from generator.model.subjects import Subject

CODES = {
    "source.changed": Severity.ERROR,
    "source.missing": Severity.ERROR,
    "file.broken": Severity.WARNING,
    "file.too_large": Severity.WARNING,
    "file.unread": Severity.WARNING,
}


def _find(subject: Subject) -> Iterator[Finding]:
    if subject.files is None:
        return
    source = subject.report.source
    if source is not None:
        stored = subject.files.get(source.file)
        place = at_path(subject.report, "source.file", "source")
        if stored is None:
            code = "source.missing"
            yield finding(code, CODES[code], place, file=source.file)
        elif stored.sha256 not in {source.sha256, ""}:
            code = "source.changed"
            place = at_path(subject.report, "source.sha256", "source")
            yield finding(
                code,
                CODES[code],
                place,
                file=source.file,
                stated=source.sha256,
                found=stored.sha256,
            )
    for name, stored in sorted(subject.files.items()):
        if stored.opens:
            continue
        place = at_path(subject.report, "source")
        if stored.most:
            code = "file.too_large"
            yield finding(code, CODES[code], place, file=name, most=stored.most)
        else:
            code = "file.broken" if stored.sha256 else "file.unread"
            yield finding(code, CODES[code], place, file=name)


CHECK = Check(CODES, _find, __doc__ or "")
