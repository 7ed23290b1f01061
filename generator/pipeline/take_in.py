"""Importing: from a submitted file to a record beside its original.

`prepare` reads, understands and compares, and writes nothing; `accept` writes what was prepared,
all of it or none.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from generator import storage
from generator.agencies import write_agency
from generator.build.content import Outline, known_kinds, outline
from generator.conversion import convert
from generator.errors import BrokenContentError, UnreadableError, UsageError
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.importers.identity import Identity, identify
from generator.model.agencies import Agency, Name
from generator.model.findings import Finding, Phrase
from generator.model.reports import Source
from generator.pipeline.create import check_agency_id, refresh_schemas
from generator.records import parse, write
from generator.schemas import AGENCY_MODELINE, record_modeline


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said about the file: "" and None leave it to the file itself."""

    agency: str = ""
    year: int | None = None
    kind: str = "department"


@dataclass(frozen=True, slots=True)
class Intake:
    """A submission that was understood, before anything is written.

    `files` maps paths relative to the portal to what would be written there. `difference` is the
    change to a record that is there already, as a unified diff; "" when there is none or it would
    stay the same. `exists` says which of the two.
    """

    filling: Filling
    agency: Agency
    is_new_agency: bool
    year: int
    record: str
    files: dict[str, bytes]
    findings: tuple[Finding, ...]
    exists: bool
    difference: str


def prepare(root: Path, path: Path, wish: Wish) -> Intake:
    """Read a submission and work out the record that it makes.

    Raises `UsageError` when the agency or the year cannot be told, which is never guessed.
    """
    known = outline(root)
    content = storage.read(path)
    submission, findings = read(path.name, content, convert)
    if submission is None:
        raise BrokenContentError("import_unreadable", findings, path=str(path))
    filling = fill(submission, known.forms, agency=wish.agency, year=wish.year)
    identity = identify(filling, known.agencies)
    year = wish.year or identity.year
    if year is None:
        raise UsageError("import_no_year", path=path.name)
    agency, is_new = _agency(known, filling, identity, wish, path)
    record, files = _files(known, filling, agency, year, path, content)
    if is_new:
        files[storage.agency_path(agency.id)] = write_agency(agency, AGENCY_MODELINE).encode()
    before = _before(root, record)
    after = files[record].decode()
    return Intake(
        filling=filling,
        agency=agency,
        is_new_agency=is_new,
        year=year,
        record=record,
        files=files,
        findings=(*findings, *filling.findings),
        exists=before is not None,
        difference=_difference(record, before, after) if before is not None else "",
    )


def accept(root: Path, intake: Intake) -> None:
    """Write what was prepared: the record, its original, and the agency where it is new."""
    refresh_schemas(root)
    # The record comes last: where it stands, what it refers to stands too.
    order = sorted(intake.files, key=lambda path: path == intake.record)
    storage.write_all({root / path: intake.files[path] for path in order})


def complete(root: Path, intake: Intake) -> None:
    """Put back the original beside a record that stays as it is, should it have been lost."""
    beside = {path: content for path, content in intake.files.items() if path != intake.record}
    storage.write_all({root / path: content for path, content in beside.items()})


def _agency(
    known: Outline, filling: Filling, identity: Identity, wish: Wish, path: Path
) -> tuple[Agency, bool]:
    """The agency of the report, and whether it is one that the portal does not have yet."""
    if wish.agency:
        check_agency_id(wish.agency)
        if wish.agency in known.agencies:
            return known.agencies[wish.agency], False
        if _has_broken_settings(known, wish.agency):
            raise BrokenContentError("no_agency", known.findings, agency=wish.agency)
        if not identity.name:
            raise UsageError("import_no_name", path=path.name, agency=wish.agency)
        if wish.kind not in known_kinds():
            raise UsageError("unknown_kind", kind=wish.kind, known=", ".join(known_kinds()))
        area = known.portal.area
        return Agency(wish.agency, (Name(identity.name),), wish.kind, area=area), True
    if identity.agency is not None:
        return known.agencies[identity.agency], False
    raise UnknownAgencyError(identity, filling, path)


def _has_broken_settings(known: Outline, agency: str) -> bool:
    """Whether the agency is there but its settings cannot be used."""
    return any(found.place.file == storage.agency_path(agency) for found in known.findings)


class UnknownAgencyError(UsageError):
    """The file names no agency that the portal has; `identity` holds what it says.

    `filling` is what was understood of it all the same.
    """

    def __init__(self, identity: Identity, filling: Filling, path: Path) -> None:
        names = Phrase("import.close", {"names": ", ".join(identity.candidates)})
        close = names if identity.candidates else Phrase("import.none_close")
        if identity.name:
            super().__init__(
                "import_unknown_agency",
                path=path.name,
                name=identity.name,
                proposed=identity.proposed,
                close=close,
            )
        else:
            super().__init__("import_no_agency", path=path.name, close=close)
        self.identity = identity
        self.filling = filling


def _files(
    known: Outline,
    filling: Filling,
    agency: Agency,
    year: int,
    path: Path,
    content: bytes,
) -> tuple[str, dict[str, bytes]]:
    original = f"{year}/{_original_name(path)}"
    title = filling.report.title or f"{agency.name_in(year)}{year}"
    report = replace(
        filling.report,
        agency=agency.id,
        year=year,
        title=title,
        source=Source(original, storage.sha256(content)),
    )
    record = storage.record_path(agency.id, year)
    text = write(report, filling.form, record_modeline(filling.form.id))
    read_back, problems = parse(text, record, agency.id, year, known.forms)
    if read_back is None:
        # What cannot be read again must never be written; it would be a mistake of this program.
        raise AssertionError(problems)
    folder = f"{storage.AGENCIES}/{agency.id}"
    return record, {f"{folder}/{original}": content, record: text.encode()}


def _original_name(path: Path) -> str:
    """``original`` with the ending of the submitted file: no name of a person's or a path's."""
    ending = re.sub(r"[^a-z0-9]", "", path.suffix.lower())
    return f"original.{ending}" if ending else "original"


def _before(root: Path, record: str) -> str | None:
    if not storage.exists(root / record):
        return None
    text, findings = storage.read_text(root / record, record)
    if findings:
        raise UnreadableError("not_text", path=record)
    return text


def _difference(record: str, before: str, after: str) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(difflib.unified_diff(old, new, f"a/{record}", f"b/{record}"))
