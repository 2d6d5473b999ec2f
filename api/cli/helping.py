"""What `--help` and a wrongly typed command say, in the reader's language.

Typer renders both in English with its own frames; here our own catalogue says the same.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from api.messages import Messages

_KINDS = {
    "path": "cli.help.aPath",
    "file": "cli.help.aPath",
    "directory": "cli.help.aPath",
    "int": "cli.help.aNumber",
    "int range": "cli.help.aNumber",
    "float": "cli.help.aNumber",
}
_UNSAID_DEFAULTS: tuple[object, ...] = (None, "", False, (), [])


def speak(command: object, said: Messages) -> None:
    """Let `command`, and every command below it, explain itself in the language of `said`."""
    if not isinstance(command, TyperGroup | TyperCommand):
        return
    # One command object lives as long as one call of the program; its class stays as it is.
    setattr(command, "format_help", partial(_print_help, command, said))  # noqa: B010
    if isinstance(command, TyperGroup):
        for one in command.commands.values():
            speak(one, said)


def wrong_use(error: TyperException, said: Messages) -> str:
    """What was wrong with the command line as typed, and what would be right.

    Only names of commands and options are repeated: a value may be a person's name.
    """
    name = type(error).__name__
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    hint = _called(parameter) if parameter is not None else ""
    match name:
        case "NoSuchOption":
            near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
            text = said.say("cli.wrong.option", option=option)
            return f"{text} {said.say('cli.wrong.near', near=near)}" if near else text
        case "BadOptionUsage":
            return said.say("cli.wrong.optionValue", option=option)
        case "MissingParameter":
            return said.say("cli.wrong.missing", name=hint)
        case "BadParameter":
            choices = _choices(parameter)
            if choices:
                return said.say("cli.wrong.choice", name=hint, choices=", ".join(choices))
            return said.say("cli.wrong.value", name=hint)
    if error.format_message().startswith(("No such command", "Missing command")):
        return said.say("cli.wrong.command")
    return said.say("cli.wrong.use")


def _print_help(
    command: TyperGroup | TyperCommand, said: Messages, context: Any, _formatter: Any = None
) -> None:
    """Print the whole help of one command; Typer's own formatter stays empty."""
    out = Console(highlight=False)
    out.print(Text(said.say("cli.help.usage", usage=_usage(command, context, said))))
    if command.help:
        out.print(Text(f"\n{command.help}"))
    shown = [one for one in command.get_params(context) if not getattr(one, "hidden", False)]
    arguments = [one for one in shown if isinstance(one, TyperArgument)]
    options = [one for one in shown if isinstance(one, TyperOption)]
    _section(out, said, "cli.help.arguments", (_row(one, said) for one in arguments))
    if isinstance(command, TyperGroup):
        rows = ((name, one.help or "") for name, one in command.commands.items() if not one.hidden)
        _section(out, said, "cli.help.commands", rows)
    _section(out, said, "cli.help.options", (_row(one, said) for one in options))
    if command.epilog:
        out.print(Text(f"\n{command.epilog}"))


def _usage(command: TyperGroup | TyperCommand, context: Any, said: Messages) -> str:
    """`hoso career show [tùy chọn] PERSON`."""
    words = [context.command_path, f"[{said.say('cli.help.anOption')}]"]
    for one in command.get_params(context):
        if isinstance(one, TyperArgument):
            name = one.name.upper() + ("..." if one.nargs != 1 else "")
            words.append(name if one.required else f"[{name}]")
    if isinstance(command, TyperGroup):
        words.append(said.say("cli.help.aCommand"))
    return " ".join(words)


def _section(out: Console, said: Messages, code: str, rows: Iterable[tuple[str, str]]) -> None:
    table = Table(
        box=None, pad_edge=False, show_edge=False, show_header=False, padding=(0, 2, 0, 0)
    )
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(Text(f"  {name}"), Text(text))
    if table.row_count:
        out.print(Text(f"\n{said.say(code)}", style="bold"))
        out.print(table)


def _row(one: TyperArgument | TyperOption, said: Messages) -> tuple[str, str]:
    """The name with its kind of value; what it does, what it may be, what it is when not given."""
    name = _called(one)
    if isinstance(one, TyperOption):
        name = ", ".join((*one.opts, *one.secondary_opts))
        if not one.is_flag:
            name += f" {_value_kind(one, said)}"
    return name, " ".join(_said_of(one, said))


def _said_of(one: TyperArgument | TyperOption, said: Messages) -> Iterator[str]:
    text = one.help or ""
    own = {"help": "cli.help.help", "install_completion": "cli.help.install"}
    own["show_completion"] = "cli.help.showCompletion"
    yield said.say(own[one.name]) if one.name in own else text
    if choices := _choices(one):
        yield said.say("cli.help.oneOf", choices=", ".join(choices))
    default = getattr(one, "default", None)
    if isinstance(one, TyperOption) and not one.is_flag and default not in _UNSAID_DEFAULTS:
        given = default() if callable(default) else default
        yield said.say("cli.help.default", value=getattr(given, "value", given))
    if one.required and isinstance(one, TyperOption):
        yield said.say("cli.help.required")


def _value_kind(one: TyperOption, said: Messages) -> str:
    kind = one.type_descriptor
    if kind.is_path:
        return said.say("cli.help.aPath")
    bare = kind.ranged_type_name if kind.is_ranged else one.bare_type()
    return said.say(_KINDS.get(bare, "cli.help.aWord"))


def _choices(one: Any) -> tuple[str, ...]:
    kind = getattr(one, "type_descriptor", None)
    if kind is None or not kind.is_choice:
        return ()
    return tuple(str(getattr(choice, "value", choice)) for choice in kind.choices or ())


def _called(one: Any) -> str:
    if isinstance(one, TyperOption):
        return str(one.opts[0])
    return str(one.name).upper()
