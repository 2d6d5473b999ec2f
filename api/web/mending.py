"""Mending a record: what the archive wrote otherwise than the paper says, or should never have
written. In force after another person's look."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import fields
from api.answers import status_of
from api.here import Here, SignedIn
from api.uploads import Uploaded
from api.web.entry import Posted, see
from api.web.looking import event_view
from api.web.render import page
from api.web.reviewing import boxes_of
from archive.correction import Mended, annul_event, correct_event, reinstate_event
from domain.errors import HosoError

router = APIRouter(include_in_schema=False)


@router.get("/people/{person_id}/events/{event_id}/mend")
def get_mend(request: Request, here: SignedIn, person_id: UUID, event_id: UUID) -> Response:
    """The form to correct, annul or reinstate a recorded event."""
    return _mend(request, here, person_id, event_id)


@router.post("/people/{person_id}/events/{event_id}/mend")
def post_mend(
    request: Request, here: SignedIn, person_id: UUID, event_id: UUID, posted: Posted
) -> Response:
    try:
        _do(here, person_id, event_id, posted)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
        return _mend(
            request, here, person_id, event_id, fault=fault, typed=posted.fields, status=status
        )
    here.archive.catch_up()
    return see(request, f"/people/{person_id}?evidence=ALL#e-{event_id}", "web.done.mended")


def _do(here: Here, person_id: UUID, event_id: UUID, posted: Uploaded) -> Mended:
    archive, why = here.archive, posted.text("why")
    match posted.text("act"):
        case "annul":
            return annul_event(
                person_id, event_id, why, by=here.by, ledger=archive.ledger, now=here.now
            )
        case "reinstate":
            return reinstate_event(
                person_id, event_id, why, by=here.by, ledger=archive.ledger, now=here.now
            )
        case _:
            view = event_view(here, person_id, event_id)
            return correct_event(
                person_id,
                event_id,
                fields.changed(view.fields, posted.fields, here.messages),
                why,
                by=here.by,
                ledger=archive.ledger,
                registers=archive.registers,
                now=here.now,
            )


def _mend(
    request: Request,
    here: Here,
    person_id: UUID,
    event_id: UUID,
    *,
    fault: str | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    view = event_view(here, person_id, event_id)
    return page(
        request,
        "mend.html",
        here,
        status=status,
        view=view,
        groups=fields.grouped(view.fields),
        values=fields.texts(view.fields, here.messages, typed=typed),
        boxes=boxes_of(view.fields),
        doc_types=here.messages.beginning("docType."),
        why=(typed or {}).get("why", ""),
        fault=fault,
    )
