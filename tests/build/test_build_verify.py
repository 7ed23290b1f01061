"""`gongkai verify` finds every difference between a site and a clean build, and no other."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from build_portal import INDEX, Editor, build, no_bar, tree
from hypothesis import given
from hypothesis import strategies as st

from generator.build.verify import Difference, Kind, Spot, first_difference
from generator.cli.main import run
from generator.errors import UnreadableError
from generator.pipeline import site

pytestmark = pytest.mark.usefixtures("quick_base")


def verified(root: Path, out: Path | None = None) -> list[Difference]:
    return list(site.verify(root, out or root / "site", 1, no_bar).differences)


def test_a_site_that_followed_many_edits_is_as_it_should_be(published: Path) -> None:
    """Its search index lies in several folders by now, which is no difference."""
    editor = Editor(published, 6)
    for _ in range(4):
        editor.edit()
        editor.change_text()
        build(published)
    before, catalogue = tree(published), (published / ".gongkai/catalogue.sqlite").read_bytes()
    assert verified(published) == []
    assert tree(published) == before
    assert (published / ".gongkai/catalogue.sqlite").read_bytes() == catalogue
    assert build(published).written == ()


def test_a_copy_elsewhere_is_compared_all_the_same(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published / "site", tmp_path / "uploaded")
    (tmp_path / "uploaded/.gongkai-site").unlink()
    shutil.rmtree(published / "site")
    shutil.rmtree(published / ".gongkai")
    assert verified(published, tmp_path / "uploaded") == []
    assert not (published / ".gongkai").exists()


def test_content_that_was_not_published_yet_is_a_difference(published: Path) -> None:
    editor = Editor(published, 6)
    what = editor.change_text()
    path = what.partition(":")[0].removeprefix("content/").removesuffix(".yml")
    found = {each.path: each.kind for each in verified(published)}
    assert found[f"{path}/index.html"] is Kind.CHANGED
    assert found[f"{path}/"] is Kind.UNFINDABLE


@pytest.mark.parametrize("seed", range(3))
def test_every_damage_to_a_site_is_found(published: Path, seed: int) -> None:
    dice = random.Random(seed)
    top = published / "site"
    paths = sorted(path for path in tree(top) if not path.startswith(INDEX))
    removed, changed, cut = dice.sample(paths, 3)
    (top / removed).unlink()
    content = (top / changed).read_bytes()
    at = dice.randrange(len(content))
    (top / changed).write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    (top / cut).write_bytes((top / cut).read_bytes()[:-1])
    (top / "agencies/new.html").write_bytes(b"x")
    found = {each.path: each.kind for each in verified(published)}
    expected = {removed: Kind.MISSING, changed: Kind.CHANGED, cut: Kind.CHANGED}
    assert found == expected | {"agencies/new.html": Kind.EXTRA}


def test_damage_to_an_index_of_several_folders_is_found(published: Path) -> None:
    editor = Editor(published, 6)
    editor.change_text()
    build(published)
    top = published / "site"
    files = [path for path in tree(top) if path.startswith(INDEX) and path.endswith(".bin")]
    for path in random.Random(1).sample(files, 2):
        content = (top / path).read_bytes()
        (top / path).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert path in {each.path for each in verified(published)}
        (top / path).write_bytes(content)
    (top / INDEX / "stray.bin").write_bytes(b"x")
    assert [(each.path, each.kind) for each in verified(published)] == [
        (f"{INDEX}stray.bin", Kind.EXTRA)
    ]


def test_no_site_at_all_is_told(published: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        verified(published, published / "nowhere")
    assert caught.value.key == "missing"


@pytest.mark.parametrize(
    ("found", "expected", "spot"),
    [
        (b"abc", b"abd", Spot(1, 3, "c", "d")),
        ("一\n二三".encode(), "一\n二四五\n".encode(), Spot(2, 2, "三", "四五")),
        (b"ab", b"abc", Spot(1, 3, "", "c")),
        (b"", b"x", Spot(1, 1, "", "x")),
        (b"a\0b", b"a\0c", Spot(0, 3)),
    ],
)
def test_the_first_difference_is_told_by_line_and_character(
    found: bytes, expected: bytes, spot: Spot
) -> None:
    assert first_difference(found, expected) == spot


@given(st.text(), st.text(), st.text())
def test_what_comes_before_the_first_difference_is_the_same(
    same: str, one: str, other: str
) -> None:
    found, expected = (f"{same}{end}".encode(errors="replace") for end in (one, other))
    if found == expected or b"\0" in found + expected:
        return
    spot = first_difference(found, expected)
    lines = [content.decode().split("\n") for content in (found, expected)]
    assert lines[0][: spot.line - 1] == lines[1][: spot.line - 1]
    one_line, other_line = (each[spot.line - 1] for each in lines)
    before = spot.column - 1
    assert one_line[:before] == other_line[:before]
    assert one_line[before : before + 1] != other_line[before : before + 1] or len(lines[0]) != len(
        lines[1]
    )


def test_the_command_lists_differences_and_has_an_exit_code(
    published: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_LANG", "zh")

    def verify(*arguments: str) -> tuple[int, str, str]:
        code = run(["-C", str(published), "verify", "--jobs", "1", *arguments])
        return code, *capsys.readouterr()

    code, out, err = verify()
    assert (code, err) == (0, "")
    assert out.startswith("网站与全新生成的结果完全一致：")
    page = published / "site/index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1", b"<h2\x1b", 1))
    code, out, err = verify()
    assert (code, err) == (1, "")
    first, last = out.splitlines()
    assert first.startswith("不同 index.html，第 ")
    assert "“2\\x1b" in first
    assert "应为“1" in first
    assert "内容不同 1 个" in last
    code, out, err = verify("--out", str(published / "nowhere"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
