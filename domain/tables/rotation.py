"""Months after which the holder of a listed position changes. Source: domain.md 3.5, 0.4.

The lists of positions stand in annexes and in the plans of the agencies, which nobody collected:
which position is listed is said by a local policy, by the paper of a rotation, or (marked K) by the
one row below. The period alone is national.
"""

from dataclasses import dataclass
from datetime import date

from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class RotationPeriod:
    """In force for what is judged on a day in `[valid_from, valid_to)`."""

    min_months: int
    max_months: int
    law: str
    valid_from: date
    valid_to: date | None
    mark: Mark = Mark.V

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_ND158 = date(2007, 11, 22)
"""Fifteen days after its gazetting: the day itself is [K], the year is read."""
_ND150 = date(2013, 12, 20)
"""The day is [K], the year is read."""
_ND59 = date(2019, 8, 15)

NATIONAL = (
    RotationPeriod(36, 36, "NĐ 158/2007/NĐ-CP", _ND158, _ND150),
    RotationPeriod(24, 60, "NĐ 150/2013/NĐ-CP Điều 1 khoản 4", _ND150, _ND59),
    RotationPeriod(24, 60, "Luật 36/2018/QH14 Điều 25; NĐ 59/2019/NĐ-CP", _ND59, None),
)
"""By sector, between the two; a list narrows it."""

PERSONNEL_WORK = RotationPeriod(36, 60, "TT 03/2022/TT-BNV", date(2022, 1, 1), None, Mark.K)
"""Positions of organisation and personnel work in the Home Affairs branch: a switch."""
