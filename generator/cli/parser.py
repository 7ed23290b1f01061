"""Click's commands in the language of the person, each with an example in its help."""

from __future__ import annotations

import re
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
        records = [
            param.get_help_record(ctx) for param in params if isinstance(param, click.Option)
        ]
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


class _Option(click.Option):
    """An option whose help has no English in it but the words that are typed."""

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        return {}

    def make_metavar(self, ctx: click.Context) -> str:
        if self.metavar or isinstance(self.type, click.Choice):
            return super().make_metavar(ctx)
        return "N" if isinstance(self.type, click.types.IntParamType) else "…"


def option(messages: Messages, *names: str, key: str, **settings: Any) -> click.Option:
    """An option whose help is ``option.<key>`` of `locale/`, with its default."""
    text = messages.say(f"option.{key}")
    if settings.pop("show_default", False):
        chosen = settings["default"]
        value = names[0].partition("/")[0] if chosen is True else str(chosen)
        text += messages.say("help.default", value=value)
    if settings.get("required"):
        text += messages.say("help.required")
    return _Option(names, help=text, **settings)


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
        return messages.say("usage.missing", name=_called(error.param, error.ctx))
    if isinstance(error, click.BadParameter):
        wanted = _wanted(error.param.type if error.param else None, messages)
        name = _called(error.param, error.ctx)
        return messages.say("usage.bad_value", name=name, wanted=wanted or error.message)
    if isinstance(error, click.BadOptionUsage):
        return messages.say("usage.no_value", name=error.option_name)
    extra = re.search(r"extra arguments? \((.+)\)", error.format_message())
    if extra:
        return messages.say("usage.extra", names=extra[1])
    return messages.say("usage.other", problem=error.format_message())


def _called(param: click.Parameter | None, context: click.Context | None) -> str:
    """What a person calls an option or an argument."""
    if isinstance(param, click.Argument) and context is not None:
        return param.make_metavar(context)
    return param.opts[0] if param else ""


def _wanted(kind: click.ParamType[Any] | None, messages: Messages) -> str:
    """What values an option takes, or "" where only click can say it."""
    if isinstance(kind, click.Choice):
        words = ", ".join(map(str, kind.choices))
        return messages.say("usage.choice", words=words)
    if isinstance(kind, click.IntRange) and kind.max is not None:
        return messages.say("usage.range", least=str(kind.min), most=str(kind.max))
    if isinstance(kind, click.IntRange):
        return messages.say("usage.at_least", least=str(kind.min))
    if isinstance(kind, click.DateTime):
        return messages.say("usage.day")
    return messages.say("usage.integer") if kind is click.INT else ""


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
