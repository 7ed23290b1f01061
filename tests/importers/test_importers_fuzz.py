"""Damaged and hostile files end in a sentence or in a submission, never in an error."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from import_reports import as_book, known_forms, reports

from generator.conversion import convert
from generator.importers import Convert, read
from generator.importers.filling import fill
from generator.importers.identity import identify
from generator.importers.limits import Refusal
from generator.messages import messages

ORIGINALS = Path(__file__).parent / "originals"
KINDS = ("docx", "html", "mhtml", "txt", "xls", "xlsx")
SHORT, LONG = 25, 600
SHORT_PDF, LONG_PDF = 4, 120


def original(kind: str) -> bytes:
    if kind == "xlsx":
        return as_book(next(each for each in reports(5, 2) if each.year == 2023))
    return (ORIGINALS / f"2023{'-office' if kind == 'pdf' else ''}.{kind}").read_bytes()


def damaged(data: bytes, dice: random.Random) -> bytes:
    """`data` with some bytes changed, cut out, repeated, or taken from elsewhere in it."""
    content = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 5, 20, 200])):
        place = dice.randrange(len(content))
        size = min(dice.choice([1, 2, 4, 16, 400]), len(content) - place)
        other = dice.randrange(len(content))
        change = dice.randrange(5)
        if change == 0:
            content[place] = dice.randrange(256)
        elif change == 1 and len(content) > 2 * size + 50:
            del content[place : place + size]
        elif change == 2:
            content[place:place] = content[other : other + size]
        elif change == 3:
            content[place : place + size] = dice.randbytes(size)
        else:
            content[place : place + size] = dice.choice([b"\x00", b"\xff", b"9", b"<", b"A"]) * size
    return bytes(content[: dice.randrange(1, len(content))] if dice.random() < 0.1 else content)


def damaged_inside(data: bytes, dice: random.Random) -> bytes:
    """An archive that is sound, with members that are not."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        for name in source.namelist():
            content = source.read(name)
            hit = name.startswith(("word/document", "xl/worksheets", "xl/shared", "word/numb"))
            result.writestr(name, damaged(content, dice) if hit and content else content)
    return target.getvalue()


def crossed(data: bytes, dice: random.Random) -> bytes:
    """A file whose tags and numbers have changed places, so that it is still well formed."""
    text = data.decode("utf-8", "replace")
    for _ in range(dice.randrange(1, 30)):
        one, other = dice.choice(WORDS), dice.choice(WORDS)
        place = text.find(one, dice.randrange(len(text)))
        if place >= 0:
            text = text[:place] + other + text[place + len(one) :]
    return text.encode()


WORDS = (
    *("<td", "</td>", "<tr>", "</tr>", "<table", "</table>", "<p>", "</p>", "<div>", "</div>"),
    *('colspan="2"', 'colspan="99999"', 'rowspan="0"', 'rowspan="22"', "0", "12", "\t", "\n", "|"),
    *("总计", "其他", "一、", "（一）", "第二十条第（五）项", "　", "&nbsp;", "&#0;", "&#x10ffff;"),
)


def no_program(ending: str, data: bytes, wanted: str) -> bytes:
    raise Refusal("no_office", ending=ending, wanted=wanted)


def ends_well(name: str, data: bytes, converter: Convert) -> None:
    submission, findings = read(name, data, converter)
    assert submission or findings
    if submission:
        filling = fill(submission, known_forms())
        identify(filling, {})
        findings = [*findings, *filling.findings]
    for finding in findings:
        assert messages("zh").say(f"finding.{finding.code}", **finding.parameters)


def variants(kind: str, count: int, seed: int) -> Iterator[bytes]:
    dice = random.Random(seed)
    data = original(kind)
    ways: list[Callable[[bytes, random.Random], bytes]] = [damaged]
    if kind in ("docx", "xlsx"):
        ways.append(damaged_inside)
    if kind in ("html", "mhtml", "txt"):
        ways.append(crossed)
    for number in range(count):
        yield ways[number % len(ways)](data, dice)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_end_well(kind: str) -> None:
    for data in variants(kind, SHORT, 1):
        ends_well(f"report.{kind}", data, no_program)


def test_damaged_pdf_files_end_well() -> None:
    for data in variants("pdf", SHORT_PDF, 1):
        ends_well("report.pdf", data, convert)


@pytest.mark.parametrize("kind", KINDS)
def test_files_under_other_endings_end_well(kind: str) -> None:
    for ending in ("docx", "xls", "xlsx", "html", "mht", "txt", "md", "doc", "wps", "et", "rtf"):
        ends_well(f"report.{ending}", original(kind), no_program)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_damaged_files_end_well(kind: str) -> None:
    for data in variants(kind, LONG, 2):
        ends_well(f"report.{kind}", data, no_program)


@pytest.mark.slow
def test_many_damaged_pdf_files_end_well() -> None:
    for data in variants("pdf", LONG_PDF, 2):
        ends_well("report.pdf", data, convert)
