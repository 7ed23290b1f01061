"""Help, languages, mistakes in the arguments, and being interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_portal import COMMANDS, FAILED, ROOT, gongkai

from generator.messages import messages

NAMES = {command: " ".join(("gongkai", *command)) for command in COMMANDS}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "gongkai")
def test_every_command_has_help_with_an_example(
    command: tuple[str, ...], flag: str, language: str
) -> None:
    ran = gongkai(*command, flag, env={"GONGKAI_LANG": language})
    words = messages(language)
    name = command[-1] if command else "gongkai"
    assert (ran.code, ran.err) == (0, "")
    assert words.say("help.usage") + NAMES[command] in ran.out
    assert words.say("help.example") in ran.out
    for line in words.say(f"example.{name}").strip().splitlines():
        assert f"  {line}\n" in ran.out
    assert words.say("help.options") in ran.out
    assert "--help" in ran.out
    squeezed = "".join(ran.out.split())
    assert "".join(words.say(f"help.{name}").split()) in squeezed


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "gongkai")
def test_no_english_is_left_in_chinese_help(command: tuple[str, ...]) -> None:
    out = gongkai(*command, "--help").out
    for word in ("Usage", "Options", "Commands", "default:", "required", "Show this", "exit."):
        assert word not in out


@pytest.mark.parametrize("command", [(), ("new",)])
def test_a_group_without_a_command_shows_its_help(command: tuple[str, ...]) -> None:
    ran = gongkai(*command)
    assert ran.code == 2
    assert "gongkai" in ran.out
    assert "Traceback" not in ran.err


def test_the_version_is_told() -> None:
    from generator import __version__

    assert gongkai("--version").out == f"gongkai {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("build", "--nonsense"),
        ("check", "--fail-on", "often"),
        ("build", "--jobs", "0"),
        ("build", "--jobs", "x"),
        ("serve", "--port", "99999"),
        ("demo",),
        ("demo", "x", "--agencies", "0"),
        ("demo", "x", "--seed", "x"),
        ("init",),
        ("init", "a", "b"),
        ("import",),
        ("new", "agency"),
        ("new", "agency", "a"),
        ("new", "report", "a"),
        ("new", "nonsense"),
        ("-C",),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mistake_in_the_arguments_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = gongkai(*arguments, env={"GONGKAI_LANG": language})
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(FAILED[language])
    assert ran.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("build", "--cleen"), ("check", "--fail-onn", "error")])
def test_a_misspelt_option_is_answered_with_the_right_one(arguments: tuple[str, ...]) -> None:
    assert {"--cleen": "--clean", "--fail-onn": "--fail-on"}[arguments[1]] in gongkai(
        *arguments
    ).err


ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in ("LANG", "LC_ALL")}


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "GONGKAI_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "GONGKAI_LANG": "en"}, "en"),
    ],
)
def test_the_program_speaks_the_language_of_the_environment(
    environment: dict[str, str], language: str
) -> None:
    ran = program("build", "-C", "x", **environment)
    assert ran.returncode == 2
    assert ran.stderr.startswith(FAILED[language])


def test_a_console_that_cannot_show_chinese_gets_no_traceback() -> None:
    ran = program("--help", PYTHONIOENCODING="latin-1")
    assert ran.returncode == 0
    assert "\\u" in ran.stdout
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="shells elsewhere close pipes like this")
def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    command = f"{sys.executable} -m generator --help | true"
    environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        ["sh", "-c", command], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.stderr == ""


def test_interrupting_is_one_sentence(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.pipeline import check

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check", interrupted)
    ran = gongkai("-C", portal, "check")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip() == f"错误：{messages('zh').say('cli.interrupted')}"


def test_a_bug_is_not_hidden(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.pipeline import check

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(check, "check", broken)
    with pytest.raises(ZeroDivisionError):
        gongkai("-C", portal, "check")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_leaves_no_half_of_a_portal(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "demo", str(root), "--agencies", "150"],
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT), "GONGKAI_LANG": "zh"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    while not (root / "content" / "agencies").is_dir():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.strip() == f"错误：{messages('zh').say('cli.interrupted')}"
    assert not root.exists()
