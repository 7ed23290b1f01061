"""How long it takes to read a report, by format, and how much memory; and 500 files in one go.

    python -m tests.bench.bench_importers

The files are reports of the demonstration. What LibreOffice converts is measured where it is
installed, and left out with a word where it is not.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "importers")]

from import_reports import as_book, as_page, as_text, as_word, known_forms, reports  # noqa: E402

from generator.conversion import convert  # noqa: E402
from generator.conversion.office import office  # noqa: E402
from generator.importers import read  # noqa: E402
from generator.importers.filling import fill  # noqa: E402

ORIGINALS = HERE.parent / "importers" / "originals"
BATCH = 500
LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Measured:
    """One line of the table: `milliseconds` a file, read and understood; `megabytes` at most."""

    format: str
    kilobytes: float
    milliseconds: float
    megabytes: float


def rows() -> Iterator[Measured]:
    """One measurement for each format."""
    for name, data in files().items():
        yield measured(name, data)


def files() -> dict[str, bytes]:
    """A report for 2023 in each format that can be read here, by the name of the file."""
    report = next(each for each in reports(5, 2) if each.year == 2023)
    found = {
        "report.txt": as_text(report),
        "report.html": as_page(report),
        "report.docx": as_word(report),
        "report.xlsx": as_book(report),
    }
    for name in ("2023.mhtml", "2023.xls", "2023-office.pdf", "2023-browser.pdf"):
        found[name] = (ORIGINALS / name).read_bytes()
    if office():
        found["2023.doc"] = (ORIGINALS / "2023.doc").read_bytes()
    return found


def measured(name: str, data: bytes) -> Measured:
    taken = seconds(lambda: understood(name, data))
    tracemalloc.start()
    understood(name, data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(name, len(data) / 1024, 1000 * taken, most / 1024 / 1024)


def understood(name: str, data: bytes) -> None:
    submission, findings = read(name, data, convert)
    assert submission, findings
    fill(submission, known_forms())


def seconds(work: Callable[[], None]) -> float:
    """The mean of as many runs as fill a second, after one that fills caches."""
    work()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < LEAST_SECONDS:
        work()
        count += 1
    return (time.perf_counter() - start) / count


def batch() -> tuple[float, float]:
    """Seconds and megabytes for `BATCH` different files of four formats, one after another."""
    made = [as_text, as_page, as_word, as_book]
    every = [each for seed in range(1, 30) for each in reports(seed, 12)][:BATCH]
    names = ["report.txt", "report.html", "report.docx", "report.xlsx"]
    contents = [
        (names[number % 4], made[number % 4](report)) for number, report in enumerate(every)
    ]
    assert len(contents) == BATCH
    start = time.perf_counter()
    for name, data in contents:
        understood(name, data)
    taken = time.perf_counter() - start
    tracemalloc.start()
    for name, data in contents[:40]:
        understood(name, data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken, most / 1024 / 1024


def main() -> None:
    print(f"{'file':20}{'KB':>8}{'ms':>10}{'MB peak':>10}")
    for row in rows():
        print(f"{row.format:20}{row.kilobytes:8.0f}{row.milliseconds:10.1f}{row.megabytes:10.1f}")
    if not office():
        print(
            "LibreOffice is not installed: .doc, .wps, .rtf, .odt, .ods and .et were not measured"
        )
    taken, most = batch()
    print(f"{BATCH} files (txt, html, docx, xlsx): {taken:.1f} s, {most:.0f} MB at most")


if __name__ == "__main__":
    main()
