"""PDF files made to take all memory or all time end in a sentence."""

from __future__ import annotations

import zlib

import pytest

from generator.conversion import convert
from generator.importers import read

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
START = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>"


def file_of(objects: list[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    )
    return content + end % (count, table, count, len(content))


def stream(properties: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream\n" % (properties, len(data), data)


def page_of(content: bytes, properties: bytes = b"") -> bytes:
    return file_of([*START, PAGE % b"/Font<</F 5 0 R>>", stream(properties, content), FONT])


def outcome(data: bytes) -> list[str]:
    submission, findings = read("report.pdf", data, convert)
    assert submission is None or submission.blocks
    return [finding.code for finding in findings]


def test_a_sound_page_is_read() -> None:
    assert outcome(page_of(b"BT /F 12 Tf 50 700 Td (Hello, this is a page) Tj ET")) == []


def test_more_pages_than_any_report() -> None:
    kids = b"<</Type/Pages/Kids[%s]/Count 5000>>" % b" ".join([b"3 0 R"] * 5000)
    sound = stream(b"", b"BT /F 12 Tf (a) Tj ET")
    data = file_of([START[0], kids, PAGE % b"/Font<</F 5 0 R>>", sound, FONT])
    assert outcome(data) == ["import.too_many_pages"]


def test_more_lines_than_any_report() -> None:
    lines = zlib.compress(b"0 0 m 10 10 l S " * 500_000)
    assert outcome(page_of(lines, b"/Filter/FlateDecode")) == ["import.too_complex"]


@pytest.mark.slow
def test_content_that_grows_beyond_all_memory() -> None:
    small = zlib.compress(zlib.compress(b" " * 2_000_000_000, 9), 9)
    assert outcome(page_of(small, b"/Filter[/FlateDecode/FlateDecode]")) == ["import.damaged"]


@pytest.mark.slow
def test_forms_within_forms_without_end() -> None:
    depth = 24
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(form % (number + 6), b"/X Do /X Do /X Do") for number in range(depth)]
    last = stream(form % 1, b"0 0 m 9 9 l S")
    page = PAGE % b"/XObject<</X 5 0 R>>"
    data = file_of([*START, page, stream(b"", b"/X Do"), *forms, last])
    assert set(outcome(data)) <= {"import.damaged", "import.too_complex", "import.too_slow"}
