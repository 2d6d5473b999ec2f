"""When a person reaches the age of retirement. Source: domain.md 3.11, 5.4 (NĐ 135/2020)."""

from datetime import date
from functools import lru_cache

from domain.dates import PartialDate
from domain.frozen import Frozen
from domain.intervals import plus_days, plus_months
from domain.people import Gender
from domain.tables.retirement import (
    DECISION_MONTHS,
    NOTICE_MONTHS,
    SCHEDULE_FROM_YEAR,
    SCHEDULE_SINCE,
    age_months,
    age_months_before_2021,
    last_year_of_growth,
)


class Retirement(Frozen):
    """`leaves_on` is the last day in service, `pension_from` the next."""

    age_months: int
    leaves_on: date
    pension_from: date
    notice_by: date
    decision_by: date


@lru_cache(maxsize=20_000)
def retirement_of(birth: PartialDate, gender: Gender) -> Retirement | None:
    """By age alone, under normal conditions; None if it lies beyond the calendar.

    A birth date with only a year counts as 1 January, with only a month as its first day.
    """
    return retirement_at(birth, _age_of(birth.first_day, gender))


def retirement_at(birth: PartialDate, age: int) -> Retirement | None:
    """At an age in months: pension from the first of the month after it is reached."""
    reached = plus_months(birth.first_day, age)
    if reached == date.max or reached.year == date.max.year:
        return None
    return retirement_from(plus_months(reached.replace(day=1), 1), age_months=age)


def retirement_from(pension_from: date, *, age_months: int = 0) -> Retirement:
    """The dates that follow from the first day of the pension, e.g. a decided one."""
    return Retirement(
        age_months=age_months,
        leaves_on=plus_days(pension_from, -1),
        pension_from=pension_from,
        notice_by=plus_months(pension_from, -NOTICE_MONTHS),
        decision_by=plus_months(pension_from, -DECISION_MONTHS),
    )


def _age_of(born: date, gender: Gender) -> int:
    earlier = age_months_before_2021(gender)
    if plus_months(born, earlier) < SCHEDULE_SINCE:
        return earlier
    last = last_year_of_growth(gender)
    first = born.year + earlier // 12  # nobody reaches the age in a year before
    for year in range(max(SCHEDULE_FROM_YEAR, first), last):
        age = age_months(gender, year)
        if plus_months(born, age).year == year:
            return age
    return age_months(gender, last)
