"""What a file is by its content, where its ending does not say so.

Office programs and portals write web pages and rich text under the endings of Word and Excel
files, and agencies rename files.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from generator.importers.limits import Refusal

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_PICTURE_ENDINGS = frozenset(["bmp", "gif", "heic", "jpeg", "jpg", "png", "tif", "tiff", "webp"])
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (("EncryptedPackage", "locked"), ("WordDocument", "doc"), ("Workbook", "xls"))
"""The streams by which old Office files are known, as UTF-16 in the directory of the file."""
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|meta|table|div)\b", re.IGNORECASE)
_SAVED_PAGE = re.compile(rb"\s*(?:mime-version:|content-type:\s*multipart/)", re.IGNORECASE)
_OFFICE = frozenset(["doc", "docx", "et", "ett", "odt", "ods", "rtf", "wps", "wpt", "xls", "xlsx"])


def kind_of(ending: str, data: bytes) -> str:
    """The ending that the content of a file calls for; `ending` where it says nothing else.

    Raises `Refusal` for a picture, because what it shows is no text and is never guessed, and for
    a file with a password.
    """
    if data.startswith(_PICTURES) or ending in _PICTURE_ENDINGS:
        raise Refusal("picture")
    if data.startswith(b"%PDF-"):
        return "pdf"
    if ending not in _OFFICE:
        return ending
    if data.startswith(_OLD_OFFICE):
        return _old_office(ending, data)
    if data.startswith(b"PK\x03\x04"):
        return _archive(ending, data)
    return _text(ending, data)


def _old_office(ending: str, data: bytes) -> str:
    found = [kind for name, kind in _STREAMS if name.encode("utf-16-le") in data]
    if "locked" in found:
        raise Refusal("locked")
    if found and ending in ("et", "ett") and "xls" in found:
        return "xls"
    return found[0] if found and ending not in found else ending


def _archive(ending: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    return _OPEN_DOCUMENTS.get(file.read(80).strip(), ending)
    except Exception:  # a damaged archive shows as an error of nearly any kind
        return ending
    return next((kind for name, kind in _MEMBERS.items() if name in names), ending)


def _text(ending: str, data: bytes) -> str:
    start = data[:2048].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if _PAGE.match(start):
        return "html"
    return "mhtml" if _SAVED_PAGE.match(start) else ending
