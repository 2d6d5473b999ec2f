"""What falls due: the vectors of domain.md 5.1 to 5.4, and those of 3.6 and 3.11 as due rows."""

from datetime import date
from typing import Any

import pytest

from domain.career import EvidenceFilter
from domain.due import DueItem, DueLineKind, DueStatus, ExemptReason, StepList, Subject, Window
from domain.due_bases import of_pension, of_step, of_term
from domain.due_retirements import default_window as a_year
from domain.due_retirements import retirements_due
from domain.due_rotations import rotations_due
from domain.due_steps import default_window as the_quarter
from domain.due_steps import early_ceiling, steps_due
from domain.due_terms import TermRules, notice_by, terms_due
from domain.due_terms import default_window as six_months
from domain.events.envelope import PersonnelClass
from domain.tables.rotations import ListedPosition
from tests.kit.careers import Book, fact, named
from tests.kit.golden import golden_book

EVER = Window(None, date(2100, 1, 1))
CLERK = "Kế toán đơn vị"
POSITION = ListedPosition("KE_TOAN", 24, 60, date(2019, 8, 15), "NĐ 59/2019", (CLERK,))


def day(text: str) -> date:
    return date.fromisoformat(text)


def subject(book: Book, on: str) -> Subject:
    career = book.career
    state = career.state_as_of(day(on), evidence=EvidenceFilter.ALL)
    return Subject(career, EvidenceFilter.ALL, state)


def born(birth: str, gender: str = "M") -> Any:
    return fact("identity.recorded", 0, full_name="Lò Văn Pánh", birth_date=birth, gender=gender)


def recruited(on: str = "1990-01-01", **more: Any) -> Any:
    given: dict[str, Any] = {"unit": "Sở Tài chính", "personnel_class": "CONG_CHUC"}
    return fact("recruitment.made", "entry", on, **(given | more))


def appointed(on: str, months: int = 60, name: str = "post") -> Any:
    return fact(
        "appointment.made", name, on, post="Trưởng phòng", unit="Sở Tài chính", term_months=months
    )


def the_term(book: Book, on: str, window: Window = EVER, **rules: Any) -> DueItem:
    (item,) = terms_due(subject(book, on), window, rules=TermRules(**rules))
    return item


# 5.1


def test_5_1_a_term_of_60_months_from_2021_07_15_ends_2026_07_15_with_notice_by_2026_04_16():
    item = the_term(Book(born("1979-03-12"), appointed("2021-07-15")), "2026-02-01")

    assert (item.due_on, item.notice_by) == (day("2026-07-15"), day("2026-04-16"))
    assert (item.rules, item.event_ids) == (("R-APT-05",), (named("post"),))
    assert [line.kind for line in item.clock] == [DueLineKind.START, DueLineKind.NOTICE]
    assert (item.clock[0].on, item.clock[0].months) == (day("2021-07-15"), 60)
    assert item.clock[0].event_id == named("post")


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-01-15", DueStatus.UPCOMING),
        ("2026-03-16", DueStatus.UPCOMING),
        ("2026-03-17", DueStatus.NOTICE_DUE),
        ("2026-04-16", DueStatus.NOTICE_DUE),
        ("2026-04-17", DueStatus.OVERDUE),
        ("2026-07-14", DueStatus.OVERDUE),
        ("2026-07-15", DueStatus.EXPIRED_NO_DECISION),
    ],
)
def test_5_1_the_status_of_a_term(on: str, status: DueStatus):
    item = the_term(Book(born("1979-03-12"), appointed("2021-07-15")), on)

    assert item.statuses == (status,)


def test_5_1_a_term_further_away_than_six_months_is_not_in_the_list():
    book = Book(born("1979-03-12"), appointed("2021-07-15"))

    assert list(terms_due(subject(book, "2026-01-14"), six_months(day("2026-01-14")))) == []
    assert the_term(book, "2026-01-14").statuses == ()


@pytest.mark.parametrize(
    ("birth", "remaining", "advice"),
    [
        ("1966-03-10", 17, DueStatus.EXTEND_NOT_REAPPOINT),
        ("1966-06-20", 23, DueStatus.EXTEND_NOT_REAPPOINT),
        ("1966-07-20", 24, DueStatus.SHORT_TERM),
        ("1969-06-20", 59, DueStatus.SHORT_TERM),
    ],
)
def test_5_1_what_remains_until_the_pension_says_what_to_decide(
    birth: str, remaining: int, advice: DueStatus
):
    item = the_term(Book(born(birth), appointed("2021-07-15")), "2026-02-01")

    assert (item.remaining_months, item.statuses[1:]) == (remaining, (advice,))
    assert item.rules == ("R-APT-05", "R-APT-04")


def test_5_1_a_full_term_of_service_left_needs_no_advice():
    item = the_term(Book(born("1969-07-20"), appointed("2021-07-15")), "2026-02-01")

    assert (item.remaining_months, item.statuses) == (60, (DueStatus.UPCOMING,))


def test_5_1_a_term_that_outlasts_service_is_not_due():
    book = Book(born("1964-02-29"), appointed("2021-07-15"))

    assert list(terms_due(subject(book, "2025-03-01"), EVER)) == []


def test_5_1_the_term_of_office_of_an_election_is_not_listed():
    """It ends with its year range, for all who were elected, and no authority decides on one."""
    elected = {"post": "Chủ tịch UBND xã", "unit": "UBND xã Tân Thịnh", "term_months": 60}
    book = Book(born("1979-03-12"), fact("election.approved", "post", "2021-07-15", **elected))

    assert [one.expires_on for one in book.career.state_as_of(day("2026-02-01")).posts] == [
        day("2026-07-15")
    ]
    assert list(terms_due(subject(book, "2026-02-01"), EVER)) == []


def test_5_1_the_clock_of_an_extended_term_tells_the_day_of_the_extension():
    book = Book(
        born("1966-03-10"),
        appointed("2021-01-15"),
        fact("term.extended", "longer", "2026-01-15", last_day=date(2027, 6, 30)),
    )

    item = the_term(book, "2026-02-01")

    assert [(line.kind, line.on, line.due) for line in item.clock[:2]] == [
        (DueLineKind.START, day("2021-01-15"), None),
        (DueLineKind.EXTENDED, day("2026-01-15"), day("2027-07-01")),
    ]


def test_5_1_a_further_term_answers_the_one_that_ends():
    book = Book(
        born("1979-03-12"),
        appointed("2016-07-15"),
        fact(
            "reappointment.made",
            "again",
            "2021-07-15",
            post="Trưởng phòng",
            unit="Sở Tài chính",
            term_months=60,
        ),
    )

    assert the_term(book, "2026-02-01").due_on == day("2026-07-15")


def test_5_1_notice_in_working_days_counts_mondays_to_fridays_without_holidays():
    assert notice_by(day("2026-07-15"), TermRules(working_days=True)) == day("2026-03-11")
    with_a_holiday = TermRules(working_days=True, holidays=frozenset({day("2026-04-30")}))
    assert notice_by(day("2026-07-15"), with_a_holiday) == day("2026-03-10")


def test_5_1_the_golden_career_gives_notice_by_2030_04_02():
    item = the_term(golden_book(), "2030-01-15")

    assert (item.due_on, item.notice_by) == (day("2030-07-01"), day("2030-04-02"))
    assert item.event_ids == (named(16),)


# 5.2


def rotated(*later: Any, birth: str = "1980-01-01", since: str = "2022-03-01") -> Book:
    placed = fact("assignment.made", "desk", since, unit="Sở Tài chính", job_position=CLERK)
    return Book(born(birth), recruited(), placed, *later)


def the_rotation(book: Book, on: str, low: int = 24, high: int = 60) -> DueItem:
    row = ListedPosition("KE_TOAN", low, high, date(2019, 8, 15), "NĐ 59/2019", (CLERK,))
    (item,) = rotations_due(subject(book, on), EVER, positions=(row,))
    return item


@pytest.mark.parametrize(
    ("low", "due", "latest"),
    [(24, "2024-03-01", "2027-03-01"), (36, "2025-03-01", "2027-03-01")],
)
def test_5_2_since_2022_03_01(low: int, due: str, latest: str):
    item = the_rotation(rotated(), "2024-06-01", low)

    assert (item.since, item.due_on, item.latest_on) == (day("2022-03-01"), day(due), day(latest))
    assert item.event_ids == (named("desk"),)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2024-02-29", DueStatus.UPCOMING),
        ("2024-03-01", DueStatus.DUE),
        ("2027-02-28", DueStatus.DUE),
        ("2027-03-01", DueStatus.OVERDUE),
    ],
)
def test_5_2_the_status_of_a_rotation(on: str, status: DueStatus):
    assert the_rotation(rotated(), on).statuses == (status,)


def test_5_2_another_assignment_in_the_same_position_goes_on_counting():
    again = fact("assignment.made", "again", "2023-05-01", unit="Sở Tài chính", job_position=CLERK)

    assert the_rotation(rotated(again), "2024-06-01").since == day("2022-03-01")


def test_5_2_another_position_in_between_starts_the_clock_anew():
    away = fact(
        "assignment.made", "other", "2023-01-01", unit="Sở Tài chính", job_position="Văn thư"
    )
    back = fact("assignment.made", "back", "2023-06-01", unit="Sở Tài chính", job_position=CLERK)

    assert the_rotation(rotated(away, back), "2026-01-01").since == day("2023-06-01")


@pytest.mark.parametrize(
    ("back", "due"), [("2023-06-01", "2024-03-01"), ("2024-01-01", "2025-10-01")]
)
def test_5_2_a_leave_of_more_than_twelve_months_pauses(back: str, due: str):
    leave = fact("suspension.started", "leave", "2022-06-01")
    returned = fact("suspension.ended", "returned", back)

    assert the_rotation(rotated(leave, returned), "2026-01-01").due_on == day(due)


@pytest.mark.parametrize(
    ("events", "birth", "reason"),
    [
        (
            (
                fact(
                    "discipline.imposed", "d", "2024-01-10", form="KHIEN_TRACH", duration_months=12
                ),
            ),
            "1980-01-01",
            ExemptReason.DISCIPLINE,
        ),
        (
            (fact("secondment.started", "s", "2024-01-10", to_unit="Sở Nội vụ", term_months=12),),
            "1980-01-01",
            ExemptReason.SECONDED,
        ),
        ((), "1964-02-29", ExemptReason.NEAR_RETIREMENT),
    ],
)
def test_5_2_exempt_with_the_reason(events: tuple[Any, ...], birth: str, reason: ExemptReason):
    item = the_rotation(rotated(*events, birth=birth), "2024-06-01")

    assert (item.statuses, item.exempt) == ((DueStatus.EXEMPT,), (reason,))


def test_5_2_who_leads_is_not_rotated():
    book = rotated(appointed("2023-01-01"))

    assert list(rotations_due(subject(book, "2026-01-01"), EVER, positions=(POSITION,))) == []


def test_5_2_a_dated_local_policy_overrides_the_national_set():
    local = ListedPosition(
        "KE_TOAN", 36, 60, date(2013, 12, 20), "Chính sách địa phương", (CLERK,), local=True
    )

    (item,) = rotations_due(subject(rotated(), "2025-06-01"), EVER, positions=(POSITION, local))

    assert (item.due_on, item.basis) == (day("2025-03-01"), "Chính sách địa phương")


# 5.3, vectors of 3.6


def step_three(personnel_class: str, *later: Any) -> Book:
    return Book(
        born("1990-01-01"),
        recruited(
            "2015-04-01",
            personnel_class=personnel_class,
            grade_code="01.003",
            step=1,
            coefficient="2.34",
        ),
        fact(
            "salary.stepRaised",
            "step",
            "2023-04-01",
            new_step=3,
            new_coefficient="3.00",
        ),
        *later,
    )


REPRIMAND = fact("discipline.imposed", "d", "2024-05-01", form="KHIEN_TRACH", duration_months=12)
FAILED = fact("evaluation.recorded", "e", "2024-12-31", year=2024, rating="KHONG")


@pytest.mark.parametrize(
    ("personnel_class", "later", "due"),
    [
        ("CONG_CHUC", (), "2026-04-01"),
        ("CONG_CHUC", (REPRIMAND,), "2026-10-01"),
        ("VIEN_CHUC", (REPRIMAND,), "2026-07-01"),
        ("CONG_CHUC", (REPRIMAND, FAILED), "2027-04-01"),
    ],
)
def test_3_6_step_three_of_a1_held_from_2023_04_01(
    personnel_class: str, later: tuple[Any, ...], due: str
):
    book = step_three(personnel_class, *later)

    (item,) = steps_due(subject(book, "2026-01-15"), EVER)

    assert (item.due_on, item.first_due_on) == (day(due), day("2026-04-01"))
    assert (item.next_step, str(item.next_coefficient)) == (4, "3.33")
    assert item.clock[0].event_id == named("step")
    assert [line.event_id for line in item.clock[1:]] == [one.event_id for one in later]


def test_3_6_nine_months_early_is_2025_07_01_and_an_award_makes_the_candidate():
    award = fact("award.granted", "a", "2024-12-20", code="CSTDCS", full_name="CSTĐ cơ sở")
    book = step_three("CONG_CHUC", award)

    (item,) = steps_due(
        subject(book, "2025-05-01"), Window(None, day("2025-12-31")), wanted=StepList.EARLY
    )

    assert item.statuses == (DueStatus.UPCOMING, DueStatus.EARLY_CANDIDATE)
    assert item.award_codes == ("CSTDCS",)
    assert early_ceiling(59) == 5


@pytest.mark.parametrize(
    "later",
    [
        (),
        (
            REPRIMAND,
            fact("award.granted", "a", "2024-12-20", code="CSTDCS", full_name="CSTĐ cơ sở"),
        ),
    ],
)
def test_5_3_without_an_award_or_put_off_nobody_is_raised_early(later: tuple[Any, ...]):
    book = step_three("CONG_CHUC", *later)

    found = steps_due(subject(book, "2025-05-01"), EVER, wanted=StepList.EARLY)

    assert list(found) == []


def test_5_3_never_early_twice_in_a_row():
    early = fact(
        "salary.stepRaisedEarly",
        "early",
        "2025-07-01",
        ground="EXCELLENT",
        months_early=9,
        new_step=4,
        new_coefficient="3.33",
    )
    award = fact("award.granted", "a", "2026-12-20", code="CSTDCS", full_name="CSTĐ cơ sở")
    book = step_three("CONG_CHUC", early, award)

    assert list(steps_due(subject(book, "2027-09-01"), EVER, wanted=StepList.EARLY)) == []


def test_5_3_who_is_put_off_out_of_the_window_is_shown_as_blocked():
    book = step_three("CONG_CHUC", REPRIMAND)
    quarter = Window(day("2026-04-01"), day("2026-06-30"))

    (item,) = steps_due(subject(book, "2026-04-01"), quarter)

    assert item.statuses == (DueStatus.BLOCKED,)
    assert (item.due_on, item.clock[1].cause) == (day("2026-10-01"), "KHIEN_TRACH")
    assert list(steps_due(subject(book, "2026-04-01"), quarter, wanted=StepList.REGULAR)) == []


def last_step(*percents: int) -> Book:
    return Book(
        born("1975-01-01"),
        recruited("1999-01-01", grade_code="01.003", step=1, coefficient="2.34"),
        fact("salary.stepRaised", "nine", "2017-01-01", new_step=9, new_coefficient="4.98"),
        *(
            fact(
                "salary.beyondScaleSet",
                f"vk {percent}",
                f"{2015 + percent}-01-01",
                new_percent=percent,
            )
            for percent in percents
        ),
    )


@pytest.mark.parametrize(
    ("percents", "due", "following"),
    [
        ((), "2020-01-01", 5),
        ((5,), "2021-01-01", 6),
        ((5, 6, 7, 8, 9, 10), "2026-01-01", 11),
    ],
)
def test_3_6_beyond_the_scale_from_step_nine_of_2017(
    percents: tuple[int, ...], due: str, following: int
):
    on = "2019-10-01" if not percents else f"{2015 + percents[-1]}-10-01"

    (item,) = steps_due(subject(last_step(*percents), on), EVER, wanted=StepList.BEYOND_SCALE)

    assert (item.due_on, item.next_percent, item.beyond_scale) == (day(due), following, True)
    assert DueStatus.LAST_STEP in item.statuses


def test_5_3_the_quarter_is_the_window():
    assert the_quarter(day("2026-05-17")).end == day("2026-06-30")
    assert the_quarter(day("2026-12-31")).end == day("2026-12-31")


def test_5_3_the_golden_career_step_by_step():
    (item,) = steps_due(subject(golden_book(), "2019-06-30"), EVER)

    assert (item.due_on, item.first_due_on) == (day("2020-05-01"), day("2019-11-01"))
    assert [line.event_id for line in item.clock] == [named(7), named(10)]


# 5.4, vectors of 3.11


@pytest.mark.parametrize(
    ("birth", "gender", "pension"),
    [
        ("1961-01-15", "M", "2021-05-01"),
        ("1961-10-01", "M", "2022-05-01"),
        ("1964-02-29", "M", "2025-06-01"),
        ("1966-03-10", "M", "2028-01-01"),
        ("1966-04-01", "M", "2028-05-01"),
        ("1966-01-01", "F", "2021-06-01"),
        ("1966-09-05", "F", "2022-06-01"),
        ("1970-08-20", "F", "2028-01-01"),
        ("1970-09-01", "F", "2028-06-01"),
        ("1975-06-30", "F", "2035-07-01"),
        ("1985-07-07", "F", "2045-08-01"),
    ],
)
def test_3_11_the_pension_as_a_due_row(birth: str, gender: str, pension: str):
    item = the_retirement(Book(born(birth, gender), recruited()), "2021-01-04")

    assert item.due_on == day(pension)
    assert [line.kind for line in item.clock[:2]] == [DueLineKind.BIRTH, DueLineKind.AGE]


def the_retirement(book: Book, on: str, window: Window = EVER) -> DueItem:
    person = subject(book, on)
    (item,) = retirements_due(person, book.career.identity(day(on)), window)
    return item


def test_5_4_born_1966_03_10_notice_by_2027_07_01_decision_by_2027_10_01():
    item = the_retirement(Book(born("1966-03-10"), recruited()), "2026-06-01")

    assert (item.due_on, item.notice_by, item.decision_by) == (
        day("2028-01-01"),
        day("2027-07-01"),
        day("2027-10-01"),
    )


NOTICED = fact(
    "retirement.noticed", "notice", "2027-06-20", issued="2027-06-20", pension_from="2028-01-01"
)
DECIDED = fact("retirement.decided", "decision", "2028-01-01", issued="2027-09-20")


@pytest.mark.parametrize(
    ("on", "papers", "status"),
    [
        ("2027-05-31", (), DueStatus.UPCOMING),
        ("2027-06-01", (), DueStatus.NOTICE_DUE),
        ("2027-07-02", (), DueStatus.OVERDUE),
        ("2027-07-02", (NOTICED,), DueStatus.NOTICED),
        ("2027-09-05", (NOTICED,), DueStatus.DECISION_DUE),
        ("2027-10-02", (NOTICED,), DueStatus.OVERDUE),
        ("2027-10-02", (NOTICED, DECIDED), DueStatus.DECIDED),
    ],
)
def test_5_4_the_status_of_a_retirement(on: str, papers: tuple[Any, ...], status: DueStatus):
    assert the_retirement(Book(born("1966-03-10"), recruited(), *papers), on).statuses == (status,)


def test_5_4_a_decision_of_another_day_goes_before_the_age():
    decided = fact("retirement.decided", "decision", "2027-06-01", issued="2027-02-20")
    item = the_retirement(Book(born("1966-03-10"), recruited(), decided), "2027-03-01")

    assert item.due_on == day("2027-06-01")
    assert [line.kind for line in item.clock if line.event_id == named("decision")] == [
        DueLineKind.PAPER
    ]


def test_5_4_whoever_has_left_is_not_listed():
    book = Book(born("1966-03-10"), recruited(), fact("death.recorded", "death", "2020-01-01"))

    found = retirements_due(
        subject(book, "2026-01-01"), book.career.identity(), a_year(day("2027-01-01"))
    )

    assert list(found) == []


# The law of its day (0.3)


@pytest.mark.parametrize(
    ("expires", "kind", "base"),
    [
        ("2020-11-30", PersonnelClass.CONG_CHUC, "Luật 22/2008/QH12"),
        ("2025-06-30", PersonnelClass.CONG_CHUC, "NĐ 138/2020/NĐ-CP"),
        ("2025-07-01", PersonnelClass.CONG_CHUC, "NĐ 170/2025/NĐ-CP Điều 28"),
        ("2026-06-30", PersonnelClass.VIEN_CHUC, "NĐ 115/2020/NĐ-CP"),
        ("2026-07-01", PersonnelClass.VIEN_CHUC, "NĐ 259/2026/NĐ-CP"),
    ],
)
def test_a_term_goes_by_the_law_of_the_day_that_it_ends(
    expires: str, kind: PersonnelClass, base: str
):
    found = of_term(day(expires), kind)

    assert found is not None
    assert found.split("; ")[0] == base


def test_a_term_before_any_law_that_was_read_has_no_base():
    assert of_term(day("2005-01-01"), PersonnelClass.CONG_CHUC) is None


@pytest.mark.parametrize(
    ("due", "base"),
    [
        ("2016-04-17", "NĐ 204/2004/NĐ-CP; TT 08/2013/TT-BNV Điều 2"),
        ("2021-08-15", "NĐ 204/2004/NĐ-CP; TT 08/2013/TT-BNV Điều 2; TT 03/2021/TT-BNV"),
    ],
)
def test_a_step_goes_by_the_law_of_the_day_that_it_is_due(due: str, base: str):
    assert of_step(day(due), early=False, beyond=False) == base


@pytest.mark.parametrize(
    ("start", "notice", "kind", "base"),
    [
        ("2020-06-01", "2019-12-01", PersonnelClass.CONG_CHUC, None),
        ("2021-05-01", "2020-11-01", PersonnelClass.CONG_CHUC, "NĐ 135/2020/NĐ-CP Điều 4"),
        (
            "2026-01-01",
            "2025-07-01",
            PersonnelClass.CONG_CHUC,
            "NĐ 135/2020/NĐ-CP Điều 4; NĐ 170/2025/NĐ-CP",
        ),
        ("2026-01-01", "2025-07-01", PersonnelClass.VIEN_CHUC, "NĐ 135/2020/NĐ-CP Điều 4"),
    ],
)
def test_a_pension_goes_by_the_schedule_of_its_day_and_the_notice_of_its_own(
    start: str, notice: str, kind: PersonnelClass, base: str | None
):
    assert of_pension(day(start), day(notice), kind) == base
