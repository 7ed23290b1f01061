"""``gongkai review``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.parser import Command, argument, option
from generator.cli.terminal import OK, Terminal
from generator.cli.wide import shown
from generator.messages import Messages
from generator.pipeline import review
from generator.pipeline.create import check_year
from generator.pipeline.take_in import Wish


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_review(words)]


def _review(words: Messages) -> Command:
    params = [
        argument("file", "FILE"),
        option(words, "--out", "-o", key="review.out", metavar="FILE", default=""),
        option(words, "--agency", key="review.agency", metavar="ID", default=""),
        option(words, "--year", key="review.year", metavar="YEAR", default=""),
    ]

    @click.pass_obj
    def call(terminal: Terminal, file: str, out: str, agency: str, year: str) -> int:
        path = Path(file)
        wish = Wish(agency, check_year(year) if year else None)
        target = Path(out or f"{path.name}.{words.say('review.ending')}.html")
        understood, page = review.review(terminal.root, path, wish, words)
        review.put(target, page, path)
        tally = terminal.tally(Counter(each.severity for each in understood.findings))
        terminal.say("review.done", file=shown(target.as_posix()), tally=tally)
        return OK

    return Command("review", call, params, words)
