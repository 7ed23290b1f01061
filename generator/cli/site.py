"""``gongkai build`` and ``gongkai serve``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from generator.build.engine import Order, Outcome
from generator.cli.parser import Command, option
from generator.cli.terminal import OK, Terminal
from generator.messages import Messages
from generator.pipeline import site


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_build(words), _serve(words)]


def _build(words: Messages) -> Command:
    params = [
        option(words, "--out", key="build.out", metavar="DIR", default=""),
        option(words, "--jobs", "-j", key="build.jobs", type=click.IntRange(1, 256), default=None),
        option(words, "--clean", key="build.clean", is_flag=True),
        option(words, "--plain", key="build.plain", is_flag=True),
        option(words, "--explain", key="build.explain", is_flag=True),
    ]

    @click.pass_obj
    def call(
        terminal: Terminal, out: str, jobs: int | None, *, clean: bool, plain: bool, explain: bool
    ) -> int:
        folder = Path(out) if out else terminal.root / "site"
        if plain:
            made = site.build_plainly(terminal.root, folder)
            terminal.say(
                "build.plain_done", path=str(folder), reports=made.reports, pages=len(made.paths)
            )
            return OK
        order = Order(terminal.root, folder, jobs or os.cpu_count() or 1, clean=clean)
        outcome = site.build(order, lambda length: terminal.progress("build.progress", length))
        if explain:
            _explain(terminal, outcome)
        terminal.say(
            "build.done" if outcome.written or outcome.removed else "build.nothing",
            path=str(folder),
            reports=outcome.reports,
            written=len(outcome.written),
            removed=len(outcome.removed),
            tally=terminal.tally(outcome.findings),
        )
        return OK

    return Command("build", call, params, words)


def _explain(terminal: Terminal, outcome: Outcome) -> None:
    """Why each agency's pages were made again, and which files came out different."""
    for agency, reasons in outcome.reasons.items():
        for reason in reasons:
            why = terminal.messages.say(f"reason.{reason.code}", detail=reason.detail)
            terminal.say("build.reason", agency=agency, reason=why)
    for path in outcome.written:
        terminal.say("build.written", path=path)
    for path in outcome.removed:
        terminal.say("build.removed", path=path)


def _serve(words: Messages) -> Command:
    params = [
        option(words, "--host", key="serve.host", default="127.0.0.1", show_default=True),
        option(
            words, "--port", key="serve.port", type=click.IntRange(1, 65535), default=8000,
            show_default=True,
        ),
    ]  # fmt: skip

    @click.pass_obj
    def call(terminal: Terminal, host: str, port: int) -> int:
        address = f"{host}:{port}"
        terminal.say("serve.ready", address=f"http://{address}/")
        site.serve(terminal.root, address)
        return OK

    return Command("serve", call, params, words)
