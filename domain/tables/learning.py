"""Kinds of training with their levels, and degrees in their order.

Source: domain.md 2.4 (items 15.1 to 15.6 of form 2C-BNV/2008) [V:S10], 3.7. New kinds are new rows.
"""

from dataclasses import dataclass
from datetime import date

from domain.events.learning import Degree, TrainingKind
from domain.labels import Label
from domain.tables.dated import Dated, on_day
from domain.tables.marks import Mark

_2C = "Mẫu 2C-BNV/2008"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow(Dated):
    """`levels`: as papers name them, the highest first; none: the kind knows no levels here."""

    kind: TrainingKind
    label: Label
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeRow(Dated):
    """`rank` counts from the lowest; item 15.2 names the degree of the highest."""

    degree: Degree
    label: Label
    rank: int


TRAINING_ROWS: tuple[TrainingRow, ...] = (
    TrainingRow(
        kind=TrainingKind.LLCT,
        label=Label("Lý luận chính trị", "Political theory"),
        levels=("Cao cấp", "Trung cấp", "Sơ cấp"),
        source=_2C,
        mark=Mark.V,
    ),
    TrainingRow(
        kind=TrainingKind.QLNN,
        label=Label("Quản lý nhà nước", "State management"),
        levels=("Chuyên viên cao cấp", "Chuyên viên chính", "Chuyên viên", "Cán sự"),
        source=_2C,
        mark=Mark.V,
    ),
    TrainingRow(
        kind=TrainingKind.QPAN,
        label=Label("Quốc phòng và an ninh", "Defence and security"),
        source="domain.md 3.7",
        mark=Mark.P,
    ),
    TrainingRow(
        kind=TrainingKind.NGHIEP_VU,
        label=Label("Chuyên môn, nghiệp vụ", "Professional skills"),
        source="domain.md 3.7",
        mark=Mark.P,
    ),
    TrainingRow(
        kind=TrainingKind.NGOAI_NGU,
        label=Label("Ngoại ngữ", "Foreign language"),
        source=_2C,
        mark=Mark.V,
    ),
    TrainingRow(
        kind=TrainingKind.TIN_HOC,
        label=Label("Tin học", "Informatics"),
        source=_2C,
        mark=Mark.V,
    ),
    TrainingRow(
        kind=TrainingKind.LANH_DAO,
        label=Label("Lãnh đạo, quản lý", "Leadership"),
        source="domain.md 3.7",
        mark=Mark.P,
    ),
)


def _degree(degree: Degree, vi: str, en: str, rank: int, mark: Mark = Mark.V) -> DegreeRow:
    return DegreeRow(degree=degree, label=Label(vi, en), rank=rank, source=_2C, mark=mark)


DEGREE_ROWS: tuple[DegreeRow, ...] = (
    _degree(Degree.TSKH, "Tiến sĩ khoa học", "Doctor of science", 8),
    _degree(Degree.TIEN_SI, "Tiến sĩ", "Doctor", 7),
    _degree(Degree.THAC_SI, "Thạc sĩ", "Master", 6),
    _degree(Degree.CU_NHAN, "Cử nhân", "Bachelor", 5),
    _degree(Degree.KY_SU, "Kỹ sư", "Engineer", 5),
    _degree(Degree.CAO_DANG, "Cao đẳng", "College", 4),
    _degree(Degree.TRUNG_CAP, "Trung cấp", "Intermediate vocational", 3),
    _degree(Degree.SO_CAP, "Sơ cấp", "Elementary vocational", 2),
    _degree(Degree.PHO_THONG, "Giáo dục phổ thông", "General education", 1),
    _degree(Degree.KHAC, "Khác", "Other", 0, Mark.P),
)


def training_on(kind: TrainingKind, on: date) -> TrainingRow | None:
    """The row of the kind on a day; None if there is none."""
    return next((row for row in on_day(TRAINING_ROWS, on) if row.kind is kind), None)


def degree_rank(degree: Degree) -> int:
    """How high a degree stands; equal for those of one level."""
    return next(row.rank for row in DEGREE_ROWS if row.degree is degree)
