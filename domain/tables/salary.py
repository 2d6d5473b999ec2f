"""Salary tables: coefficients by step, and how long a step is held.

Source: domain.md 1.4 (NĐ 204/2004, tables 1 and 2) [V:S19], 3.6 (TT 08/2013) [V:S18][V:S40].
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class SalaryTable:
    """`step_months`: at a step before the next; `beyond_months`: at the last one, before VK."""

    name: str
    coefficients: tuple[Decimal, ...]
    step_months: int
    beyond_months: int
    valid_from: date
    source: str
    mark: Mark = Mark.V
    beyond_mark: Mark = Mark.V
    valid_to: date | None = None

    def holds_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


_SINCE = date(2004, 10, 1)
_SOURCE = "NĐ 204/2004"


def _table(name: str, text: str, months: int, beyond_months: int, beyond_mark: Mark) -> SalaryTable:
    coefficients = tuple(Decimal(part) for part in text.split())
    return SalaryTable(
        name,
        coefficients,
        step_months=months,
        beyond_months=beyond_months,
        valid_from=_SINCE,
        source=_SOURCE,
        beyond_mark=beyond_mark,
    )


SALARY_TABLES: dict[str, SalaryTable] = {
    table.name: table
    for table in (
        _table("CGCC", "8.80 9.40 10.00", 60, 36, Mark.K),
        _table("A3.1", "6.20 6.56 6.92 7.28 7.64 8.00", 36, 36, Mark.V),
        _table("A3.2", "5.75 6.11 6.47 6.83 7.19 7.55", 36, 36, Mark.V),
        _table("A2.1", "4.40 4.74 5.08 5.42 5.76 6.10 6.44 6.78", 36, 36, Mark.V),
        _table("A2.2", "4.00 4.34 4.68 5.02 5.36 5.70 6.04 6.38", 36, 36, Mark.V),
        _table("A1", "2.34 2.67 3.00 3.33 3.66 3.99 4.32 4.65 4.98", 36, 36, Mark.V),
        _table("A0", "2.10 2.41 2.72 3.03 3.34 3.65 3.96 4.27 4.58 4.89", 36, 36, Mark.V),
        _table("B", "1.86 2.06 2.26 2.46 2.66 2.86 3.06 3.26 3.46 3.66 3.86 4.06", 24, 24, Mark.K),
        _table("C1", "1.65 1.83 2.01 2.19 2.37 2.55 2.73 2.91 3.09 3.27 3.45 3.63", 24, 24, Mark.K),
        _table(
            "LAI_XE", "2.05 2.23 2.41 2.59 2.77 2.95 3.13 3.31 3.49 3.67 3.85 4.03", 24, 24, Mark.K
        ),
    )
}
"""By name. Driver's step 11 is 3.86 in one printed source; arithmetic gives 3.85."""

BEYOND_FIRST_PERCENT = 5
BEYOND_NEXT_PERCENT = 1
BEYOND_NEXT_MONTHS = 12
"""VK begins at 5 % and grows by 1 % a year. Source: domain.md 3.6."""


def salary_table_on(name: str, on: date) -> SalaryTable | None:
    """The table as it stood on a day; None: there was none of that name, or it is not known."""
    table = SALARY_TABLES.get(name)
    return table if table is not None and table.holds_on(on) else None


def steps_of(table: str | None) -> int | None:
    """How many steps the table has; None if it is not known."""
    known = SALARY_TABLES.get(table or "")
    return len(known.coefficients) if known else None


def coefficient_of(table: str | None, step: int) -> Decimal | None:
    """The coefficient of `step` (from 1); None if table or step is not known."""
    known = SALARY_TABLES.get(table or "")
    if known is None or not 1 <= step <= len(known.coefficients):
        return None
    return known.coefficients[step - 1]


def step_difference(table: str | None, step: int | None) -> Decimal | None:
    """From `step` to the next, from the last but one at the last; None if not known."""
    known = SALARY_TABLES.get(table or "")
    if known is None:
        return None
    lower = min(max(step or 1, 1), len(known.coefficients) - 1)
    return known.coefficients[lower] - known.coefficients[lower - 1]
