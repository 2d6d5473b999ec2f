"""The worked career of domain.md 3.15, row by row and at every `knownAt`."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.career import EvidenceFilter
from domain.events.acts import DecisionReplaced
from domain.events.discipline import DisciplineForm
from domain.events.envelope import EffectiveBasis, Extraction, Method, PersonnelClass
from domain.evidence import Rank
from domain.state import DisciplineStatus, Employment, PostStatus
from tests.kit.careers import AN_ARCHIVIST, PERSON, Book, fact, named
from tests.kit.golden import DEPUTY, DEPUTY_DIRECTOR, HEAD, SNV_BG, SNV_BN, golden_book

CAREER = golden_book().career


def on(day: str):
    return CAREER.state_as_of(date.fromisoformat(day))


def test_on_2019_06_30_as_known_today():
    state = on("2019-06-30")

    (post,) = state.posts
    assert (post.post, post.unit, post.status, post.primary) == (
        HEAD,
        SNV_BG,
        PostStatus.HELD,
        True,
    )
    assert (post.effective_date, post.expires_on) == (date(2018, 6, 1), date(2023, 6, 1))
    grade = state.grade
    assert grade is not None
    assert (grade.salary_table, grade.step, grade.coefficient) == ("A1", 5, Decimal("3.66"))
    assert grade.next_step_due == date(2020, 5, 1)
    (sanction,) = state.discipline
    assert sanction.form is DisciplineForm.KHIEN_TRACH
    assert sanction.status is DisciplineStatus.IN_FORCE
    assert sanction.expires_on == date(2020, 4, 25)


@pytest.mark.parametrize(
    ("day", "status"),
    [("2020-04-24", DisciplineStatus.IN_FORCE), ("2020-04-25", DisciplineStatus.LAPSED)],
)
def test_the_reprimand_lapses_on_2020_04_25_without_a_paper(day: str, status: DisciplineStatus):
    assert on(day).discipline[0].status is status


def test_on_2026_01_01():
    state = on("2026-01-01")

    assert state.employment is Employment.ACTIVE
    assert state.personnel_class is PersonnelClass.CONG_CHUC
    assert state.placement == SNV_BN
    (post,) = state.posts
    assert (post.post, post.unit) == (DEPUTY_DIRECTOR, SNV_BN)
    assert post.expires_on == date(2030, 7, 1)
    assert post.notice_by == date(2030, 4, 2)
    grade = state.grade
    assert grade is not None
    assert (grade.grade_code, grade.salary_table) == ("01.002", "A2.1")
    assert (grade.step, grade.coefficient) == (2, Decimal("4.74"))
    assert grade.next_step_due == date(2027, 12, 20)
    assert state.retirement is not None
    assert state.retirement.pension_from == date(2041, 4, 1)


def test_known_at_2019_08_01_there_is_no_reprimand_yet():
    book = golden_book(reprimand_recorded=datetime(2019, 9, 1, 3, tzinfo=UTC))

    before = book.career.state_as_of(date(2019, 6, 30), book.position_at(date(2019, 8, 1)))
    after = book.career.state_as_of(date(2019, 6, 30), book.position_at(date(2019, 9, 1)))

    assert before.discipline == ()
    assert before.grade is not None
    assert before.grade.next_step_due == date(2019, 11, 1)
    assert len(after.discipline) == 1
    assert after.grade is not None
    assert after.grade.next_step_due == date(2020, 5, 1)


def test_a_paper_that_is_replaced_later_still_shows_at_the_earlier_known_at():
    book = golden_book()
    before = len(book.recorded)
    book.tell(
        DecisionReplaced(
            event_id=named("replacement"),
            person_id=PERSON,
            recorded_by=AN_ARCHIVIST.id,
            effective_basis=EffectiveBasis.SIGN_DATE,
            issue_date="2025-03-03",
            evidence=Rank.ORIGINAL,
            extraction=Extraction(method=Method.MANUAL),
            target=named(14),
            successor=named("14 again"),
        ),
        fact(
            "salary.stepRaised",
            "14 again",
            "2025-01-20",
            issued="2025-03-03",
            new_step=2,
            new_coefficient="4.74",
        ),
    )

    then = book.career.state_as_of(date(2025, 1, 1), before).grade
    now = book.career.state_as_of(date(2025, 1, 1)).grade
    later = book.career.state_as_of(date(2025, 2, 1)).grade

    assert then is not None
    assert then.step == 2
    assert now is not None
    assert now.step == 1
    assert later is not None
    assert (later.step, later.next_step_due) == (2, date(2028, 1, 20))


@pytest.mark.parametrize(
    ("day", "step", "coefficient", "due"),
    [
        ("2005-08-01", 1, "2.34", "2008-08-01"),
        ("2008-08-01", 2, "2.67", "2011-08-01"),
        ("2011-08-01", 3, "3.00", "2014-08-01"),
        ("2013-10-31", 3, "3.00", "2014-08-01"),
        ("2013-11-01", 4, "3.33", "2016-11-01"),
        ("2016-11-01", 5, "3.66", "2019-11-01"),
        ("2019-04-24", 5, "3.66", "2019-11-01"),
        ("2019-04-25", 5, "3.66", "2020-05-01"),
        ("2020-05-01", 6, "3.99", "2023-05-01"),
        ("2021-12-19", 6, "3.99", "2023-05-01"),
        ("2021-12-20", 1, "4.40", "2024-12-20"),
        ("2024-12-20", 2, "4.74", "2027-12-20"),
    ],
)
def test_every_step_with_the_date_of_the_next(day: str, step: int, coefficient: str, due: str):
    grade = on(day).grade

    assert grade is not None
    assert (grade.step, grade.coefficient) == (step, Decimal(coefficient))
    assert grade.next_step_due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "posts"),
    [
        ("2012-02-29", ()),
        ("2012-03-01", ((DEPUTY, "2017-03-01"),)),
        ("2017-03-01", ((DEPUTY, "2022-03-01"),)),
        ("2018-06-01", ((HEAD, "2023-06-01"),)),
        ("2023-06-01", ((HEAD, "2028-06-01"),)),
        ("2025-06-30", ((HEAD, "2028-06-01"),)),
        ("2025-07-01", ((DEPUTY_DIRECTOR, "2030-07-01"),)),
    ],
)
def test_every_post_with_the_end_of_its_term(day: str, posts: tuple[tuple[str, str], ...]):
    held = tuple((post.post, str(post.expires_on)) for post in on(day).posts)

    assert held == posts


def test_row_9_ends_the_holding_of_row_8_and_a_renewal_ends_the_one_before():
    former = on("2026-01-01").former_posts

    assert [(held.effective_date.year, held.status) for held in former] == [
        (2012, PostStatus.RENEWED),
        (2017, PostStatus.ENDED_BY_TRANSFER),
        (2018, PostStatus.RENEWED),
        (2023, PostStatus.ENDED_BY_REORG),
    ]


@pytest.mark.parametrize(
    ("day", "employment"),
    [
        ("2004-07-31", Employment.NONE),
        ("2004-08-01", Employment.PROBATION),
        ("2005-07-31", Employment.PROBATION),
        ("2005-08-01", Employment.ACTIVE),
    ],
)
def test_he_is_on_probation_until_the_grade_is_given(day: str, employment: Employment):
    assert on(day).employment is employment


def test_each_value_names_the_events_behind_it():
    because = on("2019-06-30").because

    assert because["grade.step"] == (named(7),)
    assert because["grade.gradeCode"] == (named("2b"),)
    assert because["grade.nextStepDue"] == (named(7), named(10))
    assert because["posts.0"] == (named(9),)
    assert because["discipline.0"] == (named(10),)
    assert because["employment"] == (named(2),)
    assert because["placement"] == (named(9),)
    assert because["retirement.pensionFrom"] == (named(0),)


def test_the_clock_tells_how_the_due_date_came_about():
    grade = on("2019-06-30").grade

    assert grade is not None
    assert grade.clock is not None
    assert [(str(line.on), line.months, str(line.due)) for line in grade.clock.history] == [
        ("2016-11-01", 36, "2019-11-01"),
        ("2019-04-25", 6, "2020-05-01"),
    ]


def test_the_answer_in_json_is_that_of_the_programs():
    answer = on("2026-01-01").model_dump(mode="json", by_alias=True)

    assert answer == {
        "employment": "ACTIVE",
        "personnelClass": "CONG_CHUC",
        "posts": [
            {
                "post": DEPUTY_DIRECTOR,
                "unit": SNV_BN,
                "effectiveDate": "2025-07-01",
                "expiresOn": "2030-07-01",
                "status": "HELD",
                "primary": True,
            }
        ],
        "placement": SNV_BN,
        "grade": {
            "gradeCode": "01.002",
            "salaryTable": "A2.1",
            "step": 2,
            "coefficient": "4.74",
            "beyondScalePercent": None,
            "nextStepDue": "2027-12-20",
        },
        "discipline": [
            {
                "form": "KHIEN_TRACH",
                "effectiveDate": "2019-04-25",
                "expiresOn": "2020-04-25",
                "status": "LAPSED",
            }
        ],
        "awards": [],
        "evaluations": [],
        "education": [],
        "retirement": {
            "pensionFrom": "2041-04-01",
            "noticeBy": "2040-10-01",
            "decisionBy": "2041-01-01",
        },
    }


def test_nothing_is_proved_before_the_second_look():
    book = golden_book()

    assert book.career.timeline(evidence=EvidenceFilter.PROVED) == ()
    assert book.career.withheld(EvidenceFilter.PROVED) == 18

    book.verified(*range(17), "2b")
    proved = book.career.state_as_of(date(2026, 1, 1), evidence=EvidenceFilter.PROVED)

    assert book.career.withheld(EvidenceFilter.PROVED) == 0
    assert proved == book.career.state_as_of(date(2026, 1, 1))


def test_the_order_of_recording_is_told_by_the_ledger_and_not_by_the_caller():
    book = golden_book()

    again = type(CAREER).of(PERSON, reversed(book.recorded))

    assert again.state_as_of(date(2026, 1, 1)) == CAREER.state_as_of(date(2026, 1, 1))


def test_a_career_without_events_is_empty():
    state = Book().career.state_as_of(date(2026, 1, 1))

    assert state.employment is Employment.NONE
    assert (state.posts, state.grade, state.retirement) == ((), None, None)
