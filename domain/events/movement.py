"""Movement. Source: domain.md 3.5."""

from typing import Annotated, ClassVar

from domain.events.appointment import Post
from domain.events.entry import Unit
from domain.events.envelope import CareerEvent, UnitRef
from domain.labels import Label

FromUnit = Annotated[UnitRef, Label("Từ đơn vị", "From unit")]
ToUnit = Annotated[UnitRef, Label("Đến đơn vị", "To unit")]
JobPosition = Annotated[str, Label("Vị trí việc làm", "Job position")]


class TransferMade(CareerEvent):
    """Điều động: to another agency or division, without a term in law."""

    topic: ClassVar[str] = "transfer.made"
    label: ClassVar[Label] = Label("Điều động", "Transfer")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit
    job_position: JobPosition | None = None


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
    """Định kỳ chuyển đổi vị trí công tác."""

    topic: ClassVar[str] = "positionRotation.made"
    label: ClassVar[Label] = Label("Chuyển đổi vị trí công tác", "Position rotation")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit | None = None
    job_position: JobPosition | None = None


class AssignmentMade(CareerEvent):
    """Phân công, bố trí công tác."""

    topic: ClassVar[str] = "assignment.made"
    label: ClassVar[Label] = Label("Phân công", "Assignment")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit | None = None
    job_position: JobPosition | None = None
    duty: Annotated[str | None, Label("Nhiệm vụ được giao", "Duty")] = None


class PlacementChanged(CareerEvent):
    """Sắp xếp, bố trí sau tổ chức lại."""

    topic: ClassVar[str] = "placement.changed"
    label: ClassVar[Label] = Label("Bố trí lại sau tổ chức lại", "Placement changed")
    ndb_group: ClassVar[int | None] = 4
    from_unit: FromUnit | None = None
    to_unit: ToUnit
    job_position: JobPosition | None = None
    ground: Annotated[str, Label("Căn cứ bố trí", "Ground")] = "REORG"
