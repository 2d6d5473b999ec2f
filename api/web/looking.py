"""The second person's look: a recorded event beside its paper, and whether they agree."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import fields
from api.answers import status_of
from api.here import Here, SignedIn
from api.told import gist
from api.web.careers import dossiers_of
from api.web.entry import Posted, see
from api.web.render import page
from api.web.reviewing import boxes_of
from api.web.same_people import comparison, rows_of
from archive.comparing import Comparison
from archive.second_looks import EventView, WaitingLook, second_looks, show_event
from archive.verifying import dispute_event, verify_event
from domain.errors import HosoError
from domain.events.entry import IdentityMerged, IdentitySeparated

router = APIRouter(include_in_schema=False)
_LIST_LENGTH = 100


@router.get("/looks")
def get_looks(request: Request, here: SignedIn) -> Response:
    """Recorded events that wait for another person's eyes."""
    return page(request, "looks.html", here, events=_waiting(here))


@router.get("/looks/next")
def get_next(request: Request, here: SignedIn, after: UUID | None = None) -> Response:
    """The next that is not the asking person's own work; the list when nothing is left."""
    return see(request, _following(_waiting(here), after))


@router.get("/looks/{person_id}/{event_id}")
def get_look(request: Request, here: SignedIn, person_id: UUID, event_id: UUID) -> Response:
    return _look(request, here, person_id, event_id)


@router.post("/looks/{person_id}/{event_id}")
def post_look(
    request: Request, here: SignedIn, person_id: UUID, event_id: UUID, posted: Posted
) -> Response:
    """Verify, or say what differs; then the next one."""
    archive = here.archive
    before = _waiting(here)
    disputed = posted.text("act") == "dispute"
    try:
        if disputed:
            why = posted.text("why")
            dispute_event(person_id, event_id, why, by=here.by, ledger=archive.ledger, now=here.now)
        else:
            verify_event(person_id, event_id, by=here.by, ledger=archive.ledger, now=here.now)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
        return _look(request, here, person_id, event_id, fault=fault, status=status)
    archive.catch_up()
    return see(
        request,
        _following(before, event_id),
        "web.done.disputed" if disputed else "web.done.verified",
    )


def _waiting(here: Here) -> tuple[WaitingLook, ...]:
    archive = here.archive
    return second_looks(
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
        limit=_LIST_LENGTH,
    )


def _following(waiting: tuple[WaitingLook, ...], after: UUID | None) -> str:
    ids = [one.event_id for one in waiting]
    at = ids.index(after) + 1 if after in ids else 0
    for one in (*waiting[at:], *waiting[:at]):
        if one.event_id != after and not one.own_work:
            return f"/looks/{one.person_id}/{one.event_id}"
    return "/looks"


def _look(
    request: Request,
    here: Here,
    person_id: UUID,
    event_id: UUID,
    *,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    view = event_view(here, person_id, event_id)
    said = here.messages
    mending = next((one for one in view.mendings if one.event_id == event_id), None)
    disputed_by = mending.disputed_by if mending else view.disputed_by
    return page(
        request,
        "look.html",
        here,
        status=status,
        view=view,
        mending=mending,
        disputed_by=disputed_by,
        event_id=event_id,
        values={field.name: fields.read(field, field.value, said) for field in view.fields},
        form={field.name: field for field in view.fields},
        read=lambda field, value: fields.read(field, value, said),
        boxes=boxes_of(view.fields),
        dossiers=dossiers_of(here, person_id),
        pair=(pair := _pair(here, view)),
        rows=rows_of(pair) if pair else [],
        gist=lambda one: gist(one.event_type, one.fields, said),
        fault=fault,
    )


def _pair(here: Here, view: EventView) -> Comparison | None:
    """Of a merge or a separation, the two people: whoever agrees to it must have seen both."""
    if view.event_type not in (IdentityMerged.topic, IdentitySeparated.topic):
        return None
    (other,) = (field.value for field in view.fields if field.name == "other_person_id")
    return comparison(here, view.person_id, UUID(str(other)))


def event_view(here: Here, person_id: UUID, event_id: UUID) -> EventView:
    archive = here.archive
    return show_event(
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
