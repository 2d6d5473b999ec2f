"""`hoso career show | diff` and `hoso search`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue
from rich.text import Text

from api.career_answer import for_programs
from api.cli.context import Desk, at_desk
from api.cli.given import Misused, person_of, write_file
from api.cli.review import print_findings
from api.messages import Messages
from api.moments import BadMoment, day_of, moment_of, needed_moment, today
from api.printed.career import printed_career
from api.printed.html import html_of
from api.printed.pdf import pdf_of
from api.told import gist, state_rows, told, who_did
from archive.differing import CareerDiff, diff_careers
from archive.finding import find
from archive.replay import CareerAnswer, EventEvidence, Place, replay_career
from archive.units import units_asked
from domain.career import EvidenceFilter
from search.index import Answer, Hit
from search.query import Kind


def register(app: typer.Typer, said: Messages) -> None:
    group = typer.Typer(help=said.say("cli.career.help"), no_args_is_help=True)
    app.add_typer(group, name="career")

    @group.command("show", help=said.say("cli.career.show.help"))
    def show_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        on: Annotated[str, typer.Option("--on", help=said.say("cli.career.on"))] = "",
        known: Annotated[str, typer.Option("--known-at", help=said.say("cli.career.known"))] = "",
        evidence: Annotated[
            EvidenceFilter,
            typer.Option("--evidence", case_sensitive=False, help=said.say("cli.career.evidence")),
        ] = EvidenceFilter.PROVED,
        full: Annotated[bool, typer.Option("--full", help=said.say("cli.career.full"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            answer = _replayed(desk, person, on, known, evidence)
            if as_json:
                desk.printer.json(answer if full else for_programs(answer))
            else:
                print_career(desk, answer)

    @group.command("print", help=said.say("cli.career.print.help"))
    def print_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        html: Annotated[
            Path | None, typer.Option("--html", help=said.say("cli.career.html"))
        ] = None,
        pdf: Annotated[Path | None, typer.Option("--pdf", help=said.say("cli.career.pdf"))] = None,
        on: Annotated[str, typer.Option("--on", help=said.say("cli.career.on"))] = "",
        known: Annotated[str, typer.Option("--known-at", help=said.say("cli.career.known"))] = "",
        evidence: Annotated[
            EvidenceFilter,
            typer.Option("--evidence", case_sensitive=False, help=said.say("cli.career.evidence")),
        ] = EvidenceFilter.PROVED,
    ) -> None:
        path = html or pdf
        if path is None or (html and pdf):
            raise Misused("cli.career.oneFile")
        with at_desk(context.obj) as desk:
            form = "HTML" if html else "PDF"
            answer = _replayed(desk, person, on, known, evidence, exported_as=form)
            on_paper = printed_career(answer, said, by=desk.by.name, at=desk.now)
            write_file(path, html_of(on_paper) if html else pdf_of(on_paper))
            desk.printer.note("cli.career.printed", path=str(path))

    @group.command("diff", help=said.say("cli.career.diff.help"))
    def diff_command(
        context: typer.Context,
        person: Annotated[str, typer.Argument(help=said.say("cli.person.which"))],
        known: Annotated[list[str], typer.Option("--known-at", help=said.say("cli.career.two"))],
        on: Annotated[str, typer.Option("--on", help=said.say("cli.career.on"))] = "",
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        if len(known) != 2:
            raise BadMoment("cli.career.twoMoments")
        with at_desk(context.obj) as desk:
            archive = desk.archive
            diff = diff_careers(
                person_of(desk, person),
                valid_on=day_of(on) or today(desk.now),
                known_at=(needed_moment(known[0]), needed_moment(known[1])),
                evidence=EvidenceFilter.ALL,
                by=desk.by,
                ledger=archive.ledger,
                access=archive.access,
                now=desk.now,
                key_id=desk.key_id,
            )
            if as_json:
                desk.printer.json(diff)
            else:
                print_diff(desk, diff)

    @app.command("search", help=said.say("cli.search.help"))
    def search_command(
        context: typer.Context,
        words: Annotated[list[str], typer.Argument(help=said.say("cli.search.words"))],
        kind: Annotated[
            Kind | None,
            typer.Option("--kind", case_sensitive=False, help=said.say("cli.search.kind")),
        ] = None,
        event_type: Annotated[str, typer.Option("--type", help=said.say("cli.event.type"))] = "",
        unit: Annotated[str, typer.Option("--unit", help=said.say("cli.search.unit"))] = "",
        predecessors: Annotated[
            bool, typer.Option("--with-predecessors", help=said.say("cli.search.predecessors"))
        ] = False,
        start: Annotated[str, typer.Option("--from", help=said.say("cli.search.from"))] = "",
        end: Annotated[str, typer.Option("--to", help=said.say("cli.search.to"))] = "",
        limit: Annotated[int, typer.Option("--limit", min=1, help=said.say("cli.limit"))] = 20,
        as_json: Annotated[bool, typer.Option("--json", help=said.say("cli.option.json"))] = False,
    ) -> None:
        with at_desk(context.obj) as desk:
            archive = desk.archive
            answer = find(
                " ".join(words),
                by=desk.by,
                index=archive.index,
                access=archive.access,
                now=desk.now,
                key_id=desk.key_id,
                kinds=(kind,) if kind else (),
                event_type=event_type or None,
                units=units_asked(
                    (unit,) if unit else (),
                    on=today(desk.now),
                    ledger=archive.ledger,
                    predecessors=predecessors,
                ),
                from_=day_of(start),
                to=day_of(end),
                limit=limit,
            )
            if as_json:
                desk.printer.json(answer)
            else:
                print_hits(desk, answer)


def _replayed(
    desk: Desk,
    person: str,
    on: str,
    known: str,
    evidence: EvidenceFilter,
    *,
    exported_as: str | None = None,
) -> CareerAnswer:
    return replay_career(
        person_of(desk, person),
        valid_on=day_of(on) or today(desk.now),
        known_at=moment_of(known),
        evidence=evidence,
        by=desk.by,
        ledger=desk.archive.ledger,
        access=desk.archive.access,
        now=desk.now,
        key_id=desk.key_id,
        exported_as=exported_as,
    )


def print_career(desk: Desk, answer: CareerAnswer) -> None:
    printer, said = desk.printer, desk.said
    if answer.played_clock:
        printer.note("web.playedClock")
    printer.heading("cli.career.heading", name=answer.person_name or said.say("web.person"))
    printer.line("web.answer.states", day=answer.valid_on, position=answer.position)
    if answer.known_at is not None:
        printer.line("web.answer.knownAt", at=answer.known_at)
    printer.line("cli.career.filter", evidence=answer.evidence, outside=answer.outside)
    events = {one.event_id: one for one in answer.events}
    behind = {value.path: value.event_ids for value in answer.values}
    rows = [
        (
            said.say(f"state.{one.path}"),
            one.line,
            "; ".join(
                source_of(desk, events[event_id])
                for event_id in behind.get(one.at, ())
                if event_id in events
            ),
        )
        for one in state_rows(answer.state, said)
    ]
    printer.table(("web.fact", "web.value", "web.from"), rows)
    if answer.presumed is not None:
        presumed = answer.presumed
        printer.line("cli.career.presumed", unit=presumed.unit, since=presumed.since)
    print_findings(desk, (one for one in answer.findings if one.severity.value != "INFO"))
    printer.heading("web.timeline")
    for event_id in answer.timeline:
        print_event(desk, events[event_id])
    if answer.annulled:
        printer.heading("web.annulled")
    for event_id in answer.annulled:
        print_event(desk, events[event_id])


def source_of(desk: Desk, one: EventEvidence) -> str:
    """`458/QĐ-SNV, 20/12/2021`, or what kind of event it is."""
    number = one.full_no or desk.said.event(one.event_type)
    return f"{number}, {desk.said.show(one.issue_date)}" if one.issue_date else number


def print_event(desk: Desk, one: EventEvidence) -> None:
    said = desk.said
    void = one.force.value != "IN_FORCE"
    head = Text(f"{said.show(one.effective_date):>10}  {said.event(one.event_type)}")
    if words := gist(one.event_type, one.fields, said):
        head.append(f": {words}")
    if void or one.stripped:
        head.stylize("strike")
        why = said.show(one.force) if void else said.say("web.stripped")
        head.append(f"  {why}", style="red")
    desk.printer.out.print(head)
    keyed = said.say("web.keyed", name=one.recorded_by.name, at=one.recorded_at)
    if one.verified_by is not None:
        seen = said.say("web.verified", name=one.verified_by.name, at=one.verified_at)
    else:
        seen = said.show(one.look)
    desk.printer.text(f"            {source_of(desk, one)} · {said.show(one.rank)}", style="dim")
    desk.printer.text(f"            {keyed} · {seen}", style="dim")
    for place in one.places[:1]:
        desk.printer.text(f"            {place_text(desk, place)}", style="dim")


def place_text(desk: Desk, place: Place) -> str:
    """`hồ sơ HS-001, trang 12, ô 310,840–1290,900`."""
    said = desk.said
    text = f"{said.say('web.dossier')} {place.dossier_name or '–'}"
    if place.page_no is not None:
        text += f", {said.say('web.page', no=place.page_no)}"
    if place.box is not None:
        box = place.box
        text += f", [{box.left},{box.top},{box.right},{box.bottom}]"
    return text


def print_diff(desk: Desk, diff: CareerDiff) -> None:
    printer, said = desk.printer, desk.said
    if diff.played_clock:
        printer.note("web.playedClock")
    if not diff.changes and not diff.state_changes:
        printer.line("web.diff.none")
    rows = [
        (said.say(f"state.{one.path}"), state_text(desk, one.before), state_text(desk, one.after))
        for one in diff.state_changes
    ]
    if rows:
        printer.table(("web.fact", "web.diff.before", "web.diff.after"), rows)
    for one in diff.changes:
        number = f" {one.full_no}" if one.full_no else ""
        other = one.event_type if one.event_type != one.kind else None
        concerned = f": {said.event(other)}" if other else ""
        printer.text(f"+ {said.event(one.kind)}{concerned}{number}", style="bold")
        who = said.say(who_did(one.kind), name=one.recorded_by.name, at=one.recorded_at)
        printer.text(f"  {who}", style="dim")
        printer.text("  " + said.say("web.position", position=one.position), style="dim")
        for place in one.places[:1]:
            printer.text("  " + place_text(desk, place), style="dim")


def state_text(desk: Desk, value: JsonValue) -> str:
    """A value of a difference in words: days, codes by their sentence, lists in one line."""
    said = desk.said
    match value:
        case None | []:
            return "–"
        case list():
            return "; ".join(state_text(desk, one) for one in value)
        case dict():
            told = [state_text(desk, one) for one in value.values() if one is not None]
            return ", ".join(told)
        case str():
            return said.day_or_code(value)
        case _:
            return said.show(value)


def in_words(path: str, value: JsonValue, said: Messages) -> str:
    """A value of the state's JSON; items of a list one after the other."""
    items = value if isinstance(value, list) else [value]
    return "; ".join(told(path, item, said).line for item in items) or said.show(None)


def print_hits(desk: Desk, answer: Answer) -> None:
    printer, said = desk.printer, desk.said
    printer.line("web.search.found", total=answer.total)
    for hit in answer.hits:
        title = marked(hit, "title") if hit.title else Text(untitled(desk, hit))
        line = Text(f"{said.show(hit.kind):<9} ")
        line.append_text(title)
        if hit.event_type:
            line.append(f" · {said.event(hit.event_type)}")
        if hit.day:
            line.append(f" · {said.show(hit.day)}", style="dim")
        printer.out.print(line)
        if hit.snippet:
            printer.out.print(Text("          ").append_text(marked(hit, "snippet")))
        printer.text(f"          {hit.record_id}", style="dim")
    if answer.further:
        printer.line("web.search.further", further=answer.further)


def untitled(desk: Desk, hit: Hit) -> str:
    """A page by its place, a paper by its type, and whose dossier it lies in."""
    said = desk.said
    if hit.kind is Kind.PAGE:
        what = said.say("web.page", no=hit.payload.get("pageNo", "–"))
    else:
        what = said.document_type(hit.doc_type or "KHAC")
    dossier = hit.payload.get("dossierName")
    return f"{what}, {said.say('web.dossier')} {dossier}" if dossier else what


def marked(hit: Hit, field: str) -> Text:
    """A hit's title or snippet with what answers the question in bold."""
    text = Text(hit.title if field == "title" else hit.snippet)
    for mark in hit.marks:
        if mark.field == field:
            text.stylize("bold yellow", mark.start, mark.end)
    return text
