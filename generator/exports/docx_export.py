"""A report as a Word file in the layout of official documents (GB/T 9704), with its annex.

The body is what the agency reported and nothing else; the annex begins on a page of its own. The
bytes depend on the report alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from xml.sax.saxutils import escape

from generator.exports.docx_styles import FANG, KAI, STYLE_IDS, fonts, styles_xml
from generator.exports.docx_tables import plain_table, statutory_table
from generator.exports.packing import zipped
from generator.interchange.annex import AnnexTable, annex_of
from generator.interchange.marks import Mark
from generator.interchange.script import Entry, Line, Own, Statutory, script_of
from generator.messages import messages
from generator.model.agencies import Agency
from generator.model.forms import Form
from generator.model.reports import Report
from generator.resources import resource_text

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# A4; the text area is 156 mm by 225 mm, 37 mm below the top and 28 mm from the left. Page numbers
# stand 7 mm below it. 22 lines of 28 characters are a page.
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" '
    'w:footer="1247" w:gutter="0"/>'
    '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"/></w:sectPr>'
)
_WEIGHTS = {
    "facts": (3, 7, 6),
    "explanations": (5, 6, 7),
    "corrections": (6, 6, 4, 3, 3, 5),
    "unplaced": (3, 4, 9),
    "accepted": (4, 9, 3),
    "chapters": (1, 3),
    "absent": (2, 3),
    "extra_tables": (2, 3, 9),
    "exact": (2, 5),
}


def report_docx(report: Report, form: Form, agency: Agency) -> bytes:
    """The Word file of one report."""
    script = script_of(report, form)
    annex = annex_of(report, form, agency, script)
    body = "".join([*_body(script.entries), *_annex(annex)])
    document = f"<w:document {_NAMESPACES}><w:body>{body}{_PAGE}</w:body></w:document>"
    odd = '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'
    even = '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'
    return zipped(
        {
            "[Content_Types].xml": resource_text("exports/word/content_types.xml"),
            "_rels/.rels": resource_text("exports/word/rels.xml"),
            "docProps/core.xml": _core(report, agency),
            "word/_rels/document.xml.rels": resource_text("exports/word/document_rels.xml"),
            "word/document.xml": f"{_XML}{document}",
            "word/styles.xml": styles_xml(),
            "word/settings.xml": resource_text("exports/word/settings.xml"),
            "word/fontTable.xml": resource_text("exports/word/font_table.xml"),
            "word/footer1.xml": _footer(odd),
            "word/footer2.xml": _footer(even),
        }
    )


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _core(report: Report, agency: Agency) -> str:
    """The properties of the file: whose report it is, and no time at all."""
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    title = escape(_xml_text(report.title))
    creator = escape(_xml_text(agency.name_in(report.year)))
    return (
        f"{_XML}<cp:coreProperties {spaces}><dc:title>{title}</dc:title>"
        f"<dc:creator>{creator}</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _footer(placing: str) -> str:
    return resource_text("exports/word/footer.xml").replace("{{ placing }}", placing)


def _body(entries: Sequence[Entry]) -> Iterator[str]:
    for entry, following in zip_longest(entries, entries[1:]):
        yield _entry(entry, before_table=isinstance(following, Statutory))


def _entry(entry: Entry, *, before_table: bool) -> str:
    if isinstance(entry, Line):
        space = f'<w:spacing w:after="{_ABOVE_TABLE}"/>' if before_table else ""
        return _paragraph(entry.mark, entry.text, entry.depth, space=space)
    if isinstance(entry, Own):
        return plain_table(entry.rows, [1] * len(entry.rows[0]), annex=False) + _GAP
    return statutory_table(entry.table, entry.texts) + _GAP


# Between a table and what follows it there is always a paragraph, and two tables never touch.
_GAP = (
    '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="280" w:lineRule="exact"/></w:pPr>'
    "</w:p>"
)


_ABOVE_TABLE = 120


def _paragraph(
    mark: Mark, text: str, depth: int = 0, *, breaks: bool = False, space: str = ""
) -> str:
    """A paragraph; sub-headings are 楷体 at the first level and bold below it."""
    look = ("", fonts(KAI), f"{fonts(FANG)}<w:b/>")[min(depth, 2)]
    keep = "<w:keepNext/>" if depth else ""
    page = "<w:pageBreakBefore/>" if breaks else ""
    level = f'<w:outlineLvl w:val="{depth}"/>' if depth else ""
    properties = f'<w:pStyle w:val="{STYLE_IDS[mark]}"/>{keep}{page}{space}{level}'
    run = f"<w:rPr>{look}</w:rPr>" if look else ""
    content = f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _annex(tables: tuple[AnnexTable, ...]) -> Iterator[str]:
    words = messages("zh")
    yield _paragraph(Mark.ANNEX, words.say("interchange.annex.title"), breaks=True)
    yield _paragraph(Mark.NOTE, words.say("interchange.annex.note"))
    for table in tables:
        yield _paragraph(Mark.PART, table.heading)
        yield plain_table((table.columns, *table.rows), _WEIGHTS[table.id], annex=True) + _GAP


def _xml_text(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
