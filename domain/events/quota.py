"""Quota of posts, in the stream of the unit. Source: domain.md 1.6.

Kinds are names of the reference [K]: `BC_HANH_CHINH` công chức, `SO_LUONG_NGUOI_LAM_VIEC` viên chức
paid by the budget, `HD_111` contracts, `BC_DU_PHONG` the province's reserve.
"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.events.organisation import OrgEvent
from domain.labels import Label, personal


class QuotaKind(StrEnum):
    BC_HANH_CHINH = "BC_HANH_CHINH"
    SO_LUONG_NGUOI_LAM_VIEC = "SO_LUONG_NGUOI_LAM_VIEC"
    HD_111 = "HD_111"
    BC_DU_PHONG = "BC_DU_PHONG"


Kind = Annotated[QuotaKind, Label("Loại biên chế", "Kind of quota")]
Year = Annotated[int, Field(ge=1975, le=2100), Label("Năm", "Year")]


class QuotaAllocated(OrgEvent):
    """Giao biên chế: the whole number of the kind for the year, in place of an earlier one."""

    topic: ClassVar[str] = "quota.allocated"
    label: ClassVar[Label] = Label("Giao biên chế", "Quota allocated")
    kind: Kind
    year: Year
    number: Annotated[int, Field(ge=0), Label("Số lượng", "Number")]


class QuotaTransferred(OrgEvent):
    """Điều chuyển biên chế: in the stream of the unit that gives; `to_unit_id` receives."""

    topic: ClassVar[str] = "quota.transferred"
    label: ClassVar[Label] = Label("Điều chuyển biên chế", "Quota transferred")
    to_unit_id: Annotated[UUID, Label("Đến đơn vị", "To unit")]
    kind: Kind
    year: Year | None = None
    number: Annotated[int, Field(ge=1), Label("Số lượng", "Number")]


class QuotaCut(OrgEvent):
    """Cắt giảm biên chế: posts, not persons (domain.md 5.8)."""

    topic: ClassVar[str] = "quota.cut"
    label: ClassVar[Label] = Label("Cắt giảm biên chế", "Quota cut")
    kind: Kind
    year: Year | None = None
    number: Annotated[int, Field(ge=1), Label("Số lượng", "Number")]
    reason: Annotated[str | None, personal("Lý do", "Reason")] = None
