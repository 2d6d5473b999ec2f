"""A career on paper: what stands on it, before it becomes HTML or PDF."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.messages import Messages
from api.told import gist, state_rows
from archive.replay import CareerAnswer, EventEvidence, Place
from domain.rules.finding import Severity


@dataclass(frozen=True)
class Line:
    """A row of a table: what, its value, and on which paper it stands. `struck`: void, annulled."""

    what: str
    value: str
    paper: str
    struck: bool = False


@dataclass(frozen=True)
class PrintedCareer:
    """`about`: whose it is; `states`: as of when, as known when; `foot`: by whom printed, when."""

    title: str
    name: str
    about: tuple[str, ...]
    states: tuple[str, ...]
    state: tuple[Line, ...]
    timeline: tuple[Line, ...]
    findings: tuple[str, ...]
    headings: tuple[str, str, str]
    parts: tuple[str, str, str]
    foot: str
    page_of: str
    language: str


def printed_career(answer: CareerAnswer, said: Messages, *, by: str, at: datetime) -> PrintedCareer:
    """The answer in words.

    Args:
        by: who prints it; stands on every page.
    """
    events = {one.event_id: one for one in answer.events}
    return PrintedCareer(
        title=said.say("print.title"),
        name=answer.person_name or said.say("web.person"),
        about=tuple(_about(answer, said)),
        states=tuple(_states(answer, said)),
        state=tuple(_state(answer, events, said)),
        timeline=tuple(_event(events[one], said) for one in answer.timeline),
        findings=tuple(
            said.say(one.code, **one.values)
            for one in answer.findings
            if one.severity is not Severity.INFO
        ),
        headings=(said.say("web.fact"), said.say("web.value"), said.say("web.from")),
        parts=(said.say("web.state"), said.say("web.timeline"), said.say("web.findings")),
        foot=said.say("print.foot", name=by, at=at),
        page_of=said.say("print.page", no="{no}", count="{count}"),
        language=said.language.value,
    )


def _about(answer: CareerAnswer, said: Messages) -> list[str]:
    identity = answer.identity
    lines = []
    if identity.birth_date is not None:
        lines.append(f"{said.say('web.birthDate')}: {said.show(identity.birth_date)}")
    if identity.gender is not None:
        lines.append(said.show(identity.gender))
    names = (*identity.other_names, *identity.former_names)
    if names:
        lines.append(f"{said.say('web.formerNames')}: {', '.join(names)}")
    return lines


def _states(answer: CareerAnswer, said: Messages) -> list[str]:
    lines = [said.say("web.answer.states", day=answer.valid_on, position=answer.position)]
    if answer.known_at is not None:
        lines.append(said.say("web.answer.knownAt", at=answer.known_at))
    lines.append(said.say("cli.career.filter", evidence=answer.evidence, outside=answer.outside))
    if answer.limited:
        lines.append(said.say("web.answer.limited"))
    if answer.played_clock:
        lines.append(said.say("web.playedClock"))
    return lines


def _state(answer: CareerAnswer, events: dict[UUID, EventEvidence], said: Messages) -> list[Line]:
    behind = {value.path: value.event_ids for value in answer.values}
    lines: list[Line] = []
    last = None
    for one in state_rows(answer.state, said):
        ids = behind.get(one.at) or behind.get(one.path) or ()
        papers = dict.fromkeys(
            _number(events[event_id], said) for event_id in ids if event_id in events
        )
        what = said.say(f"state.{one.path}") if one.path != last else ""
        last = one.path
        lines.append(Line(what, one.line, "; ".join(papers)))
    return lines


def _event(one: EventEvidence, said: Messages) -> Line:
    words = gist(one.event_type, one.fields, said)
    value = f"{said.event(one.event_type)}: {words}" if words else said.event(one.event_type)
    void = one.force.value != "IN_FORCE"
    struck = void or one.stripped
    if struck:
        value += f" ({said.show(one.force) if void else said.say('web.stripped')})"
    paper = f"{_number(one, said)} · {said.show(one.rank)}"
    places = [_place(place, said) for place in one.places[:1] if place.dossier_name]
    return Line(said.show(one.effective_date), value, " · ".join((paper, *places)), struck)


def _number(one: EventEvidence, said: Messages) -> str:
    number = one.full_no or said.event(one.event_type)
    return f"{number}, {said.show(one.issue_date)}" if one.issue_date else number


def _place(place: Place, said: Messages) -> str:
    words = f"{said.say('web.dossier')} {place.dossier_name}"
    return f"{words}, {said.say('web.page', no=place.page_no)}" if place.page_no else words
