"""A record written as a Word file and imported again is the same record."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))

from core_reports import reports
from outlet_reports import (
    AGENCY,
    ANY_PLAUSIBLE,
    FORMS,
    blank,
    come_back,
    content,
    saved_by_libreoffice,
    with_cells,
    year_of,
)

from generator.exports.docx_export import report_docx
from generator.importers.identity import identify
from generator.interchange.grids import drawn
from generator.model.agencies import Agency, Name
from generator.model.reports import ExtraTable, Narrative, Report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CALM = settings(suppress_health_check=[HealthCheck.too_slow])
FORM = FORMS["cn-2021"]


def written(report: Report) -> bytes:
    return report_docx(report, FORMS[report.form], AGENCY)


@settings(CALM, max_examples=40)
@given(reports())
def test_any_report_comes_back_whole(report: Report) -> None:
    document = written(report)
    back = come_back("报告.docx", document)
    assert content(back.report) == content(report)
    assert back.year == report.year
    assert written(report) == document


@settings(CALM, max_examples=30)
@given(ANY_PLAUSIBLE)
def test_a_plausible_report_comes_back_whole(report: Report) -> None:
    back = come_back("报告.docx", written(report))
    assert content(back.report) == content(report)
    assert identify(back, {AGENCY.id: AGENCY}).agency == AGENCY.id


@pytest.mark.parametrize("form_id", sorted(FORMS))
def test_a_blank_report_comes_back_blank(form_id: str) -> None:
    report = blank(form_id, year_of(FORMS[form_id]))
    back = come_back("报告.docx", written(report))
    assert content(back.report) == content(report)
    assert [finding.code for finding in back.findings] == []


# --- changed in Word ----------------------------------------------------------------------------


def changed(document: bytes, before: str, after: str, count: int = 1) -> bytes:
    """The document with `before` replaced in its text, as an edit in Word would."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode()
                assert before in text
                data = text.replace(before, after, count).encode()
            new.writestr(name, data)
    return buffer.getvalue()


def test_a_figure_changed_in_word_is_the_figure() -> None:
    report = with_cells(blank("cn-2021", 2022), {"disclosure.licences.decisions": 4711})
    back = come_back("a.docx", changed(written(report), ">4711<", ">4712<")).report
    assert back == replace(
        with_cells(report, {"disclosure.licences.decisions": 4712}), places=back.places
    )


def test_an_exact_text_does_not_outlive_a_change_of_what_is_shown() -> None:
    cell = "disclosure.licences.decisions"
    report = with_cells(blank("cn-2021", 2022), {cell: "43.788万元"})
    assert come_back("a.docx", written(report)).report.tables["disclosure"]["licences"].cells == (
        "43.788万元",
    )
    back = come_back("a.docx", changed(written(report), ">43.788万元<", ">7<"))
    assert back.report.tables["disclosure"]["licences"].cells == (7,)


def test_a_changed_title_outweighs_the_annex() -> None:
    report = blank("cn-2021", 2022)
    other = Agency("shili-jiaoyu", (Name("示例区教育局"),), "department")
    document = changed(written(report), "示例区应急管理局2022年", "示例区教育局2023年")
    back = come_back("a.docx", document)
    assert back.year == 2023
    assert identify(back, {AGENCY.id: AGENCY, other.id: other}).agency == "shili-jiaoyu"


def test_a_paragraph_typed_into_a_section_belongs_to_it() -> None:
    report = blank("cn-2021", 2022)
    typed = "<w:p><w:r><w:t>新写的一段。</w:t></w:r></w:p>"
    heading = "五、存在的主要问题及改进情况</w:t></w:r></w:p>"
    back = come_back("a.docx", changed(written(report), heading, heading + typed))
    assert back.report.sections["problems"] == Narrative(("新写的一段。",))


def test_a_table_with_a_row_taken_out_is_read_by_its_labels() -> None:
    report = with_cells(
        blank("cn-2021", 2022),
        {"applications.repeated.natural_person": 31, "applications.handled.natural_person": 32},
    )
    document = written(report)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    (row,) = (
        row for row in root.iter(f"{W}tr") if "3.要求提供公开出版物" in "".join(row.itertext())
    )
    text = (
        etree.tostring(row, encoding="unicode")
        .replace(' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"', "")
        .replace(
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"', ""
        )
    )
    back = come_back("a.docx", changed(document, text, ""))
    rows = back.report.tables["applications"]
    assert (rows["repeated"].cells[0], rows["handled"].cells[0]) == (31, 32)
    assert [finding.place.cell for finding in back.findings] == ["applications.publication"]


def test_what_is_typed_on_the_annex_is_kept_and_reported() -> None:
    typed = "</w:tbl><w:p><w:r><w:t>另附说明一份</w:t></w:r></w:p>"
    document = written(blank("cn-2021", 2022))
    whole = document
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        text = archive.read("word/document.xml").decode()
    end = text.rindex("</w:tbl>")
    back = come_back("a.docx", changed(document, text[end:], typed + text[end + 8 :]))
    assert [piece.text for piece in back.report.unplaced] == ["另附说明一份"]
    assert "import.annex_unread" in [finding.code for finding in back.findings]


def test_without_its_annex_the_report_is_still_read() -> None:
    report = with_cells(blank("cn-2021", 2022), {"disclosure.licences.decisions": 5})
    document = written(report)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        text = archive.read("word/document.xml").decode()
    start = text.rindex("<w:p>", 0, text.index("附页　报告记录"))
    back = come_back("a.docx", changed(document, text[start : text.index("<w:sectPr>")], ""))
    assert content(back.report) == content(replace(report, agency=""))
    assert back.year == 2022


# --- the looks ----------------------------------------------------------------------------------


def test_the_heads_of_the_tables_are_merged_as_the_form_has_them() -> None:
    document = written(blank("cn-2021", 2022))
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    tables = list(root.iter(f"{W}tbl"))[:3]
    widths = [len(table.findall(f"{W}tblGrid/{W}gridCol")) for table in tables]
    assert widths == [4, 10, 15]
    spans = [
        [
            ("".join(cell.itertext()), int(span.get(f"{W}val")))
            for cell in row.iter(f"{W}tc")
            if (span := cell.find(f"{W}tcPr/{W}gridSpan")) is not None
        ]
        for row in tables[1].iter(f"{W}tr")
    ]
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert spans[0] == [(note, 3), ("申请人情况", 7)]
    assert ("法人或其他组织", 5) in spans[1]
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in tables[1].iter(f"{W}tr")]
    assert repeated == [True] * 3 + [False] * 25
    assert drawn(FORM.tables[1]).heads == 3


def test_the_page_is_that_of_official_documents() -> None:
    with zipfile.ZipFile(io.BytesIO(written(blank("cn-2021", 2022)))) as archive:
        document = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in document
    assert '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"' in document
    for font in ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"):
        assert font in styles + document or font == "楷体_GB2312"
    assert 'w:firstLineChars="200"' in styles
    assert 'w:line="560" w:lineRule="exact"' in styles


def test_text_that_is_markup_stays_text() -> None:
    sections = {"overview": Narrative(("</w:t><w:t>&amp;]]>",))}
    report = replace(blank("cn-2021", 2022), sections=sections)
    assert come_back("a.docx", written(report)).report.sections["overview"] == sections["overview"]


def test_an_own_table_keeps_its_place_and_caption() -> None:
    own = ExtraTable("problems", "表1", (("部门", "件数"), ("办公室", "3")))
    report = replace(blank("cn-2021", 2022), extra_tables=(own,))
    assert come_back("a.docx", written(report)).report.extra_tables == (own,)


@pytest.mark.slow
@settings(CALM, max_examples=4)
@given(ANY_PLAUSIBLE)
def test_saved_in_libreoffice_it_is_the_same_record(
    tmp_path_factory: pytest.TempPathFactory, report: Report
) -> None:
    saved = saved_by_libreoffice(written(report), "a.docx", tmp_path_factory.mktemp("word"))
    assert content(come_back("a.docx", saved).report) == content(report)
