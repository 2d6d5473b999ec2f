"""Discipline and leaving. Source: domain.md 3.10, 3.11."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.dates import PartialDate
from domain.events.entry import Unit
from domain.events.envelope import CareerEvent
from domain.frozen import Frozen
from domain.labels import Label, personal


class DisciplineForm(StrEnum):
    KHIEN_TRACH = "KHIEN_TRACH"
    CANH_CAO = "CANH_CAO"
    HA_BAC_LUONG = "HA_BAC_LUONG"
    GIANG_CHUC = "GIANG_CHUC"
    CACH_CHUC = "CACH_CHUC"
    BAI_NHIEM = "BAI_NHIEM"
    BUOC_THOI_VIEC = "BUOC_THOI_VIEC"
    XOA_TU_CACH = "XOA_TU_CACH"


class StrippedPost(Frozen):
    post: str
    from_: str | None = None
    to: str | None = None


class DisciplineImposed(CareerEvent):
    """Thi hành kỷ luật. In force `duration_months` from the effective date."""

    topic: ClassVar[str] = "discipline.imposed"
    label: ClassVar[Label] = Label("Kỷ luật", "Discipline")
    ndb_group: ClassVar[int | None] = 6
    form: Annotated[DisciplineForm, personal("Hình thức", "Form")]
    violation: Annotated[str | None, personal("Hành vi vi phạm", "Violation")] = None
    violated_on: Annotated[PartialDate | None, personal("Ngày vi phạm", "Violated on")] = None
    detected_on: Annotated[PartialDate | None, personal("Ngày phát hiện", "Detected on")] = None
    duration_months: Annotated[int, Field(ge=0, le=60), Label("Số tháng", "Months in force")]
    party_decision_no: Annotated[str | None, Label("Quyết định của Đảng", "Party decision")] = None
    stripped_posts: Annotated[
        tuple[StrippedPost, ...], personal("Chức vụ bị xóa tư cách", "Stripped posts")
    ] = ()


class DisciplineRevoked(CareerEvent):
    """Hủy bỏ, thu hồi quyết định kỷ luật: void from its start."""

    topic: ClassVar[str] = "discipline.revoked"
    label: ClassVar[Label] = Label("Hủy bỏ kỷ luật", "Discipline revoked")
    ndb_group: ClassVar[int | None] = 6
    revoked_no: Annotated[str | None, Label("Số quyết định bị hủy", "Revoked decision")] = None


class SuspensionStarted(CareerEvent):
    """Tạm đình chỉ công tác."""

    topic: ClassVar[str] = "suspension.started"
    label: ClassVar[Label] = Label("Tạm đình chỉ công tác", "Suspension started")
    ndb_group: ClassVar[int | None] = 6
    term_days: Annotated[int | None, Label("Số ngày", "Days")] = None
    pay_percent: Annotated[int | None, Label("Hưởng % lương", "Pay percent")] = None


class SuspensionEnded(CareerEvent):
    """Kết thúc tạm đình chỉ."""

    topic: ClassVar[str] = "suspension.ended"
    label: ClassVar[Label] = Label("Kết thúc tạm đình chỉ", "Suspension ended")
    ndb_group: ClassVar[int | None] = 6


class RetirementNoticed(CareerEvent):
    """Thông báo thời điểm nghỉ hưu."""

    topic: ClassVar[str] = "retirement.noticed"
    label: ClassVar[Label] = Label("Thông báo nghỉ hưu", "Retirement noticed")
    ndb_group: ClassVar[int | None] = 4
    pension_from: Annotated[date, Label("Nghỉ hưu từ", "Pension from")]


class RetirementDecided(CareerEvent):
    """Quyết định nghỉ hưu: leaves service on the effective date."""

    topic: ClassVar[str] = "retirement.decided"
    label: ClassVar[Label] = Label("Nghỉ hưu", "Retirement")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit | None = None
    residence: Annotated[str | None, personal("Nơi cư trú khi nghỉ hưu", "Residence")] = None


class ServiceTerminated(CareerEvent):
    """Cho thôi việc, buộc thôi việc."""

    topic: ClassVar[str] = "service.terminated"
    label: ClassVar[Label] = Label("Thôi việc", "Service terminated")
    ndb_group: ClassVar[int | None] = 4
    ground: Annotated[str, personal("Căn cứ thôi việc", "Ground")]


class DeathRecorded(CareerEvent):
    """Từ trần: ends service."""

    topic: ClassVar[str] = "death.recorded"
    label: ClassVar[Label] = Label("Từ trần", "Death")
    ndb_group: ClassVar[int | None] = 4
