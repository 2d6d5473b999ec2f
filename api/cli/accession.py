"""`hoso accession` and `hoso status`: scans into custody, and how the work stands."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.cli.context import Desk, at_desk
from api.cli.printing import Printer
from api.cli.probing import proof_line
from api.cli.working import work_until_read
from api.messages import Messages
from archive.accession import AccessionAnswer, accession
from archive.registers import FailureRow
from archive.status import BatchStatus, StatusAnswer, show_status
from domain.batch import Balance
from infra.bootstrap import scans_in

_PARTS = ("custody", "quarantine", "pending", "rejected", "duplicate", "removed")


def register(app: typer.Typer, said: Messages) -> None:
    @app.command("accession", help=said.say("cli.accession.help"))
    def accession_command(
        context: typer.Context,
        folder: Annotated[Path, typer.Argument(help=said.say("cli.accession.folder"))],
        no_wait: Annotated[
            bool, typer.Option("--no-wait", help=said.say("cli.accession.noWait"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> int:
        with at_desk(context.obj) as desk:
            answer = take_in(desk, folder)
            if not no_wait:
                work_until_read(desk)
            desk.archive.catch_up()
            if as_json:
                desk.printer.json(answer)
            else:
                print_accession(desk, answer)
                if answer.batch_id is not None:
                    print_status(desk, _status(desk, answer))
        return 1 if answer.rejected or answer.problems else 0

    @app.command("status", help=said.say("cli.status.help"))
    def status_command(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            answer = _status(desk, None)
            if as_json:
                desk.printer.json(answer)
            else:
                print_status(desk, answer)


def take_in(desk: Desk, folder: Path) -> AccessionAnswer:
    """Take a folder in, with a bar on stderr."""
    archive = desk.archive
    with desk.printer.progress("cli.accession.taking") as bar:
        return accession(
            scans_in(folder),
            by=desk.by,
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            registers=archive.registers,
            limits=archive.limits,
            now=desk.now,
            progress=lambda one: bar.reach(one.files, one.of_files),
        )


def print_accession(desk: Desk, answer: AccessionAnswer) -> None:
    printer = desk.printer
    if not answer.dossiers and not answer.rejected:
        printer.line("cli.accession.noScans")
    elif answer.batch_id is None and not answer.rejected:
        printer.line("cli.accession.nothingNew")
    elif answer.number is not None:
        printer.heading("cli.accession.batch", no=answer.number, images=answer.images_in)
    rows = [
        (
            taken.name,
            taken.images,
            taken.known,
            len(taken.duplicates),
            taken.rejected,
            printer.said.say("value.bound" if taken.person_id else "value.unbound"),
        )
        for taken in answer.dossiers
    ]
    if rows:
        columns = ("web.dossier", "cli.new", "cli.known", "balance.duplicate", "balance.rejected")
        printer.table((*columns, "web.person"), rows, numbers=frozenset({1, 2, 3, 4}))
    for taken in answer.dossiers:
        for name in taken.duplicates:
            printer.line("cli.accession.duplicate", dossier=taken.name, name=name)
    for file in answer.rejected:
        name = f"{file.dossier}/{file.name}" if file.dossier else file.name
        cure = printer.said.say(file.code, **file.values)
        printer.text(f"✗ {name}: {cure}", style="red")
    for problem in answer.problems:
        told = printer.said.say(problem.code, **problem.values)
        if problem.file is not None and problem.file not in told:
            told = f"{problem.file}: {told}"
        printer.text(f"! {told}", style="yellow")
    if answer.passed_by:
        printer.line("cli.accession.ignored", names=answer.passed_by)


def _status(desk: Desk, answer: AccessionAnswer | None) -> StatusAnswer:
    archive = desk.archive
    return show_status(
        by=desk.by,
        registers=archive.registers,
        queue=archive.queue,
        ledger=archive.ledger,
        objects=archive.objects,
        now=desk.now,
        played_clock=archive.played_clock,
        batch_id=answer.batch_id if answer else None,
    )


def print_status(desk: Desk, answer: StatusAnswer) -> None:
    printer = desk.printer
    if answer.played_clock:
        printer.note("web.playedClock")
    if not answer.batches:
        printer.line("web.batches.none")
    for batch in answer.batches:
        _print_batch(desk, batch)
    if answer.store is not None:
        proof_line(printer, answer.store)
    for code, count in answer.advice:
        printer.text("→ " + printer.said.say(code, count=count), style="bold")


def _print_batch(desk: Desk, batch: BatchStatus) -> None:
    printer, row = desk.printer, batch.row
    printer.heading("cli.status.batch", no=row.number, at=row.opened_at, dossiers=row.dossiers)
    printer.out.print(balance_line(row.balance, printer.said))
    printer.line("cli.status.read", read=row.read, unread=row.unread, unseen=row.unseen)
    if row.held:
        printer.line("cli.status.held", count=row.held)
    if batch.pages_per_minute is not None:
        printer.line("cli.status.rate", rate=batch.pages_per_minute)
    if batch.ready_at is not None:
        printer.line("cli.status.readyAt", at=batch.ready_at)
    for failure in batch.failures:
        print_failure(printer, failure)
    further = row.balance.rejected + row.unread - len(batch.failures)
    if further > 0:
        printer.line("cli.status.further", count=further)


def print_failure(printer: Printer, failure: FailureRow) -> None:
    """`✗ HS-003/0007.tif: …`: a refused file by its name, an unread page by its file's number."""
    name = failure.file_name or printer.said.say("web.failure.fileNo", no=failure.file_no)
    where = f"{failure.dossier_name}/{name}" if failure.dossier_name else name
    printer.text(f"  ✗ {where}: {printer.said.say(failure.code)}", style="red")


def balance_line(balance: Balance, said: Messages) -> Text:
    """`92 = 88 + 1 + 0 + 1 + 2 + 0`, each part named, and whether it holds."""
    parts = [
        f"{said.show(getattr(balance, name))} {said.say(f'balance.{name}')}" for name in _PARTS
    ]
    line = Text(f"{said.show(balance.images_in)} {said.say('balance.images_in')} = ")
    line.append(" + ".join(parts))
    holds = balance.holds
    line.append(" ✓" if holds else " ✗", style="bold green" if holds else "bold red")
    return line
