"""`hoso unit import | template | show | list`."""

from pathlib import Path
from typing import Annotated

import typer

from api.brought.units import read_units, unit_template
from api.cli.context import Context, Desk, at_desk
from api.cli.given import content_of, write_new
from api.messages import Messages
from api.moments import day_of, moment_of, today
from api.problems import FINDINGS
from archive.lists import Problem
from archive.unit_import import UnitsImported, import_reform, import_units
from archive.unit_lists import HEADINGS
from archive.units import UnitAnswer, UnitHappened, UnitNamed, list_units, show_unit

_COLUMNS = ", ".join(f"{name} ({headings[0]})" for name, headings in HEADINGS.items())


_DAYS = ("on", "established_on", "ended_on")
"""Values of a refusal that are days."""


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.unit.help"), no_args_is_help=True)
    app.add_typer(group, name="unit")
    _import(group, said)
    _template(group, said)
    _look(group, said)


def _import(group: typer.Typer, said: Messages) -> None:
    @group.command("import", help=said.say("cli.unit.import.help"))
    def import_command(
        context: typer.Context,
        file: Annotated[
            Path | None,
            typer.Argument(help=said.say("cli.unit.import.file", columns=_COLUMNS)),
        ] = None,
        dry: Annotated[
            bool, typer.Option("--dry-run", help=said.say("cli.unit.import.dry"))
        ] = False,
        reform: Annotated[
            bool, typer.Option("--reform-2025", help=said.say("cli.unit.import.reform"))
        ] = False,
        unverified: Annotated[
            bool, typer.Option("--unverified", help=said.say("cli.unit.import.unverified"))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> int:
        if (file is None) != reform or (unverified and not reform):
            raise typer.BadParameter(said.say("cli.unit.import.choose"))
        content = content_of(file) if file is not None else b""
        with at_desk(context.obj) as desk:
            ledger = desk.archive.ledger
            if file is None:
                done = import_reform(
                    by=desk.by, ledger=ledger, now=desk.now, unverified=unverified, dry_run=dry
                )
            else:
                read = read_units(content, file=file.name)
                done = import_units(
                    read, file=file.name, by=desk.by, ledger=ledger, now=desk.now, dry_run=dry
                )
            if as_json:
                desk.printer.json(done)
            else:
                _print_imported(desk, done)
        return 0 if done.taken else FINDINGS


def _template(group: typer.Typer, said: Messages) -> None:
    @group.command("template", help=said.say("cli.unit.template.help"))
    def template_command(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help=said.say("cli.unit.template.file"))],
    ) -> None:
        held: Context = context.obj
        write_new(file, unit_template(said))
        held.printer.line("cli.eventTypes.written", path=str(file))


def _look(group: typer.Typer, said: Messages) -> None:
    @group.command("show", help=said.say("cli.unit.show.help"))
    def show_command(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=said.say("cli.unit.which"))],
        on: Annotated[str, typer.Option("--on", help=said.say("cli.unit.on"))] = "",
        known: Annotated[str, typer.Option("--known-at", help=said.say("cli.career.known"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            answer = show_unit(
                name,
                on=day_of(on) or today(desk.now),
                known_at=moment_of(known),
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            if as_json:
                desk.printer.json(answer)
            else:
                _print_unit(desk, answer)

    @group.command("list", help=said.say("cli.unit.list.help"))
    def list_command(
        context: typer.Context,
        on: Annotated[str, typer.Option("--on", help=said.say("cli.unit.on"))] = "",
        ended: Annotated[bool, typer.Option("--all", help=said.say("cli.unit.list.ended"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            rows = list_units(
                on=day_of(on) or today(desk.now),
                ended=ended,
                by=desk.by,
                ledger=desk.archive.ledger,
                now=desk.now,
            )
            if as_json:
                desk.printer.json(rows)
                return
            if not rows:
                desk.printer.note("unit.none")
                return
            table = [
                (
                    row.name,
                    row.symbol,
                    row.level,
                    row.parent.name if row.parent else None,
                    row.established_on,
                    row.ended_on,
                    str(row.unit_id),
                )
                for row in rows
            ]
            heads = ("name", "symbol", "level", "above", "from", "ended")
            desk.printer.table((*(f"unit.{one}" for one in heads), "cli.id"), table)


def _print_imported(desk: Desk, done: UnitsImported) -> None:
    said, printer = desk.said, desk.printer
    rows = [
        (
            one.line,
            said.say(f"unit.answered.{one.answered.value}"),
            said.event(one.event_type) if one.event_type else None,
            one.unit,
        )
        for one in done.lines
    ]
    if rows:
        heads = ("unit.line", "unit.answer", "unit.event", "unit.unit")
        printer.table(heads, rows)
    for why in (*done.problems, *(why for one in done.lines for why in one.problems)):
        printer.warn(_told(said, why))
    if done.problems or done.refused:
        printer.fail(said.say("cli.unit.import.refused", refused=done.refused))
        return
    code = "cli.unit.import.would" if done.dry_run else "cli.unit.import.done"
    printer.line(code, recorded=done.recorded, known=done.known)


def _told(said: Messages, why: Problem) -> str:
    """A rule of the directory does not know the line it was broken in."""
    values = {
        name: said.day_or_code(value) if isinstance(value, str) and name in _DAYS else value
        for name, value in why.values.items()
    }
    sentence = said.say(why.code, **values)
    if why.code.startswith("org.") and why.line is not None:
        return f"{said.say('unit.line')} {why.line}: {sentence}"
    return sentence


def _print_unit(desk: Desk, answer: UnitAnswer) -> None:
    said, printer = desk.said, desk.printer
    printer.text(answer.name, style="bold")
    printer.line("unit.asOf", day=answer.on, position=answer.position)
    named = {
        "above": answer.above,
        "parts": answer.parts,
        "predecessors": answer.predecessors,
        "successors": answer.successors,
    }
    rows: list[tuple[object, ...]] = [
        (said.say("unit.symbol"), answer.symbol),
        (said.say("unit.level"), answer.level),
        (said.say("unit.rank"), answer.rank),
        (said.say("unit.life"), said.say("unit.living" if answer.living else "unit.notLiving")),
        (said.say("unit.from"), answer.established_on),
        (said.say("unit.ended"), answer.ended_on),
        *((said.say(f"unit.{name}"), "; ".join(_called(one) for one in ones) or None)
          for name, ones in named.items()),
        (said.say("cli.id"), str(answer.unit_id)),
    ]  # fmt: skip
    printer.table(("web.fact", "web.value"), rows)
    printer.heading("unit.history")
    history = [
        (one.effective_date, said.event(one.event_type), _what(said, one), one.full_no)
        for one in answer.history
    ]
    printer.table(("unit.date", "unit.event", "unit.what", "unit.paper"), history)


def _called(one: UnitNamed) -> str:
    return f"{one.name} ({one.under})" if one.under else one.name


def _what(said: Messages, one: UnitHappened) -> str:
    return " → ".join(said.coded("OrgLevel", name) for name in one.names)
