"""What people wrote into a record outlives a second submission; corrections are entered in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_portal import AGENCY, RECORD, SAMPLE, gongkai, tree

from generator import records
from generator.build.content import known_forms
from generator.model.reports import Report

CELL = "disclosure.licences.decisions"
NO_FEES = "fees:                [null]"


def report_of(root: Path) -> Report:
    text = (root / RECORD).read_text("utf-8")
    report, findings = records.parse(text, RECORD, AGENCY, 2022, known_forms())
    assert findings == []
    assert report is not None
    return report


def edit(root: Path, *changes: tuple[str, str], end: str = "") -> None:
    text = (root / RECORD).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (root / RECORD).write_text(text + end, "utf-8", newline="\n")


def second(root: Path, *changes: tuple[str, str]) -> Path:
    text = SAMPLE.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = root.parent / "second.txt"
    file.write_text(text, "utf-8", newline="\n")
    return file


def test_everything_written_by_hand_stays(portal: Path) -> None:
    end = (
        "\nexplanations:\n  applications.balance: 一件由两人共同提出\n"
        "\ncorrections:\n"
        f"  - {{on: 2023-02-01, cell: {CELL}, from: 2, to: 3, reason: 漏计}}\n"
        '\naccepted:\n  - {fingerprint: "0123456789abcdef", reason: 已核实, author: 甲}\n'
    )
    edit(portal, ("\nsource:", "\npublished: 2023-01-18\nscope: own\nsource:"), end=end)
    before = report_of(portal)
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    ran = gongkai("-C", portal, "import", file, "--replace")
    assert ran.code == 0, ran.err
    after = report_of(portal)
    for key in ("published", "scope", "explanations", "corrections", "accepted"):
        assert getattr(after, key) == getattr(before, key), key
    assert after.tables["disclosure"]["licences"].cells == (4,)
    kept = "公布日期、统计范围、说明、以前的更正、已接受的校验发现"
    assert f"保留记录中原有的：{kept}。" in ran.out


def test_a_cell_filled_by_hand_stays_where_the_second_submission_has_none_either(
    portal: Path,
) -> None:
    edit(portal, (NO_FEES, "fees:                [20.35]"))
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    ran = gongkai("-C", portal, "import", file, "--replace")
    rows = report_of(portal).tables["disclosure"]
    assert [str(cell) for cell in (*rows["licences"].cells, *rows["fees"].cells)] == ["4", "20.35"]
    assert "1 个单元格" in ran.out


def test_a_cell_changed_by_hand_gives_way_where_the_agency_changed_it_too(portal: Path) -> None:
    edit(portal, ("licences:            [3]", "licences:            [30]"))
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    ran = gongkai("-C", portal, "import", file, "--replace")
    assert report_of(portal).tables["disclosure"]["licences"].cells == (4,)
    assert "：30 → 4\n" in ran.out


def test_text_changed_by_hand_stays_unless_the_agency_changed_the_same_section(
    portal: Path,
) -> None:
    edit(portal, ("  other: |\n    无\n", "  other: |\n    无其他事项。\n"))
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    assert gongkai("-C", portal, "import", file, "--replace").code == 0
    assert report_of(portal).sections["other"].paragraphs == ("无其他事项。",)


def test_without_the_original_the_submission_counts(portal: Path) -> None:
    edit(portal, (NO_FEES, "fees:                [20.35]"))
    (portal / f"content/agencies/{AGENCY}/2022/original.txt").unlink()
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    ran = gongkai("-C", portal, "import", file, "--replace")
    assert report_of(portal).tables["disclosure"]["fees"].cells == (None,)
    assert "20.35 → 未读出，将留空" in ran.out


def test_comments_stay_at_their_keys(portal: Path) -> None:
    edit(
        portal,
        ("\ntitle:", "\n# 电话核实过标题\ntitle:"),
        ("licences:            [3]", "licences:            [3]  # 已问"),
    )
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    assert gongkai("-C", portal, "import", file, "--replace").code == 0
    text = (portal / RECORD).read_text("utf-8")
    assert "\n# 电话核实过标题\ntitle:" in text
    assert "licences:            [4]  # 已问\n" in text


def test_a_changed_paragraph_is_shown_and_nothing_else(portal: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    old = next(line for line in text.split("\n") if line.startswith("2022年"))
    ran = gongkai("-C", portal, "import", second(portal, (old, "新的一段。")), "--dry-run")
    assert "\n  + 新的一段。\n" in ran.out
    assert ran.out.count("\n  - ") == 1


def test_a_correction_is_entered_with_its_day_both_values_and_the_reason(portal: Path) -> None:
    file = second(portal, ("行政许可\t3", "行政许可\t4"), ("行政处罚\t5", "行政处罚\t6"))
    arguments = ("--as-correction", "漏计一件", "--on", "2023-03-02")
    ran = gongkai("-C", portal, "import", file, *arguments)
    assert ran.code == 0, ran.err
    report = report_of(portal)
    assert report.tables["disclosure"]["licences"].cells == (4,)
    told = [(str(each.on), each.cell, each.before, each.after) for each in report.corrections]
    assert told == [
        ("2023-03-02", CELL, "3", "4"),
        ("2023-03-02", "disclosure.penalties.decisions", "5", "6"),
    ]
    assert {each.reason for each in report.corrections} == {"漏计一件"}
    assert "记下更正 2 条" in ran.out
    before = tree(portal)
    again = gongkai("-C", portal, "import", file, *arguments)
    assert (again.code, tree(portal)) == (0, before)


def test_a_correction_does_not_touch_cells_that_the_file_does_not_have(portal: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    row = next(line for line in text.split("\n") if line.startswith("行政处罚"))
    file = second(portal, (row + "\n", ""), ("行政许可\t3", "行政许可\t4"))
    arguments = ("--as-correction", "漏计", "--on", "2023-03-02")
    assert gongkai("-C", portal, "import", file, *arguments).code == 0
    report = report_of(portal)
    assert report.tables["disclosure"]["penalties"].cells == (5,)
    assert [each.cell for each in report.corrections] == [CELL]


def test_a_correction_of_nothing_or_of_no_record_is_refused(portal: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    old = next(line for line in text.split("\n") if line.startswith("2022年"))
    before = tree(portal)
    file = second(portal, (old, "新的一段。"))
    ran = gongkai("-C", portal, "import", file, "--as-correction", "改字")
    assert (ran.code, len(ran.failures), tree(portal)) == (2, 1, before)
    ran = gongkai("-C", portal, "import", file, "--as-correction", "改字", "--year", "2021")
    assert (ran.code, len(ran.failures), tree(portal)) == (2, 1, before)


@pytest.mark.parametrize(
    "arguments",
    [("--replace", "--as-correction", "x"), ("--as-correction", "x", "--on", "2023-02-30")],
)
def test_ways_that_do_not_go_together_are_refused(portal: Path, arguments: tuple[str, ...]) -> None:
    before = tree(portal)
    ran = gongkai("-C", portal, "import", SAMPLE, *arguments)
    assert (ran.code, len(ran.failures), tree(portal)) == (2, 1, before)


def test_a_record_with_mistakes_is_not_written_over(portal: Path) -> None:
    edit(portal, ("\ntitle:", "\nnote: 我的话\ntitle:"))
    before = tree(portal)
    file = second(portal, ("行政许可\t3", "行政许可\t4"))
    ran = gongkai("-C", portal, "import", file, "--replace")
    assert (ran.code, tree(portal)) == (2, before)
    assert "note" in ran.err
