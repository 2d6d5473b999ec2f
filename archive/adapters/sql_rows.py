"""Streams to rows: each touched stream is folded by the domain and laid out for the tables.

What a state is stands in the domain alone; here it is only told which columns it goes to.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from archive.adapters import sql_tables as t
from archive.registers import (
    DocumentRow,
    FailureKind,
    FailureRow,
    PageRow,
)
from domain.batch import Batch
from domain.dossier import BalanceState, Document, Dossier
from domain.errors import Unknown
from domain.events.dossier import (
    DocumentJoined,
    DocumentReordered,
    DocumentSplit,
    DossierAccessioned,
    DossierBound,
    DossierDescribed,
    FileRejected,
    ProposalMade,
)
from domain.events.envelope import Recorded
from domain.events.page import (
    PageInserted,
    PageJudged,
    PageRefiled,
    PageRemoved,
    PageTranscribed,
    PageUnread,
)
from domain.numbers import number_key
from domain.page import Page, Reading
from search.words import composed

Row = dict[str, Any]
Rows = dict[Table, list[Row]]

_MOVES_A_DOSSIER = (
    *(DossierAccessioned, DossierDescribed, DossierBound, PageInserted, PageRefiled, PageRemoved),
    *(DocumentSplit, DocumentJoined, DocumentReordered),
)
"""After these assembling looks again; what it records itself is not among them."""


def page_rows(recorded: Sequence[Recorded]) -> Rows:
    page = Page.of(recorded)
    read = _last(recorded, PageTranscribed)
    unread = _last(recorded, PageUnread)
    is_read = page.reading is Reading.READ
    not_read = page.reading is Reading.UNREAD
    shown = PageRow(
        page_id=page.page_id,
        dossier_id=page.dossier_id,
        batch_id=page.batch_id,
        file_no=page.file_no,
        file_images=page.file_images,
        place=None,  # the dossier knows
        state=page.state,
        reading=page.reading,
        flags=page.flags,
        blank=page.transcribed.blank if page.transcribed else False,
        words=page.transcribed.words if page.transcribed else 0,
        accepted=page.judged.accepted if page.judged else None,
        code=page.unread.code if page.unread else None,
    )
    row = {
        "page_id": page.page_id,
        "dossier_id": page.dossier_id,
        "batch_id": page.batch_id,
        "file_no": page.file_no,
        "ordinal": page.ordinal,
        "scan_batch_id": page.image.batch_id,
        "state": page.state.value,
        "reading": page.reading.value,
        "settled": page.is_settled,
        "flagged": bool(page.flags) or not_read,
        "poor": shown.is_poor,
        "moved_at": max(one.position for one in recorded if not isinstance(one.event, PageJudged)),
        "read_at": _text(read.recorded_at) if read and is_read else None,
        "unread_at": unread.position if unread and not_read else None,
        "unread_on": _text(unread.recorded_at) if unread and not_read else None,
        "shown": shown.model_dump_json(),
    }
    scans = [
        {
            "page_id": page.page_id,
            "scan_no": number,
            "batch_id": image.batch_id,
            "state": image.state.value,
        }
        for number, image in enumerate(page.images, start=1)
    ]
    return {t.PAGES: [row], t.IMAGES: scans}


def batch_rows(recorded: Sequence[Recorded]) -> Rows:
    batch = Batch.of(recorded)
    shown = batch.model_dump_json(
        exclude={"dossier_ids", "page_ids", "rejected", "duplicated", "folder_digest"}
    )
    counted = {
        "rejected": sum(event.images for event in batch.rejected),
        "duplicate": sum(event.images for event in batch.duplicated),
    }
    rejected = [
        {
            "batch_id": batch.batch_id,
            "file_no": one.event.file_no,
            "dossier_id": one.event.dossier_id,
            "position": one.position,
            "shown": _rejection(one.event, one.recorded_at).model_dump_json(),
        }
        for one in recorded
        if isinstance(one.event, FileRejected)
    ]
    row = {"batch_id": batch.batch_id, "number": batch.number, "shown": shown, **counted}
    return {t.BATCHES: [row], t.REJECTED: rejected}


def _rejection(event: FileRejected, recorded_at: datetime) -> FailureRow:
    return FailureRow(
        kind=FailureKind.FILE_REJECTED,
        batch_id=event.batch_id,
        dossier_id=event.dossier_id,
        page_id=None,
        file_no=event.file_no,
        code=event.code,
        recorded_at=recorded_at,
        file_name=event.file_name,
    )


def dossier_rows(recorded: Sequence[Recorded]) -> Rows:
    dossier = Dossier.of(recorded)
    dossier_id = dossier.dossier_id
    moves = (one.position for one in recorded if isinstance(one.event, _MOVES_A_DOSSIER))
    row = {
        "dossier_id": dossier_id,
        "name": composed(dossier.name),
        "person_id": dossier.person_id,
        "state": dossier.balance_state.value,
        "moved_at": max(moves, default=0),
        "shown": dossier.model_dump_json(
            include={"name", "file_code", "person_id", "person_name", "batch_ids"},
        ),
        "expected": dossier.expected,
        "difference": dossier.difference,
        "images": dossier.images,
    }
    return {
        t.DOSSIERS: [row],
        t.DOSSIER_BATCHES: [
            {"dossier_id": dossier_id, "batch_id": one} for one in dossier.batch_ids
        ],
        t.DOSSIER_PAGES: [
            {"dossier_id": dossier_id, "page_id": page_id, "place": place}
            for place, page_id in enumerate(dossier.page_ids, start=1)
        ],
        t.DOCUMENTS: [
            _document(dossier_id, place, one)
            for place, one in enumerate(dossier.documents, start=1)
        ],
        t.JOINED: [
            {"document_id": other, "dossier_id": dossier_id, "into_id": first}
            for other, first in dossier.joined.items()
        ],
        t.PROPOSALS: _proposals(dossier, recorded),
    }


def _document(dossier_id: UUID, place: int, document: Document) -> Row:
    told = document.description
    full_no = None
    if told is not None:
        full_no = (told.decision.full_no if told.decision else None) or told.number
    issue_date = told.issue_date if told else None
    shown = DocumentRow(
        document_id=document.document_id,
        dossier_id=dossier_id,
        page_ids=document.page_ids,
        doc_type=document.doc_type,
        number=full_no,
        issue_date=issue_date,
        issuer=told.issuer if told else None,
        title=told.title if told else None,
        confirmed=document.confirmed,
        reading=document.reading,
    )
    return {
        "document_id": document.document_id,
        "dossier_id": dossier_id,
        "place": place,
        "number_key": number_key(full_no) if full_no else None,
        "issue_date": str(issue_date) if issue_date else None,
        "confirmed": document.confirmed,
        "shown": shown.model_dump_json(),
    }


def _proposals(dossier: Dossier, recorded: Sequence[Recorded]) -> list[Row]:
    made = {one.event.proposal_id: one for one in recorded if isinstance(one.event, ProposalMade)}
    held = dossier.balance_state is BalanceState.HELD
    return [
        {
            "proposal_id": one.proposal_id,
            "dossier_id": dossier.dossier_id,
            "document_id": one.document_id,
            "paper_id": one.batch_id,
            "event_type": one.event_type,
            "state": one.state.value,
            "unsure": one.unsure,
            "confidence": one.confidence,
            "waits": held or dossier.person_id is None,
            "position": made[one.proposal_id].position,
            "shown": one.model_dump_json(include={"fields", "list_row", "person_id", "event_id"}),
            "made_at": _text(made[one.proposal_id].recorded_at),
        }
        for one in dossier.proposals
    ]


def folded(fold: Callable[[Sequence[Recorded]], Rows], recorded: Sequence[Recorded]) -> Rows:
    """Rows of a stream; none if it has not begun as it must: `verify` names that, not we."""
    try:
        return fold(recorded)
    except Unknown:
        return {}


def _last(recorded: Sequence[Recorded], kind: type) -> Recorded | None:
    return next((one for one in reversed(recorded) if isinstance(one.event, kind)), None)


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
