"""Going out again: records as Word files, workbooks and data, and templates to be filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import storage
from generator.build.content import read_agency, read_forms, read_report, require_portal
from generator.errors import BrokenContentError, UnwritableError, UsageError
from generator.exports.csv_export import report_csv
from generator.exports.docx_export import report_docx
from generator.exports.json_export import report_json
from generator.exports.xlsx_export import report_xlsx, template_xlsx
from generator.model.agencies import Agency
from generator.model.forms import Form, Forms
from generator.model.reports import Report
from generator.pipeline.create import blank_report
from generator.records import form_for

FORMATS = ("docx", "xlsx", "json", "csv")
"""What a report can be written as."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Which reports are written as what, and where to.

    `years` () means all years that have a record. `out` is a file, or a folder when several files
    are written or it is one already; None: where the person is. With `replace` a file that is
    there is overwritten.
    """

    agency: str
    years: tuple[int, ...]
    formats: tuple[str, ...]
    out: Path | None = None
    replace: bool = False


def export(root: Path, outlet: Outlet) -> list[Path]:
    """Write reports; the files written, which are all of them or none."""
    require_portal(root)
    forms, _ = read_forms(root)
    agency = _agency(root, outlet.agency)
    years = outlet.years or _years(root, outlet.agency)
    reports = [_report(root, forms, outlet.agency, year) for year in years]
    names = {
        f"{agency.id}-{report.year}.{kind}": _WRITERS[kind](root, report, forms, agency)
        for report in reports
        for kind in outlet.formats
    }
    return _write(names, outlet)


def template(root: Path, agency_id: str, year: int, out: Path | None, *, replace: bool) -> Path:
    """Write a workbook to be filled in for `year`; the file."""
    require_portal(root)
    forms, _ = read_forms(root)
    agency = _agency(root, agency_id)
    form = form_for(forms, year)
    if form is None:
        raise UsageError("no_form", year=str(year))
    blank = blank_report(agency, year, form)
    content = template_xlsx(blank, form, agency, _last_year(root, forms, agency_id, year))
    outlet = Outlet(agency_id, (year,), ("xlsx",), out, replace)
    return _write({f"{agency_id}-{year}-template.xlsx": content}, outlet)[0]


def _agency(root: Path, agency_id: str) -> Agency:
    agency, findings = read_agency(root, agency_id)
    if agency is None:
        raise BrokenContentError("no_agency", findings, agency=agency_id)
    return agency


def _years(root: Path, agency_id: str) -> tuple[int, ...]:
    years = next((each.years for each in storage.agencies(root) if each.id == agency_id), ())
    if not years:
        raise UsageError("export_no_records", agency=agency_id)
    return years


def _report(root: Path, forms: Forms, agency_id: str, year: int) -> Report:
    file = storage.record_path(agency_id, year)
    if not storage.exists(root / file):
        raise UsageError("export_no_record", file=file)
    report, findings = read_report(root, forms, agency_id, year)
    if report is None:
        raise BrokenContentError("export_broken", findings, file=file)
    return report


def _last_year(root: Path, forms: Forms, agency_id: str, year: int) -> tuple[Report, Form] | None:
    """The report of the year before with its form; None when there is none that can be used."""
    if not storage.exists(root / storage.record_path(agency_id, year - 1)):
        return None
    report, _ = read_report(root, forms, agency_id, year - 1)
    return (report, forms[report.form]) if report else None


def _as_docx(root: Path, report: Report, forms: Forms, agency: Agency) -> bytes:
    del root
    return report_docx(report, forms[report.form], agency)


def _as_xlsx(root: Path, report: Report, forms: Forms, agency: Agency) -> bytes:
    last_year = _last_year(root, forms, agency.id, report.year)
    return report_xlsx(report, forms[report.form], agency, last_year)


def _as_json(root: Path, report: Report, forms: Forms, agency: Agency) -> bytes:
    del root
    return report_json(report, forms[report.form], agency).encode()


def _as_csv(root: Path, report: Report, forms: Forms, agency: Agency) -> bytes:
    del root
    return report_csv(report, forms[report.form], agency)


_WRITERS: dict[str, Callable[[Path, Report, Forms, Agency], bytes]] = {
    "docx": _as_docx,
    "xlsx": _as_xlsx,
    "json": _as_json,
    "csv": _as_csv,
}


def _write(contents: dict[str, bytes], outlet: Outlet) -> list[Path]:
    """Write the files, by their usual names unless there is one only and `out` is its name."""
    out = outlet.out
    one_file = out is not None and len(contents) == 1 and not out.is_dir()
    folder = out or Path()
    if out is not None and not one_file and out.is_file():
        raise UsageError("export_not_folder", path=str(out))
    paths = [out] if one_file and out else [folder / name for name in contents]
    files = dict(zip(paths, contents.values(), strict=True))
    _require_free(files, replace=outlet.replace)
    storage.write_all(files)
    return paths


def _require_free(files: dict[Path, bytes], *, replace: bool) -> None:
    """Raise where a file of other content is there already, unless it may be replaced."""
    taken: Sequence[Path] = [
        path
        for path, content in files.items()
        if storage.exists(path) and (path.is_dir() or storage.read(path) != content)
    ]
    if taken and not replace:
        names = ", ".join(path.as_posix() for path in taken)
        raise UnwritableError("export_exists", names=names)
