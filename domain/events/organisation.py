"""Units over time. Source: domain.md 1.3."""

from enum import StrEnum
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.events.envelope import Decision, Event, StreamKind
from domain.labels import Label

UNITS_STREAM: Final = UUID("5b9d2c44-6c1e-4f0a-9a53-0f6de2b7c810")
"""Where everything about units stands, in every archive: a name belongs to one unit at a time, so
whoever decides on one must have seen them all."""


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
    """About one unit, `unit_id`; in force from `effective_date`."""

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
    """`unit_id` is the target; the sources end on the same date."""

    topic: ClassVar[str] = "org.merged"
    label: ClassVar[Label] = Label("Sáp nhập, hợp nhất", "Merged")
    source_ids: Annotated[tuple[UUID, ...], Field(min_length=1), Label("Từ", "Sources")]
    mode: Annotated[MergeMode, Label("Cách", "Mode")]


class OrgDissolved(OrgEvent):
    topic: ClassVar[str] = "org.dissolved"
    label: ClassVar[Label] = Label("Giải thể", "Dissolved")
    successor_id: Annotated[UUID | None, Label("Kế thừa", "Successor")] = None


class OrgSplit(OrgEvent):
    """Chia, tách: `unit_id` is the source. Where it is among its own targets it lives on (tách),
    else it ends on that date (chia)."""

    topic: ClassVar[str] = "org.split"
    label: ClassVar[Label] = Label("Chia, tách", "Split")
    target_ids: Annotated[tuple[UUID, ...], Field(min_length=1), Label("Thành", "Targets")]


class OrgMoved(OrgEvent):
    """Chuyển giao, chuyển về trực thuộc. None: it stands under nothing that is recorded."""

    topic: ClassVar[str] = "org.moved"
    label: ClassVar[Label] = Label("Chuyển về trực thuộc", "Moved")
    new_parent_id: Annotated[UUID | None, Label("Cấp trên mới", "New parent")] = None


class OrgRanked(OrgEvent):
    """Xếp hạng đơn vị sự nghiệp: decides the post allowances of its managers (domain.md 3.6)."""

    topic: ClassVar[str] = "org.ranked"
    label: ClassVar[Label] = Label("Xếp hạng đơn vị", "Ranked")
    rank: Annotated[str, Field(min_length=1), Label("Hạng", "Rank")]
    basis: Annotated[str | None, Label("Căn cứ xếp hạng", "Basis")] = None


class OrgLevelAbolished(Event):
    """Kết thúc hoạt động của một cấp: all its units end on that date, and the divisions in them."""

    topic: ClassVar[str] = "org.levelAbolished"
    label: ClassVar[Label] = Label("Kết thúc hoạt động của một cấp", "Level abolished")
    stream: ClassVar[StreamKind] = StreamKind.UNIT
    level: Annotated[OrgLevel, Label("Cấp", "Level")]
    effective_date: Annotated[PartialDate, Label("Ngày hiệu lực", "Effective date")]
    decision: Annotated[Decision | None, Label("Văn bản", "Paper")] = None
