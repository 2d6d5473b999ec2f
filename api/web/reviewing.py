"""The work list, the desk where a person decides, and the second person's look."""

from collections.abc import Iterable, Mapping
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
from archive.confirming import Choice, confirm_proposal, reject_proposal
from archive.copies import confirm_decision, confirm_document
from archive.judging import Risk
from archive.review import ProposalView, WorkList, show_proposal, work_list
from archive.second_looks import second_looks, show_event
from archive.verifying import dispute_event, verify_event
from archive.views import FieldView
from domain.errors import HosoError
from domain.evidence import Box, Rank

router = APIRouter(include_in_schema=False)
_LIST_LENGTH = 100
_PAPER_RANKS = (Rank.ORIGINAL, Rank.CERTIFIED_COPY, Rank.PLAIN_COPY)


@router.get("/work")
def get_work(
    request: Request,
    here: SignedIn,
    dossier_id: UUID | None = None,
    risk: Risk | None = None,
) -> Response:
    """What waits for a decision, the riskiest first."""
    found = _work(here, dossier_id=dossier_id, risk=risk)
    return page(
        request, "work.html", here, found=found, risks=list(Risk), risk=risk, dossier_id=dossier_id
    )


@router.get("/work/next")
def get_next(request: Request, here: SignedIn, after: UUID | None = None) -> Response:
    """The next proposal to decide; the list when nothing is left."""
    items = [item.proposal_id for item in _work(here).items if item.risk is not Risk.WAITING]
    at = items.index(after) + 1 if after in items else 0
    return see(request, f"/work/{items[at]}" if at < len(items) else "/work")


@router.get("/work/{proposal_id}")
def get_desk(request: Request, here: SignedIn, proposal_id: UUID) -> Response:
    """The paper beside the form."""
    return _desk(request, here, _view(here, proposal_id))


@router.post("/work/{proposal_id}")
def post_desk(request: Request, here: SignedIn, proposal_id: UUID, posted: Posted) -> Response:
    """Confirm, confirm all of the paper, attach, or reject; then the next one."""
    archive = here.archive
    view = _view(here, proposal_id)
    following = _following(here, proposal_id)
    try:
        _decide(here, view, posted)
    except HosoError as error:
        if kind_of(error).status >= 500:
            raise
        fault = here.messages.error(error)
        return _desk(request, here, view, fault=fault, typed=posted, status=kind_of(error).status)
    archive.catch_up()
    return see(request, following)


@router.get("/looks")
def get_looks(request: Request, here: SignedIn) -> Response:
    """Recorded events that wait for another person's eyes."""
    archive = here.archive
    events = second_looks(
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
        limit=_LIST_LENGTH,
    )
    return page(request, "looks.html", here, events=events)


@router.get("/looks/{person_id}/{event_id}")
def get_look(request: Request, here: SignedIn, person_id: UUID, event_id: UUID) -> Response:
    return _look(request, here, person_id, event_id)


@router.post("/looks/{person_id}/{event_id}")
def post_look(
    request: Request, here: SignedIn, person_id: UUID, event_id: UUID, posted: Posted
) -> Response:
    """Verify, or say what differs; then the next one."""
    archive = here.archive
    following = _next_look(here, event_id)
    try:
        if posted.get("act") == "dispute":
            why = posted.get("why", "")
            dispute_event(person_id, event_id, why, by=here.by, ledger=archive.ledger, now=here.now)
        else:
            verify_event(person_id, event_id, by=here.by, ledger=archive.ledger, now=here.now)
    except HosoError as error:
        if kind_of(error).status >= 500:
            raise
        fault = here.messages.error(error)
        status = kind_of(error).status
        return _look(request, here, person_id, event_id, fault=fault, status=status)
    archive.catch_up()
    return see(request, following)


def _work(here: Here, *, dossier_id: UUID | None = None, risk: Risk | None = None) -> WorkList:
    archive = here.archive
    return work_list(
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
        dossier_id=dossier_id,
        risks=frozenset({risk}) if risk else None,
        limit=_LIST_LENGTH,
    )


def _following(here: Here, proposal_id: UUID) -> str:
    """Where to go after this one: decided before its place in the list is lost."""
    items = [item.proposal_id for item in _work(here).items if item.risk is not Risk.WAITING]
    rest = items[items.index(proposal_id) + 1 :] if proposal_id in items else items
    return f"/work/{rest[0]}" if rest else "/work"


def _view(here: Here, proposal_id: UUID) -> ProposalView:
    archive = here.archive
    return show_proposal(
        proposal_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        access=archive.access,
        now=here.now,
    )


def _decide(here: Here, view: ProposalView, posted: Mapping[str, str]) -> None:
    archive = here.archive
    deciding: dict[str, Any] = {
        "by": here.by,
        "ledger": archive.ledger,
        "registers": archive.registers,
        "now": here.now,
    }
    if posted.get("act") == "reject":
        reject_proposal(view.proposal_id, posted.get("why", ""), **deciding)
        return
    deciding |= {"objects": archive.objects, "keys": archive.keys}
    choice = _choice(here, view, posted)
    match posted.get("act", "confirm"):
        case "all":
            confirm_document(view.document.document_id, {view.proposal_id: choice}, **deciding)
        case "everywhere" if view.batch_id is not None:
            confirm_decision(view.batch_id, **deciding)
        case _:
            confirm_proposal(view.proposal_id, choice, **deciding)


def _choice(here: Here, view: ProposalView, posted: Mapping[str, str]) -> Choice:
    """What the form says, as far as it differs from what was proposed."""
    changes: dict[str, JsonValue] = {}
    for field in view.fields:
        typed = posted.get(f"f.{field.name}")
        if typed is None:
            continue
        value = fields.entered(field, typed, field.value, here.messages)
        if value != field.value:
            changes[field.name] = value
    act = posted.get("act", "")
    meeting = act.removeprefix("attach:") if act.startswith("attach:") else None
    person = posted.get("person_id") or None
    rank = posted.get("rank") or None
    return Choice(
        person_id=UUID(person) if person else None,
        changes=changes,
        rank=Rank(rank) if rank else None,
        attach_to=UUID(meeting) if meeting else None,
        as_new=act == "as_new",
    )


def _desk(
    request: Request,
    here: Here,
    view: ProposalView,
    *,
    fault: str | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    values = {
        field.name: (typed or {}).get(
            f"f.{field.name}", fields.shown(field, field.value, here.messages)
        )
        for field in view.fields
    }
    return page(
        request,
        "desk.html",
        here,
        status=status,
        view=view,
        values=values,
        boxes=_boxes(view.fields),
        ranks=_PAPER_RANKS,
        fault=fault,
        focus=_first_doubt(view),
    )


def _look(
    request: Request,
    here: Here,
    person_id: UUID,
    event_id: UUID,
    *,
    fault: str | None = None,
    status: int = 200,
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
    values = {field.name: fields.shown(field, field.value, here.messages) for field in view.fields}
    return page(
        request,
        "look.html",
        here,
        status=status,
        view=view,
        values=values,
        boxes=_boxes(view.fields),
        fault=fault,
    )


def _next_look(here: Here, event_id: UUID) -> str:
    archive = here.archive
    events = second_looks(
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
        limit=_LIST_LENGTH,
    )
    others = [one for one in events if one.event_id != event_id]
    return f"/looks/{others[0].person_id}/{others[0].event_id}" if others else "/looks"


def _boxes(views: Iterable[FieldView]) -> dict[UUID, list[tuple[str, Box, bool]]]:
    """Per page: field, box, and whether it asks to be looked at."""
    found: dict[UUID, list[tuple[str, Box, bool]]] = {}
    for field in views:
        for citation in field.citations:
            if citation.box is not None:
                doubtful = not field.sure and field.confidence is not None
                found.setdefault(citation.page_id, []).append((field.name, citation.box, doubtful))
    return found


def _first_doubt(view: ProposalView) -> str | None:
    """The field to begin with: the first that the machine doubts."""
    for field in view.fields:
        if field.value is not None and not field.sure:
            return field.name
    return None
