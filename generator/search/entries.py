"""Reports, agencies and pages → entries of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from generator.model.agencies import Agency, Kind
from generator.model.forms import Block, Form, Line, Section, Table
from generator.model.reports import Cell, Narrative, Report
from generator.model.search import Entry, EntryType, Level, Unit

_BETWEEN = " › "


def report_entry(
    report: Report, form: Form, agency: Agency, kind: Kind, address: str, *, faulty: bool
) -> Entry:
    """The entry of a report; `address` is that of its page, `faulty` whether it has findings.

    All reports of one form get the same units, those without text too, because the index writes
    down once what stands over them.
    """
    units = [Unit("", "", "", Level.TEXT, "\n".join(report.preface))]
    for section in form.sections_of(report.sections):
        texts = _section_texts(report, section)
        units.append(Unit(section.id, section.title.zh, section.id, Level.TEXT, "\n".join(texts)))
        if section.table:
            units += _cells(report, form.table(section.table), section)
    return Entry(
        address=address,
        type=EntryType.REPORT,
        title=report.title,
        agency=agency.id,
        name=agency.name_in(report.year),
        kind=kind.label,
        area=agency.area,
        year=report.year,
        edition=form.title.zh,
        published=report.published,
        corrected=bool(report.corrections),
        faulty=faulty,
        units=tuple(units),
    )


def _section_texts(report: Report, section: Section) -> Iterator[str]:
    """What the agency wrote in a section, its reasons and what could not be placed included."""
    yield from report.sections.get(section.id, Narrative()).paragraphs
    yield from (piece.text for piece in report.unplaced if piece.section == section.id)
    if section.table:
        begin = f"{section.table}."
        yield from (text for key, text in report.explanations.items() if key.startswith(begin))
        yield from (item.reason for item in report.corrections if item.cell.startswith(begin))


def _cells(report: Report, table: Table, section: Section) -> Iterator[Unit]:
    for row_id, column, anchor, heading in _places(table):
        row = report.row(table.id, row_id)
        cell = row.cells[column] if row and column < len(row.cells) else None
        yield Unit(anchor, heading, section.id, Level.TABLE, _written(cell))


@cache
def _places(table: Table) -> tuple[tuple[str, int, str, str], ...]:
    """Row, number of the column, anchor and label path of each cell of a table."""
    return tuple(
        (
            row[-1].id,
            number,
            f"{table.id}.{row[-1].id}.{column[-1].id}",
            _BETWEEN.join(line.label.zh for line in (*row, *column)),
        )
        for block in table.blocks
        for row in _paths(block.rows)
        for number, column in enumerate(_columns(block))
    )


def _columns(block: Block) -> Iterator[tuple[Line, ...]]:
    return _paths(block.columns)


def _paths(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    return (path for line in lines for path in line.paths())


def _written(cell: Cell) -> str:
    """A cell as text; a blank is nothing."""
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def agency_entry(agency: Agency, kind: Kind, address: str) -> Entry:
    """The entry of an agency, with its former names and how its names are spelled."""
    former = tuple(dict.fromkeys(name.name for name in agency.names[-2::-1]))
    former = tuple(name for name in former if name != agency.name)
    names = (agency.name, *former, *agency.aliases)
    return Entry(
        address=address,
        type=EntryType.AGENCY,
        title=agency.name,
        agency=agency.id,
        name=agency.name,
        former=former,
        aliases=agency.aliases,
        pinyin=tuple(map(_spelled, names)),
        kind=kind.label,
        area=agency.area,
    )


def _spelled(name: str) -> tuple[str, ...]:
    """The Pinyin of a name, a syllable without tone for each character."""
    # Loading the dictionary takes a third of a second, which only agencies must pay for.
    from pypinyin import lazy_pinyin

    # What is no Chinese character comes back in runs; each character stands for itself.
    syllables = lazy_pinyin(name.lower(), errors="\n".join)
    return tuple(part for syllable in syllables for part in syllable.split("\n"))


def page_entry(address: str, title: str, sections: Iterable[tuple[str, str, str]]) -> Entry:
    """The entry of a page.

    Each section is an anchor, a heading, and paragraphs with line breaks between them; anchor and
    heading are "" for what stands above the first heading.
    """
    units = (Unit(anchor, heading, "", Level.TEXT, text) for anchor, heading, text in sections)
    return Entry(address, EntryType.PAGE, title, units=tuple(units))
