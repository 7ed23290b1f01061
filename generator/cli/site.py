"""``gongkai build`` and ``gongkai serve``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.parser import Command, fail_on_option, option
from generator.cli.terminal import Terminal, exit_code
from generator.messages import Messages
from generator.pipeline import site


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_build(words), _serve(words)]


def _build(words: Messages) -> Command:
    params = [
        option(words, "--out", key="build.out", metavar="DIR", default=""),
        fail_on_option(words, "never"),
    ]

    @click.pass_obj
    def call(terminal: Terminal, out: str, fail_on: str) -> int:
        folder = Path(out) if out else terminal.root / "site"
        made = site.build(terminal.root, folder)
        terminal.say(
            "build.done",
            path=str(folder),
            reports=made.reports,
            pages=len(made.paths),
            tally=terminal.tally(made.findings),
        )
        return exit_code(made.findings, fail_on)

    return Command("build", call, params, words)


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
        return 0

    return Command("serve", call, params, words)
