"""What the manual says of the program is what the program says of itself."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from manual_reference import PARTS, ROOT, SAMPLES, WORDS, brought_up, commands, help_of, pages

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_WRITTEN = re.compile(r"<!-- 由程序写出：.*?<!-- 完 -->", re.DOTALL)
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:秒|毫秒|分钟|MB|GB|kB|KB|兆|倍|%|％|ms\b|seconds?\b|times\b)")
_PLACEHOLDER = "…"


def command_lines() -> list[tuple[str, str]]:
    """(page, command line) of every call of the program that the manual shows."""
    found: list[tuple[str, str]] = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        lines = [
            line.strip().removeprefix("$ ")
            for language, block in _FENCE.findall(text)
            if language in ("sh", "bat", "console", "text")
            for line in block.splitlines()
        ]
        lines += _INLINE.findall(_FENCE.sub("", text))
        for line in lines:
            words = line.split(" #")[0].strip()
            called = re.match(r"(?:\.venv[/\\](?:bin|Scripts)[/\\])?gongkai (.*)", words)
            if called and _PLACEHOLDER not in words and "用法" not in words:
                found.append((page.name, called[1]))
    return sorted(set(found))


def unknown(line: str) -> list[str]:
    """The words of a command line that are no command and no option of the program."""
    known = dict(commands())
    path: tuple[str, ...] = ()
    wrong: list[str] = []
    words = iter(shlex.split(line.replace("\\", "/")))
    for word in words:
        command = known[path]
        if word.startswith("-"):
            option = word.partition("=")[0]
            param = _option(command, option)
            if param is None:
                wrong.append(word)
            elif not param.is_flag and not param.is_eager:
                next(words, None)
        elif isinstance(command, click.Group):
            if (*path, word) not in known:
                wrong.append(word)
                break
            path = (*path, word)
    return wrong


def _option(command: click.Command, name: str) -> click.Option | None:
    options = (param for param in command.params if isinstance(param, click.Option))
    return next((one for one in options if name in (*one.opts, *one.secondary_opts)), None)


def test_there_are_command_lines_to_test() -> None:
    assert len(command_lines()) > 25


@pytest.mark.parametrize(("page", "line"), command_lines())
def test_a_command_line_names_what_exists(page: str, line: str) -> None:
    assert unknown(line) == []


@pytest.mark.parametrize(
    "line", ["chekc", "check --colour", "new agent a --name x", "build --output x"]
)
def test_a_wrong_command_line_would_be_seen(line: str) -> None:
    assert unknown(line) != []


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_the_reference_is_the_help(words: tuple[str, ...]) -> None:
    reference = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    heading = " ".join(("gongkai", *words))
    assert f"## `{heading}`\n\n```text\n{help_of(words)}```\n" in reference


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_parts_and_transcripts_are_what_the_program_gives(page: Path) -> None:
    """Where this fails, run ``python tests/docs/manual_reference.py`` and read the difference."""
    text = page.read_text(encoding="utf-8")
    assert brought_up(text) == text


def test_every_part_stands_in_the_manual_once() -> None:
    whole = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    assert {name: whole.count(f"由程序写出：{name} ") for name in PARTS} == dict.fromkeys(PARTS, 1)


def test_the_sample_of_the_transcripts_is_there() -> None:
    assert (ROOT / SAMPLES / "zhanhe-emergency-2022.txt").is_file()


def test_every_quoted_message_is_one_of_the_program() -> None:
    kinds = ("error", "finding", "hint", "import")
    spoken = [_blanked(text) for kind in kinds for text in WORDS.part(kind).values()]
    page = (ROOT / "docs/problems.md").read_text(encoding="utf-8")
    quotes = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if "| " in line]
    quotes = [quote for quote in quotes if quote not in ("提示", "---")]
    assert len(quotes) > 25
    assert [quote for quote in quotes if not any(_blanked(quote) in text for text in spoken)] == []


def _blanked(text: str) -> str:
    """A sentence with `…` for each parameter, in one spacing."""
    return re.sub(r"\s*…\s*", "…", re.sub(r"\{\w*\}", "…", text)).strip()


def test_no_measured_figure_without_the_command_that_prints_it() -> None:
    """A duration, a size or a ratio stands in a transcript, which a test plays, or nowhere.

    What the program writes are its own limits. The format of the search index has limits of its own, and says how it was measured.
    """
    found = [
        (page.name, figure)
        for page in pages()
        if page.name != "search-format.md"
        for figure in _FIGURE.findall(_without_parts(page.read_text(encoding="utf-8")))
    ]
    assert found == []


def _without_parts(text: str) -> str:
    """A page without its transcripts and without what the program writes into it."""
    return _WRITTEN.sub("", _FENCE.sub("", text))
