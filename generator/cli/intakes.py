"""What ``gongkai import`` says: each file, how it differs from its record, and a whole batch."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click

from generator.build.content import Outline
from generator.cli.terminal import Terminal
from generator.cli.wide import columns, fitted, shown
from generator.model.findings import Severity
from generator.model.forms import Form
from generator.model.reports import Cell
from generator.pipeline.batches import Failure, Outcome, Result
from generator.pipeline.revision import CellChange, Kept, TextChange
from generator.pipeline.take_in import Intake, Understood, creation
from generator.records import cell_text
from generator.render.words import Words

_WIDTH = 80
_FLEXIBLE = (0, 1)
_TO_THE_RIGHT = (4, 5)
_COLOURS = {
    Outcome.NEW: "green",
    Outcome.REPLACED: "green",
    Outcome.CORRECTED: "green",
    Outcome.DIFFERS: "yellow",
    Outcome.RIVAL: "yellow",
    Outcome.UNKNOWN: "red",
    Outcome.FAILED: "red",
}


class Intakes:
    """Says what becomes of submissions."""

    def __init__(self, terminal: Terminal, known: Outline, *, dry_run: bool) -> None:
        self.terminal, self.known, self.dry_run = terminal, known, dry_run
        self.words = Words(terminal.messages)

    def opening(self, each: Understood | Failure, *, alone: bool) -> None:
        """What was understood of a file; in a batch, only what is wrong with it."""
        if isinstance(each, Failure):
            return
        if alone:
            self._understood(each)
        self.terminal.findings(each.findings)

    def closing(self, result: Result, *, alone: bool) -> None:
        """What became of a file; in a batch the table says so, except for what needs somebody."""
        if result.error is not None and (alone or result.outcome is Outcome.FAILED):
            self.terminal.complain(result.error)
        sentence = self._sentence(result)
        if result.outcome in (Outcome.RIVAL, Outcome.DIFFERS) and not self.dry_run:
            self.terminal.failure(sentence)
        elif sentence and (alone or result.outcome is Outcome.RIVAL):
            self.terminal.print(sentence)

    def _understood(self, each: Understood) -> None:
        """One line with what was read, of how much."""
        counts, agency = each.filling.counts, each.agency
        self.terminal.say(
            "import.understood",
            file=shown(each.label),
            agency=(agency.name if agency else shown(each.identity.name)) or "?",
            id=(agency.id if agency else each.identity.proposed) or "?",
            year=each.year,
            form=each.filling.form.id,
            rows=counts.rows,
            all_rows=counts.all_rows,
            cells=counts.cells,
            all_cells=counts.all_cells,
            paragraphs=counts.paragraphs,
            unplaced=counts.unplaced,
        )
        if each.is_new_agency and agency:
            self.terminal.say("import.new_agency", id=agency.id, name=shown(agency.name))

    def _sentence(self, result: Result) -> str:
        say = self.terminal.messages.say
        others = say("import.comma").join(f"“{shown(each)}”" for each in result.others)
        if result.outcome is Outcome.RIVAL:
            return say("import.rival", file=shown(result.label), others=others)
        if result.outcome is Outcome.TWIN:
            return say("import.twin", file=shown(result.label), other=shown(result.others[0]))
        intake = result.intake
        if intake is None:
            return ""
        if result.outcome is Outcome.SAME and intake.changes:
            return say("import.earlier", file=intake.record)
        if result.outcome is Outcome.SAME:
            kept = intake.revision.kept if intake.revision else Kept()
            by_hand = self._kept(Kept((), kept.cells, kept.texts))
            if by_hand:
                return say("import.edited", file=intake.record, kept=by_hand)
            return say("import.same", file=intake.record)
        if self.dry_run:
            return say("import.dry_run", file=intake.record)
        if result.outcome is Outcome.CORRECTED:
            count = len(intake.revision.cells) if intake.revision else 0
            return say("import.corrected", file=intake.record, count=count)
        keys = {Outcome.NEW: "done", Outcome.REPLACED: "replaced", Outcome.DIFFERS: "kept"}
        return say(f"import.{keys[result.outcome]}", file=intake.record)

    # --- the difference to a record ------------------------------------------------------------

    def difference(self, intake: Intake) -> None:
        """The change to a record that is there, cell by cell and paragraph by paragraph."""
        revision = intake.revision
        if revision is None:
            return
        source = shown(intake.understood.label)
        self.terminal.say("import.difference", file=intake.record, source=source)
        form = self.known.forms[revision.report.form]
        for change in revision.cells:
            self.terminal.print(f"  {self._cell(change, form)}")
        for change in revision.texts:
            for line in self._text(change, form):
                self.terminal.print(f"  {line}")
        if revision.kept:
            self.terminal.say("import.stays", kept=self._kept(revision.kept))

    def _cell(self, change: CellChange, form: Form) -> str:
        after = "unread" if not change.read and change.after is None else ""
        return self.terminal.messages.say(
            "import.cell",
            cell=self._place(change.cell, form),
            before=click.style(self._value(change.before), fg="red"),
            after=click.style(self._value(change.after, after), fg="green"),
        )

    def _place(self, cell: str, form: Form) -> str:
        """The cell in words: with those of the earlier form where only that one has it."""
        forms = (form, *self.known.forms.values())
        for each in forms:
            try:
                return self.words.place(each, cell)
            except KeyError:
                continue
        return cell

    def _value(self, value: Cell, otherwise: str = "") -> str:
        if value is None:
            return self.terminal.messages.say(f"import.{otherwise or 'blank'}")
        return shown(f"“{value}”" if isinstance(value, str) else cell_text(value))

    def _text(self, change: TextChange, form: Form) -> Iterator[str]:
        titles = {section.id: section.title.zh for section in form.sections}
        key = f"import.part.{change.where}"
        messages = self.terminal.messages
        part = titles.get(change.where) or messages.describe(key) or change.where
        yield messages.say("import.text", part=part)
        for sign, colour, paragraphs in (
            ("-", "red", change.removed),
            ("+", "green", change.added),
        ):
            for paragraph in paragraphs:
                line = fitted(f"{sign} {shown(paragraph)}", self._width() - 2)
                yield click.style(line, fg=colour)

    def _kept(self, kept: Kept) -> str:
        say = self.terminal.messages.say
        parts = [say(f"import.key.{key}") for key in kept.keys]
        parts += [say("import.key.cells", count=len(kept.cells))] if kept.cells else []
        parts += [say("import.key.texts", count=len(kept.texts))] if kept.texts else []
        return say("import.comma").join(parts)

    # --- a batch -------------------------------------------------------------------------------

    def summary(self, results: Sequence[Result], passed_over: int) -> None:
        """A table of all files, what became of how many, and how to make missing agencies."""
        say = self.terminal.messages.say
        names = ("file", "agency", "year", "form", "cells", "findings", "outcome")
        head = [say(f"import.head.{name}") for name in names]
        rows = [head, *map(self._row, results)]
        lines = columns(rows, self._width(), _FLEXIBLE, _TO_THE_RIGHT)
        self.terminal.print("")
        self.terminal.print(click.style(lines[0], bold=True))
        for line, result in zip(lines[1:], results, strict=True):
            colour = _COLOURS.get(result.outcome)
            last = len(say(f"import.outcome.{result.outcome.value}"))
            self.terminal.print(line[:-last] + click.style(line[-last:], fg=colour))
        counts = Counter(result.outcome for result in results)
        tally = self.terminal.messages.say("cli.comma").join(
            say("import.count", outcome=say(f"import.outcome.{each.value}"), count=counts[each])
            for each in Outcome
            if counts[each]
        )
        key = "import.tally_dry" if self.dry_run else "import.tally"
        self.terminal.say(key, count=len(results), tally=tally)
        if passed_over:
            self.terminal.say("import.passed_over", count=passed_over)
        self._missing_agencies(results)

    def _row(self, result: Result) -> list[str]:
        say = self.terminal.messages.say
        none, understood = say("import.none"), result.understood
        outcome = say(f"import.outcome.{result.outcome.value}")
        severities = Counter(each.severity for each in result.findings)
        found = "/".join(str(severities[each]) for each in sorted(Severity, reverse=True))
        if understood is None:
            return [shown(result.label), none, none, none, none, found, outcome]
        agency = understood.agency.name if understood.agency else understood.identity.name
        counts = understood.filling.counts
        read = f"{counts.cells}/{counts.all_cells}"
        year, form = str(understood.year), understood.filling.form.id
        return [shown(result.label), shown(agency) or none, year, form, read, found, outcome]

    def _missing_agencies(self, results: Iterable[Result]) -> None:
        unknown = [
            result.understood
            for result in results
            if result.outcome is Outcome.UNKNOWN and result.understood
        ]
        commands = list(dict.fromkeys(creation(each.identity) for each in unknown))
        if any(commands):
            self.terminal.say("import.agencies")
        for command in filter(None, commands):
            self.terminal.print(f"  {command}")

    def _width(self) -> int:
        if not sys.stdout.isatty():
            return _WIDTH
        return max(60, min(120, shutil.get_terminal_size((_WIDTH, 24)).columns - 1))
