"""Where pages lie, and how one links to another."""

from __future__ import annotations

from functools import lru_cache

HOME = "index.md"
AGENCIES = "agencies/index.md"
YEARS = "years/index.md"
SEARCH = "search/index.md"
QUALITY = "quality/index.md"
COVERAGE = "quality/coverage.md"


def agency_path(agency: str) -> str:
    """The path of an agency's page."""
    return f"agencies/{agency}/index.md"


def report_path(agency: str, year: int) -> str:
    """The path of a report's page."""
    return f"agencies/{agency}/{year}.md"


def year_path(year: int) -> str:
    """The path of a year's page."""
    return f"years/{year}.md"


def part_path(path: str, *names: str) -> str:
    """The path of a part of the list `path`; `names` lead down to it, "" stands for no step."""
    return "/".join([path.removesuffix(".md"), *filter(None, names)]) + ".md"


def kind_path(kind: str) -> str:
    """The path of the list of all agencies of a kind."""
    return f"kinds/{kind}.md"


def rule_path(rule: str, year: int | None = None) -> str:
    """The path of the page of a check, and of its results for one year."""
    return f"quality/{rule}.md" if year is None else f"quality/{rule}/{year}.md"


# Every link of a page asks for the address of the page itself.
@lru_cache(maxsize=1024)
def address(path: str) -> str:
    """The address of the page `path` below the root of the site, with directory URLs."""
    stem = path.removesuffix(".md").removesuffix("index")
    return stem if stem.endswith("/") or not stem else f"{stem}/"


def link(here: str, there: str, anchor: str = "") -> str:
    """The relative URL that leads from the page `here` to the page `there`."""
    origin, target = address(here), address(there)
    shared = 0
    while (end := origin.find("/", shared) + 1) and origin[shared:end] == target[shared:end]:
        shared = end
    url = "../" * origin.count("/", shared) + target[shared:]
    return f"{url or './'}#{anchor}" if anchor else url or "./"


def output_path(path: str) -> str:
    """The file of the site that holds the page `path`."""
    return f"{address(path)}index.html"
