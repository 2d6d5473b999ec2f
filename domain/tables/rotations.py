"""Positions whose holders are rotated, by date. Source: domain.md 3.5 (rotation clock, R-ROT).

The national rows give the periods of the decrees to the position that domain.md names, organisation
and personnel work; every further position, and every local period, is local policy and comes in as
further rows of the same form. A dated local policy overrides the national set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.posts import folded
from domain.tables.marks import Mark
from domain.tables.rotation import NATIONAL as PERIODS
from domain.tables.rotation import PERSONNEL_WORK


@dataclass(frozen=True, slots=True)
class ListedPosition:
    """`rotationPosition {code, minMonths, maxMonths, validFrom, basis}`.

    `titles`: how papers print the position; its code is matched as well. `valid_until`: first day
    on which the row no longer holds, None: until a later row of its code. `units`: where it holds;
    empty: everywhere.
    """

    code: str
    min_months: int
    max_months: int
    valid_from: date
    basis: str
    titles: tuple[str, ...] = ()
    valid_until: date | None = None
    units: frozenset[UUID] = frozenset()
    local: bool = False
    mark: Mark = Mark.V


_PERSONNEL = ("Tổ chức cán bộ", "Công tác tổ chức cán bộ", "Chuyên viên tổ chức cán bộ")

NATIONAL: tuple[ListedPosition, ...] = tuple(
    ListedPosition(
        code="TO_CHUC_CAN_BO",
        min_months=period.min_months,
        max_months=period.max_months,
        valid_from=period.valid_from,
        basis=period.law,
        titles=_PERSONNEL,
        valid_until=period.valid_to,
        mark=period.mark,
    )
    for period in (*PERIODS, PERSONNEL_WORK)
)
"""By decree; K where period or day is not verified."""


def position_on(
    job_position: str | None,
    day: date,
    positions: Iterable[ListedPosition] = NATIONAL,
    *,
    units: frozenset[UUID] = frozenset(),
) -> ListedPosition | None:
    """The row that holds for a position on a day, for somebody of these units; None if it is not
    listed. Local before national, then the one that began last."""
    name = folded(job_position)
    if not name:
        return None
    found = [
        row
        for row in positions
        if row.valid_from <= day
        and (row.valid_until is None or day < row.valid_until)
        and (not row.units or row.units & units)
        and (name == folded(row.code) or any(name == folded(title) for title in row.titles))
    ]
    return max(found, key=lambda row: (row.local, row.valid_from), default=None)
