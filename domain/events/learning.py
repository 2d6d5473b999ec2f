"""Training and education. Source: domain.md 3.7, 2.4 (items 15 and 27)."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.dates import PartialDate
from domain.events.envelope import CareerEvent
from domain.labels import Label, personal


class TrainingKind(StrEnum):
    """LLCT: lý luận chính trị; QLNN: quản lý nhà nước; QPAN: quốc phòng và an ninh. What each is
    called, and its levels, stands in domain/tables/learning.py."""

    LLCT = "LLCT"
    QLNN = "QLNN"
    QPAN = "QPAN"
    NGHIEP_VU = "NGHIEP_VU"
    NGOAI_NGU = "NGOAI_NGU"
    TIN_HOC = "TIN_HOC"
    LANH_DAO = "LANH_DAO"


class Degree(StrEnum):
    """Source: domain.md 2.4, items 15.1 and 15.2."""

    TSKH = "TSKH"
    TIEN_SI = "TIEN_SI"
    THAC_SI = "THAC_SI"
    CU_NHAN = "CU_NHAN"
    KY_SU = "KY_SU"
    CAO_DANG = "CAO_DANG"
    TRUNG_CAP = "TRUNG_CAP"
    SO_CAP = "SO_CAP"
    PHO_THONG = "PHO_THONG"
    KHAC = "KHAC"


class DiplomaResult(StrEnum):
    """What the issuing school answered."""

    GENUINE = "GENUINE"
    FAKE = "FAKE"
    NOT_FOUND = "NOT_FOUND"


Course = Annotated[str, Field(min_length=1), Label("Khóa học, lớp", "Course")]
Place = Annotated[str, Label("Nơi đào tạo", "Place")]
Money = Annotated[int, Field(ge=0)]
"""In đồng."""


class TrainingSent(CareerEvent):
    """Cử đi đào tạo, bồi dưỡng, from the effective date to `last_day`."""

    topic: ClassVar[str] = "training.sent"
    label: ClassVar[Label] = Label("Cử đi đào tạo", "Sent to training")
    ndb_group: ClassVar[int | None] = 5
    course: Course
    place: Place | None = None
    kind: Annotated[TrainingKind | None, Label("Loại bồi dưỡng", "Kind")] = None
    support: Annotated[str | None, Label("Chế độ hỗ trợ", "Support")] = None
    commitment_months: Annotated[
        int | None, Field(ge=1, le=480), Label("Cam kết phục vụ (tháng)", "Commitment (months)")
    ] = None


class TrainingCompleted(CareerEvent):
    """Hoàn thành khóa học, được cấp chứng chỉ."""

    topic: ClassVar[str] = "training.completed"
    label: ClassVar[Label] = Label("Hoàn thành bồi dưỡng", "Training completed")
    ndb_group: ClassVar[int | None] = 5
    kind: Annotated[TrainingKind, Label("Loại bồi dưỡng", "Kind")]
    level: Annotated[str | None, Label("Trình độ", "Level")] = None
    course: Course | None = None
    place: Place | None = None
    language: Annotated[str | None, Label("Ngoại ngữ", "Language")] = None
    certificate_no: Annotated[str | None, Label("Số chứng chỉ", "Certificate no.")] = None
    certificate_date: Annotated[
        PartialDate | None, Label("Ngày cấp chứng chỉ", "Certificate of")
    ] = None


class EducationCompleted(CareerEvent):
    """Tốt nghiệp, được cấp bằng. `degree_as_printed`: also the classes of general education."""

    topic: ClassVar[str] = "education.completed"
    label: ClassVar[Label] = Label("Tốt nghiệp, cấp bằng", "Education completed")
    ndb_group: ClassVar[int | None] = 5
    degree: Annotated[Degree, Label("Trình độ đào tạo", "Degree")]
    degree_as_printed: Annotated[str | None, Label("Tên bằng (như in)", "Degree as printed")] = None
    major: Annotated[str | None, Label("Chuyên ngành", "Major")] = None
    school: Annotated[str | None, Label("Cơ sở đào tạo", "School")] = None
    mode: Annotated[str | None, Label("Hình thức đào tạo", "Mode")] = None
    year: Annotated[int | None, Field(ge=1900, le=2100), Label("Năm tốt nghiệp", "Year")] = None
    diploma_no: Annotated[str | None, Label("Số hiệu văn bằng", "Diploma no.")] = None
    classification: Annotated[str | None, personal("Xếp loại tốt nghiệp", "Graded")] = None


class TrainingCompensation(CareerEvent):
    """Đền bù chi phí đào tạo: who leaves before the commitment ends pays back."""

    topic: ClassVar[str] = "training.compensation"
    label: ClassVar[Label] = Label("Đền bù chi phí đào tạo", "Training cost repaid")
    ndb_group: ClassVar[int | None] = 5
    amount: Annotated[Money, personal("Số tiền (đồng)", "Amount (đồng)")]
    course: Course | None = None


class DiplomaVerified(CareerEvent):
    """Xác minh văn bằng: a fake one has no limitation period for discipline (R-TRN-01)."""

    topic: ClassVar[str] = "diploma.verified"
    label: ClassVar[Label] = Label("Xác minh văn bằng", "Diploma verified")
    ndb_group: ClassVar[int | None] = 5
    result: Annotated[DiplomaResult, personal("Kết quả xác minh", "Result")]
    diploma_no: Annotated[str | None, Label("Số hiệu văn bằng", "Diploma no.")] = None
    school: Annotated[str | None, Label("Cơ sở đào tạo", "School")] = None
    answered_by: Annotated[str | None, Label("Nơi trả lời", "Answered by")] = None
