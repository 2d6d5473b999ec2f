"""The work list, proposals, and what a person decides about them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.here import Asking
from archive.confirming import Choice, Confirmed, confirm_proposal, reject_proposal
from archive.copies import DocumentConfirmed, confirm_decision, confirm_document
from archive.judging import Risk
from archive.review import ProposalView, WorkList, show_proposal, work_list
from archive.second_looks import WaitingLook, second_looks
from domain.frozen import Frozen

router = APIRouter(prefix="/v1", tags=["review"])


class Why(Frozen):
    """A reason, in words."""

    why: str = Field(min_length=3)


class Position(Frozen):
    """Where the ledger stands after a write."""

    position: int


@router.get("/work-list", response_model=WorkList)
def get_work_list(
    here: Asking,
    dossier_id: Annotated[UUID | None, Query(alias="dossierId")] = None,
    batch_id: Annotated[UUID | None, Query(alias="batchId")] = None,
    risk: Risk | None = None,
    limit: int = 50,
) -> WorkList:
    """Proposals that wait for a person, the riskiest first."""
    archive = here.archive
    return work_list(
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
        dossier_id=dossier_id,
        batch_id=batch_id,
        risks=frozenset({risk}) if risk else None,
        limit=max(1, min(limit, 500)),
    )


@router.get("/proposals/{proposal_id}", response_model=ProposalView)
def get_proposal(here: Asking, proposal_id: UUID) -> ProposalView:
    """What the machine proposes, with the places on the paper, and what the rules say."""
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


@router.post("/proposals/{proposal_id}/confirm", response_model=Confirmed)
def post_confirm(here: Asking, proposal_id: UUID, choice: Choice | None = None) -> Confirmed:
    """Record document, career event and the link between them, in one transaction."""
    archive = here.archive
    return confirm_proposal(
        proposal_id,
        choice or Choice(),
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


@router.post("/proposals/{proposal_id}/reject", response_model=Position)
def post_reject(here: Asking, proposal_id: UUID, said: Why) -> Position:
    """The machine was wrong: nothing of the proposal is recorded."""
    archive = here.archive
    position = reject_proposal(
        proposal_id,
        said.why,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
    )
    return Position(position=position)


@router.post("/documents/{document_id}/confirm", response_model=DocumentConfirmed)
def post_confirm_document(
    here: Asking, document_id: UUID, choices: dict[UUID, Choice] | None = None
) -> DocumentConfirmed:
    """Confirm every proposal of one paper."""
    archive = here.archive
    return confirm_document(
        document_id,
        choices or {},
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


@router.post("/decisions/{batch_id}/confirm", response_model=DocumentConfirmed)
def post_confirm_decision(here: Asking, batch_id: UUID) -> DocumentConfirmed:
    """Confirm a decision on several people for all the dossiers that hold a copy."""
    archive = here.archive
    return confirm_decision(
        batch_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


@router.get("/second-looks", response_model=tuple[WaitingLook, ...])
def get_second_looks(here: Asking, limit: int = 50) -> tuple[WaitingLook, ...]:
    """Recorded events that wait for another person's eyes."""
    archive = here.archive
    return second_looks(
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
        limit=max(1, min(limit, 500)),
    )
