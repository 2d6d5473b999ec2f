"""Registers beside the career, and what people declare. Source: domain.md 3.13, 2.3, 2.4.

Party and mass organisations, health, assets, personal history and the family are sensitive
(domain.md 6.4): they are not searched, and family members are third persons.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.dates import PartialDate
from domain.events.entry import GradeCode, Step
from domain.events.envelope import CareerEvent, Coefficient, UnitRef
from domain.frozen import Frozen
from domain.labels import Label, personal, sensitive


class Organisation(StrEnum):
    """The Party, and the political and mass organisations of item 17 of form 2C."""

    DANG = "DANG"
    DOAN_TN = "DOAN_TN"
    CONG_DOAN = "CONG_DOAN"
    HOI_PHU_NU = "HOI_PHU_NU"
    HOI_NONG_DAN = "HOI_NONG_DAN"
    HOI_CCB = "HOI_CCB"
    MTTQ = "MTTQ"
    KHAC = "KHAC"


class AssetKind(StrEnum):
    """Kinds of declaration [K]. Source: domain.md 3.13 (Law 36/2018) [V:S34]."""

    LAN_DAU = "LAN_DAU"
    BO_SUNG = "BO_SUNG"
    HANG_NAM = "HANG_NAM"
    PHUC_VU_CTCB = "PHUC_VU_CTCB"


class FamilySide(StrEnum):
    """Item 30 of form 2C: a) one's own side, b) that of husband or wife."""

    OWN = "OWN"
    SPOUSE = "SPOUSE"


class ComplaintKind(StrEnum):
    """KHIEU_NAI: a complaint; TO_CAO: a denunciation; KIEN_NGHI: a petition."""

    KHIEU_NAI = "KHIEU_NAI"
    TO_CAO = "TO_CAO"
    KIEN_NGHI = "KIEN_NGHI"


class FamilyMember(Frozen):
    """A line of item 30: `relation` as declared (vợ, con, bố đẻ), `details` in one text."""

    relation: str = Field(min_length=1)
    side: FamilySide = FamilySide.OWN
    name: str = Field(min_length=1)
    birth_year: int | None = Field(default=None, ge=1800, le=2100)
    details: str | None = None


Body = Annotated[str, Field(min_length=1)]
OrganisationOf = Annotated[Organisation, sensitive("Tổ chức", "Organisation")]
PartyUnit = Annotated[str, sensitive("Tổ chức cơ sở", "Party or mass unit")]


class ProfileSupplemented(CareerEvent):
    """Phiếu bổ sung lý lịch: what a person declares beside the civil status, at most yearly."""

    topic: ClassVar[str] = "profile.supplemented"
    label: ClassVar[Label] = Label("Bổ sung lý lịch", "Profile supplemented")
    ndb_group: ClassVar[int | None] = 3
    year: Annotated[int | None, Field(ge=1900, le=2100), Label("Năm kê khai", "Year")] = None
    permanent_address: Annotated[
        str | None, personal("Nơi đăng ký thường trú", "Permanent address")
    ] = None
    current_address: Annotated[str | None, personal("Nơi ở hiện nay", "Current address")] = None
    marital_status: Annotated[str | None, personal("Tình trạng hôn nhân", "Marital status")] = None
    strengths: Annotated[str | None, personal("Sở trường công tác", "Strengths")] = None
    policy_family: Annotated[
        str | None, personal("Thương binh, gia đình chính sách", "Policy family")
    ] = None
    health: Annotated[str | None, sensitive("Tình trạng sức khỏe", "Health")] = None
    height_cm: Annotated[
        int | None, Field(ge=50, le=250), sensitive("Chiều cao (cm)", "Height (cm)")
    ] = None
    weight_kg: Annotated[
        Decimal | None,
        Field(gt=0, le=400, max_digits=4, decimal_places=1),
        sensitive("Cân nặng (kg)", "Weight (kg)"),
    ] = None
    blood_group: Annotated[str | None, sensitive("Nhóm máu", "Blood group")] = None
    personal_history: Annotated[
        str | None, sensitive("Đặc điểm lịch sử bản thân", "Personal history")
    ] = None


class FamilyDeclared(CareerEvent):
    """Quan hệ gia đình: the members as declared; they are third persons."""

    topic: ClassVar[str] = "family.declared"
    label: ClassVar[Label] = Label("Kê khai quan hệ gia đình", "Family declared")
    ndb_group: ClassVar[int | None] = 2
    members: Annotated[
        tuple[FamilyMember, ...], Field(min_length=1), sensitive("Thành viên", "Family members")
    ]


class AssetDeclared(CareerEvent):
    """Kê khai tài sản, thu nhập: that it was declared; what it says stays on paper."""

    topic: ClassVar[str] = "asset.declared"
    label: ClassVar[Label] = Label("Kê khai tài sản, thu nhập", "Assets declared")
    ndb_group: ClassVar[int | None] = 9
    kind: Annotated[AssetKind, Label("Loại kê khai", "Kind of declaration")]
    year: Annotated[int, Field(ge=1990, le=2100), Label("Năm kê khai", "Year")]
    received_on: Annotated[PartialDate | None, Label("Ngày nhận bản kê khai", "Received on")] = None
    remark: Annotated[str | None, sensitive("Ghi chú về bản kê khai", "Remark on assets")] = None


class PartyJoined(CareerEvent):
    """Kết nạp Đảng; vào tổ chức chính trị - xã hội."""

    topic: ClassVar[str] = "party.joined"
    label: ClassVar[Label] = Label("Vào Đảng, đoàn thể", "Joined the Party or an organisation")
    ndb_group: ClassVar[int | None] = 7
    organisation: OrganisationOf = Organisation.DANG
    party_unit: PartyUnit | None = None
    card_no: Annotated[str | None, sensitive("Số thẻ", "Card no.")] = None


class PartyOfficial(CareerEvent):
    """Công nhận đảng viên chính thức."""

    topic: ClassVar[str] = "party.official"
    label: ClassVar[Label] = Label("Đảng viên chính thức", "Full Party member")
    ndb_group: ClassVar[int | None] = 7
    party_unit: PartyUnit | None = None
    card_no: Annotated[str | None, sensitive("Số thẻ", "Card no.")] = None


class PartyPostHeld(CareerEvent):
    """Chức vụ Đảng, đoàn thể: from the effective date to the end of the term."""

    topic: ClassVar[str] = "party.postHeld"
    label: ClassVar[Label] = Label("Chức vụ Đảng, đoàn thể", "Party post held")
    ndb_group: ClassVar[int | None] = 7
    party_post: Annotated[str, Field(min_length=1), sensitive("Chức vụ Đảng", "Party post")]
    organisation: OrganisationOf = Organisation.DANG
    party_unit: PartyUnit | None = None
    term_label: Annotated[str | None, Label("Nhiệm kỳ", "Term of office")] = None


class MilitaryServed(CareerEvent):
    """Tham gia lực lượng vũ trang: from the effective date (nhập ngũ) to `last_day` (xuất ngũ)."""

    topic: ClassVar[str] = "military.served"
    label: ClassVar[Label] = Label("Phục vụ lực lượng vũ trang", "Military service")
    ndb_group: ClassVar[int | None] = 8
    highest_rank: Annotated[str | None, personal("Quân hàm cao nhất", "Highest rank")] = None
    military_post: Annotated[str | None, personal("Chức vụ", "Post")] = None
    military_unit: Annotated[str | None, personal("Đơn vị", "Unit")] = None


class AbroadTravelled(CareerEvent):
    """Đi nước ngoài: from the effective date to `last_day`."""

    topic: ClassVar[str] = "abroad.travelled"
    label: ClassVar[Label] = Label("Đi nước ngoài", "Travelled abroad")
    ndb_group: ClassVar[int | None] = 3
    country: Annotated[str, Field(min_length=1), personal("Nước đến", "Country")]
    purpose: Annotated[str | None, personal("Mục đích", "Purpose")] = None
    funding: Annotated[str | None, personal("Nguồn kinh phí", "Funding")] = None


class HealthChecked(CareerEvent):
    """Khám sức khỏe: a restricted register; nothing of it is searched."""

    topic: ClassVar[str] = "health.checked"
    label: ClassVar[Label] = Label("Khám sức khỏe", "Health checked")
    ndb_group: ClassVar[int | None] = 10
    place: Annotated[str | None, personal("Nơi khám", "Place")] = None
    health_class: Annotated[
        int | None, Field(ge=1, le=5), sensitive("Phân loại sức khỏe", "Health class")
    ] = None
    health: Annotated[str | None, sensitive("Kết luận sức khỏe", "Health")] = None
    height_cm: Annotated[
        int | None, Field(ge=50, le=250), sensitive("Chiều cao (cm)", "Height (cm)")
    ] = None
    weight_kg: Annotated[
        Decimal | None,
        Field(gt=0, le=400, max_digits=4, decimal_places=1),
        sensitive("Cân nặng (kg)", "Weight (kg)"),
    ] = None
    blood_group: Annotated[str | None, sensitive("Nhóm máu", "Blood group")] = None


class InspectionConcluded(CareerEvent):
    """Kết luận thanh tra, kiểm tra that concerns the person."""

    topic: ClassVar[str] = "inspection.concluded"
    label: ClassVar[Label] = Label("Kết luận thanh tra, kiểm tra", "Inspection concluded")
    ndb_group: ClassVar[int | None] = 6
    body: Annotated[Body | None, Label("Cơ quan kết luận", "Concluded by")] = None
    matter: Annotated[str | None, personal("Nội dung thanh tra", "Matter")] = None
    conclusion: Annotated[str | None, sensitive("Kết luận", "Conclusion")] = None


class ComplaintResolved(CareerEvent):
    """Giải quyết khiếu nại, tố cáo that concerns the person."""

    topic: ClassVar[str] = "complaint.resolved"
    label: ClassVar[Label] = Label("Giải quyết khiếu nại, tố cáo", "Complaint resolved")
    ndb_group: ClassVar[int | None] = 6
    kind: Annotated[ComplaintKind, Label("Loại đơn", "Kind of complaint")]
    body: Annotated[Body | None, Label("Cơ quan giải quyết", "Resolved by")] = None
    matter: Annotated[str | None, personal("Nội dung đơn", "Matter")] = None
    conclusion: Annotated[str | None, sensitive("Kết quả giải quyết", "Conclusion")] = None


class WorkPeriodClaimed(CareerEvent):
    """Quá trình công tác tự khai (2C item 28): from the effective date to `last_day`; a claim."""

    topic: ClassVar[str] = "claim.workPeriod"
    label: ClassVar[Label] = Label("Quá trình công tác (tự khai)", "Work period claimed")
    ndb_group: ClassVar[int | None] = 4
    unit: Annotated[UnitRef | None, Label("Đơn vị", "Unit")] = None
    post: Annotated[str | None, Label("Chức danh, chức vụ", "Title or post")] = None
    until: Annotated[PartialDate | None, Label("Đến tháng, năm", "Until")] = None


class SalaryStepClaimed(CareerEvent):
    """Diễn biến lương tự khai (2C item 31): from the effective date; a claim."""

    topic: ClassVar[str] = "claim.salaryStep"
    label: ClassVar[Label] = Label("Diễn biến lương (tự khai)", "Salary step claimed")
    ndb_group: ClassVar[int | None] = 6
    grade_code: GradeCode | None = None
    step: Step | None = None
    coefficient: Annotated[Coefficient, Label("Hệ số", "Coefficient")]
