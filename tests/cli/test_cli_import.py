"""``gongkai import``, with the sample: a real submission as copied from a web page."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_portal import AGENCY, GOLDEN, NAME, RECORD, SAMPLE, SETTINGS, gongkai, tree

from generator import records, storage
from generator.build.content import known_forms
from generator.cli import importing as cli_importing
from generator.cli import terminal as cli_terminal
from generator.model.reports import Report

ORIGINAL = f"content/agencies/{AGENCY}/2022/original.txt"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    root = tmp_path / "empty"
    assert gongkai("init", root, "--yes", "--area", "平顶山市湛河区").code == 0
    return root


def report_of(root: Path) -> Report:
    text = (root / RECORD).read_text("utf-8")
    report, findings = records.parse(text, RECORD, AGENCY, 2022, known_forms())
    assert findings == []
    assert report is not None
    return report


def test_the_sample_becomes_the_golden_record(empty: Path) -> None:
    ran = gongkai("-C", empty, "import", SAMPLE, "--agency", AGENCY)
    assert ran.code == 0
    assert (empty / RECORD).read_bytes() == GOLDEN.read_bytes()
    assert (empty / ORIGINAL).read_bytes() == SAMPLE.read_bytes()
    assert f"name: {NAME}" in (empty / SETTINGS).read_text("utf-8")
    assert "area: 平顶山市湛河区" in (empty / SETTINGS).read_text("utf-8")
    for part in (NAME, AGENCY, "2022", "cn-2021"):
        assert part in ran.out
    assert "行政事业性收费" in ran.err
    assert "[import.row_missing]" in ran.err


def test_the_golden_record_holds_what_the_sample_holds(portal: Path) -> None:
    report = report_of(portal)
    assert report.source is not None
    assert report.source.sha256 == storage.sha256(SAMPLE.read_bytes())
    cells = {name: row.cells for name, row in report.tables["disclosure"].items()}
    assert cells == {
        "regulations": (0, 0, 0),
        "normative_documents": (0, 0, 0),
        "licences": (3,),
        "penalties": (5,),
        "coercion": (0,),
        "fees": (None,),
    }
    applications = report.tables["applications"]
    assert len(applications) == 25
    assert {row.cells for row in applications.values()} == {(0,) * 7}
    assert {row.cells for row in report.tables["proceedings"].values()} == {(0,) * 15}
    assert report.sections["other"].paragraphs == ("无",)
    assert report.published is None


def test_all_text_of_the_sample_is_in_the_golden_record_once_and_in_order(portal: Path) -> None:
    report = report_of(portal)
    form = known_forms()["cn-2021"]
    source = SAMPLE.read_text("utf-8")
    written = [
        paragraph
        for section in form.sections
        for paragraph in report.sections[section.id].paragraphs
    ]
    at = 0
    for paragraph in (*report.preface, *written):
        found = source.find(paragraph, at)
        assert found >= 0, paragraph
        at = found + len(paragraph)
        if len(paragraph) > 12:
            assert source.count(paragraph) == 1 == [*report.preface, *written].count(paragraph)
    inner = [
        paragraph for paragraph in report.sections["overview"].paragraphs if paragraph[1] == "、"
    ]
    assert [paragraph[0] for paragraph in inner] == list("一二三四五六")


def test_a_dry_run_writes_nothing(empty: Path) -> None:
    before = tree(empty)
    ran = gongkai("-C", empty, "import", SAMPLE, "--agency", AGENCY, "--dry-run")
    assert ran.code == 0
    assert tree(empty) == before
    assert "[import.row_missing]" in ran.err
    assert RECORD in ran.out
    assert not (empty / "content" / "agencies").exists()


def test_importing_the_same_again_changes_nothing(portal: Path) -> None:
    before = tree(portal)
    stamp = (portal / RECORD).stat().st_mtime_ns
    ran = gongkai("-C", portal, "import", SAMPLE)
    assert ran.code == 0
    assert tree(portal) == before
    assert (portal / RECORD).stat().st_mtime_ns == stamp
    assert "没有改动" in ran.out


def test_importing_the_same_again_brings_a_lost_original_back(portal: Path) -> None:
    before = tree(portal)
    (portal / ORIGINAL).unlink()
    assert gongkai("-C", portal, "import", SAMPLE).code == 0
    assert tree(portal) == before


def test_a_record_with_other_line_ends_is_the_same_record(portal: Path) -> None:
    content = (portal / RECORD).read_bytes()
    (portal / RECORD).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    before = tree(portal)
    ran = gongkai("-C", portal, "import", SAMPLE)
    assert (ran.code, tree(portal)) == (0, before)


def sent_again(portal: Path, old: str = "行政许可\t3", new: str = "行政许可\t4") -> Path:
    """A second submission of the sample's report, with one passage changed."""
    text = SAMPLE.read_text("utf-8")
    assert old in text
    file = portal.parent / "second.txt"
    file.write_text(text.replace(old, new, 1), "utf-8", newline="\n")
    return file


def test_a_second_submission_is_kept_out_and_its_difference_shown(portal: Path) -> None:
    before = tree(portal)
    ran = gongkai("-C", portal, "import", sent_again(portal))
    assert ran.code == 1
    assert tree(portal) == before
    assert "行政许可 › 本年处理决定数量：3 → 4\n" in ran.out
    assert len(ran.failures) == 1
    assert "--replace" in ran.err


def test_a_dry_run_shows_the_difference_too(portal: Path) -> None:
    before = tree(portal)
    ran = gongkai("-C", portal, "import", sent_again(portal), "--dry-run")
    assert (ran.code, tree(portal)) == (0, before)
    assert "行政许可 › 本年处理决定数量：3 → 4\n" in ran.out


def test_a_record_is_brought_up_to_a_second_submission_when_told_so(portal: Path) -> None:
    file = sent_again(portal)
    ran = gongkai("-C", portal, "import", file, "--replace")
    assert ran.code == 0
    report = report_of(portal)
    assert report.tables["disclosure"]["licences"].cells == (4,)
    assert report.source is not None
    assert report.source.file == "2022/original-2.txt"
    folder = portal / f"content/agencies/{AGENCY}"
    assert (folder / report.source.file).read_bytes() == file.read_bytes()
    # The first original stays where it was.
    assert (portal / ORIGINAL).read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_a_person_who_is_there_is_asked_after_seeing_the_difference(
    portal: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    before = tree(portal)
    monkeypatch.setattr(cli_importing, "interactive", lambda: True)
    monkeypatch.setattr(cli_terminal.Terminal, "agree", lambda *_, **__: answer)
    ran = gongkai("-C", portal, "import", sent_again(portal))
    assert ran.code == code
    assert "3 → 4" in ran.out
    assert (tree(portal) == before) is not answer


def by_hand(portal: Path) -> None:
    text = (portal / RECORD).read_text("utf-8")
    (portal / RECORD).write_text(text.replace("[3]", "[4]"), "utf-8", newline="\n")


def test_the_same_file_again_leaves_what_was_changed_by_hand(portal: Path) -> None:
    by_hand(portal)
    before = tree(portal)
    ran = gongkai("-C", portal, "import", SAMPLE)
    assert (ran.code, tree(portal)) == (0, before)
    assert "无变化" in ran.out
    assert "1 个单元格" in ran.out


def test_the_same_file_is_read_afresh_when_told_so(portal: Path) -> None:
    by_hand(portal)
    ran = gongkai("-C", portal, "import", SAMPLE, "--replace")
    assert ran.code == 0
    assert (portal / RECORD).read_bytes() == GOLDEN.read_bytes()
    assert "4 → 3" in ran.out


def test_an_earlier_submission_does_not_come_back_by_itself(portal: Path) -> None:
    assert gongkai("-C", portal, "import", sent_again(portal), "--replace").code == 0
    before = tree(portal)
    ran = gongkai("-C", portal, "import", SAMPLE)
    assert (ran.code, tree(portal)) == (0, before)
    assert "以前导入过" in ran.out
    assert gongkai("-C", portal, "import", SAMPLE, "--replace").code == 0
    assert (portal / RECORD).read_bytes() == GOLDEN.read_bytes()


def test_an_unknown_agency_is_not_guessed_but_proposed(empty: Path) -> None:
    before = tree(empty)
    ran = gongkai("-C", empty, "import", SAMPLE)
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert NAME in ran.out
    assert NAME in ran.failures[0]
    assert "gongkai new agency zhanhequ-yingjiguanliju --name 湛河区应急管理局" in ran.err
    assert tree(empty) == before


def test_a_person_who_is_there_is_asked_for_the_folder(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_importing, "interactive", lambda: True)
    monkeypatch.setattr(cli_terminal.Terminal, "ask", lambda *_: AGENCY)
    assert gongkai("-C", empty, "import", SAMPLE).code == 0
    assert (empty / RECORD).read_bytes() == GOLDEN.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--agency", "Bad_Name"),
        ("--agency", "../out"),
        ("--year", "22"),
        ("--year", "abc"),
        ("--agency", "new-one", "--kind", "bureau"),
    ],
)
def test_options_that_make_no_sense_are_refused(portal: Path, arguments: tuple[str, ...]) -> None:
    before = tree(portal)
    ran = gongkai("-C", portal, "import", SAMPLE, *arguments)
    assert (ran.code, ran.out, len(ran.failures)) == (2, "", 1)
    assert tree(portal) == before


def test_the_year_can_be_told(portal: Path) -> None:
    assert gongkai("-C", portal, "import", SAMPLE, "--year", "2023").code == 0
    assert (portal / f"content/agencies/{AGENCY}/2023.yml").is_file()


def test_a_file_without_a_year_is_not_imported(portal: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("关于工作的说明\n没有别的内容。\n", "utf-8")
    before = tree(portal)
    ran = gongkai("-C", portal, "import", file, "--agency", AGENCY)
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert "--year" in ran.err
    assert tree(portal) == before


def test_one_bad_file_does_not_keep_the_others_out(empty: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    ran = gongkai("-C", empty, "import", missing, SAMPLE, "--agency", AGENCY)
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert (empty / RECORD).is_file()


@pytest.mark.parametrize(
    ("fail_on", "code"), [("never", 0), ("error", 0), ("warning", 1), ("note", 1)]
)
def test_findings_of_an_import_can_make_the_exit_code(empty: Path, fail_on: str, code: int) -> None:
    ran = gongkai("-C", empty, "import", SAMPLE, "--agency", AGENCY, "--fail-on", fail_on)
    assert ran.code == code
    assert (empty / RECORD).is_file()


def test_an_original_with_an_odd_name_gets_a_plain_one(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "张三的 报告（终稿）.TXT"
    file.write_bytes(SAMPLE.read_bytes())
    assert gongkai("-C", empty, "import", file, "--agency", AGENCY).code == 0
    assert (empty / ORIGINAL).read_bytes() == SAMPLE.read_bytes()


def test_the_same_file_again_under_another_ending_changes_nothing(portal: Path) -> None:
    copy = portal.parent / "again.md"
    copy.write_bytes(SAMPLE.read_bytes())
    before = tree(portal)
    assert gongkai("-C", portal, "import", copy).code == 0
    assert tree(portal) == before


def test_the_same_content_in_another_file_changes_nothing(portal: Path) -> None:
    copy = portal.parent / "again.txt"
    copy.write_bytes(SAMPLE.read_bytes() + b"\n\n")
    before = tree(portal)
    ran = gongkai("-C", portal, "import", copy)
    assert (ran.code, tree(portal)) == (0, before)
    assert "无变化" in ran.out


def test_an_agency_or_a_year_that_the_file_denies_is_told(portal: Path) -> None:
    assert gongkai("-C", portal, "new", "agency", "other", "--name", "示例区民政局").code == 0
    ran = gongkai("-C", portal, "import", SAMPLE, "--agency", "other", "--year", "2023")
    assert ran.code == 0
    assert "[import.agency_told]" in ran.err
    assert "[import.year_told]" in ran.err
