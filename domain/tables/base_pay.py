"""Base pay, allowances of commune posts, and levels of viên chức: dated. Source: domain.md 0.4.

Base pay (mức lương cơ sở) is the State's and stands in no personnel event. Of its history only the
row that was read is here; others come as new rows.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.tables.dated import Dated, on_day
from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePay(Dated):
    """In đồng a month."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneAllowance(Dated):
    """Post allowance at commune level; `large_city`: Hà Nội and HCMC."""

    post: str
    coefficient: Decimal
    large_city: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalLevelRow(Dated):
    """Bậc nghề nghiệp of viên chức: a level, no salary step, and its salary table."""

    level: int
    table: str


BASE_PAY_ROWS: tuple[BasePay, ...] = (
    BasePay(
        amount=2_530_000,
        source="NĐ 161/2026/NĐ-CP",
        mark=Mark.V,
        valid_from=date(2026, 7, 1),
    ),
)


def _commune(post: str, coefficient: str, large_city: str) -> CommuneAllowance:
    return CommuneAllowance(
        post=post,
        coefficient=Decimal(coefficient),
        large_city=Decimal(large_city),
        source="NĐ 07/2026/NĐ-CP",
        mark=Mark.V,
        valid_from=date(2026, 1, 1),
    )


COMMUNE_ALLOWANCE_ROWS: tuple[CommuneAllowance, ...] = (
    _commune("Chủ tịch", "0.60", "0.70"),
    _commune("Phó Chủ tịch", "0.50", "0.60"),
    _commune("Trưởng phòng", "0.25", "0.35"),
    _commune("Phó Trưởng phòng", "0.15", "0.20"),
)

PROFESSIONAL_LEVEL_ROWS: tuple[ProfessionalLevelRow, ...] = tuple(
    ProfessionalLevelRow(
        level=level,
        table=table,
        source="NĐ 232/2026/NĐ-CP",
        mark=Mark.V,
        valid_from=date(2026, 7, 1),
    )
    for level, table in enumerate(("B", "A0", "A1", "A2.1", "A3.1"), start=1)
)


def base_pay_on(on: date) -> int | None:
    """Đồng a month; None: the row of that day was not read."""
    return next((row.amount for row in on_day(BASE_PAY_ROWS, on)), None)


def table_of_level(level: int, on: date) -> str | None:
    """The salary table of a professional level on a day; None before there were levels."""
    rows = on_day(PROFESSIONAL_LEVEL_ROWS, on)
    return next((row.table for row in rows if row.level == level), None)
