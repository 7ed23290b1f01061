"""Findings as JUnit XML, which build servers show as tests: one for each file looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from generator.messages import Messages
from generator.model.findings import Finding, Severity

# What XML 1.0 cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def findings_junit(
    findings: Iterable[Finding], messages: Messages, files: Iterable[str] = ()
) -> str:
    """One suite. A file with errors or warnings is a failed test; notes are its output.

    `files` are all files looked at, so that those without findings are tests that passed.
    """
    by_file: dict[str, list[Finding]] = {file: [] for file in sorted(files)}
    for finding in findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    failed = sum(any(map(_fails, each)) for each in by_file.values())
    suite = f'<testsuite name="gongkai" tests="{len(by_file)}" failures="{failed}" errors="0">'
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>", suite]
    for file, found in sorted(by_file.items()):
        lines += _case(file, found, messages)
    return "\n".join([*lines, "</testsuite>", "</testsuites>"]) + "\n"


def _fails(finding: Finding) -> bool:
    return finding.severity > Severity.NOTE


def _case(file: str, found: list[Finding], messages: Messages) -> Iterator[str]:
    name = quoteattr(_possible(file))
    if not found:
        yield f'<testcase classname="gongkai" name={name}/>'
        return
    yield f'<testcase classname="gongkai" name={name}>'
    failures = [each for each in found if _fails(each)]
    if failures:
        worst = max(failures, key=lambda each: each.severity)
        kind = quoteattr(worst.code)
        text = "\n".join(_line(each, messages) for each in failures)
        message = quoteattr(_possible(messages.finding(worst)))
        yield f"<failure type={kind} message={message}>{escape(_possible(text))}</failure>"
    notes = "\n".join(_line(each, messages) for each in found if not _fails(each))
    if notes:
        yield f"<system-out>{escape(_possible(notes))}</system-out>"
    yield "</testcase>"


def _line(finding: Finding, messages: Messages) -> str:
    severity = messages.say(f"severity.{finding.severity.word}")
    return f"{finding.place}: {severity}: {messages.finding(finding)} [{finding.code}]"


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)
