"""Measures the search on a demonstration portal, in a real browser behind a slow server.

    python -m tests.bench.search_bench --agencies 350 --years 6 --pagefind PROGRAM

Run from the top of the repository. Every query is asked as people ask: typed into the field in the
header of a page. For each kind of query it prints recall@10 (hits among the first ten ÷ the smaller
of ten and what is relevant; where an agency is asked for, those of its list come first), the bytes
and requests of a first search in a fresh browser and of the later ones, and the time from typing to
the first result. The page and its script are not counted. Every exact answer is compared with
looking everywhere. With `--pagefind` the same questions are put to Pagefind, whose program has to be
there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from generator import agencies as agency_files
from generator import records, storage
from generator.build.content import known_forms, known_kinds
from generator.demo.making import make
from generator.messages import messages
from generator.model.search import Entry
from generator.search.entries import agency_entry, report_entry
from generator.search.script import script
from generator.search.updates import build, update
from tests.bench import search_pagefind
from tests.bench.search_questions import Question, Truth, known, questions
from tests.search.search_server import ARGUMENTS, serving

DELAY = 0.05


def demo_entries(agencies: int, years: int, seed: int) -> Iterator[Entry]:
    """The entries of a demonstration portal, agency by agency."""
    forms, kinds = known_forms(), known_kinds()
    agency = None
    for file in make(agencies, years, seed, forms, originals=False):
        folder, _, name = file.path.rpartition("/")
        if name == "agency.yml":
            agency, _ = agency_files.parse_agency(file.text, file.path, folder.split("/")[2], kinds)
            if agency:
                yield agency_entry(agency, kinds[agency.kind], f"agencies/{agency.id}/")
        elif agency and folder.endswith(agency.id):
            year = int(name.partition(".")[0])
            report, _ = records.parse(file.text, file.path, agency.id, year, forms)
            if report:
                address = f"agencies/{agency.id}/{year}/"
                form, kind = forms[report.form], kinds[agency.kind]
                yield report_entry(report, form, agency, kind, address, faulty=False)


# --- building ----------------------------------------------------------------------------------


class Watch:
    """Tells the time that is taken apart from what comes out of a source."""

    def __init__(self) -> None:
        self.outside = 0.0

    def around(self, source: Iterable[Entry]) -> Iterator[Entry]:
        """The source; what it takes itself is counted as outside."""
        entries = iter(source)
        while True:
            start = time.process_time()
            entry = next(entries, None)
            self.outside += time.process_time() - start
            if entry is None:
                return
            yield entry


def build_in(folder: Path, agencies: int, years: int, seed: int) -> None:
    """Build the index of a portal in `folder`, write down what is in the portal, print figures.

    The entries come one after the other and go again, as they do when a site is built.
    """
    watch = Watch()
    reports = 0

    def noted() -> Iterator[Entry]:
        nonlocal reports
        with (folder / "truth").open("wb") as truth:
            for entry in demo_entries(agencies, years, seed):
                reports += entry.year is not None
                pickle.dump(known(entry), truth)
                yield entry

    size = count = 0
    start = time.process_time()
    words, expected = messages("zh").part("search"), agencies * (1 + years)
    with storage.spool(folder) as spool:
        for path, content in build(watch.around(noted()), words, spool, expected):
            began = time.process_time()
            target = folder / "search" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content or b"")
            size, count = size + len(content or b""), count + 1
            watch.outside += time.process_time() - began
    seconds = time.process_time() - start - watch.outside
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"own index, {reports} reports: {1000 * seconds / reports:.2f} ms of processor time each;"
    )
    print(f"  {memory} MB of memory; {size / 1e6:.1f} MB in {count} files", flush=True)


def loaded(folder: Path) -> Iterator[Any]:
    """What was written down of a portal."""
    with (folder / "truth").open("rb") as truth:
        while truth.peek(1):
            yield pickle.load(truth)


def measured_change(folder: Path, entry: Entry) -> None:
    """Print what changing one report takes, a cold start not included."""
    files = {path: path.read_bytes() for path in (folder / "search").rglob("*") if path.is_file()}

    def read(path: str) -> bytes:
        return (folder / "search" / path).read_bytes()

    changed = replace(entry, title=f"{entry.title}（修订）")
    start = time.process_time()
    changes = dict(update(read, [changed], (), messages("zh").part("search")))
    seconds = time.process_time() - start
    new = [
        content
        for path, content in changes.items()
        if content is not None and files.get(folder / "search" / path) != content
    ]
    print(f"  one changed report: {1000 * seconds:.0f} ms of processor time,", end=" ")
    print(f"{len(new)} files, {sum(map(len, new)) / 1000:.0f} KB")


# --- asking ------------------------------------------------------------------------------------

_ASK_OWN = """async (text) => {
  const input = document.querySelector(".gk-search__input");
  const list = document.querySelector(".gk-search__list");
  const start = performance.now();
  const shown = new Promise((done) => {
    const note = document.querySelector(".gk-search__note");
    const seen = new MutationObserver(() => {
      if (!list.childElementCount && note.hidden) return;
      seen.disconnect();
      done(performance.now() - start);
    });
    seen.observe(list.parentElement, { childList: true, subtree: true, attributes: true });
  });
  list.replaceChildren();
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event("input"));
  const time = await shown;
  await new Promise((done) => setTimeout(done, 700));
  const index = await gongkaiSearch.open(new URL("search/", location));
  const named = await gongkaiSearch.nameAgencies(index, text);
  const results = await gongkaiSearch.search(index, text);
  const called = named.agencies.flatMap((agency) => {
    const report = agency.reports.find(([year]) => named.years.includes(year));
    return report ? [report[1], agency.address] : [agency.address];
  });
  const found = [...results.hits].flatMap((hit) => [hit, ...hit.also]).map((hit) => hit.address);
  return { time, kind: results.kind, called, found };
}"""


@dataclass(frozen=True)
class Engine:
    """One way to search: what to run in the page, and what to make of a query before."""

    name: str
    script: str
    query: Callable[[str], str] = str


OWN = Engine("own", _ASK_OWN)
PAGEFIND = Engine("Pagefind as it comes", search_pagefind.ASK)
PAGEFIND_SINGLY = Engine(
    "Pagefind, single characters", search_pagefind.ASK, search_pagefind.query_apart
)


@dataclass(frozen=True)
class Answer:
    """What came of one question; `first`: in a fresh browser; sizes in bytes."""

    kind: str
    text: str
    first: bool
    recall: float
    size: int
    requests: int
    seconds: float
    exact: bool = True


@dataclass
class Traffic:
    """What a tab has loaded."""

    size: int = 0
    requests: int = 0

    def watch(self, tab: Page) -> None:
        """Count what the tab loads."""

        def note(request: Any) -> None:
            sizes = request.sizes()
            self.size += sizes["responseBodySize"] + sizes["responseHeadersSize"]
            self.requests += 1

        tab.on("requestfinished", note)

    def taken(self) -> tuple[int, int]:
        """Size and requests since the last time."""
        result = self.size, self.requests
        self.size = self.requests = 0
        return result


def blank_page(wording: Mapping[str, str]) -> bytes:
    return f"""<!doctype html><meta charset=utf-8><title>x</title>
<form class=gk-search role=search action=search/ data-index=search/>
<input class=gk-search__input type=search name=q aria-label="{wording["label"]}">
<div class=gk-search__panel hidden><div class=gk-search__list id=l role=listbox></div>
<p class=gk-search__note></p></div><p class=gk-search__live role=status></p></form>
<script src=search.js></script>""".encode()


def ask_all(
    browser: Browser, address: str, asked: Sequence[Question], engine: Engine, fresh: int
) -> Iterator[Answer]:
    """One in `fresh` questions in a fresh browser, those between them one after the other in one."""
    tab, traffic = _tab(browser, address)
    base = "/" + address.split("/", 3)[3]
    for number, question in enumerate(asked):
        if number % fresh == 0:
            tab.context.close()
            tab, traffic = _tab(browser, address)
        traffic.taken()
        answer = tab.evaluate(engine.script, engine.query(question.text))
        tab.wait_for_load_state("networkidle")
        size, requests = traffic.taken()
        found = [path.removeprefix(base).lstrip("/") for path in answer["found"]]
        # Agencies that are called so have a list of their own, above what contains the words.
        called = answer.get("called", []) if "agency" in question.kind else []
        first_ten = list(dict.fromkeys([*called, *found]))[:10]
        wanted = min(10, len(question.relevant))
        exact = True
        if engine is OWN and question.phrases and answer["kind"] == "exact":
            exact = set(found) == question.relevant
        yield Answer(
            question.kind,
            question.text,
            number % fresh == 0,
            len(question.relevant.intersection(first_ten)) / wanted if wanted else 1,
            size,
            requests,
            answer["time"] / 1000,
            exact,
        )


def _tab(browser: Browser, address: str) -> tuple[Page, Traffic]:
    tab = browser.new_context().new_page()
    traffic = Traffic()
    traffic.watch(tab)
    # The page with its script is not part of a search; see `script_size`.
    tab.goto(f"{address}index.html", wait_until="networkidle")
    traffic.taken()
    return tab, traffic


def show(name: str, answers: Sequence[Answer]) -> None:
    """Print a line for each kind of question."""
    print(f"\n{name}")
    print("kind                   n recall@10  first KB   max  req max  later KB   max    ms   90%")
    kinds = sorted({answer.kind for answer in answers})
    for kind in [*kinds, "typing errors", "all others"]:
        part = [answer for answer in answers if kind in (answer.kind, _sort(answer))]
        first = [answer for answer in part if answer.first]
        sizes = [answer.size / 1000 for answer in first]
        requests = [answer.requests for answer in first]
        later = [answer.size / 1000 for answer in part if not answer.first]
        times = sorted(1000 * answer.seconds for answer in part)
        print(
            f"{kind:20} {len(part):>3} {_mean([answer.recall for answer in part]):>9.3f}"
            f" {_mean(sizes):>9.1f} {max(sizes, default=0):>5.0f}"
            f" {_mean(requests):>4.1f} {max(requests, default=0):>3}"
            f" {_mean(later):>9.1f} {max(later, default=0):>5.0f}"
            f" {statistics.median(times):>5.0f} {times[int(0.9 * (len(times) - 1))]:>5.0f}"
        )
    inexact = [answer.text for answer in answers if not answer.exact]
    dearest = sorted(((answer.size // 1000, answer.text) for answer in answers), reverse=True)
    print(f"exact answers that differ from looking everywhere: {inexact}")
    print(f"dearest, KB: {dearest[:4]}")


def _sort(answer: Answer) -> str:
    return "typing errors" if answer.kind.startswith("typing") else "all others"


def _mean(values: Sequence[float]) -> float:
    return statistics.mean(values) if values else 0


# --- the whole ---------------------------------------------------------------------------------


@contextmanager
def offered(folder: Path) -> Iterator[str]:
    """A plain static server, each answer 50 ms late, for what is in `folder`."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "truth"
    }
    files["index.html"] = blank_page(messages("zh").part("search"))
    files["search.js"] = script()
    with serving(files, delay=DELAY) as address:
        yield address


def measure(options: argparse.Namespace, folder: Path) -> dict[str, list[Answer]]:
    """Build, ask, print; the answers by engine."""
    portal = options.agencies, options.years, options.seed
    own = folder / "own"
    if not own.exists():
        own.mkdir(parents=True)
        # In a process of its own, so that the memory is that of building alone.
        worker = get_context("spawn").Process(target=build_in, args=(own, *portal))
        worker.start()
        worker.join()
        if worker.exitcode:
            raise SystemExit(worker.exitcode)
    measured_change(own, next(entry for entry in demo_entries(1, *portal[1:]) if entry.year))
    if options.build_only:
        return {}
    print(
        f"  the script, which comes with every page: {len(gzip.compress(script())) / 1000:.0f} KB"
    )
    asked = questions(Truth(loaded(own)), random.Random(options.seed), options.each)
    engines = [(OWN, own)]
    for engine, singly in ((PAGEFIND, False), (PAGEFIND_SINGLY, True)) if options.pagefind else ():
        place = folder / engine.name
        took = search_pagefind.indexed(
            options.pagefind, demo_entries(*portal), place, singly=singly
        )
        print(f"{engine.name}: {took}", flush=True)
        engines.append((engine, place))
    answers: dict[str, list[Answer]] = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
        for engine, place in engines:
            with offered(place) as address:
                answers[engine.name] = list(ask_all(browser, address, asked, engine, options.fresh))
            show(engine.name, answers[engine.name])
        browser.close()
    return answers


def main() -> None:
    """Make a portal, build its index, ask, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agencies", type=int, default=350)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=5, help="1: a fresh browser for each question")
    parser.add_argument("--pagefind", type=Path, help="the program of Pagefind")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--build-only", action="store_true", help="ask nothing")
    parser.add_argument("--keep", type=Path, help="where the own index stays, to ask it again")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true", help="few agencies, few questions")
    options = parser.parse_args()
    if options.quick:
        options.agencies, options.each = 20, 2
    with tempfile.TemporaryDirectory() as folder:
        answers = measure(options, options.keep or Path(folder))
    if options.json:
        rows = {name: [vars(answer) for answer in own] for name, own in answers.items()}
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
