"""A whole demonstration portal, one file after another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.agencies import parse_kinds, write_agency
from generator.demo.cast import Member, members, most_agencies, seat
from generator.demo.drafts import Desk, Draft, draft, files
from generator.demo.faults import Planter
from generator.demo.ledger import Ledger
from generator.demo.originals import Originals
from generator.demo.profile import edition_of, profile_of
from generator.errors import UsageError
from generator.model.agencies import Kind, deadline
from generator.model.forms import Forms
from generator.resources import resource_text


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file of the portal: its path, relative to the portal with ``/``, and its text."""

    path: str
    text: str


def make(
    agencies: int,
    years: int,
    seed: int,
    forms: Forms,
    last_year: int = 2024,
    *,
    originals: bool = True,
) -> Iterator[DemoFile]:
    """The files of a portal of `agencies` fictional agencies with reports for `years` years.

    The last of the years is `last_year`, and each uses the edition of its time. The same arguments
    give the same bytes. One report in 20 has a planted fault; the last file, ``manifest.json``,
    lists them. Without `originals` there are no submitted files, and no faults in them. Some
    agencies are founded late, so that there are a few reports less than `agencies` × `years`.

    One agency at a time is held in memory. Raises `UsageError` at once, before anything is made,
    when there are not enough place names (``demo.too_many``) or a year has no profile
    (``demo.too_early``).
    """
    most = most_agencies()
    if agencies > most:
        raise UsageError("demo.too_many", most=most)
    span = range(last_year - years + 1, last_year + 1)
    wish = Wish(agencies, span, seed, originals=originals)
    return _files(wish, _desks(forms, span, seed))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made."""

    agencies: int
    years: range
    seed: int
    originals: bool


def _files(wish: Wish, desks: Mapping[int, Desk]) -> Iterator[DemoFile]:
    planter = Planter(wish.seed, originals=wish.originals)
    kinds, _ = parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    faults: list[dict[str, Any]] = []
    reports = 0
    portal = resource_text("demo/portal.yml").format(area=seat(wish.agencies).name)
    yield DemoFile("content/portal.yml", portal)
    for member in members(wish.agencies, wish.years, wish.seed):
        path = f"content/agencies/{member.agency.id}/agency.yml"
        yield DemoFile(path, write_agency(member.agency))
        for made, fault in _reports(member, desks, kinds[member.agency.kind], planter):
            reports += 1
            faults += [fault] if fault else []
            for path, text in files(made, originals=wish.originals):
                yield DemoFile(path, text)
    about = {"agencies": wish.agencies, "years": list(wish.years), "seed": wish.seed}
    text = json.dumps({**about, "reports": reports, "faults": faults}, ensure_ascii=False, indent=1)
    yield DemoFile("manifest.json", text + "\n")


def _desks(forms: Forms, years: range, seed: int) -> Mapping[int, Desk]:
    """For each year a desk; years with the same form share what is made from it."""
    editions = {year: edition_of(forms, year) for year in years}
    forms_used = {form.id: form for form in editions.values()}
    laid_out = {
        name: (Ledger(form, profile_of(name)), Originals(form)) for name, form in forms_used.items()
    }
    return {year: Desk(seed, year, *laid_out[form.id]) for year, form in editions.items()}


def _reports(
    member: Member, desks: Mapping[int, Desk], kind: Kind, planter: Planter
) -> Iterator[tuple[Draft, dict[str, Any] | None]]:
    """The reports of one agency, oldest first, each with its fault if it has one."""
    last: Draft | None = None
    for year, desk in desks.items():
        if year < member.first_year:
            continue
        plain = draft(desk, member, deadline(kind, year), last)
        planted = planter.plant(plain)
        last = planted.draft if planted else plain
        yield last, planted.entry() if planted else None
