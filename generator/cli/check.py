"""``gongkai check``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.build.content import require_portal
from generator.cli.parser import Command, argument, fail_on_option
from generator.cli.terminal import FAILED, Terminal, exit_code
from generator.messages import Messages
from generator.pipeline import check


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_check(words)]


def _check(words: Messages) -> Command:
    params = [
        argument("paths", "[PATH]...", nargs=-1, required=False),
        fail_on_option(words, "error"),
    ]

    @click.pass_obj
    def call(terminal: Terminal, paths: tuple[str, ...], fail_on: str) -> int:
        require_portal(terminal.root)
        length = check.count_agencies(terminal.root)
        with terminal.progress("check.progress", length) as advance:
            verdict = check.check(terminal.root, paths, advance)
        terminal.findings(verdict.findings)
        terminal.say(
            "check.done",
            agencies=verdict.agencies,
            reports=verdict.reports,
            tally=terminal.tally(verdict.counts),
        )
        if verdict.unread:
            terminal.failure(words.say("check.unread", count=len(verdict.unread)))
            return FAILED
        return exit_code(verdict.findings, fail_on)

    return Command("check", call, params, words)
