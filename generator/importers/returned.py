"""A document that we wrote ourselves, come back: read by its marks instead of by likeness.

What paragraphs are is told by their styles, which section they belong to by the headings, which
table a grid is by its labels. Figures are what the cells show. What people added is kept: a
paragraph as text, a table as one of the agency's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.importers import remarks
from generator.importers.editions import Edition, detect
from generator.importers.own_grids import texts_of
from generator.importers.own_text import OwnText
from generator.importers.preamble import Title, find_title
from generator.importers.tables import TableReading
from generator.interchange.annex import Carried, carried
from generator.interchange.marks import MARKS, Mark
from generator.interchange.sheets import LONGEST_TEXT
from generator.interchange.texts import shown
from generator.model.findings import Finding, Place, Severity
from generator.model.forms import Form, Forms
from generator.model.reports import Report, Unplaced
from generator.model.submissions import Block, Grid, Paragraph, Submission


@dataclass(frozen=True, slots=True)
class Returned:
    """What a document of ours gives: a report, and how its tables were read, by table id.

    `stated` is the agency's id and name that the annex gives, as long as nobody changed the title;
    "" and "" otherwise.
    """

    report: Report
    form: Form
    title: Title
    year: int | None
    readings: Mapping[str, TableReading]
    findings: tuple[Finding, ...]
    stated: tuple[str, str]


def is_ours(submission: Submission) -> bool:
    """Whether the submission has our marks."""
    return any(
        isinstance(block, Paragraph) and MARKS.get(block.style) in (Mark.TITLE, Mark.SECTION)
        for block in submission.blocks
    )


def read_returned(
    submission: Submission, forms: Forms, agency: str = "", year: int | None = None
) -> Returned:
    """The report in a document of ours. `agency` and `year` override what it says itself."""
    body, annex = _divided(submission.blocks)
    tables, others = _annex_parts(annex)
    said = carried(tables)
    title, unchanged = _title(body, said)
    found_year = year or (said.year if unchanged else title.year or said.year)
    edition = detect(body, forms, found_year)
    # The tables that people see say which form they are; the annex, where there are none.
    form = edition.form if edition.detected else forms.get(said.form, edition.form)
    own = OwnText(form, said, body)
    spare = [Unplaced(own.last_section, text) for text in (*others, *_problems(said))]
    report = Report(
        agency=agency or said.agency,
        year=found_year or 0,
        form=form.id,
        title=title.text,
        published=said.published,
        scope=said.scope,
        preface=own.preface,
        sections=own.sections,
        tables=own.rows,
        extra_tables=(*own.extra_tables, *said.extra_tables),
        unplaced=(*said.unplaced, *own.unplaced, *spare),
        explanations=said.explanations,
        corrections=said.corrections,
        accepted=said.accepted,
    )
    name, detected = submission.name, edition.detected or form.id
    findings = (
        *remarks.about_whole(name, title.text, found_year, Edition(form, detected), forms),
        *own.findings(name),
        *(_kept(name, own.last_section, each.text) for each in spare),
    )
    stated = (said.agency, said.agency_name) if unchanged else ("", "")
    return Returned(report, form, title, found_year, own.readings, findings, stated)


def _divided(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The report and the annex."""
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph) and MARKS.get(block.style) is Mark.ANNEX:
            return blocks[:number], blocks[number:]
    return blocks, ()


def _annex_parts(
    annex: Sequence[Block],
) -> tuple[list[tuple[str, tuple[tuple[str, ...], ...]]], list[str]]:
    """The tables of an annex with their headings, and what somebody wrote among them."""
    tables: list[tuple[str, tuple[tuple[str, ...], ...]]] = []
    others: list[str] = []
    heading = ""
    for block in annex:
        if isinstance(block, Grid):
            tables.append((heading, texts_of(block)))
            continue
        mark = MARKS.get(block.style)
        if mark is Mark.PART:
            heading = block.text
        elif mark not in (Mark.ANNEX, Mark.NOTE):
            others.append(block.text)
    return tables, others


def _title(body: Sequence[Block], said: Carried) -> tuple[Title, bool]:
    """The title, and whether it is the one that the document was written with."""
    lines = [block for block in body if isinstance(block, Paragraph)]
    heading = "".join(line.text for line in lines if MARKS.get(line.style) is Mark.TITLE)
    found = find_title([Paragraph(heading)]) if heading else Title()
    unchanged = bool(said.title) and heading in (shown(said.title), shown(said.title, LONGEST_TEXT))
    text = said.title if unchanged else heading
    return Title(text, found.year, found.name), unchanged


def _problems(said: Carried) -> Iterator[str]:
    for heading, row in said.problems:
        yield f"{heading}：{row}" if heading else row


def _kept(file: str, section: str, text: str) -> Finding:
    parameters = {"section": section, "text": text[:120]}
    return Finding("import.annex_unread", Severity.WARNING, Place(file), parameters)
