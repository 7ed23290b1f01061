"""Shards of any number make the site of one build, and shards that do not belong together nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from build_portal import (
    Editor,
    assert_same_site,
    build,
    copy_content,
    differences,
    folders,
    leftovers,
    no_bar,
    tree,
)
from hypothesis import given
from hypothesis import strategies as st

from generator.build.orders import Order
from generator.build.shards import Share, Split
from generator.cli.main import run
from generator.errors import GongkaiError
from generator.pipeline import site

CleanBuild = Callable[[Path], Path]
pytestmark = pytest.mark.usefixtures("quick_base")


def make_shard(root: Path, out: Path, share: Share) -> Path:
    site.build_shard(Split(root, out, share), no_bar)
    return out


def make_shards(root: Path, out: Path, count: int) -> list[Path]:
    return [
        make_shard(root, out / f"shard {number}", Share(number, count))
        for number in range(1, count + 1)
    ]


def merge(root: Path, *shards: Path, out: Path | None = None) -> None:
    site.merge(Order(root, out or root / "site"), shards, "here", no_bar)


@given(st.lists(st.text(min_size=1), unique=True), st.integers(1, 12))
def test_every_agency_is_in_one_share(names: list[str], count: int) -> None:
    shares = [Share(number, count).of(names) for number in range(1, count + 1)]
    assert sorted(name for share in shares for name in share) == sorted(names)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("seed", range(2))
def test_any_number_of_shards_gives_the_site_of_one_build(
    content: Path, built: Path, tmp_path: Path, seed: int
) -> None:
    """Each shard is built on a machine of its own, and all are carried to another."""
    dice = random.Random(seed)
    count = dice.choice([1, 2, 3]) if seed else dice.randrange(5, 15)
    carried: list[Path] = []
    for number in range(1, count + 1):
        machine = copy_content(content, tmp_path / f"machine {number}")
        shard = make_shard(machine, machine / "out", Share(number, count))
        carried.append(Path(shutil.move(shard, tmp_path / f"carried {number}")))
        (carried[-1] / ".gongkai-site").unlink()
        shutil.rmtree(machine)
    dice.shuffle(carried)
    here = copy_content(content, tmp_path / "here")
    merge(here, *carried)
    assert differences(tree(here / "site"), tree(built / "site")) == []
    assert folders(here / "site") == folders(built / "site")
    assert build(here).written == ()


def test_after_merging_edits_are_followed_as_after_a_build(
    portal: Path, tmp_path: Path, clean_build: CleanBuild
) -> None:
    make_shards(portal, tmp_path / "shards", 2)
    merge(portal, tmp_path / "shards")
    editor = Editor(portal, 3)
    for _ in range(3):
        editor.edit()
    outcome = build(portal)
    assert len(outcome.reasons) < len(editor.agencies)
    assert_same_site(portal / "site", clean_build(portal))


@pytest.fixture(scope="module")
def shards(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shards of the portal that nobody changes."""
    out = tmp_path_factory.mktemp("shards")
    make_shards(content, out, 2)
    return out


def refused(portal: Path, *shards: Path) -> GongkaiError:
    """Why the shards cannot be merged; the site that is there stays."""
    build(portal)
    before = tree(portal / "site")
    with pytest.raises(GongkaiError) as caught:
        merge(portal, *shards)
    assert tree(portal / "site") == before
    assert leftovers(portal) == []
    return caught.value


def test_a_shard_that_is_missing_is_named(portal: Path, shards: Path) -> None:
    error = refused(portal, shards / "shard 2")
    assert (error.key, error.parameters) == ("shard_missing", {"shares": "1/2"})


def test_a_shard_that_is_there_twice_is_refused(portal: Path, shards: Path) -> None:
    error = refused(portal, shards, shards / "shard 1")
    assert (error.key, error.parameters) == ("shard_twice", {"share": "1/2"})


def test_shards_of_different_numbers_are_refused(
    portal: Path, shards: Path, tmp_path: Path
) -> None:
    other = make_shard(portal, tmp_path / "third", Share(2, 3))
    error = refused(portal, shards / "shard 1", other)
    assert (error.key, error.parameters) == ("shard_counts", {"shares": "1/2, 2/3"})


def test_a_folder_without_shards_is_refused(portal: Path, tmp_path: Path) -> None:
    assert refused(portal, tmp_path).key == "shard_none"
    assert refused(portal, tmp_path / "nowhere").key == "missing"


@pytest.mark.parametrize("where", ["one shard", "here"])
@pytest.mark.parametrize("edit", ["change_figure", "rename_agency", "add_agency", "change_portal"])
def test_other_content_is_refused(
    portal: Path, shards: Path, tmp_path: Path, edit: str, where: str
) -> None:
    editor = Editor(portal, 9)
    getattr(editor, edit)()
    given = [shards]
    if where == "one shard":
        given = [shards / "shard 1", make_shard(portal, tmp_path / "other", Share(2, 2))]
    error = refused(portal, *given)
    assert error.key in ("shard_contents", "shard_changed", "shard_portal")


def test_another_program_is_refused(
    portal: Path, shards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.build.shards.tools", lambda: "newer")
    error = refused(portal, shards)
    assert (error.key, error.parameters) == ("shard_program", {"one": "1/2", "other": "here"})


def test_another_moment_is_refused(
    portal: Path, shards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert refused(portal, shards).key == "shard_site"


def _cut_page(shard: Path) -> None:
    page = next(iter(sorted((shard / "files").rglob("*.html"))))
    page.write_bytes(page.read_bytes()[:-5])


def _lose_page(shard: Path) -> None:
    next(iter(sorted((shard / "files").rglob("*.html")))).unlink()


def _lose_agency(shard: Path) -> None:
    next(iter(sorted((shard / "done").iterdir()))).unlink()


def _cut_agency(shard: Path) -> None:
    file = next(iter(sorted((shard / "done").iterdir())))
    file.write_bytes(file.read_bytes()[:50])


def _cut_manifest(shard: Path) -> None:
    (shard / "shard.json").write_bytes((shard / "shard.json").read_bytes()[:50])


@pytest.mark.parametrize(
    "damage", [_cut_page, _lose_page, _lose_agency, _cut_agency, _cut_manifest]
)
def test_a_damaged_shard_is_refused(
    portal: Path, shards: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    shutil.copytree(shards, tmp_path / "copy")
    damage(tmp_path / "copy" / "shard 1")
    error = refused(portal, tmp_path / "copy")
    assert error.key in ("shard_damaged", "shard_lacking", "missing")


def test_a_broken_record_leaves_no_shard(portal: Path, tmp_path: Path) -> None:
    Editor(portal, 1).records[0].write_bytes(b"")
    with pytest.raises(GongkaiError):
        make_shards(portal, tmp_path / "out", 1)
    assert list((tmp_path / "out").iterdir()) == []


def test_the_commands(
    portal: Path,
    built: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GONGKAI_LANG", "zh")
    monkeypatch.chdir(portal)
    for share in ("1/2", "2/2"):
        assert run(["build", "--jobs", "1", "--shard", share]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert out.startswith(f"分片 {share} 已生成：shards/{share[0]}-of-2（")
    assert run(["merge", "shards"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("网站已更新：site（18 份报告")
    assert differences(tree(portal / "site"), tree(built / "site")) == []
    shutil.rmtree(portal / "shards/2-of-2")
    assert run(["merge", "shards"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "缺少 2/2" in err


@pytest.mark.parametrize("share", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2"])
def test_a_share_that_is_none_is_told(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", f"--shard={share}"]) == 2
    assert "2/4" in capsys.readouterr().err


@pytest.mark.parametrize("other", ["--plain", "--explain", "--scheduler=x", "--clean"])
def test_an_option_that_means_nothing_for_a_shard_is_told(
    other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "--shard=1/2", other]) == 2
    assert other.partition("=")[0] in capsys.readouterr().err
