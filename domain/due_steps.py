"""Salary steps and percents beyond the scale that fall due. Source: domain.md 5.3, 3.6."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.due import (
    DueItem,
    DueLine,
    DueLineKind,
    DueReport,
    DueStatus,
    StepList,
    Subject,
    Window,
)
from domain.due_bases import of_step
from domain.events.salary import EarlyGround, StepRaised, StepRaisedEarly
from domain.intervals import plus_days, plus_months
from domain.state import AwardStatus, GradeHeld
from domain.step_clock import ClockEntry, ClockEntryKind, StepClock
from domain.tables.salary import (
    BEYOND_FIRST_PERCENT,
    BEYOND_NEXT_PERCENT,
    coefficient_of,
    steps_of,
)

_PUT_OFF = frozenset({ClockEntryKind.DELAY, ClockEntryKind.UNCOUNTED})


@dataclass(frozen=True, slots=True)
class StepRules:
    """What domain.md 3.6 and 5.3 leave to configuration.

    `early_months`: a raise comes at most so many months early. `early_per_hundred` of the payroll
    may be raised early in a year, rounded down.
    """

    early_months: int = 12
    early_per_hundred: int = 10


DEFAULT_STEP_RULES = StepRules()


def default_window(on: date) -> Window:
    """Whatever is due by the end of the quarter."""
    last_month = (on.month - 1) // 3 * 3 + 3
    return Window(None, plus_days(plus_months(on.replace(month=last_month, day=1), 1), -1))


def early_ceiling(payroll: int, rules: StepRules = DEFAULT_STEP_RULES) -> int:
    """How many may be raised early in a year: `floor(0.10 x payroll)`."""
    return payroll * rules.early_per_hundred // 100


def steps_due(
    subject: Subject,
    window: Window,
    *,
    wanted: StepList = StepList.DUE,
    rules: StepRules = DEFAULT_STEP_RULES,
) -> Iterator[DueItem]:
    """The next step of a person, if it belongs to the list wanted."""
    grade = subject.state.grade
    clock = grade.clock if grade is not None else None
    if grade is None or clock is None:
        return
    first_due = clock.history[0].due
    last_step = _at_last_step(grade)
    blocked = window.holds(first_due) and window.end < clock.due and _is_put_off(clock)
    early = _awards(subject, clock) if _may_be_early(subject, grade, clock, window, rules) else ()
    listed = {
        StepList.DUE: window.holds(clock.due) or blocked,
        StepList.REGULAR: window.holds(clock.due) and not last_step,
        StepList.BEYOND_SCALE: window.holds(clock.due) and last_step,
        StepList.LAST_STEP: last_step,
        StepList.BLOCKED: blocked,
        StepList.EARLY: bool(early),
    }
    if listed[wanted]:
        yield _item(subject, grade, clock, blocked=blocked, early=early)


def _at_last_step(grade: GradeHeld) -> bool:
    steps = steps_of(grade.salary_table)
    return grade.step is not None and steps is not None and grade.step >= steps


def _is_put_off(clock: StepClock) -> bool:
    return any(entry.kind in _PUT_OFF for entry in clock.history)


def _item(
    subject: Subject,
    grade: GradeHeld,
    clock: StepClock,
    *,
    blocked: bool,
    early: tuple[str, ...],
) -> DueItem:
    last_step = _at_last_step(grade)
    statuses = [_urgency(subject.on, clock, blocked=blocked)]
    if last_step:
        statuses.append(DueStatus.LAST_STEP)
    if early:
        statuses.append(DueStatus.EARLY_CANDIDATE)
    behind = (*clock.event_ids, *subject.state.because.get("grade.step", ()))
    return DueItem(
        report=DueReport.STEPS,
        statuses=tuple(statuses),
        rules=("5.3", "R-SAL-03") if last_step else ("5.3",),
        basis=of_step(clock.due, early=bool(early), beyond=last_step),
        due_on=clock.due,
        since=clock.start,
        clock=tuple(_line(entry) for entry in clock.history),
        event_ids=tuple(dict.fromkeys(behind)),
        beyond_scale=last_step,
        first_due_on=clock.history[0].due,
        award_codes=early,
        **_next(grade, last_step=last_step),
    )


def _urgency(on: date, clock: StepClock, *, blocked: bool) -> DueStatus:
    if blocked:
        return DueStatus.BLOCKED
    return DueStatus.DUE if clock.due <= on else DueStatus.UPCOMING


def _next(grade: GradeHeld, *, last_step: bool) -> dict[str, Any]:
    """The step after this one with its coefficient; at the last step the next percent."""
    if last_step:
        held = grade.beyond_scale_percent
        percent = held + BEYOND_NEXT_PERCENT if held else BEYOND_FIRST_PERCENT
        return {"next_percent": percent}
    if grade.step is None:
        return {}
    step = grade.step + 1
    return {"next_step": step, "next_coefficient": coefficient_of(grade.salary_table, step)}


def _line(entry: ClockEntry) -> DueLine:
    return DueLine(
        kind=DueLineKind(entry.kind.value),
        on=entry.on,
        months=entry.months,
        due=entry.due,
        cause=entry.cause.value if entry.cause is not None else None,
        event_id=entry.event_id,
    )


def _may_be_early(
    subject: Subject, grade: GradeHeld, clock: StepClock, window: Window, rules: StepRules
) -> bool:
    """Not at the last step, not put off, not twice in a row, at most a year early (3.6)."""
    if _at_last_step(grade) or grade.step is None or _is_put_off(clock):
        return False
    if clock.due <= subject.on or plus_months(clock.due, -rules.early_months) > window.end:
        return False
    raises = [
        one.event
        for one in subject.in_force()
        if isinstance(one.event, StepRaised | StepRaisedEarly)
    ]
    last = raises[-1] if raises else None
    return not (isinstance(last, StepRaisedEarly) and last.ground is EarlyGround.EXCELLENT)


def _awards(subject: Subject, clock: StepClock) -> tuple[str, ...]:
    """Awards decided within the present step period (R-AWD-02)."""
    return tuple(
        award.code
        for award in subject.state.awards
        if award.status is AwardStatus.GRANTED and award.effective_date >= clock.start
    )
