"""`gongkai build --explain`: each file that came out different, with the reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli_portal import PORTAL, gongkai


@pytest.fixture
def built(tmp_path: Path) -> Path:
    root = tmp_path / "portal"
    ran = gongkai("demo", root, "--agencies", "3", "--years", "2", "--seed", "1")
    assert ran.code == 0, ran.err
    assert gongkai("-C", root, "build").code == 0
    return root


def explained(root: Path) -> dict[str, str]:
    """From each line's subject to the reason it gives."""
    ran = gongkai("-C", root, "build", "--explain")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()[:-1]
    return {line.partition("：")[0]: line.partition("：")[2] for line in lines}


def test_a_changed_record_is_the_reason_of_its_own_pages_alone(
    built: Path,
) -> None:
    record = sorted(built.glob("content/agencies/*/2*.yml"))[0]
    agency, year = record.parent.name, record.stem
    text = record.read_text(encoding="utf-8")
    title = text.partition("title: ")[2].partition("\n")[0]
    record.write_text(text.replace(f"title: {title}", f"title: {title}（新）"), encoding="utf-8")
    told = explained(built)
    changed = f"{year}.yml 改了"
    assert told[agency] == changed
    assert told[f"写入 agencies/{agency}/{year}/index.html"] == changed
    assert told["写入 search/root.bin"] == "能搜到的内容变了"
    others = {key for key, why in told.items() if why == changed} - {agency}
    assert all(key.startswith(f"写入 agencies/{agency}/") for key in others)


def test_what_concerns_all_pages_is_the_reason_of_each(built: Path) -> None:
    settings = built / PORTAL
    text = settings.read_text(encoding="utf-8").splitlines()
    changed = ["name: 新门户" if line.startswith("name:") else line for line in text]
    settings.write_text("\n".join(changed) + "\n", encoding="utf-8")
    told = explained(built)
    assert "写入 index.html" in told
    assert set(told.values()) == {"content/portal.yml 改了"}


def test_an_agency_that_is_gone_is_the_reason_of_what_is_removed(
    built: Path,
) -> None:
    agencies = sorted(path.parent for path in built.glob("content/agencies/*/agency.yml"))
    above = {
        line.partition(":")[2].strip()
        for each in agencies
        for line in (each / "agency.yml").read_text(encoding="utf-8").splitlines()
        if line.startswith("superior:")
    }
    gone = next(each for each in agencies if each.name not in above)
    shutil.rmtree(gone)
    told = explained(built)
    assert told[f"删除 agencies/{gone.name}/index.html"] == "机关没有了，或换了文件夹"
    assert told["写入 agencies/index.html"] == "页面所列的内容变了"


def test_records_and_folders_of_agencies_can_be_named(built: Path) -> None:
    record = sorted(built.glob("content/agencies/*/2*.yml"))[0]
    text = record.read_text(encoding="utf-8")
    title = text.partition("title: ")[2].partition("\n")[0]
    record.write_text(text.replace(f"title: {title}", f"title: {title}（新）"), encoding="utf-8")
    other = next(each for each in built.glob("content/agencies/*") if each != record.parent)
    ran = gongkai("-C", built, "build", other.relative_to(built))
    assert ran.code == 0
    assert "已是最新" in ran.out
    ran = gongkai("-C", built, "build", record)
    assert ran.code == 0
    assert "已更新" in ran.out


@pytest.mark.parametrize("path", ["content/portal.yml", "content/agencies", "../elsewhere", ""])
def test_another_path_is_one_sentence(built: Path, path: str) -> None:
    ran = gongkai("-C", built, "build", path)
    assert ran.code == 2
    assert len(ran.failures) == 1
    assert "不是记录，也不是机关的文件夹" in ran.failures[0]


def test_a_path_goes_with_no_option_that_makes_everything(built: Path) -> None:
    for other in ("--plain", "--clean", "--shard=1/2"):
        ran = gongkai("-C", built, "build", "content/agencies/x", other)
        assert ran.code == 2
        assert "PATH" in ran.err


def test_an_agency_that_is_not_there_is_one_sentence(built: Path) -> None:
    ran = gongkai("-C", built, "build", "content/agencies/mistyped/2024.yml")
    assert ran.code == 2
    assert len(ran.failures) == 1
    assert "content/agencies/mistyped/2024.yml" in ran.failures[0]


def test_a_record_that_is_gone_can_be_named(built: Path) -> None:
    record = sorted(built.glob("content/agencies/*/2*.yml"))[0]
    record.unlink()
    ran = gongkai("-C", built, "build", "--explain", record)
    assert ran.code == 0
    page = f"agencies/{record.parent.name}/{record.stem}/index.html"
    assert f"删除 {page}：删除了 {record.name}" in ran.out
