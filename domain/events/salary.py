"""Salary and grade. Source: domain.md 1.4, 3.6."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.dates import PartialDate
from domain.events.entry import ExamDoc, GradeCode, ProfessionalLevel, Step
from domain.events.envelope import CareerEvent, Coefficient, Upcast, as_it_was
from domain.labels import Label

OldCoefficient = Annotated[Coefficient, Label("Hệ số cũ", "Old coefficient")]
NewCoefficient = Annotated[Coefficient, Label("Hệ số mới", "New coefficient")]
ClockStart = Annotated[PartialDate, Label("Mốc tính nâng bậc lần sau", "Next step counted from")]


class EarlyGround(StrEnum):
    EXCELLENT = "EXCELLENT"
    PRE_RETIREMENT = "PRE_RETIREMENT"


class DelayCause(StrEnum):
    KHIEN_TRACH = "KHIEN_TRACH"
    CANH_CAO = "CANH_CAO"
    GIANG_CHUC = "GIANG_CHUC"
    CACH_CHUC = "CACH_CHUC"
    NOT_COMPLETED = "NOT_COMPLETED"
    OTHER = "OTHER"


class AllowanceKind(StrEnum):
    POST = "POST"
    CONCURRENT = "CONCURRENT"
    REGION = "REGION"
    PROFESSION = "PROFESSION"
    OTHER = "OTHER"


class RetainedKind(StrEnum):
    """What is kept for a time: the difference of coefficients, a post's allowance, another one."""

    COEFFICIENT = "COEFFICIENT"
    POST_ALLOWANCE = "POST_ALLOWANCE"
    OTHER_ALLOWANCE = "OTHER_ALLOWANCE"


class ConversionBasis(StrEnum):
    """JOB_POSITION: xếp ngạch theo vị trí việc làm (from 2025-07-01); CHANGE_OF_GRADE: chuyển
    ngạch; RECLASSIFIED: xếp lại theo tiêu chuẩn, bảng lương mới."""

    JOB_POSITION = "JOB_POSITION"
    CHANGE_OF_GRADE = "CHANGE_OF_GRADE"
    RECLASSIFIED = "RECLASSIFIED"


class StepRaised(CareerEvent):
    """Nâng bậc lương thường xuyên. No `next_clock_start`: the effective date."""

    topic: ClassVar[str] = "salary.stepRaised"
    label: ClassVar[Label] = Label("Nâng bậc lương", "Step raised")
    ndb_group: ClassVar[int | None] = 6
    grade_code: GradeCode | None = None
    old_step: Annotated[int | None, Label("Bậc cũ", "Old step")] = None
    new_step: Annotated[int, Field(ge=1, le=12), Label("Bậc mới", "New step")]
    old_coefficient: OldCoefficient | None = None
    new_coefficient: NewCoefficient
    next_clock_start: ClockStart | None = None


class StepRaisedEarly(CareerEvent):
    """Nâng bậc lương trước thời hạn."""

    topic: ClassVar[str] = "salary.stepRaisedEarly"
    label: ClassVar[Label] = Label("Nâng bậc lương trước thời hạn", "Step raised early")
    ndb_group: ClassVar[int | None] = 6
    ground: Annotated[EarlyGround, Label("Lý do nâng sớm", "Ground")]
    months_early: Annotated[int, Field(ge=1, le=60), Label("Sớm (tháng)", "Months early")]
    grade_code: GradeCode | None = None
    old_step: Annotated[int | None, Label("Bậc cũ", "Old step")] = None
    new_step: Annotated[int, Field(ge=1, le=12), Label("Bậc mới", "New step")]
    old_coefficient: OldCoefficient | None = None
    new_coefficient: NewCoefficient
    next_clock_start: ClockStart | None = None


class BeyondScaleSet(CareerEvent):
    """Phụ cấp thâm niên vượt khung; percent of the last coefficient."""

    topic: ClassVar[str] = "salary.beyondScaleSet"
    label: ClassVar[Label] = Label("Phụ cấp thâm niên vượt khung", "Beyond-scale percent set")
    ndb_group: ClassVar[int | None] = 6
    old_percent: Annotated[int | None, Label("% cũ", "Old percent")] = None
    new_percent: Annotated[int, Field(ge=1, le=100), Label("% mới", "New percent")]


class RaiseDelayed(CareerEvent):
    """Kéo dài thời gian nâng bậc: replaces the computed delay of the same cause."""

    topic: ClassVar[str] = "salary.raiseDelayed"
    label: ClassVar[Label] = Label("Kéo dài thời gian nâng bậc", "Step raise delayed")
    ndb_group: ClassVar[int | None] = 6
    months: Annotated[int, Field(ge=1, le=60), Label("Số tháng", "Months")]
    cause: Annotated[DelayCause, Label("Nguyên nhân", "Cause")]


class AllowanceSet(CareerEvent):
    """Hưởng phụ cấp: a coefficient or a percent."""

    topic: ClassVar[str] = "salary.allowanceSet"
    label: ClassVar[Label] = Label("Phụ cấp", "Allowance set")
    ndb_group: ClassVar[int | None] = 6
    kind: Annotated[AllowanceKind, Label("Loại phụ cấp", "Kind")]
    coefficient: Annotated[Coefficient | None, Label("Hệ số", "Coefficient")] = None
    percent: Annotated[int | None, Label("Phần trăm", "Percent")] = None


class GradePromoted(CareerEvent):
    """Nâng ngạch. No `next_clock_start`: by the rule of TT 02/2007 (domain.md 3.6)."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "grade.promoted"
    label: ClassVar[Label] = Label("Nâng ngạch", "Grade promoted")
    ndb_group: ClassVar[int | None] = 6
    old_grade_code: Annotated[str | None, Label("Mã ngạch cũ", "Old grade")] = None
    new_grade_code: Annotated[str, Label("Mã ngạch mới", "New grade")]
    step: Step
    old_coefficient: OldCoefficient | None = None
    new_coefficient: NewCoefficient
    next_clock_start: ClockStart | None = None
    exam_doc: ExamDoc | None = None


class GradeConverted(CareerEvent):
    """Chuyển ngạch; xếp ngạch theo vị trí việc làm."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "grade.converted"
    label: ClassVar[Label] = Label("Chuyển, xếp lại ngạch", "Grade converted")
    ndb_group: ClassVar[int | None] = 6
    old_grade_code: Annotated[str | None, Label("Mã ngạch cũ", "Old grade")] = None
    new_grade_code: Annotated[str, Label("Mã ngạch mới", "New grade")]
    step: Step | None = None
    new_coefficient: NewCoefficient | None = None
    next_clock_start: ClockStart | None = None
    old_coefficient: OldCoefficient | None = None
    basis: Annotated[ConversionBasis | None, Label("Căn cứ xếp ngạch", "Basis")] = None
    professional_level: ProfessionalLevel | None = None


class TitlePromoted(CareerEvent):
    """Thăng hạng chức danh nghề nghiệp viên chức; from 2026-07-01 a change of bậc nghề nghiệp."""

    topic: ClassVar[str] = "title.promoted"
    label: ClassVar[Label] = Label("Thăng hạng chức danh nghề nghiệp", "Title promoted")
    ndb_group: ClassVar[int | None] = 6
    old_grade_code: Annotated[str | None, Label("Mã chức danh cũ", "Old title")] = None
    new_grade_code: Annotated[str, Label("Mã chức danh mới", "New title")]
    step: Step
    old_coefficient: OldCoefficient | None = None
    new_coefficient: NewCoefficient
    next_clock_start: ClockStart | None = None
    exam_doc: ExamDoc | None = None
    professional_level: ProfessionalLevel | None = None


class SalaryRetained(CareerEvent):
    """Bảo lưu hệ số, phụ cấp: until `last_day` or `end_date`."""

    topic: ClassVar[str] = "salary.retained"
    label: ClassVar[Label] = Label("Bảo lưu lương, phụ cấp", "Salary retained")
    ndb_group: ClassVar[int | None] = 6
    kind: Annotated[RetainedKind, Label("Khoản bảo lưu", "What is retained")]
    coefficient: Annotated[Coefficient | None, Label("Hệ số", "Coefficient")] = None
    percent: Annotated[int | None, Label("Phần trăm", "Percent")] = None
