"""``gongkai demo``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.cli.parser import Command, argument, option
from generator.cli.terminal import OK, Terminal
from generator.messages import Messages
from generator.pipeline import demo


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_demo(words)]


def _demo(words: Messages) -> Command:
    whole = click.IntRange(min=1)
    params = [
        argument("directory", "DIR"),
        option(words, "--agencies", key="demo.agencies", type=whole, default=20, show_default=True),
        option(words, "--years", key="demo.years", type=whole, default=4, show_default=True),
        option(words, "--seed", key="demo.seed", type=int, default=1, show_default=True),
        option(
            words, "--originals/--no-originals", key="demo.originals", default=True,
            show_default=True,
        ),
    ]  # fmt: skip

    @click.pass_obj
    def call(
        terminal: Terminal, directory: str, agencies: int, years: int, seed: int, *, originals: bool
    ) -> int:
        wish = demo.Wish(agencies, years, seed, originals=originals)
        with terminal.progress("demo.progress", agencies) as advance:
            made = demo.demo(terminal.root / directory, wish, advance)
        terminal.say(
            "demo.done",
            path=directory,
            agencies=made.agencies,
            reports=made.reports,
            faults=made.faults,
        )
        return OK

    return Command("demo", call, params, words)
