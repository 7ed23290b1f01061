"""``gongkai import``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.build.content import require_portal
from generator.cli.parser import Command, argument, fail_on_option, option
from generator.cli.terminal import FAILED, FOUND, OK, Terminal, exit_code, interactive
from generator.errors import GongkaiError
from generator.importers.filling import Filling
from generator.messages import Messages
from generator.model.findings import Finding
from generator.pipeline import take_in
from generator.pipeline.create import check_year
from generator.pipeline.take_in import Intake, UnknownAgencyError, Wish


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_import(words)]


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
        fail_on_option(words, "never"),
    ]  # fmt: skip

    @click.pass_obj
    def call(
        terminal: Terminal,
        files: tuple[str, ...],
        agency: str,
        year: str,
        kind: str,
        fail_on: str,
        *,
        dry_run: bool,
        replace: bool,
    ) -> int:
        require_portal(terminal.root)
        wish = Wish(agency, check_year(year) if year else None, kind)
        codes: list[int] = []
        for file in files:
            importing = _Importing(terminal, wish, dry_run=dry_run, replace=replace)
            try:
                codes.append(exit_code(importing.take_in(Path(file)), fail_on) or importing.code)
            except GongkaiError as error:
                # One bad file must not keep the others from being imported.
                terminal.complain(error)
                codes.append(FAILED)
        return max(codes)

    return Command("import", call, params, words)


class _Importing:
    """One file on its way into the portal, and what came of it."""

    def __init__(self, terminal: Terminal, wish: Wish, *, dry_run: bool, replace: bool) -> None:
        self.terminal, self.wish = terminal, wish
        self.dry_run, self.replace = dry_run, replace
        self.code = OK

    def take_in(self, path: Path) -> Sequence[Finding]:
        """Understand the file, show what was understood, and write it if that is wanted."""
        intake = self._prepared(path)
        self._show(path, intake)
        terminal, record = self.terminal, intake.record
        if intake.exists and not intake.difference:
            if not self.dry_run:
                take_in.complete(terminal.root, intake)
            terminal.say("import.same", file=record)
        elif self.dry_run:
            self._show_difference(intake)
            terminal.say("import.dry_run", file=record)
        elif self._may_write(intake):
            take_in.accept(terminal.root, intake)
            terminal.say("import.done", file=record)
        else:
            terminal.failure(terminal.messages.say("import.kept", file=record))
            self.code = FOUND
        return intake.findings

    def _prepared(self, path: Path) -> Intake:
        """The understood submission; a person who is there is asked about an unknown agency."""
        try:
            return take_in.prepare(self.terminal.root, path, self.wish)
        except UnknownAgencyError as error:
            self._understood(path, error.filling, error.identity.name, error.identity.proposed)
            self.terminal.findings(error.filling.findings)
            if self.dry_run or not interactive():
                raise
            self.terminal.complain(error)
            chosen = self.terminal.ask("import.ask_agency", error.identity.proposed)
            wish = Wish(chosen, self.wish.year, self.wish.kind)
            return take_in.prepare(self.terminal.root, path, wish)

    def _show(self, path: Path, intake: Intake) -> None:
        """What was understood of the file, and what was not."""
        agency = intake.agency
        self._understood(path, intake.filling, agency.name, agency.id)
        if intake.is_new_agency:
            self.terminal.say("import.new_agency", id=agency.id, name=agency.name)
        self.terminal.findings(intake.findings)

    def _understood(self, path: Path, filling: Filling, agency: str, agency_id: str) -> None:
        """One line with what was read, of how much."""
        counts = filling.counts
        self.terminal.say(
            "import.understood",
            file=path.name,
            agency=agency or "?",
            id=agency_id or "?",
            year=self.wish.year or filling.year or "?",
            form=filling.form.id,
            rows=counts.rows,
            all_rows=counts.all_rows,
            cells=counts.cells,
            all_cells=counts.all_cells,
            paragraphs=counts.paragraphs,
            unplaced=counts.unplaced,
        )

    def _show_difference(self, intake: Intake) -> None:
        if intake.difference:
            self.terminal.print(intake.difference)

    def _may_write(self, intake: Intake) -> bool:
        """A record that is there is replaced only by somebody who has seen the difference."""
        if not intake.exists:
            return True
        self._show_difference(intake)
        return self.replace or self.terminal.agree("import.ask_replace", file=intake.record)
