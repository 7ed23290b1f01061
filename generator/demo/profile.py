"""The profile of a form: how its figures come about and what its sections say, from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from generator.demo.grammar import Rules, Template, rules, template
from generator.demo.sources import load
from generator.errors import UsageError
from generator.model.forms import Form, Forms
from generator.records import form_for
from generator.resources import resource
from generator.shapes import Field, Fields, Flag, Integer, ListOf, MapOf, Text


@dataclass(frozen=True)
class Draw:
    """`percent` of an agency's size, spread over cells by weight."""

    size: str
    cells: Mapping[str, int]
    percent: int = 100


@dataclass(frozen=True)
class Amount:
    """A cell that holds an agency's size as an amount with so many decimals."""

    size: str
    cell: str
    places: int


@dataclass(frozen=True)
class Carried:
    """A row that repeats, column by column, another row of last year's report."""

    table: str
    row: str
    source: str
    first: Draw


@dataclass(frozen=True)
class Flow:
    """Column by column, the sum of some rows spread over other rows by weight."""

    table: str
    into: tuple[str, ...]
    out: Mapping[str, int]


@dataclass(frozen=True)
class Stock:
    """What is in force: last year's level, plus what was added, less what was removed.

    All cells of `added` hold the same figure; without `removed` nothing is. `first` is the level
    before the first year, in years' worth of adding.
    """

    size: str
    added: tuple[str, ...]
    level: str
    first: int
    removed: str = ""


@dataclass(frozen=True)
class Tally:
    """How many there were last year, in `last`, and by how many they changed, in `growth`.

    In the first year `percent` of a size.
    """

    size: str
    percent: int
    last: str
    growth: str


@dataclass(frozen=True)
class Part:
    """A sentence of a paragraph and when it is said.

    `when`: all these figures are above 0; `unless`: all of them are 0; `chance`: in so many of a
    hundred reports; `kinds`: by these kinds of agencies only.
    """

    say: Template
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    chance: int = 100
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, perhaps under a heading, with conditions as a part has them.

    With `ends`, nothing follows it in its section.
    """

    parts: tuple[Part, ...]
    heading: Template = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    chance: int = 100
    kinds: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True)
class Profile:
    """All that the demonstration data knows about one form.

    `rules` are sentences that are said in another way than usual.
    """

    draws: tuple[Draw, ...]
    amounts: tuple[Amount, ...]
    carried: tuple[Carried, ...]
    flows: tuple[Flow, ...]
    stocks: tuple[Stock, ...]
    figures: Mapping[str, tuple[str, ...]]
    misstated: str
    preface: tuple[Paragraph, ...]
    sections: Mapping[str, tuple[Paragraph, ...]]
    tallies: tuple[Tally, ...] = ()
    rules: Rules = field(default_factory=dict[str, Any])


_ID = r"[a-z][a-z0-9_]*"
_CELL = Text(rf"{_ID}\.{_ID}\.{_ID}", kind="cell_id")
_TEXTS = ListOf(Text(), least=1)
_WEIGHTS = MapOf(Integer(1, 10**6))


def _carried(**values: Any) -> Carried:
    return Carried(source=values.pop("from"), **values)


def _part(**values: Any) -> Part:
    return Part(say=template(values.pop("say")), **values)


def _paragraph(**values: Any) -> Paragraph:
    return Paragraph(heading=template(values.pop("heading", "")), **values)


_DRAW = Fields(
    "draw",
    Draw,
    {
        "size": Field(Text(), required=True),
        "cells": Field(_WEIGHTS, required=True),
        "percent": Field(Integer(1, 100)),
    },
)
_AMOUNT = Fields(
    "amount",
    Amount,
    {
        "size": Field(Text(), required=True),
        "cell": Field(_CELL, required=True),
        "places": Field(Integer(0, 6), required=True),
    },
)
_CARRIED = Fields(
    "carried",
    _carried,
    {
        "table": Field(Text(), required=True),
        "row": Field(Text(), required=True),
        "from": Field(Text(), required=True),
        "first": Field(_DRAW, required=True),
    },
)
_FLOW = Fields(
    "flow",
    Flow,
    {
        "table": Field(Text(), required=True),
        "into": Field(_TEXTS, required=True),
        "out": Field(_WEIGHTS, required=True),
    },
)
_STOCK = Fields(
    "stock",
    Stock,
    {
        "size": Field(Text(), required=True),
        "added": Field(ListOf(_CELL, least=1), required=True),
        "removed": Field(_CELL),
        "level": Field(_CELL, required=True),
        "first": Field(Integer(0, 100), required=True),
    },
)
_TALLY = Fields(
    "tally",
    Tally,
    {
        "size": Field(Text(), required=True),
        "percent": Field(Integer(1, 100), required=True),
        "last": Field(_CELL, required=True),
        "growth": Field(_CELL, required=True),
    },
)
_CONDITIONS = {
    "when": Field(_TEXTS),
    "unless": Field(_TEXTS),
    "chance": Field(Integer(1, 100)),
    "kinds": Field(_TEXTS),
}
_PART = Fields("part", _part, {"say": Field(Text(), required=True), **_CONDITIONS})
_PARAGRAPH = Fields(
    "paragraph",
    _paragraph,
    {
        "parts": Field(ListOf(_PART, least=1), required=True),
        "heading": Field(Text()),
        "ends": Field(Flag()),
        **_CONDITIONS,
    },
)
_PARAGRAPHS = ListOf(_PARAGRAPH, least=1)


def _profile(**values: Any) -> Profile:
    """A profile; what it does not state is as in the profile that it is ``like``."""
    like = values.pop("like", "")
    values["rules"] = rules(values.get("rules", {}))
    return replace(profile_of(like), **values) if like else Profile(**values)


_PROFILE = Fields(
    "profile",
    _profile,
    {
        "like": Field(Text()),
        "draws": Field(ListOf(_DRAW)),
        "amounts": Field(ListOf(_AMOUNT)),
        "carried": Field(ListOf(_CARRIED)),
        "flows": Field(ListOf(_FLOW)),
        "stocks": Field(ListOf(_STOCK)),
        "tallies": Field(ListOf(_TALLY)),
        "figures": Field(MapOf(ListOf(_CELL, least=1))),
        "misstated": Field(Text()),
        "preface": Field(_PARAGRAPHS),
        "sections": Field(MapOf(_PARAGRAPHS)),
        "rules": Field(MapOf(_TEXTS)),
    },
)


@cache
def profile_of(form_id: str) -> Profile:
    """The profile of a form that has one."""
    return load(f"{form_id}.yml", _PROFILE)


def edition_of(forms: Forms, year: int) -> Form:
    """The form that reports of `year` use; `UsageError` when it has no profile."""
    form = form_for(forms, year)
    if form is None or not _has_profile(form):
        first = min(form.first_year for form in forms.values() if _has_profile(form))
        raise UsageError("demo.too_early", year=year, first=first)
    return form


def _has_profile(form: Form) -> bool:
    return resource(f"demo/{form.id}.yml").is_file()
