"""`hoso demo | serve | work | follow | verify | rebuild`."""

import time
from pathlib import Path
from threading import Event, Thread
from typing import Annotated

import typer
import uvicorn

from api.cli.context import Desk, at_desk, opened
from api.cli.working import work_until_read
from api.messages import Language, Messages
from api.server import create_app
from archive.cataloguing import rebuild
from archive.desk import Archive
from archive.fixity import FixityReport, verify
from archive.working import follow, work
from domain.access import Action, require

_HOST, _PORT = "127.0.0.1", 8000


def register(app: typer.Typer, said: Messages) -> None:
    @app.command("demo", help=said.say("cli.demo.help"))
    def demo_command(
        context: typer.Context,
        folder: Annotated[Path, typer.Option("--folder", help=said.say("cli.demo.folder"))] = Path(
            "hoso-demo"
        ),
        again: Annotated[bool, typer.Option("--again", help=said.say("cli.demo.again"))] = False,
    ) -> None:
        from api.cli.demo import play_demo  # pictures and fonts only when they are asked for

        play_demo(context.obj, folder, again=again)

    @app.command("serve", help=said.say("cli.serve.help"))
    def serve_command(
        context: typer.Context,
        host: Annotated[str, typer.Option("--host", help=said.say("cli.serve.host"))] = _HOST,
        port: Annotated[int, typer.Option("--port", help=said.say("cli.serve.port"))] = _PORT,
        no_work: Annotated[
            bool, typer.Option("--no-work", help=said.say("cli.serve.noWork"))
        ] = False,
    ) -> None:
        with opened(context.obj) as archive:
            context.obj.printer.note("cli.serve.at", host=host, port=str(port))
            serve(archive, host=host, port=port, language=said.language, works=not no_work)

    @app.command("work", help=said.say("cli.work.help"))
    def work_command(
        context: typer.Context,
        workers: Annotated[
            int | None, typer.Option("--workers", min=1, help=said.say("cli.work.workers"))
        ] = None,
        until_idle: Annotated[
            bool, typer.Option("--until-idle", help=said.say("cli.work.untilIdle"))
        ] = False,
    ) -> None:
        if until_idle:
            with at_desk(context.obj) as desk:
                work_until_read(desk, workers=workers)
            return
        with opened(context.obj) as archive:
            work(archive, workers=workers, until_idle=False)

    @app.command("follow", help=said.say("cli.follow.help"))
    def follow_command(context: typer.Context) -> None:
        with opened(context.obj) as archive:
            follow(archive, stop=Event())

    @app.command("verify", help=said.say("cli.verify.help"))
    def verify_command(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> int:
        with at_desk(context.obj, follows=False) as desk:  # what is derived may be broken too
            report = run_verify(desk)
            if as_json:
                desk.printer.json(report)
            else:
                print_report(desk, report)
        return 0 if report.sound else 1

    @app.command("rebuild", help=said.say("cli.rebuild.help"))
    def rebuild_command(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj, rebuilding=True) as desk:
            position = rebuild_all(desk)
            desk.printer.done(position, as_json, "cli.rebuild.done", position=position)


def serve(archive: Archive, *, host: str, port: int, language: Language, works: bool) -> None:
    """Open the doors until stopped; embedded, it also works and follows."""
    stop = Event()
    threads = [Thread(target=follow, args=(archive,), kwargs={"stop": stop}, daemon=True)]
    if works:
        asked = {"until_idle": False, "stop": stop}
        threads.append(Thread(target=work, args=(archive,), kwargs=asked, daemon=True))
    for thread in threads:
        thread.start()
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(archive, language=language),
            host=host,
            port=port,
            log_config=None,  # its own would print errors with all that they were given
            access_log=False,  # addresses and times of looks are in the access ledger
        )
    )
    try:
        server.run()
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def run_verify(desk: Desk) -> FixityReport:
    """Check everything, with a bar."""
    archive = desk.archive
    with desk.printer.progress("cli.verify.checking") as bar:
        return verify(
            by=desk.by,
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            now=desk.now,
            progress=bar.reach,
        )


def print_report(desk: Desk, report: FixityReport) -> None:
    printer = desk.printer
    total = sum(report.objects.values())
    printer.line(
        "cli.verify.counted",
        events=report.events,
        streams=report.streams,
        objects=total,
        megabytes=round(report.bytes / 1e6),
        position=report.position,
    )
    for fault in report.faults:
        told = fault.model_dump(exclude={"code"}, exclude_none=True)
        printer.text("✗ " + printer.said.say(fault.code, **told), style="bold red")
        where = ", ".join(
            f"{printer.said.say(f'fixity.at.{name}')} {printer.said.show(value)}"
            for name, value in told.items()
            if name != "reason"
        )
        printer.text(f"    {where}", style="dim")
    if report.uncited:
        printer.line("cli.verify.uncited", count=len(report.uncited))
    printer.line("cli.verify.sound" if report.sound else "cli.verify.faults", n=len(report.faults))
    if not report.sealed:
        printer.line("cli.verify.notSealed")


def rebuild_all(desk: Desk) -> int:
    """Throw index and registers away and make them again from the ledger; the position reached."""
    archive = desk.archive
    require(desk.by, Action.REBUILD, on=desk.now)
    started = time.monotonic()
    archive.registers.clear()
    with desk.printer.progress("cli.rebuild.making", total=archive.ledger.position()) as bar:
        position = rebuild(
            archive.index, ledger=archive.ledger, objects=archive.objects, progress=bar.reach
        )
    archive.catch_up()
    desk.printer.note("cli.rebuild.took", seconds=round(time.monotonic() - started))
    return position
