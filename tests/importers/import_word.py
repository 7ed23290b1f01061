"""Word files made part by part, so that every construction of the format can be shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

from import_layouts import Merged

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def archive(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return file.getvalue()


def part(root: str, body: str, namespace: str = W) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{namespace}">{body}</w:{root}>'
    )


def word(body: str, namespace: str = W, **parts: str) -> bytes:
    document = part("document", f"<w:body>{body}<w:sectPr/></w:body>", namespace)
    others = {f"word/{name}.xml": part(name, content) for name, content in parts.items()}
    return archive(
        {
            "[Content_Types].xml": _types(("document", *parts)),
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in parts}),
            "word/document.xml": document,
            **others,
        }
    )


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _types(names: Iterable[str]) -> str:
    """What other programs need to know which part of the archive is what."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name in names
        for kind in ["document.main" if name == "document" else name]
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{name}" Target="{target}"/>'
        for number, (name, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(rows: list[list[Merged]]) -> str:
    """A table with its merged cells as Word writes them: one more cell in every row below."""
    lines: list[str] = []
    running: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells: list[str] = []
        column = 0
        waiting = list(row)
        while waiting or column in running:
            if column in running:
                width, left = running.pop(column)
                cells.append(cell("", f'<w:gridSpan w:val="{width}"/><w:vMerge/>'))
                if left > 1:
                    running[column] = (width, left - 1)
                column += width
                continue
            each = waiting.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if each.height > 1 else ""
            cells.append(cell(each.text, f'<w:gridSpan w:val="{each.width}"/>{merge}'))
            if each.height > 1:
                running[column] = (each.width, each.height - 1)
            column += each.width
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"
