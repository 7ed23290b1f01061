"""An agency's reports → everything that is published of them. Pure: nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from generator import storage
from generator.build.content import AgencyReports, Outline, known_crosswalk
from generator.build.downloads import data_paths, original_path
from generator.build.examine import examine, judge, subjects
from generator.build.indexing import report_entries
from generator.build.neighbours import Around, Circles, neighbours
from generator.build.quality import for_readers, noted
from generator.errors import concerning
from generator.exports.csv_export import report_csv
from generator.exports.json_export import report_json
from generator.messages import Messages
from generator.model.agencies import Agency
from generator.model.findings import Finding
from generator.model.forms import Form
from generator.model.pages import AgencyView, Download, Page, ReportView, Summary
from generator.model.quality import Standing
from generator.model.reports import Report
from generator.model.search import Entry
from generator.render.addresses import agency_path, link, output_path, report_path
from generator.render.agency import agency as agency_page
from generator.render.agency import opening
from generator.render.document import Document
from generator.render.figures import summary as summarise
from generator.render.redirect import redirect
from generator.render.report import report as report_page


@dataclass(frozen=True, slots=True)
class Published:
    """What comes of one agency: its pages by path, other files, and what lists and search take.

    `entries` are those of the reports; that of the agency itself says nothing of them.
    `findings` are all of them, of which the `standings` hold those that are published. `sound` are
    the years in whose report nothing was found and never will be, as long as the agency's own files
    and the portal's settings stay.
    """

    documents: Mapping[str, Document]
    files: tuple[Page, ...]
    entries: tuple[Entry, ...]
    summaries: tuple[Summary, ...]
    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]
    sound: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the pages of an agency show of others: its neighbours by year, and who is above it."""

    around: Around
    superior: tuple[str, str] | None = None


def surroundings(known: Outline, circles: Circles, agency: str) -> Surroundings:
    """The surroundings of an agency; `circles` are those of all agencies of the portal."""
    own = known.agencies[agency]
    around = neighbours(circles, own, known.years[agency])
    return Surroundings(around, superior_of(own, known.agencies))


def superior_of(agency: Agency, agencies: Mapping[str, Agency]) -> tuple[str, str] | None:
    """The (id, name) of the agency above, or None when none on the portal is."""
    above = agencies.get(agency.superior)
    return (above.id, above.name) if above else None


def publish(
    known: Outline,
    found: AgencyReports,
    surroundings: Surroundings,
    messages: Messages,
    sound: Set[int] = frozenset(),
) -> Published:
    """All pages, downloads and summaries of one agency.

    The reports of the years `sound` are known to have no findings.
    """
    own_subjects = subjects(known, found)
    everything = examine(own_subjects, sound)
    findings = {year: for_readers(own) for year, own in everything.items()}
    judged = judge(own_subjects)
    summaries = {
        report.year: summarise(report, known.forms[report.form], findings[report.year])
        for report in found.reports
    }
    history = tuple(summaries[year] for year in sorted(summaries, reverse=True))
    by_year = {report.year: report for report in found.reports}
    several = len({report.form for report in found.reports}) > 1
    crosswalk = known_crosswalk() if several else None
    documents: dict[str, Document] = {}
    files: list[Page] = []
    for report in found.reports:
        own_files = tuple(_files(known, found, report))
        files += own_files
        view = ReportView(
            portal=known.portal,
            agency=found.agency,
            kind=known.kinds[found.agency.kind],
            form=known.forms[report.form],
            report=report,
            summary=summaries[report.year],
            findings=findings[report.year],
            history=history,
            neighbours=surroundings.around.get(report.year, ()),
            previous=summaries.get(report.year - 1),
            downloads=tuple(map(_download, own_files, _LABELS)),
            judgements=judged[report.year],
            last_year=_with_form(known, by_year.get(report.year - 1)),
            crosswalk=crosswalk,
        )
        with concerning(storage.record_path(report.agency, report.year)):
            documents[report_path(report.agency, report.year)] = report_page(view, messages)
    latest = max(found.reports, key=lambda report: report.year, default=None)
    view = AgencyView(
        portal=known.portal,
        agency=found.agency,
        kind=known.kinds[found.agency.kind],
        forms=known.forms,
        history=history,
        opening=opening(latest, known.forms[latest.form]) if latest else "",
        superior=surroundings.superior,
        crosswalk=crosswalk,
    )
    documents[agency_path(found.agency.id)] = agency_page(view, messages)
    files += _old_addresses(known, found, messages)
    every = tuple(finding for year in sorted(everything) for finding in everything[year])
    standings = tuple(
        Standing(year, found.agency.id, summaries[year].published, noted(own, messages))
        for year, own in sorted(findings.items())
    )
    entries = tuple(report_entries(known, found, findings))
    # A report that continues those of other agencies is held against theirs.
    alone = found.agency.id not in known.lineages
    now_sound = tuple(year for year, own in everything.items() if alone and not own)
    return Published(documents, tuple(files), entries, history, every, standings, now_sound)


def _with_form(known: Outline, report: Report | None) -> tuple[Report, Form] | None:
    return (report, known.forms[report.form]) if report else None


def _files(known: Outline, found: AgencyReports, report: Report) -> Iterator[Page]:
    """The data of the report and its original, below the address of its page."""
    agency, year, form = report.agency, report.year, known.forms[report.form]
    paths = data_paths(agency, year)
    yield Page(paths.json, report_json(report, form, found.agency).encode())
    yield Page(paths.csv, report_csv(report, form, found.agency))
    original = found.originals.get(year)
    if known.portal.publish_originals and report.source is not None and original is not None:
        yield Page(original_path(agency, year, report.source.file), original)


def _old_addresses(known: Outline, found: AgencyReports, messages: Messages) -> Iterator[Page]:
    """A page at each address that a page of the agency had under a former id."""
    own = found.agency.id
    for former in known.old_addresses.get(own, ()):
        here = agency_path(former)
        name = found.agency.name
        yield Page(output_path(here), redirect(link(here, agency_path(own)), name, messages))
        for report in found.reports:
            here = report_path(former, report.year)
            target = link(here, report_path(own, report.year))
            yield Page(output_path(here), redirect(target, report.title, messages))


_ORIGINAL = "原件"
_LABELS = ("JSON", "CSV", _ORIGINAL)
"""What the files of a report are called on its page, in the order of `_files`."""


def _download(page: Page, label: str) -> Download:
    name = page.path.rpartition("/")[2]
    return Download(name, label, len(page.content), is_original=label == _ORIGINAL)
