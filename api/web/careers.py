"""A person's page: the state on a day as known on a day, the timeline, the papers behind each."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import JsonValue

from api.here import Here, SignedIn
from api.moments import BadMoment, day_of, moment_of, needed_moment, today
from api.told import Told, gist, state_rows, told, who_did
from api.web.render import page
from archive.differing import CareerDiff, StateChange, diff_careers
from archive.folding import people_of
from archive.listing import list_dossiers
from archive.replay import CareerAnswer, EventEvidence, Place, replay_career
from domain.access import Action, may_somewhere
from domain.career import EvidenceFilter

router = APIRouter(include_in_schema=False)


class Row(NamedTuple):
    """A value of the state, the events behind it, and whether it begins its row's name."""

    told: Told
    behind: tuple[EventEvidence, ...]
    first: bool


@router.get("/people/{person_id}")
def get_person(
    request: Request,
    here: SignedIn,
    person_id: UUID,
    on: str = "",
    known: str = "",
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
) -> Response:
    """A career on two clocks. A day that cannot be read is said, and today's career is shown."""
    fault = None
    try:
        day, moment = day_of(on) or today(here.now), moment_of(known)
    except BadMoment as error:
        fault, day, moment = here.messages.error(error), today(here.now), None
    archive = here.archive
    answer = replay_career(
        person_id,
        valid_on=day,
        known_at=moment,
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
        status=409 if fault else 200,
        answer=answer,
        dossiers=dossiers_of(here, person_id),
        taken_in=people_of(answer.person_id, archive.ledger)[1:],
        events={one.event_id: one for one in answer.events},
        rows=_rows(answer, here),
        places=by_field,
        gist=lambda one: gist(one.event_type, one.fields, here.messages),
        filters=list(EvidenceFilter),
        known=known,
        on=on,
        fault=fault,
    )


@router.get("/people/{person_id}/diff")
def get_diff(
    request: Request, here: SignedIn, person_id: UUID, a: str, b: str = "", on: str = ""
) -> Response:
    """What changed in what was believed between two moments."""
    archive = here.archive
    diff = diff_careers(
        person_id,
        valid_on=day_of(on) or today(here.now),
        known_at=(needed_moment(a), moment_of(b)),
        evidence=EvidenceFilter.ALL,
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    return page(
        request,
        "diff.html",
        here,
        who_did=who_did,
        diff=diff,
        asked=(a, b),
        person_id=person_id,
        places=by_field,
        state_changes=state_changes(diff, here),
    )


def state_changes(diff: CareerDiff, here: Here) -> list[tuple[StateChange, list[Told], list[Told]]]:
    """Each change of the state with what went and what came, in words."""

    def words(path: str, value: JsonValue) -> list[Told]:
        items = value if isinstance(value, list) else [value]
        return [told(path, item, here.messages) for item in items]

    return [
        (one, words(one.path, one.before), words(one.path, one.after)) for one in diff.state_changes
    ]


def by_field(places: Iterable[Place]) -> list[Place]:
    """The first place of each field; one for the whole event only if there is no other."""
    found: dict[str | None, Place] = {}
    for place in places:
        found.setdefault(place.field, place)
    named = [place for field, place in found.items() if field is not None]
    return named or list(found.values())


def _rows(answer: CareerAnswer, here: Here) -> list[Row]:
    events = {one.event_id: one for one in answer.events}
    behind = {value.path: value.event_ids for value in answer.values}
    rows: list[Row] = []
    for one in state_rows(answer.state, here.messages):
        ids = behind.get(one.at) or behind.get(one.path) or ()
        first = not rows or rows[-1].told.path != one.path
        rows.append(
            Row(one, tuple(events[event_id] for event_id in ids if event_id in events), first)
        )
    return rows


def dossiers_of(here: Here, person_id: UUID) -> list[tuple[UUID, str]]:
    """The person's dossiers, as far as the reader may see them."""
    if not may_somewhere(here.by, Action.SEE_DOSSIER, on=here.now):
        return []
    found = list_dossiers(
        by=here.by, registers=here.archive.registers, now=here.now, person_id=person_id
    )
    return [(row.dossier_id, row.name) for row in found.rows]
