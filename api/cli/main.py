"""The command `hoso`: groups of commands, one language, errors with their cure and exit code."""

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from api.cli import (
    accession,
    actors,
    careers,
    dossiers,
    due,
    events,
    findings,
    migrating,
    pages,
    papers,
    people,
    policies,
    probing,
    recording,
    review,
    running,
    units,
)
from api.cli.context import Context, language_at_start
from api.cli.helping import speak, wrong_use
from api.cli.printing import Printer
from api.messages import Messages
from api.problems import CRASHED, INTERRUPTED, OK, USAGE, kind_of
from domain.errors import HosoError
from infra.memory import spare_the_collector
from infra.settings import environment


def build(said: Messages) -> typer.Typer:
    """Every command, its help in the language of `said`."""
    app = typer.Typer(
        name="hoso",
        help=said.say("cli.help"),
        epilog=said.say("cli.exitCodes"),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )

    @app.callback()
    def before(
        context: typer.Context,
        data: Annotated[
            Path | None, typer.Option("--data", help=said.say("cli.option.data"))
        ] = None,
        lang: Annotated[str, typer.Option("--lang", help=said.say("cli.option.lang"))] = "",
        quiet: Annotated[
            bool, typer.Option("--quiet", "-q", help=said.say("cli.option.quiet"))
        ] = False,
    ) -> None:
        context.obj = Context(
            environ=dict(context.obj),
            data=data,
            said=said,
            printer=Printer(said, quiet=quiet),
        )

    for group in (
        *(running, accession, dossiers, pages, papers, review),
        *(events, recording, careers, due, people, findings, policies, actors, units, probing),
        migrating,
    ):
        group.register(app, said)
    return app


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Do one command; return the exit code that `--help` lists."""
    said = Messages(language_at_start(arguments, environ))
    printer = Printer(said)
    try:
        command = typer.main.get_command(build(said))
        speak(command, said)
        code = command(
            args=list(arguments), prog_name="hoso", standalone_mode=False, obj=dict(environ)
        )
    except HosoError as error:
        printer.fail(_with_file(error, said.error(error, names=True)))
        return kind_of(error).exit_code
    except typer.Abort:
        return INTERRUPTED
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            return USAGE
        printer.fail(wrong_use(error, said))
        at = getattr(error, "ctx", None)
        printer.note("cli.seeHelp", command=at.command_path if at is not None else "hoso")
        return USAGE
    except BrokenPipeError:
        raise
    except Exception as error:
        # Its text may hold personal data; kind and place are enough to find the mistake.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        printer.fail(said.say("cli.crashed", error=type(error).__name__, place=place))
        return CRASHED.exit_code
    return code if isinstance(code, int) else OK


def _with_file(error: HosoError, told: str) -> str:
    """At the terminal the file at which it stopped is named; over HTTP and in logs it is not."""
    parts = [str(error.values[part]) for part in ("dossier", "file") if error.values.get(part)]
    place = "/".join(dict.fromkeys(parts))
    return f"{place}: {told}" if place and place not in told else told


def run() -> None:
    """Entry of the command."""
    spare_the_collector()
    try:
        code = main(sys.argv[1:], environment())
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    sys.exit(code)
