"""A document's page: what it is, its pages, splitting and joining, events keyed on it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import JsonValue

from api.here import Here, SignedIn
from api.problems import kind_of
from api.web import fields
from api.web.entry import Posted, see
from api.web.render import page
from archive.documents import (
    confirm_paper,
    describe_document,
    join_documents,
    reorder_document,
    split_document,
)
from archive.drafting import FieldPlace
from archive.listing import show_dossier
from archive.recording import EventDraft, record_event
from archive.showing import show_document
from archive.views import DocumentView
from domain.errors import HosoError
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.dossier import Description
from domain.forms import form_of

router = APIRouter(include_in_schema=False)
_DESCRIBED = ("number", "title", "issuer", "signer")


@router.get("/documents/{document_id}")
def get_document(request: Request, here: SignedIn, document_id: UUID) -> Response:
    return _show(request, here, document_id)


@router.post("/documents/{document_id}")
def post_document(request: Request, here: SignedIn, document_id: UUID, posted: Posted) -> Response:
    """Describe, confirm, split, join or reorder."""
    try:
        _act(here, document_id, posted)
    except HosoError as error:
        if kind_of(error).status >= 500:
            raise
        return _show(request, here, document_id, fault=here.messages.error(error))
    here.archive.catch_up()
    return see(request, f"/documents/{document_id}")


@router.get("/documents/{document_id}/add")
def get_add(request: Request, here: SignedIn, document_id: UUID, event_type: str = "") -> Response:
    """The form of an event that the machine did not propose."""
    return _add(request, here, document_id, event_type)


@router.post("/documents/{document_id}/add")
def post_add(request: Request, here: SignedIn, document_id: UUID, posted: Posted) -> Response:
    archive = here.archive
    event_type = posted.get("event_type", "")
    try:
        draft = EventDraft(
            event_type=event_type,
            fields=_typed(here, event_type, posted),
            places=(FieldPlace(page_id=UUID(posted["page_id"])),),
        )
        record_event(
            document_id,
            draft,
            by=here.by,
            ledger=archive.ledger,
            objects=archive.objects,
            registers=archive.registers,
            keys=archive.keys,
            now=here.now,
        )
    except HosoError as error:
        if kind_of(error).status >= 500:
            raise
        fault = here.messages.error(error)
        return _add(request, here, document_id, event_type, fault=fault, typed=posted)
    archive.catch_up()
    return see(request, f"/documents/{document_id}")


def _typed(here: Here, event_type: str, posted: Mapping[str, str]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for field in form_of(event_type):
        value = fields.entered(field, posted.get(f"f.{field.name}", ""), None, here.messages)
        if value is not None:
            found[field.name] = value
    return found


def _document(here: Here, document_id: UUID) -> DocumentView:
    archive = here.archive
    return show_document(
        document_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
    )


def _act(here: Here, document_id: UUID, posted: Mapping[str, str]) -> None:
    archive = here.archive
    common: dict[str, Any] = {
        "by": here.by,
        "ledger": archive.ledger,
        "registers": archive.registers,
        "now": here.now,
    }
    act, _, chosen = posted.get("act", "").partition(":")
    match act:
        case "describe":
            describe_document(document_id, _description(here, document_id, posted), **common)
        case "confirm":
            described = _description(here, document_id, posted)
            confirm_paper(document_id, described, objects=archive.objects, **common)
        case "split":
            split_document(document_id, UUID(chosen), **common)
        case "join":
            join_documents(document_id, UUID(posted["other"]), **common)
        case "up":
            ids = list(_document(here, document_id).pages)
            order = [one.page_id for one in ids]
            at = order.index(UUID(chosen))
            order[at - 1], order[at] = order[at], order[at - 1]
            reorder_document(document_id, tuple(order), **common)
        case _:
            pass


def _description(here: Here, document_id: UUID, posted: Mapping[str, str]) -> Description:
    """The description as it was, with what was typed."""
    before = _document(here, document_id)
    typed: dict[str, object] = {name: posted.get(name) or None for name in _DESCRIBED}
    day = posted.get("issue_date", "").strip()
    typed["issue_date"] = fields.date_of(day) if day else None
    typed["doc_type"] = posted.get("doc_type") or before.doc_type
    if before.description is None:
        return Description(**typed)
    return before.description.model_copy(update=typed)


def _show(request: Request, here: Here, document_id: UUID, *, fault: str | None = None) -> Response:
    view = _document(here, document_id)
    archive = here.archive
    dossier = show_dossier(
        view.dossier_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    ids = [one.document_id for one in dossier.documents]
    at = ids.index(document_id) if document_id in ids else -1
    return page(
        request,
        "document.html",
        here,
        status=409 if fault else 200,
        view=view,
        dossier=dossier,
        following=dossier.documents[at + 1] if 0 <= at < len(ids) - 1 else None,
        proposals=archive.registers.proposals_of(document_id),
        fault=fault,
    )


def _add(
    request: Request,
    here: Here,
    document_id: UUID,
    event_type: str,
    *,
    fault: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    form = form_of(event_type) if event_type in CAREER_EVENT_TYPES else ()
    values = {field.name: (typed or {}).get(f"f.{field.name}", "") for field in form}
    return page(
        request,
        "add_event.html",
        here,
        status=409 if fault else 200,
        view=_document(here, document_id),
        form=form,
        values=values,
        event_type=event_type,
        types=sorted(CAREER_EVENT_TYPES, key=here.messages.event),
        fault=fault,
    )
