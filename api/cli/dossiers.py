"""`hoso dossier list | show | bind | count`."""

from typing import Annotated
from uuid import UUID

import typer

from api.cli.accession import print_failure
from api.cli.context import Desk, at_desk
from api.cli.given import dossier_of, person_of
from api.cli.printing import Printer
from api.messages import Messages
from api.moments import BadMoment
from archive.binding import NewPerson, bind_dossier
from archive.counting import state_count
from archive.listing import DossierAnswer, list_dossiers, show_dossier
from archive.registers import SET_STRAIGHT, PageRow
from domain.dates import PartialDate
from domain.filing import BalanceState
from domain.people import Gender, Identifier, IdentifierKind


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.dossier.help"), no_args_is_help=True)
    app.add_typer(group, name="dossier")

    @group.command("list", help=said.say("cli.dossier.list.help"))
    def list_command(
        context: typer.Context,
        held: Annotated[bool, typer.Option("--held", help=said.say("cli.dossier.held"))] = False,
        unbound: Annotated[
            bool, typer.Option("--unbound", help=said.say("cli.dossier.unbound"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            found = list_dossiers(
                by=desk.by,
                registers=desk.archive.registers,
                now=desk.now,
                state=BalanceState.HELD if held else None,
                unbound=unbound,
            )
            if as_json:
                desk.printer.json(found)
                return
            rows = [
                (
                    row.name,
                    row.described_name,
                    desk.said.say("value.bound" if row.person_id else "value.unbound"),
                    row.state,
                    row.images,
                    f"{row.confirmed_documents}/{row.documents}",
                    row.pending_proposals,
                )
                for row in found.rows
            ]
            columns = ("web.dossier", "web.person", "web.bound", "web.balance", "web.images")
            desk.printer.table(
                (*columns, "web.documents", "web.toDecide"), rows, numbers=frozenset({4, 5, 6})
            )

    @group.command("show", help=said.say("cli.dossier.show.help"))
    def show_command(
        context: typer.Context,
        dossier: Annotated[str, typer.Argument(help=said.say("cli.dossier.which"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            answer = show_dossier(
                dossier_of(desk, dossier),
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                access=archive.access,
                now=desk.now,
                key_id=desk.key_id,
            )
            if as_json:
                desk.printer.json(answer)
            else:
                print_dossier(desk, answer)

    @group.command("bind", help=said.say("cli.dossier.bind.help"))
    def bind_command(
        context: typer.Context,
        dossier: Annotated[str, typer.Argument(help=said.say("cli.dossier.which"))],
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))] = "",
        new: Annotated[bool, typer.Option("--new", help=said.say("cli.dossier.new"))] = False,
        name: Annotated[str, typer.Option("--name", help=said.say("cli.dossier.name"))] = "",
        born: Annotated[str, typer.Option("--born", help=said.say("cli.dossier.born"))] = "",
        gender: Annotated[
            Gender | None, typer.Option("--gender", help=said.say("cli.dossier.gender"))
        ] = None,
        cccd: Annotated[str, typer.Option("--cccd", help=said.say("cli.dossier.cccd"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        if bool(person) == new:
            raise typer.BadParameter(said.say("cli.dossier.bind.choose"))
        with at_desk(context.obj) as desk:
            whom: UUID | NewPerson | None = None
            if person:
                whom = person_of(desk, person)
            elif name:
                whom = new_person(name, born, gender, cccd)
            archive = desk.archive
            bound = bind_dossier(
                dossier_of(desk, dossier),
                whom,
                by=desk.by,
                ledger=archive.ledger,
                keys=archive.keys,
                now=desk.now,
            )
            code = "cli.dossier.bind.new" if bound.new else "cli.dossier.bind.done"
            desk.printer.done(
                bound, as_json, code, person_id=bound.person_id, position=bound.position
            )

    @group.command("count", help=said.say("cli.dossier.count.help"))
    def count_command(
        context: typer.Context,
        dossier: Annotated[str, typer.Argument(help=said.say("cli.dossier.which"))],
        sheets: Annotated[int, typer.Option("--sheets", min=0, help=said.say("web.sheets"))],
        sides: Annotated[
            int, typer.Option("--sides", min=1, max=2, help=said.say("web.sides"))
        ] = 1,
        blank: Annotated[int, typer.Option("--blank", min=0, help=said.say("web.blankSides"))] = 0,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            position = state_count(
                dossier_of(desk, dossier),
                sheets=sheets,
                sides=sides,
                blank_sides=blank,
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)


def new_person(name: str, born: str, gender: Gender | None, cccd: str) -> NewPerson:
    """Raises: BadMoment."""
    try:
        birth = PartialDate.parse(born) if born else None
    except ValueError:
        raise BadMoment() from None
    numbers = (Identifier(kind=IdentifierKind.CCCD, value=cccd),) if cccd else ()
    return NewPerson(full_name=name, birth_date=birth, gender=gender, identifiers=numbers)


def print_dossier(desk: Desk, answer: DossierAnswer) -> None:
    printer, row = desk.printer, answer.row
    numbers = {page.page_id: at for at, page in enumerate(answer.pages, start=1)}
    printer.heading("cli.dossier.heading", name=row.name, state=row.state)
    whose = answer.person_name or answer.described.person_name
    printer.line("cli.dossier.whose" if row.person_id else "cli.dossier.whoseUnbound", name=whose)
    stated = answer.described.stated
    if stated.images is None:
        printer.line("web.count.none", images=row.images)
    else:
        printer.line("web.count.sentence", expected=stated.images, images=row.images)
    for hint in answer.hints:
        told = {
            "after": numbers.get(hint.after_page) if hint.after_page else None,
            "before": numbers.get(hint.before_page) if hint.before_page else None,
            "label": hint.expected_label,
        }
        printer.text("→ " + printer.said.say(f"hint.{hint.kind}", **told), style="yellow")
    for failure in answer.failures:
        print_failure(printer, failure)
    for row_of_page in answer.pages:
        print_flags(printer, row_of_page)
    rows = [
        (
            ", ".join(str(numbers.get(page, "–")) for page in one.page_ids),
            printer.said.say(f"docType.{one.doc_type}"),
            one.number,
            one.issue_date,
            one.title,
            printer.said.say("web.confirmed" if one.confirmed else "web.proposed"),
            str(one.document_id),
        )
        for one in answer.documents
    ]
    columns = ("web.pages", "web.docType", "web.number", "web.date", "web.title", "web.stateShort")
    printer.table((*columns, "cli.id"), rows)
    printer.line("cli.dossier.pageIds")
    for page, at in numbers.items():
        printer.text(f"  {at:>3}  {page}", style="dim")


def print_flags(printer: Printer, page: PageRow) -> None:
    """What is wrong with a page's image, unless a person has judged it."""
    if not page.flags or page.place is None or page.accepted is not None:
        return
    told = " ".join(printer.said.say(f"flag.{flag}") for flag in page.flags)
    place = printer.said.say("web.page", no=page.place)
    printer.text(
        f"! {place}: {told}", style="dim" if SET_STRAIGHT.issuperset(page.flags) else "yellow"
    )
