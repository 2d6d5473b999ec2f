"""Vectors of domain.md 3.11 and 5.4."""

from datetime import date

import pytest

from domain.dates import PartialDate
from domain.people import Gender
from domain.retirement import retirement_of

VECTORS_3_11 = [
    ("M", "1961-01-15", 60, 3, "2021-05-01"),
    ("M", "1961-10-01", 60, 6, "2022-05-01"),
    ("M", "1964-02-29", 61, 3, "2025-06-01"),
    ("M", "1966-03-10", 61, 9, "2028-01-01"),
    ("M", "1966-04-01", 62, 0, "2028-05-01"),
    ("F", "1966-01-01", 55, 4, "2021-06-01"),
    ("F", "1966-09-05", 55, 8, "2022-06-01"),
    ("F", "1970-08-20", 57, 4, "2028-01-01"),
    ("F", "1970-09-01", 57, 8, "2028-06-01"),
    ("F", "1975-06-30", 60, 0, "2035-07-01"),
    ("F", "1985-07-07", 60, 0, "2045-08-01"),
]


@pytest.mark.parametrize(("gender", "born", "years", "months", "pension_from"), VECTORS_3_11)
def test_vectors_of_3_11(gender: str, born: str, years: int, months: int, pension_from: str):
    found = retirement_of(PartialDate.parse(born), Gender(gender))

    assert found is not None
    assert found.age_months == years * 12 + months
    assert found.pension_from == date.fromisoformat(pension_from)


def test_the_first_vector_of_3_11_leaves_on_the_last_day_of_the_month():
    found = retirement_of(PartialDate.parse("1961-01-15"), Gender.M)

    assert found is not None
    assert found.leaves_on == date(2021, 4, 30)


def test_the_example_of_5_4_has_notice_and_decision_dates():
    found = retirement_of(PartialDate.parse("1966-03-10"), Gender.M)

    assert found is not None
    assert found.pension_from == date(2028, 1, 1)
    assert found.notice_by == date(2027, 7, 1)
    assert found.decision_by == date(2027, 10, 1)


@pytest.mark.parametrize(
    ("printed", "counts_as"), [("1970", "1970-01-01"), ("1970-08", "1970-08-01")]
)
def test_a_coarse_birth_date_counts_as_its_first_day(printed: str, counts_as: str):
    coarse = retirement_of(PartialDate.parse(printed), Gender.F)

    assert coarse == retirement_of(PartialDate.parse(counts_as), Gender.F)


@pytest.mark.parametrize(
    ("gender", "born", "pension_from"),
    [("M", "1960-12-31", "2021-01-01"), ("F", "1965-12-31", "2021-01-01")],
)
def test_who_was_of_age_before_2021_left_by_the_older_law(
    gender: str, born: str, pension_from: str
):
    found = retirement_of(PartialDate.parse(born), Gender(gender))

    assert found is not None
    assert found.pension_from == date.fromisoformat(pension_from)


def test_a_pension_beyond_the_calendar_is_none():
    assert retirement_of(PartialDate.parse("9990"), Gender.M) is None
