"""`hoso person merge | separate`."""

from typing import Annotated

import typer

from api.cli.context import at_desk
from api.cli.given import person_of
from api.messages import Messages
from archive.same_person import merge_people, separate_people


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.person.help"), no_args_is_help=True)
    app.add_typer(group, name="person")

    @group.command("merge", help=said.say("cli.person.merge.help"))
    def merge_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        other: Annotated[str, typer.Argument(help=said.say("cli.person.other"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            merged = merge_people(
                person_of(desk, person),
                person_of(desk, other),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(
                merged,
                as_json,
                "cli.person.merged",
                position=merged.position,
                event_id=merged.event_id,
            )

    @group.command("separate", help=said.say("cli.person.separate.help"))
    def separate_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        other: Annotated[str, typer.Argument(help=said.say("cli.person.other"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            parted = separate_people(
                person_of(desk, person),
                person_of(desk, other),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(
                parted,
                as_json,
                "cli.person.separated",
                position=parted.position,
                event_id=parted.event_id,
            )
            if parted.recorded_since and not as_json:
                events = ", ".join(str(one) for one in parted.recorded_since)
                desk.printer.line(
                    "cli.person.since", count=len(parted.recorded_since), events=events
                )
