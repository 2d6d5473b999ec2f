"""Reviews, learning, ratings, allowances, registers: what is held beside (3.6 to 3.13)."""

from datetime import date

from domain.effects import EFFECTS
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.held import ClaimKind
from domain.in_force import ACTS
from domain.state import (
    DiplomaStatus,
    DisciplineStatus,
    State,
)
from tests.kit.careers import Book, fact, named

A, B = "Sở Nội vụ", "Sở Tài chính"
HEAD = "Trưởng phòng"


def recruited(day: str = "2010-01-01", **payload: object) -> Book:
    payload = {"personnel_class": "CONG_CHUC", **payload}
    return Book(fact("recruitment.made", "in", day, unit=A, **payload))


def graded(day: str = "2015-01-01", **payload: object) -> Book:
    """Step 1 of 01.003 since then; the next is due three years later."""
    book = recruited(**payload)
    book.tell(fact("grade.assigned", "grade", day, grade_code="01.003", step=1, coefficient="2.34"))
    return book


def on(book: Book, day: str) -> State:
    return book.career.state_as_of(date.fromisoformat(day))


def due(book: Book, day: str) -> date | None:
    grade = on(book, day).grade
    assert grade is not None
    return grade.next_step_due


# --- discipline under review (3.10) ---


def test_a_review_is_open_until_a_discipline_of_its_case_is_imposed():
    book = recruited()
    book.tell(
        fact("discipline.reviewOpened", 1, "2020-01-01", violation="x", case_id="K1"),
        fact("discipline.reviewOpened", 2, "2020-02-01", violation="y", case_id="K2"),
        fact("discipline.imposed", 3, "2020-03-01", form="CANH_CAO", duration_months=12,
             case_id="K1"),
        fact("partyDiscipline.imposed", 4, "2020-03-01", form="CANH_CAO", case_id="K1"),
    )  # fmt: skip

    assert [one.status for one in on(book, "2020-02-01").discipline] == [
        DisciplineStatus.UNDER_REVIEW,
        DisciplineStatus.UNDER_REVIEW,
    ]
    state = on(book, "2020-03-01")
    assert [(one.form, one.status) for one in state.discipline] == [
        (None, DisciplineStatus.UNDER_REVIEW),
        ("CANH_CAO", DisciplineStatus.IN_FORCE),
    ]
    assert [one.form for one in state.beside.party_discipline] == ["CANH_CAO"]
    assert state.because["discipline.0"] == (named(2),)


# --- learning (3.7) ---


def test_diplomas_and_trainings_are_listed_with_what_the_school_answered():
    book = Book(
        fact("education.completed", 1, degree="THAC_SI", major="Luật", school="ĐH Luật",
             diploma_no="A 123", year=2012),
        fact("training.completed", 2, "2018-06-01", kind="LLCT", level="Cao cấp",
             place="Học viện CTQG"),
        fact("diploma.verified", 3, "2020-01-01", result="FAKE", diploma_no="A 123"),
    )  # fmt: skip

    assert on(book, "2012-12-30").education == ()
    first, second = on(book, "2020-01-01").education

    assert (first.kind, first.level, first.major) == ("EDUCATION", "THAC_SI", "Luật")
    assert (str(first.completed_on), first.status) == ("2012", DiplomaStatus.FAKE)
    assert (second.kind, second.level, str(second.completed_on)) == (
        "LLCT",
        "Cao cấp",
        "2018-06-01",
    )
    assert on(book, "2019-12-31").education[0].status is DiplomaStatus.UNVERIFIED
    assert on(book, "2020-01-01").because["education.0"] == (named(1), named(3))


def test_who_was_sent_to_a_course_is_bound_from_its_end():
    book = recruited()
    book.tell(
        fact("training.sent", 1, "2018-01-01", course="Thạc sĩ", last_day=date(2019, 12, 31),
             commitment_months=60)
    )  # fmt: skip

    (training,) = on(book, "2020-01-01").beside.trainings

    assert (training.until, training.committed_until) == (date(2020, 1, 1), date(2025, 1, 1))

    book.tell(fact("training.compensation", 2, "2022-01-01", amount=50_000_000))
    assert [one.repaid_on for one in on(book, "2022-01-01").beside.trainings] == [date(2022, 1, 1)]


# --- evaluation, allowances, registers (3.6, 3.8, 3.13) ---


def test_a_rating_of_a_month_watches_over_the_year_and_delays_nothing():
    book = graded("2024-01-01")
    book.tell(fact("evaluation.recorded", 1, "2026-02-05", year=2026, month=1, rating="KHONG"))

    state = on(book, "2026-03-01")

    assert state.evaluations == ()
    assert [(one.year, one.month) for one in state.beside.monitoring] == [(2026, 1)]
    assert due(book, "2026-03-01") == date(2027, 1, 1)


def test_the_last_allowance_of_a_kind_stands_and_what_is_retained_has_its_end():
    book = graded()
    book.tell(
        fact("salary.allowanceSet", 1, "2016-01-01", kind="POST", coefficient="0.30"),
        fact("salary.allowanceSet", 2, "2018-01-01", kind="POST", coefficient="0.50"),
        fact("salary.allowanceSet", 3, "2018-01-01", kind="REGION", coefficient="0.20"),
        fact("salary.retained", 4, "2020-01-01", kind="POST_ALLOWANCE", coefficient="0.50",
             term_months=6),
    )  # fmt: skip

    beside = on(book, "2020-01-01").beside

    assert [(one.kind, str(one.coefficient)) for one in beside.allowances] == [
        ("POST", "0.50"),
        ("REGION", "0.20"),
    ]
    assert [one.until for one in beside.retained] == [date(2020, 7, 1)]


def test_party_and_military_service():
    book = Book(
        fact("military.served", 1, "1999-02-01", last_day=date(2001, 1, 31)),
        fact("party.joined", 2, "2005-05-19"),
        fact("party.official", 3, "2006-05-19"),
        fact("party.postHeld", 4, "2015-01-01", party_post="Bí thư Chi bộ", term_months=30),
    )

    beside = on(book, "2016-01-01").beside

    assert [one.until for one in beside.military] == [date(2001, 2, 1)]
    (party,) = beside.memberships
    assert (party.joined_on, party.official_on) == (date(2005, 5, 19), date(2006, 5, 19))
    assert [one.expires_on for one in beside.party_posts] == [date(2017, 7, 1)]


def test_a_claim_is_listed_and_changes_nothing_that_papers_say():
    book = graded()
    before = on(book, "2020-01-01")
    book.tell(
        fact("claim.workPeriod", 1, "2000-01", unit=B, post="Kế toán", until="2003-06"),
        fact("claim.salaryStep", 2, "2019-01-01", grade_code="01.003", step=3, coefficient="3.00"),
    )

    state = on(book, "2020-01-01")

    assert (state.employment, state.placement, state.grade) == (
        before.employment,
        before.placement,
        before.grade,
    )
    period, step = state.beside.claimed
    assert (period.kind, period.since, period.until) == (
        ClaimKind.WORK_PERIOD,
        date(2000, 1, 1),
        date(2003, 7, 1),
    )
    assert (step.kind, step.step) == (ClaimKind.SALARY_STEP, 3)


def test_title_promoted_is_a_promotion_with_its_level():
    book = recruited(personnel_class="VIEN_CHUC")
    book.tell(
        fact("grade.assigned", 1, "2015-01-01", grade_code="V.07.04.32", step=3,
             coefficient="3.00"),
        fact("title.promoted", 2, "2026-07-01", issued="2026-07-01", old_grade_code="V.07.04.32",
             new_grade_code="V.07.04.31", step=1, old_coefficient="3.00", new_coefficient="4.00",
             professional_level=4),
    )  # fmt: skip

    grade = on(book, "2026-07-01").grade

    assert grade is not None
    assert (grade.grade_code, grade.salary_table, grade.step) == ("V.07.04.31", "A2.2", 1)
    assert grade.professional_level == 4
    assert grade.next_step_due == date(2029, 7, 1)


BESIDE_THE_STATE = {
    "abroad.travelled",
    "asset.declared",
    "complaint.resolved",
    "confidence.recorded",
    "family.declared",
    "health.checked",
    "inspection.concluded",
    "profile.supplemented",
}
"""Registers that are read in the timeline."""

WHO_IT_IS = {"identity.recorded", "identity.corrected", "identity.merged", "identity.separated"}


def test_every_kind_of_event_changes_a_career_or_is_known_not_to():
    silent = {topic for topic, kind in CAREER_EVENT_TYPES.items() if kind not in (*EFFECTS, *ACTS)}

    assert silent == BESIDE_THE_STATE | WHO_IT_IS
