"""``gongkai check`` and ``gongkai explain``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator import __version__
from generator.build.content import require_portal
from generator.checks import explain
from generator.cli.parser import Command, argument, fail_on_option, option
from generator.cli.terminal import FAILED, OK, Terminal, exit_code
from generator.errors import UsageError
from generator.exports.findings import FORMATS, Examined, findings_as
from generator.messages import Messages
from generator.pipeline import check


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_check(words), _explain(words)]


def _check(words: Messages) -> Command:
    params = [
        argument("paths", "[PATH]...", nargs=-1, required=False),
        fail_on_option(words, "error"),
        option(
            words, "--format", "form", key="check.format", type=click.Choice(FORMATS),
            default="text", show_default=True,
        ),
    ]  # fmt: skip

    @click.pass_obj
    def call(terminal: Terminal, paths: tuple[str, ...], fail_on: str, form: str) -> int:
        require_portal(terminal.root)
        length = check.count_agencies(terminal.root)
        with terminal.progress("check.progress", length) as advance:
            verdict = check.check(terminal.root, paths, advance)
        if form == "text":
            terminal.findings(verdict.findings)
            tally = terminal.tally(verdict.counts)
            reports = len(verdict.files)
            terminal.say("check.done", agencies=verdict.agencies, reports=reports, tally=tally)
        else:
            examined = Examined(verdict.files, _pages(verdict, words.language), __version__)
            terminal.print(findings_as(form, verdict.findings, words, examined))
        if verdict.unread:
            terminal.failure(words.say("check.unread", count=len(verdict.unread)))
            return FAILED
        return exit_code(verdict.findings, fail_on)

    return Command("check", call, params, words)


def _pages(verdict: check.Verdict, language: str) -> dict[str, str]:
    """The page of the manual about each code that was found."""
    codes = sorted({finding.code for finding in verdict.findings})
    return {code: page for code in codes if (page := explain(code, language))}


def _explain(words: Messages) -> Command:
    @click.pass_obj
    def call(terminal: Terminal, code: str) -> int:
        page = explain(code, words.language)
        if page is None and words.has(f"finding.{code}"):
            page = words.describe(f"finding.{code}")
        if page is None:
            raise UsageError("unknown_code", code=code)
        terminal.print(page)
        return OK

    return Command("explain", call, [argument("code", "CODE")], words)
