"""A whole demonstration portal, one file after another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.agencies import parse_kinds, write_agency
from generator.demo.cast import Member, members, seat
from generator.demo.drafts import Desk, Draft, draft, files
from generator.demo.faults import Planter
from generator.demo.ledger import Ledger
from generator.demo.originals import Originals
from generator.demo.profile import edition_of, profile_of
from generator.model.agencies import Kind
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

    The last of the years is `last_year`. A year that no edition covers uses the oldest edition for
    which there is a profile. The same arguments give the same bytes. One report in 20 has a planted
    fault; the last file, ``manifest.json``, lists them. Without `originals` there are no submitted
    files, and no faults in them. Some agencies are founded late, so that there are a few reports
    less than `agencies` × `years`.

    One agency at a time is held in memory. Raises `UsageError` (``demo.too_many``) after the last
    agency for which there is a name.
    """
    span = range(last_year - years + 1, last_year + 1)
    desks = _desks(forms, span, seed)
    planter = Planter(seed, originals=originals)
    kinds, _ = parse_kinds(resource_text("kinds.yml"), "kinds.yml")
    faults: list[dict[str, Any]] = []
    reports = 0
    portal = resource_text("demo/portal.yml").format(area=seat(agencies).name)
    yield DemoFile("content/portal.yml", portal)
    for member in members(agencies, span, seed):
        path = f"content/agencies/{member.agency.id}/agency.yml"
        yield DemoFile(path, write_agency(member.agency))
        for made, fault in _reports(member, desks, kinds[member.agency.kind], planter):
            reports += 1
            faults += [fault] if fault else []
            for path, text in files(made, originals=originals):
                yield DemoFile(path, text)
    about = {"agencies": agencies, "years": list(span), "seed": seed, "reports": reports}
    text = json.dumps({**about, "faults": faults}, ensure_ascii=False, indent=1)
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
    month, day = kind.deadline
    for year, desk in desks.items():
        if year < member.first_year:
            continue
        plain = draft(desk, member, date(year + 1, month, day), last)
        planted = planter.plant(plain)
        last = planted.draft if planted else plain
        yield last, planted.entry() if planted else None
