"""Acts on acts: a cancellation taken back, an amendment suspended, circles (3.12)."""

from datetime import date

from domain.career import Force
from tests.kit.careers import Book, fact, named
from tests.unit.domain.test_career_acts import change, on, raised, step

A = "Sở Nội vụ"


def test_a_revocation_that_was_itself_revoked_does_nothing():
    book = raised()
    book.tell(
        fact("decision.revoked", 3, "2018-06-01", target=named(2), void_mode="EX_TUNC"),
        fact("decision.revoked", 4, "2019-01-01", target=named(3), void_mode="EX_TUNC"),
    )

    assert step(book, "2017-06-01") == 2


def test_a_revocation_recalled_later_is_felt_until_then():
    book = raised()
    book.tell(
        fact("decision.revoked", 3, "2018-06-01", target=named(2), void_mode="EX_NUNC"),
        fact("decision.revoked", 4, "2019-01-01", target=named(3), void_mode="EX_NUNC"),
    )

    days = ("2018-05-31", "2018-06-01", "2018-12-31", "2019-01-01")
    assert [step(book, day) for day in days] == [2, 1, 1, 2]


def test_a_circle_of_acts_is_cut_and_not_endless():
    book = Book(
        fact("decision.revoked", 1, "2018-01-01", target=named(2), void_mode="EX_TUNC"),
        fact("decision.revoked", 2, "2019-01-01", target=named(1), void_mode="EX_TUNC"),
        fact("decision.revoked", 3, "2020-01-01", target=named(3), void_mode="EX_TUNC"),
    )

    forces = [standing.force for standing in book.career.standings]

    assert forces == [Force.VOID, Force.IN_FORCE, Force.IN_FORCE]


def test_a_chain_of_a_thousand_acts_is_no_deep_recursion():
    acts = [
        fact("decision.revoked", no, "2018-01-01", target=named(no - 1), void_mode="EX_TUNC")
        for no in range(1, 1001)
    ]

    career = Book(*acts).career

    assert career.standing(named(1000)).force is Force.IN_FORCE
    assert career.standing(named(999)).force is Force.VOID


def test_an_amendment_taken_back_from_a_day_on_leaves_the_first_words():
    book = Book(
        fact("appointment.made", 1, "2020-01-01", post="Trưởng phòng", unit=A, term_months=60),
        fact("decision.amended", 2, "2021-01-01", target=named(1),
             changes=change("term_months", 60, 36)),
        fact("decision.revoked", 3, "2022-01-01", target=named(2), void_mode="EX_NUNC"),
    )  # fmt: skip

    days = ("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01")
    assert [str(on(book, day).posts[0].expires_on) for day in days] == [
        "2025-01-01",
        "2023-01-01",
        "2023-01-01",
        "2025-01-01",
    ]


def test_two_amendments_add_up_and_the_second_outlives_the_first():
    book = raised()
    book.tell(
        fact("decision.amended", 3, "2018-01-01", target=named(2),
             changes=change("new_step", 2, 3)),
        fact("decision.amended", 4, "2019-01-01", target=named(2),
             changes=change("new_coefficient", "2.67", "3.00")),
        fact("decision.revoked", 5, "2020-01-01", target=named(3), void_mode="EX_TUNC"),
    )  # fmt: skip

    grade = on(book, "2019-06-01").grade

    assert grade is not None
    assert (grade.step, str(grade.coefficient)) == (2, "3.00")


def test_a_suspended_cancellation_lets_the_decision_count_for_that_time():
    book = raised()
    book.tell(
        fact("decision.revoked", 3, "2018-06-01", target=named(2), void_mode="EX_TUNC"),
        fact("decision.suspended", 4, "2019-01-01", target=named(3), end_date=date(2019, 7, 1)),
    )

    days = ("2017-06-01", "2018-12-31", "2019-01-01", "2019-06-30", "2019-07-01")
    assert [step(book, day) for day in days] == [1, 1, 2, 2, 1]


def test_a_correction_taken_back_from_a_day_on_counts_until_then():
    book = raised()
    book.tell(
        fact("decision.corrected", 3, "2018-06-01", target=named(2),
             changes=change("new_step", 2, 3)),
        fact("decision.revoked", 4, "2019-01-01", target=named(3), void_mode="EX_NUNC"),
    )  # fmt: skip

    assert [step(book, day) for day in ("2017-06-01", "2018-12-31", "2019-01-01")] == [3, 3, 2]


def test_an_act_without_any_date_does_nothing():
    book = raised()
    book.tell(
        fact("decision.revoked", 3, target=named(2), void_mode="EX_NUNC"),
        fact("decision.amended", 4, target=named(2), changes=change("new_step", 2, 3)),
        fact("decision.suspended", 5, target=named(2)),
    )

    assert step(book, "2019-01-01") == 2
    assert book.career.standing(named(2)).mended_by == ()
