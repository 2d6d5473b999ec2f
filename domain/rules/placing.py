"""Where the papers place somebody, and where two of them contradict each other.

R-POS-01: one primary placement at a time. A later paper ends what an earlier one began; what
contradicts is two units from the same day on, and printed periods that overlap.

Source: domain.md 1.5, 5.10.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple
from uuid import UUID

from domain.events.entry import ReceptionMade, RecruitmentMade
from domain.events.envelope import CareerEvent, UnitRef
from domain.events.movement import LeaderRotated, PlacementChanged, TransferMade
from domain.events.registers import WorkPeriodClaimed
from domain.intervals import expires_on, plus_days
from domain.standing import Force, Standing
from domain.unit_names import unit_key

_MOVES: Final = (TransferMade, LeaderRotated, PlacementChanged)
_ENTRIES: Final = (RecruitmentMade, ReceptionMade)


class Placed(NamedTuple):
    """In a unit in `[start, end)` by one paper; `end` None: it prints none."""

    event_id: UUID
    unit: UnitRef
    start: date
    end: date | None
    batch_id: UUID | None


class Overlap(NamedTuple):
    """Two papers that place the person in two units on the same days."""

    one: Placed
    other: Placed
    start: date
    end: date | None


def placed_by(standings: Iterable[Standing]) -> Iterator[Placed]:
    """The primary placements that papers in force, and claims, name."""
    for standing in standings:
        unit = _unit_of(standing.event)
        if unit is None or standing.force is not Force.IN_FORCE or standing.effective_on is None:
            continue
        yield Placed(
            standing.event_id,
            unit,
            standing.effective_on,
            _end_of(standing.event),
            standing.event.batch_id,
        )


def _unit_of(event: CareerEvent) -> UnitRef | None:
    if isinstance(event, _MOVES):
        return event.to_unit
    if isinstance(event, (*_ENTRIES, WorkPeriodClaimed)):
        return event.unit
    return None


def _end_of(event: CareerEvent) -> date | None:
    """The end of a claimed or listed period; the term of a luân chuyển ends no placement."""
    if isinstance(event, WorkPeriodClaimed) and event.until is not None:
        return plus_days(event.until.last_day, 1)
    return None if isinstance(event, LeaderRotated) else expires_on(event)


def overlaps(standings: Iterable[Standing]) -> Iterator[Overlap]:
    """Pairs in the order of their beginning; acts of one paper are one placement."""
    placed = sorted(placed_by(standings), key=lambda one: (one.start, str(one.event_id)))
    for one, other in combinations(placed, 2):
        same_paper = one.batch_id is not None and one.batch_id == other.batch_id
        if same_paper or same_place(one.unit, other.unit):
            continue
        if one.start == other.start:
            ends = [day for day in (one.end, other.end) if day is not None]
            yield Overlap(one, other, one.start, min(ends, default=None))
        elif one.end is not None and other.start < one.end:
            end = min(one.end, other.end) if other.end is not None else one.end
            yield Overlap(one, other, other.start, end)


def same_place(one: UnitRef, other: UnitRef) -> bool:
    """The same unit, or a unit and a part of it: papers name the division alone, or all above."""
    if one.unit_id is not None and one.unit_id == other.unit_id:
        return True
    short, long = sorted((unit_key(one.as_printed), unit_key(other.as_printed)), key=len)
    return short in long
