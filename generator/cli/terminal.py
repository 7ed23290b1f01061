"""What the commands see of the terminal; the only code that prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli.wide import shown
from generator.errors import BrokenContentError, GongkaiError
from generator.messages import Messages
from generator.model.findings import Finding, Severity, Value

OK, FOUND, FAILED = 0, 1, 2
"""Exit codes: clean; findings at or above ``--fail-on``; the tool or its use failed."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


@dataclass(frozen=True)
class Terminal:
    """The terminal, the wording, and the portal that the command works on."""

    messages: Messages
    root: Path

    def say(self, key: str, **parameters: Value) -> None:
        """One line about what was done, on standard output."""
        click.echo(self.messages.say(key, **parameters))

    def print(self, text: str) -> None:
        """Text as it is, on standard output."""
        click.echo(text, nl=not text.endswith("\n"))

    def complain(self, error: GongkaiError) -> None:
        """What stopped the tool, in one line on standard error, after its findings if any."""
        if isinstance(error, BrokenContentError):
            self.findings(error.findings)
        sentence = self.messages.say(f"error.{error.key}", **error.parameters)
        self.failure(sentence)

    def failure(self, sentence: str) -> None:
        """A sentence on standard error, marked as what stopped the tool."""
        mark = click.style(self.messages.say("cli.failed"), fg="red", bold=True)
        click.echo(f"{mark}{shown(sentence)}", err=True)

    def findings(self, findings: Iterable[Finding], *, fingerprints: bool = False) -> None:
        """One line for each finding, on standard error, in the order of files and lines."""
        for finding in sorted(findings, key=lambda finding: finding.order):
            click.echo(self.finding_line(finding, fingerprint=fingerprints), err=True)

    def finding_line(self, finding: Finding, *, fingerprint: bool = False) -> str:
        """A finding as people and editors read it: place, severity, sentence, code.

        With its `fingerprint`, it can be put under ``accepted:``.
        """
        word = self.messages.say(f"severity.{finding.severity.word}")
        word = click.style(word, fg=_COLOURS[finding.severity], bold=True)
        sentence = shown(self.messages.finding(finding))
        name = f"{finding.code} {finding.fingerprint}" if fingerprint else finding.code
        return f"{shown(str(finding.place))}: {word}: {sentence} [{name}]"

    def tally(self, counts: Mapping[Severity, int]) -> str:
        """How many findings there are of each severity, in words."""
        if not counts:
            return self.messages.say("cli.no_findings")
        parts = [
            self.messages.say(f"count.{severity.word}", count=counts[severity])
            for severity in sorted(counts, reverse=True)
        ]
        return self.messages.say("cli.comma").join(parts)

    @contextmanager
    def progress(self, key: str, length: int) -> Generator[Callable[[int], None]]:
        """A progress bar on standard error while the block runs; nothing in a pipe."""
        if not sys.stderr.isatty() or length < 2:
            yield lambda _steps: None
            return
        label = self.messages.say(key)
        with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
            yield bar.update

    def ask(self, key: str, default: str = "") -> str:
        """A line typed by the person; the default when they only press Enter."""
        answer: str = click.prompt(
            self.messages.say(key), default=default, show_default=bool(default), err=True
        )
        return answer.strip()

    def agree(self, key: str, **parameters: Value) -> bool:
        """Whether the person says yes; no when nobody is there to ask."""
        if not interactive():
            return False
        question = self.messages.say(key, **parameters)
        return click.prompt(question, default="n", err=True).strip().lower() in ("y", "yes", "是")


def interactive() -> bool:
    """Whether a person sits there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def exit_code(findings: Iterable[Finding], fail_on: str) -> int:
    """`FOUND` when a finding is at least as severe as `fail_on` ("never": none is)."""
    if fail_on == "never":
        return OK
    limit = Severity.of(fail_on)
    return FOUND if any(finding.severity >= limit for finding in findings) else OK
