"""``gongkai check``: findings with their places, and the exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_portal import AGENCY, RECORD, SETTINGS, gongkai, tree


def edit(portal: Path, old: str, new: str, file: str = RECORD) -> None:
    text = (portal / file).read_text("utf-8")
    assert old in text
    (portal / file).write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def mended(portal: Path) -> None:
    """A record without any finding that matters."""
    edit(portal, "[null]", "[0]")


def line_of(portal: Path, text: str, file: str = RECORD) -> int:
    lines = (portal / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_check_writes_nothing(portal: Path) -> None:
    before = tree(portal)
    gongkai("-C", portal, "check")
    assert tree(portal) == before
    assert not (portal / ".gongkai").exists()


def test_a_finding_names_file_line_column_and_code(portal: Path) -> None:
    ran = gongkai("-C", portal, "check", "--fail-on", "note")
    line = line_of(portal, "fees:")
    column = (portal / RECORD).read_text("utf-8").splitlines()[line - 1].index("null") + 1
    (finding,) = (row for row in ran.err.splitlines() if row.startswith(f"{RECORD}:{line}:"))
    assert finding.startswith(f"{RECORD}:{line}:{column}: ")
    assert finding.endswith("]")
    assert "1 个机关的 1 份报告" in ran.out


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("error", "warning", 1),
        ("error", "note", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("warning", "note", 1),
        ("warning", "never", 0),
        ("note", "error", 0),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("note", "never", 0),
    ],
)
def test_the_exit_code_follows_the_severity(
    portal: Path, severity: str, fail_on: str, code: int
) -> None:
    """Of all findings the broken relation alone is left, and it has the given severity."""
    mended(portal)
    edit(
        portal,
        "    received:             [0, 0, 0, 0, 0, 0, 0]",
        "    received:             [1, 0, 0, 0, 0, 0, 1]",
    )
    codes = set()
    for row in gongkai("-C", portal, "check").err.splitlines():
        codes.add(row.rpartition("[")[2].partition(" ")[0])
    assert "relation.broken" in codes
    lines = [f"  {each}: off" for each in sorted(codes - {"relation.broken"})]
    lines.append(f"  relation.broken: {severity}")
    with (portal / "content/portal.yml").open("a", encoding="utf-8") as file:
        file.write("severities:\n" + "\n".join(lines) + "\n")
    ran = gongkai("-C", portal, "check", "--fail-on", fail_on)
    assert ran.code == code, ran.err
    assert ran.failures == ([] if severity != "error" else ran.failures)
    assert "[relation.broken " in ran.err


def test_errors_are_the_default_limit(portal: Path) -> None:
    edit(portal, "[0, 0, 0]", "[0, 0]")
    ran = gongkai("-C", portal, "check")
    assert ran.code == 1
    assert "[record.cells " in ran.err
    assert gongkai("-C", portal, "check", "--fail-on", "never").code == 0


def test_a_record_that_cannot_be_read_at_all_is_a_failure_whatever_is_asked(portal: Path) -> None:
    edit(portal, "tables:", "tables: [")
    ran = gongkai("-C", portal, "check", "--fail-on", "never")
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert "[yaml.syntax " in ran.err


def test_only_what_is_named_is_checked(portal: Path) -> None:
    other = portal / "content/agencies/other"
    other.mkdir()
    (other / "agency.yml").write_text("names: []\nkind: x\n", "utf-8")
    whole = gongkai("-C", portal, "check")
    assert whole.code == 1
    assert "content/agencies/other/agency.yml" in whole.err
    for path in (RECORD, f"content/agencies/{AGENCY}", portal / RECORD):
        ran = gongkai("-C", portal, "check", path)
        assert ran.code == 0, ran.err
        assert "other" not in ran.err
        assert "1 个机关的 1 份报告" in ran.out
    ran = gongkai("-C", portal, "check", "content/agencies/other")
    assert ran.code == 1
    assert "0 份报告" in ran.out


def test_a_path_is_taken_from_where_the_person_is(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(portal / "content/agencies" / AGENCY)
    ran = gongkai("-C", "../../..", "check", "2022.yml")
    assert ran.code == 0, ran.err
    assert "1 份报告" in ran.out


def test_a_path_outside_the_portal_is_refused(portal: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yml"
    other.write_text("x", "utf-8")
    for path in (other, tmp_path / "nothing.yml", ".."):
        ran = gongkai("-C", portal, "check", path)
        assert (ran.code, ran.out, len(ran.failures)) == (2, "", 1)


def test_every_broken_file_is_reported_in_one_pass(portal: Path) -> None:
    edit(portal, "tables:", "tables: [")
    edit(portal, "kind: department", "kind: bureau", SETTINGS)
    (portal / "content/agencies/Bad_Name").mkdir()
    (portal / "content/agencies/empty").mkdir()
    other = portal / "content/agencies/other"
    other.mkdir()
    (other / "agency.yml").write_text("names: [{name: 乙局}]\nkind: department\n", "utf-8")
    (other / "2022.yml").write_bytes(b"\xff\xfe")
    ran = gongkai("-C", portal, "check")
    assert ran.code == 2
    for code in ("shape.type", "file.agency_folder", "agency.missing", "file.encoding"):
        assert f"[{code} " in ran.err


def test_files_that_belong_to_nothing_are_mentioned(portal: Path) -> None:
    (portal / "content/agencies" / AGENCY / "notes.txt").write_text("x", "utf-8")
    ran = gongkai("-C", portal, "check", "--fail-on", "warning")
    assert ran.code == 1
    assert "[file.stranger " in ran.err
