"""Acts on decisions, mending of records, and evidence. Source: domain.md 3.12, 3.16, 2.10."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, JsonValue

from domain.events.envelope import CareerEvent, PersonEvent
from domain.evidence import Rank, Source
from domain.frozen import Frozen
from domain.labels import Label, personal


class VoidMode(StrEnum):
    """EX_TUNC: void from the start (hủy bỏ); EX_NUNC: from the act's own date on."""

    EX_TUNC = "EX_TUNC"
    EX_NUNC = "EX_NUNC"


class FieldChange(Frozen):
    """`field` is a Python field name of the target; values are its stored JSON."""

    field: str
    before: JsonValue
    after: JsonValue


Target = Annotated[UUID, Label("Sự kiện", "Event concerned")]
Changes = Annotated[tuple[FieldChange, ...], Field(min_length=1), personal("Thay đổi", "Changes")]
Why = Annotated[str, Field(min_length=3), personal("Lý do", "Reason")]
TargetNo = Annotated[str, Label("Số văn bản", "Decision concerned")]


class DecisionCorrected(CareerEvent):
    """Đính chính: the authority corrected an error in its paper; counts from that paper's start."""

    topic: ClassVar[str] = "decision.corrected"
    label: ClassVar[Label] = Label("Đính chính văn bản", "Decision corrected")
    target: Target | None = None
    target_no: TargetNo | None = None
    changes: Changes


class DecisionAmended(CareerEvent):
    """Sửa đổi, bổ sung, điều chỉnh: new values from the effective date of the act."""

    topic: ClassVar[str] = "decision.amended"
    label: ClassVar[Label] = Label("Sửa đổi văn bản", "Decision amended")
    target: Target | None = None
    target_no: TargetNo | None = None
    clause: Annotated[str | None, Label("Điều khoản", "Clause")] = None
    changes: Changes


class DecisionReplaced(CareerEvent):
    """Thay thế: the old event is void from its start; the new one is recorded beside."""

    topic: ClassVar[str] = "decision.replaced"
    label: ClassVar[Label] = Label("Thay thế văn bản", "Decision replaced")
    target: Target | None = None
    target_no: TargetNo | None = None
    successor: Annotated[UUID | None, Label("Sự kiện thay thế", "Successor event")] = None


class DecisionRevoked(CareerEvent):
    """Thu hồi, hủy bỏ."""

    topic: ClassVar[str] = "decision.revoked"
    label: ClassVar[Label] = Label("Thu hồi, hủy bỏ văn bản", "Decision revoked")
    target: Target | None = None
    target_no: TargetNo | None = None
    void_mode: Annotated[VoidMode, Label("Hiệu lực hủy", "Void mode")]


class DecisionSuspended(CareerEvent):
    """Tạm dừng hiệu lực, from the effective date to `end_date`."""

    topic: ClassVar[str] = "decision.suspended"
    label: ClassVar[Label] = Label("Tạm dừng hiệu lực văn bản", "Decision suspended")
    target: Target | None = None
    target_no: TargetNo | None = None


class RecordCorrected(PersonEvent):
    """The archive's own mistake: the paper said so all along. In force after the second look."""

    topic: ClassVar[str] = "record.corrected"
    label: ClassVar[Label] = Label("Sửa bản ghi", "Record corrected")
    target: Target
    changes: Changes
    why: Why
    source: Annotated[Source | None, Label("Nguồn", "Source")] = None


class RecordAnnulled(PersonEvent):
    """An event that should never have been recorded is taken out of force."""

    topic: ClassVar[str] = "record.annulled"
    label: ClassVar[Label] = Label("Loại bản ghi", "Record annulled")
    target: Target
    why: Why


class RecordReinstated(PersonEvent):
    """An annulled event is put back."""

    topic: ClassVar[str] = "record.reinstated"
    label: ClassVar[Label] = Label("Khôi phục bản ghi", "Record reinstated")
    target: Target
    why: Why


class FindingExplained(PersonEvent):
    """A named person says why a warning stands."""

    topic: ClassVar[str] = "finding.explained"
    label: ClassVar[Label] = Label("Giải trình cảnh báo", "Finding explained")
    rule: Annotated[str, Label("Quy tắc", "Rule")]
    rule_version: Annotated[int, Label("Phiên bản quy tắc", "Rule version")]
    event_ids: Annotated[tuple[UUID, ...], Field(min_length=1), Label("Sự kiện", "Events")]
    why: Why


class EvidenceAttached(PersonEvent):
    """A further paper for an event that exists: still one event."""

    topic: ClassVar[str] = "evidence.attached"
    label: ClassVar[Label] = Label("Gắn bằng chứng", "Evidence attached")
    target: Target
    rank: Annotated[Rank, Label("Hạng bằng chứng", "Evidence rank")]
    source: Annotated[Source, Label("Nguồn", "Source")]


class EvidenceWithdrawn(PersonEvent):
    """An attachment is taken back; `attachment` is the event id of `evidence.attached`."""

    topic: ClassVar[str] = "evidence.withdrawn"
    label: ClassVar[Label] = Label("Rút bằng chứng", "Evidence withdrawn")
    attachment: Target
    why: Why


class EventVerified(PersonEvent):
    """The second look: another human compared the event with its paper."""

    topic: ClassVar[str] = "event.verified"
    label: ClassVar[Label] = Label("Thẩm tra", "Event verified")
    target: Target


class EventDisputed(PersonEvent):
    """The second look found a difference: the event waits for a correction."""

    topic: ClassVar[str] = "event.disputed"
    label: ClassVar[Label] = Label("Thẩm tra không đạt", "Event disputed")
    target: Target
    why: Why


class SampleDrawn(PersonEvent):
    """Whether an event of a sampled type was drawn for the second look (domain.md 3.17)."""

    topic: ClassVar[str] = "sample.drawn"
    label: ClassVar[Label] = Label("Chọn mẫu thẩm tra", "Sample drawn")
    target: Target
    drawn: Annotated[bool, Label("Được chọn", "Drawn")]
    percent: Annotated[int, Label("Tỷ lệ %", "Percent")]
