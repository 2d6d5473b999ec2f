"""`hoso migrate`: make the tables of the archive in a PostgreSQL database."""

from typing import Annotated

import typer

from api.cli.context import Context
from api.messages import Messages
from archive.migrating import READER, WRITER
from infra.bootstrap import migrate


def register(app: typer.Typer, said: Messages) -> None:
    @app.command("migrate", help=said.say("cli.migrate.help"))
    def migrate_command(
        context: typer.Context,
        writer: Annotated[
            str, typer.Option("--writer", help=said.say("cli.migrate.writer"))
        ] = WRITER,
        reader: Annotated[
            str, typer.Option("--reader", help=said.say("cli.migrate.reader"))
        ] = READER,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> int:
        asked: Context = context.obj
        made = migrate(asked.settings(), writer=writer, reader=reader)
        if as_json:
            asked.printer.json(made)
            return 0
        for one in made:
            if one.emptied:
                word = "emptied"
            elif one.found == one.form:
                word = "kept"
            else:
                word = "changed" if one.found else "made"
            asked.printer.line(f"cli.migrate.{word}", setting=f"HOSO_{one.part.upper()}")
        asked.printer.note("cli.migrate.next", writer=writer, reader=reader)
        return 0
