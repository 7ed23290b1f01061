"""One report in the making: its figures, its text, and what is to be written of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from generator.demo.cast import Member
from generator.demo.dice import Dice
from generator.demo.grammar import Telling
from generator.demo.ledger import Ledger, Numbers, Past
from generator.demo.originals import Originals
from generator.demo.sources import phrases
from generator.demo.texts import Texts, compose
from generator.model.reports import Report, Source
from generator.records import write


@dataclass(frozen=True)
class Desk:
    """What is the same for all reports of one year: the seed, the form laid out, and its writer."""

    seed: int
    year: int
    ledger: Ledger
    originals: Originals

    def dice(self, member: Member, purpose: str, year: int = 0) -> Dice:
        """The dice of one agency for one purpose."""
        return Dice(self.seed, member.agency.id, year or self.year, purpose)


@dataclass(frozen=True)
class Draft:
    """A report and what it came from.

    `numbers` are the figures that next year's report goes on from. `texts` is what the report
    would say if it had no fault. `last` is the draft of the year before, `before` its figures in
    the order of this form. `dropped` is the id of a
    section whose key the record lacks, `appended` what was added to the original after its hash
    was taken.
    """

    desk: Desk
    member: Member
    deadline: date
    numbers: Numbers
    texts: Texts
    report: Report
    last: Draft | None = None
    before: Past | None = None
    faulty: bool = False
    dropped: str = ""
    appended: str = ""

    @property
    def path(self) -> str:
        """The path of the record."""
        return f"content/agencies/{self.member.agency.id}/{self.desk.year}.yml"


@dataclass(frozen=True)
class Wish:
    """How a draft should differ from a plain one.

    `shift` is added to carried cells, `wording_of` the year whose wording is used again (0: its
    own), `misstated` the figures that the text gives wrongly.
    """

    shift: dict[int, int] = field(default_factory=dict[int, int])
    wording_of: int = 0
    misstated: dict[str, int] = field(default_factory=dict[str, int])


def draft(
    desk: Desk, member: Member, deadline: date, last: Draft | None, wish: Wish | None = None
) -> Draft:
    """The report of one agency for one year, without a fault unless one is wished for."""
    wish = wish or Wish()
    year, ledger = desk.year, desk.ledger
    dice = desk.dice(member, "figures")
    before = ledger.past(last.desk.ledger, last.numbers) if last else None
    numbers = ledger.fill(member.sizes_in(year), dice, before, wish.shift)
    figures = ledger.figures(numbers) | wish.misstated
    wording = desk.dice(member, "wording", wish.wording_of)
    texts = compose(member, year, ledger.form, ledger.profile, figures, wording)
    report = Report(
        agency=member.agency.id,
        year=year,
        form=ledger.form.id,
        title=title(member, year),
        published=_published(deadline, desk.dice(member, "published")),
        preface=texts.preface,
        sections=texts.sections,
        tables=ledger.table_rows(numbers),
        scope=member.body.scope,
    )
    past = replace(last, last=None) if last else None
    return Draft(desk, member, deadline, numbers, texts, report, past, before)


def redraft(plain: Draft, wish: Wish) -> Draft:
    """The same report once more, as wished."""
    return draft(plain.desk, plain.member, plain.deadline, plain.last, wish)


def title(member: Member, year: int, printed: int = 0) -> str:
    """The title of the agency's report for `year`, with `printed` as the year that it states."""
    words = {"agency": member.agency.name_in(year), "year": str(printed or year)}
    return Telling(phrases(), Dice(), words, {}, {}).named("title")


def _published(deadline: date, dice: Dice) -> date:
    """A working day in the weeks before the deadline."""
    day = deadline - timedelta(days=dice.between(0, 24))
    return day - timedelta(days=max(0, day.weekday() - 4))


def files(draft: Draft, *, originals: bool) -> list[tuple[str, str]]:
    """The path and text of the record, and of its original if wanted."""
    report = draft.report
    if not originals:
        return [(draft.path, _record(draft, report))]
    text = draft.desk.originals.text(report)
    digest = hashlib.sha256(text.encode()).hexdigest()
    name = f"{report.year}/original.txt"
    record = _record(draft, replace(report, source=Source(name, digest)))
    folder = draft.path.rpartition("/")[0]
    return [(draft.path, record), (f"{folder}/{name}", text + draft.appended)]


def _record(draft: Draft, report: Report) -> str:
    text = write(report, draft.desk.ledger.form)
    if draft.dropped:
        # The writer gives every section its key; a record that lacks one has to be cut.
        text = text.replace(f'\n  {draft.dropped}: ""\n', "\n", 1)
    return text
