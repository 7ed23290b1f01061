"""What a check looks at: one report with everything it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.agencies import Agency, Kind, Portal
from generator.model.forms import Form, Forms
from generator.model.reports import Report


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """A file beside the record, as the caller found it.

    `sha256` is that of its bytes, in hex; "" when they could not be read. `opens` is False when no
    importer could open it. `text` is what a reader of the file would see, `metadata` the file's own
    properties (author, title, …). `most` is how many megabytes a file may have that has more; or 0.
    """

    sha256: str
    opens: bool = True
    text: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])
    most: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One report, and what is needed to judge it by itself.

    `forms` are all editions at hand. `history` holds the agency's reports of other years; the
    checks use the year before, so a caller may give that one alone. `merged` are last year's
    reports of the agencies that were merged into this one since. `comparable` is False when the
    agency's powers changed in a way that no sum expresses (a split, powers moved): last year's
    figures then prove nothing. `files` are the submitted files by their path relative to the
    agency's folder, or None when the caller did not look at them.
    """

    report: Report
    form: Form
    agency: Agency
    kind: Kind
    portal: Portal
    forms: Forms = field(default_factory=dict[str, Form])
    history: Mapping[int, Report] = field(default_factory=dict[int, Report])
    merged: tuple[Report, ...] = ()
    comparable: bool = True
    files: Mapping[str, SubmittedFile] | None = None

    @property
    def previous(self) -> Report | None:
        """The report of the year before: the agency's own, or that of the only one it continues."""
        own = self.history.get(self.report.year - 1)
        return self.merged[0] if own is None and len(self.merged) == 1 else own
