"""Entry and classification. Source: domain.md 3.3."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.events.envelope import (
    CareerEvent,
    Coefficient,
    PersonnelClass,
    UnitRef,
    Upcast,
    as_it_was,
)
from domain.labels import Label, personal, sensitive
from domain.people import Gender, Identifier

Unit = Annotated[UnitRef, Label("Đơn vị", "Unit")]
GradeCode = Annotated[str, Label("Mã ngạch, chức danh", "Grade or title code")]
Step = Annotated[int, Field(ge=1, le=12), Label("Bậc", "Step")]
ProfessionalLevel = Annotated[
    int, Field(ge=1, le=5), Label("Bậc nghề nghiệp", "Professional level")
]
"""Of viên chức from 2026-07-01, a level and no salary step. Source: NĐ 232/2026 [V:S41]."""
ExamDoc = Annotated[str, Label("Văn bản công nhận kết quả thi, xét", "Result of the examination")]


class RecruitmentMade(CareerEvent):
    """Tuyển dụng: recruited by examination or selection.

    `grade_code` holds a grade's code or a professional title's, whichever the paper names.
    """

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "recruitment.made"
    label: ClassVar[Label] = Label("Tuyển dụng", "Recruitment")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit
    personnel_class: Annotated[PersonnelClass, Label("Loại", "Class")]
    method: Annotated[str | None, Label("Hình thức tuyển", "Method")] = None
    job_position: Annotated[str | None, Label("Vị trí việc làm", "Job position")] = None
    grade_code: GradeCode | None = None
    step: Step | None = None
    coefficient: Annotated[Coefficient | None, Label("Hệ số", "Coefficient")] = None
    pay_percent: Annotated[int | None, Label("Hưởng % lương", "Pay percent")] = None
    probation_months: Annotated[int | None, Label("Tập sự (tháng)", "Probation (months)")] = None
    exam_result_doc: ExamDoc | None = None
    recruit_agency: Annotated[UnitRef | None, Label("Cơ quan tuyển dụng", "Recruited by")] = None
    occupation: Annotated[
        str | None, personal("Nghề nghiệp khi được tuyển dụng", "Occupation at recruitment")
    ] = None


class ReceptionMade(CareerEvent):
    """Tiếp nhận vào làm công chức, tiếp nhận viên chức."""

    topic: ClassVar[str] = "reception.made"
    label: ClassVar[Label] = Label("Tiếp nhận", "Reception")
    ndb_group: ClassVar[int | None] = 4
    unit: Unit
    from_unit: Annotated[UnitRef | None, Label("Từ đơn vị", "From unit")] = None
    from_class: Annotated[PersonnelClass | None, Label("Từ loại", "From class")] = None
    to_class: Annotated[PersonnelClass | None, Label("Vào loại", "To class")] = None
    grade_code: GradeCode | None = None
    step: Step | None = None
    coefficient: Annotated[Coefficient | None, Label("Hệ số", "Coefficient")] = None


class ProbationStarted(CareerEvent):
    """Tập sự."""

    topic: ClassVar[str] = "probation.started"
    label: ClassVar[Label] = Label("Tập sự", "Probation started")
    ndb_group: ClassVar[int | None] = 4
    months: Annotated[int, Field(ge=1, le=36), Label("Số tháng", "Months")]
    mentor: Annotated[str | None, personal("Người hướng dẫn", "Mentor")] = None


class ProbationEnded(CareerEvent):
    """Hết tập sự."""

    topic: ClassVar[str] = "probation.ended"
    label: ClassVar[Label] = Label("Hết tập sự", "Probation ended")
    ndb_group: ClassVar[int | None] = 4


class ClassChanged(CareerEvent):
    """Chuyển loại: e.g. viên chức to công chức."""

    topic: ClassVar[str] = "class.changed"
    label: ClassVar[Label] = Label("Chuyển loại", "Class changed")
    ndb_group: ClassVar[int | None] = 4
    from_class: Annotated[PersonnelClass | None, Label("Từ loại", "From class")] = None
    to_class: Annotated[PersonnelClass, Label("Sang loại", "To class")]


class GradeAssigned(CareerEvent):
    """Bổ nhiệm vào ngạch, xếp chức danh nghề nghiệp."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "grade.assigned"
    label: ClassVar[Label] = Label("Bổ nhiệm vào ngạch", "Grade assigned")
    ndb_group: ClassVar[int | None] = 6
    grade_code: GradeCode
    salary_table: Annotated[str | None, Label("Bảng lương", "Salary table")] = None
    step: Step
    coefficient: Annotated[Coefficient, Label("Hệ số", "Coefficient")]
    next_clock_start: Annotated[
        PartialDate | None, Label("Mốc tính nâng bậc lần sau", "Next step counted from")
    ] = None
    professional_level: ProfessionalLevel | None = None


class IdentityRecorded(CareerEvent):
    """Khai nhân thân: begins a person's stream. Every identifier stays valid for its period."""

    topic: ClassVar[str] = "identity.recorded"
    label: ClassVar[Label] = Label("Nhân thân", "Identity recorded")
    ndb_group: ClassVar[int | None] = 1
    full_name: Annotated[str, Field(min_length=1), personal("Họ và tên khai sinh", "Full name")]
    other_names: Annotated[tuple[str, ...], personal("Tên gọi khác", "Other names")] = ()
    birth_date: Annotated[PartialDate | None, personal("Ngày sinh", "Birth date")] = None
    gender: Annotated[Gender | None, personal("Giới tính", "Gender")] = None
    identifiers: Annotated[tuple[Identifier, ...], personal("Số định danh", "Identifiers")] = ()
    birth_place: Annotated[str | None, personal("Nơi sinh", "Birth place")] = None
    native_place: Annotated[str | None, personal("Quê quán", "Native place")] = None
    ethnicity: Annotated[str | None, sensitive("Dân tộc", "Ethnicity")] = None
    religion: Annotated[str | None, sensitive("Tôn giáo", "Religion")] = None


class IdentityCorrected(CareerEvent):
    """Cải chính hộ tịch: the civil status changed; both values stay searchable.

    `field` is the camelCase name of a field of `identity.recorded`; values as stored there.
    """

    topic: ClassVar[str] = "identity.corrected"
    label: ClassVar[Label] = Label("Cải chính nhân thân", "Identity corrected")
    ndb_group: ClassVar[int | None] = 1
    field: Annotated[str, Label("Trường", "Field")]
    old: Annotated[str | None, personal("Giá trị cũ", "Old value")] = None
    new: Annotated[str, personal("Giá trị mới", "New value")]
    civil_status_doc: Annotated[str | None, personal("Giấy tờ hộ tịch", "Civil status paper")] = (
        None
    )


SAME_PERSON_STREAM = UUID("8b1f7a34-0c55-4e0d-b1f8-52a6d9c07e41")
"""Where every merge and separation stands a second time: so it is known, from either stream, which
streams must be read together."""


class IdentityMerged(CareerEvent):
    """Two streams are one human after all: recorded in the one that goes on, and in
    SAME_PERSON_STREAM. In force once another human has agreed (domain.md 3.17)."""

    topic: ClassVar[str] = "identity.merged"
    label: ClassVar[Label] = Label("Hợp nhất nhân thân", "Identities merged")
    ndb_group: ClassVar[int | None] = 1
    other_person_id: Annotated[UUID, Label("Người kia", "Other person")]


class IdentitySeparated(CareerEvent):
    """A merge was wrong: `other_person_id` stands apart again, with what was recorded of it.

    Recorded as the merge was; in force once another human has agreed.
    """

    topic: ClassVar[str] = "identity.separated"
    label: ClassVar[Label] = Label("Tách nhân thân", "Identities separated")
    ndb_group: ClassVar[int | None] = 1
    other_person_id: Annotated[UUID, Label("Người kia", "Other person")]
