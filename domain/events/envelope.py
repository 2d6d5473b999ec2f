"""What every event carries. Source: domain.md 2.10, 3.1."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, get_args
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.evidence import Confidence, Rank, Source
from domain.frozen import Frozen
from domain.labels import Label, Privacy, personal


class StreamKind(StrEnum):
    """Whose stream an event stands in; also the first part of a stored stream's kind."""

    PERSON = "person"
    DOSSIER = "dossier"
    PAGE = "page"
    UNIT = "unit"
    BATCH = "batch"
    ACTOR = "actor"
    ARCHIVE = "archive"
    IDENTIFIER = "identifier"


def _marks_within(annotation: Any) -> list[Any]:
    """Metadata of the parts of a union: `Annotated[str, label] | None` keeps it there."""
    return [mark for part in get_args(annotation) for mark in getattr(part, "__metadata__", ())]


class Event(Frozen):
    """A fact. Subclasses are past participles; their topic is stored and never renamed."""

    topic: ClassVar[str] = ""
    label: ClassVar[Label]
    stream: ClassVar[StreamKind]
    class_version: ClassVar[int] = 1

    recorded_by: Annotated[UUID, Label("Người ghi", "Recorded by")]
    """The acting human or machine: an actor id."""

    @classmethod
    def field_labels(cls) -> dict[str, Label]:
        """Label by field name; every field has one (a house test says so)."""
        found: dict[str, Label] = {}
        for name, field in cls.model_fields.items():
            for mark in (*field.metadata, *_marks_within(field.annotation)):
                if isinstance(mark, Label):
                    found[name] = mark
        return found

    @classmethod
    def fields_of(cls, *privacies: Privacy) -> frozenset[str]:
        return frozenset(n for n, mark in cls.field_labels().items() if mark.privacy in privacies)


Upcast = Callable[[dict[str, Any]], None]
"""Edits the stored JSON object of an earlier `class_version` in place (archive/codec.py)."""


def as_it_was(state: dict[str, Any]) -> None:
    """An upcast where the newer class only has further fields that may be empty: nothing to do."""


class EffectiveBasis(StrEnum):
    EXPLICIT = "EXPLICIT"
    SIGN_DATE = "SIGN_DATE"
    PARTY_DECISION = "PARTY_DECISION"
    FIRST_OF_MONTH = "FIRST_OF_MONTH"
    UNSTATED = "UNSTATED"


class SignerMode(StrEnum):
    SELF = "SELF"
    KT = "KT"
    TM = "TM"
    TL = "TL"
    TUQ = "TUQ"
    Q = "Q"


class PersonnelClass(StrEnum):
    CAN_BO = "CAN_BO"
    CONG_CHUC = "CONG_CHUC"
    CONG_CHUC_XA = "CONG_CHUC_XA"
    VIEN_CHUC = "VIEN_CHUC"
    HOP_DONG = "HOP_DONG"
    HOP_DONG_NVCC = "HOP_DONG_NVCC"
    KHONG_CHUYEN_TRACH = "KHONG_CHUYEN_TRACH"
    HOI_DAC_THU = "HOI_DAC_THU"
    LLVT = "LLVT"


class SecrecyLevel(StrEnum):
    NONE = "NONE"
    MAT = "MAT"
    TOI_MAT = "TOI_MAT"
    TUYET_MAT = "TUYET_MAT"


class Method(StrEnum):
    OCR = "OCR"
    MANUAL = "MANUAL"
    IMPORT = "IMPORT"


class UnitRef(Frozen):
    """A unit as printed, and the unit meant once it is resolved (R-ORG-01, R-ORG-04)."""

    as_printed: str = Field(min_length=1)
    unit_id: UUID | None = None


class Decision(Frozen):
    """The paper behind an event. `full_no` as `45/QĐ-SNV`; None where the paper leaves it blank."""

    full_no: Annotated[str | None, Label("Số, ký hiệu", "Number and symbol")] = None
    number: Annotated[str | None, Label("Số", "Number")] = None
    suffix: Annotated[str | None, Label("Chữ sau số", "Letter of the number")] = None
    symbol: Annotated[str | None, Label("Ký hiệu", "Symbol")] = None
    doc_type: Annotated[str, Label("Loại văn bản", "Document type")]
    issuer_as_printed: Annotated[str | None, Label("Cơ quan ban hành", "Issuer")] = None
    issuer_unit_id: Annotated[UUID | None, Label("Mã cơ quan ban hành", "Issuing unit")] = None
    signer_name: Annotated[str | None, personal("Người ký", "Signer")] = None
    signer_title: Annotated[str | None, Label("Chức vụ người ký", "Signer's title")] = None
    signer_mode: Annotated[SignerMode | None, Label("Thể thức ký", "Signed")] = None
    legal_bases: Annotated[tuple[str, ...], Label("Căn cứ", "Legal bases")] = ()
    abstract: Annotated[str | None, personal("Trích yếu", "Abstract")] = None


class Subject(Frozen):
    """The person as the paper prints them, verbatim."""

    honorific: Annotated[str | None, personal("Cách gọi", "Honorific")] = None
    name: Annotated[str, personal("Họ và tên (như in)", "Name as printed")]
    dob: Annotated[PartialDate | None, personal("Ngày sinh (như in)", "Birth date as printed")] = (
        None
    )
    title: Annotated[str | None, personal("Chức danh (như in)", "Title as printed")] = None
    unit: Annotated[str | None, personal("Đơn vị (như in)", "Unit as printed")] = None


class Extraction(Frozen):
    method: Method
    confidence: Confidence | None = None


class Printed(Frozen):
    """The words on the paper for a field whose value was resolved."""

    field: str
    text: str


class PersonEvent(Event):
    """Anything in a person's stream. `event_id` is random and names the event for ever."""

    stream: ClassVar[StreamKind] = StreamKind.PERSON
    ndb_group: ClassVar[int | None] = None
    """Group 1 to 10 of the national database (NĐ 27/2026), None where none applies."""

    event_id: Annotated[UUID, Label("Mã sự kiện", "Event")]
    person_id: Annotated[UUID, Label("Mã người", "Person")]


class CareerEvent(PersonEvent):
    """A dated fact of a working life, with its envelope. Source: domain.md 3.1.

    `effective_date`: first day that it counts; `end_date` is exclusive, `last_day` inclusive
    as printed. `term_months` counts from the effective date.
    """

    effective_date: Annotated[PartialDate | None, Label("Ngày hiệu lực", "Effective date")] = None
    effective_basis: Annotated[EffectiveBasis, Label("Căn cứ hiệu lực", "Effective basis")]
    end_date: Annotated[date | None, Label("Hết hiệu lực từ", "No longer in force from")] = None
    last_day: Annotated[date | None, Label("Đến hết ngày", "Last day")] = None
    term_months: Annotated[int | None, Label("Thời hạn (tháng)", "Term (months)")] = None
    issue_date: Annotated[PartialDate | None, Label("Ngày ban hành", "Issue date")] = None
    decision: Annotated[Decision | None, personal("Văn bản", "Paper")] = None
    subject_as_printed: Annotated[
        Subject | None, personal("Người (như in)", "Person as printed")
    ] = None
    reason: Annotated[str | None, personal("Lý do", "Reason")] = None
    evidence: Annotated[Rank, Label("Hạng bằng chứng", "Evidence rank")]
    source: Annotated[Source | None, Label("Nguồn", "Source")] = None
    batch_id: Annotated[UUID | None, Label("Cùng văn bản", "Same paper")] = None
    extraction: Annotated[Extraction, Label("Cách nhập", "How it was entered")]
    printed: Annotated[tuple[Printed, ...], personal("Như in trên giấy", "As printed")] = ()
    key: Annotated[str | None, Label("Khóa lặp", "Idempotency key")] = None
    source_recorded_on: Annotated[
        date | None, Label("Ngày nhập ở hệ thống cũ", "Entered in the older system on")
    ] = None
    secrecy_level: Annotated[SecrecyLevel, Label("Độ mật", "Secrecy level")] = SecrecyLevel.NONE

    @classmethod
    @cache
    def payload_fields(cls) -> tuple[str, ...]:
        """Names of the fields that this type adds to the envelope, in their order."""
        return tuple(name for name in cls.model_fields if name not in CareerEvent.model_fields)

    @property
    def payload(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.payload_fields()}


Coefficient = Annotated[Decimal, Field(gt=0, max_digits=5, decimal_places=2)]
"""Salary coefficient, e.g. 3.66."""


class Recorded(Frozen):
    """An event as the ledger holds it. `version` counts the stream from 1; `position` the book."""

    event: Event
    stream_id: UUID
    version: int
    position: int
    recorded_at: datetime
