"""What a build knows and has decided before it makes anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from generator.build.catalogue import Catalogue
from generator.build.content import Outline, known_kinds, read_forms, read_portal
from generator.build.orders import Order, Outcome
from generator.build.plan import Reason, anew
from generator.build.staging import Staging
from generator.build.survey import Survey
from generator.checks.lineage import lineages, old_addresses
from generator.model.findings import Finding
from generator.model.forms import Form, Forms

_FORMS = msgspec.json.Decoder(dict[str, Form])


@dataclass(frozen=True, slots=True)
class Planned:
    """A build that is about to begin: what was asked for, what there is, and what was made before.

    `held` is the catalogue of the last build, `found` what the survey saw, `known` what all pages
    share. `depends_on` are the digests of `fingerprints.globals_of`, and `everything` the reasons
    why all pages have to be made again; empty where they have not.
    """

    order: Order
    held: Catalogue
    found: Survey
    known: Outline
    depends_on: Mapping[str, str]
    everything: tuple[Reason, ...]

    @property
    def whole(self) -> bool:
        """Whether the whole site is put together again, and takes the place of the old one."""
        return bool(self.everything)

    @property
    def anew(self) -> bool:
        """Whether nothing of the last build is of use; see `plan.anew`."""
        return anew(self.everything)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to make and nothing to take away."""
        return not self.found.reasons and not self.found.gone and not self.whole

    @property
    def staging(self) -> Staging:
        """The folders around the site."""
        return Staging(self.order.out.resolve())

    def outcome(self, written: Sequence[str] = (), removed: Sequence[str] = ()) -> Outcome:
        """What the build came to, when these files of the site were written and removed."""
        return Outcome(
            *self.held.totals(),
            tuple(written),
            tuple(removed),
            self.found.reasons,
            self.everything,
        )


def planned(
    order: Order,
    held: Catalogue,
    found: Survey,
    depends_on: Mapping[str, str],
    everything: Sequence[Reason],
) -> Planned:
    """The build, with what all its pages share; what is wrong with that is in `known.findings`."""
    known = _outline(order.root, held, found)
    return Planned(order, held, found, known, depends_on, tuple(everything))


def _outline(root: Path, held: Catalogue, found: Survey) -> Outline:
    portal, findings = read_portal(root)
    forms, form_findings = _forms(root, held)
    agencies, years = found.now.agencies, found.now.years
    return Outline(
        portal=portal,
        kinds=known_kinds(),
        forms=forms,
        agencies=agencies,
        years=years,
        findings=(*findings, *form_findings, *found.findings),
        old_addresses=old_addresses(agencies),
        lineages=lineages(agencies, years),
    )


def _forms(root: Path, held: Catalogue) -> tuple[Forms, Sequence[Finding]]:
    """The forms; they are read only where one of them, or the program, may have changed."""
    before = held.fact("forms_read")
    if before:
        return _FORMS.decode(before), ()
    forms, problems = read_forms(root)
    if not problems:
        held.put_fact("forms_read", msgspec.json.encode(forms).decode())
    return forms, problems
