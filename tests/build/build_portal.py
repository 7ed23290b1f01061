"""A small demonstration portal, its two builds, and edits that people make."""

from __future__ import annotations

import difflib
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.build import catalogue
from generator.build.orders import Order, Outcome
from generator.model.search import Entry
from generator.pipeline import demo, site
from generator.resources import resource_text
from generator.search.reading import read_index

ROOT = Path(__file__).resolve().parents[2]
FILES_OF_BUILDS = (".gongkai-site",)
"""What only tells that a folder is a site of ours."""

NEWER = 1_000_000_000
"""Nanoseconds that each edit is later than the one before: no test waits for the clock."""


def make_portal(root: Path, agencies: int = 9, years: int = 2, seed: int = 3) -> Path:
    demo.demo(root, demo.Wish(agencies, years, seed), lambda _: None)
    return root


@contextmanager
def no_bar(_: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def build(root: Path, out: Path | None = None, jobs: int = 1, *, clean: bool = False) -> Outcome:
    return site.build(Order(root, out or root / "site", jobs, clean=clean), no_bar)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in FILES_OF_BUILDS
    }


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    """The paths in which two sites differ."""
    return sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))


INDEX = "search/"


def pages(site_folder: Path) -> dict[str, bytes]:
    """A site without its search index, whose files depend on the order of the changes."""
    return {path: own for path, own in tree(site_folder).items() if not path.startswith(INDEX)}


def indexed(site_folder: Path) -> dict[str, Entry]:
    """Everything that can be found on a site, by address; each address is there once."""
    index = read_index(lambda path: (site_folder / INDEX / path).read_bytes())
    live = [part.entry(number) for part in index.segments for number in part.live()]
    found = {entry.address: entry for entry in live}
    assert len(found) == len(live)
    return found


def assert_same_site(one: Path, two: Path, told: object = None) -> None:
    """Byte for byte, and every entry of the search index."""
    assert differences(pages(one), pages(two)) == [], (told, first_difference(one, two))
    assert indexed(one) == indexed(two), told
    # An index that was changed may lie in more folders than one that was made at once.
    own, other = ({name for name in folders(each) if INDEX not in name} for each in (one, two))
    assert own == other, told


def copy_content(root: Path, target: Path) -> Path:
    """The portal without what was built from it."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns(".gongkai", "site*", ".site*"))
    return target


def copy_portal(root: Path, target: Path) -> Path:
    """The portal with its site and the catalogue, which knows the site by its place."""
    shutil.copytree(root, target)
    with catalogue.opened(target) as held:
        held.put_fact("out", str((target / "site").resolve()))
    return target


def leftovers(root: Path) -> list[str]:
    """What lies beside the site and is none of the portal's."""
    return sorted(path.name for path in root.iterdir() if path.name.startswith((".site", "..")))


def program(*arguments: object, cwd: Path, **settings: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GONGKAI_LANG": "zh"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **settings,
    )


class Editor:
    """Somebody who changes a portal, in ways that a seed decides."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.dice = root, random.Random(seed)
        self.time = max(path.stat().st_mtime_ns for path in root.rglob("*"))
        self.log: list[str] = []
        self.number = 0

    @property
    def agencies(self) -> list[Path]:
        return sorted(path.parent for path in self.root.glob("content/agencies/*/agency.yml"))

    @property
    def records(self) -> list[Path]:
        return sorted(self.root.glob("content/agencies/*/[0-9][0-9][0-9][0-9].yml"))

    def edit(self) -> str:
        """Make one change; what it was."""
        ways: list[Callable[[], str]] = [
            self.change_figure,
            self.change_text,
            self.add_record,
            self.remove_record,
            self.rename_record,
            self.rename_agency,
            self.change_kind,
            self.add_agency,
            self.remove_agency,
            self.rename_folder,
            self.change_original,
            self.move_original,
            self.change_portal,
            self.touch,
        ]
        return self.make(self.dice.choice(ways))

    def make(self, way: Callable[[], str]) -> str:
        """Make the change of one way, and remember it."""
        self.log.append(way())
        return self.log[-1]

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self.stamp(path)

    def stamp(self, path: Path) -> None:
        self.time += NEWER
        os.utime(path, ns=(self.time, self.time))

    def replaced(self, path: Path, pattern: str, new: str) -> str:
        text = path.read_text(encoding="utf-8")
        made, count = re.subn(pattern, lambda _: new, text, count=1, flags=re.M)
        assert count == 1, (path, pattern)
        self.write(path, made)
        return f"{path.relative_to(self.root)}: {new}"

    def change_figure(self) -> str:
        number = self.dice.randrange(1, 99)
        return self.replaced(self.dice.choice(self.records), r"(?<=\[)[0-9]+", str(number))

    def change_text(self) -> str:
        record = self.dice.choice(self.records)
        self.number += 1
        return self.replaced(record, r"^title: .*$", f'title: "第 {self.number} 次改动的标题"')

    def add_record(self) -> str:
        record = self.dice.choice(self.records)
        years = [year for year in range(2021, 2026) if not record.with_name(f"{year}.yml").exists()]
        if not years:
            return self.touch()
        year = self.dice.choice(years)
        target = record.with_name(f"{year}.yml")
        text = record.read_text(encoding="utf-8").replace(record.stem, str(year))
        self.write(target, re.sub(r"(?m)^source: .*\n", "", text))
        return f"new {target.relative_to(self.root)}"

    def remove_record(self) -> str:
        record = self.dice.choice(self.records)
        record.unlink()
        return f"gone {record.relative_to(self.root)}"

    def rename_record(self) -> str:
        pairs = [
            (record, record.with_name(f"{int(record.stem) - 1}.yml"))
            for record in self.records
            if int(record.stem) > 2021
        ]
        possible = [pair for pair in pairs if not pair[1].exists()]
        if not possible:
            return self.touch()
        record, target = self.dice.choice(possible)
        record.rename(target)
        return f"{record.relative_to(self.root)} is now {target.name}"

    def rename_agency(self) -> str:
        self.number += 1
        settings = self.dice.choice(self.agencies) / "agency.yml"
        return self.replaced(settings, r"(?<=name: )[^,}\n]+", f"改名{self.number}局")

    def change_kind(self) -> str:
        kind = self.dice.choice(["department", "township", "vertical"])
        return self.replaced(
            self.dice.choice(self.agencies) / "agency.yml", r"^kind: .*$", f"kind: {kind}"
        )

    def add_agency(self) -> str:
        self.number += 1
        model = self.dice.choice(self.agencies)
        folder = self.root / "content/agencies" / f"new-{self.number}"
        text = f"names:\n  - {{name: 新设{self.number}局}}\nkind: department\narea: 示例区\n"
        self.write(folder / "agency.yml", text)
        for record in sorted(model.glob("202?.yml")):
            own = record.read_text(encoding="utf-8")
            self.write(folder / record.name, re.sub(r"(?m)^source: .*\n", "", own))
        return f"new {folder.name}"

    def _is_superior(self, agency: Path) -> bool:
        return any(
            f"superior: {agency.name}\n" in (each / "agency.yml").read_text(encoding="utf-8")
            for each in self.agencies
        )

    def _a_leaf(self) -> Path | None:
        leaves = [each for each in self.agencies if not self._is_superior(each)]
        return self.dice.choice(leaves) if len(self.agencies) > 4 and leaves else None

    def remove_agency(self) -> str:
        agency = self._a_leaf()
        if agency is None:
            return self.touch()
        shutil.rmtree(agency)
        return f"gone {agency.name}"

    def rename_folder(self) -> str:
        agency = self._a_leaf()
        if agency is None:
            return self.touch()
        self.number += 1
        agency.rename(agency.with_name(f"moved-{self.number}"))
        return f"{agency.name} is now moved-{self.number}"

    def change_original(self) -> str:
        originals = sorted(self.root.glob("content/agencies/*/20*/original.*"))
        if not originals:
            return self.touch()
        original = self.dice.choice(originals)
        self.number += 1
        self.write(original, f"原件 {self.number}\n")
        return f"{original.relative_to(self.root)} differs"

    def move_original(self) -> str:
        """An original that a record names is not there any more, or is there again."""
        moved = sorted(self.root.glob("content/agencies/*/20*/moved.*"))
        originals = sorted(self.root.glob("content/agencies/*/20*/original.*"))
        if not moved and not originals:
            return self.touch()
        path = self.dice.choice(moved or originals)
        target = path.with_stem("original" if moved else "moved")
        path.rename(target)
        return f"{path.relative_to(self.root)} is now {target.name}"

    def change_portal(self) -> str:
        self.number += 1
        return self.replaced(
            self.root / "content/portal.yml", r"^name: .*$", f"name: 门户{self.number}"
        )

    def change_edition(self) -> str:
        """An edition of the portal's own in place of the program's, or that one changed."""
        self.number += 1
        form = resource_text("editions/cn-2021.yml")
        form = form.replace("zh: 行政许可", f"zh: 行政许可事项{self.number}", 1)
        self.write(self.root / "content/editions/own.yml", form)
        return "edition"

    def change_page(self) -> str:
        """A hand-written page that is new, other than before, or gone."""
        self.number += 1
        page = self.root / "content/pages" / f"page-{self.dice.randrange(2)}.md"
        if page.exists() and self.dice.randrange(2):
            page.unlink()
            return f"gone {page.name}"
        self.write(page, f"# 手写页\n\n第 {self.number} 版。\n")
        return f"page {page.name}"

    def change_theme(self) -> str:
        """A template of the webmaster's own, which is on every page."""
        self.number += 1
        template = self.root / "overrides/partials/footer.html"
        self.write(
            template, f"<footer>版权 {self.number} – {{{{ page.title if page }}}}</footer>\n"
        )
        settings = self.root / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        if "custom_dir" not in text:
            named = "  name: material\n"
            self.write(settings, text.replace(named, f"{named}  custom_dir: overrides\n"))
        return "theme"

    def change_site(self) -> str:
        """The address of the site, which is on every page and in the sitemap."""
        self.number += 1
        settings = self.root / "mkdocs.yml"
        kept = re.sub(r"(?m)^site_url: .*\n", "", settings.read_text(encoding="utf-8"))
        self.write(settings, f"{kept}site_url: https://www.example.gov.cn/{self.number}/\n")
        return "site_url"

    def touch(self) -> str:
        path = self.dice.choice([*self.records, *(each / "agency.yml" for each in self.agencies)])
        self.stamp(path)
        return f"touched {path.relative_to(self.root)}"


def first_difference(one: Path, two: Path) -> str:
    """Where the first page that differs does so, for the message of a failing test."""
    mine, other = pages(one), pages(two)
    for path in differences(mine, other):
        before = mine.get(path, b"").decode(errors="replace").splitlines()
        after = other.get(path, b"").decode(errors="replace").splitlines()
        told = difflib.unified_diff(before, after, lineterm="", n=0)
        return "\n".join([path, *(line[:300] for line in list(told)[:20])])
    return ""
