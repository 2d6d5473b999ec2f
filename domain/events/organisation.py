"""Units over time. Source: domain.md 1.3."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.events.envelope import Decision, Event, StreamKind
from domain.labels import Label


class OrgLevel(StrEnum):
    PROVINCE = "PROVINCE"
    CHI_CUC = "CHI_CUC"
    PHONG = "PHONG"
    DVSN = "DVSN"
    DISTRICT = "DISTRICT"
    COMMUNE = "COMMUNE"
    PARTY = "PARTY"


class MergeMode(StrEnum):
    """ABSORB: sáp nhập vào; NEW: hợp nhất thành mới."""

    ABSORB = "ABSORB"
    NEW = "NEW"


class OrgEvent(Event):
    """`unit_id` is the unit's stream; the event is in force from `effective_date`."""

    stream: ClassVar[StreamKind] = StreamKind.UNIT
    unit_id: Annotated[UUID, Label("Đơn vị", "Unit")]
    effective_date: Annotated[PartialDate, Label("Ngày hiệu lực", "Effective date")]
    decision: Annotated[Decision | None, Label("Văn bản", "Paper")] = None


class OrgEstablished(OrgEvent):
    topic: ClassVar[str] = "org.established"
    label: ClassVar[Label] = Label("Thành lập", "Established")
    name: Annotated[str, Field(min_length=1), Label("Tên", "Name")]
    short_name: Annotated[str | None, Label("Tên ngắn", "Short name")] = None
    symbol: Annotated[str | None, Label("Ký hiệu", "Symbol")] = None
    parent_id: Annotated[UUID | None, Label("Cấp trên", "Parent")] = None
    level: Annotated[OrgLevel, Label("Cấp", "Level")]


class OrgRenamed(OrgEvent):
    topic: ClassVar[str] = "org.renamed"
    label: ClassVar[Label] = Label("Đổi tên", "Renamed")
    old_name: Annotated[str, Label("Tên cũ", "Old name")]
    new_name: Annotated[str, Label("Tên mới", "New name")]
    symbol: Annotated[str | None, Label("Ký hiệu", "Symbol")] = None


class OrgMerged(OrgEvent):
    """In the target's stream; the sources end on the same date."""

    topic: ClassVar[str] = "org.merged"
    label: ClassVar[Label] = Label("Sáp nhập, hợp nhất", "Merged")
    source_ids: Annotated[tuple[UUID, ...], Field(min_length=1), Label("Từ", "Sources")]
    mode: Annotated[MergeMode, Label("Cách", "Mode")]


class OrgDissolved(OrgEvent):
    topic: ClassVar[str] = "org.dissolved"
    label: ClassVar[Label] = Label("Giải thể", "Dissolved")
    successor_id: Annotated[UUID | None, Label("Kế thừa", "Successor")] = None
