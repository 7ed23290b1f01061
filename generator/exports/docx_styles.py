"""The paragraph styles of our Word files: the looks of official documents (GB/T 9704).

Sizes are half points, spacing is in twentieths of a point. 二号 is 44, 三号 32, 四号 28,
小四 24, 五号 21.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.interchange.marks import Mark

SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
_LATIN = "Times New Roman"
_LINE = 560
"""28 磅."""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its id, name and looks; `line` 0 leaves the line height to the font."""

    id: str
    name: str
    font: str
    size: int
    align: str = "both"
    indent: bool = False
    line: int = _LINE
    before: int = 0
    after: int = 0
    outline: int | None = None
    keep_next: bool = False
    next: str = ""

    def xml(self) -> str:
        """The style as ``styles.xml`` holds it."""
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/>{following}<w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr>"
            f"<w:rPr>{fonts(self.font)}{sizes(self.size)}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        # The order is that of the standard, and programs insist on it.
        rule = (
            f'w:line="{self.line}" w:lineRule="exact"'
            if self.line
            else 'w:line="240" w:lineRule="auto"'
        )
        parts = [
            "<w:keepNext/>" if self.keep_next else "",
            "" if self.indent else "<w:widowControl/>",
            '<w:snapToGrid w:val="0"/>',
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" {rule}/>',
            f'<w:ind w:firstLineChars="200" w:firstLine="{self.size * 20}"/>'
            if self.indent
            else "",
            f'<w:jc w:val="{self.align}"/>',
            "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>',
        ]
        return "".join(parts)


def fonts(east: str) -> str:
    """Chinese text in `east`, digits and Latin letters in the usual companion."""
    return f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{east}" w:cs="{_LATIN}"/>'


def sizes(size: int) -> str:
    """The size of the letters, in half points."""
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


_BODY = Style("ReportBefore", Mark.BEFORE, FANG, 32, indent=True)
STYLES: tuple[Style, ...] = (
    Style("ReportTitle", Mark.TITLE, SONG, 44, "center", line=640, after=560, next="ReportPreface"),
    Style("ReportPreface", Mark.PREFACE, FANG, 32, indent=True),
    Style(
        "ReportSection", Mark.SECTION, HEI, 32, indent=True, outline=0, keep_next=True,
        next="ReportBefore",
    ),
    _BODY,
    Style("ReportAfter", Mark.AFTER, FANG, 32, indent=True),
    Style("ReportCaption", Mark.CAPTION, HEI, 24, "center", line=400, before=120, keep_next=True),
    Style("ReportAnnex", Mark.ANNEX, HEI, 32, "left", after=200, next="ReportNote"),
    Style("ReportPart", Mark.PART, HEI, 24, "left", line=400, before=160, keep_next=True),
    Style("ReportNote", Mark.NOTE, KAI, 24, line=400, after=80),
    Style("TableHead", "报告表头", HEI, 21, "center", line=0),
    Style("TableLabel", "报告表栏目", FANG, 21, "left", line=0),
    Style("TableFigure", "报告表数字", FANG, 21, "center", line=0),
    Style("AnnexCell", "报告附页表格", FANG, 21, "left", line=0),
    Style("PageNumber", "报告页码", "宋体", 28, line=0),
)  # fmt: skip
STYLE_IDS: dict[str, str] = {style.name: style.id for style in STYLES}
"""The ids by the names."""


def styles_xml() -> str:
    """The whole of ``styles.xml``."""
    default = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}<w:kern w:val="2"/>{sizes(32)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    own = "".join(style.xml() for style in STYLES)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{_NAMESPACE}">{default}{normal}{own}</w:styles>'
    )
