"""Many files at once: bad ones among them, twice the same, two that disagree; as text and JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cli_portal import AGENCY, NAME, RECORD, SAMPLE, gongkai, tree

from generator.cli.wide import columns, fitted, shown, width

TEXT = SAMPLE.read_text("utf-8")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    return path


@pytest.fixture
def mess(tmp_path: Path) -> Path:
    """An inbox as it is: three good files, and one of each kind of bad ones."""
    folder = tmp_path / "inbox"
    write(folder / "a.txt", TEXT.replace("2022", "2021"))
    write(folder / "十二月/b.txt", TEXT.replace("2022", "2023"))
    write(folder / "十二月/b的副本.txt", TEXT.replace("2022", "2023"))
    write(folder / "c.txt", TEXT.replace("2022", "2024"))
    write(folder / "c改.txt", TEXT.replace("2022", "2024").replace("行政许可\t3", "行政许可\t4"))
    write(folder / "other.txt", TEXT.replace(NAME, "远山县水利局").replace("我局", "远山县水利局"))
    write(folder / "empty.docx", "")
    write(folder / "wrong.docx", TEXT)
    write(folder / "truncated.docx", "PK\x03\x04" + "x" * 200)
    write(folder / "no year.txt", "关于工作的说明\n没有别的内容。\n")
    (folder / "scan.jpg").write_bytes(b"\xff\xd8\xff" + bytes(range(256)))
    write(folder / "~$a.docx", "lock")
    write(folder / "Thumbs.db", "litter")
    return folder


OUTCOMES = {
    "a.txt": "new",
    "b.txt": "new",
    "b的副本.txt": "twin",
    "c.txt": "rival",
    "c改.txt": "rival",
    "other.txt": "unknown_agency",
    "empty.docx": "failed",
    "wrong.docx": "failed",
    "truncated.docx": "failed",
    "no year.txt": "failed",
    "scan.jpg": "failed",
}


def results(*arguments: object) -> dict[str, dict[str, Any]]:
    ran = gongkai(*arguments, "--json")
    return {each["file"]: each for each in json.loads(ran.out)["files"]}


def test_each_file_of_a_messy_folder_gets_what_it_deserves(portal: Path, mess: Path) -> None:
    ran = gongkai("-C", portal, "import", mess)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    years = sorted(path.name for path in (portal / f"content/agencies/{AGENCY}").glob("20*.yml"))
    assert years == ["2021.yml", "2022.yml", "2023.yml"]
    assert not (portal / "content/agencies/yuanshanxian-shuiliju").exists()
    assert "共 11 个文件：新增 2，重复 1，冲突 2，缺机关 1，失败 5。" in ran.out
    assert "略过 2 个系统文件。" in ran.out
    assert (
        "  gongkai new agency yuanshanxian-shuiliju --name 远山县水利局 --kind department"
        in ran.out
    )


def test_json_says_the_same_of_each_file(portal: Path, mess: Path) -> None:
    found = results("-C", portal, "import", mess)
    assert {name: each["outcome"] for name, each in found.items()} == OUTCOMES
    assert found["a.txt"]["written"] is True
    assert found["a.txt"]["record"] == f"content/agencies/{AGENCY}/2021.yml"
    assert found["a.txt"]["cells"] == {"read": 199, "all": 200}
    assert [each["code"] for each in found["a.txt"]["findings"]] == ["import.row_missing"]
    assert found["scan.jpg"]["findings"][0]["code"] == "import.picture"
    assert found["other.txt"]["proposed"] == "yuanshanxian-shuiliju"
    assert found["c.txt"]["others"] == ["c改.txt"]


def test_the_table_fits_eighty_columns_and_is_aligned(portal: Path, mess: Path) -> None:
    long = "很长的" * 20
    write(mess / f"{long}.txt", TEXT.replace("2022", "2019"))
    ran = gongkai("-C", portal, "import", mess)
    lines = ran.out.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("文件"))
    table = lines[start : start + 13]
    assert max(map(width, table)) <= 80
    assert len({width(line[: line.rindex("  ")]) for line in table}) == 1
    assert any(line.startswith("很长的") and "…" in line for line in table)


def test_importing_a_folder_twice_changes_nothing(portal: Path, mess: Path) -> None:
    gongkai("-C", portal, "import", mess)
    before = tree(portal)
    ran = gongkai("-C", portal, "import", mess)
    assert tree(portal) == before
    assert "无变化 2，重复 1，冲突 2" in ran.out


def test_a_dry_run_of_a_folder_writes_nothing(portal: Path, mess: Path) -> None:
    before = tree(portal)
    ran = gongkai("-C", portal, "import", mess, "--dry-run")
    assert tree(portal) == before
    assert "试读 11 个文件，没有写入：新增 2" in ran.out
    found = results("-C", portal, "import", mess, "--dry-run")
    assert {name: each["outcome"] for name, each in found.items()} == OUTCOMES
    assert not any(each["written"] for each in found.values())


def test_a_pattern_that_no_shell_expanded(portal: Path, mess: Path) -> None:
    found = results("-C", portal, "import", f"{mess}/?.txt")
    assert set(found) == {"a.txt", "c.txt"}
    found = results("-C", portal, "import", f"{mess}/**/b*.txt")
    assert {name: each["outcome"] for name, each in found.items()} == {
        "b.txt": "new",
        "b的副本.txt": "twin",
    }


def test_a_pattern_and_a_folder_of_nothing_are_said_to_be_so(portal: Path, mess: Path) -> None:
    (mess / "nothing").mkdir()
    for name in (f"{mess}/*.pdf", mess / "nothing"):
        ran = gongkai("-C", portal, "import", name)
        assert (ran.code, len(ran.failures)) == (2, 1)
    ran = gongkai("-C", portal, "import", f"{mess}/*.pdf", mess / "a.txt")
    assert ran.code == 2
    assert "新增 1，失败 1" in ran.out


def test_a_file_named_twice_is_imported_once(portal: Path, mess: Path) -> None:
    ran = gongkai(
        "-C", portal, "import", mess / "a.txt", mess / "十二月" / ".." / "a.txt", mess / "a.txt"
    )
    assert ran.code == 0
    assert "冲突" not in ran.out


def test_files_of_the_same_name_are_told_apart(portal: Path, mess: Path) -> None:
    shutil.copy(mess / "a.txt", mess / "十二月" / "a.txt")
    found = results("-C", portal, "import", f"{mess}/**/a.txt")
    assert sorted(each["outcome"] for each in found.values()) == ["new", "twin"]
    assert all("/" in name for name in found)


def test_several_years_of_a_new_agency_in_one_go(portal: Path, mess: Path) -> None:
    for year in (2019, 2020):
        write(
            mess / f"new/{year}.txt", TEXT.replace(NAME, "远山县水利局").replace("2022", str(year))
        )
    ran = gongkai("-C", portal, "import", mess / "new", "--agency", "yuanshan-shuili")
    assert ran.code == 0, ran.err
    folder = portal / "content/agencies/yuanshan-shuili"
    assert sorted(path.name for path in folder.glob("*.yml")) == [
        "2019.yml",
        "2020.yml",
        "agency.yml",
    ]


def test_names_and_text_cannot_command_the_terminal(portal: Path, mess: Path) -> None:
    write(mess / "x\x1b[31m\u202e.txt", "\x1b]0;owned\x07 2022年\x1b[2J没有机关\n")
    ran = gongkai("-C", portal, "import", mess)
    assert "\x1b" not in ran.out + ran.err
    assert "\x07" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err


def test_a_name_with_a_shell_s_signs_is_quoted_in_the_command(portal: Path, tmp_path: Path) -> None:
    name = "甲县`touch x`;$(id)局"
    file = write(tmp_path / "x.txt", TEXT.replace(NAME, name))
    found = results("-C", portal, "import", file, "--dry-run")[file.name]
    told = found["agency_name"]
    if told and set("`$;") & set(told):
        assert f"'{told}'" in found["command"]


def test_a_difference_is_in_the_json(portal: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "x.txt", TEXT.replace("行政许可\t3", "行政许可\t4"))
    found = results("-C", portal, "import", file)["x.txt"]
    assert (found["outcome"], found["written"]) == ("differs", False)
    assert found["changes"] == {
        "cells": [{"cell": "disclosure.licences.decisions", "before": 3, "after": 4, "read": True}],
        "texts": [],
    }
    assert (portal / RECORD).read_text("utf-8").count("[3]") == 1


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("湛河区应急管理局", 16, "湛河区应急管理局"),
        ("湛河区应急管理局", 15, "湛河区应…管理局"),
        ("湛河区应急管理局", 6, "湛…局"),
        ("abcdefghij.docx", 10, "abcde…docx"),
        ("é́", 1, "é́"),
        ("", 4, ""),
    ],
)
def test_text_is_made_to_fit(text: str, most: int, expected: str) -> None:
    assert fitted(text, most) == expected
    assert width(fitted(text, most)) <= most


def test_columns_give_way_where_they_may() -> None:
    rows = [["名" * 20, "甲" * 20, "1"], ["b", "c", "200"]]
    lines = columns(rows, 30, (0, 1), (2,))
    assert [width(line) for line in lines] == [30, 30]
    assert shown("a\tb\x9b") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
