"""What is no time at a salary step, and since when. Source: domain.md 3.6 [V:S40]."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.tables.marks import Mark


class Idle(StrEnum):
    """A cause for which time is not counted."""

    UNPAID_LEAVE = "UNPAID_LEAVE"
    BEYOND_LIMIT = "BEYOND_LIMIT"
    """Study or work that goes on beyond the time decided."""
    SUSPENSION = "SUSPENSION"
    """Suspension, custody, detention."""
    UNPAID_PROBATION = "UNPAID_PROBATION"
    """Probation at a part of the pay."""
    PROBATION = "PROBATION"
    """Probation at full pay too."""


@dataclass(frozen=True, slots=True)
class IdleRow:
    """Days from `valid_from` on are not counted; None: by every text that is known."""

    cause: Idle
    source: str
    valid_from: date | None = None
    mark: Mark = Mark.V


_TT_08 = "TT 08/2013/TT-BNV Điều 2(1)c"

IDLE_ROWS: tuple[IdleRow, ...] = (
    IdleRow(Idle.UNPAID_LEAVE, _TT_08),
    IdleRow(Idle.BEYOND_LIMIT, _TT_08),
    IdleRow(Idle.SUSPENSION, _TT_08),
    IdleRow(Idle.UNPAID_PROBATION, _TT_08),
    IdleRow(Idle.PROBATION, "TT 03/2021/TT-BNV", date(2021, 8, 15)),
)

_SINCE = {row.cause: row.valid_from or date.min for row in IDLE_ROWS}


def uncounted_since(cause: Idle) -> date | None:
    """The first day that is not counted for this cause; None if it has no row."""
    return _SINCE.get(cause)
