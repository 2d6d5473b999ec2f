"""Movement. Source: domain.md 3.5."""

from datetime import date
from typing import Annotated, ClassVar

from domain.events.appointment import Post, PostAllowance
from domain.events.entry import Unit
from domain.events.envelope import CareerEvent, UnitRef, Upcast, as_it_was
from domain.labels import Label, personal

FromUnit = Annotated[UnitRef, Label("Từ đơn vị", "From unit")]
ToUnit = Annotated[UnitRef, Label("Đến đơn vị", "To unit")]
JobPosition = Annotated[str, Label("Vị trí việc làm", "Job position")]
PositionCode = Annotated[str, Label("Mã vị trí phải chuyển đổi", "Code of the listed position")]
"""Of the list of positions to be rotated; the clock runs on within the same code (R-ROT)."""


class TransferMade(CareerEvent):
    """Điều động: to another agency or division, without a term in law.

    `term_months` may be printed and has no legal effect. `post`: kept or new.
    """

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "transfer.made"
    label: ClassVar[Label] = Label("Điều động", "Transfer")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit
    job_position: JobPosition | None = None
    post: Post | None = None


class LeaderRotated(CareerEvent):
    """Luân chuyển: a leader sent to another post for a period."""

    topic: ClassVar[str] = "rotation.leader"
    label: ClassVar[Label] = Label("Luân chuyển", "Leader rotation")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit
    post: Post | None = None


class SecondmentStarted(CareerEvent):
    """Biệt phái: works elsewhere for a limited time, stays on the sender's quota."""

    topic: ClassVar[str] = "secondment.started"
    label: ClassVar[Label] = Label("Biệt phái", "Secondment started")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit


class SecondmentExtended(CareerEvent):
    """Gia hạn biệt phái; `term_months` is the further time."""

    topic: ClassVar[str] = "secondment.extended"
    label: ClassVar[Label] = Label("Gia hạn biệt phái", "Secondment extended")
    ndb_group: ClassVar[int | None] = 4


class SecondmentEnded(CareerEvent):
    """Kết thúc biệt phái."""

    topic: ClassVar[str] = "secondment.ended"
    label: ClassVar[Label] = Label("Kết thúc biệt phái", "Secondment ended")
    ndb_group: ClassVar[int | None] = 4


class PositionRotationMade(CareerEvent):
    """Định kỳ chuyển đổi vị trí công tác: of somebody who leads nothing, in a listed position."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "positionRotation.made"
    label: ClassVar[Label] = Label("Chuyển đổi vị trí công tác", "Position rotation")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit | None = None
    job_position: JobPosition | None = None
    position_code: PositionCode | None = None


class AssignmentMade(CareerEvent):
    """Phân công, bố trí công tác; a change of a listed position only where `rotation` says so."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "assignment.made"
    label: ClassVar[Label] = Label("Phân công", "Assignment")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit | None = None
    job_position: JobPosition | None = None
    duty: Annotated[str | None, Label("Nhiệm vụ được giao", "Duty")] = None
    position_code: PositionCode | None = None
    rotation: Annotated[
        bool, Label("Là chuyển đổi vị trí công tác", "Counts as position rotation")
    ] = False


class PlacementChanged(CareerEvent):
    """Sắp xếp, bố trí sau tổ chức lại."""

    topic: ClassVar[str] = "placement.changed"
    label: ClassVar[Label] = Label("Bố trí lại sau tổ chức lại", "Placement changed")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit
    job_position: JobPosition | None = None
    ground: Annotated[str, Label("Căn cứ bố trí", "Ground")] = "REORG"


class ConcurrentStarted(CareerEvent):
    """Kiêm nhiệm: a further post or duty beside the primary one."""

    topic: ClassVar[str] = "concurrent.started"
    label: ClassVar[Label] = Label("Kiêm nhiệm", "Concurrent post started")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None
    post_allowance: PostAllowance | None = None


class ConcurrentEnded(CareerEvent):
    """Thôi kiêm nhiệm."""

    topic: ClassVar[str] = "concurrent.ended"
    label: ClassVar[Label] = Label("Thôi kiêm nhiệm", "Concurrent post ended")
    ndb_group: ClassVar[int | None] = 4
    post: Post
    unit: Unit | None = None


class UnpaidLeaveStarted(CareerEvent):
    """Nghỉ không hưởng lương: no time at the salary step (domain.md 3.6)."""

    topic: ClassVar[str] = "unpaidLeave.started"
    label: ClassVar[Label] = Label("Nghỉ không lương", "Unpaid leave started")
    ndb_group: ClassVar[int | None] = 4


class UnpaidLeaveEnded(CareerEvent):
    """Trở lại làm việc sau nghỉ không hưởng lương."""

    topic: ClassVar[str] = "unpaidLeave.ended"
    label: ClassVar[Label] = Label("Hết nghỉ không lương", "Unpaid leave ended")
    ndb_group: ClassVar[int | None] = 4


class StudyLeaveStarted(CareerEvent):
    """Đi học tập trung: away to study full time; counts at the step while it is within the
    decided time and on the payroll (domain.md 3.6)."""

    topic: ClassVar[str] = "studyLeave.started"
    label: ClassVar[Label] = Label("Đi học tập trung", "Study leave started")
    ndb_group: ClassVar[int | None] = 4
    course: Annotated[str | None, Label("Khóa học, lớp", "Course")] = None
    place: Annotated[str | None, Label("Nơi học", "Place")] = None
    on_payroll: Annotated[bool | None, Label("Hưởng nguyên lương", "On the payroll")] = None


class StudyLeaveEnded(CareerEvent):
    """Kết thúc học tập trung."""

    topic: ClassVar[str] = "studyLeave.ended"
    label: ClassVar[Label] = Label("Hết thời gian học tập trung", "Study leave ended")
    ndb_group: ClassVar[int | None] = 4


class MaternityLeaveStarted(CareerEvent):
    """Nghỉ thai sản: counts at the salary step (domain.md 3.6)."""

    topic: ClassVar[str] = "maternityLeave.started"
    label: ClassVar[Label] = Label("Nghỉ thai sản", "Maternity leave started")
    ndb_group: ClassVar[int | None] = 4
    child_born_on: Annotated[date | None, personal("Ngày sinh con", "Child born on")] = None


class MaternityLeaveEnded(CareerEvent):
    """Trở lại làm việc sau nghỉ thai sản."""

    topic: ClassVar[str] = "maternityLeave.ended"
    label: ClassVar[Label] = Label("Hết nghỉ thai sản", "Maternity leave ended")
    ndb_group: ClassVar[int | None] = 4
