"""Web pages, saved as HTML or as MHTML → `Submission`.

Only what a reader of the page sees becomes text, and of that not the menus: blocks that hold hardly
anything but links, and elements that call themselves navigation, header or footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

from lxml import etree, html

from generator.importers.limits import Refusal, bounded
from generator.importers.merging import Span, grid_of
from generator.importers.text import decode
from generator.model.submissions import Block, Paragraph, Submission

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_SHOWN = """
    script style head noscript template iframe frame object embed applet svg canvas audio video map
    select option button input textarea datalist nav header footer aside dialog del s strike
"""
_BLOCK_TAGS = """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure
    form h1 h2 h3 h4 h5 h6 hr html li main ol p pre section summary table tbody td tfoot th thead
    tr ul
"""
_SKIPPED = frozenset(_NOT_SHOWN.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|foot|footer|breadcrumb|crumbs?|share|sidebar|"
    r"copyright|toolbar|pagination|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
_LONGEST_CELL = 400
_DEEPEST = 200
_MANY_LINKS = 5
_LINK_SHARE = 0.7
_MOST_PARTS = 500

Element = html.HtmlElement


def read_html(name: str, data: bytes) -> Submission:
    """The text and tables of a web page."""
    return Submission(name, "html", tuple(_blocks(decode_page(data))))


def read_mhtml(name: str, data: bytes) -> Submission:
    """The text and tables of a web page that was saved with everything belonging to it."""
    message = message_from_bytes(data, policy=policy.default)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                charset = part.get_content_charset("")
                return Submission(name, "mhtml", tuple(_blocks(decode_page(content, charset))))
    raise Refusal("no_page")


def decode_page(data: bytes, charset: str = "") -> str:
    """The text of a page: as it declares itself where that holds, else judged by content."""
    declared = _DECLARED.search(data[:4096])
    for encoding in filter(None, (charset, declared[1].decode("ascii") if declared else "")):
        # Pages that say GB2312 use characters beyond it.
        known = "gb18030" if encoding.lower() in ("gb2312", "gbk", "gb_2312-80") else encoding
        try:
            return bounded(data.decode(known))
        except (LookupError, UnicodeDecodeError):
            continue
    return bounded(decode(data))


def _blocks(text: str) -> Iterator[Block]:
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Refusal("empty") from error
    found = list(_Reader().walk(root))
    yield from _named_title(root, found)
    yield from found


def _named_title(root: Element, found: list[Block]) -> Iterator[Block]:
    """The title that the page names in its head for machines, where its text does not show it."""
    for meta in root.iter("meta"):
        title = (meta.get("content") or "").strip(_EDGES)
        if (meta.get("name") or "").lower() == "articletitle" and title:
            if not any(isinstance(block, Paragraph) and block.text == title for block in found):
                yield Paragraph(title, meta.sourceline or 0)
            return


class _Reader:
    """One page being read: the text of the paragraph that is open, and where it began."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._line = 0

    def walk(self, root: Element) -> Iterator[Block]:
        """All blocks below `root`."""
        yield from self._element(root, 0)
        yield from self._close()

    def _element(self, element: Element, depth: int) -> Iterator[Block]:
        tag = _tag(element)
        if depth > _DEEPEST or _skipped(element, tag):
            return
        if tag == "table" and _is_grid(element):
            yield from self._close()
            rows = [list(_cells(row)) for row in _rows(element)]
            if any(cell.text for row in rows for cell in row):
                yield grid_of(rows)
            return
        is_block = tag in _BLOCKS or tag == "br"
        if is_block:
            yield from self._close()
        self._add(_raised(element.text or "", tag), element)
        for child in element:
            yield from self._element(child, depth + 1)
            self._add(child.tail or "", element)
        if is_block:
            yield from self._close()

    def _add(self, text: str, element: Element) -> None:
        if _tag(element) == "pre":
            text = text.replace("\n", "\x00")
        if not self._open and text.strip(_EDGES):
            self._line = element.sourceline or 0
        self._open.append(text)

    def _close(self) -> Iterator[Block]:
        text = "".join(self._open)
        self._open = []
        for line in text.split("\x00"):
            plain = _SPACES.sub(" ", line).strip(_EDGES)
            if plain:
                yield Paragraph(plain, self._line)


def _tag(element: Element) -> str:
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def _raised(text: str, tag: str) -> str:
    """Raised and lowered digits as such: a note mark is not one digit more of a figure."""
    if tag == "sup":
        return text.translate(_RAISED)
    return text.translate(_LOWERED) if tag == "sub" else text


def _skipped(element: Element, tag: str) -> bool:
    if not tag or tag in _SKIPPED or "hidden" in element.attrib:
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if tag not in ("div", "ul", "ol", "dl", "section", "table", "td", "p", "form"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    # A whole page inside an element of such a name is a page all the same.
    if _AROUND.search(names) and not any(True for _ in element.iter("table")):
        return True
    return _is_menu(element)


def _is_menu(element: Element) -> bool:
    links = list(element.iter("a"))
    if len(links) < _MANY_LINKS:
        return False
    linked = sum(len(_words(link)) for link in links)
    return linked >= _LINK_SHARE * len(_words(element))


def _words(element: Element) -> str:
    return "".join("".join(element.itertext()).split())


# --- tables ------------------------------------------------------------------------------------


def _is_grid(table: Element) -> bool:
    """Whether a table holds cells, and is not there to place parts of the page."""
    if any(inner is not table for inner in table.iter("table")):
        return False
    rows = _rows(table)
    widest = max((len(_cells_of(row)) for row in rows), default=0)
    longest = max((len(_words(cell)) for row in rows for cell in _cells_of(row)), default=0)
    return widest > 1 and longest <= _LONGEST_CELL


def _rows(table: Element) -> list[Element]:
    return list(table.iter("tr"))


def _cells_of(row: Element) -> list[Element]:
    return [child for child in row if _tag(child) in ("td", "th")]


def _cells(row: Element) -> Iterator[Span]:
    for cell in _cells_of(row):
        if _HIDDEN.search(cell.get("style") or ""):
            continue
        lines = [block.text for block in _Reader().walk(cell) if isinstance(block, Paragraph)]
        yield Span(
            "\n".join(lines),
            max(1, _count(cell.get("colspan"))),
            _count(cell.get("rowspan")),
            cell.sourceline or 0,
        )


def _count(text: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", text or "")
    return int(digits[1]) if digits else 1
