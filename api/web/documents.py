"""A document's page: what it is, its pages, splitting and joining, events keyed on it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import JsonValue

from api import fields
from api.answers import status_of
from api.here import Here, SignedIn
from api.uploads import Uploaded, id_of
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
from archive.listing import DossierAnswer, show_dossier
from archive.recording import EventDraft, check_draft, record_event
from archive.showing import show_document
from archive.views import DocumentView
from domain.errors import HosoError
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.dossier import Description
from domain.forms import OWN_DOOR, form_of
from domain.rules.finding import Finding, Severity

router = APIRouter(include_in_schema=False)
_DESCRIBED = ("doc_type", "number", "title", "issuer", "signer")


@router.get("/documents/{document_id}")
def get_document(request: Request, here: SignedIn, document_id: UUID) -> Response:
    return _show(request, here, document_id)


@router.post("/documents/{document_id}")
def post_document(request: Request, here: SignedIn, document_id: UUID, posted: Posted) -> Response:
    """Describe, confirm, split, join or reorder."""
    act, _, chosen = posted.text("act").partition(":")
    try:
        _act(here, document_id, act, chosen, posted)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
        return _show(request, here, document_id, fault=fault, typed=posted.fields, status=status)
    here.archive.catch_up()
    return see(request, f"/documents/{document_id}", f"web.done.{act}")


@router.get("/documents/{document_id}/add")
def get_add(request: Request, here: SignedIn, document_id: UUID, event_type: str = "") -> Response:
    """The form of an event that the machine did not propose."""
    return _add(request, here, document_id, event_type)


@router.post("/documents/{document_id}/add")
def post_add(request: Request, here: SignedIn, document_id: UUID, posted: Posted) -> Response:
    archive, event_type = here.archive, posted.text("event_type")
    asked: dict[str, Any] = {
        "by": here.by,
        "ledger": archive.ledger,
        "registers": archive.registers,
        "keys": archive.keys,
        "now": here.now,
    }
    findings: tuple[Finding, ...] = ()
    try:
        draft = EventDraft(
            event_type=event_type,
            fields=fields.filled(form_of(event_type), posted.fields, here.messages),
            places=(FieldPlace(page_id=posted.needed_id("page_id")),),
        )
        findings = check_draft(document_id, draft, **asked)
        recorded = record_event(document_id, draft, objects=archive.objects, **asked)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
        return _add(
            request,
            here,
            document_id,
            event_type,
            fault=fault,
            findings=findings,
            typed=posted.fields,
            status=status,
        )
    archive.catch_up()
    warned = [
        here.messages.say(one.code, **one.values)
        for one in recorded.findings
        if one.severity is not Severity.INFO
    ]
    told = {"event": here.messages.event(event_type), "look": recorded.look}
    return see(request, f"/documents/{document_id}", "web.done.recorded", *warned, **told)


def _act(here: Here, document_id: UUID, act: str, chosen: str, posted: Uploaded) -> None:
    archive = here.archive
    common: dict[str, Any] = {
        "by": here.by,
        "ledger": archive.ledger,
        "registers": archive.registers,
        "now": here.now,
    }
    match act:
        case "describe":
            describe_document(document_id, _description(here, document_id, posted), **common)
        case "confirm":
            described = _description(here, document_id, posted)
            confirm_paper(document_id, described, objects=archive.objects, **common)
        case "split":
            split_document(document_id, id_of(chosen), **common)
        case "join":
            join_documents(document_id, posted.needed_id("other"), **common)
        case "up":
            order = [one.page_id for one in _document(here, document_id).pages]
            at = order.index(moved) if (moved := id_of(chosen)) in order else 0
            if at:
                order[at - 1], order[at] = order[at], order[at - 1]
            reorder_document(document_id, tuple(order), **common)
        case _:
            raise fields.BadEntry("entry.noAct")


def _description(here: Here, document_id: UUID, posted: Uploaded) -> Description:
    """The description as it was, with what was typed. Raises: BadEntry."""
    before = _document(here, document_id)
    typed: dict[str, object] = {name: posted.text(name) or None for name in _DESCRIBED}
    typed["doc_type"] = typed["doc_type"] or before.doc_type
    day = posted.text("issue_date")
    try:
        typed["issue_date"] = fields.date_of(day) if day else None
    except ValueError:
        raise fields.BadEntry("entry.date", field=here.messages.say("web.date")) from None
    kept = before.description or Description(doc_type=before.doc_type)
    return kept.model_copy(update=typed)


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
        key_id=here.key_id,
    )


def _dossier(here: Here, dossier_id: UUID) -> DossierAnswer:
    archive = here.archive
    return show_dossier(
        dossier_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )


def _show(
    request: Request,
    here: Here,
    document_id: UUID,
    *,
    fault: str | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    view = _document(here, document_id)
    dossier = _dossier(here, view.dossier_id)
    ids = [one.document_id for one in dossier.documents]
    at = ids.index(view.document_id) if view.document_id in ids else -1
    return page(
        request,
        "document.html",
        here,
        status=status,
        view=view,
        previous=dossier.documents[at - 1] if at > 0 else None,
        following=dossier.documents[at + 1] if 0 <= at < len(ids) - 1 else None,
        proposals=here.archive.registers.proposals_of(view.document_id),
        values=_described(here, view, typed or {}),
        doc_types=here.messages.beginning("docType."),
        fault=fault,
    )


def _described(here: Here, view: DocumentView, typed: Mapping[str, str]) -> dict[str, str]:
    """What the inputs of the description show: as typed before, else as it stands."""
    described = view.description
    values = {name: getattr(described, name, None) or "" for name in _DESCRIBED}
    values["doc_type"] = described.doc_type if described else view.doc_type
    day = described.issue_date if described else None
    values["issue_date"] = here.messages.day(day) if day else ""
    return {name: typed.get(name, str(value)) for name, value in values.items()}


def _add(
    request: Request,
    here: Here,
    document_id: UUID,
    event_type: str,
    *,
    fault: str | None = None,
    findings: tuple[Finding, ...] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    view = _document(here, document_id)
    known = event_type in CAREER_EVENT_TYPES
    form = tuple(
        one
        for one in (form_of(event_type) if known else ())
        if not one.name.startswith("subject_as_printed")
    )
    said = here.messages
    return page(
        request,
        "add_event.html",
        here,
        status=status,
        view=view,
        form=form,
        groups=fields.grouped(form),
        values=fields.texts(form, said, typed=typed, values=_of_the_paper(view)),
        event_type=event_type if known else "",
        types=sorted(CAREER_EVENT_TYPES.keys() - OWN_DOOR, key=said.event),
        doc_types=said.beginning("docType."),
        page_id=(typed or {}).get("page_id", ""),
        fault=fault,
        findings=findings,
    )


def _of_the_paper(view: DocumentView) -> dict[str, JsonValue]:
    """What an event keyed on this paper most likely says of the paper itself."""
    described = view.description
    values: dict[str, JsonValue] = {
        "effective_basis": "EXPLICIT",
        "decision.doc_type": view.doc_type,
    }
    if described is not None:
        values |= {
            "decision.doc_type": described.doc_type,
            "decision.full_no": described.number,
            "decision.issuer_as_printed": described.issuer,
            "decision.signer_name": described.signer,
            "issue_date": str(described.issue_date) if described.issue_date else None,
        }
    return values
