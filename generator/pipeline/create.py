"""Making a new portal, a new agency, a blank record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import storage
from generator.agencies import AGENCY_ID, parse_agency, parse_portal, write_agency
from generator.build.content import (
    known_forms,
    known_kinds,
    read_agency,
    read_forms,
    require_portal,
)
from generator.errors import BrokenContentError, UnwritableError, UsageError
from generator.messages import messages
from generator.model.agencies import Agency, Name
from generator.model.findings import Finding, Severity
from generator.model.forms import Form, Forms
from generator.model.reports import Report, Row
from generator.records import YEAR, form_for, write
from generator.resources import scaffold
from generator.schemas import (
    AGENCY_MODELINE,
    PORTAL_MODELINE,
    record_modeline,
    schema_files,
)
from generator.yaml_text import scalar

_GITIGNORE = "/site/\n/shards/\n/.gongkai/\n"


@dataclass(frozen=True, slots=True)
class NewPortal:
    """What a person answers when a portal is made; everything but the name may be empty."""

    name: str
    area: str = ""
    organiser: str = ""
    contact: str = ""
    icp: str = ""
    police: str = ""
    site_code: str = ""
    domain: str = ""


def init(root: Path, answers: NewPortal) -> list[str]:
    """Make a working portal in `root`; the paths written. Nothing that is there is touched."""
    if storage.exists(root / storage.PORTAL):
        raise UsageError("portal_exists", path=str(root))
    texts = portal_files(answers)
    _, findings = parse_portal(texts[storage.PORTAL], storage.PORTAL)
    _require_usable(findings)
    files = {root / path: text.encode() for path, text in texts.items()}
    standing = [path for path in files if storage.exists(path)]
    if standing:
        names = ", ".join(sorted(path.relative_to(root).as_posix() for path in standing))
        raise UsageError("files_exist", path=str(root), names=names)
    storage.write_all(files)
    return sorted(path.relative_to(root).as_posix() for path in files)


def _require_usable(findings: Sequence[Finding]) -> None:
    """Raise unless what was made of a person's answers can be read again."""
    if any(finding.severity >= Severity.ERROR for finding in findings):
        raise BrokenContentError("bad_answers", findings)


def portal_files(answers: NewPortal) -> Mapping[str, str]:
    """The files of a new portal, by path."""
    return {**_scaffold_files(answers), **_schema_texts(known_forms())}


def _scaffold_files(answers: NewPortal) -> Mapping[str, str]:
    site = scaffold("mkdocs.yml")
    site = re.sub(r"(?m)^site_name:.*$", lambda _: f"site_name: {scalar(answers.name)}", site)
    site = re.sub(r"(?m)^( *)custom_dir:.*\n", "", site)
    pages = {
        f"content/pages/{name}": scaffold(f"content/pages/{name}")
        for name in ("about.md", "glossary.md")
    }
    return {
        "mkdocs.yml": site,
        ".gitignore": _GITIGNORE,
        storage.PORTAL: _portal_text(answers),
        **pages,
    }


def _portal_text(answers: NewPortal) -> str:
    footer = {
        "organiser": answers.organiser,
        "contact": answers.contact,
        "icp": answers.icp,
        "police": answers.police,
        "site_code": answers.site_code,
    }
    lines = [
        f"# yaml-language-server: $schema={PORTAL_MODELINE}",
        f"name: {scalar(answers.name)}",
        *(f"area: {scalar(answers.area)}" for _ in "1" if answers.area),
        *(f"domain: {scalar(answers.domain)}" for _ in "1" if answers.domain),
        "# 主色；其余颜色由它推出",
        'colour: "#1d4f91"',
        "# 页脚各项：主办单位、联系方式、ICP备案号、公安备案号、网站标识码；留空则不显示",
        "footer:",
        *(f"  {key}: {scalar(text)}" for key, text in footer.items()),
    ]
    return "\n".join(lines) + "\n"


def _schema_texts(forms: Forms) -> Mapping[str, str]:
    texts = schema_files(forms, known_kinds(), messages("zh"))
    return {f"{storage.SCHEMAS}/{name}": text for name, text in texts.items()}


def refresh_schemas(root: Path) -> None:
    """Bring the JSON Schemas of a portal up to its forms."""
    forms, _ = read_forms(root)
    for path, text in _schema_texts(forms).items():
        storage.write(root / path, text.encode())


def new_agency(root: Path, agency_id: str, name: str, kind: str, area: str) -> str:
    """Make an agency; the path of its settings."""
    require_portal(root)
    check_agency_id(agency_id)
    if kind not in known_kinds():
        raise UsageError("unknown_kind", kind=kind, known=", ".join(known_kinds()))
    file = storage.agency_path(agency_id)
    if storage.exists(root / file):
        raise UsageError("agency_exists", agency=agency_id, file=file)
    text = write_agency(Agency(agency_id, (Name(name),), kind, area=area), AGENCY_MODELINE)
    _, findings = parse_agency(text, file, agency_id, known_kinds())
    _require_usable(findings)
    refresh_schemas(root)
    storage.write(root / file, text.encode())
    return file


def check_agency_id(agency_id: str) -> None:
    """Raise `UsageError` when an agency's folder cannot be called that."""
    if not AGENCY_ID.fullmatch(agency_id):
        raise UsageError("bad_agency_id", agency=agency_id)


def check_year(year: str) -> int:
    """The year as a number; `UsageError` when it is none."""
    if not YEAR.fullmatch(year):
        raise UsageError("bad_year", year=year)
    return int(year)


def new_report(root: Path, agency_id: str, year: int) -> str:
    """Make a blank record, every cell of it not filled in; its path."""
    require_portal(root)
    forms, _ = read_forms(root)
    agency, findings = read_agency(root, agency_id)
    if agency is None:
        raise BrokenContentError("no_agency", findings, agency=agency_id)
    form = form_for(forms, year)
    if form is None:
        raise UsageError("no_form", year=str(year))
    file = storage.record_path(agency_id, year)
    if storage.exists(root / file):
        raise UsageError("record_exists", file=file)
    refresh_schemas(root)
    report = blank_report(agency, year, form)
    storage.write(root / file, write(report, form, record_modeline(form.id)).encode())
    return file


def blank_report(agency: Agency, year: int, form: Form) -> Report:
    """A report in which nothing has been filled in yet."""
    title = messages("zh").say("report.title", agency=agency.name_in(year), year=year)
    tables = {
        table.id: {row.id: Row((None,) * len(block.leaf_columns)) for block, row in table.rows()}
        for table in form.tables
    }
    return Report(agency=agency.id, year=year, form=form.id, title=title, tables=tables)


def require_empty(root: Path) -> None:
    """Raise unless `root` is a folder with nothing in it, or can become one."""
    if storage.exists(root) and (not root.is_dir() or any(root.iterdir())):
        raise UnwritableError("not_empty", path=str(root))
