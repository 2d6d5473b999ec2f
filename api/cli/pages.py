"""`hoso page rescan | insert | refile | image | judge | quarantine | release | remove`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import at_desk
from api.cli.given import content_of, dossier_of, uuid_of
from api.cli.working import work_until_read
from api.messages import Messages
from archive.custody import release_page, remove_page, request_removal
from archive.pages import insert_page, judge_page, refile_page, rescan_page
from archive.showing import PictureSize, show_page
from archive.suspected import list_quarantine
from domain.events.envelope import SecrecyLevel


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.page.help"), no_args_is_help=True)
    app.add_typer(group, name="page")
    _scans(group, said)
    _verdicts(group, said)


def _scans(group: typer.Typer, said: Messages) -> None:
    @group.command("rescan", help=said.say("cli.page.rescan.help"))
    def rescan_command(
        context: typer.Context,
        page: Annotated[str, typer.Argument(help=said.say("cli.page.which"))],
        file: Annotated[Path, typer.Argument(help=said.say("cli.page.file"))],
        no_wait: Annotated[
            bool, typer.Option("--no-wait", help=said.say("cli.accession.noWait"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = rescan_page(
                uuid_of(page),
                content_of(file),
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                limits=archive.limits,
                now=desk.now,
            )
            if not no_wait:
                work_until_read(desk)
            desk.printer.done(written, as_json, "cli.done", position=written.position)

    @group.command("insert", help=said.say("cli.page.insert.help"))
    def insert_command(
        context: typer.Context,
        dossier: Annotated[str, typer.Argument(help=said.say("cli.dossier.which"))],
        file: Annotated[Path, typer.Argument(help=said.say("cli.page.file"))],
        after: Annotated[str, typer.Option("--after", help=said.say("cli.page.after"))] = "",
        no_wait: Annotated[
            bool, typer.Option("--no-wait", help=said.say("cli.accession.noWait"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            written = insert_page(
                dossier_of(desk, dossier),
                content_of(file),
                after_page=uuid_of(after) if after else None,
                file_name=file.name,
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                limits=archive.limits,
                now=desk.now,
            )
            if not no_wait:
                work_until_read(desk)
            desk.printer.done(written, as_json, "cli.done", position=written.position)

    @group.command("refile", help=said.say("cli.page.refile.help"))
    def refile_command(
        context: typer.Context,
        page: Annotated[str, typer.Argument(help=said.say("cli.page.which"))],
        dossier: Annotated[str, typer.Argument(help=said.say("cli.dossier.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        after: Annotated[str, typer.Option("--after", help=said.say("cli.page.after"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = refile_page(
                uuid_of(page),
                dossier_of(desk, dossier),
                why,
                after_page=uuid_of(after) if after else None,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)

    @group.command("image", help=said.say("cli.page.image.help"))
    def image_command(
        context: typer.Context,
        page: Annotated[str, typer.Argument(help=said.say("cli.page.which"))],
        to: Annotated[Path, typer.Argument(help=said.say("cli.page.to"))],
    ) -> None:
        with at_desk(context.obj) as desk:
            archive, now = desk.archive, desk.now
            picture = show_page(
                uuid_of(page),
                by=desk.by,
                watermark=(desk.by.name, desk.said.instant(now)),
                size=PictureSize.FULL,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                limits=archive.limits,
                access=archive.access,
                now=now,
                key_id=desk.key_id,
            )
            to.write_bytes(picture)


def _verdicts(group: typer.Typer, said: Messages) -> None:
    @group.command("quarantine", help=said.say("cli.page.quarantine.help"))
    def quarantine_command(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            waiting = list_quarantine(
                by=desk.by, ledger=archive.ledger, registers=archive.registers, now=desk.now
            )
            if as_json:
                desk.printer.json(waiting)
                return
            if not waiting:
                desk.printer.line("web.quarantine.none")
                return
            rows = [
                (
                    one.dossier_name,
                    one.page_no,
                    said.coded("SecrecyLevel", one.level) if one.level else None,
                    one.removal_asked_by.name if one.removal_asked_by else None,
                    str(one.page_id),
                )
                for one in waiting
            ]
            columns = ("web.dossier", "web.pages", "web.quarantine.level")
            desk.printer.table((*columns, "cli.page.removalAskedBy", "cli.id"), rows)

    @group.command("judge", help=said.say("cli.page.judge.help"))
    def judge_command(
        context: typer.Context,
        page: Annotated[str, typer.Argument(help=said.say("cli.page.which"))],
        accepted: Annotated[
            bool, typer.Option("--accepted/--rescan-wanted", help=said.say("cli.page.accepted"))
        ] = True,
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            position = judge_page(
                uuid_of(page),
                accepted,
                why or None,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            desk.printer.done(position, as_json, "cli.done", position=position)

    @group.command("release", help=said.say("cli.page.release.help"))
    def release_command(
        context: typer.Context,
        page: Annotated[str, typer.Argument(help=said.say("cli.page.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("web.why"))],
        no_wait: Annotated[
            bool, typer.Option("--no-wait", help=said.say("cli.accession.noWait"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            position = release_page(
                uuid_of(page),
                why,
                by=desk.by,
                ledger=archive.ledger,
                objects=archive.objects,
                keys=archive.keys,
                now=desk.now,
            )
            if not no_wait:
                work_until_read(desk)
            desk.printer.done(position, as_json, "cli.done", position=position)

    @group.command("remove", help=said.say("cli.page.remove.help"))
    def remove_command(
        context: typer.Context,
        page: Annotated[str, typer.Argument(help=said.say("cli.page.which"))],
        why: Annotated[str, typer.Option("--why", help=said.say("cli.page.remove.why"))] = "",
        level: Annotated[
            SecrecyLevel | None, typer.Option("--level", help=said.say("web.quarantine.level"))
        ] = None,
        holder: Annotated[
            str, typer.Option("--holder", help=said.say("web.quarantine.holder"))
        ] = "",
        no_wait: Annotated[
            bool, typer.Option("--no-wait", help=said.say("cli.accession.noWait"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        if bool(why) == bool(level and holder):
            raise typer.BadParameter(said.say("cli.page.remove.choose"))
        with at_desk(context.obj) as desk:
            archive = desk.archive
            if why or level is None:
                position = request_removal(
                    uuid_of(page), why, by=desk.by, ledger=archive.ledger, now=desk.now
                )
            else:
                position = remove_page(
                    uuid_of(page),
                    level,
                    holder,
                    by=desk.by,
                    ledger=archive.ledger,
                    objects=archive.objects,
                    keys=archive.keys,
                    limits=archive.limits,
                    now=desk.now,
                )
                if not no_wait:
                    work_until_read(desk)
            desk.printer.done(position, as_json, "cli.done", position=position)
