"""``gongkai init`` and ``gongkai new``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.cli.parser import Command, Group, argument, option
from generator.cli.terminal import OK, Terminal, interactive
from generator.errors import UsageError
from generator.messages import Messages
from generator.pipeline import create


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_init(words), _new(words)]


def _init(words: Messages) -> Command:
    texts = ("name", "area", "organiser", "contact", "icp", "police", "site-code", "domain")
    params = [
        argument("directory", "DIR"),
        *(option(words, f"--{text}", key=f"init.{text}", default="") for text in texts),
        option(words, "--yes", "-y", key="yes", is_flag=True),
    ]

    @click.pass_obj
    def call(terminal: Terminal, directory: str, yes: bool, **answers: str) -> int:  # noqa: FBT001
        root = terminal.root / directory
        if not yes:
            answers = _asked(terminal, answers)
        answers["name"] = answers["name"] or words.say("init.default_name")
        files = create.init(root, create.NewPortal(**answers))
        terminal.say("init.done", path=directory, count=len(files))
        return OK

    return Command("init", call, params, words)


def _asked(terminal: Terminal, answers: dict[str, str]) -> dict[str, str]:
    """The answers with those filled in that a person is asked for: name, area, organiser."""
    if not interactive():
        if not answers["name"]:
            raise UsageError("init_needs_name")
        return answers
    name = answers["name"] or terminal.ask(
        "init.ask_name", terminal.messages.say("init.default_name")
    )
    area = answers["area"] or terminal.ask("init.ask_area")
    organiser = answers["organiser"] or terminal.ask("init.ask_organiser")
    return {**answers, "name": name, "area": area, "organiser": organiser}


def _new(words: Messages) -> Group:
    agency_params = [
        argument("agency", "ID"),
        option(words, "--name", key="new.name", required=True),
        option(words, "--kind", key="new.kind", default="department", show_default=True),
        option(words, "--area", key="new.area", default=""),
    ]

    @click.pass_obj
    def agency_call(terminal: Terminal, agency: str, name: str, kind: str, area: str) -> int:
        file = create.new_agency(terminal.root, agency, name, kind, area)
        terminal.say("new.agency_done", file=file)
        return OK

    @click.pass_obj
    def report_call(terminal: Terminal, agency: str, year: str) -> int:
        file = create.new_report(terminal.root, agency, create.check_year(year))
        terminal.say("new.report_done", file=file)
        return OK

    return Group(
        "new",
        [
            Command("agency", agency_call, agency_params, words),
            Command(
                "report", report_call, [argument("agency", "ID"), argument("year", "YEAR")], words
            ),
        ],
        words,
    )
