"""``agency.yml`` and ``portal.yml`` ⇄ `Agency` and `Portal`, and the kinds of agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.agencies import Agency, Footer, Kind, Name, Portal
from generator.model.findings import Finding, Place, Severity
from generator.shapes import (
    Choice,
    Describe,
    Field,
    Fields,
    Flag,
    Integer,
    ListOf,
    MapOf,
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
    {"name": Field(Text(), required=True), "first_year": Field(_YEAR), "last_year": Field(_YEAR)},
)


def _kind(**values: Any) -> Kind:
    return Kind(values["id"], values["label"], (values["month"], values["day"]))


_KIND = Fields(
    "kind",
    _kind,
    {
        "id": Field(Text(r"[a-z_]+", kind="id"), required=True),
        "label": Field(Text(), required=True),
        "month": Field(Integer(1, 12), required=True),
        "day": Field(Integer(1, 31), required=True),
    },
)
_KINDS = Fields("kinds", dict[str, Any], {"kinds": Field(ListOf(_KIND, least=1), required=True)})


def parse_kinds(text: str, file: str) -> tuple[Mapping[str, Kind], list[Finding]]:
    """The kinds of agencies by id, in order."""
    value, reading = read_file(text, file, _KINDS)
    kinds: tuple[Kind, ...] = value["kinds"] if value else ()
    return {kind.id: kind for kind in kinds}, reading.findings


def _agency_shape(kinds: Mapping[str, Kind]) -> Fields[dict[str, Any]]:
    return Fields(
        "agency",
        dict[str, Any],
        {
            "names": Field(ListOf(_NAME, least=1), required=True),
            "aliases": Field(ListOf(Text())),
            "kind": Field(Choice(tuple(kinds)), required=True),
            "area": Field(Text()),
            "superior": Field(Text(AGENCY_ID.pattern, kind="agency_id")),
            "identifiers": Field(MapOf(Text())),
        },
    )


def parse_agency(
    text: str, file: str, agency_id: str, kinds: Mapping[str, Kind]
) -> tuple[Agency | None, list[Finding]]:
    """The agency in `text`, or None when it cannot be used; and everything wrong with it."""
    values, reading = read_file(text, file, _agency_shape(kinds))
    findings = reading.findings
    if values is None or findings:
        return None, findings
    agency = Agency(id=agency_id, **values)
    findings.extend(_crossed_periods(agency, file, reading.places))
    return (None if findings else agency), findings


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


def agency_schema(kinds: Mapping[str, Kind], describe: Describe) -> Schema:
    """The JSON Schema of ``agency.yml``."""
    return _agency_shape(kinds).schema(describe)


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
    for key, value in (("area", agency.area), ("superior", agency.superior)):
        if value:
            lines.append(f"{key}: {scalar(value)}")
    if agency.identifiers:
        lines.append("identifiers:")
        lines += [f"  {key}: {scalar(value)}" for key, value in agency.identifiers.items()]
    return "\n".join(lines) + "\n"


_FOOTER = Fields(
    "footer",
    Footer,
    {
        "organiser": Field(Text(empty=True)),
        "contact": Field(Text(empty=True)),
        "icp": Field(Text(empty=True)),
        "police": Field(Text(empty=True)),
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
        "name": Field(Text(), required=True),
        "description": Field(Text(empty=True)),
        "area": Field(Text(empty=True)),
        "domain": Field(Text(r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+)?", kind="domain", empty=True)),
        "colour": Field(Text(r"#[0-9a-fA-F]{6}", kind="colour")),
        "footer": Field(_FOOTER),
        "hosts": Field(ListOf(Text(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", kind="domain"))),
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
