"""``gongkai export`` and ``gongkai template``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.parser import Command, argument, option
from generator.cli.terminal import OK, Terminal
from generator.errors import UsageError
from generator.messages import Messages
from generator.pipeline import outlets
from generator.pipeline.create import check_year


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_export(words), _template(words)]


def _export(words: Messages) -> Command:
    params = [
        argument("agency", "ID"),
        argument("years", "[YEAR]...", nargs=-1),
        *(
            option(words, f"--{kind}", key=f"export.{kind}", is_flag=True)
            for kind in outlets.FORMATS
        ),
        option(words, "--out", "-o", key="export.out", metavar="FILE", default=""),
        option(words, "--replace", key="export.replace", is_flag=True),
    ]

    @click.pass_obj
    def call(
        terminal: Terminal,
        agency: str,
        years: tuple[str, ...],
        out: str,
        *,
        replace: bool,
        **kinds: bool,
    ) -> int:
        formats = tuple(kind for kind in outlets.FORMATS if kinds[kind])
        if not formats:
            raise UsageError("export_no_format")
        wanted = tuple(dict.fromkeys(map(check_year, years)))
        place = Path(out) if out else None
        outlet = outlets.Outlet(agency, wanted, formats, place, replace)
        for path in outlets.export(terminal.root, outlet):
            terminal.say("export.done", file=path.as_posix())
        return OK

    return Command("export", call, params, words)


def _template(words: Messages) -> Command:
    params = [
        argument("agency", "ID"),
        argument("year", "YEAR"),
        option(words, "--xlsx", key="template.xlsx", is_flag=True),
        option(words, "--out", "-o", key="export.out", metavar="FILE", default=""),
        option(words, "--replace", key="export.replace", is_flag=True),
    ]

    @click.pass_obj
    def call(
        terminal: Terminal, agency: str, year: str, out: str, *, xlsx: bool, replace: bool
    ) -> int:
        # Workbooks are the only templates so far; the option says so in scripts.
        del xlsx
        place = Path(out) if out else None
        wanted = check_year(year)
        path = outlets.template(terminal.root, agency, wanted, place, replace=replace)
        terminal.say("template.done", file=path.as_posix())
        return OK

    return Command("template", call, params, words)
