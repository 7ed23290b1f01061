"""What a file holds besides the text that its reader sees: properties, comments, hidden parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.importers.archive import Archive
from generator.importers.limits import Refusal

_PARTS = re.compile(
    r"docProps/[^/]+\.xml|customXml/item\d+\.xml"
    r"|word/(?:document|comments\w*|(?:header|footer)\d*|footnotes|endnotes)\.xml"
    r"|xl/(?:sharedStrings|comments\d*|comments/\w+|worksheets/\w+)\.xml"
)
# A word may be in several of these; whatever else ends, ends a paragraph, a cell or a property.
_INSIDE_WORDS = re.compile(r"</(?:w:t|w:r|r|t|rPh)>")
_END = re.compile(r"</[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_OFFICE = ("docx", "xlsx")
_PAGES = ("html", "htm", "mht", "mhtml")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_META = re.compile(r"<meta\b[^>]*\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def hidden(name: str, data: bytes) -> Mapping[str, str]:
    """The text of such parts of a file, by the name of the part; none where nothing is known.

    Visible text may be among it. A damaged file has none: reading it says so.
    """
    ending = name.rpartition(".")[2].lower()
    if ending in _OFFICE:
        try:
            return dict(_office(Archive(data)))
        except Refusal:
            return {}
    return dict(_page(data)) if ending in _PAGES else {}


def _office(archive: Archive) -> Iterator[tuple[str, str]]:
    for part in sorted(archive.names()):
        if _PARTS.fullmatch(part):
            text = (archive.member(part) or b"").decode("utf-8", "replace")
            lines = _END.sub("\n", _INSIDE_WORDS.sub("", text))
            yield part, _TAG.sub("", lines)


def _page(data: bytes) -> Iterator[tuple[str, str]]:
    # Numbers look the same in every encoding of Chinese.
    text = data.decode("gb18030", "replace")
    for number, match in enumerate(_COMMENT.finditer(text), 1):
        yield f"comment {number}", match[1]
    for number, match in enumerate(_META.finditer(text), 1):
        yield f"meta {number}", match[1] or match[2] or ""
