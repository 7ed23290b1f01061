"""The annex (附页): what a record holds beside the statutory body, as tables that people can read.

Each table has an id, a heading and columns whose wording stands in ``locale/zh``. The first cell of
a row is never blank: a row whose first cell is blank goes on with the row above, because a long
text takes several rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from generator.interchange.script import Script
from generator.interchange.texts import from_json, packed, pieces, quoted, unpacked
from generator.interchange.wordings import cell_words, relation_words, row_words
from generator.messages import messages
from generator.model.agencies import Agency, Scope
from generator.model.findings import Accepted
from generator.model.forms import Form
from generator.model.reports import Correction, ExtraTable, Report, Unplaced
from generator.records import YEAR

_FACTS = ("agency", "year", "form", "title", "published", "scope", "source")
ANNEX_TABLES = (
    "facts",
    "explanations",
    "corrections",
    "unplaced",
    "accepted",
    "chapters",
    "absent",
    "extra_tables",
    "exact",
)
"""The ids of the tables, in order."""
_LONGEST = 280
"""How much of a text one row holds: readers take tables with longer cells for a page's layout."""


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """One table of the annex: its id, heading, columns and rows, as they are shown."""

    id: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def annex_of(
    report: Report, form: Form, agency: Agency, script: Script, *, blank: bool = False
) -> tuple[AnnexTable, ...]:
    """The tables of the annex that have rows.

    With `blank` there is also a row for each relation to be explained, and one for the day of
    publication, to be filled in.
    """
    relations = [relation.id for relation in form.relations] if blank else []
    explained = {**dict.fromkeys(relations, ""), **report.explanations}
    words = {relation.id: relation_words(relation, form) for relation in form.relations}
    rows: dict[str, Iterable[Sequence[str]]] = {
        "facts": _facts(report, form, agency, blank=blank),
        "explanations": ((key, words.get(key, ""), packed(explained[key])) for key in explained),
        "corrections": _corrections(report, form),
        "unplaced": _unplaced(report, form),
        "accepted": (
            (each.fingerprint, packed(each.reason), packed(each.author)) for each in report.accepted
        ),
        "chapters": _chapters(report, form),
        "absent": _absent(script, form),
        "extra_tables": (
            (table.section, packed(table.caption), quoted([list(row) for row in table.rows]))
            for table in script.loose
        ),
        "exact": ((path, quoted(value)) for path, value in script.exact.items()),
    }
    tables = (_table(name, rows[name]) for name in ANNEX_TABLES)
    return tuple(table for table in tables if table.rows)


def _table(name: str, rows: Iterable[Sequence[str]]) -> AnnexTable:
    cut = tuple(short for row in rows for short in _short_rows(row))
    return AnnexTable(name, heading_of(name), columns_of(name), cut)


def heading_of(name: str) -> str:
    """The heading of the table `name`."""
    return messages("zh").say(f"interchange.annex.{name}")


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of the table `name`."""
    return tuple(messages("zh").say(f"interchange.annex.{name}.columns").split("|"))


def _short_rows(row: Sequence[str]) -> Iterator[tuple[str, ...]]:
    cut = [pieces(cell, _LONGEST) for cell in row]
    for number in range(max(map(len, cut))):
        yield tuple(cell[number] if number < len(cell) else "" for cell in cut)


def _facts(
    report: Report, form: Form, agency: Agency, *, blank: bool
) -> Iterator[tuple[str, str, str]]:
    words = messages("zh")
    source = report.source
    values: dict[str, tuple[str, str]] = {
        "agency": (agency.id, agency.name_in(report.year)),
        "year": (str(report.year), ""),
        "form": (form.id, form.title.zh),
        "title": (packed(report.title), ""),
        "published": (report.published.isoformat() if report.published else "", ""),
        "scope": (report.scope or "", words.say(f"interchange.scope.{report.scope or 'none'}")),
        "source": (packed(source.file), source.sha256) if source else ("", ""),
    }
    for name in _FACTS:
        value, note = values[name]
        if value or (blank and name == "published"):
            yield words.say(f"interchange.fact.{name}"), value, note


def _corrections(report: Report, form: Form) -> Iterator[tuple[str, ...]]:
    for each in report.corrections:
        texts = (packed(text) for text in (each.before, each.after, each.reason))
        yield (each.cell, cell_words(each.cell, form), each.on.isoformat(), *texts)


def _unplaced(report: Report, form: Form) -> Iterator[tuple[str, str, str]]:
    titles = {"preface": messages("zh").say("interchange.kind.preface")}
    titles |= {section.id: section.title.zh for section in form.sections}
    for each in report.unplaced:
        yield each.section, titles.get(each.section, ""), packed(each.text)


def _chapters(report: Report, form: Form) -> Iterator[tuple[str, str]]:
    if form.free_chapters:
        for name, narrative in report.sections.items():
            yield name, packed(narrative.title)


def _absent(script: Script, form: Form) -> Iterator[tuple[str, str]]:
    titles = {f"sections.{section.id}": section.title.zh for section in form.sections}
    for name in script.absent:
        yield name, titles.get(name, "") or row_words(name, form)


# --- back again --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """What an annex says, "" and None where it says nothing.

    `chapters` are ids with the titles that the chapters had. `problems` are the rows that could
    not be understood, each with the heading of its table.
    """

    agency: str = ""
    agency_name: str = ""
    year: int | None = None
    form: str = ""
    title: str = ""
    published: date | None = None
    scope: Scope | None = None
    explanations: Mapping[str, str] = field(default_factory=dict[str, str])
    corrections: tuple[Correction, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    chapters: tuple[tuple[str, str], ...] = ()
    absent: frozenset[str] = frozenset()
    extra_tables: tuple[ExtraTable, ...] = ()
    exact: Mapping[str, object] = field(default_factory=dict[str, object])
    problems: tuple[tuple[str, str], ...] = ()


def carried(tables: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> Carried:
    """What the tables of an annex say: each its heading and its rows, the columns among them."""
    headings = {heading_of(name): name for name in ANNEX_TABLES}
    found: dict[str, list[Any]] = {name: [] for name in ANNEX_TABLES}
    problems: list[tuple[str, str]] = []
    for heading, rows in tables:
        name = headings.get(heading.strip(), "")
        for row in _whole_rows(rows):
            if name and tuple(row[: len(columns_of(name))]) == columns_of(name):
                continue
            try:
                found[name].append(_READERS[name]([*row, *("",) * 6]))
            except (KeyError, ValueError):
                problems.append((heading, " | ".join(cell for cell in row if cell)))
    facts: dict[str, Any] = {}
    for fact in found["facts"]:
        facts |= fact
    return Carried(
        **facts,
        explanations={key: text for key, text in found["explanations"] if text.strip()},
        corrections=tuple(found["corrections"]),
        unplaced=tuple(found["unplaced"]),
        accepted=tuple(found["accepted"]),
        chapters=tuple(found["chapters"]),
        absent=frozenset(found["absent"]),
        extra_tables=tuple(found["extra_tables"]),
        exact=dict(found["exact"]),
        problems=tuple(problems),
    )


def _whole_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    whole: list[list[str]] = []
    for row in rows:
        if not any(row):
            continue
        if whole and not row[0]:
            above = [*whole[-1], *("",) * (len(row) - len(whole[-1]))]
            own = [*row, *("",) * (len(above) - len(row))]
            whole[-1] = [one + other for one, other in zip(above, own, strict=True)]
        else:
            whole.append(list(row))
    return whole


def _fact(row: Sequence[str]) -> dict[str, Any]:
    words = messages("zh")
    label, value, note = row[0], row[1], row[2]
    names = {words.say(f"interchange.fact.{name}"): name for name in _FACTS}
    name = names[label]
    if not value or name == "source":
        return {}
    readers: dict[str, Any] = {
        "year": _year, "published": _day, "scope": Scope, "title": _telling,
    }  # fmt: skip
    read = readers.get(name, unpacked)(value)
    return {name: read, "agency_name": note} if name == "agency" else {name: read}


def _matching(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return text


def _year(text: str) -> int:
    return int(_matching(YEAR.pattern, text))


def _day(text: str) -> date:
    return date.fromisoformat(_matching(rf"{YEAR.pattern}-\d\d-\d\d", text))


_ID = r"[a-z][a-z0-9_]*"
_CELL = r"[a-z0-9_]+(?:\.[a-z0-9_]+){2}"


def _telling(cell: str) -> str:
    text = unpacked(cell)
    if not text.strip():
        raise ValueError(cell)
    return text


def _explanation(row: Sequence[str]) -> tuple[str, str]:
    return _matching(rf"{_ID}\.{_ID}", row[0]), unpacked(row[2])


def _correction(row: Sequence[str]) -> Correction:
    return Correction(
        on=_day(row[2]),
        cell=_matching(_CELL, row[0]),
        before=unpacked(row[3]),
        after=unpacked(row[4]),
        reason=_telling(row[5]),
    )


def _piece(row: Sequence[str]) -> Unplaced:
    return Unplaced(_matching(_ID, row[0]), _telling(row[2]))


def _accepted(row: Sequence[str]) -> Accepted:
    return Accepted(_matching(r"[0-9a-f]{16}", row[0]), _telling(row[1]), _telling(row[2]))


def _chapter(row: Sequence[str]) -> tuple[str, str]:
    return _matching(_ID, row[0]), _telling(row[1])


def _name(row: Sequence[str]) -> str:
    return row[0]


def _loose(row: Sequence[str]) -> ExtraTable:
    return ExtraTable(_matching(_ID, row[0]), unpacked(row[1]), table_rows(from_json(row[2])))


def table_rows(value: object) -> tuple[tuple[str, ...], ...]:
    """The rows of a table that JSON holds; `ValueError` for anything else."""
    rows = [_strings(row) for row in _list(value)]
    if not rows:
        raise ValueError(value)
    return tuple(rows)


def _strings(value: object) -> tuple[str, ...]:
    cells = [cell for cell in _list(value) if isinstance(cell, str)]
    if len(cells) != len(_list(value)):
        raise ValueError(value)
    return tuple(cells)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(value)  # noqa: TRY004 - it is a value that somebody wrote
    return cast("list[object]", value)


def _exact(row: Sequence[str]) -> tuple[str, object]:
    value: object = from_json(row[1])
    return row[0], value if isinstance(value, str) else table_rows(value)


_READERS: dict[str, Any] = {
    "facts": _fact,
    "explanations": _explanation,
    "corrections": _correction,
    "unplaced": _piece,
    "accepted": _accepted,
    "chapters": _chapter,
    "absent": _name,
    "extra_tables": _loose,
    "exact": _exact,
}
