"""R-ROT: how long somebody has held a listed position, when a change is due, and who is exempt.

The period is that of the day asked about: a local list first, then the decree of that day. A list
says which positions there are; without one a position is listed if its holder came there by a
rotation.

Source: domain.md 3.5 (R-ROT), 5.2.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from domain.events.entry import ReceptionMade, RecruitmentMade
from domain.events.movement import (
    AssignmentMade,
    PlacementChanged,
    PositionRotationMade,
    TransferMade,
)
from domain.intervals import plus_days, plus_months
from domain.people import fold
from domain.rules.case import Case, units_in
from domain.rules.finding import Finding, Severity
from domain.rules.leaves import Leave, leaves_of
from domain.rules.policies import Policies
from domain.rules.reviews import open_review
from domain.rules.switches import Switches
from domain.standing import Standing
from domain.state import Employment, State
from domain.tables.rotation import (
    LONG_LEAVE_MONTHS,
    LONG_STUDY_MONTHS,
    NEAR_RETIREMENT_MONTHS,
    PERSONNEL_WORK,
    SMALL_CHILD_MONTHS,
    period_on,
)

_ND59: Final = date(2019, 8, 15)
_PERSONNEL_WORK: Final = ("to chuc can bo", "to chuc nhan su", "cong tac to chuc")


class Exemption(StrEnum):
    """Why nobody moves for the time being. Illness and inspections have no event of ours."""

    UNDER_REVIEW = "UNDER_REVIEW"
    STUDY = "STUDY"
    SECONDED = "SECONDED"
    SMALL_CHILD = "SMALL_CHILD"
    NEAR_RETIREMENT = "NEAR_RETIREMENT"


class Period(NamedTuple):
    """Months to due and to overdue, by which text; `policy_id` where it is a local one's."""

    min_months: int
    max_months: int
    law: str
    policy_id: UUID | None = None


class RotationClock(NamedTuple):
    """Of the position held on the day asked about. `due_on`: the window opens; `overdue_on`: it is
    over. `paused_days`: of long leaves, counted into both."""

    position: str
    held_since: date
    paused_days: int
    due_on: date
    overdue_on: date
    period: Period
    exempt: Exemption | None
    event_ids: tuple[UUID, ...]


class _Held(NamedTuple):
    position: str
    since: date
    by_rotation: bool
    event_ids: tuple[UUID, ...]


def rotation_clock(
    standings: Iterable[Standing], state: State, *, policies: Policies, switches: Switches
) -> RotationClock | None:
    """The clock on the day of `state`; None: a leader, no position, or none that is listed.

    Args:
        standings: the events that count, in the order of their effect.
    """
    on = state.valid_on
    if state.posts or state.employment in (Employment.NONE, Employment.ENDED):
        return None
    begun = tuple(one for one in standings if (one.effective_on or date.max) <= on)
    held = _held(begun)
    period = _period(held, on, units_in(state), policies, switches) if held else None
    if held is None or period is None:
        return None
    leaves = leaves_of(begun, on)
    paused = _paused(leaves, held.since, on)
    return RotationClock(
        position=held.position,
        held_since=held.since,
        paused_days=paused,
        due_on=plus_days(plus_months(held.since, period.min_months), paused),
        overdue_on=plus_days(plus_months(held.since, period.max_months), paused),
        period=period,
        exempt=_exemption(begun, leaves, state),
        event_ids=held.event_ids,
    )


def _held(begun: Iterable[Standing]) -> _Held | None:
    """The position held last, since when without a break, and whether a rotation led to it."""
    held: _Held | None = None
    for standing in begun:
        event, day = standing.event, standing.effective_on
        if day is None:
            continue
        match event:
            case PositionRotationMade(job_position=position):
                held = _moved(held, position, day, standing, by_rotation=True)
            case TransferMade(job_position=position) | RecruitmentMade(job_position=position):
                held = _moved(held, position, day, standing)
            case PlacementChanged(job_position=position) | AssignmentMade(job_position=position):
                # A reorganisation, or a further duty, leaves the position where nothing is said.
                held = _moved(held, position, day, standing) if position else held
            case ReceptionMade():
                held = None
            case _:
                pass
    return held


def _moved(
    held: _Held | None,
    position: str | None,
    day: date,
    standing: Standing,
    *,
    by_rotation: bool = False,
) -> _Held | None:
    if not position:
        return None
    if held is not None and fold(held.position) == fold(position):
        return held._replace(event_ids=(*held.event_ids, standing.event_id))
    return _Held(position, day, by_rotation, (standing.event_id,))


def _period(
    held: _Held, on: date, units: frozenset[UUID], policies: Policies, switches: Switches
) -> Period | None:
    listed = policies.listed_on(held.position, on, units)
    if listed is not None:
        policy, row = listed
        return Period(row.min_months, row.max_months, policy.legal_base, policy.policy_id)
    words = fold(held.position)
    own_branch = any(one in words for one in _PERSONNEL_WORK)
    if own_branch and switches.personnel_work_is_listed and PERSONNEL_WORK.holds_on(on):
        return Period(PERSONNEL_WORK.min_months, PERSONNEL_WORK.max_months, PERSONNEL_WORK.law)
    national = period_on(on)
    if national is None or not held.by_rotation:
        return None
    return Period(national.min_months, national.max_months, national.law)


def _paused(leaves: Iterable[Leave], since: date, on: date) -> int:
    """Days of leaves longer than a year, as far as they lie in the holding."""
    days = 0
    for leave in leaves:
        end = min(leave.end or on, on)
        start = max(leave.start, since)
        if end > start and plus_months(leave.start, LONG_LEAVE_MONTHS) < end:
            days += (end - start).days
    return days


def _exemption(
    begun: tuple[Standing, ...], leaves: tuple[Leave, ...], state: State
) -> Exemption | None:
    on = state.valid_on
    if state.employment is Employment.SUSPENDED or open_review(begun, on) is not None:
        return Exemption.UNDER_REVIEW
    if state.employment is Employment.SECONDED_OUT:
        return Exemption.SECONDED
    for leave in leaves:
        there = leave.start <= on and (leave.end is None or on < leave.end)
        long = leave.end is None or plus_months(leave.start, LONG_STUDY_MONTHS) <= leave.end
        if leave.kind == "studyLeave" and there and long:
            return Exemption.STUDY
        if leave.kind == "maternityLeave" and on < plus_months(leave.start, SMALL_CHILD_MONTHS):
            return Exemption.SMALL_CHILD
    pension = state.retirement.pension_from if state.retirement else None
    if on >= _ND59 and pension is not None and pension < plus_months(on, NEAR_RETIREMENT_MONTHS):
        return Exemption.NEAR_RETIREMENT
    return None


def rotation_findings(case: Case) -> Iterator[Finding]:
    """R-ROT of the paper of a rotation: its holder, and the window of the position left."""
    event = case.event
    if not isinstance(event, PositionRotationMade) or case.before is None or case.on is None:
        return
    if case.before.posts:
        by = case.before.posts[0].event_ids
        yield case.found("R-ROT.leader", Severity.INFO, by=by, post=case.before.posts[0].post)
        return
    clock = rotation_clock(case.others, case.before, policies=case.policies, switches=case.switches)
    if clock is not None and case.on < clock.due_on:
        yield case.found(
            "R-ROT.early",
            Severity.INFO,
            field="effective_date",
            law=clock.period.law,
            by=clock.event_ids,
            position=clock.position,
            since=clock.held_since.isoformat(),
            due=clock.due_on.isoformat(),
        )


def rotation_on(
    standings: tuple[Standing, ...], state: State, policies: Policies, switches: Switches
) -> Iterator[Finding]:
    """R-ROT on a day: due is said, overdue is warned of; who is exempt waits."""
    clock = rotation_clock(standings, state, policies=policies, switches=switches)
    if clock is None or clock.exempt is not None or state.valid_on < clock.due_on:
        return
    overdue = state.valid_on >= clock.overdue_on
    yield Finding(
        rule="R-ROT",
        severity=Severity.WARN if overdue else Severity.INFO,
        code="R-ROT.overdue" if overdue else "R-ROT.due",
        values={
            "position": clock.position,
            "since": clock.held_since.isoformat(),
            "due": clock.due_on.isoformat(),
            "overdue": clock.overdue_on.isoformat(),
        },
        event_ids=clock.event_ids,
        legal_base=clock.period.law,
    )
