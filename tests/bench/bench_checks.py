"""How long checking takes: python -m tests.bench.bench_checks [REPORTS]

Makes a demonstration portal in memory and prints milliseconds of the processor per report for reading records,
checking them (cold: with reading; warm: records already read), making digests, and for the portal.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from time import process_time

from generator import agencies, forms, records
from generator.checks import REPORT_CHECKS, check_portal, check_report, digest
from generator.checks.words import words_of
from generator.demo import make
from generator.model.agencies import Agency, Kind, Portal
from generator.model.forms import Forms
from generator.model.reports import Report
from generator.model.subjects import Subject
from generator.resources import resource, resource_text

YEARS = 6
Texts = Mapping[tuple[str, int], tuple[str, str]]


def known_forms() -> Forms:
    parsed = [
        forms.parse(path.read_text(encoding="utf-8"), path.name)[0]
        for path in sorted(resource("editions").glob("*.yml"))
    ]
    return {form.id: form for form in parsed if form is not None}


def made(count: int, kinds: Mapping[str, Kind]) -> tuple[dict[str, Agency], Texts]:
    bodies: dict[str, Agency] = {}
    texts: dict[tuple[str, int], tuple[str, str]] = {}
    for file in make(count, YEARS, 1, known_forms(), originals=False):
        name = file.path.rpartition("/")[2]
        if name == "agency.yml":
            agency_id = file.path.split("/")[2]
            agency, _ = agencies.parse_agency(file.text, file.path, agency_id, kinds)
            assert agency is not None
            bodies[agency_id] = agency
        elif name[:4].isdigit():
            texts[file.path.split("/")[2], int(name[:4])] = (file.path, file.text)
    return bodies, texts


def by_check(subjects: Iterable[Subject]) -> Mapping[str, float]:
    """Seconds by check. The first that reads the text pays for folding it."""
    spent = dict.fromkeys(("words", *REPORT_CHECKS), 0.0)
    for subject in subjects:
        start = process_time()
        words_of(subject.report)
        spent["words"] += process_time() - start
        for name, check in REPORT_CHECKS.items():
            start = process_time()
            for _ in check.find(subject):
                pass
            spent[name] += process_time() - start
    return spent


def main() -> None:
    asked = [each for each in sys.argv[1:] if each != "--quick"]
    wanted = int(asked[0]) if asked else 600 if "--quick" in sys.argv else 6000
    kinds, _ = agencies.parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    editions = known_forms()
    bodies, texts = made(-(-wanted // YEARS), kinds)
    count = len(texts)

    start = process_time()
    reports: dict[str, dict[int, Report]] = defaultdict(dict)
    for (agency_id, year), (path, text) in texts.items():
        report, _ = records.parse(text, path, agency_id, year, editions)
        assert report is not None
        reports[agency_id][year] = report
    read = process_time() - start

    portal = Portal("bench")
    subjects = [
        Subject(
            report,
            editions[report.form],
            bodies[agency_id],
            kinds[bodies[agency_id].kind],
            portal,
            editions,
            history=years,
        )
        for agency_id, years in reports.items()
        for report in years.values()
    ]
    start = process_time()
    findings = sum(len(check_report(subject)) for subject in subjects)
    checked = process_time() - start
    start = process_time()
    digests = [digest(each.report, each.form, each.agency, each.kind) for each in subjects]
    digested = process_time() - start
    start = process_time()
    findings += len(check_portal(digests, bodies, kinds, portal, editions))
    whole = process_time() - start

    print(f"{count} reports, {findings} findings")
    print(f"read            {1000 * read / count:7.3f} ms/report")
    print(f"check, cold     {1000 * (read + checked) / count:7.3f} ms/report")
    print(f"check, warm     {1000 * checked / count:7.3f} ms/report")
    for name, spent in by_check(subjects).items():
        print(f"  {name:<14}{1000 * spent / count:7.3f} ms/report")
    print(f"digest          {1000 * digested / count:7.3f} ms/report")
    print(f"portal          {1000 * whole / count:7.3f} ms/report ({whole:.2f} s)")


if __name__ == "__main__":
    main()
