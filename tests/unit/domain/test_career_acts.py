"""Acts of the authority, corrections of the archive, discipline, awards, identity (3.10, 3.12)."""

from datetime import date

import pytest

from domain.career import Force
from domain.events.acts import FieldChange
from domain.people import Identifier, IdentifierKind
from domain.state import AwardStatus, DisciplineStatus, PostStatus, State
from tests.kit.careers import PERSON, Book, fact, named

A, B = "Sở Nội vụ", "Sở Tài chính"


def raised() -> Book:
    """Step 1 from 2014, step 2 from 2017 (event 2, number 7/QĐ-SNV)."""
    return Book(
        fact("grade.assigned", 1, "2014-01-01", grade_code="01.003", step=1, coefficient="2.34"),
        fact("salary.stepRaised", 2, "2017-01-01", issued="2016-12-20", number="07/QĐ-SNV",
             new_step=2, new_coefficient="2.67"),
    )  # fmt: skip


def on(book: Book, day: str) -> State:
    return book.career.state_as_of(date.fromisoformat(day))


def step(book: Book, day: str) -> int | None:
    grade = on(book, day).grade
    assert grade is not None
    return grade.step


def change(field: str, before: object, after: object) -> tuple[FieldChange, ...]:
    return (FieldChange(field=field, before=before, after=after),)


def test_a_decision_cancelled_is_void_from_its_start():
    book = raised()
    book.tell(fact("decision.revoked", 3, "2018-06-01", target=named(2), void_mode="EX_TUNC"))

    assert step(book, "2017-06-01") == 1
    assert book.career.state_as_of(date(2017, 6, 1), 2).grade != on(book, "2017-06-01").grade
    standing = book.career.standing(named(2))
    assert (standing.force, standing.force_by) == (Force.VOID, named(3))
    assert standing in book.career.timeline()


def test_a_decision_recalled_counts_until_the_day_of_the_act():
    book = raised()
    book.tell(fact("decision.revoked", 3, "2018-06-01", target=named(2), void_mode="EX_NUNC"))

    assert step(book, "2018-05-31") == 2
    assert step(book, "2018-06-01") == 1


def test_a_suspended_decision_is_out_of_force_for_its_time():
    book = raised()
    book.tell(
        fact("decision.suspended", 3, "2018-06-01", target=named(2), end_date=date(2018, 9, 1))
    )

    assert [step(book, day) for day in ("2018-05-31", "2018-06-01", "2018-08-31")] == [2, 1, 1]
    assert step(book, "2018-09-01") == 2


def test_a_decision_corrected_says_so_from_its_start():
    book = raised()
    changes = change("new_coefficient", "2.67", "2.76")
    book.tell(fact("decision.corrected", 3, "2018-06-01", target=named(2), changes=changes))

    grade = on(book, "2017-06-01").grade

    assert grade is not None
    assert str(grade.coefficient) == "2.76"
    assert book.career.standing(named(2)).mended_by == (named(3),)


def test_a_decision_amended_says_so_from_the_day_of_the_act():
    book = Book(
        fact("appointment.made", 1, "2020-01-01", post="Trưởng phòng", unit=A, term_months=60)
    )
    changes = change("term_months", 60, 36)
    book.tell(fact("decision.amended", 2, "2021-01-01", target=named(1), changes=changes))

    assert on(book, "2020-12-31").posts[0].expires_on == date(2025, 1, 1)
    assert on(book, "2021-01-01").posts[0].expires_on == date(2023, 1, 1)


def test_a_decision_is_found_by_its_number_the_last_of_that_number_before_the_act():
    book = raised()
    book.tell(
        fact("salary.stepRaised", 4, "2020-01-01", issued="2019-12-20", number="7/QĐ-SNV",
             new_step=3, new_coefficient="3.00"),
        fact("decision.revoked", 5, "2020-03-01", issued="2020-03-01", target_no="07/QĐ-SNV",
             void_mode="EX_TUNC"),
    )  # fmt: skip

    assert (step(book, "2017-06-01"), step(book, "2020-06-01")) == (2, 2)
    assert book.career.standing(named(4)).force is Force.VOID


def test_an_act_on_a_paper_with_two_acts_in_it_revokes_both():
    number = "9/QĐ-SNV"
    book = Book(
        fact("transfer.made", 1, "2020-01-01", issued="2019-12-20", number=number, to_unit=B),
        fact("appointment.made", 2, "2020-01-01", issued="2019-12-20", number=number,
             post="Trưởng phòng", unit=B),
        fact("decision.revoked", 3, "2020-03-01", issued="2020-03-01", target_no=number,
             void_mode="EX_TUNC"),
    )  # fmt: skip

    state = on(book, "2020-06-01")

    assert (state.posts, state.placement) == ((), None)


def test_an_act_whose_target_is_not_here_is_named():
    book = raised()
    book.tell(
        fact("decision.revoked", 3, "2018-06-01", target_no="99/QĐ-SNV", void_mode="EX_TUNC"),
        fact("decision.revoked", 4, "2018-06-01", target=named("nobody"), void_mode="EX_TUNC"),
    )

    assert set(book.career.unresolved) == {named(3), named(4)}
    assert step(book, "2017-06-01") == 2


def test_an_act_may_be_recorded_before_what_it_concerns():
    first, second = raised().recorded
    act = fact("decision.revoked", 3, "2018-06-01", target=named(2), void_mode="EX_TUNC")

    book = Book(act, first.event, second.event)  # type: ignore[arg-type]

    assert step(book, "2017-06-01") == 1


def test_a_post_revoked_from_a_day_on_ends_there_and_the_earlier_one_stays_ended():
    book = Book(
        fact("appointment.made", 1, "2018-01-01", post="Phó Trưởng phòng", unit=A, term_months=60),
        fact("appointment.made", 2, "2020-01-01", post="Trưởng phòng", unit=A, term_months=60),
        fact("decision.revoked", 3, "2021-01-01", target=named(2), void_mode="EX_NUNC"),
    )

    assert [held.post for held in on(book, "2020-12-31").posts] == ["Trưởng phòng"]
    state = on(book, "2021-01-01")
    assert state.posts == ()
    assert [held.status for held in state.former_posts] == [
        PostStatus.ENDED_BY_TRANSFER,
        PostStatus.REVOKED,
    ]


def test_a_post_under_a_suspended_decision_is_shown_so():
    book = Book(
        fact("appointment.made", 1, "2020-01-01", post="Trưởng phòng", unit=A, term_months=60),
        fact("decision.suspended", 2, "2020-06-01", target=named(1), end_date=date(2020, 9, 1)),
    )

    assert on(book, "2020-07-01").posts[0].status is PostStatus.SUSPENDED
    assert on(book, "2020-09-01").posts[0].status is PostStatus.HELD


def sanctioned(*more: object) -> Book:
    book = raised()
    book.tell(
        fact("discipline.imposed", 5, "2018-03-01", issued="2018-03-01", number="5/QĐ-SNV",
             form="KHIEN_TRACH", duration_months=12),
        *more,  # type: ignore[arg-type]
    )  # fmt: skip
    return book


def test_a_discipline_revoked_is_shown_revoked_and_delays_nothing():
    book = sanctioned(
        fact("discipline.revoked", 6, "2018-09-01", issued="2018-09-01", revoked_no="5/QĐ-SNV")
    )

    state = on(book, "2018-06-01")

    assert [held.status for held in state.discipline] == [DisciplineStatus.REVOKED]
    assert state.grade is not None
    assert state.grade.next_step_due == date(2020, 1, 1)


def test_without_a_number_the_last_discipline_is_the_one_revoked():
    book = sanctioned(
        fact("discipline.imposed", 7, "2018-05-01", form="CANH_CAO", duration_months=12),
        fact("discipline.revoked", 6, "2018-09-01", issued="2018-09-01"),
    )

    assert [held.status for held in on(book, "2018-10-01").discipline] == [
        DisciplineStatus.IN_FORCE,
        DisciplineStatus.REVOKED,
    ]


def test_a_new_discipline_ends_the_one_in_force_but_not_one_that_has_lapsed():
    book = sanctioned(
        fact("discipline.imposed", 6, "2018-12-01", form="CANH_CAO", duration_months=12),
        fact("discipline.imposed", 7, "2020-01-01", form="CANH_CAO", duration_months=12),
    )

    assert [held.status for held in on(book, "2020-02-01").discipline] == [
        DisciplineStatus.SUPERSEDED,
        DisciplineStatus.LAPSED,
        DisciplineStatus.IN_FORCE,
    ]


def test_a_step_taken_back_lowers_the_coefficient_by_the_table():
    book = sanctioned(
        fact("discipline.imposed", 6, "2018-12-01", form="HA_BAC_LUONG", duration_months=12)
    )

    grade = on(book, "2019-01-01").grade

    assert grade is not None
    assert (grade.step, str(grade.coefficient)) == (1, "2.34")


def test_an_award_taken_back_is_shown_so_from_that_day():
    book = Book(
        fact("award.granted", 1, "2020-01-01", code="LDTT", full_name="Lao động tiên tiến"),
        fact("award.granted", 2, "2021-01-01", code="LDTT", full_name="Lao động tiên tiến"),
        fact("award.revoked", 3, "2022-01-01", issued="2022-01-01", code="LDTT"),
    )

    assert [held.status for held in on(book, "2021-12-31").awards] == [AwardStatus.GRANTED] * 2
    assert [held.status for held in on(book, "2022-01-01").awards] == [
        AwardStatus.GRANTED,
        AwardStatus.REVOKED,
    ]


def test_an_award_to_the_collective_is_not_hers():
    book = Book(
        fact("award.granted", 1, "2020-01-01", code="TTLDXS", full_name="Tập thể LĐXS",
             granted_to="COLLECTIVE")
    )  # fmt: skip

    assert on(book, "2021-01-01").awards == ()


def test_a_correction_recorded_before_its_target_counts():
    book = Book()
    book.corrected(9, 2, "new_step", 3)
    book.tell(*(row.event for row in raised().recorded))  # type: ignore[arg-type]
    book.verified(9)

    assert step(book, "2017-06-01") == 3


def test_a_correction_that_would_make_no_valid_event_changes_nothing():
    book = raised()
    book.corrected(9, 2, "new_step", "many")
    book.corrected(10, 2, "no_such_field", 1)
    book.verified(9, 10)

    assert step(book, "2017-06-01") == 2
    assert book.career.standing(named(2)).mended_by == ()


def test_a_circle_of_corrections_is_not_endless():
    book = raised()
    book.corrected(9, 10, "new_step", 3)
    book.corrected(10, 9, "new_step", 4)
    book.verified(9, 10)

    assert step(book, "2017-06-01") == 2


def test_a_corrected_date_moves_the_event():
    book = raised()
    book.corrected(9, 2, "effective_date", "2013-06-01")
    book.verified(9)

    assert [standing.event_id for standing in book.career.timeline()] == [named(2), named(1)]
    assert step(book, "2017-06-01") == 1


def test_a_name_that_changed_is_kept_beside_the_new_one():
    book = Book(
        fact("identity.recorded", 1, full_name="Lê Thị Hoa", birth_date="1980", gender="F",
             identifiers=(Identifier(kind=IdentifierKind.CMND, value="012345678"),)),
        fact("identity.corrected", 2, "2015-01-01", field="fullName", old="Lê Thị Hoa",
             new="Lê Thị Hoà"),
        fact("identity.recorded", 3, "2020-01-01", full_name="Lê Thị Hoà",
             birth_date="1980-02-03",
             identifiers=(Identifier(kind=IdentifierKind.CCCD, value="024180000123"),)),
    )  # fmt: skip

    today, before = book.career.identity(), book.career.identity(date(2014, 1, 1))

    assert (today.full_name, today.former_names) == ("Lê Thị Hoà", ("Lê Thị Hoa",))
    assert str(before.birth_date) == "1980-02-03"
    assert str(today.birth_date) == "1980-02-03"
    assert [one.value for one in today.identifiers] == ["012345678", "024180000123"]
    assert today.because["birth_date"] == (named(3),)


@pytest.mark.parametrize("new", ["not a date", "2020-13-40"])
def test_a_civil_status_change_that_does_not_fit_its_field_changes_nothing(new: str):
    book = Book(
        fact("identity.recorded", 1, full_name="A", birth_date="1980"),
        fact("identity.corrected", 2, "2015-01-01", field="birthDate", new=new),
        fact("identity.corrected", 3, "2015-01-01", field="noSuchField", new=new),
    )

    assert str(book.career.identity().birth_date) == "1980"


def test_an_event_recorded_twice_under_one_id_counts_once():
    row = raised().recorded[1]
    book = raised()
    book.tell(row.event)  # type: ignore[arg-type]

    assert len(book.career.standings) == 2
    assert book.career.version == 3
    assert book.career.person_id == PERSON


def test_an_undated_rating_counts_at_the_end_of_its_year():
    book = raised()
    book.tell(fact("evaluation.recorded", 5, year=2018, rating="KHONG"))

    assert on(book, "2018-12-30").evaluations == ()
    state = on(book, "2018-12-31")
    assert [held.year for held in state.evaluations] == [2018]
    assert state.grade is not None
    assert state.grade.next_step_due == date(2020, 7, 1)


def test_a_declaration_without_a_date_never_takes_a_changed_name_back():
    book = Book(
        fact("identity.corrected", 2, "2015-01-01", field="fullName", old="Lê Hoa", new="Lê Hoà"),
        fact("identity.recorded", 1, full_name="Lê Hoa"),
    )

    identity = book.career.identity()

    assert (identity.full_name, identity.former_names) == ("Lê Hoà", ("Lê Hoa",))
