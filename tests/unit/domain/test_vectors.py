"""Worked vectors and examples of domain.md 1 and 3.1 to 3.6, told by the fold, by their number.

Those of 3.10 to 5.4 stand in test_vectors_of_acts.py, others where their subject does: 3.15 in
test_career_golden.py, 3.11 in test_retirement.py, 3.6 on the bare clock in test_step_clock.py, 4.2
in test_numbers.py, 4.3 in test_signers.py of the engine room, 4.5 in its test_extract_*.py, 4.6 and
4.7 in test_people.py, 1.3 in test_organisation.py.
"""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from domain.events.envelope import PersonnelClass
from domain.state import DisciplineStatus, Employment, PostStatus, State
from domain.tables.grades import table_of
from domain.tables.salary import SALARY_TABLES, coefficient_of
from tests.kit.careers import Book, fact

SNV, STC = "Sở Nội vụ", "Sở Tài chính"
A1 = SALARY_TABLES["A1"].coefficients


def on(book: Book, day: str, known_at: int | None = None) -> State:
    return book.career.state_as_of(date.fromisoformat(day), known_at)


def at_step(step: int, since: str, *, personnel_class: str = "CONG_CHUC") -> Book:
    """Grade 01.003, whose clock began on that day."""
    return Book(
        fact("recruitment.made", "in", "2005-01-01", unit=SNV, personnel_class=personnel_class),
        fact("grade.assigned", "grade", since, grade_code="01.003", step=step,
             coefficient=A1[step - 1]),
    )  # fmt: skip


def due(book: Book, day: str) -> str:
    grade = on(book, day).grade
    assert grade is not None
    return str(grade.next_step_due)


# --- 1.1, 1.4, 1.5, 1.6 ---


def test_1_1_vien_chuc_becomes_cong_chuc_by_reception_and_can_bo_by_election():
    book = Book(
        fact("recruitment.made", 1, "2010-01-01", unit="Trường THPT", personnel_class="VIEN_CHUC"),
        fact("reception.made", 2, "2015-01-01", unit=SNV, from_class="VIEN_CHUC",
             to_class="CONG_CHUC"),
        fact("election.approved", 3, "2021-06-25", post="Chủ tịch UBND xã", unit="UBND xã"),
    )  # fmt: skip

    days = ("2014-12-31", "2015-01-01", "2021-06-25")
    assert [on(book, day).personnel_class for day in days] == [
        PersonnelClass.VIEN_CHUC,
        PersonnelClass.CONG_CHUC,
        PersonnelClass.CAN_BO,
    ]


@pytest.mark.parametrize(
    ("table", "steps", "first", "last"),
    [
        pytest.param("CGCC", 3, "8.80", "10.00", id="1.4 CGCC"),
        pytest.param("A3.1", 6, "6.20", "8.00", id="1.4 A3.1"),
        pytest.param("A3.2", 6, "5.75", "7.55", id="1.4 A3.2"),
        pytest.param("A2.1", 8, "4.40", "6.78", id="1.4 A2.1"),
        pytest.param("A2.2", 8, "4.00", "6.38", id="1.4 A2.2"),
        pytest.param("A1", 9, "2.34", "4.98", id="1.4 A1"),
        pytest.param("A0", 10, "2.10", "4.89", id="1.4 A0"),
        pytest.param("B", 12, "1.86", "4.06", id="1.4 B"),
        pytest.param("C1", 12, "1.65", "3.63", id="1.4 C1"),
        pytest.param("LAI_XE", 12, "2.05", "4.03", id="1.4 drivers"),
    ],
)
def test_1_4_a_salary_table_rises_evenly(table: str, steps: int, first: str, last: str):
    coefficients = SALARY_TABLES[table].coefficients

    assert len(coefficients) == steps
    assert (coefficients[0], coefficients[-1]) == (Decimal(first), Decimal(last))
    assert len({high - low for low, high in pairwise(coefficients)}) == 1


def test_1_4_giang_vien_chinh_3_of_8_is_5_08_and_not_4_40():
    table = table_of("V.07.01.02", date(2022, 1, 1))

    assert table == "A2.1"
    assert coefficient_of(table, 3) == Decimal("5.08")


def test_1_4_4_98_with_vk_11_percent():
    book = at_step(9, "2014-01-01")
    book.tell(fact("salary.beyondScaleSet", 1, "2026-01-01", old_percent=10, new_percent=11))

    grade = on(book, "2026-01-01").grade

    assert grade is not None
    assert (grade.coefficient, grade.beyond_scale_percent) == (Decimal("4.98"), 11)
    assert grade.next_step_due == date(2027, 1, 1)


def test_1_5_of_several_posts_exactly_one_is_primary():
    book = Book(
        fact("appointment.made", 1, "2020-01-01", post="Phó Giám đốc", unit=SNV, term_months=60),
        fact("appointment.made", 2, "2020-01-01", post="Trưởng ban Tôn giáo", unit=SNV,
             concurrent=True),
        fact("acting.assigned", 3, "2021-01-01", mode="ACTING_Q", post="Giám đốc", unit=SNV),
    )  # fmt: skip

    assert [(one.post, one.status, one.primary) for one in on(book, "2021-01-01").posts] == [
        ("Phó Giám đốc", PostStatus.HELD, True),
        ("Trưởng ban Tôn giáo", PostStatus.HELD, False),
        ("Giám đốc", PostStatus.ACTING, False),
    ]


def test_1_6_who_is_seconded_counts_with_the_sender():
    book = at_step(1, "2018-01-01")
    book.tell(fact("secondment.started", 1, "2020-01-01", to_unit=STC, term_months=12))

    state = on(book, "2020-06-01")

    assert (state.placement, state.counts_on_quota) == (SNV, True)
    assert state.seconded_to is not None


@pytest.mark.parametrize(
    ("topic", "payload", "counts"),
    [
        pytest.param("studyLeave.started", {}, True, id="1.6 STUDY_LEAVE"),
        pytest.param("suspension.started", {}, True, id="1.6 SUSPENDED"),
        pytest.param("unpaidLeave.started", {}, True, id="1.6 UNPAID_LEAVE"),
        pytest.param("retirement.decided", {}, False, id="1.6 ENDED"),
    ],
)
def test_1_6_who_is_present_on_the_quota(topic: str, payload: dict[str, str], counts: bool):
    book = at_step(1, "2018-01-01")
    book.tell(fact(topic, 1, "2020-01-01", **payload))

    assert on(book, "2020-06-01").counts_on_quota is counts


# --- 3.1, 3.2 ---


def test_3_1_den_het_ngay_28_02_2026_is_out_on_the_first_of_march():
    book = at_step(1, "2018-01-01")
    book.tell(
        fact("secondment.started", 1, "2025-03-01", to_unit="Ban Chỉ đạo",
             last_day=date(2026, 2, 28))
    )  # fmt: skip

    assert on(book, "2026-02-28").employment is Employment.SECONDED_OUT
    assert on(book, "2026-03-01").employment is Employment.ACTIVE


def test_3_1_months_are_added_to_the_month_end_at_most():
    book = Book(fact("appointment.made", 1, "2020-08-31", post="Hiệu trưởng", term_months=6))

    assert on(book, "2020-09-01").posts[0].expires_on == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("topic", "payload", "effective", "issued"),
    [
        pytest.param(
            "transfer.made",
            {"to_unit": "Trường THCS Nguyễn Du"},
            "2018-08-01",
            "2018-09-04",
            id="3.1 R-GEN-02 dated 04/9/2018, effective 01/8",
        ),
        pytest.param(
            "recruitment.made",
            {"unit": SNV, "personnel_class": "VIEN_CHUC"},
            "2026-05-01",
            "2026-05-05",
            id="3.1 R-GEN-02 dated 05/5/2026, effective 01/5",
        ),
    ],
)
def test_3_1_a_retroactive_paper_counts_from_its_effective_date(
    topic: str, payload: dict[str, str], effective: str, issued: str
):
    book = Book(fact(topic, 1, effective, issued=issued, **payload))

    state = on(book, effective)

    assert state.placement in payload.values()
    assert state.employment is Employment.ACTIVE


def test_3_1_a_decision_of_the_future_is_known_and_does_not_count_yet():
    book = at_step(1, "2018-01-01")
    book.tell(fact("transfer.made", 1, "2030-01-01", issued="2026-01-01", to_unit=STC))

    assert on(book, "2029-12-31").placement == SNV
    assert on(book, "2030-01-01").placement == STC


@pytest.mark.parametrize(
    ("topic", "payload", "employment"),
    [
        pytest.param(
            "recruitment.made",
            {"personnel_class": "CONG_CHUC", "probation_months": 12},
            Employment.PROBATION,
            id="3.2 NONE to PROBATION",
        ),
        pytest.param(
            "recruitment.made",
            {"personnel_class": "CONG_CHUC"},
            Employment.ACTIVE,
            id="3.2 NONE to ACTIVE by recruitment since 1/7/2025",
        ),
        pytest.param("reception.made", {}, Employment.ACTIVE, id="3.2 NONE to ACTIVE by reception"),
        pytest.param(
            "election.approved",
            {"post": "Chủ tịch UBND xã"},
            Employment.ACTIVE,
            id="3.2 NONE to ACTIVE by election",
        ),
    ],
)
def test_3_2_the_ways_into_service(topic: str, payload: dict[str, str], employment: Employment):
    book = Book(fact(topic, 1, "2025-07-15", unit=SNV, **payload))

    assert on(book, "2025-07-14").employment is Employment.NONE
    assert on(book, "2025-07-15").employment is employment


def test_3_2_a_post_goes_through_acting_held_renewed_extended_and_expired():
    head = {"post": "Trưởng phòng", "unit": SNV}
    book = Book(
        fact("acting.assigned", 1, "2010-01-01", mode="IN_CHARGE", **head),
        fact("appointment.made", 2, "2010-07-01", term_months=60, **head),
        fact("reappointment.made", 3, "2015-07-01", term_months=60, **head),
        fact("term.extended", 4, "2020-07-01", last_day=date(2020, 12, 31), **head),
    )

    days = ("2010-01-01", "2010-07-01", "2015-07-01", "2020-07-01", "2021-01-01")
    assert [on(book, day).posts[0].status for day in days] == [
        PostStatus.IN_CHARGE,
        PostStatus.HELD,
        PostStatus.HELD,
        PostStatus.EXTENDED,
        PostStatus.EXPIRED,
    ]
    assert [one.status for one in on(book, "2021-01-01").former_posts] == [
        PostStatus.RENEWED,
        PostStatus.RENEWED,
    ]


def test_3_2_discipline_goes_from_review_over_force_to_its_lapse():
    book = at_step(1, "2018-01-01")
    book.tell(
        fact("discipline.reviewOpened", 1, "2020-01-10", violation="…"),
        fact("discipline.imposed", 2, "2020-03-01", form="CANH_CAO", duration_months=12),
    )

    days = ("2020-01-10", "2020-03-01", "2021-02-28", "2021-03-01")
    assert [on(book, day).discipline[0].status for day in days] == [
        DisciplineStatus.UNDER_REVIEW,
        DisciplineStatus.IN_FORCE,
        DisciplineStatus.IN_FORCE,
        DisciplineStatus.LAPSED,
    ]


# --- 3.6: the worked vectors, told by the whole fold ---


def test_3_6_step_3_of_a1_held_from_2023_04_01_is_due_on_2026_04_01():
    assert due(at_step(3, "2023-04-01"), "2024-01-01") == "2026-04-01"


@pytest.mark.parametrize(
    ("personnel_class", "next_step"),
    [
        pytest.param("CONG_CHUC", "2026-10-01", id="3.6 công chức reprimanded 2024"),
        pytest.param("VIEN_CHUC", "2026-07-01", id="3.6 viên chức reprimanded"),
    ],
)
def test_3_6_a_reprimand_puts_the_step_off(personnel_class: str, next_step: str):
    book = at_step(3, "2023-04-01", personnel_class=personnel_class)
    book.tell(fact("discipline.imposed", 1, "2024-05-10", form="KHIEN_TRACH", duration_months=12))

    assert due(book, "2024-06-01") == next_step


def test_3_6_a_reprimand_and_a_year_not_completed_make_2027_04_01():
    book = at_step(3, "2023-04-01")
    book.tell(
        fact("discipline.imposed", 1, "2024-05-10", form="KHIEN_TRACH", duration_months=12),
        fact("evaluation.recorded", 2, "2024-12-10", year=2024, rating="KHONG"),
    )

    assert due(book, "2025-01-01") == "2027-04-01"


def test_3_6_raised_nine_months_early_on_2025_07_01():
    book = at_step(3, "2023-04-01")
    book.tell(
        fact("salary.stepRaisedEarly", 1, "2025-07-01", ground="EXCELLENT", months_early=9,
             new_step=4, new_coefficient="3.33")
    )  # fmt: skip

    assert due(book, "2025-06-30") == "2026-04-01"
    assert due(book, "2025-07-01") == "2028-07-01"


def test_3_6_cv_9_of_9_from_2017_01_01_vk_5_percent_in_2020_and_11_in_2026():
    book = at_step(9, "2017-01-01")
    assert due(book, "2019-12-31") == "2020-01-01"

    for year in range(2020, 2027):
        book.tell(fact("salary.beyondScaleSet", year, f"{year}-01-01", new_percent=year - 2015))

    percents = [on(book, f"{year}-06-01").grade for year in (2020, 2021, 2026)]
    assert [one.beyond_scale_percent for one in percents if one] == [5, 6, 11]
    assert due(book, "2026-06-01") == "2027-01-01"


@pytest.mark.parametrize(
    ("form", "personnel_class", "months"),
    [
        pytest.param(form, personnel_class, months, id=f"3.6 {form} {personnel_class}")
        for form, row in {
            "KHIEN_TRACH": {"CAN_BO": 6, "CONG_CHUC": 6, "VIEN_CHUC": 3},
            "CANH_CAO": {"CAN_BO": 6, "CONG_CHUC": 6, "VIEN_CHUC": 6},
            "GIANG_CHUC": {"CONG_CHUC": 12},
            "CACH_CHUC": {"CAN_BO": 12, "CONG_CHUC": 12, "VIEN_CHUC": 12},
        }.items()
        for personnel_class, months in row.items()
    ],
)
def test_3_6_the_delay_table(form: str, personnel_class: str, months: int):
    book = at_step(3, "2023-01-01", personnel_class=personnel_class)
    book.tell(fact("discipline.imposed", 1, "2024-05-10", form=form, duration_months=12))

    year, month = divmod(months, 12)
    assert due(book, "2024-06-01") == f"{2026 + year}-{1 + month:02d}-01"


def test_3_6_tt_02_2007_a_promotion_by_less_than_a_step_keeps_the_date_of_the_old_coefficient():
    book = at_step(7, "2019-01-01")  # 4.32, and 4.40 is nearer than a step of 0.33
    book.tell(
        fact("grade.promoted", 1, "2021-06-01", issued="2021-06-01", old_grade_code="01.003",
             new_grade_code="01.002", step=1, old_coefficient="4.32", new_coefficient="4.40")
    )  # fmt: skip

    assert due(book, "2021-06-01") == "2022-01-01"
