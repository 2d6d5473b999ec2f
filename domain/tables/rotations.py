"""Positions whose holders are rotated, by date. Source: domain.md 3.5 (rotation clock, R-ROT).

The national rows name the periods of the decrees for the position that domain.md names,
organisation and personnel work; every further position, and every local period, is local policy and
comes in as further rows of the same form. A dated local policy overrides the national set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.posts import folded
from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class RotationPosition:
    """`rotationPosition {code, minMonths, maxMonths, validFrom, basis}`.

    `titles`: how papers print the position; its code is matched as well. `valid_until`: first day
    on which the row no longer holds, None: until a later row of its code.
    """

    code: str
    min_months: int
    max_months: int
    valid_from: date
    basis: str
    titles: tuple[str, ...] = ()
    valid_until: date | None = None
    local: bool = False
    mark: Mark = Mark.V


_PERSONNEL = ("Tổ chức cán bộ", "Công tác tổ chức cán bộ", "Chuyên viên tổ chức cán bộ")

NATIONAL: tuple[RotationPosition, ...] = (
    RotationPosition(
        "TO_CHUC_CAN_BO", 36, 36, date(2007, 10, 27), "NĐ 158/2007", _PERSONNEL, mark=Mark.K
    ),
    RotationPosition(
        "TO_CHUC_CAN_BO", 24, 60, date(2013, 12, 20), "NĐ 150/2013", _PERSONNEL, mark=Mark.K
    ),
    RotationPosition(
        "TO_CHUC_CAN_BO",
        24,
        60,
        date(2019, 8, 15),
        "Luật 36/2018 Điều 25; NĐ 59/2019",
        _PERSONNEL,
    ),
)
"""By decree. K where the day on which the decree came into force is not verified."""


def position_on(
    job_position: str | None, day: date, positions: Iterable[RotationPosition] = NATIONAL
) -> RotationPosition | None:
    """The row that holds for a position on a day; None if it is not listed. Local before national,
    then the one that began last."""
    name = folded(job_position)
    if not name:
        return None
    found = [
        row
        for row in positions
        if row.valid_from <= day
        and (row.valid_until is None or day < row.valid_until)
        and (name == folded(row.code) or any(name == folded(title) for title in row.titles))
    ]
    return max(found, key=lambda row: (row.local, row.valid_from), default=None)
