"""Where the generated files of a portal will lie: known before a single one of them is made.

The addresses follow from the agencies, the years of their records and the settings. Two kinds do
not, and are *open* until they are made: pages of reports in which a check found something, which
exist once there are many; and the original of a record that cannot be read, which stops the build
anyway.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cached_property
from pathlib import Path

from generator.build.content import Outline, read_original, read_report
from generator.build.downloads import data_paths, original_path
from generator.build.lists import collect, file_paths, first_paths, part_paths
from generator.model.reports import Report
from generator.render.addresses import agency_path, output_path, report_path
from generator.render.quality import may_be_found

_OF_LONG_LISTS = ("kinds/", "years/", "quality/coverage/")
"""Where the further pages of lists lie that are too long for one."""
_BESIDE = re.compile(r"agencies/([^/]+)/([0-9]{4})/[^/]+(?<!\.html)(?<!\.md)")
"""Where the original of a report may lie, which is never published as a page."""


class Foreseen:
    """What the portal in the folder `root`, of which all this is `known`, will have on its site.

    `site_url` is the address of the site, or "": feed and sitemaps are made where there is one.
    Where it is asked for files beside a report, its record is read.
    """

    def __init__(self, root: Path, known: Outline, site_url: str) -> None:
        self._root, self._known = root, known
        self._collection = collect(known, (), (), (), {})
        files = file_paths(self._collection.years, site_url)
        self._firsts = frozenset([*first_paths(self._collection), *files])
        self._owners = {
            former: agency for agency, ids in known.old_addresses.items() for former in ids
        }

    def has_file(self, path: str) -> bool:
        """Whether a file of this path on the site will be generated, as far as that is not open."""
        return any(self._is_source(source) for source in _sources(path))

    def has_source(self, path: str) -> bool:
        """Whether plain MkDocs would know a generated file by this path, or that is open."""
        return self._is_source(path) or self.is_open(path)

    def is_open(self, path: str) -> bool:
        """Whether only making the pages shows what lies at this path."""
        if may_be_found(self._collection, path):
            return True
        beside = self._beside(path)
        return beside is not None and self._report(*beside) is None

    def _is_source(self, path: str) -> bool:
        folder, _, rest = path.partition("/")
        if path in self._firsts:
            return True
        if folder == "agencies":
            return self._is_of_agency(rest.partition("/")[0], path)
        return path.startswith(_OF_LONG_LISTS) and path in self._parts

    @cached_property
    def _parts(self) -> Container[str]:
        # Cutting long lists takes a while, and is hardly ever asked for.
        return frozenset(part_paths(self._collection))

    def _is_of_agency(self, folder: str, path: str) -> bool:
        if folder in self._owners:
            return path in self._redirects(folder, self._owners[folder])
        if folder not in self._known.agencies:
            return False
        return path in self._pages_and_data(folder) or self._is_original(path)

    def _redirects(self, former: str, agency: str) -> Iterator[str]:
        yield output_path(agency_path(former))
        for year in self._known.years[agency]:
            yield output_path(report_path(former, year))

    def _pages_and_data(self, agency: str) -> Iterator[str]:
        yield agency_path(agency)
        for year in self._known.years[agency]:
            yield report_path(agency, year)
            yield from data_paths(agency, year)

    def _is_original(self, path: str) -> bool:
        beside = self._beside(path)
        report = self._report(*beside) if beside else None
        if report is None or report.source is None:
            return False
        own = original_path(report.agency, report.year, report.source.file)
        return path == own and read_original(self._root, report) is not None

    def _beside(self, path: str) -> tuple[str, int] | None:
        """The agency and year of the report whose original may lie at this path, if any."""
        match = _BESIDE.fullmatch(path)
        if match is None or not self._known.portal.publish_originals:
            return None
        agency, year = match[1], int(match[2])
        return (agency, year) if year in self._known.years.get(agency, ()) else None

    def _report(self, agency: str, year: int) -> Report | None:
        return read_report(self._root, self._known.forms, agency, year)[0]


class Opened:
    """What was open, when the lists are made: `lists` are their paths on the site."""

    def __init__(self, lists: Container[str]) -> None:
        self._lists = lists

    def has_file(self, path: str) -> bool:
        """Whether it is the file of a list."""
        return path in self._lists

    def has_source(self, path: str) -> bool:
        """Whether it is what plain MkDocs makes the page of a list from."""
        is_page = path.endswith(".md") and not path.endswith("/index.md")
        return is_page and output_path(path) in self._lists


def _sources(path: str) -> Iterator[str]:
    """The files from which MkDocs may make the file of this path on the site."""
    stem = path.removesuffix("index.html")
    pages = (f"{stem}index.md", f"{stem.removesuffix('/')}.md")
    yield from (page for page in pages if output_path(page) == path)
    if not path.endswith(".md"):
        yield path
