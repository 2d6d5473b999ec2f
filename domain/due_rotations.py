"""Holders of listed positions who are to be rotated. Source: domain.md 5.2, 3.5 (R-ROT)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.due import (
    DueItem,
    DueLine,
    DueLineKind,
    DueReport,
    DueStatus,
    ExemptReason,
    Subject,
    Window,
    months_between,
)
from domain.intervals import plus_days, plus_months
from domain.state import DisciplineStatus, Employment, State
from domain.tables.rotations import NATIONAL, ListedPosition, position_on

_LEAVES = frozenset({Employment.UNPAID_LEAVE, Employment.STUDY_LEAVE, Employment.SUSPENDED})
_NOT_SERVING = frozenset({Employment.NONE, Employment.ENDED})
_MATERNITY = "MATERNITY_LEAVE"


@dataclass(frozen=True, slots=True)
class RotationRules:
    """`pause_beyond_months`: a longer leave pauses the clock [P]. The others: NĐ 59/2019."""

    pause_beyond_months: int = 12
    study_months: int = 12
    child_months: int = 36
    retirement_months: int = 18


DEFAULT_ROTATION_RULES = RotationRules()


def default_window(on: date) -> Window:
    return Window(None, on)


def rotations_due(
    subject: Subject,
    window: Window,
    *,
    positions: Iterable[ListedPosition] = NATIONAL,
    rules: RotationRules = DEFAULT_ROTATION_RULES,
) -> Iterator[DueItem]:
    """The rotation of somebody in a listed position who leads nobody, if its window has opened
    within the days asked for."""
    state = subject.state
    units = frozenset(one for one in (state.placement_unit_id,) if one is not None)
    listed = tuple(positions)
    row = position_on(state.job_position, subject.on, listed, units=units)
    if row is None or state.employment in _NOT_SERVING or state.posts:
        return
    since = _since(subject, row.code, listed, units)
    pauses = tuple(_pauses(state, since, rules))
    paused = sum(months for _, months in pauses)
    due_on = plus_months(since, row.min_months + paused)
    latest_on = plus_months(since, row.max_months + paused)
    if not window.holds(due_on):
        return
    exempt = tuple(_exempt(state, rules))
    yield DueItem(
        report=DueReport.ROTATIONS,
        statuses=(_status(subject.on, due_on, latest_on, exempt),),
        rules=("R-ROT",),
        basis=row.basis,
        due_on=due_on,
        since=since,
        latest_on=latest_on,
        clock=tuple(_clock(subject, since, pauses, row)),
        event_ids=_events(subject, since),
        position_code=row.code,
        job_position=state.job_position,
        exempt=exempt,
    )


def _status(on: date, due_on: date, latest_on: date, exempt: tuple[ExemptReason, ...]) -> DueStatus:
    if on < due_on:
        return DueStatus.UPCOMING
    if exempt:
        return DueStatus.EXEMPT
    return DueStatus.OVERDUE if on >= latest_on else DueStatus.DUE


def _since(
    subject: Subject, code: str, positions: Sequence[ListedPosition], units: frozenset[UUID]
) -> date:
    """Since when the position has been held without a break.

    The fold knows one printed name; where papers called the same position otherwise before, the
    replay of the day before goes on.
    """
    state = subject.state
    while (since := state.job_position_since) is not None:
        before = subject.career.state_as_of(plus_days(since, -1), evidence=subject.evidence)
        row = position_on(before.job_position, subject.on, positions, units=units)
        begun = before.job_position_since
        if row is None or row.code != code or begun is None or begun >= since:
            return since
        if before.employment in _NOT_SERVING:
            return since
        state = before
    return subject.on


def _pauses(state: State, since: date, rules: RotationRules) -> Iterator[tuple[date, int]]:
    """Leaves longer than the limit: since when, and for how many whole months."""
    for absence in state.absences:
        start = max(absence.start, since)
        end = min(absence.end or state.valid_on, state.valid_on)
        months = months_between(start, end) if absence.kind in _LEAVES and start < end else 0
        if months > rules.pause_beyond_months:
            yield start, months


def _exempt(state: State, rules: RotationRules) -> Iterator[ExemptReason]:
    on = state.valid_on
    statuses = {one.status for one in state.discipline}
    if DisciplineStatus.IN_FORCE in statuses:
        yield ExemptReason.DISCIPLINE
    suspended = (
        state.employment is Employment.SUSPENDED
    )  # the sign of a review, or an investigation
    if DisciplineStatus.UNDER_REVIEW in statuses or suspended:
        yield ExemptReason.UNDER_REVIEW
    if state.employment is Employment.STUDY_LEAVE and _study_months(state) >= rules.study_months:
        yield ExemptReason.FULL_TIME_STUDY
    if state.employment is Employment.SECONDED_OUT:
        yield ExemptReason.SECONDED
    births = (one.start for one in state.absences if one.kind == _MATERNITY)
    if any(plus_months(start, rules.child_months) > on for start in births):
        yield ExemptReason.SMALL_CHILD
    retirement = state.retirement
    if (
        retirement is not None
        and months_between(on, retirement.pension_from) < rules.retirement_months
    ):
        yield ExemptReason.NEAR_RETIREMENT


def _study_months(state: State) -> int:
    """How long the study that lasts on the day is, by its paper; until today where none is
    printed."""
    lengths = [
        months_between(one.start, one.end or state.valid_on)
        for one in state.absences
        if one.kind == Employment.STUDY_LEAVE and (one.end is None or one.end > state.valid_on)
    ]
    return max(lengths, default=0)


def _clock(
    subject: Subject, since: date, pauses: Sequence[tuple[date, int]], row: ListedPosition
) -> Iterator[DueLine]:
    behind = _events(subject, since)
    total = row.min_months
    yield DueLine(
        kind=DueLineKind.START,
        on=since,
        months=row.min_months,
        due=plus_months(since, total),
        event_id=behind[0] if behind else None,
    )
    for start, months in pauses:
        total += months
        yield DueLine(
            kind=DueLineKind.UNCOUNTED, on=start, months=months, due=plus_months(since, total)
        )
    latest = plus_months(since, total - row.min_months + row.max_months)
    yield DueLine(kind=DueLineKind.LATEST, on=latest, months=row.max_months, due=latest)


def _events(subject: Subject, since: date) -> tuple[UUID, ...]:
    """The papers that placed the person in the position, the first one first."""
    return tuple(
        one.event_id
        for one in subject.in_force()
        if one.effective_on is not None
        and one.effective_on >= since
        and getattr(one.event, "job_position", None) is not None
    )
