"""Documents: which pages are one paper, what it is, and events keyed on it."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.here import Asking
from api.routes.review import Position
from archive.attaching import attach_document
from archive.documents import (
    DocumentWritten,
    assemble_document,
    confirm_paper,
    describe_document,
    join_documents,
    reorder_document,
    split_document,
)
from archive.drafting import FieldPlace
from archive.recording import EventDraft, EventRecorded, check_draft, record_event
from archive.showing import show_document
from archive.views import DocumentView
from domain.events.dossier import Description
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.rules.finding import Finding

router = APIRouter(prefix="/v1", tags=["documents"])


class NewDocument(Frozen):
    page_ids: tuple[UUID, ...] = Field(min_length=1)
    description: Description


class Split(Frozen):
    first_page: UUID


class Joined(Frozen):
    other_document_id: UUID


class Order(Frozen):
    page_ids: tuple[UUID, ...] = Field(min_length=1)


class Described(Frozen):
    description: Description


class PaperConfirmed(Frozen):
    description: Description | None = None


class Attachment(Frozen):
    person_id: UUID
    event_id: UUID
    rank: Rank | None = None
    places: tuple[FieldPlace, ...] = ()


@router.get("/documents/{document_id}", response_model=DocumentView)
def get_document(here: Asking, document_id: UUID) -> DocumentView:
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


@router.post("/dossiers/{dossier_id}/documents", response_model=DocumentWritten, status_code=201)
def post_document(here: Asking, dossier_id: UUID, new: NewDocument) -> DocumentWritten:
    """Make these pages one document."""
    archive = here.archive
    return assemble_document(
        dossier_id,
        new.page_ids,
        new.description,
        by=here.by,
        ledger=archive.ledger,
        now=here.now,
    )


@router.post("/documents/{document_id}/split", response_model=DocumentWritten)
def post_split(here: Asking, document_id: UUID, split: Split) -> DocumentWritten:
    """Begin a new document at a page; the part with the first page keeps its id."""
    archive = here.archive
    return split_document(
        document_id,
        split.first_page,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
    )


@router.post("/documents/{document_id}/join", response_model=Position)
def post_join(here: Asking, document_id: UUID, joined: Joined) -> Position:
    """Put another document's pages behind this one's."""
    archive = here.archive
    written = join_documents(
        document_id,
        joined.other_document_id,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
    )
    return Position(position=written.position)


@router.post("/documents/{document_id}/reorder", response_model=Position)
def post_reorder(here: Asking, document_id: UUID, order: Order) -> Position:
    archive = here.archive
    written = reorder_document(
        document_id,
        order.page_ids,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
    )
    return Position(position=written.position)


@router.post("/documents/{document_id}/describe", response_model=Position)
def post_describe(here: Asking, document_id: UUID, described: Described) -> Position:
    """Say what the paper is: type, number, date, title, issuer, signer."""
    archive = here.archive
    written = describe_document(
        document_id,
        described.description,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
    )
    return Position(position=written.position)


@router.post("/documents/{document_id}/assemble", response_model=Position)
def post_paper(here: Asking, document_id: UUID, confirmed: PaperConfirmed) -> Position:
    """Confirm a paper that carries no career event."""
    archive = here.archive
    written = confirm_paper(
        document_id,
        confirmed.description,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        now=here.now,
    )
    return Position(position=written.position)


@router.post("/documents/{document_id}/attach", response_model=Position)
def post_attach(here: Asking, document_id: UUID, attachment: Attachment) -> Position:
    """Prove an event that exists with this paper: still one event."""
    archive = here.archive
    attached = attach_document(
        document_id,
        attachment.person_id,
        attachment.event_id,
        rank=attachment.rank or Rank.ORIGINAL,
        places=attachment.places,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )
    return Position(position=attached.position)


@router.post("/documents/{document_id}/events", response_model=EventRecorded, status_code=201)
def post_event(here: Asking, document_id: UUID, draft: EventDraft) -> EventRecorded:
    """Key an event that the machine did not propose, on its paper."""
    archive = here.archive
    return record_event(
        document_id,
        draft,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


@router.post("/documents/{document_id}/events/check", response_model=tuple[Finding, ...])
def post_check(here: Asking, document_id: UUID, draft: EventDraft) -> tuple[Finding, ...]:
    """What the rules would say of a draft; nothing is recorded."""
    archive = here.archive
    return check_draft(
        document_id,
        draft,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )
