"""Where pages lie, and how one links to another."""

from __future__ import annotations

import posixpath

HOME = "index.md"
AGENCIES = "agencies/index.md"
YEARS = "years/index.md"


def agency_path(agency: str) -> str:
    """The path of an agency's page."""
    return f"agencies/{agency}/index.md"


def report_path(agency: str, year: int) -> str:
    """The path of a report's page."""
    return f"agencies/{agency}/{year}.md"


def year_path(year: int) -> str:
    """The path of a year's page."""
    return f"years/{year}.md"


def address(path: str) -> str:
    """The address of the page `path` below the root of the site, with directory URLs."""
    stem = path.removesuffix(".md")
    if posixpath.basename(stem) == "index":
        stem = posixpath.dirname(stem)
    return f"{stem}/" if stem else ""


def link(here: str, there: str, anchor: str = "") -> str:
    """The relative URL that leads from the page `here` to the page `there`."""
    origin, target = address(here), address(there)
    relative = posixpath.relpath(target or ".", origin or ".")
    url = "./" if relative == "." else f"{relative}/"
    return f"{url}#{anchor}" if anchor else url


def output_path(path: str) -> str:
    """The file of the site that holds the page `path`."""
    return f"{address(path)}index.html"
