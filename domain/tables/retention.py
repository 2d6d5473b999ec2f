"""How long records are kept, by the table in force when they were closed. Source: domain.md 2.8.

TT 09/2011 for papers closed before 15/2/2023; of TT 10/2022 two rows were read, of TT 08/2025 none:
they come as new rows. Years count from the year that work ended (R-RET-02).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.tables.dated import Dated, on_day
from domain.tables.marks import Mark


class RetentionKind(StrEnum):
    """What kind of personnel record a row is about."""

    ORIGINAL_DOSSIER = "ORIGINAL_DOSSIER"
    APPOINTMENT_MOVEMENT = "APPOINTMENT_MOVEMENT"
    DISCIPLINE = "DISCIPLINE"
    BENEFITS = "BENEFITS"
    DOSSIER_REGISTERS = "DOSSIER_REGISTERS"
    SALARY_RAISE = "SALARY_RAISE"
    PLANNING = "PLANNING"
    PLANNING_VOTES = "PLANNING_VOTES"
    EXAM_RESULTS = "EXAM_RESULTS"
    EXAM_PAPERS = "EXAM_PAPERS"
    INTERNAL_PROTECTION = "INTERNAL_PROTECTION"
    STAFF_REPORTS = "STAFF_REPORTS"
    QUOTA = "QUOTA"
    CORRESPONDENCE = "CORRESPONDENCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRow(Dated):
    """`years` None: vĩnh viễn, for ever."""

    kind: RetentionKind
    name: str
    years: int | None


_TT10 = date(2023, 2, 15)
_TT08 = date(2025, 6, 6)
"""When TT 08/2025 was signed; from when it holds was not read [K]."""


def _of_2011(kind: RetentionKind, name: str, years: int | None) -> RetentionRow:
    return RetentionRow(
        kind=kind,
        name=name,
        years=years,
        source="TT 09/2011/TT-BNV",
        mark=Mark.V,
        valid_to=_TT10,
    )


def _of_2022(kind: RetentionKind, name: str, years: int | None) -> RetentionRow:
    return RetentionRow(
        kind=kind,
        name=name,
        years=years,
        source="TT 10/2022/TT-BNV",
        mark=Mark.V,
        valid_from=_TT10,
        valid_to=_TT08,
    )


_K = RetentionKind
RETENTION_ROWS: tuple[RetentionRow, ...] = (
    _of_2011(_K.ORIGINAL_DOSSIER, "Hồ sơ gốc cán bộ, công chức, viên chức", None),
    _of_2011(_K.APPOINTMENT_MOVEMENT, "Bổ nhiệm, đề bạt, điều động, luân chuyển", 70),
    _of_2011(_K.DISCIPLINE, "Kỷ luật", 70),
    _of_2011(_K.BENEFITS, "Giải quyết chế độ (hưu trí, tử tuất, bảo hiểm xã hội)", 70),
    _of_2011(_K.DOSSIER_REGISTERS, "Sổ, phiếu quản lý hồ sơ", 70),
    _of_2011(_K.SALARY_RAISE, "Nâng lương", 20),
    _of_2011(_K.PLANNING, "Quy hoạch cán bộ", 20),
    _of_2011(_K.EXAM_RESULTS, "Thi tuyển, nâng ngạch: kết quả", 20),
    _of_2011(_K.EXAM_PAPERS, "Thi tuyển, nâng ngạch: bài thi", 5),
    _of_2011(_K.INTERNAL_PROTECTION, "Bảo vệ chính trị nội bộ", 20),
    _of_2011(_K.STAFF_REPORTS, "Báo cáo danh sách, chất lượng", None),
    _of_2011(_K.QUOTA, "Chỉ tiêu biên chế", None),
    _of_2011(_K.CORRESPONDENCE, "Công văn trao đổi", 10),
    _of_2022(_K.PLANNING_VOTES, "Quy hoạch: phiếu tín nhiệm", 5),
    _of_2022(_K.PLANNING, "Quy hoạch: hồ sơ khác", 10),
)


def retention_on(kind: RetentionKind, closed_on: date) -> RetentionRow | None:
    """The row for records closed on that day; None: no table that was read says it."""
    return next((row for row in on_day(RETENTION_ROWS, closed_on) if row.kind is kind), None)


def retained_until(row: RetentionRow, ended: int) -> date | None:
    """Last day of the retention of what ended in the year `ended`; None: for ever (R-RET-02)."""
    return date(ended + row.years, 12, 31) if row.years is not None else None
