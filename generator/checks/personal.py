"""Personal data: nothing of a private person is published by mistake.

``personal.id_number``: an identity number whose date and check digit are right. Old numbers of
fifteen digits only beside the word for an identity card. ``personal.mobile``: a mobile number.
``personal.bank_card``: a bank card whose check digit is right. Looked for in text, cells, tables of
the agency's own, explanations, and in the text and the properties of submitted files, where what
the record says already is not said again. Landlines, credit codes of organisations and masked
numbers are fine. The finding shows the number masked.

中文

公布之前检查有没有误带个人信息。

``personal.id_number``：日期和校验位都对的身份证号码；15 位旧号码只在“身份证”字样旁才算。
``personal.mobile``：手机号码。``personal.bank_card``：校验位正确的银行卡号。
检查正文、单元格、自有表格、说明，以及报送文件的文字和属性。办公座机、统一社会信用代码和已打码的号码不报。
校验发现里只显示打了码的号码。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from generator.checks.check import Check, at_cell, at_path, finding
from generator.checks.layout import doubtful_tables, layout
from generator.checks.words import words_of
from generator.model.findings import Finding, Phrase, Place, Severity
from generator.model.forms import Form
from generator.model.reports import Report
from generator.model.subjects import Subject

CODES = {
    "personal.id_number": Severity.ERROR,
    "personal.mobile": Severity.WARNING,
    "personal.bank_card": Severity.ERROR,
}

_ALONE = r"(?<![\dA-Za-z*.\-])", r"(?![\dA-Za-z*])"
_IDENTITY = re.compile(rf"{_ALONE[0]}(?:\d{{17}}[\dXx]|\d{{15}}){_ALONE[1]}")
_MOBILE = re.compile(rf"{_ALONE[0]}(?:86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}){{2}}{_ALONE[1]}")
_CARD = re.compile(rf"{_ALONE[0]}\d{{4}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_ALONE[1]}")
_ELEVEN = re.compile(r"1[3-9]\d(?:[ -]?\d{4}){2}")
_FIFTEEN = re.compile(r"(?:\d[ -]?){14}\d")
_STEP = 3
_SOME_OF_FIFTEEN = re.compile(r"[\d -]{5}")
_AMOUNT = re.compile(r"\s*(?:元|万|亿|件|条|次|人|份|项|%|平方|号)|\.\d")
_CARD_WORDS = re.compile(r"卡号|银行卡|储蓄卡|信用卡|工资卡")
_IDENTITY_WORDS = re.compile(r"身份证|证件号|公民身份")
_NEAR = 16


def _find(subject: Subject) -> Iterator[Finding]:
    report = subject.report
    known: set[str] = set()
    for place, text in (*_texts(report), *_cells(report, subject.form)):
        for code, number in personal_numbers(text):
            known.add(number)
            where = Phrase("personal.in_record")
            yield finding(code, CODES[code], place, number=masked(number), where=where)
    for name, stored in sorted((subject.files or {}).items()):
        properties = (value for _, value in sorted(stored.metadata.items()))
        for code, number in personal_numbers("\n".join((stored.text, *properties))):
            if number in known:
                continue
            known.add(number)
            where = Phrase("personal.in_file", {"file": name})
            place = at_path(report, "source")
            yield finding(code, CODES[code], place, number=masked(number), where=where)


def _texts(report: Report) -> Iterator[tuple[Place, str]]:
    yield at_path(report, "title"), report.title
    words = words_of(report)
    if may_have_numbers(words.lines):
        for text in words.texts:
            yield at_path(report, *text.paths), text.text
    for piece in report.unplaced:
        yield at_path(report, "unplaced"), piece.text
    for table in report.extra_tables:
        text = "\n".join("\t".join(row) for row in table.rows)
        yield at_path(report, "extra_tables"), text
    for name, answer in report.explanations.items():
        yield at_path(report, f"explanations.{name}", "explanations"), answer


def _cells(report: Report, form: Form) -> Iterator[tuple[Place, str]]:
    for table in doubtful_tables(report, form):
        columns = layout(form)[table].columns
        for row, stated in report.tables.get(table, {}).items():
            for column, index in columns.get(row, {}).items():
                cell = stated.cells[index]
                if isinstance(cell, str):
                    yield at_cell(report, table, row, index, column), cell


def personal_numbers(text: str) -> Iterator[tuple[str, str]]:
    """The code and the number of everything personal in `text`."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if not may_have_numbers(plain):
        return
    for match in _IDENTITY.finditer(plain):
        if _is_written_identity(match[0], _before(plain, match)):
            yield "personal.id_number", match[0]
    for match in _MOBILE.finditer(plain):
        if not _AMOUNT.match(plain, match.end()):
            yield "personal.mobile", re.sub(r"[ -]", "", match[0])[-11:]
    for match in _CARD.finditer(plain):
        number = re.sub(r"[ -]", "", match[0])
        named = number.startswith("62") or _CARD_WORDS.search(_before(plain, match))
        if named and luhn(number) and not is_identity(number):
            yield "personal.bank_card", number


def may_have_numbers(text: str) -> bool:
    """Whether `text` has as many digits in a row as every personal number has, and no landline.

    Of fifteen in a row, every third character of the text has five, which are quicker to look for.
    """
    return bool(
        _ELEVEN.search(text) or (_SOME_OF_FIFTEEN.search(text[::_STEP]) and _FIFTEEN.search(text))
    )


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _NEAR) : match.start()]


def _is_written_identity(number: str, before: str) -> bool:
    if len(number) == _IDENTITY_LENGTH:
        return is_identity(number)
    return bool(_IDENTITY_WORDS.search(before)) and _day(f"19{number[6:12]}")


_IDENTITY_LENGTH = 18


def is_identity(number: str) -> bool:
    """Whether `number` is an identity number of eighteen characters (GB 11643-1999)."""
    if len(number) != _IDENTITY_LENGTH or number[0] == "0" or not _day(number[6:14]):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """Whether the check digit of a card number fits (GB/T 15120)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(number)) > 2


def _day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def masked(number: str) -> str:
    """The number with its middle hidden."""
    kept = 3 if len(number) < 15 else 4
    return number[:kept] + "*" * (len(number) - 2 * kept) + number[-kept:]


CHECK = Check(CODES, _find, __doc__ or "")
