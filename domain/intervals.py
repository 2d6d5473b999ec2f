"""When a dated fact begins and stops to count. Source: domain.md 3.1 (half-open intervals)."""

import calendar
from datetime import date

from domain.events.envelope import CareerEvent
from domain.events.learning import EducationCompleted
from domain.events.merit import EvaluationRecorded

_DATED_BY_YEAR = (EvaluationRecorded, EducationCompleted)


def effective_on(event: CareerEvent) -> date | None:
    """First day that it counts: of the effective date, else of the issue date (UNSTATED)."""
    when = event.effective_date or event.issue_date
    return when.first_day if when is not None else None


def implied_on(event: CareerEvent) -> date | None:
    """Of an event without a date: the end of the year that it names (a rating, a diploma)."""
    year = getattr(event, "year", None)
    if not isinstance(event, _DATED_BY_YEAR) or year is None:
        return None
    return date(year, 12, 31) if date.min.year <= year <= date.max.year else None


def issued_on(event: CareerEvent) -> date | None:
    return event.issue_date.first_day if event.issue_date is not None else None


def plus_months(day: date, months: int) -> date:
    """`day` plus `months`, clipped to the month's end and to what a calendar can hold.

    A history may print any number; a replay never fails over one.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def plus_days(day: date, days: int) -> date:
    """`day` plus `days`, clipped to what a calendar can hold."""
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def expires_on(event: CareerEvent, *, default_months: int | None = None) -> date | None:
    """First day out: the printed end, the day after the printed last day, or the end of the term.

    `default_months` is the term where none is printed; None leaves it open.
    """
    if event.end_date is not None:
        return event.end_date
    if event.last_day is not None:
        return plus_days(event.last_day, 1)
    months = event.term_months if event.term_months is not None else default_months
    begins = effective_on(event)
    if months is None or begins is None:
        return None
    return plus_months(begins, months)
