"""`hoso actor list | add | person | grant | revoke | key`."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated

import typer

from api.cli.context import Desk, at_desk, opened
from api.cli.given import uuid_of
from api.messages import VIETNAM, Messages
from api.moments import day_of
from archive.actors import (
    IssuedKey,
    add_first_actor,
    enrol_actor,
    grant,
    identify_actor,
    issue_key,
    revoke_grant,
    revoke_key,
)
from archive.listing import list_actors
from archive.registers import ActorRow
from domain.access import Role


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.actor.help"), no_args_is_help=True)
    app.add_typer(group, name="actor")
    _people(group, said)
    _rights(group, said)


def _people(group: typer.Typer, said: Messages) -> None:
    @group.command("list", help=said.say("cli.actor.list.help"))
    def list_command(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            rows = list_actors(by=desk.by, registers=desk.archive.registers, now=desk.now)
            if as_json:
                desk.printer.json(rows)
                return
            for row in rows:
                _print_actor(desk, row)

    @group.command("add", help=said.say("cli.actor.add.help"))
    def add_command(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=said.say("cli.actor.name"))],
        role: Annotated[
            list[Role] | None, typer.Option("--role", help=said.say("cli.actor.role"))
        ] = None,
        office: Annotated[str, typer.Option("--office", help=said.say("cli.actor.office"))] = "",
        first: Annotated[bool, typer.Option("--first", help=said.say("cli.actor.first"))] = False,
        paper: Annotated[str, typer.Option("--paper", help=said.say("cli.actor.paper"))] = "",
        until: Annotated[str, typer.Option("--until", help=said.say("cli.actor.until"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        if first:
            _add_first(context, name, office, as_json)
            return
        with at_desk(context.obj) as desk:
            added, key = enrol_actor(
                name,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
                roles=tuple(role or ()),
                paper_no=paper or None,
                office=office or None,
                expires_at=_end_of(until),
            )
            _print_key(context, str(added.actor_id), key, as_json)

    @group.command("key", help=said.say("cli.actor.key.help"))
    def key_command(
        context: typer.Context,
        actor: Annotated[str, typer.Argument(help=said.say("cli.actor.which"))],
        until: Annotated[str, typer.Option("--until", help=said.say("cli.actor.until"))] = "",
        role: Annotated[
            list[Role] | None, typer.Option("--role", help=said.say("cli.actor.keyRole"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            key = issue_key(
                uuid_of(actor),
                by=desk.by,
                now=desk.now,
                ledger=desk.archive.ledger,
                expires_at=_end_of(until),
                roles=tuple(role or ()),
            )
            _print_key(context, actor, key, as_json)

    @group.command("person", help=said.say("cli.actor.person.help"))
    def person_command(
        context: typer.Context,
        actor: Annotated[str, typer.Argument(help=said.say("cli.actor.which"))],
        person: Annotated[str, typer.Argument(help=said.say("cli.actor.isPerson"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = identify_actor(
                uuid_of(actor),
                uuid_of(person) if person else None,
                by=desk.by,
                now=desk.now,
                ledger=desk.archive.ledger,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)


def _print_actor(desk: Desk, row: ActorRow) -> None:
    """A person with every grant: role, over what, until when, by which paper, and its id."""
    desk.printer.text(f"{row.name}  {row.actor_id}", style="bold")
    for one in row.grants:
        told = [desk.said.coded("Role", one.role.value)]
        counted = (("persons", one.persons), ("units", one.units), ("batches", one.batches))
        told += [desk.said.say(f"cli.grant.{of}", count=len(ids)) for of, ids in counted if ids]
        if one.until is not None:
            told.append(desk.said.say("cli.grant.until", day=one.until))
        if one.paper_no:
            told.append(one.paper_no)
        desk.printer.text(f"  {' · '.join(told)}  {one.grant_id}")
    if not row.grants:
        desk.printer.line("cli.grant.none")


def _rights(group: typer.Typer, said: Messages) -> None:
    @group.command("grant", help=said.say("cli.actor.grant.help"))
    def grant_command(
        context: typer.Context,
        actor: Annotated[str, typer.Argument(help=said.say("cli.actor.which"))],
        role: Annotated[Role, typer.Argument(help=said.say("cli.actor.role"))],
        person: Annotated[
            list[str] | None, typer.Option("--person", help=said.say("cli.actor.persons"))
        ] = None,
        unit: Annotated[
            list[str] | None, typer.Option("--unit", help=said.say("cli.actor.units"))
        ] = None,
        batch: Annotated[
            list[str] | None, typer.Option("--batch", help=said.say("cli.actor.batches"))
        ] = None,
        start: Annotated[str, typer.Option("--from", help=said.say("cli.actor.from"))] = "",
        end: Annotated[str, typer.Option("--to", help=said.say("cli.actor.to"))] = "",
        until: Annotated[str, typer.Option("--until", help=said.say("cli.actor.until"))] = "",
        paper: Annotated[str, typer.Option("--paper", help=said.say("cli.actor.paper"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            granted = grant(
                uuid_of(actor),
                role,
                by=desk.by,
                now=desk.now,
                ledger=desk.archive.ledger,
                persons=tuple(uuid_of(one) for one in person or ()),
                units=tuple(uuid_of(one) for one in unit or ()),
                batches=tuple(uuid_of(one) for one in batch or ()),
                period_from=day_of(start),
                period_to=day_of(end),
                until=day_of(until),
                paper_no=paper or None,
            )
            desk.printer.done(granted, as_json, "cli.actor.granted", grant_id=granted.grant_id)

    @group.command("revoke", help=said.say("cli.actor.revoke.help"))
    def revoke_command(
        context: typer.Context,
        actor: Annotated[str, typer.Argument(help=said.say("cli.actor.which"))] = "",
        grant_id: Annotated[str, typer.Option("--grant", help=said.say("cli.actor.grantId"))] = "",
        key_id: Annotated[str, typer.Option("--key", help=said.say("cli.actor.keyId"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        if bool(key_id) == bool(actor and grant_id):
            raise typer.BadParameter(said.say("cli.actor.revoke.choose"))
        with at_desk(context.obj) as desk:
            ledger = desk.archive.ledger
            if key_id:
                position = revoke_key(key_id, by=desk.by, now=desk.now, ledger=ledger)
            else:
                position = revoke_grant(
                    uuid_of(actor), uuid_of(grant_id), by=desk.by, now=desk.now, ledger=ledger
                )
            desk.printer.done(position, as_json, "cli.done", position=position)


def _add_first(context: typer.Context, name: str, office: str, as_json: bool) -> None:
    with opened(context.obj, create=True) as archive:
        added, key = add_first_actor(
            name,
            office=office or None,
            archive_id=archive.archive_id,
            now=archive.clock(),
            ledger=archive.ledger,
        )
    _print_key(context, str(added.actor_id), key, as_json)


def _print_key(context: typer.Context, actor_id: str, key: IssuedKey, as_json: bool) -> None:
    printer = context.obj.printer
    if as_json:
        printer.json({"actorId": actor_id, "keyId": key.key_id, "key": key.secret})
        return
    printer.line("cli.actor.added", actor_id=actor_id)
    printer.text(key.secret, style="bold")
    printer.line("cli.actor.keyOnce")


def _end_of(until: str) -> datetime | None:
    """The first instant after the last day in Việt Nam."""
    day = day_of(until)
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=VIETNAM).astimezone(UTC)
