"""The work list and the desk, where a person decides what the machine proposed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import JsonValue

from api import fields
from api.answers import status_of
from api.here import Here, SignedIn
from api.uploads import Uploaded
from api.web.entry import Posted, see
from api.web.render import page
from archive.confirming import Choice, confirm_proposal, reject_proposal
from archive.copies import DocumentConfirmed, confirm_decision, confirm_document
from archive.judging import Reason, Risk
from archive.listing import find_one_person
from archive.review import ProposalView, WorkItem, WorkList, show_proposal, work_list
from archive.views import FieldView
from domain.dossier import ProposalState
from domain.errors import HosoError
from domain.evidence import Box, Rank
from domain.rules.finding import Severity

router = APIRouter(include_in_schema=False)
_LIST_LENGTH = 100
_REASONS_SHOWN = 2
_PAPER_RANKS = (Rank.ORIGINAL, Rank.CERTIFIED_COPY, Rank.PLAIN_COPY)
_SAID_BY_OBSTACLES = (
    "review.why.otherPerson",
    "review.why.personUndecided",
    "review.why.personUnknown",
)

Boxes = dict[UUID, list[tuple[str, Box, bool]]]
"""Per page: a field, its box in pixels of the scan, and whether it asks to be looked at."""


@router.get("/work")
def get_work(
    request: Request,
    here: SignedIn,
    dossier_id: Annotated[UUID | None, Query(alias="dossier")] = None,
    risk: Risk | None = None,
) -> Response:
    """What waits for a decision, the riskiest first."""
    found = _work(here, dossier_id=dossier_id, risk=risk)
    return page(
        request,
        "work.html",
        here,
        found=found,
        risks=list(Risk),
        risk=risk,
        dossier_id=dossier_id,
        reasons=_reasons,
    )


@router.get("/work/next")
def get_next(request: Request, here: SignedIn, after: UUID | None = None) -> Response:
    """The next proposal to decide; the list when nothing is left."""
    return see(request, _following(here, _order(here), after))


@router.get("/work/{proposal_id}")
def get_desk(request: Request, here: SignedIn, proposal_id: UUID) -> Response:
    """The paper beside the form."""
    return _desk(request, here, _view(here, proposal_id))


@router.post("/work/{proposal_id}")
def post_desk(request: Request, here: SignedIn, proposal_id: UUID, posted: Posted) -> Response:
    """Confirm, confirm all of the paper, attach, or reject; then the next one."""
    view, order = _view(here, proposal_id), _order(here)
    try:
        done = _decide(here, view, posted)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
        return _desk(request, here, view, fault=fault, typed=posted.fields, status=status)
    here.archive.catch_up()
    code, lines, values = done
    return see(request, _following(here, order, proposal_id), code, *lines, **values)


Done = tuple[str, Sequence[str], Mapping[str, object]]
"""What was done: a sentence's code, lines below it, and its values."""


def _decide(here: Here, view: ProposalView, posted: Uploaded) -> Done:
    archive, said = here.archive, here.messages
    deciding: dict[str, Any] = {
        "by": here.by,
        "ledger": archive.ledger,
        "registers": archive.registers,
        "now": here.now,
    }
    act = posted.text("act") or "confirm"
    told = {"event": said.event(view.event_type)}
    if act == "reject":
        reject_proposal(view.proposal_id, posted.text("why"), **deciding)
        return "web.done.rejected", (), told
    deciding |= {"objects": archive.objects, "keys": archive.keys}
    choice = _choice(here, view, posted)
    choices = {view.proposal_id: choice}
    if act == "all":
        return _several(confirm_document(view.document.document_id, choices, **deciding), here)
    if act == "everywhere" and view.batch_id is not None:
        return _several(confirm_decision(view.batch_id, choices, **deciding), here)
    done = confirm_proposal(view.proposal_id, choice, **deciding)
    code = "web.done.attached" if done.attached else "web.done.recorded"
    return code, _warned(here, done.findings), told | {"look": done.look}


def _several(done: DocumentConfirmed, here: Here) -> Done:
    lines = [
        f"{left.dossier_name} · {left.person_name or '–'}: "
        + here.messages.say(left.code, **left.values)
        for left in done.left
    ]
    counts = {"count": len(done.confirmed), "left": len(done.left)}
    return ("web.done.someLeft" if lines else "web.done.all"), lines, counts


def _warned(here: Here, findings: Iterable[Any]) -> list[str]:
    return [
        here.messages.say(one.code, **one.values)
        for one in findings
        if one.severity is not Severity.INFO
    ]


def _choice(here: Here, view: ProposalView, posted: Uploaded) -> Choice:
    """What the form says, as far as it differs from what was proposed."""
    archive, act = here.archive, posted.text("act")
    person_id = posted.id("person_id")
    if somebody := posted.text("who"):
        person_id = find_one_person(
            somebody,
            by=here.by,
            ledger=archive.ledger,
            registers=archive.registers,
            keys=archive.keys,
            now=here.now,
        )
    rank = posted.text("rank")
    return Choice(
        person_id=person_id,
        changes=fields.changed(view.fields, posted.fields, here.messages),
        rank=next((one for one in _PAPER_RANKS if one.value == rank), None),
        attach_to=next(
            (one.event_id for one in view.meetings if act == f"attach:{one.event_id}"), None
        ),
        as_new=act == "as_new",
    )


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


def _order(here: Here) -> list[UUID]:
    """What can be decided now, in the order of the list."""
    return [item.proposal_id for item in _work(here).items if item.risk is not Risk.WAITING]


def _reasons(item: WorkItem) -> tuple[list[Reason], int]:
    """The first reasons of an item, each kind once; and how many further ones there are."""
    kinds = list({one.code: one for one in reversed(item.why)}.values())[::-1]
    return kinds[:_REASONS_SHOWN], len(kinds) - len(kinds[:_REASONS_SHOWN])


def _following(here: Here, order: Sequence[UUID], after: UUID | None) -> str:
    """Where to go after `after`: the next in the order that still waits, from the top again when
    its end is reached; the list when nothing is left."""
    at = order.index(after) + 1 if after in order else 0
    for proposal_id in (*order[at:], *order[:at]):
        row = here.archive.registers.proposal(proposal_id)
        if proposal_id != after and row is not None and row.state is ProposalState.PENDING:
            return f"/work/{proposal_id}"
    return "/work"


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
        key_id=here.key_id,
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
    pending = view.state is ProposalState.PENDING
    waits = [one for one in view.obstacles if one.code.startswith("review.dossier")]
    found_by_rules = {one.code for one in view.findings}
    groups = fields.grouped(view.fields)
    return page(
        request,
        "desk.html",
        here,
        status=status,
        view=view,
        groups=groups,
        values=fields.texts(view.fields, here.messages, typed=typed),
        typed=typed or {},
        boxes=boxes_of(view.fields),
        ranks=_PAPER_RANKS,
        pending=pending,
        obstacles=waits or view.obstacles,
        decidable=pending and not waits,
        why=[
            one
            for one in view.why
            if one.code not in found_by_rules and one.code not in _SAID_BY_OBSTACLES
        ],
        doc_types=here.messages.beginning("docType."),
        stored=_read_in(view, here),
        fault=fault,
        focus=groups.first_doubt,
    )


def _read_in(view: ProposalView, here: Here) -> Callable[[str, JsonValue], str]:
    """Stored values of the view's form in words."""
    form = {field.name: field for field in view.fields}

    def read(name: str, value: JsonValue) -> str:
        field = form.get(name)
        return fields.read(field, value, here.messages) if field else here.messages.show(value)

    return read


def boxes_of(views: Iterable[FieldView]) -> Boxes:
    found: Boxes = {}
    for field in views:
        for citation in field.citations:
            if citation.box is not None:
                doubtful = not field.sure and field.confidence is not None
                found.setdefault(citation.page_id, []).append((field.name, citation.box, doubtful))
    return found
