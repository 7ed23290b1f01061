"""``gongkai check --changed``, days, fingerprints and attachments, as a person uses them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from cli_portal import ROOT, gongkai

from generator import storage
from generator.model.findings import Finding
from generator.pipeline import demo

YEARS = (2, 3)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("changed") / "portal"
    demo.demo(root, demo.Wish(4, 3, 7), lambda _: None)
    return root


@pytest.fixture
def portal(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "portal")


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(root), *identity, *arguments), check=True, capture_output=True)


def committed(root: Path) -> Path:
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return root


def records(portal: Path) -> list[Path]:
    """The records of the agency that has most of them, from the oldest."""
    folders = sorted(portal.glob("content/agencies/*"))
    return max((sorted(folder.glob("2???.yml")) for folder in folders), key=len)


def shift(path: Path, row: str) -> None:
    """Another figure in the first column of a row, so that sums no longer hold."""
    text = path.read_text("utf-8")
    changed = re.sub(
        rf"(?m)^(    {row}: +\[)(\d+)", lambda match: f"{match[1]}{int(match[2]) + 3}", text
    )
    assert changed != text
    path.write_text(changed, "utf-8", newline="\n")


def check(portal: Path, *arguments: str) -> tuple[set[str], str]:
    """The records with findings of sums, and what is said at the end."""
    ran = gongkai("-C", portal, "check", *arguments, "--today", "2020-01-01")
    found = re.findall(r"(?m)^(\S+?\.yml):.*\[(?:relation|carried)\.broken\]$", ran.err)
    return {Path(file).name for file in found}, ran.out


def test_nothing_changed(portal: Path) -> None:
    committed(portal)
    found, said = check(portal, "--changed")
    assert found == set()
    assert "0 个机关的 0 份报告" in said


def test_a_change_is_told_with_what_is_held_against_it(portal: Path) -> None:
    first, second, *_ = records(portal)
    shift(first, "carried_out")
    committed(portal)
    shift(second, "carried_out")
    later = {path.name for path in records(portal)[1:3]}
    found, said = check(portal, "--changed")
    assert found == later
    # The government above reports for all, and is looked at as well.
    assert f"2 个机关的 {len(later) + 1} 份报告" in said
    everything, _ = check(portal)
    assert everything == later | {first.name}


def test_only_what_a_change_concerns_is_read(portal: Path, monkeypatch) -> None:
    path = records(portal)[-1]
    (government,) = (
        file.parent.name
        for file in sorted(portal.glob("content/agencies/*/agency.yml"))
        if "kind: government" in file.read_text("utf-8")
    )
    for file in portal.glob(f"content/agencies/{government}/2???.yml"):
        text = file.read_text("utf-8").replace("scope: own", "scope: aggregate")
        file.write_text(text, "utf-8", newline="\n")
    committed(portal)
    shift(path, "received")
    whole = told(portal)
    read: list[str] = []
    read_text = storage.read_text

    def watched(path: Path, name: str, *reader: storage.Read) -> tuple[str, list[Finding]]:
        read.append(name)
        return read_text(path, name, *reader)

    monkeypatch.setattr(storage, "read_text", watched)
    changed = told(portal, "--changed")
    seen = {"/".join(name.split("/")[-2:]) for name in read if name[-8:-4].isdigit()}
    own = {path.parent.name, government}
    others = {name for name in seen if name.split("/")[0] not in own}
    # Of the others, the year that the report for all is the sum of, and no other.
    assert len(others) == 2
    assert {name[-8:] for name in others} == {path.name}
    mine = path.relative_to(portal).as_posix()
    above = f"content/agencies/{government}/{path.name}"
    concerned = {
        each for each in whole if each[0] == mine or (each[0], each[1]) == (above, "rollup.broken")
    }
    assert {each for each in concerned if each[1] == "rollup.broken"}
    assert changed == concerned


def told(portal: Path, *arguments: str) -> set[tuple[str, str, str]]:
    """The file, code and fingerprint of everything that a check says."""
    ran = gongkai("-C", portal, "check", *arguments, "--format", "json", "--today", "2020-01-01")
    found = json.loads(ran.out)["findings"]
    return {(each["file"], each["code"], each["fingerprint"]) for each in found}


def test_what_is_not_tracked_counts_and_what_was_deleted_too(portal: Path) -> None:
    first, second, *_ = records(portal)
    text = second.read_text("utf-8")
    second.unlink()
    committed(portal)
    second.write_text(text, "utf-8", newline="\n")
    shift(second, "received")
    assert check(portal, "--changed")[0] == {second.name}
    git(portal, "add", "-A")
    git(portal, "commit", "-qm", "y")
    assert check(portal, "--changed")[0] == set()
    assert check(portal, "--changed=HEAD~1")[0] == {second.name}
    shift(second, "carried_in")
    first.unlink()
    assert check(portal, "--changed")[0] == {second.name}


def test_settings_of_the_portal_concern_every_report(portal: Path) -> None:
    shift(records(portal)[0], "received")
    committed(portal)
    path = portal / "content/portal.yml"
    path.write_text(path.read_text("utf-8") + "\n# x\n", "utf-8", newline="\n")
    assert check(portal, "--changed")[0] == {records(portal)[0].name}


def test_a_repository_without_a_commit_has_changed_throughout(portal: Path) -> None:
    shift(records(portal)[0], "received")
    git(portal, "init", "-q")
    assert records(portal)[0].name in check(portal, "--changed")[0]
    git(portal, "add", "-A")
    assert records(portal)[0].name in check(portal, "--changed")[0]


def test_without_a_repository_git_or_revision_there_is_a_sentence(
    portal: Path, monkeypatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(portal.parent))
    ran = gongkai("-C", portal, "check", "--changed")
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert "不在 Git 仓库中" in ran.failures[0]
    committed(portal)
    ran = gongkai("-C", portal, "check", "--changed=no-such")
    assert (ran.code, len(ran.failures)) == (2, 1)
    assert "没有版本“no-such”" in ran.failures[0]
    monkeypatch.setenv("PATH", str(portal))
    ran = gongkai("-C", portal, "check", "--changed")
    assert "找不到 git" in ran.failures[0]


def missing(portal: Path, *arguments: str, env: dict[str, str] | None = None) -> int:
    return gongkai("-C", portal, "check", *arguments, env=env).err.count("[report.missing]")


def test_the_day_tells_which_reports_are_due(portal: Path) -> None:
    last = max(int(path.stem) for path in portal.glob("content/agencies/*/2???.yml"))
    for path in portal.glob(f"content/agencies/*/{last}.yml"):
        path.unlink()
    kept = sorted(portal.glob("content/agencies/*"))[0]
    shutil.copy(kept / f"{last - 1}.yml", kept / f"{last}.yml")
    before = missing(portal, "--today", f"{last}-12-31")
    after = missing(portal, "--today", f"{last + 2}-01-01")
    assert after > before
    epoch = {"SOURCE_DATE_EPOCH": str((last + 2 - 1970) * 366 * 86400)}
    assert missing(portal, env=epoch) == after
    assert missing(portal, "--today", f"{last}-12-31", env=epoch) == before
    ran = gongkai("-C", portal, "check", "--today", "gestern")
    assert ran.code == 2
    assert "2025-01-31" in ran.failures[0]


def test_a_fingerprint_can_be_copied_and_says_when_it_is_of_no_use(portal: Path) -> None:
    path = records(portal)[0]
    shift(path, "received")
    plain = gongkai("-C", portal, "check", "--today", "2020-01-01")
    ran = gongkai("-C", portal, "check", "--show-fingerprints", "--today", "2020-01-01")
    name = path.relative_to(portal).as_posix()
    found = re.findall(rf"(?m)^{name}:.*\[relation\.broken ([0-9a-f]{{16}})\]$", ran.err)
    assert found
    assert found[0] not in plain.err
    lines = "".join(
        f"  - {{fingerprint: '{each}', reason: 原件如此, author: 王编辑}}\n" for each in found
    )
    path.write_text(f"{path.read_text('utf-8')}\naccepted:\n{lines}", "utf-8", newline="\n")
    quiet = gongkai("-C", portal, "check", "--today", "2020-01-01")
    assert "relation.broken" not in quiet.err
    assert "accepted.unused" not in quiet.err
    text = path.read_text("utf-8")
    path.write_text(text.replace(found[0], "0123456789abcdef"), "utf-8", newline="\n")
    again = gongkai("-C", portal, "check", "--today", "2020-01-01")
    line = text[: text.index(found[0])].count("\n") + 1
    assert re.search(
        rf"(?m)^{name}:{line}:\d+: .*0123456789abcdef.*\[accepted\.unused\]$", again.err
    )
    assert again.err.count("[relation.broken]") == 1
    for gone in ("reason: 原件如此, ", ", author: 王编辑"):
        path.write_text(text.replace(gone, "", 1), "utf-8", newline="\n")
        assert f"{name}:{line}:" in gongkai("-C", portal, "check").err
    assert "指纹" in gongkai("explain", "accepted.unused").out


MOBILE = "13812345678"


def office(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return content.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = f"<w:document {W}><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", f"联系人手机 {MOBILE}。".encode(), "personal.mobile"),
        ("a.txt", f"联系人手机 {MOBILE}。".encode("gb18030"), "personal.mobile"),
        ("a.html", f"<p>年度报告</p><!-- {MOBILE} -->".encode(), "personal.mobile"),
        (
            "a.html",
            f'<meta name="x" content="{MOBILE}"><p>年度报告</p>'.encode(),
            "personal.mobile",
        ),
        ("a.docx", office(word__document=DOCUMENT.format(MOBILE)), "personal.mobile"),
        (
            "a.docx",
            office(
                word__document=DOCUMENT.format("年度报告"),
                docProps__core=f"<c><dc:creator>王某 {MOBILE}</dc:creator></c>",
            ),
            "personal.mobile",
        ),
        (
            "a.docx",
            office(
                word__document=DOCUMENT.format("年度报告"),
                word__comments="<w:p><w:r><w:t>1381</w:t></w:r><w:r><w:t>2345678</w:t></w:r></w:p>",
            ),
            "personal.mobile",
        ),
        ("a.docx", office(word__document=DOCUMENT.format("电话0375-2976543")), ""),
        ("a.docx", b"no zip", "file.broken"),
        ("a.pdf", b"no pdf", "file.broken"),
        ("a.pdf", b"%PDF-1.7 ...", ""),
    ],
)
def test_what_lies_beside_a_record_is_looked_into(portal: Path, name, content, code) -> None:
    path = records(portal)[0]
    folder = path.with_suffix("")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    ran = gongkai("-C", portal, "check", path)
    assert re.findall(r"\[((?:personal|file)\.\w+)\]$", ran.err, re.M) == ([code] if code else [])
    assert MOBILE not in ran.err


def too_large(path: Path) -> None:
    with path.open("wb") as film:
        film.truncate(storage.MAX_INPUT + 1)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only systems with pipes have them")


@pytest.mark.parametrize(
    ("make", "code", "sentence"),
    [
        (too_large, "file.too_large", "超过 64 MB，没有检查它的内容。"),
        pytest.param(a_pipe, "file.unread", "读不了，没有检查它的内容。", marks=PIPES),
    ],
)
def test_what_cannot_be_read_beside_a_record_is_told_and_the_rest_is_checked(
    portal: Path, make, code, sentence
) -> None:
    first, second = records(portal)[:2]
    for path in (first, second):
        path.with_suffix("").mkdir(exist_ok=True)
        (path.with_suffix("") / "b.docx").write_bytes(b"no zip")
    make(first.with_suffix("") / "a.txt")
    ran = gongkai("-C", portal, "check", first, second)
    told = re.findall(r"\[(file\.\w+)\]$", ran.err, re.M)
    assert sorted(told) == sorted([code, "file.broken", "file.broken"])
    assert f"文件 {first.stem}/a.txt {sentence}" in ran.err
    assert ran.failures == []


def test_an_original_that_was_changed_or_is_gone(portal: Path) -> None:
    path = next(path for path in records(portal) if "sha256" in path.read_text("utf-8"))
    original = path.parent / re.findall(r"file: \"?([^,}\"\n]+)", path.read_text("utf-8"))[0]
    original.write_bytes(original.read_bytes() + b"\n")
    assert "[source.changed]" in gongkai("-C", portal, "check", path).err
    original.unlink()
    assert "[source.missing]" in gongkai("-C", portal, "check", path).err


def test_the_hook_runs_a_command_that_there_is(portal: Path) -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entry = re.findall(r"(?m)^  entry: gongkai (.*)$", text)
    assert entry == ["check --changed"]
    committed(portal)
    assert gongkai("-C", portal, *entry[0].split()).code == 0
