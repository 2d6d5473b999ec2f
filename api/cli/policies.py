"""`hoso policy list | rotation | freeze | switch | end | withdraw`."""

from datetime import date
from typing import Annotated

import typer
from pydantic import ValidationError

from api.cli.context import Desk, at_desk
from api.cli.given import Misused, uuid_of
from api.messages import Messages
from api.moments import BadMoment, day_of, moment_of, today
from archive.policies import (
    FreezeDraft,
    PolicyDraft,
    PolicyPaper,
    PolicyRow,
    RotationDraft,
    SwitchDraft,
    adopt_policy,
    end_policy,
    list_policies,
    withdraw_policy,
)
from domain.events.envelope import PersonnelClass
from domain.events.policy import RotationPosition


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.policy.help"), no_args_is_help=True)
    app.add_typer(group, name="policy")
    _list(group, said)
    _adopt(group, said)
    _switch(group, said)
    _end(group, said)


def _list(group: typer.Typer, said: Messages) -> None:
    @group.command("list", help=said.say("cli.policy.list.help"))
    def list_command(
        context: typer.Context,
        on: Annotated[str, typer.Option("--on", help=said.say("cli.policy.on"))] = "",
        known: Annotated[str, typer.Option("--known-at", help=said.say("cli.career.known"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            found = list_policies(
                day_of(on) or today(desk.now),
                known_at=moment_of(known),
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            if as_json:
                desk.printer.json(found)
                return
            desk.printer.line("cli.policy.asOf", day=found.on, position=found.position)
            desk.printer.table(
                ("cli.policy.kind", "cli.policy.says", "cli.policy.span", "cli.policy.paper",
                 "cli.policy.state", "cli.id"),
                [_told(row, desk.said) for row in found.rows],
            )  # fmt: skip


def _told(row: PolicyRow, said: Messages) -> tuple[object, ...]:
    span = f"{said.show(row.valid_from)} → {said.show(row.ends_on) if row.ends_on else '…'}"
    state = "withdrawn" if row.withdrawn else "inForce" if row.in_force else "notInForce"
    return (
        said.label_of(row),
        says(row, said),
        span,
        f"{row.paper_no or '–'}, {said.show(row.decided_on)}",
        said.say(f"cli.policy.{state}"),
        str(row.policy_id),
    )


def says(row: PolicyRow, said: Messages) -> str:
    """What a policy says, in one line."""
    if row.positions:
        rows = (f"{p.code} {p.name} {p.min_months}-{p.max_months}" for p in row.positions)
        return "; ".join((*rows, *((row.basis,) if row.basis else ())))
    if row.switch:
        return f"{row.switch} = {row.value}"
    classes = ", ".join(said.coded("PersonnelClass", one.value) for one in row.classes)
    return classes or said.say("cli.policy.everybody")


def _adopt(group: typer.Typer, said: Messages) -> None:
    @group.command("rotation", help=said.say("cli.policy.rotation.help"))
    def rotation_command(
        context: typer.Context,
        position: Annotated[
            list[str], typer.Option("--position", help=said.say("cli.policy.position"))
        ],
        start: Annotated[str, typer.Option("--from", help=said.say("cli.policy.from"))],
        number: Annotated[str, typer.Option("--paper", help=said.say("cli.policy.number"))],
        decided: Annotated[str, typer.Option("--decided", help=said.say("cli.policy.decided"))],
        end: Annotated[str, typer.Option("--to", help=said.say("cli.policy.to"))] = "",
        basis: Annotated[str, typer.Option("--basis", help=said.say("cli.policy.basis"))] = "",
        issuer: Annotated[str, typer.Option("--issuer", help=said.say("cli.policy.issuer"))] = "",
        unit: Annotated[
            list[str] | None, typer.Option("--unit", help=said.say("cli.policy.unit"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            draft = RotationDraft(
                positions=tuple(position_of(one) for one in position),
                valid_from=needed_day(start),
                valid_to=day_of(end),
                basis=basis or None,
                units=tuple(uuid_of(one) for one in unit or ()),
                paper=paper_of(number, decided, issuer),
            )
            _record(desk, draft, as_json)

    @group.command("freeze", help=said.say("cli.policy.freeze.help"))
    def freeze_command(
        context: typer.Context,
        start: Annotated[str, typer.Option("--from", help=said.say("cli.policy.from"))],
        number: Annotated[str, typer.Option("--paper", help=said.say("cli.policy.number"))],
        decided: Annotated[str, typer.Option("--decided", help=said.say("cli.policy.decided"))],
        classes: Annotated[
            list[PersonnelClass] | None,
            typer.Option("--class", case_sensitive=False, help=said.say("cli.policy.class")),
        ] = None,
        end: Annotated[str, typer.Option("--to", help=said.say("cli.policy.to"))] = "",
        issuer: Annotated[str, typer.Option("--issuer", help=said.say("cli.policy.issuer"))] = "",
        unit: Annotated[
            list[str] | None, typer.Option("--unit", help=said.say("cli.policy.unit"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            draft = FreezeDraft(
                classes=tuple(classes or ()),
                valid_from=needed_day(start),
                valid_to=day_of(end),
                units=tuple(uuid_of(one) for one in unit or ()),
                paper=paper_of(number, decided, issuer),
            )
            _record(desk, draft, as_json)


def _switch(group: typer.Typer, said: Messages) -> None:
    @group.command("switch", help=said.say("cli.policy.switch.help"))
    def switch_command(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=said.say("cli.policy.name"))],
        value: Annotated[str, typer.Argument(help=said.say("cli.policy.value"))],
        start: Annotated[str, typer.Option("--from", help=said.say("cli.policy.from"))],
        number: Annotated[str, typer.Option("--paper", help=said.say("cli.policy.number"))],
        decided: Annotated[str, typer.Option("--decided", help=said.say("cli.policy.decided"))],
        end: Annotated[str, typer.Option("--to", help=said.say("cli.policy.to"))] = "",
        issuer: Annotated[str, typer.Option("--issuer", help=said.say("cli.policy.issuer"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            draft = SwitchDraft(
                switch=name,
                value=value,
                valid_from=needed_day(start),
                valid_to=day_of(end),
                paper=paper_of(number, decided, issuer),
            )
            _record(desk, draft, as_json)


def _end(group: typer.Typer, said: Messages) -> None:
    @group.command("end", help=said.say("cli.policy.end.help"))
    def end_command(
        context: typer.Context,
        policy: Annotated[str, typer.Argument(help=said.say("cli.policy.which"))],
        day: Annotated[str, typer.Option("--on", help=said.say("cli.policy.endsOn"))],
        number: Annotated[str, typer.Option("--paper", help=said.say("cli.policy.number"))],
        decided: Annotated[str, typer.Option("--decided", help=said.say("cli.policy.decided"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = end_policy(
                uuid_of(policy),
                needed_day(day),
                paper_of(number, decided, ""),
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)

    @group.command("withdraw", help=said.say("cli.policy.withdraw.help"))
    def withdraw_command(
        context: typer.Context,
        policy: Annotated[str, typer.Argument(help=said.say("cli.policy.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = withdraw_policy(
                uuid_of(policy), why, by=desk.by, ledger=desk.archive.ledger, now=desk.now
            )
            desk.printer.done(position, as_json, "cli.done", position=position)


def _record(desk: Desk, draft: PolicyDraft, as_json: bool) -> None:
    made = adopt_policy(draft, by=desk.by, ledger=desk.archive.ledger, now=desk.now)
    desk.printer.done(
        made, as_json, "cli.policy.adopted", policy_id=made.policy_id, position=made.position
    )


def needed_day(text: str) -> date:
    """Raises: BadMoment."""
    day = day_of(text)
    if day is None:
        raise BadMoment()
    return day


def paper_of(number: str, decided: str, issuer: str) -> PolicyPaper:
    """Raises: Misused `cli.policy.noNumber`; BadMoment."""
    if not number.strip():
        raise Misused("cli.policy.noNumber")
    return PolicyPaper(number=number.strip(), decided_on=needed_day(decided), issuer=issuer or None)


def position_of(text: str) -> RotationPosition:
    """`CODE:name:24:60`. Raises: Misused `cli.policy.notAPosition`."""
    code, _, rest = text.partition(":")
    name, _, months = rest.partition(":")
    least, _, most = months.partition(":")
    try:
        return RotationPosition(
            code=code.strip(),
            name=name.strip(),
            min_months=int(least),
            max_months=int(most or least),
        )
    except (ValueError, ValidationError):
        raise Misused("cli.policy.notAPosition") from None
