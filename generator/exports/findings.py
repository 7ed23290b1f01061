"""Findings in the formats that people and machines read.

Every function is pure: findings in their order → the text of one file or stream, ending with a line
break, or "" when there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.exports.findings_github import findings_github
from generator.exports.findings_json import findings_json
from generator.exports.findings_junit import findings_junit
from generator.exports.findings_sarif import findings_sarif
from generator.messages import Messages
from generator.model.findings import Finding

FORMATS = ("text", "json", "sarif", "github", "junit")
"""The names of the formats, for the command line."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was looked at: the `files` (records and others), also those without findings.

    `pages` are the pages of the manual by code, for formats that explain their rules. `version` is
    that of the program.
    """

    files: tuple[str, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict[str, str])
    version: str = ""


def findings_as(
    name: str, findings: Iterable[Finding], messages: Messages, examined: Examined | None = None
) -> str:
    """The findings in the format `name`, one of `FORMATS`."""
    known = examined or Examined()
    listed = tuple(findings)
    writers: dict[str, Callable[[], str]] = {
        "text": lambda: findings_text(listed, messages),
        "json": lambda: findings_json(listed, messages),
        "sarif": lambda: findings_sarif(listed, messages, known.pages, known.version),
        "github": lambda: findings_github(listed, messages),
        "junit": lambda: findings_junit(listed, messages, known.files),
    }
    # Half a surrogate pair, which a submission can bring, is no text that can be written.
    return writers[name]().encode("utf-8", "replace").decode("utf-8")


def findings_text(findings: Iterable[Finding], messages: Messages) -> str:
    """One line each: file:line:column, severity, sentence, code and fingerprint."""
    lines = (
        f"{_one_line(str(each.place))}: {messages.say(f'severity.{each.severity.word}')}: "
        f"{_one_line(messages.finding(each))} [{each.code} {each.fingerprint}]"
        for each in findings
    )
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
