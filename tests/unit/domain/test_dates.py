"""Dates as papers give them, months by the calendar, half-open spans."""

import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.dates import PartialDate, Precision, Span, add_months, local_day


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("1979", Precision.YEAR, date(1979, 1, 1), date(1979, 12, 31)),
        ("1979-03", Precision.MONTH, date(1979, 3, 1), date(1979, 3, 31)),
        ("2024-02", Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("1979-03-12", Precision.DAY, date(1979, 3, 12), date(1979, 3, 12)),
    ],
)
def test_a_date_is_a_year_a_month_or_a_day(
    text: str, precision: Precision, first: date, last: date
):
    when = PartialDate.parse(text)

    assert (when.precision, when.first_day, when.last_day) == (precision, first, last)
    assert str(when) == text
    assert when.exact() == (first if precision is Precision.DAY else None)


@pytest.mark.parametrize(
    "text",
    ["", "79", "1979-3", "1979-13", "1979-02-29", "1979-00", "12/3/1979", "1979-03-12T00", "0000"],
)
def test_what_is_no_date_is_refused_without_being_repeated(text: str):
    with pytest.raises(ValueError) as refused:
        PartialDate.parse(text)

    assert not text or text not in str(refused.value)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(1979, None, 12)


def test_a_date_does_not_change():
    with pytest.raises(AttributeError):
        PartialDate(1979).year = 1980  # type: ignore[misc]


def test_dates_are_ordered_by_their_first_day_the_coarser_first():
    told = ["1979-03-12", "1979-03", "1979", "1978-12-31", "1979-01-01"]

    assert [str(one) for one in sorted(map(PartialDate.parse, told))] == [
        "1978-12-31",
        "1979",
        "1979-01-01",
        "1979-03",
        "1979-03-12",
    ]


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ("1979", "1979-03-12", True),
        ("1979-03", "1979-03-12", True),
        ("1979-04", "1979-03-12", False),
        ("1979-03-12", "1979-03-12", True),
        ("1979-03-12", "1979-03-13", False),
    ],
)
def test_a_year_agrees_with_its_days(one: str, other: str, agrees: bool):
    assert PartialDate.parse(one).agrees_with(PartialDate.parse(other)) is agrees
    assert PartialDate.parse(other).agrees_with(PartialDate.parse(one)) is agrees


def test_equal_dates_are_one_key():
    assert {PartialDate(1979, 3): 1}[PartialDate.parse("1979-03")] == 1
    assert PartialDate(1979) != PartialDate(1979, 1)
    assert PartialDate(1979) != "1979"


def test_a_date_is_stored_as_its_text():
    adapter = TypeAdapter(PartialDate)

    assert adapter.dump_json(PartialDate(1979, 3)) == b'"1979-03"'
    assert adapter.validate_json(b'"1979-03-12"') == PartialDate(1979, 3, 12)
    assert adapter.validate_python(date(1979, 3, 12)) == PartialDate(1979, 3, 12)
    with pytest.raises(ValidationError):
        adapter.validate_python(1979)


@given(st.dates())
def test_a_day_survives_its_text(day: date):
    assert PartialDate.parse(str(PartialDate.of(day))).exact() == day


# Months


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2021, 7, 15), 60, date(2026, 7, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_months_are_added_by_the_calendar_and_clipped_to_its_months(
    day: date, months: int, then: date
):
    assert add_months(day, months) == then


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)),
    st.integers(min_value=-600, max_value=600),
)
def test_months_that_are_added_land_in_the_month_meant(day: date, months: int):
    then = add_months(day, months)

    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day <= day.day


# Spans and days


def test_a_span_has_its_first_day_and_not_its_end():
    span = Span(date(2019, 4, 25), date(2020, 4, 25))

    assert date(2019, 4, 24) not in span
    assert date(2019, 4, 25) in span
    assert date(2020, 4, 24) in span
    assert date(2020, 4, 25) not in span


def test_an_open_span_has_no_end():
    assert date(9999, 12, 31) in Span(date(2019, 4, 25), None)


def test_a_day_begins_at_midnight_in_viet_nam():
    assert local_day(datetime(2026, 3, 1, 16, 59, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert local_day(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)) == date(2026, 3, 2)
    tokyo = timezone(timedelta(hours=9))
    assert local_day(datetime(2026, 3, 2, 1, 0, tzinfo=tokyo)) == date(2026, 3, 1)


def test_an_instant_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["2019", "2019-06", "2019-06-30"])
def test_a_date_travels_between_processes(text: str):
    day = PartialDate.parse(text)

    assert pickle.loads(pickle.dumps(day)) == day  # noqa: S301
