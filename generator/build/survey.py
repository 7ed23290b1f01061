"""What changed in the content since the last build, and so which agencies have to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from generator import storage
from generator.agencies import AGENCY_ID
from generator.build.catalogue import Catalogue, Stamp
from generator.build.content import read_agency, unknown_superiors
from generator.build.plan import (
    NOTHING,
    Reason,
    State,
    anew,
    changed_files,
    changed_surroundings,
    changed_years,
)
from generator.build.scan import (
    SETTINGS,
    Seen,
    completed,
    folder_names,
    is_as_known,
    is_attached,
    is_there,
    listed,
    stamps,
)
from generator.checks.lineage import continued, lineages
from generator.model.agencies import Agency
from generator.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Sight:
    """Which agencies there are, and which of their folders look different from last time.

    `years` are those for which each agency had a record last time, and `known` the files of those
    that were looked at. `different` are the folders that look different, as they are. `lacking`
    are the originals that were not there, by agency, and `misnamed` the folders whose names cannot
    be those of agencies.
    """

    names: tuple[str, ...]
    years: Mapping[str, tuple[int, ...]]
    known: Mapping[str, Mapping[str, Stamp]]
    different: Mapping[str, Seen]
    gone: tuple[str, ...]
    lacking: Mapping[str, Sequence[str]]
    misnamed: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing at all looks different."""
        return not self.different and not self.gone and not self.misnamed


@dataclass(frozen=True, slots=True)
class Survey:
    """All agencies as they are now, and why the pages of some have to be made again.

    `stamps` are those of the agencies that looked different. `years` are the years whose lists have
    to be made again. `touched` are the agencies of which something is made again for a reason of
    their own, not only because everything is; `resettled` those whose own settings are new or other
    than last time. `findings` is what is wrong with the settings of agencies.
    """

    now: State
    stamps: Mapping[str, Mapping[str, Stamp]]
    reasons: Mapping[str, tuple[Reason, ...]]
    gone: tuple[str, ...]
    years: tuple[int, ...]
    touched: frozenset[str]
    resettled: frozenset[str]
    findings: tuple[Finding, ...]


def look(root: Path, catalogue: Catalogue, only: Set[str] | None) -> Sight:
    """Compare sizes and times; no file is read.

    Of agencies that are known already, `only` these are looked at; None: all.
    """
    years = dict(catalogue.years())
    if only is None:
        known = dict(catalogue.inputs())
    else:
        known = {name: catalogue.inputs_of(name) for name in only if name in years}
    folders = folder_names(root)
    names = [name for name in folders if AGENCY_ID.fullmatch(name)]
    misnamed = tuple(name for name in folders if not AGENCY_ID.fullmatch(name))
    different = {
        name
        for name in names
        if (name in known and not is_as_known(root, name, known[name])) or name not in years
    }
    lacking = dict(catalogue.lacking())
    for name, files in lacking.items():
        if name in known and any(is_there(root, name, file) for file in files):
            different.add(name)
    gone = years.keys() - set(names)
    seen = {name: listed(root, name) for name in sorted(different - gone)}
    return Sight(tuple(names), years, known, seen, tuple(sorted(gone)), lacking, misnamed)


def survey(
    root: Path, catalogue: Catalogue, sight: Sight, everything: tuple[Reason, ...]
) -> Survey:
    """Read what looks different. `everything` is why all agencies have to be made, if they have."""
    before = _state_before(catalogue, sight)
    found: dict[str, Mapping[str, Stamp]] = {
        agency: stamps(root, seen, sight.known.get(agency) or catalogue.examined(agency))
        for agency, seen in sight.different.items()
    }
    relevant = {agency: _relevant(sight, agency, own) for agency, own in found.items()}
    reasons = {agency: _reasons(sight.known.get(agency), own) for agency, own in relevant.items()}
    # Where nothing changed, no record names one of the other files.
    found |= {agency: relevant[agency] for agency, why in reasons.items() if not why}
    resettled = frozenset(agency for agency, why in reasons.items() if _new_settings(why))
    now, findings = _state_now(root, sight, before, resettled)
    # What others continue is read for them, too, at another time than for the agency itself.
    for other in {other for _, _, other in continued(lineages(now.agencies, now.years))}:
        if other in found:
            found[other] = completed(root, other, found[other])
    reasons = {agency: why for agency, why in reasons.items() if why and agency in now.agencies}
    if (reasons or sight.gone) and not anew(everything):
        for agency, reason in tuple(changed_surroundings(before, now, reasons)):
            reasons.setdefault(agency, []).append(reason)
    touched = frozenset(reasons)
    if everything:
        reasons = {agency: list(everything) for agency in now.agencies}
    return Survey(
        now=now,
        stamps=found,
        reasons={agency: tuple(why) for agency, why in sorted(reasons.items())},
        gone=tuple(agency for agency in before.agencies if agency not in now.agencies),
        years=changed_years(NOTHING if everything else before, now),
        touched=touched,
        resettled=resettled,
        findings=findings,
    )


def _reasons(known: Mapping[str, Stamp] | None, found: Mapping[str, Stamp]) -> list[Reason]:
    return [Reason("new_agency")] if known is None else list(changed_files(known, found))


def _relevant(sight: Sight, agency: str, found: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The files by which an agency is other than it was: without those that no record names."""
    known = sight.known.get(agency, {}).keys() | set(sight.lacking.get(agency, ()))
    return {name: stamp for name, stamp in found.items() if name in known or not is_attached(name)}


def _state_before(catalogue: Catalogue, sight: Sight) -> State:
    return State(dict(catalogue.agencies()), sight.years)


def _state_now(
    root: Path, sight: Sight, before: State, resettled: Set[str]
) -> tuple[State, tuple[Finding, ...]]:
    """The agencies as they are; only settings that changed are read."""
    agencies: dict[str, Agency] = {}
    findings: list[Finding] = []
    for name in sight.names:
        known = before.agencies.get(name)
        if known is not None and name not in resettled:
            agencies[name] = known
            continue
        agency, problems = read_agency(root, name)
        findings += problems
        if agency is not None:
            agencies[name] = agency
    if resettled or sight.gone:
        findings += unknown_superiors(agencies)
    findings += map(storage.misnamed, sight.misnamed)
    years = {
        name: sight.different[name].years if name in sight.different else before.years[name]
        for name in agencies
    }
    return State(agencies, years), tuple(findings)


def _new_settings(reasons: Sequence[Reason]) -> bool:
    return any(reason.code == "new_agency" or reason.detail == SETTINGS for reason in reasons)
