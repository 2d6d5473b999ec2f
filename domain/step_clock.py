"""When the next salary step is due. Source: domain.md 3.6, 5.3."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.events.salary import DelayCause
from domain.intervals import plus_days, plus_months
from domain.tables.salary import (
    BEYOND_FIRST_PERCENT,
    BEYOND_NEXT_MONTHS,
    BEYOND_NEXT_PERCENT,
    SALARY_TABLES,
    step_difference,
    steps_of,
)

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class ClockRules:
    """What domain.md 3.6 leaves to configuration [K].

    `rating_adds_to_discipline` False: a year rated KHONG that was also disciplined counts once.
    `rounds_up_from_days`: so many days left over make a further month of uncounted time.
    """

    rating_adds_to_discipline: bool = True
    rounds_up_from_days: int = 15


DEFAULT_RULES = ClockRules()


@dataclass(frozen=True, slots=True)
class Delay:
    """`explicit`: by a decision of its own, which replaces the computed one of the same cause.

    `year` is the rated year of a NOT_COMPLETED.
    """

    cause: DelayCause
    on: date
    months: int
    event_id: UUID
    explicit: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A half-open stretch that is no time at the step, e.g. a suspension."""

    start: date
    end: date
    event_id: UUID


class ClockEntryKind(StrEnum):
    START = "START"
    DELAY = "DELAY"
    UNCOUNTED = "UNCOUNTED"
    EARLY = "EARLY"


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One line of the clock's history: what moved the due date, by how much, and to when."""

    kind: ClockEntryKind
    on: date
    months: int
    due: date
    cause: DelayCause | None = None
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StepClock:
    """`start`: since when the step (or the percent beyond the scale) is counted."""

    start: date
    period_months: int
    due: date
    history: tuple[ClockEntry, ...]

    @property
    def event_ids(self) -> tuple[UUID, ...]:
        return tuple(entry.event_id for entry in self.history if entry.event_id is not None)


def period_of(
    table: str | None, *, step: int | None = None, beyond_scale_percent: int | None = None
) -> int | None:
    """Months until the next step, or the next percent beyond the scale; None if not known."""
    known = SALARY_TABLES.get(table or "")
    if known is None:
        return None
    if beyond_scale_percent:
        return BEYOND_NEXT_MONTHS
    at_last_step = step is not None and step >= len(known.coefficients)
    return known.beyond_months if at_last_step else known.step_months


def run_clock(
    start: date,
    period_months: int,
    *,
    delays: Iterable[Delay] = (),
    uncounted: Iterable[Uncounted] = (),
    early_months: int = 0,
    rules: ClockRules = DEFAULT_RULES,
    started_by: UUID | None = None,
) -> StepClock:
    """Count from `start`; causes count that arise before the step is due, as put off so far.

    `early_months` is taken off at the end: the date of a raise that many months early.
    """
    begun = ClockEntry(
        kind=ClockEntryKind.START,
        on=start,
        months=period_months,
        due=plus_months(start, period_months),
        event_id=started_by,
    )
    causes = sorted(
        (delay for delay in delays if delay.on >= start),
        key=lambda delay: (delay.on, delay.cause, delay.explicit, delay.event_id.int),
    )
    pauses = sorted(
        (pause for pause in uncounted if pause.end > start),
        key=lambda pause: (pause.start, pause.end, pause.event_id.int),
    )
    if not causes and not pauses and not early_months:
        return StepClock(start, period_months, begun.due, (begun,))
    return _put_off(begun, causes, pauses, early_months, rules)


def _put_off(
    begun: ClockEntry,
    causes: Sequence[Delay],
    pauses: Sequence[Uncounted],
    early_months: int,
    rules: ClockRules,
) -> StepClock:
    """Widen the period until nothing more falls into it: each round takes in at least one cause."""
    start, period = begun.on, begun.months
    due = begun.due
    counted: Sequence[Delay] = ()
    away: tuple[tuple[Uncounted, int], ...] = ()
    for _ in range(len(causes) + len(pauses) + 1):
        counted = _without_replaced([delay for delay in causes if delay.on < due], rules)
        away = _months_away([pause for pause in pauses if pause.start < due], start, rules)
        months = sum(delay.months for delay in counted) + sum(n for _, n in away)
        later = plus_months(start, period + months)
        if later == due:
            break
        due = later
    history = [begun]
    lines: list[tuple[date, ClockEntryKind, int, Delay | Uncounted]] = [
        *((delay.on, ClockEntryKind.DELAY, delay.months, delay) for delay in counted),
        *((pause.start, ClockEntryKind.UNCOUNTED, n, pause) for pause, n in away if n),
    ]
    total = period
    for on, kind, months, cause in sorted(lines, key=lambda line: (line[0], line[1])):
        total += months
        by = cause.cause if isinstance(cause, Delay) else None
        history.append(ClockEntry(kind, on, months, plus_months(start, total), by, cause.event_id))
    if early_months:
        total -= early_months
        due = plus_months(start, total)
        history.append(ClockEntry(ClockEntryKind.EARLY, due, -early_months, due))
    return StepClock(start, period, due, tuple(history))


def _without_replaced(delays: Sequence[Delay], rules: ClockRules) -> tuple[Delay, ...]:
    """Each explicit delay stands in for one computed delay of its cause, the earliest left."""
    left = [delay for delay in delays if not delay.explicit]
    if not rules.rating_adds_to_discipline:
        disciplined = {d.on.year for d in left if d.cause is not DelayCause.NOT_COMPLETED}
        left = [d for d in left if d.year is None or d.year not in disciplined]
    for explicit in (delay for delay in delays if delay.explicit):
        same = next((delay for delay in left if delay.cause is explicit.cause), None)
        if same is not None:
            left.remove(same)
    return tuple(delay for delay in delays if delay.explicit or delay in left)


def _months_away(
    pauses: Sequence[Uncounted], start: date, rules: ClockRules
) -> tuple[tuple[Uncounted, int], ...]:
    """Whole months by stretch; what is left over in days is summed and rounded once.

    A stretch that began before the step was due counts as a whole: time stands still in it.
    """
    away: list[tuple[Uncounted, int]] = []
    days_left, until = timedelta(0), start
    for pause in pauses:
        begin, end = max(pause.start, until), pause.end
        if end <= begin:
            continue
        until = end
        months = _whole_months(begin, end)
        days_left += end - plus_months(begin, months)
        away.append((pause, months))
    rest, days = divmod(days_left.days, 30)
    rest += days >= rules.rounds_up_from_days
    if away and rest:
        pause, months = away[-1]
        away[-1] = (pause, months + rest)
    return tuple(away)


def _whole_months(begin: date, end: date) -> int:
    months = (end.year - begin.year) * 12 + end.month - begin.month
    return months if plus_months(begin, months) <= end else months - 1


def clock_after_promotion(
    *,
    old_coefficient: Decimal | None,
    new_coefficient: Decimal,
    old_table: str | None,
    old_step: int | None,
    beyond_scale_percent: int | None,
    old_start: date | None,
    signed_on: date,
) -> date:
    """Since when the step in the new grade counts: from the signing date, or as in the old grade.

    From the signing date if the coefficient grows by at least a step of the old grade, what was
    held beyond the scale counted in. Without a known old clock or table: the signing date.

    Source: TT 02/2007 (domain.md 3.6) [V:S20].
    """
    difference = step_difference(old_table, old_step)
    if old_start is None or old_coefficient is None or difference is None:
        return signed_on
    held = with_beyond_scale(old_coefficient, beyond_scale_percent)
    return signed_on if new_coefficient - held >= difference else old_start


def with_beyond_scale(coefficient: Decimal, percent: int | None) -> Decimal:
    """The coefficient with its percent beyond the scale."""
    return coefficient * (_HUNDRED + (percent or 0)) / _HUNDRED


def coefficient_on_promotion(
    old_coefficient: Decimal, new_table: str, *, beyond_scale_percent: int | None = None
) -> tuple[int, Decimal] | None:
    """Step and coefficient in the new table: equal to or the next above what was held.

    None if the table is not known, or ends below. Source: TT 02/2007 [V:S20].
    """
    known = SALARY_TABLES.get(new_table)
    if known is None:
        return None
    held = with_beyond_scale(old_coefficient, beyond_scale_percent)
    for step, coefficient in enumerate(known.coefficients, start=1):
        if coefficient >= held:
            return step, coefficient
    return None


def beyond_scale_schedule(start: date, table: str, until: date) -> tuple[tuple[date, int], ...]:
    """When which percent beyond the scale falls due for a last step held from `start`."""
    first = period_of(table, step=steps_of(table))
    if first is None:
        return ()
    due, percent = plus_months(start, first), BEYOND_FIRST_PERCENT
    schedule: list[tuple[date, int]] = []
    while due <= until and due < plus_days(date.max, -366):
        schedule.append((due, percent))
        due, percent = plus_months(due, BEYOND_NEXT_MONTHS), percent + BEYOND_NEXT_PERCENT
    return tuple(schedule)
