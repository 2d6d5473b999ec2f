"""`hoso findings` and `hoso gaps`: what the rules say of everybody, and what one record lacks."""

from typing import Annotated

import typer

from api.cli.context import Desk, at_desk
from api.cli.given import person_of, uuid_of
from api.judged import gap_line, told_findings, told_gaps
from api.messages import Messages
from api.moments import day_of, today
from archive.findings import FindingPage, FindingRow, Wanted, list_findings
from archive.gaps import GapAnswer, gaps_of_person
from domain.rules.finding import Severity

_STYLES = {Severity.BLOCK: "bold red", Severity.WARN: "yellow", Severity.INFO: "dim"}
_PAGE = 500


def register(app: typer.Typer, said: Messages) -> None:
    @app.command("findings", help=said.say("cli.findings.help"))
    def findings_command(
        context: typer.Context,
        unit: Annotated[str, typer.Option("--unit", help=said.say("cli.findings.unit"))] = "",
        rule: Annotated[str, typer.Option("--rule", help=said.say("cli.findings.rule"))] = "",
        severity: Annotated[
            Severity | None,
            typer.Option("--severity", case_sensitive=False, help=said.say("cli.findings.sev")),
        ] = None,
        person: Annotated[str, typer.Option("--person", help=said.say("cli.person.which"))] = "",
        on: Annotated[str, typer.Option("--on", help=said.say("cli.findings.on"))] = "",
        explained: Annotated[
            bool, typer.Option("--explained", help=said.say("cli.findings.explained"))
        ] = False,
        after: Annotated[str, typer.Option("--after", help=said.say("cli.findings.after"))] = "",
        limit: Annotated[int, typer.Option("--limit", min=1, help=said.say("cli.limit"))] = 200,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            wanted = Wanted(
                on=day_of(on) or today(desk.now),
                rule=rule or None,
                severity=severity,
                unit=unit or None,
                person_id=person_of(desk, person) if person else None,
                explained=explained,
            )
            found = _gathered(desk, wanted, after, limit)
            if as_json:
                desk.printer.json(told_findings(found))
            else:
                _print_findings(desk, found)

    @app.command("gaps", help=said.say("cli.gaps.help"))
    def gaps_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        on: Annotated[str, typer.Option("--on", help=said.say("cli.findings.on"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            answer = gaps_of_person(
                person_of(desk, person),
                on=day_of(on) or today(desk.now),
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                access=archive.access,
                now=desk.now,
                key_id=desk.key_id,
            )
            if as_json:
                desk.printer.json(told_gaps(answer))
            else:
                _print_gaps(desk, answer)


def _gathered(desk: Desk, wanted: Wanted, after: str, limit: int) -> FindingPage:
    """Page after page until there are `limit` findings or nobody is left."""
    archive = desk.archive
    rows: list[FindingRow] = []
    looked_at, behind = 0, uuid_of(after) if after else None
    while True:
        page = list_findings(
            wanted,
            after=behind,
            limit=min(_PAGE, limit - len(rows)),
            by=desk.by,
            ledger=archive.ledger,
            registers=archive.registers,
            access=archive.access,
            now=desk.now,
            key_id=desk.key_id,
        )
        rows += page.rows
        looked_at, behind = looked_at + page.looked_at, page.next
        if behind is None or len(rows) >= limit:
            return page.model_copy(update={"rows": tuple(rows), "looked_at": looked_at})


def _print_findings(desk: Desk, found: FindingPage) -> None:
    printer, said = desk.printer, desk.said
    printer.line(
        "cli.findings.heading",
        count=len(found.rows),
        people=found.looked_at,
        day=found.on,
        position=found.position,
    )
    person = None
    for row in found.rows:
        if row.person_id != person:
            person = row.person_id
            printer.text(f"{row.person_name}  {row.person_id}", style="bold")
        printer.text("  " + _line(row, said), style=_STYLES[row.severity])
        printer.text(f"    {' '.join(str(one) for one in row.event_ids)}", style="dim")
        if row.explained is not None:
            why = said.say(
                "cli.findings.why",
                name=row.explained.by.name,
                at=row.explained.at,
                why=row.explained.why,
            )
            printer.text(f"    {why}", style="dim")
    if found.next is not None:
        printer.note("cli.findings.further", after=found.next)


def _line(row: FindingRow, said: Messages) -> str:
    """`WARN R-DIS-10: the sentence (law, in force from – to)`."""
    laws = "; ".join(
        f"{one.instrument}{f' {one.article}' if one.article else ''}"
        + (f" ({_span(one.valid_from, one.valid_to, said)})" if one.valid_from else "")
        for one in row.laws
    )
    sentence = said.say(row.code, **row.values)
    return f"{row.severity.value} {row.rule}: {sentence}" + (f" [{laws}]" if laws else "")


def _span(start: object, end: object, said: Messages) -> str:
    return f"{said.show(start)} → {said.show(end) if end else '…'}"


def _print_gaps(desk: Desk, answer: GapAnswer) -> None:
    printer, said = desk.printer, desk.said
    printer.heading("cli.gaps.heading", name=answer.person_name or said.say("web.person"))
    printer.line("cli.gaps.asOf", day=answer.on, position=answer.position, count=len(answer.rows))
    kind = None
    for row in answer.rows:
        if row.kind is not kind:
            kind = row.kind
            printer.text(said.choice(kind), style="bold")
        printer.text("  " + gap_line(row, said))
        if row.event_ids:
            printer.text(f"    {' '.join(str(one) for one in row.event_ids)}", style="dim")
    if not answer.inventory:
        printer.note("cli.gaps.noInventory")
