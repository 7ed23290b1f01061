"""Files are written whole or not at all, and what the system refuses has a name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import storage
from generator.build.content import known_kinds, outline, read_original, read_reports
from generator.errors import GongkaiError, UnreadableError, UnwritableError
from generator.model.reports import Report, Source

REFUSALS = {
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EIO: "system",
}


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes and every folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def refuse(code: int, only: Callable[[Path], bool] = lambda _: True) -> Callable[..., object]:
    def replace(source: Path, target: Path) -> Path:
        if only(Path(target)):
            raise OSError(code, os.strerror(code), str(target))
        os.replace(source, target)
        return target

    return replace


@pytest.mark.parametrize("code", REFUSALS)
def test_a_failing_write_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", refuse(code))
    with pytest.raises(UnwritableError) as caught:
        storage.write(file, b"new")
    assert caught.value.key == REFUSALS[code]
    assert tree(tmp_path) == {"a.yml": b"old"}


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")
    plain_open = Path.open

    class Full:
        def __init__(self, opened: object) -> None:
            self.opened = opened

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.opened.close()  # type: ignore[attr-defined]

        def write(self, content: bytes) -> None:
            self.opened.write(content[:2])  # type: ignore[attr-defined]
            raise OSError(errno.ENOSPC, "full")

    def opened(path: Path, mode: str = "r", *rest: object) -> object:
        made = plain_open(path, mode, *rest)  # type: ignore[call-overload]
        return Full(made) if "w" in mode else made

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(UnwritableError) as caught:
        storage.write(file, b"new content")
    assert caught.value.key == "no_space"
    assert tree(tmp_path) == {"a.yml": b"old"}


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        storage.write(file, b"new")
    assert tree(tmp_path) == {"a.yml": b"old"}


def test_a_failing_write_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").mkdir()
    monkeypatch.setattr(Path, "replace", refuse(errno.ENOSPC))
    with pytest.raises(UnwritableError):
        storage.write(tmp_path / "content" / "agencies" / "new" / "agency.yml", b"new")
    assert tree(tmp_path) == {"content": None}


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "a" / "a.yml"
    assert storage.write(file, b"one")
    before = file.stat()
    assert not storage.write(file, b"one")
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert file.stat().st_ino == before.st_ino
    assert storage.write(file, b"two")
    assert file.read_bytes() == b"two"


def test_several_files_are_written_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yml").write_bytes(b"old a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.yml").write_bytes(b"old b")
    before = tree(tmp_path)
    files = {
        tmp_path / "a.yml": b"new a",
        tmp_path / "new" / "deep" / "c.yml": b"new c",
        tmp_path / "b" / "b.yml": b"new b",
    }
    refused = refuse(errno.ENOSPC, lambda target: target.name == "b.yml")
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(UnwritableError) as caught:
        storage.write_all(files)
    assert caught.value.key == "no_space"
    assert str(caught.value.parameters["path"]).endswith("b.yml")
    assert tree(tmp_path) == before
    monkeypatch.undo()
    storage.write_all(files)
    assert (tmp_path / "new" / "deep" / "c.yml").read_bytes() == b"new c"
    assert (tmp_path / "b" / "b.yml").read_bytes() == b"new b"


def test_several_files_are_written_all_or_none_when_a_person_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yml").write_bytes(b"old")
    plain = Path.replace

    def replace(source: Path, target: Path) -> Path:
        if target.name == "b.yml":
            raise KeyboardInterrupt
        return plain(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        storage.write_all({tmp_path / "a.yml": b"new", tmp_path / "b.yml": b"new"})
    assert tree(tmp_path) == {"a.yml": b"old"}


LONGEST = 255
"""The bytes that the name of a file may have on most systems."""


@pytest.mark.parametrize("durable", [True, False])
def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path, durable: bool) -> None:
    name = "年" * 80 + "." + "x" * (LONGEST - 3 * 80 - 1)
    for path in (tmp_path / name, tmp_path / "new" / name, tmp_path / name[:-1] / name):
        assert storage.write(path, b"1", durable=durable)
        assert storage.write(path, b"22", durable=durable)
        assert path.read_bytes() == b"22"
        assert sorted(path.parent.glob(".*")) == []


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    left: list[Path] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", kill)
        patch.setattr(Path, "unlink", lambda self, **_: left.append(self))  # pyright: ignore
        with pytest.raises(KeyboardInterrupt):
            storage.write(tmp_path / "a.yml", b"1", durable=True)
    assert [path.exists() for path in left] == [True]
    storage.write(tmp_path / "b.yml", b"1", durable=True)
    assert left[0].exists()
    storage.write(tmp_path / "a.yml", b"1", durable=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "b.yml"]


def test_writing_onto_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").mkdir()
    with pytest.raises(UnwritableError) as caught:
        storage.write(tmp_path / "a.yml", b"x")
    assert caught.value.key == "is_folder"


def test_writing_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(UnwritableError) as caught:
        storage.write(tmp_path / "a" / "b.yml", b"x")
    assert caught.value.key == "not_folder"
    assert tree(tmp_path) == {"a": b"x"}


def folder(path: Path) -> None:
    path.mkdir()


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)


def nothing(path: Path) -> None:
    del path


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_bytes(b"x")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("prepare", "key"),
    [
        (nothing, "missing"),
        (folder, "is_folder"),
        (huge, "too_large"),
        (below_a_file, "not_folder"),
        (loop, "system"),
    ],
)
def test_what_cannot_be_read_has_a_name(
    tmp_path: Path, prepare: Callable[[Path], None], key: str
) -> None:
    file = tmp_path / "in" / "a.txt"
    file.parent.mkdir()
    prepare(file)
    with pytest.raises(UnreadableError) as caught:
        storage.read(file)
    assert caught.value.key == key
    assert str(caught.value.parameters["path"]).endswith("a.txt")


def test_a_file_that_may_not_be_read_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x")

    def refused(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(UnreadableError) as caught:
        storage.read(file)
    assert caught.value.key == "no_permission"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only systems with pipes have them")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableError):
        storage.read(pipe)


def test_every_error_crosses_to_another_process_whole() -> None:
    import pickle

    from generator.errors import BrokenContentError, ThemeError, UsageError
    from generator.model.findings import Finding, Place, Severity

    finding = Finding("yaml.anchor", Severity.ERROR, Place("a", 1, 2), {"name": "x"})
    errors: list[GongkaiError] = [
        UsageError("no_portal", path="x", file="y"),
        UnreadableError("missing", path="x"),
        UnwritableError("no_space", path="x"),
        ThemeError("theme", path="x"),
        BrokenContentError("broken_content", [finding], count=1),
    ]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert (again.key, again.parameters) == (error.key, error.parameters)
        assert getattr(again, "findings", None) == getattr(error, "findings", None)


# --- what lies in a portal ---------------------------------------------------------------------

RECORD = "form: cn-free\ntitle: t\nsections: {}\n"
AGENCY = "names: [{name: 甲}]\nkind: department\n"


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    root = tmp_path / "portal"
    agency = root / "content" / "agencies" / "a"
    (agency / "2022").mkdir(parents=True)
    (root / "content" / "portal.yml").write_text("name: p\n", encoding="utf-8")
    (agency / "agency.yml").write_text(AGENCY, encoding="utf-8")
    (agency / "2022.yml").write_text(
        RECORD + f"source: {{file: 2022/original.txt, sha256: {'0' * 64}}}\n", encoding="utf-8"
    )
    (agency / "2022" / "original.txt").write_bytes(b"original")
    return root


def originals(root: Path) -> dict[int, bytes]:
    return dict(read_reports(root, outline(root), "a").originals)


def test_an_original_is_read(portal: Path) -> None:
    assert originals(portal) == {2022: b"original"}


@pytest.mark.parametrize("target", ["../../../secret.txt", "/etc/hostname", "../../b/2022.txt"])
def test_a_link_that_leads_out_of_the_folder_is_not_published(portal: Path, target: str) -> None:
    for secret in (portal / "secret.txt", portal / "content/agencies/b/2022.txt"):
        secret.parent.mkdir(exist_ok=True)
        secret.write_bytes(b"secret")
    original = portal / "content/agencies/a/2022/original.txt"
    original.unlink()
    original.symlink_to(target)
    (portal / "content/agencies/b/agency.yml").write_text(AGENCY, encoding="utf-8")
    assert originals(portal) == {}


def test_a_folder_that_is_a_link_out_is_not_published(portal: Path) -> None:
    outside = portal.parent / "outside"
    outside.mkdir()
    (outside / "original.txt").write_bytes(b"secret")
    own = portal / "content/agencies/a/2022"
    (own / "original.txt").unlink()
    own.rmdir()
    own.symlink_to(outside)
    assert originals(portal) == {}


def test_a_link_within_the_folder_is_followed(portal: Path) -> None:
    original = portal / "content/agencies/a/2022/original.txt"
    original.rename(original.with_name("sent.txt"))
    original.symlink_to("sent.txt")
    assert originals(portal) == {2022: b"original"}


def test_a_link_in_the_place_of_the_agencys_folder_is_followed(portal: Path) -> None:
    own = portal / "content/agencies/a"
    own.rename(portal.parent / "elsewhere")
    own.symlink_to(portal.parent / "elsewhere")
    assert originals(portal) == {2022: b"original"}


def test_an_original_that_climbs_out_is_not_read_even_if_a_record_could_say_so(
    portal: Path,
) -> None:
    (portal / "content" / "agencies" / "secret.txt").write_bytes(b"secret")
    report = Report("a", 2022, "cn-free", "t", source=Source("../secret.txt", "0" * 64))
    assert read_original(portal, report) is None


def test_the_years_of_an_agency_are_those_of_its_records(portal: Path) -> None:
    folder = portal / "content/agencies/a"
    for name in ("2021.yml", "1899.yml", "20221.yml", "2020.yaml", "2019.yml.bak", "x.yml"):
        (folder / name).write_text(RECORD, encoding="utf-8")
    assert [(each.id, each.years) for each in storage.agencies(portal)] == [("a", (2021, 2022))]


def test_a_folder_or_a_dead_link_in_the_place_of_a_record_is_not_passed_over(portal: Path) -> None:
    record = portal / "content/agencies/a/2019.yml"
    record.mkdir()
    with pytest.raises(UnreadableError) as caught:
        originals(portal)
    assert caught.value.key == "is_folder"
    record.rmdir()
    record.symlink_to("nowhere.yml")
    with pytest.raises(UnreadableError) as caught:
        originals(portal)
    assert caught.value.key == "missing"


def test_what_does_not_belong_is_reported(portal: Path) -> None:
    agencies = portal / "content/agencies"
    (agencies / "note.txt").write_bytes(b"")
    (agencies / "Bad_Name").mkdir()
    (agencies / ".hidden").mkdir()
    (agencies / "a" / "2020.yaml").write_bytes(b"")
    (agencies / "a" / "notes").mkdir()
    (agencies / "a" / "2018").write_bytes(b"")
    assert [(each.code, each.place.file) for each in storage.strangers(portal)] == [
        ("file.agency_folder", "content/agencies/Bad_Name"),
        ("file.stranger", "content/agencies/a/2018"),
        ("file.stranger", "content/agencies/a/2020.yaml"),
        ("file.stranger", "content/agencies/a/notes"),
        ("file.stranger", "content/agencies/note.txt"),
    ]


def test_agencies_that_are_a_file_are_an_error_and_not_an_empty_portal(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert list(storage.agencies(tmp_path)) == []
    (tmp_path / "content" / "agencies").write_bytes(b"")
    with pytest.raises(UnreadableError) as caught:
        list(storage.agencies(tmp_path))
    assert caught.value.key == "not_folder"


def test_kinds_are_known() -> None:
    assert "department" in known_kinds()
