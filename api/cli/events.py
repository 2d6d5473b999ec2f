"""`hoso event add | correct | annul | reinstate | explain | types`."""

from typing import Annotated, Any

import typer

from api.cli.context import at_desk
from api.cli.given import fields_of, person_of, place_of, uuid_of
from api.cli.review import print_findings
from api.messages import Messages
from api.moments import day_of, today
from archive.correction import annul_event, correct_event, reinstate_event
from archive.findings import explain_finding
from archive.recording import EventDraft, record_event, record_unproved
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.evidence import Rank
from domain.forms import form_of


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.event.help"), no_args_is_help=True)
    app.add_typer(group, name="event")
    _adding(group, said)
    _mending(group, said)


def _adding(group: typer.Typer, said: Messages) -> None:
    @group.command("types", help=said.say("cli.event.types.help"))
    def types_command(
        context: typer.Context,
        event_type: Annotated[str, typer.Argument(help=said.say("cli.event.type"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        printer = context.obj.printer
        if event_type:
            form = form_of(event_type)
            if as_json:
                printer.json(form)
                return
            rows = [
                (field.name, said.label_of(field), field.kind, field.required, field.choices)
                for field in form
            ]
            columns = ("cli.field", "web.fact", "cli.kind", "cli.required", "cli.choices")
            printer.table(columns, rows)
            return
        topics = [(topic, said.label(kind.label)) for topic, kind in CAREER_EVENT_TYPES.items()]
        if as_json:
            printer.json([topic for topic, _ in topics])
        else:
            printer.table(("cli.event.type", "web.event"), sorted(topics))

    @group.command("add", help=said.say("cli.event.add.help"))
    def add_command(
        context: typer.Context,
        event_type: Annotated[str, typer.Argument(help=said.say("cli.event.type"))],
        document: Annotated[
            str, typer.Option("--document", help=said.say("cli.document.which"))
        ] = "",
        person: Annotated[str, typer.Option("--person", help=said.say("cli.person.which"))] = "",
        given: Annotated[
            list[str] | None, typer.Option("--set", help=said.say("cli.review.set"))
        ] = None,
        places: Annotated[
            list[str] | None, typer.Option("--place", help=said.say("cli.event.place"))
        ] = None,
        rank: Annotated[
            Rank | None, typer.Option("--rank", help=said.say("cli.event.rank"))
        ] = None,
        key: Annotated[str, typer.Option("--key", help=said.say("cli.event.key"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            draft = EventDraft(
                event_type=event_type,
                fields=fields_of(desk, given or (), form_of(event_type)),
                person_id=person_of(desk, person) if person else None,
                places=tuple(place_of(place) for place in places or ()),
                rank=rank,
                key=key or None,
            )
            asked: dict[str, Any] = {
                "by": desk.by,
                "ledger": archive.ledger,
                "registers": archive.registers,
                "keys": archive.keys,
                "now": desk.now,
            }
            if document:
                answer = record_event(uuid_of(document), draft, objects=archive.objects, **asked)
            else:
                answer = record_unproved(draft, **asked)
            if as_json:
                desk.printer.json(answer)
                return
            code = "cli.event.again" if answer.again else "cli.review.recorded"
            desk.printer.line(
                code, event_id=answer.event_id, position=answer.position, look=answer.look
            )
            print_findings(desk, answer.findings)


def _mending(group: typer.Typer, said: Messages) -> None:
    @group.command("correct", help=said.say("cli.event.correct.help"))
    def correct_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        event: Annotated[str, typer.Argument(help=said.say("cli.event.which"))],
        event_type: Annotated[str, typer.Argument(help=said.say("cli.event.type"))],
        given: Annotated[list[str], typer.Option("--set", help=said.say("cli.review.set"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            mended = correct_event(
                person_of(desk, person),
                uuid_of(event),
                fields_of(desk, given, form_of(event_type)),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                registers=desk.archive.registers,
                now=desk.now,
            )
            desk.printer.done(
                mended, as_json, "cli.event.mended", position=mended.position, look=mended.look
            )

    @group.command("annul", help=said.say("cli.event.annul.help"))
    def annul_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        event: Annotated[str, typer.Argument(help=said.say("cli.event.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            mended = annul_event(
                person_of(desk, person),
                uuid_of(event),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(
                mended, as_json, "cli.event.mended", position=mended.position, look=mended.look
            )

    @group.command("reinstate", help=said.say("cli.event.reinstate.help"))
    def reinstate_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        event: Annotated[str, typer.Argument(help=said.say("cli.event.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            mended = reinstate_event(
                person_of(desk, person),
                uuid_of(event),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(
                mended, as_json, "cli.event.mended", position=mended.position, look=mended.look
            )

    @group.command("explain", help=said.say("cli.event.explain.help"))
    def explain_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        rule: Annotated[str, typer.Argument(help=said.say("cli.event.rule"))],
        events: Annotated[list[str], typer.Argument(help=said.say("cli.event.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        on: Annotated[str, typer.Option("--on", help=said.say("cli.career.on"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = explain_finding(
                person_of(desk, person),
                rule,
                None,
                tuple(uuid_of(event) for event in events),
                why,
                on=day_of(on) or today(desk.now),
                by=desk.by,
                ledger=desk.archive.ledger,
                registers=desk.archive.registers,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.event.explained")
