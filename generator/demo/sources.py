"""The YAML files of this folder: what the demonstration data is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from generator.demo.grammar import Rules, rules
from generator.model.agencies import Scope
from generator.resources import resource_text
from generator.shapes import (
    Choice,
    Field,
    Fields,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Shape,
    Text,
    read_file,
)

T = TypeVar("T")
_ANY = r".+"
_TEXTS = ListOf(Text(), least=1)


def load(name: str, shape: Shape[T]) -> T:
    """A file of this folder as `shape` reads it; `ValueError` when it is wrong, which is a bug."""
    value, reading = read_file(resource_text(f"demo/{name}"), name, shape)
    if value is None or reading.findings:
        raise ValueError(reading.findings)
    return value


@dataclass(frozen=True)
class Body:
    """A sort of agency that an area has: how it is called, how large it is, what it deals with.

    `names` are the ways in which areas call it; `sizes` counts of a year in a middling area (fees
    in 万元), `city_sizes` those that cities alone have. `branch` is its name in a district where it
    is a branch of the city's bureau (then of kind `branch_kind`). `formerly` and `becomes` are
    names before and after a renaming. `scope` is that of its reports, None: as usual for the kind.
    """

    slug: str
    kind: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    sizes: Mapping[str, int]
    topics: tuple[str, ...]
    opens: tuple[str, ...]
    asked: tuple[str, ...]
    city_sizes: Mapping[str, int] = field(default_factory=dict[str, int])
    branch: str = ""
    branch_kind: str = ""
    formerly: str = ""
    becomes: str = ""
    recent: bool = False
    local: bool = False
    independent: bool = False
    desks: tuple[str, ...] = ()
    scope: Scope | None = None


@dataclass(frozen=True)
class Bodies:
    """All sorts of agencies, the order in which an area has them, and how they call themselves."""

    selves: Mapping[str, str]
    bodies: Mapping[str, Body]
    roster: tuple[str, ...]


def _body(**values: Any) -> Body:
    scope = values.pop("scope", None)
    return Body(**values, scope=Scope(scope) if scope else None)


_BODY = Fields(
    "body",
    _body,
    {
        "slug": Field(Text(), required=True),
        "kind": Field(Text(), required=True),
        "names": Field(_TEXTS, required=True),
        "aliases": Field(_TEXTS, required=True),
        "sizes": Field(MapOf(Integer(0, 10**7)), required=True),
        "city_sizes": Field(MapOf(Integer(0, 10**7))),
        "topics": Field(_TEXTS, required=True),
        "opens": Field(_TEXTS, required=True),
        "asked": Field(_TEXTS, required=True),
        "branch": Field(Text()),
        "branch_kind": Field(Text()),
        "formerly": Field(Text()),
        "becomes": Field(Text()),
        "recent": Field(Flag()),
        "local": Field(Flag()),
        "independent": Field(Flag()),
        "desks": Field(_TEXTS),
        "scope": Field(Choice(tuple(Scope))),
    },
)
_BODIES = Fields(
    "bodies",
    Bodies,
    {
        "selves": Field(MapOf(Text(), _ANY), required=True),
        "bodies": Field(MapOf(_BODY), required=True),
        "roster": Field(_TEXTS, required=True),
    },
)


@cache
def bodies() -> Bodies:
    """All sorts of agencies."""
    return load("bodies.yml", _BODIES)


@dataclass(frozen=True)
class Main:
    """The area that a portal begins with, and its city."""

    city: str
    city_slug: str
    area: str
    area_slug: str


@dataclass(frozen=True)
class Places:
    """Parts of place names, each with its spelling in Latin letters: ``岚 lan``.

    `first` and `second` make the names of areas, except those in `real`; `towns` and `roads` are
    whole names.
    """

    main: Main
    first: tuple[str, ...]
    second: tuple[str, ...]
    real: tuple[str, ...]
    towns: tuple[str, ...]
    roads: tuple[str, ...]


_MAIN = Fields(
    "main",
    Main,
    {name: Field(Text(), required=True) for name in ("city", "city_slug", "area", "area_slug")},
)
_PLACES = Fields(
    "places",
    Places,
    {
        "main": Field(_MAIN, required=True),
        **{
            name: Field(_TEXTS, required=True)
            for name in ("first", "second", "real", "towns", "roads")
        },
    },
)


@cache
def places() -> Places:
    """The fictional places."""
    return load("places.yml", _PLACES)


@cache
def phrases() -> Rules:
    """The rules of all sentences."""
    shape: Shape[Any] = MapOf(_TEXTS)
    return rules(load("phrases.yml", shape))
