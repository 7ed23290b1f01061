"""The sample: text copied from a page, with tables out of shape and headings that look alike."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from import_layouts import FORMS, all_rows, form_2021

from generator import records
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.model.submissions import Paragraph, Submission

SUBMISSIONS = Path(__file__).parents[1] / "data" / "submissions"
NAME = "zhanhe-emergency-2022.txt"


def submission() -> Submission:
    found, findings = read(NAME, (SUBMISSIONS / NAME).read_bytes())
    assert found
    assert findings == []
    return found


def filling() -> Filling:
    return fill(submission(), FORMS)


def test_the_record_is_the_golden_one() -> None:
    found = filling()
    golden = (SUBMISSIONS / "zhanhe-emergency-2022.yml").read_text(encoding="utf-8")
    assert records.write(found.report, form_2021()) == golden


def test_the_record_reads_back_as_the_same_report() -> None:
    report = filling().report
    text = records.write(report, form_2021())
    parsed, findings = records.parse(text, "2022.yml", "", 2022, FORMS)
    assert parsed
    assert findings == []
    assert parsed.sections == report.sections
    assert parsed.title == report.title
    assert parsed.preface == report.preface
    assert {
        (table, row): cells.cells
        for table, rows in parsed.tables.items()
        for row, cells in rows.items()
    } == {
        (table, row): cells.cells
        for table, rows in report.tables.items()
        for row, cells in rows.items()
    }


def test_every_figure_is_that_of_the_page() -> None:
    report = filling().report
    for table, row, count in all_rows(form_2021()):
        found = report.row(table, row)
        assert found
        wanted: tuple[int | None, ...] = (0,) * count
        if (table, row) == ("disclosure", "licences"):
            wanted = (3,)
        if (table, row) == ("disclosure", "penalties"):
            wanted = (5,)
        if (table, row) == ("disclosure", "fees"):
            wanted = (None,)
        assert found.cells == wanted, (table, row)
    assert len(report.tables["applications"]) == 25


def test_the_missing_row_is_blank_and_said_to_be_missing() -> None:
    (finding,) = filling().findings
    assert finding.code == "import.row_missing"
    assert finding.cells == ("disclosure.fees.fees_charged",)


def test_title_year_and_name_are_found() -> None:
    found = filling()
    assert found.title == "湛河区应急管理局2022年政府信息公开工作年度报告"
    assert (found.year, found.name, found.detected) == (2022, "湛河区应急管理局", "cn-2021")
    assert (found.counts.rows, found.counts.all_rows) == (31, 32)
    assert (found.counts.cells, found.counts.all_cells) == (199, 200)


def test_the_headings_inside_section_one_stay_its_text() -> None:
    overview = filling().report.sections["overview"].paragraphs
    inner = [text for text in overview if text[1] == "、"]
    assert [text[0] for text in inner] == list("一二三四五六")
    assert inner[4] == "五、收到和处理政府信息公开申请情况"
    assert filling().report.sections["other"].paragraphs == ("无",)


def test_nothing_is_lost_and_nothing_is_there_twice() -> None:
    report = filling().report
    texts = Counter(block.text for block in submission().blocks if isinstance(block, Paragraph))
    texts -= Counter({report.title: 1})
    texts -= Counter(section.title.zh for section in form_2021().sections)
    found = Counter(report.preface)
    found += Counter(piece.text for piece in report.unplaced)
    for narrative in report.sections.values():
        found += Counter(narrative.paragraphs)
    assert found == texts


def test_every_cell_knows_its_line() -> None:
    origins = filling().origins
    assert origins["disclosure.licences.decisions"].line == 53
    assert origins["applications.confirm_again.total"].line == 85
    assert origins["proceedings.cases.later_total"].line == 97
