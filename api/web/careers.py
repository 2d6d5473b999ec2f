"""Finding, and a person's page: the state on a day as known on a day, each value with its paper."""

from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import JsonValue

from api.here import Here, SignedIn
from api.moments import day_of, moment_of, needed_moment, today
from api.problems import kind_of
from api.web import fields
from api.web.entry import Posted, see
from api.web.render import page
from archive.correction import annul_event, correct_event, reinstate_event
from archive.differing import diff_careers
from archive.finding import find
from archive.listing import find_people, list_people
from archive.replay import CareerAnswer, EventEvidence, replay_career
from archive.second_looks import show_event
from domain.career import EvidenceFilter
from domain.errors import HosoError
from search.index import Hit
from search.query import Kind

router = APIRouter(include_in_schema=False)

_STATE_ROWS = (
    "employment",
    "personnelClass",
    "placement",
    "posts",
    "grade.gradeCode",
    "grade.salaryTable",
    "grade.step",
    "grade.coefficient",
    "grade.beyondScalePercent",
    "grade.nextStepDue",
    "discipline",
    "awards",
    "evaluations",
    "retirement.pensionFrom",
)
"""What a career's state says, in the order of the page."""


@router.get("/search")
def get_search(request: Request, here: SignedIn) -> Response:
    return page(request, "search.html", here, asked={}, answer=None, fault=None, kinds=list(Kind))


@router.post("/search")
def post_search(request: Request, here: SignedIn, posted: Posted) -> Response:
    """The question comes in the body, so that no name stands in an address."""
    archive = here.archive
    fault, answer = None, None
    try:
        kind = posted.get("kind")
        answer = find(
            posted.get("text", ""),
            by=here.by,
            index=archive.index,
            access=archive.access,
            now=here.now,
            key_id=here.key_id,
            kinds=(Kind(kind),) if kind else (),
            event_type=posted.get("event_type") or None,
            from_=day_of(posted.get("from")),
            to=day_of(posted.get("to")),
            cursor=posted.get("cursor") or None,
        )
    except HosoError as error:
        if kind_of(error).status >= 500:
            raise
        fault = here.messages.error(error)
    return page(
        request,
        "search.html",
        here,
        asked=posted,
        answer=answer,
        fault=fault,
        kinds=list(Kind),
        parts=_parts,
        address=_address,
    )


@router.get("/people")
def get_people(request: Request, here: SignedIn) -> Response:
    rows = list_people(by=here.by, registers=here.archive.registers, now=here.now, limit=500)
    return page(request, "people.html", here, rows=rows, asked="")


@router.post("/people")
def post_people(request: Request, here: SignedIn, posted: Posted) -> Response:
    """Find by name, identifier or id; one person found is opened."""
    asked = posted.get("who", "").strip()
    if not asked:
        return see(request, "/people")
    archive = here.archive
    rows = find_people(
        asked, by=here.by, registers=archive.registers, keys=archive.keys, now=here.now
    )
    if len(rows) == 1:
        return see(request, f"/people/{rows[0].person_id}")
    return page(request, "people.html", here, rows=rows, asked=asked)


@router.get("/people/{person_id}")
def get_person(
    request: Request,
    here: SignedIn,
    person_id: UUID,
    on: str = "",
    known: str = "",
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
) -> Response:
    """A career on two clocks."""
    archive = here.archive
    answer = replay_career(
        person_id,
        valid_on=day_of(on) or today(here.now),
        known_at=moment_of(known),
        evidence=evidence,
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    return page(
        request,
        "person.html",
        here,
        answer=answer,
        events={one.event_id: one for one in answer.events},
        rows=_rows(answer),
        filters=list(EvidenceFilter),
        known=known,
        on=on,
    )


@router.get("/people/{person_id}/diff")
def get_diff(
    request: Request, here: SignedIn, person_id: UUID, a: str, b: str, on: str = ""
) -> Response:
    """What changed in what was believed between two moments."""
    archive = here.archive
    diff = diff_careers(
        person_id,
        valid_on=day_of(on) or today(here.now),
        known_at=(needed_moment(a), moment_of(b)),
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
    )
    return page(request, "diff.html", here, diff=diff, a=a, b=b, person_id=person_id)


@router.get("/people/{person_id}/events/{event_id}/mend")
def get_mend(request: Request, here: SignedIn, person_id: UUID, event_id: UUID) -> Response:
    """The form to correct, annul or reinstate a recorded event."""
    return _mend(request, here, person_id, event_id)


@router.post("/people/{person_id}/events/{event_id}/mend")
def post_mend(
    request: Request, here: SignedIn, person_id: UUID, event_id: UUID, posted: Posted
) -> Response:
    """A mistake of the archive: in force after another person's look."""
    archive = here.archive
    why = posted.get("why", "")
    try:
        match posted.get("act"):
            case "annul":
                annul_event(
                    person_id, event_id, why, by=here.by, ledger=archive.ledger, now=here.now
                )
            case "reinstate":
                reinstate_event(
                    person_id, event_id, why, by=here.by, ledger=archive.ledger, now=here.now
                )
            case _:
                correct_event(
                    person_id,
                    event_id,
                    _changes(here, person_id, event_id, posted),
                    why,
                    by=here.by,
                    ledger=archive.ledger,
                    registers=archive.registers,
                    now=here.now,
                )
    except HosoError as error:
        if kind_of(error).status >= 500:
            raise
        fault = here.messages.error(error)
        return _mend(request, here, person_id, event_id, fault=fault, typed=posted)
    archive.catch_up()
    return see(request, f"/people/{person_id}?evidence=ALL")


def _mend(
    request: Request,
    here: Here,
    person_id: UUID,
    event_id: UUID,
    *,
    fault: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    archive = here.archive
    view = show_event(
        person_id,
        event_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    values = {
        field.name: (typed or {}).get(
            f"f.{field.name}", fields.shown(field, field.value, here.messages)
        )
        for field in view.fields
    }
    return page(
        request,
        "mend.html",
        here,
        status=409 if fault else 200,
        view=view,
        values=values,
        fault=fault,
    )


def _changes(
    here: Here, person_id: UUID, event_id: UUID, posted: Mapping[str, str]
) -> dict[str, JsonValue]:
    archive = here.archive
    view = show_event(
        person_id,
        event_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    changes: dict[str, JsonValue] = {}
    for field in view.fields:
        typed = posted.get(f"f.{field.name}")
        if typed is None:
            continue
        value = fields.entered(field, typed, field.value, here.messages)
        if value != field.value:
            changes[field.name] = value
    return changes


def _rows(answer: CareerAnswer) -> list[tuple[str, tuple[EventEvidence, ...]]]:
    """Rows of the state that have evidence: name of the row, the events behind it."""
    events = {one.event_id: one for one in answer.events}
    behind = {value.path: value.event_ids for value in answer.values}
    rows = []
    for path in _STATE_ROWS:
        ids: list[UUID] = []
        for name, found in behind.items():
            if name == path or name.startswith(f"{path}."):
                ids += [one for one in found if one not in ids]
        rows.append((path, tuple(events[one] for one in ids if one in events)))
    return rows


def _parts(hit: Hit, field: str) -> list[tuple[str, bool]]:
    """A hit's title or snippet cut at its marks: text, whether it is marked."""
    text = hit.title if field == "title" else hit.snippet
    parts, at = [], 0
    for mark in sorted((one for one in hit.marks if one.field == field), key=lambda m: m.start):
        if mark.start < at:
            continue
        parts += [(text[at : mark.start], False), (text[mark.start : mark.end], True)]
        at = mark.end
    return [*parts, (text[at:], False)]


def _address(hit: Hit) -> str:
    """Where a hit is opened: by ids alone."""
    match hit.kind:
        case Kind.PERSON:
            return f"/people/{hit.person_id}"
        case Kind.EVENT:
            return f"/people/{hit.person_id}?evidence=ALL#e-{quote(hit.record_id.split(':')[-1])}"
        case Kind.DOCUMENT:
            return f"/documents/{hit.document_id}"
        case Kind.PROPOSAL:
            return f"/work/{hit.record_id.split(':')[-1]}"
        case Kind.PAGE | Kind.DOSSIER:
            return f"/dossiers/{hit.dossier_id}"
