"""What is made from reports: pages, downloads, and the summaries that lists are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from generator.model.agencies import Agency, Kind, Portal
from generator.model.crosswalks import Crosswalk
from generator.model.findings import Finding, Severity
from generator.model.forms import Form
from generator.model.judgements import Judgement
from generator.model.quality import Board, Rule, Standing
from generator.model.reports import Report


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site before MkDocs: a path with ``/``, relative to the site, and its bytes.

    A path that ends in ``.md`` is a page; everything else is copied as it is.
    """

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists and totals need to know of one report.

    `figures` maps the id of a figure of the form to its value: a number in the unit that the form
    states (a share as a percentage), or None when a cell that it needs is blank or unreadable, or
    when the divisor is 0. `findings` counts the findings by severity.
    """

    agency: str
    year: int
    form: str
    title: str
    published: date | None
    corrected: date | None = None
    figures: Mapping[str, Decimal | None] = field(default_factory=dict[str, Decimal | None])
    findings: Mapping[Severity, int] = field(default_factory=dict[Severity, int])


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers: its address relative to the page, what it is, and its size.

    `is_original` says that it is the submitted file, whatever name it is published under.
    """

    href: str
    label: str
    size: int
    is_original: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that the page of one report shows.

    `history` holds the summaries of the agency's reports, newest first, this one among them;
    `neighbours` are other agencies of the same kind with a report for the same year, as (id, name).
    `previous` is the agency's report of the year before, or None. `last_year` is that report
    itself, with its form. `judgements` are the relations of the report's form with what came of
    them. `crosswalk` leads from one edition to another; None where all are of one edition.
    """

    portal: Portal
    agency: Agency
    kind: Kind
    form: Form
    report: Report
    summary: Summary
    findings: tuple[Finding, ...] = ()
    history: tuple[Summary, ...] = ()
    neighbours: tuple[tuple[str, str], ...] = ()
    previous: Summary | None = None
    downloads: tuple[Download, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    last_year: tuple[Report, Form] | None = None
    crosswalk: Crosswalk | None = None


@dataclass(frozen=True, slots=True)
class AgencyView:
    """Everything that the page of one agency shows.

    `history` holds the summaries of its reports, newest first; `opening` is the first paragraph of
    the newest report, or "". `superior` is the agency above it, as (id, name), where that is on the
    portal too.
    """

    portal: Portal
    agency: Agency
    kind: Kind
    forms: Mapping[str, Form]
    history: tuple[Summary, ...] = ()
    opening: str = ""
    superior: tuple[str, str] | None = None
    crosswalk: Crosswalk | None = None


@dataclass(frozen=True)
class Collection:
    """The whole portal as its lists see it: agencies by id, kinds in order.

    `reported` are the years for which each agency has a report. `newest` and `corrected` are the
    reports published and corrected last, the newest first. `standings` are all reports, by year and
    agency; `rules` are the checks whose results are published, and `boards` who has reported, by
    year.
    """

    portal: Portal
    agencies: Mapping[str, Agency]
    kinds: Mapping[str, Kind]
    forms: Mapping[str, Form]
    reported: Mapping[str, tuple[int, ...]]
    newest: tuple[Summary, ...] = ()
    corrected: tuple[Summary, ...] = ()
    standings: tuple[Standing, ...] = ()
    rules: tuple[Rule, ...] = ()
    boards: Mapping[int, Board] = field(default_factory=dict[int, Board])

    # Asked for by many lists, and counted from all reports.
    @cached_property
    def counts(self) -> Mapping[int, int]:
        """How many reports there are for each year, the newest year first."""
        years = Counter(year for reported in self.reported.values() for year in reported)
        return dict(sorted(years.items(), reverse=True))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have reports, newest first."""
        return tuple(self.counts)
