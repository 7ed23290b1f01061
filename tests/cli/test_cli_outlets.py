"""``gongkai export`` and ``gongkai template``: what is written where, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from cli_portal import AGENCY, RECORD, gongkai


def body(portal: Path) -> list[str]:
    lines = (portal / RECORD).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("source:")]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_is_exported_is_imported_as_the_same_record(portal: Path, kind: str) -> None:
    before = body(portal)
    out = portal / f"a.{kind}"
    assert gongkai("-C", portal, "export", AGENCY, 2022, f"--{kind}", "--out", out).code == 0
    ran = gongkai("-C", portal, "import", out, "--replace")
    assert ran.code == 0, ran.err
    assert body(portal) == before


def test_what_is_written_on_the_annex_reaches_the_record(portal: Path) -> None:
    out = portal / "a.xlsx"
    assert gongkai("-C", portal, "export", AGENCY, 2022, "--xlsx", "--out", out).code == 0
    workbook = openpyxl.load_workbook(out)
    sheet = workbook["报告记录"]
    (row,) = (
        cell.row
        for line in sheet.iter_rows()
        for cell in line
        if cell.value == "applications.balance"
    )
    sheet.cell(row, 3).value = "上年一件撤回"
    # Without their formulas, which this library does not calculate.
    values = openpyxl.load_workbook(out, data_only=True)
    for each in values.worksheets:
        for line in each.iter_rows():
            for cell in line:
                if workbook[each.title][cell.coordinate].data_type == "f":
                    workbook[each.title][cell.coordinate].value = cell.value
    workbook.save(out)
    ran = gongkai("-C", portal, "import", out)
    assert "上年一件撤回" in ran.out + ran.err
    assert gongkai("-C", portal, "import", out, "--replace").code == 0
    assert "  applications.balance: 上年一件撤回" in body(portal)


def test_several_files_go_into_a_folder(portal: Path) -> None:
    out = portal / "out"
    ran = gongkai("-C", portal, "export", AGENCY, "--docx", "--json", "--csv", "--out", out)
    assert ran.code == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == [f"{AGENCY}-2022.{kind}" for kind in ("csv", "docx", "json")]
    assert len(ran.out.splitlines()) == 3


def test_a_file_of_other_content_is_kept(portal: Path) -> None:
    out = portal / "a.json"
    out.write_text("mine", encoding="utf-8")
    arguments = ("-C", portal, "export", AGENCY, 2022, "--json", "--out", out)
    ran = gongkai(*arguments)
    assert ran.code == 2
    assert "没有覆盖" in ran.failures[0]
    assert out.read_text(encoding="utf-8") == "mine"
    assert gongkai(*arguments, "--replace").code == 0
    assert gongkai(*arguments).code == 0  # the same content is no conflict


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((AGENCY, 2022), "没有说明写成什么格式"),
        ((AGENCY, 2021, "--docx"), "没有记录"),
        (("nobody", 2022, "--docx"), "没有可用的机关 nobody"),
        ((AGENCY, "MMXX", "--docx"), "MMXX"),
    ],
)
def test_what_cannot_be_exported_is_said(
    portal: Path, arguments: tuple[object, ...], said: str
) -> None:
    ran = gongkai("-C", portal, "export", *arguments)
    assert ran.code == 2
    assert said in ran.failures[0]


def test_several_files_do_not_go_into_one(portal: Path) -> None:
    out = portal / "a.docx"
    out.write_bytes(b"")
    ran = gongkai("-C", portal, "export", AGENCY, 2022, "--docx", "--csv", "--out", out)
    assert ran.code == 2
    assert "文件夹" in ran.failures[0]


def test_a_template_is_written_and_imported_as_a_blank_record(portal: Path) -> None:
    out = portal / "t.xlsx"
    assert gongkai("-C", portal, "template", AGENCY, 2023, "--xlsx", "--out", out).code == 0
    ran = gongkai("-C", portal, "import", out)
    assert ran.code == 0, ran.err
    text = (portal / f"content/agencies/{AGENCY}/2023.yml").read_text(encoding="utf-8")
    rows = {
        line.split(":")[0].strip(): line.partition(":")[2].strip() for line in text.splitlines()
    }
    assert rows["received"] == "[null, null, null, null, null, null, null]"
    assert rows["carried_in"] == "[0, 0, 0, 0, 0, 0, 0]"
