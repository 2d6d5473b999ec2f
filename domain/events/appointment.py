"""Leadership posts. Source: domain.md 3.4."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.events.entry import Unit
from domain.events.envelope import CareerEvent, Coefficient
from domain.labels import Label

Post = Annotated[str, Field(min_length=1), Label("Chức vụ", "Post")]
PostAllowance = Annotated[Coefficient, Label("Hệ số phụ cấp chức vụ", "Post allowance")]


class ActingMode(StrEnum):
    """ACTING_Q: quyền; IN_CHARGE: phụ trách, điều hành. Source: domain.md 1.5."""

    ACTING_Q = "ACTING_Q"
    IN_CHARGE = "IN_CHARGE"


class AppointmentMade(CareerEvent):
    """Bổ nhiệm. `term_months` 60 unless printed otherwise; `term_label` a printed nhiệm kỳ."""

    topic: ClassVar[str] = "appointment.made"
    label: ClassVar[Label] = Label("Bổ nhiệm", "Appointment")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    term_label: Annotated[str | None, Label("Nhiệm kỳ", "Term of office")] = None
    post_allowance: PostAllowance | None = None
    concurrent: Annotated[bool, Label("Kiêm nhiệm", "Concurrent")] = False


class ReappointmentMade(CareerEvent):
    """Bổ nhiệm lại: a further term in the post held."""

    topic: ClassVar[str] = "reappointment.made"
    label: ClassVar[Label] = Label("Bổ nhiệm lại", "Reappointment")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    until_retirement: Annotated[bool, Label("Đến tuổi nghỉ hưu", "Until retirement")] = False
    post_allowance: PostAllowance | None = None


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

    topic: ClassVar[str] = "post.relieved"
    label: ClassVar[Label] = Label("Thôi giữ chức vụ", "Relieved of post")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None


class ResignationAccepted(CareerEvent):
    """Cho từ chức."""

    topic: ClassVar[str] = "resignation.accepted"
    label: ClassVar[Label] = Label("Từ chức", "Resignation from post")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None


class DismissalMade(CareerEvent):
    """Miễn nhiệm; with reason NEW_DUTY in `ground` it is no sanction."""

    topic: ClassVar[str] = "dismissal.made"
    label: ClassVar[Label] = Label("Miễn nhiệm", "Dismissal from post")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    ground: Annotated[str | None, Label("Căn cứ miễn nhiệm", "Ground")] = None
