"""``gongkai import``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import click

from generator.build.content import Outline, outline
from generator.cli.intakes import Intakes
from generator.cli.intakes_json import results_json
from generator.cli.parser import Command, argument, fail_on_option, option
from generator.cli.terminal import FAILED, FOUND, OK, Terminal, exit_code, interactive
from generator.errors import GongkaiError, UsageError
from generator.messages import Messages
from generator.pipeline import inbox, take_in
from generator.pipeline.batches import (
    STOPPED,
    UNDECIDED,
    Contested,
    Failure,
    Outcome,
    Result,
    contested,
    understand_all,
)
from generator.pipeline.create import check_year, refresh_schemas
from generator.pipeline.take_in import Change, Intake, Understood, Wish


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_import(words)]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How files are imported; `ask` says whether a person is there to be asked."""

    wish: Wish
    change: Change
    dry_run: bool
    ask: bool


def _import(words: Messages) -> Command:
    params = [
        argument("files", "FILE...", nargs=-1, required=True),
        option(words, "--agency", key="import.agency", metavar="ID", default=""),
        option(words, "--year", key="import.year", metavar="YEAR", default=""),
        option(
            words, "--kind", key="import.kind", metavar="KIND", default="department",
            show_default=True,
        ),
        option(words, "--dry-run", key="import.dry_run", is_flag=True),
        option(words, "--replace", key="import.replace", is_flag=True),
        option(
            words, "--as-correction", "reason", key="import.correction", metavar="REASON",
            default="",
        ),
        option(words, "--on", key="import.on", metavar="DATE", default=""),
        option(words, "--json", "as_json", key="import.json", is_flag=True),
        fail_on_option(words, "never"),
    ]  # fmt: skip

    @click.pass_obj
    def call(
        terminal: Terminal,
        files: tuple[str, ...],
        agency: str,
        year: str,
        kind: str,
        reason: str,
        on: str,
        fail_on: str,
        *,
        dry_run: bool,
        replace: bool,
        as_json: bool,
    ) -> int:
        if replace and reason:
            raise UsageError("import_two_ways")
        wish = Wish(agency, check_year(year) if year else None, kind)
        change = Change(replace, reason.strip(), _day(on))
        manner = _Manner(wish, change, dry_run, interactive() and not (as_json or dry_run))
        results = _Importing(terminal, manner, quiet=as_json).carry_out(files)
        if as_json:
            terminal.print(results_json(results, words, dry_run=dry_run))
        return max(_code(result, fail_on, dry_run=dry_run) for result in results)

    return Command("import", call, params, words)


def _day(text: str) -> date:
    """The day of a correction; today where none is given."""
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011
    except ValueError:
        raise UsageError("bad_day", day=text) from None


def _code(result: Result, fail_on: str, *, dry_run: bool) -> int:
    if result.outcome in STOPPED:
        return FAILED
    waits = result.outcome is Outcome.RIVAL or (result.outcome in UNDECIDED and not dry_run)
    return FOUND if waits else exit_code(result.findings, fail_on) or OK


class _Importing:
    """Files on their way into a portal."""

    def __init__(self, terminal: Terminal, manner: _Manner, *, quiet: bool) -> None:
        self.terminal, self.manner, self.quiet = terminal, manner, quiet
        self.known: Outline = outline(terminal.root)
        self.said = Intakes(terminal, self.known, dry_run=manner.dry_run)
        self.began = False

    def carry_out(self, names: Sequence[str]) -> list[Result]:
        """Import the files, and show what became of them unless it is to be quiet."""
        found = inbox.find(names)
        if found.empty and not found.files:
            raise UsageError("import_nothing", names=", ".join(found.empty))
        read = self._read(found)
        others = contested(read, self.known.forms)
        alone = len(read) == 1
        results: list[Result] = []
        for each in read:
            if not self.quiet:
                self.said.opening(each, alone=alone)
            try:
                result = self._settled(each, others)
            except GongkaiError as error:
                # One bad file must not keep the others from being imported.
                understood = each if isinstance(each, Understood) else None
                result = Result(each.label, Outcome.FAILED, understood, error=error)
            results.append(result)
            if not self.quiet:
                self.said.closing(result, alone=alone)
        if not self.quiet and not alone:
            self.said.summary(results, found.passed_over)
        return results

    def _read(self, found: inbox.Inbox) -> list[Understood | Failure]:
        missing = [
            Failure(inbox.Path(name), name, UsageError("import_nothing", names=name))
            for name in found.empty
        ]
        with self.terminal.progress("import.progress", len(found.files)) as advance:
            read = understand_all(self.known, found.files, self.manner.wish, advance)
        return [*missing, *read]

    def _settled(self, each: Understood | Failure, others: Contested) -> Result:
        if isinstance(each, Failure):
            return Result(each.label, Outcome.FAILED, error=each.error)
        if each.label in others:
            outcome, names = others[each.label]
            return Result(each.label, outcome, each, others=names)
        if each.agency is None:
            error = take_in.unknown_agency(each, self.known)
            answered = self._asked(each, error)
            if answered is None:
                return Result(each.label, Outcome.UNKNOWN, each, error=error)
            each = answered
        intake = take_in.prepare(self.terminal.root, self.known, each, self.manner.change)
        return Result(each.label, self._outcome(each, intake), each, intake)

    def _asked(self, understood: Understood, error: UsageError) -> Understood | None:
        """The submission as that of the agency that a person names; None when they name none."""
        if not self.manner.ask:
            return None
        self.terminal.complain(error)
        chosen = self.terminal.ask("import.ask_agency", understood.identity.proposed)
        if not chosen or chosen == "-":
            return None
        wish = replace(self.manner.wish, agency=chosen)
        return take_in.understand(self.known, understood.path, wish, understood.label)

    def _outcome(self, understood: Understood, intake: Intake) -> Outcome:
        """What becomes of a prepared submission; it is written where that is wanted."""
        change, revision = self.manner.change, intake.revision
        if revision is None:
            if change.reason:
                names = {"path": understood.label, "file": intake.record}
                raise UsageError("import_no_record", **names)
            return self._write(intake, Outcome.NEW)
        if change.reason and not revision.cells and not intake.same_original and intake.changes:
            raise UsageError("import_nothing_to_correct", path=understood.label)
        superseded = intake.earlier and not (change.replace or change.reason)
        if superseded or not intake.changes:
            if not self.manner.dry_run:
                take_in.complete(self.terminal.root, intake)
            return Outcome.SAME
        if not self.quiet:
            self.said.difference(intake)
        if change.reason:
            return self._write(intake, Outcome.CORRECTED)
        if change.replace or self._agreed(intake):
            return self._write(intake, Outcome.REPLACED)
        return Outcome.DIFFERS

    def _agreed(self, intake: Intake) -> bool:
        """A record that is there is changed only by somebody who has seen the difference."""
        return self.manner.ask and self.terminal.agree("import.ask_replace", file=intake.record)

    def _write(self, intake: Intake, outcome: Outcome) -> Outcome:
        if not self.manner.dry_run:
            if not self.began:
                refresh_schemas(self.terminal.root)
                self.began = True
            take_in.accept(self.terminal.root, intake)
        return outcome
