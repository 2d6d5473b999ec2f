"""Events with sane defaults: a test says what matters to it and nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from domain.dates import PartialDate
from domain.events.appointment import AppointmentMade
from domain.events.dossier import (
    BatchOpened,
    DocumentProposed,
    DossierAccessioned,
    DossierOpened,
    ProposalMade,
)
from domain.events.entry import IdentityRecorded
from domain.events.envelope import (
    CareerEvent,
    Decision,
    EffectiveBasis,
    Event,
    Extraction,
    Method,
    Recorded,
    UnitRef,
)
from domain.events.organisation import OrgEstablished, OrgLevel
from domain.events.page import PageAccessioned, PagePromoted, PageTranscribed
from domain.evidence import Citation, Rank, Source
from domain.people import Identifier, IdentifierKind

EventT = TypeVar("EventT", bound=Event)
CareerT = TypeVar("CareerT", bound=CareerEvent)

ARCHIVIST = UUID("00000000-0000-4000-8000-0000000000a1")
COLLEAGUE = UUID("00000000-0000-4000-8000-0000000000a2")
MACHINE = UUID("00000000-0000-4000-8000-0000000000a3")
PERSON = UUID("00000000-0000-4000-8000-000000000001")
DOSSIER = UUID("00000000-0000-4000-8000-000000000d01")
BATCH = UUID("00000000-0000-4000-8000-000000000b01")
UNIT = UUID("00000000-0000-4000-8000-000000000e01")
DIGEST = "ab" * 32
SEALED = "cd" * 48
START = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


def recorded(*events: Event, stream_id: UUID | None = None, start: int = 1) -> tuple[Recorded, ...]:
    """One stream as a ledger would give it: positions from `start`, a minute between two events."""
    stream = stream_id or uuid4()
    return tuple(
        Recorded(
            event=event,
            stream_id=stream,
            version=number,
            position=start + number - 1,
            recorded_at=START + timedelta(minutes=start + number - 2),
        )
        for number, event in enumerate(events, start=1)
    )


def paper(full_no: str | None = "45/QĐ-SNV", **fields: Any) -> Decision:
    given: dict[str, Any] = {
        "full_no": full_no,
        "doc_type": "QUYET_DINH",
        "issuer_as_printed": "SỞ NỘI VỤ",
        "signer_name": "Trần Văn Bảy",
    }
    return Decision(**(given | fields))


def source_on(
    page_id: UUID,
    *,
    dossier_id: UUID = DOSSIER,
    document_id: UUID | None = None,
    digest: str = DIGEST,
) -> Source:
    return Source(
        dossier_id=dossier_id,
        document_id=document_id or uuid4(),
        citations=(
            Citation(page_id=page_id, digest=digest, image_no=1, width_px=827, height_px=1165),
        ),
    )


def career_event(kind: type[CareerT], on: str | None = None, **fields: Any) -> CareerT:
    """An event of a career: in force and issued on a day, of paper rank, keyed by an archivist."""
    day = PartialDate.parse(on) if on else None
    given: dict[str, Any] = {
        "recorded_by": ARCHIVIST,
        "event_id": uuid4(),
        "person_id": PERSON,
        "effective_date": day,
        "effective_basis": EffectiveBasis.EXPLICIT,
        "issue_date": day,
        "evidence": Rank.ORIGINAL,
        "extraction": Extraction(method=Method.MANUAL),
    }
    return kind(**(given | fields))


def identity(
    full_name: str = "Nguyễn Văn An", on: str | None = "2004-06-01", **fields: Any
) -> IdentityRecorded:
    given: dict[str, Any] = {
        "full_name": full_name,
        "birth_date": PartialDate.parse("1985-03-12"),
        "evidence": Rank.IMPORTED,
    }
    return career_event(IdentityRecorded, on, **(given | fields))


def cccd(value: str = "024085000123") -> Identifier:
    return Identifier(kind=IdentifierKind.CCCD, value=value)


def appointed(on: str = "2019-01-01", **fields: Any) -> AppointmentMade:
    given: dict[str, Any] = {
        "post": "Trưởng phòng",
        "unit": UnitRef(as_printed="Phòng Tổ chức"),
        "term_months": 60,
        "decision": paper(),
    }
    return career_event(AppointmentMade, on, **(given | fields))


def unit_established(name: str = "Sở Nội vụ", on: str = "1997-01-01", **fields: Any) -> Event:
    given: dict[str, Any] = {
        "recorded_by": ARCHIVIST,
        "unit_id": UNIT,
        "effective_date": PartialDate.parse(on),
        "name": name,
        "level": OrgLevel.PROVINCE,
    }
    return OrgEstablished(**(given | fields))


def batch_opened(number: int = 1, **fields: Any) -> BatchOpened:
    given: dict[str, Any] = {
        "recorded_by": ARCHIVIST,
        "batch_id": BATCH,
        "number": number,
        "folder_digest": DIGEST,
        "files": 1,
    }
    return BatchOpened(**(given | fields))


def dossier_opened(name: str = "HS-001", **fields: Any) -> DossierOpened:
    given: dict[str, Any] = {"recorded_by": ARCHIVIST, "dossier_id": DOSSIER, "name": name}
    return DossierOpened(**(given | fields))


def dossier_accessioned(page_ids: Iterable[UUID], **fields: Any) -> DossierAccessioned:
    ids = tuple(page_ids)
    given: dict[str, Any] = {
        "recorded_by": ARCHIVIST,
        "dossier_id": DOSSIER,
        "batch_id": BATCH,
        "images": len(ids),
        "page_ids": ids,
    }
    return DossierAccessioned(**(given | fields))


def page_accessioned(page_id: UUID, ordinal: int = 1, **fields: Any) -> PageAccessioned:
    given: dict[str, Any] = {
        "recorded_by": ARCHIVIST,
        "page_id": page_id,
        "dossier_id": DOSSIER,
        "batch_id": BATCH,
        "sealed_digest": SEALED,
        "image_no": 1,
        "file_no": ordinal,
        "file_name": f"{ordinal:04d}.png",
        "file_images": 1,
        "ordinal": ordinal,
        "width_px": 827,
        "height_px": 1165,
        "dpi": 200,
        "format": "PNG",
    }
    return PageAccessioned(**(given | fields))


def page_promoted(page_id: UUID, digest: str = DIGEST, image_no: int = 1) -> PagePromoted:
    return PagePromoted(recorded_by=MACHINE, page_id=page_id, digest=digest, image_no=image_no)


def page_transcribed(page_id: UUID, **fields: Any) -> PageTranscribed:
    given: dict[str, Any] = {
        "recorded_by": MACHINE,
        "page_id": page_id,
        "digest": DIGEST,
        "transcript": "ef" * 32,
        "engine": "scripted 1",
        "words": 12,
        "blank": False,
    }
    return PageTranscribed(**(given | fields))


def document_proposed(page_ids: Iterable[UUID], **fields: Any) -> DocumentProposed:
    given: dict[str, Any] = {
        "recorded_by": MACHINE,
        "dossier_id": DOSSIER,
        "document_id": uuid4(),
        "page_ids": tuple(page_ids),
        "doc_type": "QUYET_DINH",
        "reading": "0a" * 32,
    }
    return DocumentProposed(**(given | fields))


def proposal_made(document_id: UUID, **fields: Any) -> ProposalMade:
    given: dict[str, Any] = {
        "recorded_by": MACHINE,
        "dossier_id": DOSSIER,
        "proposal_id": uuid4(),
        "document_id": document_id,
        "event_type": "appointment.made",
        "fields": "0b" * 32,
        "confidence": 0.9,
        "unsure": 0,
    }
    return ProposalMade(**(given | fields))
