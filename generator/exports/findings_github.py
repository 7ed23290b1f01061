"""Findings as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable

from generator.messages import Messages
from generator.model.findings import Finding, Severity

_COMMANDS = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def findings_github(findings: Iterable[Finding], messages: Messages) -> str:
    """One command a line."""
    return "".join(f"{_command(each, messages)}\n" for each in findings)


def _command(finding: Finding, messages: Messages) -> str:
    place = finding.place
    properties = [("file", place.file)]
    if place.line:
        properties += [("line", str(place.line)), ("col", str(place.column))]
    properties.append(("title", finding.code))
    told = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{_COMMANDS[finding.severity]} {told}::{_text(messages.finding(finding))}"


def _text(text: str) -> str:
    """`text` so that nothing in it ends the command or begins another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
