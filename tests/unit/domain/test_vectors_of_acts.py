"""Worked vectors and examples of domain.md 3.10 to 3.16 and 5, told by the fold; by number."""

from datetime import date

import pytest

from domain.career import EvidenceFilter, Force
from domain.events.discipline import StrippedPost
from domain.events.envelope import EffectiveBasis
from domain.evidence import Rank
from domain.state import State
from domain.tables.salary import SALARY_TABLES
from tests.kit.careers import Book, fact, named

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


# --- 3.10, 3.12, 3.16 ---


def test_3_10_xoa_tu_cach_strikes_several_posts_and_their_periods():
    book = Book(
        fact("appointment.made", 1, "2012-01-01", post="Phó Chủ tịch UBND tỉnh", term_months=36),
        fact("appointment.made", 2, "2015-01-01", post="Chủ tịch UBND tỉnh", term_months=60),
        fact("appointment.made", 3, "2020-06-01", post="Bí thư Tỉnh ủy", term_months=60),
        fact("retirement.decided", 4, "2022-01-01"),
        fact("discipline.imposed", 5, "2025-01-01", form="XOA_TU_CACH", duration_months=0,
             stripped_posts=(
                 StrippedPost(post="Chủ tịch UBND tỉnh", from_="2015", to="2020"),
                 StrippedPost(post="Phó Chủ tịch UBND tỉnh", from_="2012", to="2014"),
             )),
    )  # fmt: skip

    assert [(one.post, one.struck) for one in on(book, "2025-01-01").former_posts] == [
        ("Phó Chủ tịch UBND tỉnh", True),
        ("Chủ tịch UBND tỉnh", True),
        ("Bí thư Tỉnh ủy", False),
    ]
    assert not any(one.struck for one in on(book, "2024-12-31").former_posts)


def test_3_10_r_dis_05_in_force_from_the_announcement_of_the_party_s_decision():
    book = at_step(1, "2018-01-01")
    book.tell(
        fact("discipline.imposed", 1, "2022-06-17", issued="2022-07-20", form="CANH_CAO",
             duration_months=12, party_decision_no="596-QĐ/HU",
             effective_basis=EffectiveBasis.PARTY_DECISION)
    )  # fmt: skip

    (held,) = on(book, "2022-06-17").discipline

    assert (held.effective_date, held.expires_on) == (date(2022, 6, 17), date(2023, 6, 17))


def test_3_12_a_voided_event_stays_visible_before_the_voiding_paper_was_recorded():
    book = at_step(3, "2020-01-01")
    book.tell(fact("salary.stepRaised", 1, "2023-01-01", new_step=4, new_coefficient="3.33"))
    before = len(book.recorded)
    book.tell(fact("decision.revoked", 2, "2024-01-01", target=named(1), void_mode="EX_TUNC"))

    then, now = on(book, "2023-06-01", before).grade, on(book, "2023-06-01").grade

    assert then is not None
    assert now is not None
    assert (then.step, now.step) == (4, 3)
    assert book.career.standing(named(1)).force is Force.VOID


def test_3_12_an_annulment_recorded_before_what_it_annuls_takes_it_out_of_force():
    book = Book()
    book.annulled("annulment", 1)
    book.verified("annulment")
    book.tell(fact("transfer.made", 1, "2020-01-01", to_unit=STC))

    assert on(book, "2020-06-01").placement is None
    assert book.career.standing(named(1)).force is Force.ANNULLED

    book.reinstated("reinstatement", 1)
    book.verified("reinstatement")
    assert on(book, "2020-06-01").placement == STC


def test_3_12_a_correction_of_a_correction_corrects_the_original():
    book = at_step(3, "2020-01-01")
    book.corrected("first", "grade", "step", 4)
    book.corrected("second", "first", "step", 2)
    book.verified("first", "second")

    grade = on(book, "2020-06-01").grade

    assert grade is not None
    assert grade.step == 2


@pytest.mark.parametrize(
    ("evidence", "steps"),
    [
        pytest.param(EvidenceFilter.PROVED, 3, id="3.16 PROVED"),
        pytest.param(EvidenceFilter.RECORDED, 4, id="3.16 RECORDED"),
        pytest.param(EvidenceFilter.ALL, 5, id="3.16 ALL"),
    ],
)
def test_3_16_an_answer_admits_what_its_evidence_filter_says(evidence: EvidenceFilter, steps: int):
    book = at_step(3, "2015-01-01")
    book.verified("in", "grade")
    for step, rank in ((4, Rank.IMPORTED), (5, Rank.CLAIM)):
        day = f"{2014 + 3 * (step - 2) - 2}-01-01"
        book.tell(
            fact("salary.stepRaised", step, day, evidence=rank, new_step=step,
                 new_coefficient=A1[step - 1])
        )  # fmt: skip

    grade = book.career.state_as_of(date(2024, 1, 1), evidence=evidence).grade

    assert grade is not None
    assert grade.step == steps


# --- 5.1, 5.4 ---


def test_5_1_appointed_2021_07_15_for_60_months():
    book = Book(fact("appointment.made", 1, "2021-07-15", post="Trưởng phòng", term_months=60))

    (held,) = on(book, "2022-01-01").posts

    assert (held.expires_on, held.notice_by) == (date(2026, 7, 15), date(2026, 4, 16))


def test_5_4_m_1966_03_10_pension_notice_and_decision():
    book = Book(fact("identity.recorded", 1, full_name="A", birth_date="1966-03-10", gender="M"))

    retirement = on(book, "2026-01-01").retirement

    assert retirement is not None
    assert (retirement.pension_from, retirement.notice_by, retirement.decision_by) == (
        date(2028, 1, 1),
        date(2027, 7, 1),
        date(2027, 10, 1),
    )


def test_4_5_the_noticed_pension_of_do_huu_loc_agrees_with_the_algorithm():
    born = Book(fact("identity.recorded", 1, full_name="Đỗ Hữu Lộc", birth_date="1964-05-20",
                     gender="M"))  # fmt: skip

    retirement = on(born, "2025-01-01").retirement

    assert retirement is not None
    assert retirement.pension_from == date(2025, 9, 1)
