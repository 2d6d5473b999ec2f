"""`hoso probe objects`: what the object store really does."""

from typing import Annotated

import typer

from api.cli.context import Desk, at_desk
from api.cli.printing import Printer
from api.messages import Messages
from archive.probing import StoreProof, probe_objects


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.probe.help"), no_args_is_help=True)
    app.add_typer(group, name="probe")

    @group.command("objects", help=said.say("cli.probe.objects.help"))
    def objects_command(
        context: typer.Context,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> int:
        with at_desk(context.obj) as desk:
            proof = _probed(desk)
            if as_json:
                desk.printer.json(proof)
            else:
                print_proof(desk.printer, proof)
        return 0 if proof.worm else 1


def _probed(desk: Desk) -> StoreProof:
    archive = desk.archive
    return probe_objects(by=desk.by, ledger=archive.ledger, objects=archive.objects, now=desk.now)


def print_proof(printer: Printer, proof: StoreProof) -> None:
    """The verdict, and every check with what the server said."""
    printer.line("probe.worm.proved" if proof.worm else "probe.worm.notProved")
    printer.line("probe.address", address=proof.address, at=proof.probed_at)
    for one in proof.checks:
        mark, style = ("✓", "green") if one.proved else ("✗", "red")
        word = printer.said.say(f"probe.check.{one.check.value}")
        told = f" ({one.said})" if one.said else ""
        printer.text(f"  {mark} {word}{told}", style=style)
        if not one.proved:
            printer.text("    " + printer.said.say(f"probe.cure.{one.check.value}"), style="dim")


def proof_line(printer: Printer, proof: StoreProof) -> None:
    """One line of it, for `hoso status`."""
    printer.line(
        "probe.status.proved" if proof.worm else "probe.status.notProved", at=proof.probed_at
    )
