"""``gongkai merge`` and ``gongkai verify``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from generator.build.orders import Order
from generator.build.verify import Difference, Kind
from generator.cli.parser import Command, argument, option
from generator.cli.site import jobs_option, site_folder, tell
from generator.cli.terminal import FOUND, OK, Terminal
from generator.messages import Messages
from generator.pipeline import site


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_merge(words), _verify(words)]


def _merge(words: Messages) -> Command:
    params = [
        argument("folders", "DIR…", nargs=-1, required=True),
        option(words, "--out", key="build.out", metavar="DIR", default=""),
    ]

    @click.pass_obj
    def call(terminal: Terminal, folders: Sequence[str], out: str) -> int:
        folder = site_folder(terminal, out)
        outcome = site.merge(
            Order(terminal.root, folder),
            [Path(each) for each in folders],
            terminal.messages.say("merge.here"),
            lambda length: terminal.progress("merge.progress", length),
        )
        tell(terminal, folder, outcome)
        return OK

    return Command("merge", call, params, words)


def _verify(words: Messages) -> Command:
    params = [
        option(words, "--out", key="verify.out", metavar="DIR", default=""),
        jobs_option(words),
    ]

    @click.pass_obj
    def call(terminal: Terminal, out: str, jobs: int) -> int:
        folder = site_folder(terminal, out)
        found = site.verify(
            terminal.root, folder, jobs, lambda length: terminal.progress("build.progress", length)
        )
        for difference in found.differences:
            terminal.print(_line(terminal.messages, difference))
        if not found.differences:
            terminal.say("verify.same", path=str(folder), files=found.files)
            return OK
        kinds = [each.kind for each in found.differences]
        counts = {kind.value: kinds.count(kind) for kind in Kind}
        terminal.say("verify.different", path=str(folder), **counts)
        return FOUND

    return Command("verify", call, params, words)


def _line(words: Messages, difference: Difference) -> str:
    path, spot = difference.path, difference.spot
    if spot is None:
        return words.say(f"verify.{difference.kind}", path=path)
    if not spot.line:
        return words.say("verify.changed_bytes", path=path, byte=spot.column)
    found, expected = (
        words.say("verify.quoted", text=_visible(text)) if text else words.say("verify.nothing")
        for text in (spot.found, spot.expected)
    )
    return words.say(
        "verify.changed",
        path=path,
        line=spot.line,
        column=spot.column,
        found=found,
        expected=expected,
    )


def _visible(text: str) -> str:
    """What a terminal would take for an order, as its code."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
