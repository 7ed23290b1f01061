"""Importing one submission: from the file to a record beside its original.

`understand` reads a file, `prepare` works out what it means for the portal, and neither writes
anything; `accept` writes what was prepared, all of it or none.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import storage
from generator.agencies import write_agency
from generator.build.content import Outline, known_kinds
from generator.conversion import convert
from generator.errors import BrokenContentError, UnreadableError, UsageError
from generator.importers import read
from generator.importers.filling import Filling, fill
from generator.importers.identity import Identity, identify
from generator.model.agencies import Agency, Name
from generator.model.findings import Finding, Phrase, Place, Severity
from generator.model.reports import Report, Source
from generator.pipeline.comments import carry_comments
from generator.pipeline.create import check_agency_id
from generator.pipeline.revision import Revision, as_correction, revise
from generator.records import parse, write
from generator.schemas import AGENCY_MODELINE, record_modeline


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said about the file: "" and None leave it to the file itself."""

    agency: str = ""
    year: int | None = None
    kind: str = "department"


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants to become of a record that is there already.

    `replace` brings it up to the submission. A `reason` does so as a correction made `on` a day.
    """

    replace: bool = False
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A submission that was read. `label` is what people call the file.

    `agency` is None where it is not known whose report it is; `identity` says what the file says.
    """

    path: Path
    label: str
    sha256: str
    filling: Filling
    identity: Identity
    year: int
    agency: Agency | None
    is_new_agency: bool
    findings: tuple[Finding, ...]

    @property
    def report(self) -> Report:
        """The report as the submission has it, without its source."""
        agency = self.agency.id if self.agency else ""
        return replace(self.filling.report, agency=agency, year=self.year)

    @property
    def claim(self) -> tuple[str, int]:
        """Which report it is: the agency, by its name where its id is not known; and the year."""
        return (self.agency.id if self.agency else f"?{self.identity.name}", self.year)


@dataclass(frozen=True, slots=True)
class Intake:
    """What a submission means for the portal, before anything is written.

    `record` and `original` are paths relative to the portal, `text` is the record as it would be.
    `revision` is None where there is no record yet. `same_original` says that the record was made
    from this very file.
    """

    understood: Understood
    agency: Agency
    record: str
    original: str
    text: str
    revision: Revision | None = None
    same_original: bool = False
    earlier: bool = False

    @property
    def changes(self) -> bool:
        """Whether accepting it changes the record."""
        return self.revision is None or self.revision.differs


# --- reading -----------------------------------------------------------------------------------


def understand(known: Outline, path: Path, wish: Wish, label: str = "") -> Understood:
    """Read a submission and tell whose report it is, and for which year.

    Raises `BrokenContentError` when nothing can be read, `UsageError` when there is no year.
    """
    label = label or path.name
    content = storage.read(path)
    submission, findings = read(path.name, content, convert)
    if submission is None:
        raise BrokenContentError("import_unreadable", _labelled(findings, label), path=label)
    filling = fill(submission, known.forms, agency=wish.agency)
    told = filling.year
    if wish.year and wish.year != told:
        filling = fill(submission, known.forms, agency=wish.agency, year=wish.year)
    if filling.year is None:
        raise UsageError("import_no_year", path=label)
    identity = identify(filling, known.agencies)
    agency, is_new = _agency(known, identity, wish, label)
    doubts = _doubts(label, filling.year, told, agency, identity)
    return Understood(
        path=path,
        label=label,
        sha256=storage.sha256(content),
        filling=filling,
        identity=identity,
        year=filling.year,
        agency=agency,
        is_new_agency=is_new,
        findings=(*doubts, *_labelled((*findings, *filling.findings), label)),
    )


def _labelled(findings: tuple[Finding, ...] | list[Finding], label: str) -> list[Finding]:
    return [replace(each, place=replace(each.place, file=label)) for each in findings]


def _doubts(
    label: str, year: int, told: int | None, agency: Agency | None, identity: Identity
) -> Iterator[Finding]:
    """Where a person says something else than the file."""
    place = Place(label)
    if told is not None and told != year:
        parameters = {"year": str(year), "told": str(told)}
        yield Finding("import.year_told", Severity.WARNING, place, parameters)
    if agency and identity.agency and identity.agency != agency.id:
        names = {"agency": agency.name, "told": identity.name}
        yield Finding("import.agency_told", Severity.WARNING, place, names)


def _agency(
    known: Outline, identity: Identity, wish: Wish, label: str
) -> tuple[Agency | None, bool]:
    """The agency of the report, and whether it is one that the portal does not have yet."""
    if not wish.agency:
        return (known.agencies[identity.agency] if identity.agency else None), False
    check_agency_id(wish.agency)
    if wish.agency in known.agencies:
        return known.agencies[wish.agency], False
    if any(each.place.file == storage.agency_path(wish.agency) for each in known.findings):
        raise BrokenContentError("no_agency", known.findings, agency=wish.agency)
    if not identity.name:
        raise UsageError("import_no_name", path=label, agency=wish.agency)
    if wish.kind not in known_kinds():
        raise UsageError("unknown_kind", kind=wish.kind, known=", ".join(known_kinds()))
    area = known.portal.area
    return Agency(wish.agency, (Name(identity.name),), wish.kind, area=area), True


def unknown_agency(understood: Understood, known: Outline) -> UsageError:
    """That the file names no agency that the portal has, what it names, and what is near that."""
    identity, path = understood.identity, understood.label
    names = ", ".join(f"{each} {known.agencies[each].name}" for each in identity.candidates)
    close = Phrase("import.close" if names else "import.none_close", {"names": names})
    if not identity.name:
        return UsageError("import_no_agency", path=path, close=close)
    return UsageError(
        "import_unknown_agency",
        path=path,
        name=identity.name,
        close=close,
        command=creation(identity),
    )


def creation(identity: Identity, kind: str = "department") -> str:
    """The command that makes the agency; "" where the file names none."""
    if not identity.name:
        return ""
    words = ["gongkai", "new", "agency", identity.proposed, "--name", identity.name, "--kind", kind]
    # A name comes from a submission, and is typed into a shell.
    return " ".join(word if re.fullmatch(r"[\w-]+", word) else shlex.quote(word) for word in words)


# --- what it means for the portal --------------------------------------------------------------


def prepare(root: Path, known: Outline, understood: Understood, change: Change) -> Intake:
    """What the submission means for the portal; its agency must be known, or made.

    The same original once more changes nothing, whatever people changed in the record since,
    unless it is to be read afresh. Raises `BrokenContentError` when the record that is there cannot
    be read: what people wrote into it would be lost.
    """
    agency = understood.agency
    if agency is None:
        raise unknown_agency(understood, known)
    record = storage.record_path(agency.id, understood.year)
    report = understood.report
    old = _record(root, known, report, record)
    same = old is not None and _comes_from(old, understood)
    at_hand = old.source.file if old and old.source and same else ""
    original = at_hand or _original(root, understood, agency.id)
    titled = report.title or f"{agency.name_in(understood.year)}{understood.year}"
    report = replace(report, title=titled, source=Source(original, understood.sha256))
    revision = None
    if old is not None:
        base = _base(root, known, old) if not same else None if change.replace else report
        revision = revise(old, report, understood.filling.origins, base, known.forms)
        if change.reason and change.on:
            revision = as_correction(old, revision, change.on, change.reason, known.forms)
        report = revision.report
    return Intake(
        understood=understood,
        agency=agency,
        record=record,
        original=f"{storage.AGENCIES}/{agency.id}/{original}",
        text=_written(root, known, report, record, old),
        revision=revision,
        same_original=same,
        earlier=old is not None and _is_earlier(root, old, original),
    )


def _record(root: Path, known: Outline, report: Report, file: str) -> Report | None:
    """The record that is there, or None; a file with nothing in it is none."""
    if not storage.exists(root / file):
        return None
    text, findings = storage.read_text(root / file, file)
    old = None
    if not findings and not text.strip():
        return None
    if not findings:
        old, findings = parse(text, file, report.agency, report.year, known.forms)
    if old is None:
        raise BrokenContentError("import_broken_record", findings, path=file)
    return old


def _comes_from(old: Report, understood: Understood) -> bool:
    return old.source is not None and old.source.sha256 == understood.sha256


def _is_earlier(root: Path, old: Report, original: str) -> bool:
    if old.source is None or not storage.exists(root / storage.AGENCIES / old.agency / original):
        return False
    number = original_number(old.source.file.rpartition("/")[2])
    return original_number(original.rpartition("/")[2]) < number


def _base(root: Path, known: Outline, old: Report) -> Report | None:
    """What the original behind a record says, read as it would be today; None without it."""
    if old.source is None:
        return None
    path = root / storage.AGENCIES / old.agency / old.source.file
    if not storage.exists(path) or storage.is_folder(path):
        return None
    content = storage.read(path)
    submission, _ = read(path.name, content, convert)
    if submission is None or storage.sha256(content) != old.source.sha256:
        return None
    return fill(submission, known.forms, agency=old.agency, year=old.year).report


def _original(root: Path, understood: Understood, agency: str) -> str:
    """Where the original goes, below the agency's folder: no earlier one is ever written over.

    It is called ``original`` with the ending of the file, later ones ``original-2`` and so on: no
    name of a person's or a path's.
    """
    folder = root / storage.AGENCIES / agency / str(understood.year)
    standing = storage.files_below(folder) if storage.exists(folder) else []
    numbers = {path: number for path in standing if (number := original_number(path.name))}
    for path in sorted(numbers, key=lambda path: (numbers[path], path)):
        if path.parent == folder and storage.sha256(storage.read(path)) == understood.sha256:
            return f"{understood.year}/{path.name}"
    number = 1 + max(numbers.values(), default=0)
    stem = "original" if number == 1 else f"original-{number}"
    ending = re.sub(r"[^a-z0-9]", "", understood.path.suffix.lower())
    return f"{understood.year}/{stem}{'.' if ending else ''}{ending}"


def original_number(name: str) -> int:
    """The how-manieth original of its report a file is by its name; 0 when it is none."""
    match = re.fullmatch(r"original(?:-([1-9][0-9]{0,3}))?(?:\.[a-z0-9]*)?", name)
    return int(match[1] or 1) if match else 0


def _written(root: Path, known: Outline, report: Report, file: str, old: Report | None) -> str:
    """The record's text, with the comments of the one that is there."""
    text = write(report, known.forms[report.form], record_modeline(report.form))
    readable, problems = parse(text, file, report.agency, report.year, known.forms)
    if readable is None:
        # What cannot be read again must never be written; it would be a mistake of this program.
        raise AssertionError(problems)
    if old is None:
        return text
    before, _ = storage.read_text(root / file, file)
    commented = carry_comments(before, text)
    again, _ = parse(commented, file, report.agency, report.year, known.forms)
    if again is None or write(again, known.forms[again.form]) != write(
        readable, known.forms[readable.form]
    ):
        return text
    return commented


# --- writing -----------------------------------------------------------------------------------


def accept(root: Path, intake: Intake) -> None:
    """Write what was prepared: the agency where it is new, the original, and then the record.

    Where the record stands, what it refers to stands too, whenever the program is stopped.
    """
    content = storage.read(intake.understood.path)
    if storage.sha256(content) != intake.understood.sha256:
        raise UnreadableError("changed_meanwhile", path=intake.understood.label)
    files: dict[Path, bytes] = {}
    settings = root / storage.agency_path(intake.agency.id)
    if intake.understood.is_new_agency and not storage.exists(settings):
        files[settings] = write_agency(intake.agency, AGENCY_MODELINE).encode()
    files[root / intake.original] = content
    files[root / intake.record] = intake.text.encode()
    storage.write_all(files)


def complete(root: Path, intake: Intake) -> None:
    """Put back the original beside a record that stays as it is, should it have been lost."""
    path = root / intake.original
    if intake.same_original and not storage.exists(path):
        storage.write(path, storage.read(intake.understood.path), durable=True)
