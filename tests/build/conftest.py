"""A small portal, its content made once and copied for each test that changes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from build_portal import build, copy_content, copy_portal, make_portal, tree

from generator.build.base import Base, MakeBase
from generator.build.fingerprints import digest
from generator.build.shells import Specimen
from generator.model.agencies import Portal
from generator.website import site


@pytest.fixture(scope="session", autouse=True)
def one_moment() -> Iterator[None]:
    """Sites are compared byte for byte, so that all are built at one moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        yield


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal that nobody changes."""
    return make_portal(tmp_path_factory.mktemp("content") / "portal")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Path:
    """The same, with its site; nobody changes it."""
    root = copy_content(content, tmp_path_factory.mktemp("built") / "portal")
    build(root)
    return root


@pytest.fixture
def portal(tmp_path: Path, content: Path) -> Path:
    """A portal of one's own, not built yet."""
    return copy_content(content, tmp_path / "portal")


@pytest.fixture
def published(tmp_path: Path, built: Path, quick_base: None) -> Path:
    """A portal of one's own with its site."""
    return copy_portal(built, tmp_path / "portal")


class Rendered:
    """What MkDocs made of the same settings, pages and specimens before: it need not do it again.

    `test_build_same_bytes` proves that MkDocs gives the same bytes each time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Base] = {}
        self.plain = site.make_base

    def make_base(self, root: Path) -> MakeBase:
        def base(out: Path, wanted: Iterable[Specimen], portal: Portal) -> Base:
            specimens = tuple(wanted)
            key = digest(repr((self._settings(root), specimens, portal)).encode())
            if key not in self.known:
                self.known[key] = self.plain(root)(out, specimens, portal)
                shutil.copytree(out, self.folder / key)
            else:
                shutil.copytree(self.folder / key, out, dirs_exist_ok=True)
            return self.known[key]

        return base

    def _settings(self, root: Path) -> list[tuple[str, bytes]]:
        wanted = [root / "mkdocs.yml", *(root / "content/pages").rglob("*")]
        wanted += (root / "overrides").rglob("*")
        return [
            (path.relative_to(root).as_posix(), path.read_bytes())
            for path in sorted(wanted)
            if path.is_file()
        ]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return Rendered(tmp_path_factory.mktemp("rendered"))


@pytest.fixture
def quick_base(rendered: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of this process ask MkDocs once for what it rendered before."""
    monkeypatch.setattr(site, "make_base", rendered.make_base)


@pytest.fixture(scope="session")
def clean_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """Where clean sites are kept, and those that were built already, by the bytes of the content."""
    return tmp_path_factory.mktemp("clean"), {}


@pytest.fixture
def clean_build(
    clean_sites: tuple[Path, dict[str, Path]], quick_base: None
) -> Callable[[Path], Path]:
    """The site of a portal's content, built as if for the first time; its folder."""
    folder, known = clean_sites

    def site_of(root: Path) -> Path:
        copy = copy_content(root, folder / str(len(list(folder.iterdir()))))
        key = digest(repr(sorted(tree(copy).items())).encode())
        if key not in known:
            build(copy)
            shutil.rmtree(copy / ".gongkai")
            known[key] = copy / "site"
        return known[key]

    return site_of
