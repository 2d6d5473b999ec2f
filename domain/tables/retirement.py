"""Retirement ages by year. Source: domain.md 3.11 (NĐ 135/2020, normal conditions) [V:S22]."""

from datetime import date

from domain.people import Gender

SCHEDULE_FROM_YEAR = 2021
SCHEDULE_SINCE = date(2021, 1, 1)

_FIRST = {Gender.M: 60 * 12 + 3, Gender.F: 55 * 12 + 4}
_EACH_YEAR = {Gender.M: 3, Gender.F: 4}
_LAST = {Gender.M: 62 * 12, Gender.F: 60 * 12}
_BEFORE_2021 = {Gender.M: 60 * 12, Gender.F: 55 * 12}

NOTICE_MONTHS = 6
DECISION_MONTHS = 3
"""Before the pension begins. Source: domain.md 3.11, 5.4 (NĐ 170/2025) [V:S06]."""


def age_months(gender: Gender, year: int) -> int:
    """Retirement age in months for those who reach it in `year` (2021 or later)."""
    grown = _FIRST[gender] + _EACH_YEAR[gender] * (year - SCHEDULE_FROM_YEAR)
    return min(grown, _LAST[gender])


def age_months_before_2021(gender: Gender) -> int:
    """60 and 55 years: for those who reached that age by 31/12/2020 [K]."""
    return _BEFORE_2021[gender]


def last_year_of_growth(gender: Gender) -> int:
    """From this year on the age stays."""
    span = _LAST[gender] - _FIRST[gender]
    return SCHEDULE_FROM_YEAR + -(-span // _EACH_YEAR[gender])
