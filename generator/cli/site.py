"""``gongkai build`` and ``gongkai serve``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from generator.build.orders import Order, Outcome
from generator.build.plan import Reason
from generator.build.shards import Share, Split
from generator.cli.parser import Command, argument, option
from generator.cli.terminal import OK, Terminal
from generator.errors import UsageError
from generator.messages import Messages
from generator.pipeline import site
from generator.pipeline.named_paths import named_agencies


def commands(words: Messages) -> Sequence[click.Command]:
    """The commands of this module."""
    return [_build(words), _serve(words)]


def _build(words: Messages) -> Command:
    params = [
        argument("paths", "[PATH]...", nargs=-1, required=False),
        option(words, "--out", key="build.out", metavar="DIR", default=""),
        jobs_option(words),
        option(words, "--clean", key="build.clean", is_flag=True),
        option(words, "--plain", key="build.plain", is_flag=True),
        option(words, "--explain", key="build.explain", is_flag=True),
        option(words, "--shard", key="build.shard", metavar="I/N", type=_ShareType(words)),
        option(words, "--scheduler", key="build.scheduler", metavar="ADDRESS", default=""),
    ]

    @click.pass_obj
    def call(
        terminal: Terminal,
        paths: tuple[str, ...],
        out: str,
        jobs: int,
        *,
        shard: Share | None,
        **asked: Any,
    ) -> int:
        if paths:
            _require_alone("PATH", {**asked, "explain": False, "scheduler": "", "shard": shard})
        if shard is not None:
            _require_alone("--shard", asked)
            return _build_shard(terminal, out, jobs, shard)
        folder = site_folder(terminal, out)
        if asked["plain"]:
            _require_alone("--plain", {**asked, "plain": False, "clean": False})
            made = site.build_plainly(terminal.root, folder)
            terminal.say(
                "build.plain_done", path=str(folder), reports=made.reports, pages=len(made.paths)
            )
            return OK
        only = named_agencies(terminal.root, paths) if paths else None
        order = Order(terminal.root, folder, jobs, clean=asked["clean"], only=only)
        outcome = _carry_out(terminal, order, asked["scheduler"])
        if asked["explain"]:
            _explain(terminal, outcome)
        tell(terminal, folder, outcome)
        return OK

    return Command("build", call, params, words)


def jobs_option(words: Messages) -> click.Option:
    """``--jobs``: how many processes work at the same time."""
    return option(
        words,
        "--jobs",
        "-j",
        key="build.jobs",
        type=click.IntRange(1, 256),
        default=lambda: os.cpu_count() or 1,
    )


def site_folder(terminal: Terminal, out: str) -> Path:
    """The folder of the site: the one that was named, else the portal's own."""
    return Path(out) if out else terminal.root / "site"


def tell(terminal: Terminal, folder: Path, outcome: Outcome) -> None:
    """What a build came to, in one line."""
    terminal.say(
        "build.done" if outcome.written or outcome.removed else "build.nothing",
        path=str(folder),
        reports=outcome.reports,
        written=len(outcome.written),
        removed=len(outcome.removed),
        tally=terminal.tally(outcome.findings),
    )


def _carry_out(terminal: Terminal, order: Order, scheduler: str) -> Outcome:
    def progress(length: int) -> AbstractContextManager[Callable[[int], None]]:
        return terminal.progress("build.progress", length)

    if scheduler:
        return site.build_on_cluster(order, scheduler, progress)
    return site.build(order, progress)


def _build_shard(terminal: Terminal, out: str, jobs: int, share: Share) -> int:
    named = f"{share.number}-of-{share.count}"
    folder = Path(out) if out else terminal.root / "shards" / named
    split = Split(terminal.root, folder, share, jobs)
    reports = site.build_shard(split, lambda length: terminal.progress("build.progress", length))
    terminal.say("build.shard_done", share=str(share), path=str(folder), reports=reports)
    return OK


def _require_alone(option: str, others: Mapping[str, object]) -> None:
    """Raise when an option was given that means nothing beside `option`."""
    for name, value in others.items():
        if value:
            raise UsageError("options_apart", one=option, other=f"--{name}")


class _ShareType(click.ParamType[Share]):
    """A share as it is typed: ``2/4`` is the second of four."""

    name = "share"

    def __init__(self, words: Messages) -> None:
        self._words = words

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Share:
        match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", value)
        share = Share(int(match[1]), int(match[2])) if match else Share(0, 0)
        if not 1 <= share.number <= share.count:
            self.fail(self._words.say("usage.share"), param, ctx)
        return share


def _explain(terminal: Terminal, outcome: Outcome) -> None:
    """Which files came out different, and why each of them was made again."""
    every = _told(terminal.messages, outcome.everything)
    own = {
        agency: every or _told(terminal.messages, reasons)
        for agency, reasons in outcome.reasons.items()
    }
    for agency, why in own.items():
        terminal.say("build.reason", agency=agency, reason=why)
    for key, paths in (("build.written", outcome.written), ("build.removed", outcome.removed)):
        for path in paths:
            terminal.say(key, path=path, reason=every or _cause(terminal.messages, path, own))


def _told(messages: Messages, reasons: Sequence[Reason]) -> str:
    told = (messages.say(f"reason.{reason.code}", detail=reason.detail) for reason in reasons)
    return messages.say("list.comma").join(told)


def _cause(messages: Messages, path: str, own: Mapping[str, str]) -> str:
    """Why one file was made again; `own` is why the pages of each agency were."""
    folder, _, rest = path.partition("/")
    agency = rest.partition("/")[0]
    if folder == "agencies" and agency in own:
        return own[agency]
    if folder == "agencies" and "/" in rest:
        return messages.say("reason.moved")
    return messages.say("reason.search" if folder == "search" else "reason.lists")


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
