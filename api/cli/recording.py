"""`hoso record` and `hoso event-types`: lists brought over, and what they may bring."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.brought.columns import TOPICS, columns_of, label_of
from api.brought.reading import MOST_FILE_BYTES, read_list
from api.brought.schema import json_schema
from api.brought.telling import place_told, told_list, worth_telling
from api.brought.template import template
from api.cli.context import Context, Desk, at_desk
from api.cli.given import Misused, write_new
from api.messages import Messages
from api.problems import kind_of
from archive.bringing import bring
from archive.lines import Brought, ListRefused, Outcome
from domain.errors import RuleViolation

_SHOWN = 40
"""Lines that are told one by one; --all and --json tell every one."""


def register(app: typer.Typer, said: Messages) -> None:
    _record(app, said)
    _event_types(app, said)


def _record(app: typer.Typer, said: Messages) -> None:
    @app.command("record", help=said.say("cli.record.help"))
    def record_command(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help=said.say("cli.record.file"))],
        partial: Annotated[
            bool, typer.Option("--partial", help=said.say("cli.record.partial"))
        ] = False,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help=said.say("cli.record.dryRun"))
        ] = False,
        event_type: Annotated[str, typer.Option("--type", help=said.say("cli.record.type"))] = "",
        convert_legacy: Annotated[
            bool, typer.Option("--convert-legacy", help=said.say("cli.record.convertLegacy"))
        ] = False,
        every: Annotated[bool, typer.Option("--all", help=said.say("cli.record.all"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        content = _content(file)
        if event_type and event_type not in TOPICS:
            raise Misused("cli.noSuchType")
        with at_desk(context.obj) as desk:
            archive, bar = desk.archive, desk.printer.progress("cli.record.progress")
            lines = read_list(
                content,
                name=file.name,
                event_type=event_type or None,
                convert_legacy=convert_legacy,
            )
            with bar as shown:
                answer = bring(
                    lines,
                    partial=partial,
                    dry_run=dry_run,
                    by=desk.by,
                    ledger=archive.ledger,
                    objects=archive.objects,
                    registers=archive.registers,
                    keys=archive.keys,
                    now=desk.now,
                    progress=shown.reach,
                )
            if as_json:
                desk.printer.json(told_list(answer, desk.said))
            else:
                _print(desk, answer, every=every)
        if answer.refused:
            raise typer.Exit(kind_of(RuleViolation()).exit_code)


def _content(file: Path) -> bytes:
    """Raises: Misused, ListRefused."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MOST_FILE_BYTES + 1)
    try:
        if file.stat().st_size > MOST_FILE_BYTES:
            raise ListRefused("brought.tooLarge", most=MOST_FILE_BYTES // (1024 * 1024))
        return file.read_bytes()
    except OSError:
        raise Misused("cli.noSuchFile", path=str(file)) from None


def _print(desk: Desk, answer: Brought, *, every: bool) -> None:
    told = told_list(answer, desk.said)
    worth = [one for one in told.answers if every or worth_telling(one)]
    refused_first = sorted(worth, key=lambda one: one.outcome is not Outcome.REFUSED)
    shown = refused_first if every else refused_first[:_SHOWN]
    for one in sorted(shown, key=lambda one: (one.sheet or "", one.line)) if every else shown:
        refused = one.outcome is Outcome.REFUSED
        head = f"{place_told(one, desk.said)} · {desk.said.choice(one.outcome)}"
        at = f" · {desk.said.say('brought.position', position=one.position)}"
        desk.printer.text(head + (at if one.position else ""), style="red" if refused else "")
        for sentence in one.told:
            desk.printer.text(f"  {sentence}", style="" if refused else "yellow")
    if len(worth) > len(shown):
        desk.printer.note("brought.more", count=len(worth) - len(shown))
    desk.printer.line(
        "brought.summary",
        lines=answer.lines,
        recorded=answer.recorded,
        attached=answer.attached,
        known=answer.known,
        refused=answer.refused,
        withheld=answer.withheld,
        people=answer.people,
        new_people=answer.new_people,
        warned=answer.warned,
    )
    if answer.dry_run:
        desk.printer.line("brought.onlyAsked")
    elif not answer.taken:
        desk.printer.line("brought.notTaken")
    else:
        desk.printer.line("brought.taken", position=answer.position)


def _event_types(app: typer.Typer, said: Messages) -> None:
    @app.command("event-types", help=said.say("cli.eventTypes.help"))
    def event_types_command(
        context: typer.Context,
        wanted: Annotated[
            list[str] | None, typer.Argument(help=said.say("cli.eventTypes.types"))
        ] = None,
        schema: Annotated[
            bool, typer.Option("--json-schema", help=said.say("cli.eventTypes.schema"))
        ] = False,
        workbook: Annotated[
            Path | None, typer.Option("--template", help=said.say("cli.eventTypes.template"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        held: Context = context.obj
        topics = tuple(wanted or ())
        if not set(topics) <= set(TOPICS):
            raise Misused("cli.noSuchType")
        if workbook is not None:
            write_new(workbook, template(said, topics))
            held.printer.line("cli.eventTypes.written", path=str(workbook))
        elif schema:
            held.printer.json(json_schema())
        elif topics:
            _print_columns(held, topics, as_json=as_json)
        else:
            _print_types(held, as_json=as_json)


def _print_types(held: Context, *, as_json: bool) -> None:
    if as_json:
        labels = [(topic, label_of(topic)) for topic in TOPICS]
        held.printer.json(
            [{"eventType": topic, "labelVi": one.vi, "labelEn": one.en} for topic, one in labels]
        )
        return
    rows = [(topic, held.said.label(label_of(topic))) for topic in TOPICS]
    held.printer.table(("cli.event.type", "web.event"), rows)


def _print_columns(held: Context, topics: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        held.printer.json(
            {
                topic: [
                    {
                        "name": one.name,
                        "labelVi": one.label.vi,
                        "labelEn": one.label.en,
                        "kind": one.kind.value,
                        "required": one.required,
                        "choices": list(one.choices),
                    }
                    for one in columns_of(topic)
                ]
                for topic in topics
            }
        )
        return
    for topic in topics:
        rows = [
            (one.name, held.said.label(one.label), one.kind, one.required, one.choices)
            for one in columns_of(topic)
        ]
        held.printer.text(f"{topic}: {held.said.label(label_of(topic))}", style="bold")
        columns = ("cli.field", "web.fact", "cli.kind", "cli.required", "cli.choices")
        held.printer.table(columns, rows)
