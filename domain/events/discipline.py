"""Discipline and leaving. Source: domain.md 3.10, 3.11."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field

from domain.dates import PartialDate
from domain.events.entry import Unit
from domain.events.envelope import CareerEvent, UnitRef, Upcast, as_it_was
from domain.frozen import Frozen
from domain.labels import Label, personal, sensitive


class DisciplineForm(StrEnum):
    KHIEN_TRACH = "KHIEN_TRACH"
    CANH_CAO = "CANH_CAO"
    HA_BAC_LUONG = "HA_BAC_LUONG"
    GIANG_CHUC = "GIANG_CHUC"
    CACH_CHUC = "CACH_CHUC"
    BAI_NHIEM = "BAI_NHIEM"
    BUOC_THOI_VIEC = "BUOC_THOI_VIEC"
    XOA_TU_CACH = "XOA_TU_CACH"


class PartyForm(StrEnum):
    """Forms of the Party's discipline [K]. Source: domain.md 3.10."""

    KHIEN_TRACH = "KHIEN_TRACH"
    CANH_CAO = "CANH_CAO"
    CACH_CHUC = "CACH_CHUC"
    KHAI_TRU = "KHAI_TRU"


class RevocationGround(StrEnum):
    """Why a disciplinary decision is taken back. Source: domain.md 3.10."""

    COMPLAINT_UPHELD = "COMPLAINT_UPHELD"
    ACQUITTED = "ACQUITTED"
    OTHER = "OTHER"


class StreamliningScheme(StrEnum):
    """Source: domain.md 3.11 (NĐ 154/2025, NĐ 29/2023) [V:S23]."""

    EARLY_RETIREMENT = "EARLY_RETIREMENT"
    IMMEDIATE_LEAVE = "IMMEDIATE_LEAVE"
    MOVE_OFF_BUDGET = "MOVE_OFF_BUDGET"
    STUDY_THEN_LEAVE = "STUDY_THEN_LEAVE"


class OverrideGround(StrEnum):
    """Why another retirement age holds for a person, or the moment is put off."""

    HAZARDOUS_WORK = "HAZARDOUS_WORK"
    SPECIAL_AREA = "SPECIAL_AREA"
    LEADER = "LEADER"
    EXPERT = "EXPERT"
    PUT_OFF = "PUT_OFF"
    OTHER = "OTHER"


class StrippedPost(Frozen):
    """A past post that one is struck off from; `from_` and `to` are years or months as printed."""

    post: str
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None


Violation = Annotated[str, personal("Hành vi vi phạm", "Violation")]
CaseId = Annotated[str, Label("Mã vụ việc", "Case")]
"""The department's own number of a case: it links a review, its suspension and its decision."""


InsuranceOffice = Annotated[str, Label("Cơ quan bảo hiểm xã hội", "Social insurance office")]


class DisciplineImposed(CareerEvent):
    """Thi hành kỷ luật. In force `duration_months` from the effective date.

    `professional_restriction`: of viên chức, what they may not practise (Luật Viên chức
    129/2025/QH15).
    """

    class_version: ClassVar[int] = 2
    topic: ClassVar[str] = "discipline.imposed"
    label: ClassVar[Label] = Label("Kỷ luật", "Discipline")
    ndb_group: ClassVar[int | None] = 6
    form: Annotated[DisciplineForm, personal("Hình thức", "Form")]
    violation: Violation | None = None
    violated_on: Annotated[PartialDate | None, personal("Ngày vi phạm", "Violated on")] = None
    detected_on: Annotated[PartialDate | None, personal("Ngày phát hiện", "Detected on")] = None
    duration_months: Annotated[int, Field(ge=0, le=60), Label("Số tháng", "Months in force")]
    party_decision_no: Annotated[str | None, Label("Quyết định của Đảng", "Party decision")] = None
    stripped_posts: Annotated[
        tuple[StrippedPost, ...], personal("Chức vụ bị xóa tư cách", "Stripped posts")
    ] = ()
    legal_basis: Annotated[str | None, Label("Điều khoản áp dụng", "Legal basis")] = None
    case_id: CaseId | None = None
    professional_restriction: Annotated[
        str | None, personal("Hạn chế hoạt động nghề nghiệp", "Professional restriction")
    ] = None

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        """A stripped post's `from_` is called `from`, as domain.md 3.10 names it."""
        for stripped in state["strippedPosts"]:
            stripped["from"] = stripped.pop("from_")


class DisciplineRevoked(CareerEvent):
    """Hủy bỏ, thu hồi quyết định kỷ luật: void from its start."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "discipline.revoked"
    label: ClassVar[Label] = Label("Hủy bỏ kỷ luật", "Discipline revoked")
    ndb_group: ClassVar[int | None] = 6
    revoked_no: Annotated[str | None, Label("Số quyết định bị hủy", "Revoked decision")] = None
    ground: Annotated[RevocationGround | None, personal("Căn cứ hủy bỏ", "Ground")] = None


class SuspensionStarted(CareerEvent):
    """Tạm đình chỉ công tác."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "suspension.started"
    label: ClassVar[Label] = Label("Tạm đình chỉ công tác", "Suspension started")
    ndb_group: ClassVar[int | None] = 6
    term_days: Annotated[int | None, Label("Số ngày", "Days")] = None
    pay_percent: Annotated[int | None, Label("Hưởng % lương", "Pay percent")] = None
    case_id: CaseId | None = None


class SuspensionEnded(CareerEvent):
    """Kết thúc tạm đình chỉ."""

    topic: ClassVar[str] = "suspension.ended"
    label: ClassVar[Label] = Label("Kết thúc tạm đình chỉ", "Suspension ended")
    ndb_group: ClassVar[int | None] = 6


class DisciplineReviewOpened(CareerEvent):
    """Xem xét xử lý kỷ luật: the clock of 90 or 150 days runs from `detected_at` (R-DIS-02)."""

    topic: ClassVar[str] = "discipline.reviewOpened"
    label: ClassVar[Label] = Label("Xem xét kỷ luật", "Disciplinary review opened")
    ndb_group: ClassVar[int | None] = 6
    violation: Violation
    detected_at: Annotated[
        PartialDate | None, personal("Ngày phát hiện vi phạm", "Detected on")
    ] = None
    case_id: CaseId | None = None
    complex_case: Annotated[bool, Label("Vụ việc phức tạp", "Complex case")] = False


class PartyDisciplineImposed(CareerEvent):
    """Kỷ luật Đảng; `case_id` and `state_decision_no` link it with the State's case."""

    topic: ClassVar[str] = "partyDiscipline.imposed"
    label: ClassVar[Label] = Label("Kỷ luật Đảng", "Party discipline")
    ndb_group: ClassVar[int | None] = 7
    form: Annotated[PartyForm, sensitive("Hình thức kỷ luật Đảng", "Party form")]
    violation: Annotated[str | None, sensitive("Nội dung vi phạm", "Party violation")] = None
    party_body: Annotated[str | None, sensitive("Tổ chức đảng quyết định", "Party body")] = None
    case_id: CaseId | None = None
    state_decision_no: Annotated[
        str | None, Label("Quyết định kỷ luật của chính quyền", "State decision")
    ] = None


class RetirementNoticed(CareerEvent):
    """Thông báo thời điểm nghỉ hưu."""

    topic: ClassVar[str] = "retirement.noticed"
    label: ClassVar[Label] = Label("Thông báo nghỉ hưu", "Retirement noticed")
    ndb_group: ClassVar[int | None] = 4
    pension_from: Annotated[date, Label("Nghỉ hưu từ", "Pension from")]


class RetirementDecided(CareerEvent):
    """Quyết định nghỉ hưu: leaves service on the effective date."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "retirement.decided"
    label: ClassVar[Label] = Label("Nghỉ hưu", "Retirement")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit | None = None
    residence: Annotated[str | None, personal("Nơi cư trú khi nghỉ hưu", "Residence")] = None
    insurance_office: InsuranceOffice | None = None


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


class RetirementEarly(CareerEvent):
    """Nghỉ hưu trước tuổi: leaves service on the effective date, by a policy."""

    topic: ClassVar[str] = "retirement.early"
    label: ClassVar[Label] = Label("Nghỉ hưu trước tuổi", "Early retirement")
    ndb_group: ClassVar[int | None] = 4
    scheme: Annotated[str, Label("Chính sách áp dụng", "Scheme")]
    unit: Unit | None = None
    residence: Annotated[str | None, personal("Nơi cư trú khi nghỉ hưu", "Residence")] = None
    insurance_office: InsuranceOffice | None = None


class ServiceExtended(CareerEvent):
    """Kéo dài thời gian công tác, to `last_day` or `end_date`."""

    topic: ClassVar[str] = "service.extended"
    label: ClassVar[Label] = Label("Kéo dài thời gian công tác", "Service extended")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit | None = None


class ResignationFromService(CareerEvent):
    """Thôi việc theo nguyện vọng: leaves service on the effective date."""

    topic: ClassVar[str] = "resignation.fromService"
    label: ClassVar[Label] = Label("Thôi việc theo nguyện vọng", "Resignation from service")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit | None = None
    applied_on: Annotated[PartialDate | None, Label("Ngày làm đơn", "Applied on")] = None
    benefit: Annotated[
        int | None, Field(ge=0), personal("Trợ cấp thôi việc (đồng)", "Benefit (đồng)")
    ] = None


class StreamliningApplied(CareerEvent):
    """Tinh giản biên chế: a person counts once per scheme (domain.md 5.8)."""

    topic: ClassVar[str] = "streamlining.applied"
    label: ClassVar[Label] = Label("Tinh giản biên chế", "Streamlining")
    ndb_group: ClassVar[int | None] = 4
    scheme: Annotated[StreamliningScheme, Label("Chính sách tinh giản", "Scheme")]
    decree: Annotated[str | None, Label("Nghị định áp dụng", "Decree")] = None
    round: Annotated[str | None, Label("Đợt", "Round")] = None
    list_decision_no: Annotated[
        str | None, Label("Quyết định phê duyệt danh sách", "Decision on the list")
    ] = None


class ServiceTransferredOut(CareerEvent):
    """Chuyển công tác ra ngoài tỉnh: leaves this archive's holding; the dossier is sent after."""

    topic: ClassVar[str] = "service.transferredOut"
    label: ClassVar[Label] = Label("Chuyển công tác ra ngoài tỉnh", "Transferred out")
    ndb_group: ClassVar[int | None] = 4
    to_unit: Annotated[UnitRef | None, Label("Đến đơn vị", "To unit")] = None
    dossier_sent_on: Annotated[
        PartialDate | None, Label("Ngày chuyển hồ sơ", "Dossier sent on")
    ] = None


class RetirementAgeOverridden(CareerEvent):
    """Tuổi nghỉ hưu riêng: another age in months, a moment put off by months, or the day itself;
    the most exact of what is given counts. Source: domain.md 3.11 (NĐ 135/2020; NĐ 115/2020
    Art. 59) [V:S40]."""

    topic: ClassVar[str] = "retirementAge.overridden"
    label: ClassVar[Label] = Label("Tuổi nghỉ hưu riêng", "Retirement age overridden")
    ndb_group: ClassVar[int | None] = 4
    ground: Annotated[OverrideGround, personal("Căn cứ", "Ground")]
    pension_from: Annotated[date | None, Label("Nghỉ hưu từ", "Pension from")] = None
    age_months: Annotated[
        int | None, Field(ge=480, le=900), Label("Tuổi nghỉ hưu (tháng)", "Age (months)")
    ] = None
    put_off_months: Annotated[
        int | None, Field(ge=1, le=60), Label("Lùi thời điểm (tháng)", "Put off by (months)")
    ] = None
