"""Measures the search on a demonstration portal, in a real browser behind a slow server.

    PYTHONPATH=.:tests/search python tests/bench/search_bench.py --agencies 350 --years 6

Every query is asked as people ask: typed into the field in the header of a page. For each kind of
query it prints recall@10 (hits among the first ten ÷ the smaller of ten and what is relevant), the
bytes and requests of a first search in a fresh browser and of the later ones, and the time from
typing to the first result.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from search_server import ARGUMENTS, serving

from generator import agencies as agency_files
from generator import records
from generator.build.content import known_forms, known_kinds
from generator.demo.making import make
from generator.messages import messages
from generator.model.search import Entry, Level
from generator.search.entries import agency_entry, report_entry
from generator.search.folding import Folding
from generator.search.traditional import simplified_characters
from generator.search.updates import build, update

ROOT = Path(__file__).parents[2]
FOLDING = Folding(simplified_characters())
DELAY = 0.05


@dataclass(frozen=True)
class Question:
    """A query of some kind, and the addresses that answer it."""

    kind: str
    text: str
    relevant: frozenset[str]


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


class Truth:
    """What contains what, found by looking everywhere."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.reports = [entry for entry in entries if entry.year]
        self.agencies = [entry for entry in entries if not entry.year]
        self._texts = [(entry.address, _text(entry)) for entry in entries]

    def containing(self, *words: str) -> frozenset[str]:
        """The addresses of what contains all words."""
        return frozenset(
            address for address, text in self._texts if all(word in text for word in words)
        )


def _text(entry: Entry) -> str:
    parts = [entry.title, entry.name, *entry.former, *entry.aliases]
    parts += [*(piece.heading for piece in entry.pieces), *entry.texts]
    return FOLDING("\n".join(parts))


def questions(truth: Truth, dice: random.Random, each: int) -> Iterator[Question]:
    """`each` questions of every kind."""
    back = {new: old for old, new in sorted(simplified_characters().items(), reverse=True)}
    for _ in range(each):
        three, six, long = (_phrase(truth, dice, length) for length in (3, 6, 14))
        yield Question("phrase of 2", three[:2], truth.containing(three[:2]))
        yield Question("phrase of 3", three, truth.containing(three))
        yield Question("phrase of 6", six, truth.containing(six))
        yield Question("phrase of 14", long, truth.containing(long))
        traditional = "".join(back.get(character, character) for character in six)
        yield Question("traditional", traditional, truth.containing(six))
        wrong = dice.randrange(1, 5)
        typo = six[:wrong] + dice.choice("的一是在不了有和人") + six[wrong + 1 :]
        if not truth.containing(FOLDING(typo)):
            yield Question("typing error", typo, truth.containing(six))
        report = dice.choice(truth.reports)
        first, second = (_phrase(truth, dice, 4, report) for _ in range(2))
        yield Question("two words", f"{first} {second}", truth.containing(first, second))
        figure = _figure(report, dice)
        if figure:
            yield Question("figure", figure, truth.containing(figure))
        agency = dice.choice(truth.agencies)
        own = frozenset({agency.address})
        yield Question("agency", agency.name, own)
        yield Question("agency, gaps", f"{agency.name[:2]} {agency.name[-4:]}", own)
        yield Question("agency, short", agency.name[:2] + agency.name[-4:-2] + agency.name[-1], own)
        letters = "".join(syllable[0] for syllable in agency.pinyin[0])
        yield Question("agency, initials", letters, own)
        for alias in agency.aliases[:1]:
            known = [each.address for each in truth.agencies if alias in each.aliases]
            yield Question("agency, alias", alias, frozenset(known))
        spoken = f"{report.year} {report.name}"
        yield Question("year and agency", spoken, frozenset({report.address}))


def _phrase(truth: Truth, dice: random.Random, length: int, report: Entry | None = None) -> str:
    """A phrase from a sentence of a report, without punctuation."""
    while True:
        chosen = report or dice.choice(truth.reports)
        text = FOLDING(dice.choice([text for text in chosen.texts if len(text) > 20]))
        start = dice.randrange(max(1, len(text) - length))
        phrase = text[start : start + length]
        if len(phrase) == length and not set(phrase) & set(' \n,。;:()“”、-"'):
            return phrase


def _figure(report: Entry, dice: random.Random) -> str:
    cells = [
        text
        for piece, text in zip(report.pieces, report.texts, strict=True)
        if piece.level is Level.TABLE
    ]
    return dice.choice([cell for cell in cells if len(cell) > 2] or [""])


_ASK = """async (text) => {
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
  const named = (await gongkaiSearch.nameAgencies(index, text));
  const results = await gongkaiSearch.search(index, text);
  const asked = named.agencies.flatMap((agency) => {
    const report = agency.reports.find(([year]) => named.years.includes(year));
    return report ? [report[1], agency.address] : [agency.address];
  });
  const hits = results.hits.flatMap((hit) => [hit, ...hit.also]).map((hit) => hit.address);
  const found = [...new Set([...asked.slice(0, 8), ...hits])].slice(0, 10);
  return { time, kind: results.kind, found, exact: hits };
}"""


@dataclass
class Traffic:
    """What a tab has loaded."""

    size: int = 0
    requests: int = 0

    def watch(self, tab: Page) -> None:
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


def ask_all(browser: Browser, address: str, asked: Sequence[Question]) -> list[dict[str, Any]]:
    """Every fifth question in a fresh browser, the others one after the other in one."""
    rows: list[dict[str, Any]] = []
    tab, traffic = _tab(browser, address)
    for number, question in enumerate(asked):
        first = number % 5 == 0
        if first:
            tab.context.close()
            tab, traffic = _tab(browser, address)
        traffic.taken()
        answer = tab.evaluate(_ASK, question.text)
        size, requests = traffic.taken()
        wanted = min(10, len(question.relevant))
        recall = len(question.relevant & set(answer["found"])) / wanted if wanted else 1
        rows.append(
            {
                "kind": question.kind,
                "text": question.text,
                "first": first,
                "recall": recall,
                "size": size,
                "requests": requests,
                "seconds": answer["time"] / 1000,
                "exact": answer["kind"] != "exact" or set(answer["exact"]) == question.relevant,
            }
        )
    return rows


def _tab(browser: Browser, address: str) -> tuple[Page, Traffic]:
    tab = browser.new_context().new_page()
    traffic = Traffic()
    traffic.watch(tab)
    tab.goto(f"{address}index.html")
    return tab, traffic


def show(rows: Sequence[dict[str, Any]]) -> None:
    """Print a line for each kind of question."""
    print("kind                 n recall@10  first KB  req  later KB   max    ms")
    for kind in [*dict.fromkeys(row["kind"] for row in rows), "all"]:
        part = [row for row in rows if kind in (row["kind"], "all")]
        first = [row for row in part if row["first"]]
        later = [row for row in part if not row["first"]]
        recall = statistics.mean(row["recall"] for row in part)
        print(
            f"{kind:18} {len(part):>3} {recall:>9.3f} {_mean(first, 'size') / 1000:>9.1f}"
            f" {_mean(first, 'requests'):>4.1f} {_mean(later, 'size') / 1000:>9.1f}"
            f" {max((row['size'] for row in later), default=0) // 1000:>5}"
            f" {1000 * statistics.median(row['seconds'] for row in part):>5.0f}"
        )
    inexact = [row["text"] for row in rows if not row["exact"] and "agency" not in row["kind"]]
    sizes = sorted(((row["size"] // 1000, row["text"]) for row in rows), reverse=True)
    print("not exactly what contains the phrase:", inexact)
    print("dearest:", sizes[:5])
    print("missed:", [(row["kind"], row["text"]) for row in rows if row["recall"] < 1][:20])


def _mean(rows: Sequence[dict[str, Any]], name: str) -> float:
    return statistics.mean(row[name] for row in rows) if rows else 0


def measured_build(entries: Sequence[Entry], wording: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the index, and what they and one change cost, printed."""
    start = time.process_time()
    files = {path: content or b"" for path, content in build(entries, wording)}
    seconds = time.process_time() - start
    reports = sum(entry.year is not None for entry in entries)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{reports} reports: {1000 * seconds / reports:.2f} ms/report of processor time")
    print(f"{sum(map(len, files.values())) / 1e6:.1f} MB in {len(files)} files")
    print(f"{memory} MB of memory, all entries and files included")
    start = time.process_time()
    changes = dict(update(files.__getitem__, [entries[1]], (), wording))
    seconds = time.process_time() - start
    changed = [content for path, content in changes.items() if content != files.get(path)]
    size = sum(len(content) for content in changed if content is not None)
    print(f"one changed report: {seconds:.2f} s, {len(changed)} files, {size / 1000:.0f} KB")
    return files


def main() -> None:
    """Make a portal, build its index, ask, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agencies", type=int, default=350)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true", help="few agencies, few questions")
    options = parser.parse_args()
    if options.quick:
        options.agencies, options.each = 20, 2
    entries = list(demo_entries(options.agencies, options.years, options.seed))
    wording = messages("zh").part("search")
    files = measured_build(entries, wording)
    asked = list(questions(Truth(entries), random.Random(options.seed), options.each))
    site = {f"search/{path}": content for path, content in files.items()}
    site["index.html"] = blank_page(wording)
    site["search.js"] = (ROOT / "overrides/assets/search.js").read_bytes()
    with serving(site, delay=DELAY) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        rows = ask_all(browser, address, asked)
        browser.close()
    show(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
