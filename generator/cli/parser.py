"""Click's commands in the language of the person, each with an example in its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import click

from generator.messages import Messages

Call = Callable[..., int]


class _Worded:
    """What commands and groups have in common: headings and the help option in our wording."""

    messages: Messages

    def word_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = cast("click.Command", self).collect_usage_pieces(ctx)
        prefix = self.messages.say("help.usage")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=prefix)

    def word_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        params = cast("click.Command", self).get_params(ctx)
        records = [param.get_help_record(ctx) for param in params]
        rows = [record for record in records if record is not None]
        if rows:
            with formatter.section(self.messages.say("help.options")):
                formatter.write_dl(rows)


class Command(_Worded, click.Command):
    """One command; `name` finds its help and its example in `locale/`."""

    def __init__(
        self, name: str, call: Call, params: Sequence[click.Parameter], messages: Messages
    ) -> None:
        self.messages = messages
        super().__init__(
            name,
            callback=call,
            params=[*params, _help_option(messages)],
            help=messages.say(f"help.{name}"),
            epilog=messages.say(f"example.{name}"),
            options_metavar=messages.say("help.options_metavar"),
            add_help_option=False,
        )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.word_usage(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.word_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_example(self.epilog or "", self.messages, formatter)


class Group(_Worded, click.Group):
    """The program itself, or a command with commands of its own."""

    def __init__(
        self,
        name: str,
        commands: Sequence[click.Command],
        messages: Messages,
        params: Sequence[click.Parameter] = (),
        call: Callable[..., Any] | None = None,
    ) -> None:
        self.messages = messages
        super().__init__(
            name,
            commands={command.name or "": command for command in commands},
            callback=call,
            params=[*params, _help_option(messages)],
            help=messages.say(f"help.{name}"),
            epilog=messages.say(f"example.{name}"),
            options_metavar=messages.say("help.options_metavar"),
            subcommand_metavar=messages.say("help.command_metavar"),
            add_help_option=False,
        )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.word_usage(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.word_options(ctx, formatter)
        names = self.list_commands(ctx)
        rows = [(name, self.commands[name].get_short_help_str(70)) for name in names]
        with formatter.section(self.messages.say("help.commands")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer needs them."""
        del ctx
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_example(self.epilog or "", self.messages, formatter)


def option(messages: Messages, *names: str, key: str, **settings: Any) -> click.Option:
    """An option whose help is ``option.<key>`` of `locale/`."""
    return click.Option(names, help=messages.say(f"option.{key}"), **settings)


def argument(name: str, metavar: str, **settings: Any) -> click.Argument:
    """A positional argument."""
    return click.Argument([name], metavar=metavar, **settings)


def fail_on_option(messages: Messages, default: str) -> click.Option:
    """``--fail-on``, with the severity from which a finding makes the exit code 1."""
    words = click.Choice(["note", "warning", "error", "never"])
    return option(
        messages, "--fail-on", key="fail_on", type=words, default=default, show_default=True
    )


def wording(error: click.ClickException, messages: Messages) -> str:
    """What is wrong with the arguments, in one sentence."""
    if isinstance(error, click.NoSuchOption):
        close = ", ".join(error.possibilities or ())
        return messages.say("usage.no_option", name=error.option_name, close=close or "--help")
    if isinstance(error, click.NoSuchCommand):
        return messages.say("usage.no_command", name=error.command_name)
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        return messages.say("usage.missing", name=name)
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        return messages.say("usage.bad_value", name=name, problem=error.format_message())
    return messages.say("usage.other", problem=error.format_message())


def _help_option(messages: Messages) -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:  # noqa: FBT001
        if asked and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return option(
        messages,
        "-h",
        "--help",
        key="help",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
    )


def _write_example(example: str, messages: Messages, formatter: click.HelpFormatter) -> None:
    with formatter.section(messages.say("help.example")):
        for line in example.strip().splitlines():
            formatter.write(f"  {line}\n")
