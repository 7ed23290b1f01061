"""A PDF on standard input → what its pages show, as JSON on standard output.

It runs as a process of its own and imports nothing of this package: whatever a hostile file does
to the library, to memory or to time ends this process and nothing else.

The answer is ``{"pages": […]}`` or ``{"unread": reason}``. A page has its size, its ``glyphs`` as
[character, left, top, right, bottom, baseline], its ``rules`` (lines) and ``pictures`` as [left,
top, right, bottom], and the text that is ``turned`` or ``hidden``. Lengths are hundredths of a
point, as whole numbers, from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

# The library describes its functions only when it runs.
import pypdfium2.raw as _raw  # pyright: ignore[reportMissingTypeStubs]

pdfium: Any = _raw

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 40
MOST_PAGES = 200
MOST_GLYPHS = 400_000
MOST_OBJECTS = 400_000
_DEEPEST = 12
_THIN = 3.0
"""How wide, in points, a filled shape may be that is a line."""
_NO_CHARACTER = "\ufffd"

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class _Refused(Exception):  # noqa: N818 - it is an answer
    pass


def main() -> None:
    """Answer for the file on standard input."""
    _bound()
    try:
        answer: dict[str, object] = {"pages": list(_pages(sys.stdin.buffer.read()))}
    except _Refused as refused:
        answer = {"unread": str(refused)}
    sys.stdout.write(json.dumps(answer, separators=(",", ":")))


def _bound() -> None:
    """Let the system end this process when it takes too much; where it cannot, its parent does."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pages(data: bytes) -> Iterator[dict[str, object]]:
    pdfium.FPDF_InitLibrary()
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise _Refused("locked" if locked else "damaged")
    count = pdfium.FPDF_GetPageCount(document)
    if count > MOST_PAGES:
        raise _Refused("too_many_pages")
    budget = _Budget()
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            raise _Refused("damaged")
        yield _Page(page, budget).content()
        pdfium.FPDF_ClosePage(page)


class _Budget:
    """How much of a document may still be read."""

    def __init__(self) -> None:
        self.glyphs = MOST_GLYPHS
        self.objects = MOST_OBJECTS

    def take(self, *, glyphs: int = 0, objects: int = 0) -> None:
        self.glyphs -= glyphs
        self.objects -= objects
        if self.glyphs < 0 or self.objects < 0:
            raise _Refused("too_much")


class _Page:
    def __init__(self, page: Any, budget: _Budget) -> None:
        self._page = page
        self._budget = budget
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self._box: tuple[float, ...] = (box.left, box.bottom, box.right, box.top)
        self._turns: int = pdfium.FPDFPage_GetRotation(page) % 4
        self._rules: list[list[int]] = []
        self._pictures: list[list[int]] = []

    def content(self) -> dict[str, object]:
        """All that the page shows."""
        self._objects(
            pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, self._page, _SAME, _DEEPEST
        )
        glyphs, turned, hidden = self._text()
        left, bottom, right, top = self._box
        size = [_hundredths(right - left), _hundredths(top - bottom)]
        return {
            "size": size[::-1] if self._turns % 2 else size,
            "glyphs": glyphs,
            "rules": self._rules,
            "pictures": self._pictures,
            "turned": turned,
            "hidden": hidden,
        }

    def _shown(self, x: float, y: float) -> Point:
        """Where a point of the page's own plane is shown."""
        left, bottom, right, top = self._box
        turned: list[Point] = [
            (x - left, top - y),
            (y - bottom, x - left),
            (right - x, y - bottom),
            (top - y, right - x),
        ]
        return turned[self._turns]

    def _shown_box(self, points: list[Point]) -> list[int]:
        shown = [self._shown(*point) for point in points]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        return [_hundredths(each) for each in (min(xs), min(ys), max(xs), max(ys))]

    # --- text ----------------------------------------------------------------------------------

    def _text(self) -> tuple[list[list[object]], str, str]:
        text = pdfium.FPDFText_LoadPage(self._page)
        if not text:
            return [], "", ""
        count = max(0, pdfium.FPDFText_CountChars(text))
        self._budget.take(glyphs=count)
        glyphs: list[list[object]] = []
        turned: list[str] = []
        hidden: list[str] = []
        modes: dict[int, bool] = {}
        for number in range(count):
            character = self._character(text, number)
            if not character:
                continue
            if not _visible(text, number, modes):
                hidden.append(character)
            elif not self._upright(text, number):
                turned.append(character)
            else:
                glyphs.append([character, *self._place(text, number)])
        pdfium.FPDFText_ClosePage(text)
        return _joined(glyphs), _whole("".join(turned)), _whole("".join(hidden))

    def _character(self, text: Any, number: int) -> str:
        """One unit of UTF-16; "" for what is not on the page."""
        if pdfium.FPDFText_IsGenerated(text, number) == 1:
            return ""
        code = pdfium.FPDFText_GetUnicode(text, number)
        if pdfium.FPDFText_HasUnicodeMapError(text, number) == 1 or code in (0, 0xFFFE, 0xFFFF):
            return _NO_CHARACTER
        return "" if code < 32 else chr(code)

    def _upright(self, text: Any, number: int) -> bool:
        degrees = math.degrees(pdfium.FPDFText_GetCharAngle(text, number)) - 90 * self._turns
        return min(degrees % 360, -degrees % 360) < 4

    def _place(self, text: Any, number: int) -> list[int]:
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, number, box)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        corners = [(box.left, box.bottom), (box.right, box.top)]
        return [*self._shown_box(corners), _hundredths(self._shown(x.value, y.value)[1])]

    # --- lines and pictures ---------------------------------------------------------------------

    def _objects(self, count: Any, get: Any, parent: Any, matrix: Matrix, depth: int) -> None:
        number = max(0, count(parent))
        self._budget.take(objects=number)
        for index in range(number):
            each = get(parent, index)
            kind = pdfium.FPDFPageObj_GetType(each)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(each, _times(_matrix_of(each), matrix), self._clip(each, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._picture(each, matrix, self._clip(each, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
                inner = _times(_matrix_of(each), matrix)
                count_inner, get_inner = (
                    pdfium.FPDFFormObj_CountObjects,
                    pdfium.FPDFFormObj_GetObject,
                )
                self._objects(count_inner, get_inner, each, inner, depth - 1)

    def _clip(self, page_object: Any, matrix: Matrix) -> list[int]:
        """The part of the page on which an object can be seen; `matrix` is that of its parent."""
        left, bottom, right, top = self._box
        seen = self._shown_box([(left, bottom), (right, top)])
        clip = pdfium.FPDFPageObj_GetClipPath(page_object)
        paths = max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0
        self._budget.take(objects=paths)
        x, y = ctypes.c_float(), ctypes.c_float()
        for path in range(paths):
            count = max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))
            self._budget.take(objects=count)
            points: list[Point] = []
            for number in range(count):
                segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
                pdfium.FPDFPathSegment_GetPoint(segment, x, y)
                points.append(_moved(x.value, y.value, matrix))
            if points:
                seen = _shared(seen, self._shown_box(points))
        return seen

    def _keep(self, rule: list[int], clip: list[int]) -> None:
        left, top, right, bottom = seen = _shared(rule, clip)
        if left <= right and top <= bottom:
            self._rules.append(seen)

    def _picture(self, picture: Any, matrix: Matrix, clip: list[int]) -> None:
        own = _times(_matrix_of(picture), matrix)
        box = self._shown_box([_moved(x, y, own) for x in (0, 1) for y in (0, 1)])
        if _straight(box):
            self._keep(box, clip)
        else:
            self._pictures.append(box)

    def _path(self, path: Any, matrix: Matrix, clip: list[int]) -> None:
        fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        for points, closed in self._parts(path, matrix):
            box = self._shown_box(points)
            if _straight(box):
                self._keep(box, clip)
            elif stroke.value:
                ends = zip(points, [*points[1:], points[0]], strict=True)
                lines = [self._shown_box([one, other]) for one, other in ends]
                for line in filter(_straight, lines if closed else lines[:-1]):
                    self._keep(line, clip)

    def _parts(self, path: Any, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
        """The parts of a path that are made of straight lines only; whether each is closed."""
        count = max(0, pdfium.FPDFPath_CountSegments(path))
        self._budget.take(objects=count)
        points: list[Point] = []
        closed = curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        for number in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, number)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1 and not curved:
                    yield points, closed
                points, closed, curved = [], False, False
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(_moved(x.value, y.value, matrix))
            closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
        if len(points) > 1 and not curved:
            yield points, closed


def _visible(text: Any, number: int, modes: dict[int, bool]) -> bool:
    """Whether a character is painted: scanned pages carry what a machine read as unpainted text."""
    text_object = pdfium.FPDFText_GetTextObject(text, number)
    key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
    if key not in modes:
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
        unpainted = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
        modes[key] = mode not in unpainted
    return modes[key]


def _joined(glyphs: list[list[object]]) -> list[list[object]]:
    """The glyphs, with the two halves of a character beyond the first plane put together."""
    found: list[list[object]] = []
    for glyph in glyphs:
        unit = str(glyph[0])
        if "\udc00" <= unit <= "\udfff" and found and "\ud800" <= str(found[-1][0]) <= "\udbff":
            found[-1][0] = _whole(str(found[-1][0]) + unit)
        else:
            found.append(glyph)
    for glyph in found:
        glyph[0] = _whole(str(glyph[0]))
    return found


def _whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _shared(one: list[int], other: list[int]) -> list[int]:
    """The box that two boxes have in common; it ends before it begins where there is none."""
    (left, top, right, bottom), (left_2, top_2, right_2, bottom_2) = one, other
    return [max(left, left_2), max(top, top_2), min(right, right_2), min(bottom, bottom_2)]


def _straight(line: list[int]) -> bool:
    left, top, right, bottom = line
    return min(right - left, bottom - top) <= _hundredths(_THIN)


def _matrix_of(page_object: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(page_object, matrix):
        return _SAME
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that does `one` and then `other`."""
    a, b, c, d, e, f = one
    x, y = _moved(e, f, other)
    return (
        a * other[0] + b * other[2],
        a * other[1] + b * other[3],
        c * other[0] + d * other[2],
        c * other[1] + d * other[3],
        x,
        y,
    )


def _moved(x: float, y: float, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _hundredths(points: float) -> int:
    return round(points * 100) if math.isfinite(points) and abs(points) < 1e7 else 0


if __name__ == "__main__":
    main()
