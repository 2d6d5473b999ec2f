"""`hoso due terms | steps | retirements | rotations` and `hoso roster`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.context import Desk, at_desk
from api.cli.given import Misused, write_file
from api.lists.columns import ROSTER, Column, R, due_columns
from api.lists.files import csv_of, xlsx_of
from api.lists.saying import due_title, roster_title
from api.messages import Messages
from api.moments import day_of, moment_of, today
from archive.due import DueAnswer, DueQuestion, list_due
from archive.roster import list_staff
from domain.career import EvidenceFilter
from domain.due import DueReport, DueStatus, StepList


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.due.help"), no_args_is_help=True)
    app.add_typer(group, name="due")
    unit_option = typer.Option("--unit", help=said.say("cli.due.unit"))
    on_option = typer.Option("--on", help=said.say("cli.due.on"))
    known_option = typer.Option("--known-at", help=said.say("cli.career.known"))
    evidence_option = typer.Option(
        "--evidence", case_sensitive=False, help=said.say("cli.career.evidence")
    )
    start_option = typer.Option("--from", help=said.say("cli.due.from"))
    end_option = typer.Option("--to", help=said.say("cli.due.to"))
    status_option = typer.Option("--status", case_sensitive=False, help=said.say("cli.due.status"))
    before_option = typer.Option(
        "--predecessors/--no-predecessors", help=said.say("cli.due.predecessors")
    )
    csv_option = typer.Option("--csv", help=said.say("cli.due.csv"))
    xlsx_option = typer.Option("--xlsx", help=said.say("cli.due.xlsx"))
    limit_option = typer.Option("--limit", min=1, help=said.say("cli.limit"))
    json_option = typer.Option("--json", help=said.say("cli.option.json"))

    def due(name: str, report: DueReport) -> None:
        list_option = typer.Option(
            "--list",
            case_sensitive=False,
            help=said.say("cli.due.list"),
            hidden=report is not DueReport.STEPS,
        )

        @group.command(name, help=said.say(f"cli.due.{name}.help"))
        def command(
            context: typer.Context,
            unit: Annotated[str, unit_option] = "",
            start: Annotated[str, start_option] = "",
            end: Annotated[str, end_option] = "",
            on: Annotated[str, on_option] = "",
            known: Annotated[str, known_option] = "",
            evidence: Annotated[EvidenceFilter, evidence_option] = EvidenceFilter.PROVED,
            status: Annotated[list[DueStatus] | None, status_option] = None,
            wanted: Annotated[StepList, list_option] = StepList.DUE,
            predecessors: Annotated[bool, before_option] = True,
            csv: Annotated[Path | None, csv_option] = None,
            xlsx: Annotated[Path | None, xlsx_option] = None,
            limit: Annotated[int | None, limit_option] = None,
            as_json: Annotated[bool, json_option] = False,
        ) -> None:
            with at_desk(context.obj) as desk:
                asked = DueQuestion(
                    report=report,
                    on=day_of(on) or today(desk.now),
                    unit=unit or None,
                    known_at=moment_of(known),
                    evidence=evidence,
                    start=day_of(start),
                    end=day_of(end),
                    statuses=frozenset(status or ()),
                    steps=wanted,
                    predecessors=predecessors,
                )
                answer = list_due(asked, limit=limit, exported_as=_form(csv, xlsx), **_parts(desk))
                title = due_title(answer, said)
                columns = due_columns(report)
                if csv or xlsx:
                    _write(desk, csv, xlsx, title, columns, answer.rows)
                elif as_json:
                    desk.printer.json(answer)
                else:
                    _print(desk, title, columns, answer.rows)
                    _further(desk, answer)

    for name, report in (
        ("terms", DueReport.TERMS),
        ("steps", DueReport.STEPS),
        ("retirements", DueReport.RETIREMENTS),
        ("rotations", DueReport.ROTATIONS),
    ):
        due(name, report)

    @app.command("roster", help=said.say("cli.roster.help"))
    def roster_command(
        context: typer.Context,
        unit: Annotated[str, unit_option] = "",
        on: Annotated[str, on_option] = "",
        known: Annotated[str, known_option] = "",
        evidence: Annotated[EvidenceFilter, evidence_option] = EvidenceFilter.PROVED,
        predecessors: Annotated[bool, before_option] = False,
        csv: Annotated[Path | None, csv_option] = None,
        xlsx: Annotated[Path | None, xlsx_option] = None,
        limit: Annotated[int | None, limit_option] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            answer = list_staff(
                unit or None,
                on=day_of(on) or today(desk.now),
                known_at=moment_of(known),
                evidence=evidence,
                predecessors=predecessors,
                limit=limit,
                exported_as=_form(csv, xlsx),
                **_parts(desk),
            )
            title = roster_title(answer, said)
            if csv or xlsx:
                _write(desk, csv, xlsx, title, ROSTER, answer.rows)
            elif as_json:
                desk.printer.json(answer)
            else:
                _print(desk, title, ROSTER, answer.rows)


def _parts(desk: Desk) -> dict[str, Any]:
    archive = desk.archive
    return {
        "by": desk.by,
        "ledger": archive.ledger,
        "registers": archive.registers,
        "access": archive.access,
        "now": desk.now,
        "lists": archive.lists,
        "key_id": desk.key_id,
    }


def _form(csv: Path | None, xlsx: Path | None) -> str | None:
    """Raises: Misused `cli.due.oneFile`."""
    if csv and xlsx:
        raise Misused("cli.due.oneFile")
    return "CSV" if csv else "XLSX" if xlsx else None


def _write(
    desk: Desk,
    csv: Path | None,
    xlsx: Path | None,
    title: Sequence[str],
    columns: Sequence[Column[R]],
    rows: Sequence[R],
) -> None:
    """Raises: Misused `cli.cannotWrite`."""
    path, make = (csv, csv_of) if csv else (xlsx, xlsx_of)
    if path is None:
        return
    write_file(path, make(title, columns, rows, desk.said))
    desk.printer.note("cli.due.written", count=len(rows), path=str(path))


def _print(
    desk: Desk, title: Sequence[str], columns: Sequence[Column[R]], rows: Sequence[R]
) -> None:
    said = desk.said
    heading, *lines = title
    desk.printer.text(heading, style="bold")
    for line in lines:
        desk.printer.text(line, style="dim")
    brief = [one for one in columns if one.brief]
    desk.printer.table(
        tuple(one.heading for one in brief),
        [tuple(_shown(one.value(row, said)) for one in brief) for row in rows],
    )
    desk.printer.line("due.total", count=len(rows))


def _shown(value: object) -> object:
    return value.split("\n", 1)[0] if isinstance(value, str) else value


def _further(desk: Desk, answer: DueAnswer) -> None:
    if answer.total > len(answer.rows):
        desk.printer.line("due.further", count=answer.total - len(answer.rows))
