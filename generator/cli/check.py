"""``gongkai check`` and ``gongkai explain``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

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

_DAY = click.DateTime(["%Y-%m-%d"])


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
        option(
            words, "--changed", key="check.changed", is_flag=False, flag_value="HEAD", default="",
            metavar="[REVISION]",
        ),
        option(words, "--today", key="check.today", type=_DAY, default=None, metavar="YYYY-MM-DD"),
        option(words, "--show-fingerprints", key="check.fingerprints", is_flag=True),
    ]  # fmt: skip

    @click.pass_obj
    def call(
        terminal: Terminal,
        paths: tuple[str, ...],
        fail_on: str,
        form: str,
        changed: str,
        today: datetime | None,
        *,
        show_fingerprints: bool,
    ) -> int:
        require_portal(terminal.root)
        length = check.count_agencies(terminal.root)
        wish = check.Wish(paths, changed, today.date() if today else day_of(os.environ))
        with terminal.progress("check.progress", length) as advance:
            verdict = check.check(terminal.root, wish, advance)
        if form == "text":
            terminal.findings(verdict.findings, fingerprints=show_fingerprints)
            tally = terminal.tally(verdict.counts)
            reports = len(verdict.files)
            terminal.say("check.done", agencies=verdict.agencies, reports=reports, tally=tally)
        else:
            examined = Examined(verdict.files, _pages(verdict, words), __version__)
            terminal.print(findings_as(form, verdict.findings, words, examined))
        if verdict.unread:
            terminal.failure(words.say("check.unread", count=len(verdict.unread)))
            return FAILED
        return exit_code(verdict.findings, fail_on)

    return Command("check", call, params, words)


def day_of(environment: Mapping[str, str]) -> date:
    """Today; or the day of ``SOURCE_DATE_EPOCH``, with which a run can be repeated."""
    stated = environment.get("SOURCE_DATE_EPOCH", "")
    if not stated.isdecimal():
        return datetime.now(tz=UTC).astimezone().date()
    return datetime.fromtimestamp(int(stated), tz=UTC).date()


def _pages(verdict: check.Verdict, words: Messages) -> dict[str, str]:
    """What the manual says about each code that was found."""
    codes = sorted({finding.code for finding in verdict.findings})
    return {code: page for code in codes if (page := _page(code, words))}


def _page(code: str, words: Messages) -> str:
    """The page of the check that finds `code`; of what reading finds, the sentence; or ""."""
    return explain(code, words.language) or words.describe(f"finding.{code}")


def _explain(words: Messages) -> Command:
    @click.pass_obj
    def call(terminal: Terminal, code: str) -> int:
        page = _page(code, words)
        if not page:
            raise UsageError("unknown_code", code=code)
        terminal.print(page)
        return OK

    return Command("explain", call, [argument("code", "CODE")], words)
