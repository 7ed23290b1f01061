"""``agency.yml`` and ``portal.yml`` ⇄ `Agency` and `Portal`, and the kinds of agencies."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from generator.accepted import ACCEPTED, accepted_lines
from generator.model.agencies import (
    Agency,
    Change,
    Deadline,
    Event,
    Footer,
    Kind,
    Name,
    Portal,
    Scope,
)
from generator.model.findings import Finding, Phrase, Place, Severity
from generator.nodes import Node
from generator.shapes import (
    Choice,
    Day,
    Describe,
    Field,
    Fields,
    Flag,
    Integer,
    Invalid,
    Line,
    ListOf,
    MapOf,
    Reading,
    Schema,
    Text,
    read_file,
)
from generator.yaml_text import scalar

AGENCY_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
"""The name of an agency's folder, which is also its address on the portal."""

_YEAR = Integer(1949, 2200)
_NAME = Fields(
    "name",
    Name,
    {"name": Field(Line(), required=True), "first_year": Field(_YEAR), "last_year": Field(_YEAR)},
)


def _kind(**values: Any) -> Kind:
    values["deadline"] = (values.pop("month"), values.pop("day"))
    values["scope"] = Scope(values.get("scope", Scope.OWN))
    return Kind(**values)


_MONTH = Integer(1, 12)
_DAY = Integer(1, 31)


class _Deadline(Fields[Deadline]):
    """A deadline on a day that every year has."""

    def read(self, node: Node, reading: Reading, path: str) -> Deadline | Invalid:
        known = super().read(node, reading, path)
        if isinstance(known, Invalid) or known.day <= monthrange(2023, known.month)[1]:
            return known
        return reading.report("shape.day", node, text=f"{known.month:02}-{known.day:02}")


_DEADLINE = _Deadline(
    "deadline",
    Deadline,
    {
        "month": Field(_MONTH, required=True),
        "day": Field(_DAY, required=True),
        "first_year": Field(_YEAR),
        "last_year": Field(_YEAR),
    },
)

_KIND = Fields(
    "kind",
    _kind,
    {
        "id": Field(Text(r"[a-z_]+", kind="id"), required=True),
        "label": Field(Line(), required=True),
        "month": Field(_MONTH, required=True),
        "day": Field(_DAY, required=True),
        "earlier": Field(ListOf(_DEADLINE)),
        "scope": Field(Choice(tuple(Scope))),
        "apart": Field(Flag()),
    },
)
_KINDS = Fields("kinds", dict[str, Any], {"kinds": Field(ListOf(_KIND, least=1), required=True)})


def parse_kinds(text: str, file: str) -> tuple[Mapping[str, Kind], list[Finding]]:
    """The kinds of agencies by id, in order."""
    value, reading = read_file(text, file, _KINDS)
    kinds: tuple[Kind, ...] = value["kinds"] if value else ()
    return {kind.id: kind for kind in kinds}, reading.findings


def _event(**values: Any) -> Event:
    return Event(change=Change(values.pop("change")), **values)


_AGENCY_ID = Text(AGENCY_ID.pattern, kind="agency_id")
_EVENT = Fields(
    "event",
    _event,
    {
        "on": Field(Day(), required=True),
        "change": Field(Choice(tuple(Change)), required=True),
        "to": Field(ListOf(_AGENCY_ID)),
        "note": Field(Line()),
    },
)


@cache
def _agency_shape(kinds: tuple[str, ...]) -> Fields[dict[str, Any]]:
    """The shape of ``agency.yml`` where there are such `kinds`; made once."""
    return Fields(
        "agency",
        dict[str, Any],
        {
            "names": Field(ListOf(_NAME, least=1), required=True),
            "aliases": Field(ListOf(Line())),
            "kind": Field(Choice(kinds), required=True),
            "area": Field(Line()),
            "superior": Field(_AGENCY_ID),
            "supervisor": Field(_AGENCY_ID),
            "identifiers": Field(MapOf(Line())),
            "former_ids": Field(ListOf(_AGENCY_ID)),
            "events": Field(ListOf(_EVENT)),
            "accepted": Field(ListOf(ACCEPTED)),
        },
    )


def parse_agency(
    text: str, file: str, agency_id: str, kinds: Mapping[str, Kind]
) -> tuple[Agency | None, list[Finding]]:
    """The agency in `text`, or None when it cannot be used; and everything wrong with it.

    A code that fails its own check digit is a warning only: such codes exist.
    """
    values, reading = read_file(text, file, _agency_shape(tuple(kinds)))
    findings = reading.findings
    if values is None or findings:
        return None, findings
    agency = Agency(id=agency_id, **values)
    findings.extend(_crossed_periods(agency, file, reading.places))
    findings.extend(_disordered_events(agency, file, reading.places))
    if findings:
        return None, findings
    return agency, list(_doubtful_codes(agency, file, reading.places))


def _crossed_periods(
    agency: Agency, file: str, places: Mapping[str, tuple[int, int]]
) -> Iterator[Finding]:
    """Names whose periods end before they begin, or before the name ahead of them ends."""
    last = 0
    for number, name in enumerate(agency.names):
        first_year = name.first_year or last
        if first_year < last or (name.last_year is not None and name.last_year < first_year):
            line, column = places.get(f"names.{number}.name", (1, 1))
            place = Place(file, line, column)
            yield Finding("agency.periods", Severity.ERROR, place, {"name": name.name})
        last = name.last_year or first_year


def _disordered_events(
    agency: Agency, file: str, places: Mapping[str, tuple[int, int]]
) -> Iterator[Finding]:
    """Events that are out of order, or that lead nowhere although they must, or to itself."""
    last = date.min
    for number, event in enumerate(agency.events):
        line, column = places.get(f"events.{number}.on", (1, 1))
        place = Place(file, line, column)
        if event.on < last:
            yield Finding("agency.events", Severity.ERROR, place, {"on": event.on.isoformat()})
        last = event.on
        if event.change in _LEADS_ON and not event.to:
            parameters = {"change": Phrase(f"change.{event.change}")}
            yield Finding("agency.event_to", Severity.ERROR, place, parameters)
        if agency.id in event.to:
            yield Finding("agency.event_self", Severity.ERROR, place, {"agency": agency.id})


_LEADS_ON = frozenset({Change.MERGED_INTO, Change.SPLIT_INTO, Change.SUPERIOR_CHANGED})


def _doubtful_codes(
    agency: Agency, file: str, places: Mapping[str, tuple[int, int]]
) -> Iterator[Finding]:
    code = agency.identifiers.get("uscc", "")
    if code and not is_uscc(code):
        line, column = places.get("identifiers.uscc", (1, 1))
        yield Finding("agency.uscc", Severity.WARNING, Place(file, line, column), {"uscc": code})


_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_uscc(code: str) -> bool:
    """Whether `code` is a 统一社会信用代码 whose check character fits (GB 32100-2015)."""
    if not re.fullmatch(rf"[{_USCC_ALPHABET}]{{18}}", code):
        return False
    total = sum(
        _USCC_ALPHABET.index(character) * pow(3, position, 31)
        for position, character in enumerate(code[:17])
    )
    return _USCC_ALPHABET.index(code[17]) == -total % 31


def agency_schema(kinds: Mapping[str, Kind], describe: Describe) -> Schema:
    """The JSON Schema of ``agency.yml``."""
    return _agency_shape(tuple(kinds)).schema(describe)


def write_agency(agency: Agency, modeline: str = "") -> str:
    """The text of ``agency.yml``."""
    lines = [f"# yaml-language-server: $schema={modeline}"] if modeline else []
    lines.append("names:")
    for name in agency.names:
        periods = (("first_year", name.first_year), ("last_year", name.last_year))
        parts = [f"name: {scalar(name.name, flow=True)}"]
        parts += [f"{key}: {year}" for key, year in periods if year is not None]
        lines.append(f"  - {{{', '.join(parts)}}}")
    if agency.aliases:
        aliases = ", ".join(scalar(alias, flow=True) for alias in agency.aliases)
        lines.append(f"aliases: [{aliases}]")
    lines.append(f"kind: {agency.kind}")
    for key in ("area", "superior", "supervisor"):
        value: str = getattr(agency, key)
        if value:
            lines.append(f"{key}: {scalar(value)}")
    if agency.identifiers:
        lines.append("identifiers:")
        lines += [f"  {key}: {scalar(value)}" for key, value in agency.identifiers.items()]
    if agency.former_ids:
        lines.append(f"former_ids: [{', '.join(map(scalar, agency.former_ids))}]")
    if agency.events:
        lines += ["events:", *map(_event_line, agency.events)]
    lines += accepted_lines(agency.accepted)
    return "\n".join(lines) + "\n"


def _event_line(event: Event) -> str:
    parts = [f"on: {event.on.isoformat()}", f"change: {event.change}"]
    if event.to:
        parts.append(f"to: [{', '.join(map(scalar, event.to))}]")
    if event.note:
        parts.append(f"note: {scalar(event.note, flow=True)}")
    return f"  - {{{', '.join(parts)}}}"


_FOOTER = Fields(
    "footer",
    Footer,
    {
        "organiser": Field(Line(empty=True)),
        "contact": Field(Line(empty=True)),
        "icp": Field(Line(empty=True)),
        "police": Field(Line(empty=True)),
        "site_code": Field(Text(r"(?:[0-9]{10}|bm[0-9]{8})?", kind="site_code", empty=True)),
    },
)
_SEVERITIES = {"off": None} | {severity.word: severity for severity in Severity}
_CODE = r"[a-z_]+(?:\.[a-z_]+)+"


def _portal(**values: Any) -> Portal:
    severities = values.pop("severities", {})
    return Portal(
        severities={code: _SEVERITIES[word] for code, word in severities.items()}, **values
    )


_PORTAL = Fields(
    "portal",
    _portal,
    {
        "name": Field(Line(), required=True),
        "description": Field(Line(empty=True)),
        "area": Field(Line(empty=True)),
        "domain": Field(Text(r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+)?", kind="domain", empty=True)),
        "colour": Field(Text(r"#[0-9a-fA-F]{6}", kind="colour")),
        "footer": Field(_FOOTER),
        "hosts": Field(ListOf(Text(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", kind="domain"))),
        "deadlines": Field(MapOf(ListOf(_DEADLINE, least=1), r"[a-z_]+")),
        "severities": Field(MapOf(Choice(tuple(_SEVERITIES)), _CODE)),
        "publish_originals": Field(Flag()),
        "demo": Field(Flag()),
    },
)


def parse_portal(text: str, file: str) -> tuple[Portal | None, list[Finding]]:
    """The portal's settings, or None when they cannot be used; and everything wrong with them."""
    portal, reading = read_file(text, file, _PORTAL)
    return (None if reading.findings else portal), reading.findings


def portal_schema(describe: Describe) -> Schema:
    """The JSON Schema of ``portal.yml``."""
    return _PORTAL.schema(describe)
