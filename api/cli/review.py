"""`hoso review list | show | confirm | reject | looks | verify | dispute`."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from api.cli.context import Desk, at_desk
from api.cli.given import dossier_of, fields_of, person_of, uuid_of
from api.fields import shown
from api.messages import Messages
from archive.confirming import Choice, Confirmed, confirm_proposal, reject_proposal
from archive.copies import DocumentConfirmed, confirm_decision, confirm_document
from archive.judging import Risk
from archive.review import ProposalView, WorkList, show_proposal, work_list
from archive.second_looks import second_looks, show_event
from archive.verifying import dispute_event, verify_event
from archive.views import FieldView
from domain.evidence import Rank
from domain.rules.finding import Finding, Severity

_STYLES = {Severity.BLOCK: "bold red", Severity.WARN: "yellow", Severity.INFO: "dim"}


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.review.help"), no_args_is_help=True)
    app.add_typer(group, name="review")
    _looking(group, said)
    _deciding(group, said)
    _second(group, said)


def _looking(group: typer.Typer, said: Messages) -> None:
    @group.command("list", help=said.say("cli.review.list.help"))
    def list_command(
        context: typer.Context,
        dossier: Annotated[str, typer.Option("--dossier", help=said.say("cli.dossier.which"))] = "",
        risk: Annotated[
            Risk | None, typer.Option("--risk", help=said.say("cli.review.risk"))
        ] = None,
        limit: Annotated[int, typer.Option("--limit", min=1, help=said.say("cli.limit"))] = 50,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            found = work_list(
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                keys=archive.keys,
                now=desk.now,
                dossier_id=dossier_of(desk, dossier) if dossier else None,
                risks=frozenset({risk}) if risk else None,
                limit=limit,
            )
            if as_json:
                desk.printer.json(found)
            else:
                print_work(desk, found)

    @group.command("show", help=said.say("cli.review.show.help"))
    def show_command(
        context: typer.Context,
        proposal: Annotated[str, typer.Argument(help=said.say("cli.proposal.which"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            view = view_of(desk, proposal)
            if as_json:
                desk.printer.json(view)
            else:
                print_proposal(desk, view)


def _deciding(group: typer.Typer, said: Messages) -> None:
    @group.command("confirm", help=said.say("cli.review.confirm.help"))
    def confirm_command(
        context: typer.Context,
        proposal: Annotated[str, typer.Argument(help=said.say("cli.proposal.which"))],
        changes: Annotated[
            list[str] | None, typer.Option("--set", help=said.say("cli.review.set"))
        ] = None,
        person: Annotated[str, typer.Option("--person", help=said.say("cli.person.which"))] = "",
        rank: Annotated[
            Rank | None, typer.Option("--rank", help=said.say("cli.event.rank"))
        ] = None,
        attach: Annotated[str, typer.Option("--attach", help=said.say("cli.review.attach"))] = "",
        as_new: Annotated[
            bool, typer.Option("--as-new", help=said.say("cli.review.asNew"))
        ] = False,
        whole: Annotated[
            bool, typer.Option("--document", help=said.say("cli.review.whole"))
        ] = False,
        everywhere: Annotated[
            bool, typer.Option("--everywhere", help=said.say("cli.review.everywhere"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> int:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            view = view_of(desk, proposal)
            choice = Choice(
                person_id=person_of(desk, person) if person else None,
                changes=fields_of(desk, changes or (), view.fields),
                rank=rank,
                attach_to=uuid_of(attach) if attach else None,
                as_new=as_new,
            )
            asked: dict[str, Any] = {
                "by": desk.by,
                "ledger": archive.ledger,
                "objects": archive.objects,
                "registers": archive.registers,
                "keys": archive.keys,
                "now": desk.now,
            }
            answer: Confirmed | DocumentConfirmed
            if everywhere and view.batch_id is not None:
                answer = confirm_decision(view.batch_id, **asked)
            elif whole:
                answer = confirm_document(
                    view.document.document_id, {view.proposal_id: choice}, **asked
                )
            else:
                answer = confirm_proposal(view.proposal_id, choice, **asked)
            if as_json:
                desk.printer.json(answer)
            else:
                print_confirmed(desk, answer)
        return 1 if isinstance(answer, DocumentConfirmed) and answer.left else 0

    @group.command("reject", help=said.say("cli.review.reject.help"))
    def reject_command(
        context: typer.Context,
        proposal: Annotated[str, typer.Argument(help=said.say("cli.proposal.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = reject_proposal(
                uuid_of(proposal),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                registers=desk.archive.registers,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)


def _second(group: typer.Typer, said: Messages) -> None:
    @group.command("looks", help=said.say("cli.review.looks.help"))
    def looks_command(
        context: typer.Context,
        limit: Annotated[int, typer.Option("--limit", min=1, help=said.say("cli.limit"))] = 50,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            events = second_looks(
                by=desk.by,
                ledger=desk.archive.ledger,
                registers=desk.archive.registers,
                now=desk.now,
                limit=limit,
            )
            if as_json:
                desk.printer.json(events)
                return
            rows = [
                (
                    desk.said.event(one.event_type),
                    one.person_name,
                    one.recorded_by.name,
                    one.recorded_at,
                    f"{one.person_id} {one.event_id}",
                )
                for one in events
            ]
            columns = (
                "web.event",
                "web.person",
                "web.recordedBy",
                "web.when",
                "cli.personAndEvent",
            )
            desk.printer.table(columns, rows)

    @group.command("verify", help=said.say("cli.review.verify.help"))
    def verify_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        event: Annotated[str, typer.Argument(help=said.say("cli.event.which"))],
        look_only: Annotated[
            bool, typer.Option("--show", help=said.say("cli.review.lookOnly"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive, person_id = desk.archive, person_of(desk, person)
            if look_only:
                view = show_event(
                    person_id,
                    uuid_of(event),
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
                    desk.printer.heading(
                        "cli.event.heading", event=desk.said.event(view.event_type)
                    )
                    print_fields(desk, view.fields)
                return
            done = verify_event(
                person_id, uuid_of(event), by=desk.by, ledger=archive.ledger, now=desk.now
            )
            if as_json:
                desk.printer.json(done)
            else:
                desk.printer.line("cli.review.verified", position=done.position)

    @group.command("dispute", help=said.say("cli.review.dispute.help"))
    def dispute_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        event: Annotated[str, typer.Argument(help=said.say("cli.event.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.look.differs"))],
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = dispute_event(
                person_of(desk, person),
                uuid_of(event),
                why,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)


def view_of(desk: Desk, proposal: str) -> ProposalView:
    archive = desk.archive
    return show_proposal(
        uuid_of(proposal),
        by=desk.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        access=archive.access,
        now=desk.now,
        key_id=desk.key_id,
    )


def print_work(desk: Desk, found: WorkList) -> None:
    rows = [
        (
            item.risk,
            desk.said.event(item.event_type),
            item.person_name,
            item.full_no,
            item.effective_date,
            item.dossier_name,
            " ".join(desk.said.say(why.code, **why.values) for why in item.why),
            str(item.proposal_id),
        )
        for item in found.items
    ]
    columns = ("web.risk", "web.event", "web.person", "web.number", "web.effective")
    desk.printer.table((*columns, "web.dossier", "web.why", "cli.id"), rows)
    desk.printer.note("web.work.shown", shown=len(found.items), total=found.total)


def print_proposal(desk: Desk, view: ProposalView) -> None:
    printer = desk.printer
    printer.heading("cli.event.heading", event=desk.said.event(view.event_type))
    printer.line("cli.review.person", name=view.person.printed_name, match=view.person.kind)
    for one in view.person.candidates:
        printer.text(f"  {one.person_id}  {one.name}  {desk.said.show(one.birth_date)}")
    print_fields(desk, view.fields)
    print_findings(desk, view.findings)
    for reason in view.obstacles:
        printer.text("✗ " + desk.said.say(reason.code, **reason.values), style="red")
    for meeting in view.meetings:
        printer.line("cli.review.meets", event_id=meeting.event_id, full_no=meeting.full_no)
        for difference in meeting.differences:
            printer.text(
                f"  {desk.said.label_of(difference)}: "
                f"{desk.said.show(difference.existing)} ≠ {desk.said.show(difference.proposed)}"
            )


def print_fields(desk: Desk, views: Iterable[FieldView]) -> None:
    rows = [
        (
            field.label_en if desk.said.language.value == "en" else field.label_vi,
            shown(field, field.value, desk.said),
            field.as_printed,
            "" if field.confidence is None else f"{field.confidence:.2f}",
            "" if field.sure else desk.said.say("web.desk.lookHere"),
            field.name,
        )
        for field in views
        if field.value is not None
    ]
    columns = ("web.fact", "web.value", "web.desk.printed", "cli.confidence", "", "cli.field")
    desk.printer.table(columns, rows, numbers=frozenset({3}))


def print_findings(desk: Desk, findings: Iterable[Finding]) -> None:
    for one in findings:
        sentence = desk.said.say(one.code, **one.values)
        base = f" ({one.legal_base})" if one.legal_base else ""
        desk.printer.text(
            f"{one.severity.value} {one.rule}: {sentence}{base}", style=_STYLES[one.severity]
        )


def print_confirmed(desk: Desk, answer: Confirmed | DocumentConfirmed) -> None:
    done = answer.confirmed if isinstance(answer, DocumentConfirmed) else (answer,)
    for one in done:
        code = "cli.review.attached" if one.attached else "cli.review.recorded"
        desk.printer.line(code, event_id=one.event_id, position=one.position, look=one.look)
        print_findings(desk, one.findings)
    if isinstance(answer, DocumentConfirmed):
        for left in answer.left:
            desk.printer.text("✗ " + desk.said.say(left.code, **left.values), style="red")
