"""The clock of the next salary step: vectors of domain.md 3.6, and what moves it."""

from datetime import date
from decimal import Decimal

import pytest

from domain.events.salary import DelayCause
from domain.step_clock import (
    ClockEntryKind,
    ClockRules,
    Delay,
    Uncounted,
    beyond_scale_schedule,
    clock_after_promotion,
    coefficient_on_promotion,
    period_of,
    run_clock,
)
from domain.tables.salary import SALARY_TABLES, coefficient_of
from tests.kit.careers import Book, fact, named

HELD_SINCE = "2023-04-01"


def step_3(personnel_class: str) -> Book:
    """A1 step 3 held from 2023-04-01, as in the worked vectors of 3.6."""
    return Book(
        fact("recruitment.made", 1, "2014-04-01", unit="Sở", personnel_class=personnel_class),
        fact(
            "grade.assigned",
            2,
            HELD_SINCE,
            grade_code="01.003",
            step=3,
            coefficient="3.00",
            next_clock_start=HELD_SINCE,
        ),
    )


def due(book: Book, day: str = "2025-12-31") -> date | None:
    grade = book.career.state_as_of(date.fromisoformat(day)).grade
    assert grade is not None
    return grade.next_step_due


def reprimanded(book: Book, day: str = "2024-05-02", form: str = "KHIEN_TRACH") -> Book:
    book.tell(fact("discipline.imposed", f"on {day}", day, form=form, duration_months=12))
    return book


def not_completed(book: Book, year: int) -> Book:
    book.tell(fact("evaluation.recorded", f"of {year}", f"{year}-12-10", year=year, rating="KHONG"))
    return book


def test_vector_3_6_a_step_of_a1_is_held_for_36_months():
    assert due(step_3("CONG_CHUC")) == date(2026, 4, 1)


def test_vector_3_6_a_reprimanded_cong_chuc_waits_six_months_more():
    assert due(reprimanded(step_3("CONG_CHUC"))) == date(2026, 10, 1)


def test_vector_3_6_a_reprimanded_vien_chuc_waits_three_months_more():
    assert due(reprimanded(step_3("VIEN_CHUC"))) == date(2026, 7, 1)


def test_vector_3_6_reprimand_and_a_year_not_completed_add_up():
    assert due(not_completed(reprimanded(step_3("CONG_CHUC")), 2025)) == date(2027, 4, 1)


def test_vector_3_6_nine_months_early():
    clock = run_clock(date(2023, 4, 1), 36, early_months=9)

    assert clock.due == date(2025, 7, 1)
    assert clock.history[-1].kind is ClockEntryKind.EARLY


def test_vector_3_6_beyond_the_scale_five_percent_then_one_more_each_year():
    schedule = beyond_scale_schedule(date(2017, 1, 1), "A1", date(2026, 12, 31))

    assert schedule[0] == (date(2020, 1, 1), 5)
    assert schedule[1] == (date(2021, 1, 1), 6)
    assert schedule[-1] == (date(2026, 1, 1), 11)


def test_vector_3_6_the_fold_knows_the_next_percent_beyond_the_scale():
    book = Book(
        fact("grade.assigned", 1, "2017-01-01", grade_code="01.003", step=9, coefficient="4.98")
    )
    assert due(book, "2019-12-31") == date(2020, 1, 1)

    book.tell(fact("salary.beyondScaleSet", 2, "2020-01-01", new_percent=5))
    grade = book.career.state_as_of(date(2020, 1, 1)).grade

    assert grade is not None
    assert (grade.beyond_scale_percent, grade.next_step_due) == (5, date(2021, 1, 1))


@pytest.mark.parametrize(
    ("personnel_class", "form", "months"),
    [
        ("CAN_BO", "KHIEN_TRACH", 6),
        ("CONG_CHUC", "KHIEN_TRACH", 6),
        ("VIEN_CHUC", "KHIEN_TRACH", 3),
        ("HOP_DONG", "KHIEN_TRACH", 3),
        ("CAN_BO", "CANH_CAO", 6),
        ("CONG_CHUC", "CANH_CAO", 6),
        ("VIEN_CHUC", "CANH_CAO", 6),
        ("CONG_CHUC", "GIANG_CHUC", 12),
        ("VIEN_CHUC", "GIANG_CHUC", 0),
        ("CAN_BO", "CACH_CHUC", 12),
        ("CONG_CHUC", "CACH_CHUC", 12),
        ("VIEN_CHUC", "CACH_CHUC", 12),
    ],
)
def test_the_delay_table_of_3_6(personnel_class: str, form: str, months: int):
    clock = step_3(personnel_class)
    reprimanded(clock, form=form)

    found = due(clock)

    assert found is not None
    assert (found.year * 12 + found.month) - (2026 * 12 + 4) == months


@pytest.mark.parametrize("personnel_class", ["CAN_BO", "CONG_CHUC", "VIEN_CHUC"])
def test_each_year_not_completed_delays_six_months(personnel_class: str):
    book = not_completed(not_completed(step_3(personnel_class), 2024), 2025)

    assert due(book) == date(2027, 4, 1)


def test_a_year_rated_twice_delays_once():
    book = not_completed(step_3("CONG_CHUC"), 2024)
    book.tell(fact("evaluation.recorded", "again", "2025-01-10", year=2024, rating="KHONG"))

    assert due(book) == date(2026, 10, 1)


def test_an_explicit_delay_replaces_the_computed_one_of_its_cause():
    book = reprimanded(step_3("CONG_CHUC"))
    book.tell(fact("salary.raiseDelayed", 9, "2024-06-01", months=3, cause="KHIEN_TRACH"))

    assert due(book) == date(2026, 7, 1)


def test_an_explicit_delay_leaves_the_other_causes_alone():
    book = not_completed(reprimanded(step_3("CONG_CHUC")), 2024)
    book.tell(fact("salary.raiseDelayed", 9, "2024-06-01", months=3, cause="KHIEN_TRACH"))

    assert due(book) == date(2027, 1, 1)


def test_an_explicit_delay_replaces_one_of_two_alike():
    book = reprimanded(reprimanded(step_3("CONG_CHUC"), "2024-01-10"), "2025-06-01")
    book.tell(fact("salary.raiseDelayed", 9, "2024-02-01", months=3, cause="KHIEN_TRACH"))

    assert due(book) == date(2027, 1, 1)


def test_a_cause_before_the_step_or_after_its_due_date_does_not_count():
    earlier = reprimanded(step_3("CONG_CHUC"), "2023-03-31")
    later = reprimanded(step_3("CONG_CHUC"), "2026-04-01")

    assert due(earlier) == date(2026, 4, 1)
    assert due(later, "2026-06-01") == date(2026, 4, 1)


def test_a_cause_in_the_time_put_off_counts_too():
    book = reprimanded(reprimanded(step_3("CONG_CHUC"), "2024-05-02"), "2026-05-01")

    assert due(book, "2026-06-01") == date(2027, 4, 1)


def test_a_suspension_is_no_time_at_the_step():
    book = step_3("CONG_CHUC")
    book.tell(
        fact("suspension.started", 5, "2024-01-01"), fact("suspension.ended", 6, "2024-04-01")
    )

    assert due(book) == date(2026, 7, 1)


def test_a_suspension_that_lasts_is_counted_to_the_day_asked_about():
    book = step_3("CONG_CHUC")
    book.tell(fact("suspension.started", 5, "2025-01-01"))

    assert due(book, "2025-03-01") == date(2026, 6, 1)
    assert due(book, "2025-06-01") == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("days", "months"), [(14, 0), (15, 1), (31, 1), (44, 1), (45, 1), (46, 2), (60, 2)]
)
def test_uncounted_days_are_rounded_to_whole_months(days: int, months: int):
    start = date(2024, 1, 1)
    pause = Uncounted(start, date.fromordinal(start.toordinal() + days), named("pause"))

    clock = run_clock(date(2023, 4, 1), 36, uncounted=(pause,))

    assert (clock.due.year * 12 + clock.due.month) - (2026 * 12 + 4) == months


def test_days_left_over_are_summed_before_they_are_rounded():
    pauses = (
        Uncounted(date(2024, 1, 1), date(2024, 1, 11), named("one")),
        Uncounted(date(2025, 1, 1), date(2025, 1, 11), named("two")),
    )

    assert run_clock(date(2023, 4, 1), 36, uncounted=pauses).due == date(2026, 5, 1)


def test_stretches_that_overlap_are_counted_once():
    pauses = (
        Uncounted(date(2024, 1, 1), date(2024, 4, 1), named("one")),
        Uncounted(date(2024, 2, 1), date(2024, 5, 1), named("two")),
    )

    assert run_clock(date(2023, 4, 1), 36, uncounted=pauses).due == date(2026, 8, 1)


def test_a_rating_caused_by_the_discipline_may_be_left_out_by_configuration():
    delays = (
        Delay(DelayCause.KHIEN_TRACH, date(2024, 5, 2), 6, named("d")),
        Delay(DelayCause.NOT_COMPLETED, date(2024, 12, 10), 6, named("e"), year=2024),
    )

    both = run_clock(date(2023, 4, 1), 36, delays=delays)
    once = run_clock(
        date(2023, 4, 1), 36, delays=delays, rules=ClockRules(rating_adds_to_discipline=False)
    )

    assert both.due == date(2027, 4, 1)
    assert once.due == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("table", "months"),
    [("CGCC", 60), ("A3.1", 36), ("A2.1", 36), ("A1", 36), ("A0", 36), ("B", 24), ("C1", 24)],
)
def test_periods_by_table(table: str, months: int):
    assert period_of(table, step=1) == months


def test_drivers_wait_24_months_and_an_unknown_table_is_not_guessed():
    assert period_of("LAI_XE", step=1) == 24
    assert period_of("C2", step=1) is None
    assert period_of(None) is None


def test_golden_row_12_the_promotion_counts_from_its_signing():
    assert coefficient_on_promotion(Decimal("3.99"), "A2.1") == (1, Decimal("4.40"))
    start = clock_after_promotion(
        old_coefficient=Decimal("3.99"),
        new_coefficient=Decimal("4.40"),
        old_table="A1",
        old_step=6,
        beyond_scale_percent=None,
        old_start=date(2020, 5, 1),
        signed_on=date(2021, 12, 20),
    )

    assert start == date(2021, 12, 20)


def test_a_promotion_of_less_than_a_step_keeps_the_old_clock():
    start = clock_after_promotion(
        old_coefficient=Decimal("4.32"),
        new_coefficient=Decimal("4.40"),
        old_table="A1",
        old_step=7,
        beyond_scale_percent=None,
        old_start=date(2020, 5, 1),
        signed_on=date(2021, 12, 20),
    )

    assert start == date(2020, 5, 1)


def test_what_is_held_beyond_the_scale_counts_in_a_promotion():
    held = Decimal("4.98")

    assert coefficient_on_promotion(held, "A2.1") == (3, Decimal("5.08"))
    assert coefficient_on_promotion(held, "A2.1", beyond_scale_percent=6) == (4, Decimal("5.42"))
    start = clock_after_promotion(
        old_coefficient=held,
        new_coefficient=Decimal("5.42"),
        old_table="A1",
        old_step=9,
        beyond_scale_percent=6,
        old_start=date(2021, 1, 1),
        signed_on=date(2021, 12, 20),
    )
    assert start == date(2021, 1, 1)


def test_the_fold_of_a_promotion_by_less_than_a_step_keeps_the_old_clock():
    book = Book(
        fact("grade.assigned", 1, "2020-05-01", grade_code="01.003", step=7, coefficient="4.32"),
        fact(
            "grade.promoted",
            2,
            "2021-12-20",
            issued="2021-12-20",
            new_grade_code="01.002",
            step=1,
            new_coefficient="4.40",
        ),
    )

    assert due(book, "2022-01-01") == date(2023, 5, 1)


def test_a_conversion_without_new_values_keeps_step_and_clock():
    book = step_3("CONG_CHUC")
    book.tell(fact("grade.converted", 3, "2024-01-01", new_grade_code="06.031"))

    grade = book.career.state_as_of(date(2024, 6, 1)).grade

    assert grade is not None
    assert (grade.grade_code, grade.step, grade.next_step_due) == ("06.031", 3, date(2026, 4, 1))


def test_on_probation_and_after_service_no_step_is_due():
    book = Book(
        fact(
            "recruitment.made",
            1,
            "2023-01-01",
            unit="Trường",
            personnel_class="VIEN_CHUC",
            grade_code="V.07.03.29",
            step=1,
            coefficient="2.34",
            pay_percent=85,
        )
    )
    assert due(book, "2023-06-01") is None

    book.tell(
        fact("grade.assigned", 2, "2024-01-01", grade_code="V.07.03.29", step=1, coefficient="2.34")
    )
    assert due(book, "2024-06-01") == date(2027, 1, 1)

    book.tell(fact("service.terminated", 3, "2025-01-01", ground="theo nguyện vọng"))
    assert due(book, "2025-06-01") is None


def test_the_salary_tables_rise_and_have_the_steps_of_1_4():
    steps = {name: len(table.coefficients) for name, table in SALARY_TABLES.items()}

    assert steps == {
        "CGCC": 3,
        "A3.1": 6,
        "A3.2": 6,
        "A2.1": 8,
        "A2.2": 8,
        "A1": 9,
        "A0": 10,
        "B": 12,
        "C1": 12,
        "LAI_XE": 12,
    }
    for table in SALARY_TABLES.values():
        assert list(table.coefficients) == sorted(set(table.coefficients))
    assert coefficient_of("A2.1", 3) == Decimal("5.08")
