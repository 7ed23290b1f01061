"""Reports, agencies and pages → entries of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from generator.model.agencies import Agency, Kind
from generator.model.forms import Form, Line, Section, Table
from generator.model.reports import Cell, ExtraTable, Narrative, Report, Row
from generator.model.search import Entry, EntryType, Level, Piece

_BETWEEN = " › "
_NO_ROWS: Mapping[str, Row] = {}
_MARKS = dict.fromkeys(range(1, 6))
"""The control characters that stand for names and years in the header; written they say nothing."""


def report_entry(
    report: Report, form: Form, agency: Agency, kind: Kind, address: str, *, faulty: bool
) -> Entry:
    """The entry of a report; `address` is that of its page, `faulty` whether it has findings.

    All reports of one form get the same pieces, those without text too, because the index writes
    down once what stands over them.
    """
    sections = form.sections_of(report.sections)
    texts = ["\n".join(_outside(report, sections))]
    for section in sections:
        texts.append("\n".join(_section_texts(report, section)))
        if section.table:
            texts += _cells(report, form, section.table)
    return Entry(
        address=address,
        type=EntryType.REPORT,
        title=_plain(report.title),
        agency=agency.id,
        name=_plain(agency.name_in(report.year)),
        kind=kind.label,
        area=_plain(agency.area),
        year=report.year,
        edition=form.title.zh,
        published=report.published,
        corrected=bool(report.corrections),
        faulty=faulty,
        pieces=_pieces(form, sections if form.free_chapters else ()),
        texts=tuple(texts),
    )


def _plain(text: str) -> str:
    return text.translate(_MARKS)


def _outside(report: Report, sections: Iterable[Section]) -> Iterator[str]:
    """What stands before the first section, and what was put into none that there is."""
    yield from report.preface
    if report.unplaced or report.extra_tables:
        ids = {section.id for section in sections}
        yield from (piece.text for piece in report.unplaced if piece.section not in ids)
        for table in report.extra_tables:
            if table.section not in ids:
                yield from _own_table(table)


def _section_texts(report: Report, section: Section) -> Iterator[str]:
    """What the agency wrote in a section, its own tables and its reasons included."""
    yield from report.sections.get(section.id, Narrative()).paragraphs
    yield from (piece.text for piece in report.unplaced if piece.section == section.id)
    for table in report.extra_tables:
        if table.section == section.id:
            yield from _own_table(table)
    if section.table:
        begin = f"{section.table}."
        yield from (text for key, text in report.explanations.items() if key.startswith(begin))
        yield from (each.reason for each in report.corrections if each.cell.startswith(begin))


def _own_table(table: ExtraTable) -> Iterator[str]:
    yield table.caption
    for row in table.rows:
        yield from row


def _cells(report: Report, form: Form, table: str) -> Iterator[str]:
    """The cells of a table, as written; a blank is nothing."""
    rows = report.tables.get(table, _NO_ROWS)
    for row_id, columns in _row_lengths(form, table):
        row = rows.get(row_id)
        cells = row.cells[:columns] if row else ()
        yield from map(_written, cells)
        for _ in range(columns - len(cells)):
            yield ""


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


@cache
def _row_lengths(form: Form, table: str) -> tuple[tuple[str, int], ...]:
    """Each row of a table, and how many columns it has."""
    return tuple(
        (path[-1].id, len(block.leaf_columns))
        for block in form.table(table).blocks
        for path in _paths(block.rows)
    )


@cache
def _pieces(form: Form, chapters: tuple[Section, ...]) -> tuple[Piece, ...]:
    """What stands over the texts of a report; `chapters` are its own, where the form has none."""
    pieces = [Piece("", "")]
    for section in chapters or form.sections:
        pieces.append(Piece(section.id, section.title.zh, section.id))
        if section.table:
            pieces += _cell_pieces(form.table(section.table), section.id)
    return tuple(pieces)


def _cell_pieces(table: Table, section: str) -> Iterator[Piece]:
    """Anchor and label path of each cell of a table."""
    for block in table.blocks:
        for row in _paths(block.rows):
            for column in _paths(block.columns):
                label = _BETWEEN.join(line.label.zh for line in (*row, *column))
                anchor = f"{table.id}.{row[-1].id}.{column[-1].id}"
                yield Piece(anchor, label, section, Level.TABLE)


def _paths(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    return (path for line in lines for path in line.paths())


def agency_entry(agency: Agency, kind: Kind, address: str) -> Entry:
    """The entry of an agency, with its former names and how its names are spelled."""
    own = _plain(agency.name)
    former = tuple(dict.fromkeys(_plain(name.name) for name in agency.names[-2::-1]))
    former = tuple(name for name in former if name != own)
    aliases = tuple(map(_plain, agency.aliases))
    names = (own, *former, *aliases)
    return Entry(
        address=address,
        type=EntryType.AGENCY,
        title=own,
        agency=agency.id,
        name=own,
        former=former,
        aliases=aliases,
        pinyin=tuple(map(spelled, names)),
        kind=kind.label,
        area=_plain(agency.area),
    )


def spelled(name: str) -> tuple[str, ...]:
    """The Pinyin of a name, a syllable without tone for each character."""
    # Loading the dictionary takes a third of a second, which only agencies must pay for.
    from pypinyin import lazy_pinyin

    # What is no Chinese character comes back in runs; each character stands for itself.
    syllables = lazy_pinyin(name.lower(), errors="\n".join)
    return tuple(part for syllable in syllables for part in syllable.split("\n"))


def page_entry(address: str, title: str, sections: Iterable[tuple[str, str, str]]) -> Entry:
    """The entry of a page.

    Each section is an anchor, a heading, and paragraphs with line breaks between them; anchor and
    heading are "" for what stands above the first heading. They are none of the sections that
    reports are filtered by.
    """
    parts = tuple(sections)
    pieces = tuple(Piece(anchor, heading) for anchor, heading, _ in parts)
    return Entry(
        address,
        EntryType.PAGE,
        _plain(title),
        pieces=pieces,
        texts=tuple(text for _, _, text in parts),
    )
