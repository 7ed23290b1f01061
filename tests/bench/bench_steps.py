"""What each step of a whole build costs: processor time a report, in one process.

`python tests/bench/bench_steps.py [--quick]`; with `--portal FOLDER` on a portal of one's own. What
makes up a step is listed below it in `STEPS`; the steps do not contain each other, and what is left
of the whole stands in the last line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.measuring import gongkai, table

STEPS: dict[str, tuple[str, ...]] = {
    "reading records": ("generator.build.batch.read_reports",),
    "checking": ("generator.build.assemble.examine", "generator.build.assemble.judge"),
    "pages of reports": ("generator.build.assemble.report_page",),
    "pages of agencies": ("generator.build.assemble.agency_page",),
    "JSON and CSV": (
        "generator.build.assemble.report_json",
        "generator.build.assemble.report_csv",
    ),
    "what goes into the search index": (
        "generator.build.assemble.report_entries",
        "generator.build.agencies.own_entry",
    ),
    "filling the theme's page": ("generator.build.batch.fill",),
    "digests": ("generator.build.batch.digest",),
    "writing files": ("generator.storage.write_new",),
    "indexing for search": (
        "generator.search.segments._Builder._add",
        "generator.search.segments._Builder.finish",
        "generator.search.segments.listed",
        "generator.search.segments.merged",
    ),
    "catalogue": ("generator.build.agencies.Agencies._take",),
    "MkDocs": ("generator.website.site.mkdocs_build.build",),
}


def timed(spent: defaultdict[str, float], step: str, name: str) -> None:
    """Count the time of the function `name` under the step."""
    holder, attribute = _found(name)
    function: Callable[..., Any] = getattr(holder, attribute)

    def counted(*arguments: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            made = function(*arguments, **options)
            return list(made) if hasattr(made, "__next__") else made
        finally:
            spent[step] += time.process_time() - start

    setattr(holder, attribute, counted)


def _found(name: str) -> tuple[Any, str]:
    """The module or class that holds a function, and the function's name in it."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            holder: Any = import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:-1]:
            holder = getattr(holder, part)
        return holder, parts[-1]
    raise LookupError(name)


def measured(portal: Path, out: Path) -> dict[str, float]:
    """Seconds of each step of building the portal."""
    from generator.__main__ import main as program

    spent: defaultdict[str, float] = defaultdict(float)
    for step, names in STEPS.items():
        for name in names:
            timed(spent, step, name)
    before = sys.argv
    sys.argv = ["gongkai", "-C", str(portal), "build", "--clean", "--jobs", "1", "--out", str(out)]
    start = time.process_time()
    try:
        program()
    except SystemExit as ended:
        if ended.code:
            raise
    finally:
        sys.argv = before
    whole = time.process_time() - start
    dearest = sorted(spent.items(), key=lambda step: -step[1])
    return {**dict(dearest), "everything else": whole - sum(spent.values()), "whole": whole}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--portal", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        portal = options.portal
        if portal is None:
            portal = Path(folder) / "portal"
            agencies = 20 if options.quick else 200
            gongkai(Path(folder), "demo", portal, "--agencies", agencies, "--years", 6, "--seed", 1)
        reports = len(list(portal.glob("content/agencies/*/[12]*.yml")))
        found = measured(portal, Path(folder) / "site")
    rows = [[step, f"{1000 * seconds / reports:.3f}"] for step, seconds in found.items()]
    print(table([f"step, {reports:,} reports", "ms/report"], rows))


if __name__ == "__main__":
    main()
