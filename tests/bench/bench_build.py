"""How long building takes, beside MkDocs, Hugo and copying the finished site."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import Contender, best, command, gongkai, peak_memory, table

YEARS = 6
CHANGED = "one changed record"
UNCHANGED = "nothing changed"
YAML, LOST = "gongkai, from YAML", "gongkai, the site lost"
UNINDEXED = "gongkai, from YAML, without search"
LOST_UNINDEXED = "gongkai, the site lost, without search"
THEMED = "gongkai, another address of the site"
PLAIN, GENERATING = "MkDocs, limited nav", "(generating its Markdown)"
AUTOMATIC, HUGO, COPY = "MkDocs, automatic nav and search", "Hugo", "cp -r of the site"


@dataclass(frozen=True)
class Sizes:
    """How many reports are wanted, for each part of the table."""

    full: tuple[int, ...] = (1200, 6000)
    automatic: tuple[int, ...] = (300, 1200)
    changed: tuple[int, ...] = (1000, 6000)
    memory: tuple[int, ...] = (1000, 6000)


QUICK = Sizes((120, 300), (60, 120), (120, 300), (120, 300))


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder in memory, where there is one with room; the disk must not be what is measured."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 8_000_000_000
    with tempfile.TemporaryDirectory(dir=memory if roomy else None) as folder:
        yield Path(folder)


class Portal:
    """A demonstration portal of about `wanted` reports."""

    def __init__(self, folder: Path, wanted: int) -> None:
        self.root, self.wanted = folder / f"portal-{wanted}", wanted
        agencies = -(-wanted // YEARS)
        gongkai(folder, "demo", self.root, "--agencies", agencies, "--years", YEARS, "--seed", 1)
        manifest = json.loads((self.root / "manifest.json").read_text(encoding="utf-8"))
        self.reports: int = manifest["reports"]
        self.site = self.root / "site"
        self.moves = 0

    def forget(self, *, everything: bool) -> None:
        """Take the site away; with `everything` what the program knows of it too."""
        shutil.rmtree(self.site, ignore_errors=True)
        if everything:
            shutil.rmtree(self.root / ".gongkai", ignore_errors=True)

    def build(self, *arguments: object) -> None:
        gongkai(self.root, "build", *arguments)

    def move(self) -> None:
        """Another address of the site, which every page names."""
        settings = self.root / "mkdocs.yml"
        kept = re.sub(r"(?m)^site_url: .*\n", "", settings.read_text(encoding="utf-8"))
        self.moves += 1
        settings.write_text(f"{kept}site_url: https://{self.moves}.example/\n", encoding="utf-8")

    def change(self) -> None:
        """Another figure in one record."""
        record = sorted(self.root.glob("content/agencies/*/2*.yml"))[self.reports // 2]
        text = record.read_text(encoding="utf-8")
        old = re.search(r"\[(\d+)", text)
        assert old is not None
        new = str((int(old[1]) + 1) % 90)
        record.write_text(text[: old.start(1)] + new + text[old.end(1) :], encoding="utf-8")


def unindexed(portal: Portal) -> None:
    """Build all but the search, which the sites of the others do not have."""
    command(sys.executable, "-m", "tests.bench.unindexed", "-C", portal.root, "build")


# --- the others ------------------------------------------------------------------------------

_PLAINLY = """
import sys, time
from pathlib import Path
from generator.website import plugin, site
took = 0
def timed(function):
    def run(*arguments):
        global took
        start = time.perf_counter()
        made = function(*arguments)
        took += time.perf_counter() - start
        return made
    return run
plugin.generate, plugin.generate_index = timed(plugin.generate), timed(plugin.generate_index)
start = time.perf_counter()
site.build(Path(sys.argv[1]), Path(sys.argv[2]))
print(time.perf_counter() - start - took, took)
"""


def plainly(portal: Portal, folder: Path) -> tuple[float, float]:
    """Seconds of plain MkDocs on ready Markdown, and of generating this Markdown from nothing."""
    shutil.rmtree(portal.root / ".gongkai/pages", ignore_errors=True)
    out = folder / "plain"
    shutil.rmtree(out, ignore_errors=True)
    mkdocs, generating = command(sys.executable, "-c", _PLAINLY, portal.root, out).split()
    return float(mkdocs), float(generating)


_AUTOMATIC = """site_name: x
docs_dir: docs
theme: {name: material, language: zh, font: false}
plugins: [search]
"""


def automatic_site(portal: Portal, folder: Path) -> Path:
    """The same Markdown as people would give it to MkDocs: navigation and search as they come."""
    root = folder / f"automatic-{portal.wanted}"
    shutil.copytree(portal.root / ".gongkai/pages", root / "docs")
    shutil.rmtree(root / "docs/search", ignore_errors=True)
    (root / "mkdocs.yml").write_text(_AUTOMATIC, encoding="utf-8")
    return root


_HUGO = """baseURL = "https://www.example.gov.cn/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
disableHugoGeneratorInject = true
[markup.goldmark.renderer]
unsafe = true
"""


def hugo_site(portal: Portal, folder: Path) -> Path:
    """The same Markdown, a template that gives pages of the same size, and the same other files."""
    root = folder / f"hugo-{portal.wanted}"
    pages = portal.root / ".gongkai/pages"
    for file in sorted(pages.rglob("*")):
        path = file.relative_to(pages)
        if file.is_dir() or path.parts[0] == "search":
            continue
        name = "_index.md" if path.name == "index.md" else path.name
        target = root / ("content" if path.suffix == ".md" else "static") / path.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    shutil.copytree(portal.site / "assets", root / "static/assets", dirs_exist_ok=True)
    page = next(iter(sorted(portal.site.glob("agencies/*/20*/index.html"))))
    html = page.read_text(encoding="utf-8")
    start, end = html.index("<article"), html.index("</article>")
    shell = f"{html[: html.index('>', start) + 1]}{{{{ .Content }}}}{html[end:]}"
    shell = re.sub("<title>.*?</title>", "<title>{{ .Title }}</title>", shell, count=1, flags=re.S)
    layouts = root / "layouts/_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(shell, encoding="utf-8")
    (root / "layouts/index.html").write_text(shell, encoding="utf-8")
    (root / "config.toml").write_text(_HUGO, encoding="utf-8")
    return root


# --- the tables ------------------------------------------------------------------------------


def full_build(
    portal: Portal, folder: Path, rounds: int, *, automatic: bool
) -> Mapping[str, float]:
    """The seconds of every contender for a whole site."""
    portal.build()
    generating: list[float] = []

    def plain() -> float:
        mkdocs, own = plainly(portal, folder)
        generating.append(own)
        return mkdocs

    plain()
    contenders = [
        Contender(UNINDEXED, lambda: unindexed(portal), lambda: portal.forget(everything=True)),
        Contender(
            LOST_UNINDEXED, lambda: unindexed(portal), lambda: portal.forget(everything=False)
        ),
        Contender(YAML, portal.build, lambda: portal.forget(everything=True)),
        Contender(LOST, portal.build, lambda: portal.forget(everything=False)),
        Contender(THEMED, portal.build, portal.move),
        Contender(PLAIN, plain),
    ]
    if automatic:
        root = automatic_site(portal, folder)
        contenders.append(Contender(AUTOMATIC, lambda: _mkdocs(root)))
    if shutil.which("hugo"):
        hugo = hugo_site(portal, folder)
        contenders.append(
            Contender(
                HUGO,
                lambda: _quietly("hugo", "--quiet", "--source", hugo),
                lambda: shutil.rmtree(hugo / "public", ignore_errors=True),
            )
        )
    copied = folder / "copied"
    contenders.append(
        Contender(
            COPY,
            lambda: _quietly("cp", "-r", portal.site, copied),
            lambda: shutil.rmtree(copied, ignore_errors=True),
        )
    )
    return {**best(contenders, rounds), GENERATING: min(generating)}


def _mkdocs(root: Path) -> None:
    command(sys.executable, "-m", "mkdocs", "build", "--quiet", cwd=root)


def _quietly(*arguments: object) -> None:
    command(*arguments)


def full_table(folder: Path, sizes: Sizes, rounds: int) -> str:
    """Whole sites: seconds, milliseconds a report, and how many times as fast as plain MkDocs."""
    measured: dict[int, Mapping[str, float]] = {}
    counts: dict[int, int] = {}
    for wanted in sorted({*sizes.full, *sizes.automatic}):
        portal = Portal(folder, wanted)
        counts[wanted] = portal.reports
        measured[wanted] = full_build(portal, folder, rounds, automatic=wanted in sizes.automatic)
        shutil.rmtree(portal.root)
    heads = ["whole site"]
    for wanted in measured:
        heads += [f"{counts[wanted]:,} reports, s", "ms/report", "× MkDocs"]
    rows = [
        [name, *(cell for size in measured for cell in _cells(measured[size], name, counts[size]))]
        for name in _ORDER
    ]
    note = "" if shutil.which("hugo") else "\n\nHugo is not installed here and was left out."
    return table(heads, rows) + note


_ORDER = (
    YAML, UNINDEXED, THEMED, LOST, LOST_UNINDEXED, PLAIN, GENERATING, AUTOMATIC, HUGO, COPY,
)  # fmt: skip


def _cells(measured: Mapping[str, float], name: str, reports: int) -> tuple[str, str, str]:
    if name not in measured:
        return "–", "–", "–"
    seconds = measured[name]
    times = "" if name == GENERATING else f"{measured[PLAIN] / seconds:.1f}"
    return f"{seconds:.2f}", f"{1000 * seconds / reports:.2f}", times


def changed_table(folder: Path, sizes: Sizes, rounds: int) -> str:
    """A small change: seconds of the whole command, start of Python included."""
    rows: list[list[str]] = []
    heads = ["a small change", "seconds", "files written"]
    for wanted in sizes.changed:
        portal = Portal(folder, wanted)
        portal.build()
        found = best(
            [
                Contender(CHANGED, portal.build, portal.change),
                Contender(UNCHANGED, portal.build),
            ],
            rounds + 1,
        )
        portal.change()
        told = re.findall(r"\d+", gongkai(portal.root, "build").rpartition("写入")[2])
        rows.append([f"{CHANGED} of {portal.reports:,}", f"{found[CHANGED]:.2f}", told[0]])
        rows.append([f"{UNCHANGED} in {portal.reports:,}", f"{found[UNCHANGED]:.2f}", "0"])
        shutil.rmtree(portal.root)
    return table(heads, rows)


def memory_table(folder: Path, sizes: Sizes) -> str:
    """The most memory of the first process and of the largest worker, with two workers."""
    rows: list[list[str]] = []
    for wanted in sizes.memory:
        portal = Portal(folder, wanted)
        build = [sys.executable, "-m", "generator", "-C", portal.root, "build", "--jobs", "2"]
        parent, worker = peak_memory(*build)
        portal.change()
        small, _ = peak_memory(*build)
        rows.append([f"{portal.reports:,} reports", f"{worker}", f"{parent}", f"{small}"])
        shutil.rmtree(portal.root)
    heads = ["memory, MB", "largest worker", "first process", "first process, one changed record"]
    return table(heads, rows)


def sections(*, quick: bool, large: bool, rounds: int) -> Iterator[str]:
    """The tables, one after the other."""
    sizes = QUICK if quick else Sizes()
    if large:
        sizes = Sizes(changed=(*sizes.changed, 100_000), memory=(*sizes.memory, 100_000))
    with work_folder() as folder:
        yield full_table(folder, sizes, rounds)
        yield changed_table(folder, sizes, rounds)
        yield memory_table(folder, sizes)
