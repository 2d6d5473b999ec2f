"""`hoso document show | assemble | split | join | reorder | describe | confirm | attach`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from api.cli.context import Desk, at_desk
from api.cli.given import Misused, dossier_of, json_of, person_of, uuid_of
from api.messages import Messages
from archive.attaching import attach_document
from archive.documents import (
    assemble_document,
    confirm_paper,
    describe_document,
    join_documents,
    reorder_document,
    split_document,
)
from archive.showing import show_document
from archive.views import DocumentView
from domain.events.dossier import Description
from domain.evidence import Rank


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.document.help"), no_args_is_help=True)
    app.add_typer(group, name="document")
    _looking(group, said)
    _describing(group, said)
    _paging(group, said)


def _looking(group: typer.Typer, said: Messages) -> None:
    @group.command("show", help=said.say("cli.document.show.help"))
    def show_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            view = show_document(
                uuid_of(document),
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                access=archive.access,
                now=desk.now,
                key_id=desk.key_id,
            )
            if as_json:
                desk.printer.json(view)
            else:
                print_document(desk, view)

    @group.command("attach", help=said.say("cli.document.attach.help"))
    def attach_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        event: Annotated[str, typer.Argument(help=said.say("cli.event.which"))],
        rank: Annotated[
            Rank | None, typer.Option("--rank", help=said.say("cli.event.rank"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            attached = attach_document(
                uuid_of(document),
                person_of(desk, person),
                uuid_of(event),
                rank=rank or Rank.ORIGINAL,
                places=(),
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                keys=archive.keys,
                now=desk.now,
            )
            desk.printer.done(attached, as_json, "cli.done", position=attached.position)


def _describing(group: typer.Typer, said: Messages) -> None:
    @group.command("describe", help=said.say("cli.document.describe.help"))
    def describe_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        description: Annotated[Path, typer.Argument(help=said.say("cli.document.description"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = describe_document(
                uuid_of(document),
                description_of(description),
                by=desk.by,
                ledger=archive.ledger,
                registers=archive.registers,
                now=desk.now,
            )
            desk.printer.done(written, as_json, "cli.done", position=written.position)

    @group.command("confirm", help=said.say("cli.document.confirm.help"))
    def confirm_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        description: Annotated[
            Path | None, typer.Option("--description", help=said.say("cli.document.description"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = confirm_paper(
                uuid_of(document),
                description_of(description) if description else None,
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                now=desk.now,
            )
            desk.printer.done(written, as_json, "cli.done", position=written.position)

    @group.command("assemble", help=said.say("cli.document.assemble.help"))
    def assemble_command(
        context: typer.Context,
        dossier: Annotated[str, typer.Argument(help=said.say("cli.dossier.which"))],
        pages: Annotated[list[str], typer.Argument(help=said.say("cli.document.pages"))],
        description: Annotated[
            Path, typer.Option("--description", help=said.say("cli.document.description"))
        ],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = assemble_document(
                dossier_of(desk, dossier),
                tuple(uuid_of(page) for page in pages),
                description_of(description),
                by=desk.by,
                ledger=archive.ledger,
                now=desk.now,
            )
            desk.printer.done(written, as_json, "cli.document.is", document_id=written.document_id)


def _paging(group: typer.Typer, said: Messages) -> None:
    @group.command("split", help=said.say("cli.document.split.help"))
    def split_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        first_page: Annotated[str, typer.Argument(help=said.say("cli.document.firstPage"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = split_document(
                uuid_of(document),
                uuid_of(first_page),
                by=desk.by,
                ledger=archive.ledger,
                registers=archive.registers,
                now=desk.now,
            )
            desk.printer.done(written, as_json, "cli.document.is", document_id=written.document_id)

    @group.command("join", help=said.say("cli.document.join.help"))
    def join_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        other: Annotated[str, typer.Argument(help=said.say("cli.document.other"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = join_documents(
                uuid_of(document),
                uuid_of(other),
                by=desk.by,
                ledger=archive.ledger,
                registers=archive.registers,
                now=desk.now,
            )
            desk.printer.done(written, as_json, "cli.done", position=written.position)

    @group.command("reorder", help=said.say("cli.document.reorder.help"))
    def reorder_command(
        context: typer.Context,
        document: Annotated[str, typer.Argument(help=said.say("cli.document.which"))],
        pages: Annotated[list[str], typer.Argument(help=said.say("cli.document.pages"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = reorder_document(
                uuid_of(document),
                tuple(uuid_of(page) for page in pages),
                by=desk.by,
                ledger=archive.ledger,
                registers=archive.registers,
                now=desk.now,
            )
            desk.printer.done(written, as_json, "cli.done", position=written.position)


def description_of(path: Path) -> Description:
    """A description from a JSON file. Raises: Misused `cli.notADescription`."""
    try:
        return Description.model_validate(json_of(path))
    except ValidationError:
        raise Misused("cli.notADescription", known=tuple(Description.model_fields)) from None


def print_document(desk: Desk, view: DocumentView) -> None:
    printer = desk.printer
    printer.heading(f"docType.{view.doc_type}")
    described = view.description
    if described is not None:
        for name, value in (
            ("web.number", described.number),
            ("web.date", described.issue_date),
            ("web.title", described.title),
            ("web.issuer", described.issuer),
            ("web.signer", described.signer),
        ):
            printer.text(f"{printer.said.say(name)}: {printer.said.show(value)}")
    printer.line("web.confirmed" if view.confirmed else "web.proposed")
    for page in view.pages:
        printer.text(
            f"{printer.said.say('web.page', no=page.page_no)}  {page.page_id}", style="dim"
        )
