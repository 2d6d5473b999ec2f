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
from domain.intervals import expires_on, plus_days, plus_months
from domain.state import DisciplineStatus, Employment, State
from domain.tables.rotations import NATIONAL, RotationPosition, position_on

_AWAY = frozenset({Employment.UNPAID_LEAVE, Employment.STUDY_LEAVE, Employment.SUSPENDED})
_NOT_SERVING = frozenset({Employment.NONE, Employment.ENDED})
_BIRTH = "maternityLeave.started"
_REVIEW = "discipline.reviewOpened"
_REVIEW_ENDS = frozenset({"discipline.imposed", "discipline.reviewClosed"})


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is true in `[start, end)`."""

    start: date
    end: date
    state: State


def rotations_due(
    subject: Subject,
    window: Window,
    *,
    positions: Iterable[RotationPosition] = NATIONAL,
    rules: RotationRules = DEFAULT_ROTATION_RULES,
) -> Iterator[DueItem]:
    """The rotation of somebody in a listed position who leads nobody, if its window has opened
    within the days asked for."""
    state, listed = subject.state, tuple(positions)
    row = position_on(state.job_position, subject.on, listed)
    if row is None or state.employment in _NOT_SERVING or state.posts:
        return
    held = _held(subject, row.code, listed)
    since = held[0].start if held else subject.on
    pauses = _pauses(held, rules)
    paused = sum(months for _, months in pauses)
    due_on = plus_months(since, row.min_months + paused)
    latest_on = plus_months(since, row.max_months + paused)
    if not window.holds(due_on):
        return
    exempt = tuple(_exempt(subject, rules))
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


def _held(
    subject: Subject, code: str, positions: Sequence[RotationPosition]
) -> tuple[_Stretch, ...]:
    """The stretches back to the day since when the position has been held without a break.

    A change to the same position by another paper goes on; each stretch is a replay of its day.
    """
    days = sorted(_days(subject))
    ends = (*days[1:], plus_days(subject.on, 1))
    found: list[_Stretch] = []
    for start, end in reversed(tuple(zip(days, ends, strict=True))):
        state = subject.career.state_as_of(start, evidence=subject.evidence)
        row = position_on(state.job_position, subject.on, positions)
        if row is None or row.code != code or state.employment in _NOT_SERVING:
            break
        found.append(_Stretch(start, end, state))
    return tuple(reversed(found))


def _days(subject: Subject) -> set[date]:
    """Every day until `on` on which something may have changed: beginnings, and printed ends."""
    days: set[date] = set()
    for one in subject.timeline:
        ends = expires_on(one.event)
        days |= {day for day in (one.effective_on, ends, one.ends_on) if day is not None}
        days |= {pause.start for pause in one.pauses}
        days |= {pause.end for pause in one.pauses if pause.end is not None}
    return {day for day in days if day <= subject.on}


def _pauses(held: Sequence[_Stretch], rules: RotationRules) -> tuple[tuple[date, int], ...]:
    """Leaves longer than the limit, since when and for how many months."""
    found: list[tuple[date, int]] = []
    begun: date | None = None
    for stretch in held:
        away = stretch.state.employment in _AWAY
        if away and begun is None:
            begun = stretch.start
        if begun is not None and (not away or stretch is held[-1]):
            end = stretch.end if away else stretch.start
            months = months_between(begun, end)
            if months > rules.pause_beyond_months:
                found.append((begun, months))
            begun = None
    return tuple(found)


def _exempt(subject: Subject, rules: RotationRules) -> Iterator[ExemptReason]:
    state, on = subject.state, subject.on
    if any(one.status is DisciplineStatus.IN_FORCE for one in state.discipline):
        yield ExemptReason.DISCIPLINE
    if _under_review(subject):
        yield ExemptReason.UNDER_REVIEW
    if state.employment is Employment.STUDY_LEAVE and _study_months(subject) >= rules.study_months:
        yield ExemptReason.FULL_TIME_STUDY
    if state.employment is Employment.SECONDED_OUT:
        yield ExemptReason.SECONDED
    births = (one.effective_on for one in subject.in_force() if one.event.topic == _BIRTH)
    if any(day is not None and plus_months(day, rules.child_months) > on for day in births):
        yield ExemptReason.SMALL_CHILD
    retirement = state.retirement
    if (
        retirement is not None
        and months_between(on, retirement.pension_from) < rules.retirement_months
    ):
        yield ExemptReason.NEAR_RETIREMENT


def _under_review(subject: Subject) -> bool:
    under = False
    for one in subject.in_force():
        if one.event.topic == _REVIEW:
            under = True
        elif one.event.topic in _REVIEW_ENDS:
            under = False
    return under


def _study_months(subject: Subject) -> int:
    """How long the study on leave lasts, by its paper; until today where none is printed."""
    begun = [one for one in subject.in_force() if one.event.topic == "studyLeave.started"]
    if not begun or begun[-1].effective_on is None:
        return 0
    end = expires_on(begun[-1].event) or subject.on
    return months_between(begun[-1].effective_on, end)


def _clock(
    subject: Subject, since: date, pauses: Sequence[tuple[date, int]], row: RotationPosition
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
