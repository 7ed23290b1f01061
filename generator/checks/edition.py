"""Edition: the report uses the edition of the form that its year demands, and cites that one.

``edition.mismatch``: the record says that its tables are those of another edition than the year's.
``edition.cited``: the text cites the document of another edition over these tables. The edition is
never judged by the document number, only by the tables.

中文

报告使用的格式版本应与年度相符，所引文号应与所用表格相符。

``edition.mismatch``：记录所用的表格不是该年度应当使用的格式版本。
``edition.cited``：正文引用的文号属于另一个格式版本。判断版本只看表格，从不看文号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.checks.check import Check, at_path, finding
from generator.checks.words import folded, words_of
from generator.model.findings import Finding, Severity, Wording
from generator.model.forms import Form
from generator.model.subjects import Subject

CODES = {"edition.mismatch": Severity.WARNING, "edition.cited": Severity.WARNING}
_NUMBER = re.compile(r"[一-鿿]{2,12}(?:19|20)[0-9]{3,6}号")
_BRACKETS = re.compile(r"[〔〕\[\]（）()\s]")
_MARK = re.compile(r"[0-9]\s*号")


def _find(subject: Subject) -> Iterator[Finding]:
    report, form = subject.report, subject.form
    usual = [] if form.covers(report.year) else _usual(subject)
    if usual:
        newest = max(usual, key=lambda other: (other.first_year, other.id))
        place = at_path(report, "form")
        code = "edition.mismatch"
        yield finding(
            code,
            CODES[code],
            place,
            year=str(report.year),
            used=_title(form),
            wanted=_title(newest),
        )
    yield from _cited(subject)


def _usual(subject: Subject) -> list[Form]:
    return [form for form in subject.forms.values() if form.covers(subject.report.year)]


def _cited(subject: Subject) -> Iterator[Finding]:
    words = words_of(subject.report)
    found = words.sentences_with("号")
    cited = [(_bare(line), start) for start, line in found if _MARK.search(line)]
    if not cited:
        return
    own = _document(subject.form)
    others = {
        number: form
        for form in subject.forms.values()
        if form.id != subject.form.id and (number := _document(form)) and number != own
    }
    for number, form in sorted(others.items()):
        start = next((start for line, start in cited if number in line), None)
        if start is not None:
            code = "edition.cited"
            yield finding(
                code,
                CODES[code],
                at_path(subject.report, *words.text_at(start).paths),
                cited=form.source,
                used=_title(subject.form),
                source=subject.form.source,
            )


@lru_cache(maxsize=64)
def _document(form: Form) -> str:
    """The bare number of the document that lays the form down; "" when it is none."""
    bare = _bare(folded(form.source))
    return bare if _NUMBER.fullmatch(bare) else ""


def _bare(text: str) -> str:
    """A folded text without brackets, which texts write in many ways or lose in such numbers."""
    return _BRACKETS.sub("", text)


def _title(form: Form) -> Wording:
    return Wording(form.title.zh, form.title.en)


CHECK = Check(CODES, _find, __doc__ or "")
