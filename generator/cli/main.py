"""The program `gongkai`: its commands, its language, and what its failures look like."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from generator import __version__
from generator.cli.parser import Group, option, wording
from generator.cli.terminal import FAILED, OK, Terminal
from generator.errors import GongkaiError
from generator.messages import Messages, language_of, messages


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; the exit code."""
    _tolerate_narrow_encodings()
    words = messages(language_of(os.environ, _system_locale()))
    terminal = Terminal(words, Path())
    try:
        code = program(words, arguments).main(
            list(arguments), prog_name="gongkai", standalone_mode=False, obj=terminal
        )
    except click.exceptions.NoArgsIsHelpError as error:
        terminal.print(error.ctx.get_help() if error.ctx else "")
        return FAILED
    except click.ClickException as error:
        terminal.failure(wording(error, words))
        return FAILED
    except GongkaiError as error:
        terminal.complain(error)
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        terminal.failure(words.say("cli.interrupted"))
        return FAILED
    except BrokenPipeError:
        # The reader of our output has left; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code if isinstance(code, int) else OK


def _system_locale() -> str:
    """The locale set in Windows; elsewhere the environment says everything."""
    return (locale.getlocale()[0] or "") if sys.platform == "win32" else ""


_HOMES = {
    "init": "create",
    "new": "create",
    "import": "importing",
    "review": "reviewing",
    "export": "outlets",
    "template": "outlets",
    "check": "check",
    "explain": "check",
    "build": "site",
    "merge": "proof",
    "verify": "proof",
    "serve": "site",
    "demo": "demo",
}
"""The module of each command. Only those named on the command line are imported: a build in which
nothing changed must not wait for the readers of Word files."""


def program(words: Messages, arguments: Sequence[str] = ()) -> Group:
    """The command line in one language, with the commands that `arguments` may mean."""
    wanted = {_HOMES[argument] for argument in arguments if argument in _HOMES}
    if not wanted or {"-h", "--help"} & set(arguments):
        wanted = set(_HOMES.values())
    modules = (home for home in dict.fromkeys(_HOMES.values()) if home in wanted)
    commands = [
        command
        for home in modules
        for command in import_module(f"generator.cli.{home}").commands(words)
    ]
    directory = option(words, "-C", "directory", key="directory", metavar="DIR", default=".")
    version = click.version_option(__version__, message="gongkai %(version)s")
    group = Group("gongkai", commands, words, params=[directory], call=_choose_portal)
    version(group)
    group.params[-1].help = words.say("option.version")  # type: ignore[attr-defined]
    return group


@click.pass_context
def _choose_portal(context: click.Context, directory: str) -> None:
    context.obj = Terminal(context.obj.messages, Path(directory))


def _tolerate_narrow_encodings() -> None:
    """A console that cannot show a character shows its code instead of ending in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
