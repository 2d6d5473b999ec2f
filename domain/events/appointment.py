"""Leadership posts. Source: domain.md 3.4."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.dates import PartialDate
from domain.events.entry import Unit
from domain.events.envelope import CareerEvent, Coefficient, Upcast, as_it_was
from domain.labels import Label, personal

Post = Annotated[str, Field(min_length=1), Label("Chức vụ", "Post")]
PostAllowance = Annotated[Coefficient, Label("Hệ số phụ cấp chức vụ", "Post allowance")]
TermLabel = Annotated[str, Label("Nhiệm kỳ", "Term of office")]
"""As printed: "2021-2026"."""
Concurrent = Annotated[bool, Label("Kiêm nhiệm", "Concurrent")]


class ActingMode(StrEnum):
    """ACTING_Q: quyền; IN_CHARGE: phụ trách, điều hành. Source: domain.md 1.5."""

    ACTING_Q = "ACTING_Q"
    IN_CHARGE = "IN_CHARGE"


class ReliefGround(StrEnum):
    """Why somebody is relieved of a post. Source: domain.md 3.4."""

    NEW_DUTY = "NEW_DUTY"
    HEALTH = "HEALTH"
    REORG = "REORG"
    WISH = "WISH"
    OTHER = "OTHER"


class ResignationCase(StrEnum):
    """Cases of resigning from a post. Source: domain.md 3.4 (QĐ 727/QĐ-BNV) [V:S06]."""

    VOLUNTARY = "VOLUNTARY"
    LIMITED_ABILITY = "LIMITED_ABILITY"
    SERIOUS_WRONGDOING = "SERIOUS_WRONGDOING"
    LOW_CONFIDENCE = "LOW_CONFIDENCE"
    OTHER = "OTHER"


class ElectionOutcome(StrEnum):
    """ELECTED: bầu, phê chuẩn kết quả bầu; DISMISSED, RECALLED: phê chuẩn kết quả miễn nhiệm, bãi
    nhiệm. Source: domain.md 3.3, 4.5."""

    ELECTED = "ELECTED"
    DISMISSED = "DISMISSED"
    RECALLED = "RECALLED"


class AppointmentMade(CareerEvent):
    """Bổ nhiệm. `term_months` 60 unless printed otherwise; `term_label` a printed nhiệm kỳ."""

    topic: ClassVar[str] = "appointment.made"
    label: ClassVar[Label] = Label("Bổ nhiệm", "Appointment")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    term_label: TermLabel | None = None
    post_allowance: PostAllowance | None = None
    concurrent: Concurrent = False


class ReappointmentMade(CareerEvent):
    """Bổ nhiệm lại: a further term in the post held since the decision `previous_no`."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "reappointment.made"
    label: ClassVar[Label] = Label("Bổ nhiệm lại", "Reappointment")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    until_retirement: Annotated[bool, Label("Đến tuổi nghỉ hưu", "Until retirement")] = False
    post_allowance: PostAllowance | None = None
    term_label: TermLabel | None = None
    previous_no: Annotated[
        str | None, Label("Số quyết định bổ nhiệm lần trước", "Previous decision")
    ] = None


class TermExtended(CareerEvent):
    """Kéo dài thời gian giữ chức vụ, to `last_day`, `end_date` or retirement."""

    topic: ClassVar[str] = "term.extended"
    label: ClassVar[Label] = Label("Kéo dài thời gian giữ chức vụ", "Term extended")
    ndb_group: ClassVar[int | None] = 4
    post: Post | None = None
    unit: Unit | None = None
    until_retirement: Annotated[bool, Label("Đến tuổi nghỉ hưu", "Until retirement")] = False


class ActingAssigned(CareerEvent):
    """Giao quyền, phụ trách, điều hành."""

    topic: ClassVar[str] = "acting.assigned"
    label: ClassVar[Label] = Label("Giao quyền, phụ trách", "Acting assigned")
    ndb_group: ClassVar[int | None] = 4
    mode: Annotated[ActingMode, Label("Hình thức", "Mode")]
    post: Post | None = None
    unit: Unit | None = None


class PostRelieved(CareerEvent):
    """Cho thôi giữ chức vụ."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "post.relieved"
    label: ClassVar[Label] = Label("Thôi giữ chức vụ", "Relieved of post")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    ground: Annotated[ReliefGround | None, personal("Lý do thôi giữ", "Ground")] = None


class ResignationAccepted(CareerEvent):
    """Cho từ chức."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "resignation.accepted"
    label: ClassVar[Label] = Label("Từ chức", "Resignation from post")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    applied_on: Annotated[PartialDate | None, Label("Ngày làm đơn", "Applied on")] = None
    case: Annotated[ResignationCase | None, personal("Trường hợp từ chức", "Case")] = None


class DismissalMade(CareerEvent):
    """Miễn nhiệm; with reason NEW_DUTY in `ground` it is no sanction."""

    topic: ClassVar[str] = "dismissal.made"
    label: ClassVar[Label] = Label("Miễn nhiệm", "Dismissal from post")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    ground: Annotated[str | None, Label("Căn cứ miễn nhiệm", "Ground")] = None


class ElectionApproved(CareerEvent):
    """Bầu, phê chuẩn kết quả bầu: a cadre's post to the end of the term, or its approved end."""

    topic: ClassVar[str] = "election.approved"
    label: ClassVar[Label] = Label("Bầu cử, phê chuẩn", "Election approved")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    body: Annotated[str | None, Label("Cơ quan bầu", "Electing body")] = None
    term_label: TermLabel | None = None
    outcome: Annotated[ElectionOutcome, Label("Kết quả phê chuẩn", "Outcome")] = (
        ElectionOutcome.ELECTED
    )
    post_allowance: PostAllowance | None = None
    concurrent: Concurrent = False


class DesignationMade(CareerEvent):
    """Chỉ định: designated to a post for a term, without an election."""

    topic: ClassVar[str] = "designation.made"
    label: ClassVar[Label] = Label("Chỉ định", "Designation")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    term_label: TermLabel | None = None
    post_allowance: PostAllowance | None = None
    concurrent: Concurrent = False


class PlanningApproved(CareerEvent):
    """Quy hoạch: in the reserve for a post, for a term such as 2025-2030."""

    topic: ClassVar[str] = "planning.approved"
    label: ClassVar[Label] = Label("Quy hoạch", "Succession planning approved")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    term_label: TermLabel | None = None


class PlanningRemoved(CareerEvent):
    """Đưa ra khỏi quy hoạch."""

    topic: ClassVar[str] = "planning.removed"
    label: ClassVar[Label] = Label("Đưa ra khỏi quy hoạch", "Removed from planning")
    ndb_group: ClassVar[int | None] = 4
    post: Post | None = None
    unit: Unit | None = None
    term_label: TermLabel | None = None


Votes = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
"""Percent of the votes, 0 to 100."""


class ConfidenceRecorded(CareerEvent):
    """Lấy phiếu tín nhiệm: shares of the votes in percent."""

    topic: ClassVar[str] = "confidence.recorded"
    label: ClassVar[Label] = Label("Lấy phiếu tín nhiệm", "Confidence vote recorded")
    ndb_group: ClassVar[int | None] = 4
    post: Post | None = None
    body: Annotated[str | None, Label("Nơi lấy phiếu", "Voting body")] = None
    high_percent: Annotated[Votes, personal("Tín nhiệm cao (%)", "High (%)")]
    normal_percent: Annotated[Votes, personal("Tín nhiệm (%)", "Normal (%)")]
    low_percent: Annotated[Votes, personal("Tín nhiệm thấp (%)", "Low (%)")]
