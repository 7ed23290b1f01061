"""Which agency a submission is from, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.importers.filling import Filling
from generator.importers.parts import PREAMBLE
from generator.importers.wording import fold, likeness
from generator.model.agencies import Agency

_CLOSE = 0.75
_MOST_CANDIDATES = 5
_LONGEST_ID = 64
_AREA = re.compile(
    r"(.{2,}?(?:省|自治区|特别行政区|自治州|地区|盟|市|自治县|县|自治旗|旗|区|镇|乡|街道))(?=.{2,})"
)
_PUBLISHER = re.compile(r"^(?:发布|公开|编制|来源|制发|报送)(?:机构|单位|部门|机关)\W*(\w.*)$")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is, as far as names say so.

    `agency` is the id of a known agency, or None; it is never guessed. `name` is the name that was
    found, "" when there is none; `candidates` are the ids of agencies with a name close to it,
    nearest first; `proposed` is an id for a new agency of that name, "" when there is no name.
    """

    agency: str | None
    year: int | None
    name: str
    candidates: tuple[str, ...] = ()
    proposed: str = ""


def identify(filling: Filling, agencies: Mapping[str, Agency]) -> Identity:
    """The agency and the year of a submission, from its title, its header and its file's name."""
    stated, stated_name = filling.stated
    if stated in agencies and stated_name in _all_names(agencies[stated]):
        return Identity(stated, filling.year, stated_name)
    names = [name for name in dict.fromkeys(_names(filling)) if name]
    for name in (*names, _name_of_file(filling.file)):
        known = _known(name, agencies, filling.year)
        if len(known) == 1:
            return Identity(known[0], filling.year, name)
        if known:
            return Identity(None, filling.year, name, tuple(known))
    name = names[0] if names else ""
    candidates = _close(name, agencies) if name else _mentioned(filling, agencies)
    proposed = propose_id(name, agencies) if name else ""
    return Identity(None, filling.year, name, candidates, proposed)


def _names(filling: Filling) -> Iterator[str]:
    """The names found, the surest first."""
    yield filling.name
    for text in _header(filling):
        match = _PUBLISHER.match(fold(text))
        if match:
            yield match[1]


def _name_of_file(file: str) -> str:
    """What a file's name says before the year; it can name a known agency, but no new one."""
    return re.split(r"(?:19|20)\d\d|[_\-—(（\s]", fold(file.rpartition(".")[0]))[0]


def _header(filling: Filling) -> Iterator[str]:
    """What stands before the first section, with the rows of a portal's header by their cells."""
    yield from filling.report.preface
    for piece in filling.report.unplaced:
        if piece.section == PREAMBLE:
            parts = piece.text.split(" | ")
            yield from ("".join(parts[number : number + 2]) for number in range(0, len(parts), 2))


def _known(name: str, agencies: Mapping[str, Agency], year: int | None) -> list[str]:
    """The agencies that have this very name; those that had it in `year`, when several have it."""
    wanted = _plain(name)
    found = [
        agency.id
        for agency in agencies.values()
        if any(_plain(each) == wanted for each in _all_names(agency))
    ]
    if len(found) > 1 and year is not None:
        found = [each for each in found if _covers(agencies[each], wanted, year)] or found
    return sorted(found)


def _covers(agency: Agency, wanted: str, year: int) -> bool:
    """Whether the agency reported for `year` under the name."""
    return any(
        _plain(name.name) == wanted
        and (name.first_year or year) <= year <= (name.last_year or year)
        for name in agency.names
    )


def _all_names(agency: Agency) -> Iterable[str]:
    return (*(name.name for name in agency.names), *agency.aliases)


def _plain(name: str) -> str:
    return re.sub(r"\W", "", fold(name))


def _close(name: str, agencies: Mapping[str, Agency]) -> tuple[str, ...]:
    wanted = _plain(name)
    scores = {
        agency.id: max(_closeness(wanted, _plain(each)) for each in _all_names(agency))
        for agency in agencies.values()
    }
    close = sorted((-score, each) for each, score in scores.items() if score >= _CLOSE)
    return tuple(each for _, each in close[:_MOST_CANDIDATES])


def _closeness(one: str, other: str) -> float:
    """How near two names are; a name without its area, or without its last word, is near."""
    if one and other and (one.endswith(other) or other.endswith(one) or other.startswith(one)):
        return 0.9
    return likeness(one, other)


def _mentioned(filling: Filling, agencies: Mapping[str, Agency]) -> tuple[str, ...]:
    """The agencies whose full names stand in the text before the first section."""
    text = _plain("".join(_header(filling)))
    found = {
        agency.id: max((_plain(name) for name in _all_names(agency)), key=len)
        for agency in agencies.values()
        if any(len(name) > 3 and _plain(name) in text for name in _all_names(agency))
    }
    longest = sorted(found, key=lambda each: (-len(found[each]), each))
    return tuple(longest[:_MOST_CANDIDATES])


def propose_id(name: str, agencies: Mapping[str, Agency]) -> str:
    """A folder name for an agency, from the sound of its name: the area, then the rest.

    湛河区应急管理局 gives ``zhanhequ-yingjiguanliju``. An id that is taken gets a number.
    """
    # pypinyin is imported late: only a new agency needs its tables.
    from pypinyin import lazy_pinyin

    def sound(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(text)).lower())

    plain = _plain(name)
    area = _AREA.match(plain)
    parts = [plain[: area.end()], plain[area.end() :]] if area else [plain]
    base = "-".join(filter(None, map(sound, parts)))[: _LONGEST_ID - 4].strip("-") or "agency"
    taken = set(agencies)
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)
