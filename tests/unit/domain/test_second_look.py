"""Who must look twice (domain.md 3.17), and what an evidence filter admits (3.16)."""

from datetime import date

import pytest

from domain.career import Career, EvidenceFilter, Look
from domain.evidence import Rank
from domain.second_look import (
    ALWAYS,
    NEVER,
    PolicyRow,
    Sample,
    SecondLook,
    policy_of,
    raised_percent,
)
from tests.kit.careers import A_COLLEAGUE, A_THIRD, AN_ARCHIVIST, PERSON, Book, fact, named

TODAY = date(2026, 3, 1)
APPOINTMENT = fact("appointment.made", 1, "2020-01-01", post="Trưởng phòng")
RAISE = fact("salary.stepRaised", 2, "2020-01-01", new_step=2, new_coefficient="2.67")


def look_at(book: Book, name: str | int) -> Look:
    return book.career.standing(named(name)).look


@pytest.mark.parametrize(
    "event",
    [
        fact("identity.recorded", 1, full_name="Lê Thị B"),
        fact("recruitment.made", 1, "2020-01-01", unit="Sở", personnel_class="CONG_CHUC"),
        APPOINTMENT,
        fact("class.changed", 1, "2020-01-01", to_class="CONG_CHUC"),
        fact("grade.promoted", 1, "2020-01-01", new_grade_code="01.002", step=1,
             new_coefficient="4.40"),
        fact("discipline.imposed", 1, "2020-01-01", form="CANH_CAO", duration_months=12),
        fact("retirement.decided", 1, "2020-01-01"),
        fact("decision.revoked", 1, "2020-01-01", void_mode="EX_TUNC"),
    ],
    ids=lambda event: event.topic,
)  # fmt: skip
def test_a_second_person_looks_at_what_matters(event):
    assert policy_of(event, TODAY) == ALWAYS


@pytest.mark.parametrize(
    "event",
    [
        RAISE,
        fact("award.granted", 1, "2020-01-01", code="LDTT", full_name="Lao động tiên tiến"),
        fact("evaluation.recorded", 1, "2020-12-01", year=2020, rating="TOT"),
    ],
    ids=lambda event: event.topic,
)
def test_a_sample_of_ten_percent_is_drawn_of_steps_awards_and_ratings(event):
    assert policy_of(event, TODAY) == Sample(10)


def test_claims_and_imports_wait_for_a_paper_but_an_imported_identity_does_not():
    assert policy_of(APPOINTMENT, TODAY, rank=Rank.CLAIM) == NEVER
    assert policy_of(APPOINTMENT, TODAY, rank=Rank.IMPORTED) == NEVER
    assert policy_of(
        fact("identity.recorded", 1, full_name="B", evidence=Rank.IMPORTED), TODAY
    ) == (ALWAYS)


def test_the_policy_is_chosen_by_the_day_of_recording():
    policy = SecondLook(
        rows=(
            PolicyRow(valid_to=date(2026, 1, 1), sampled=frozenset()),
            PolicyRow(valid_from=date(2026, 1, 1), percent=25),
        )
    )

    assert policy_of(RAISE, date(2025, 12, 31), policy=policy) == ALWAYS
    assert policy_of(RAISE, date(2026, 1, 1), policy=policy) == Sample(25)


def test_a_keyer_with_more_than_one_percent_errors_is_looked_at_always():
    assert raised_percent(10, looked_at=100, errors=1) == 10
    assert raised_percent(10, looked_at=100, errors=2) == 100
    assert raised_percent(10, looked_at=0, errors=0) == 10


def test_a_sampled_event_is_drawn_or_not_and_without_its_draw_it_is_looked_at():
    drawn, spared, undrawn = Book(RAISE), Book(RAISE), Book(RAISE)
    drawn.drawn(2, True)
    spared.drawn(2, False)

    assert look_at(drawn, 2) is Look.DRAWN
    assert look_at(spared, 2) is Look.NOT_NEEDED
    assert look_at(undrawn, 2) is Look.REQUIRED


def test_nobody_draws_again_until_it_suits_them():
    book = Book(RAISE)
    book.drawn(2, True)
    book.drawn(2, False)

    assert look_at(book, 2) is Look.DRAWN


def test_a_verified_event_names_who_looked_and_when():
    book = Book(APPOINTMENT)
    position = book.verified(1)
    standing = book.career.standing(named(1))

    assert standing.look is Look.DONE
    assert standing.verified_by == A_COLLEAGUE.id
    assert standing.verified_at == book.recorded[position - 1].recorded_at


def test_a_verification_by_the_keyer_in_a_stream_from_elsewhere_counts_nothing():
    book = Book(APPOINTMENT)
    book.verified(1, by=AN_ARCHIVIST)

    assert look_at(book, 1) is Look.REQUIRED


def test_what_awaits_a_second_look_is_listed_in_recording_order():
    book = Book(APPOINTMENT, RAISE)
    book.drawn(2, False)
    book.corrected(3, 1, "post", "Phó Trưởng phòng")

    assert book.career.awaiting_look() == (named(1), named(3))

    book.verified(1, 3, by=A_THIRD)

    assert book.career.awaiting_look() == ()


def admitted(career: Career, evidence: EvidenceFilter) -> set[str]:
    return {standing.event.topic for standing in career.timeline(evidence=evidence)}


def test_the_three_filters_admit_what_3_16_says():
    book = Book(
        fact("appointment.made", 1, "2020-01-01", post="A"),
        fact("transfer.made", 2, "2020-01-01", to_unit="Sở", evidence=Rank.IMPORTED),
        fact("class.changed", 3, "2020-01-01", to_class="VIEN_CHUC", evidence=Rank.CLAIM),
        fact("probation.ended", 4, "2020-01-01", evidence=Rank.PRESUMED),
        fact("grade.converted", 5, "2020-01-01", new_grade_code="01.003"),
    )
    book.verified(5)

    assert admitted(book.career, EvidenceFilter.PROVED) == {"grade.converted"}
    assert admitted(book.career, EvidenceFilter.RECORDED) == {
        "grade.converted",
        "appointment.made",
        "transfer.made",
    }
    assert len(admitted(book.career, EvidenceFilter.ALL)) == 5
    assert book.career.withheld(EvidenceFilter.RECORDED) == 2


def test_an_attached_paper_proves_a_claim_once_somebody_else_has_looked():
    book = Book(fact("appointment.made", 1, "2020-01-01", post="A", evidence=Rank.CLAIM))
    book.attached(2, 1, Rank.CERTIFIED_COPY)
    standing = book.career.standing(named(1))

    assert standing.rank is Rank.CERTIFIED_COPY
    assert standing.look is Look.REQUIRED
    assert admitted(book.career, EvidenceFilter.PROVED) == set()

    book.verified(1)

    assert admitted(book.career, EvidenceFilter.PROVED) == {"appointment.made"}
    assert len(book.career.standings) == 1


def test_a_look_at_an_import_does_not_prove_the_paper_attached_later():
    book = Book(fact("identity.recorded", 1, full_name="B", evidence=Rank.IMPORTED))
    book.verified(1)
    assert look_at(book, 1) is Look.DONE

    book.attached(2, 1, Rank.ORIGINAL, by=A_THIRD)

    assert look_at(book, 1) is Look.REQUIRED


def test_the_rank_is_the_best_there_is_and_falls_back_when_the_paper_is_withdrawn():
    book = Book(fact("appointment.made", 1, "2020-01-01", post="A", evidence=Rank.IMPORTED))
    book.attached(2, 1, Rank.PLAIN_COPY)
    book.attached(3, 1, Rank.ORIGINAL)
    book.attached(4, 1, Rank.CERTIFIED_COPY)
    assert book.career.standing(named(1)).rank is Rank.ORIGINAL
    assert len(book.career.standing(named(1)).sources) == 3

    book.withdrawn(3)
    assert book.career.standing(named(1)).rank is Rank.CERTIFIED_COPY

    book.withdrawn(2)
    book.withdrawn(4)
    assert book.career.standing(named(1)).rank is Rank.IMPORTED
    assert book.career.standing(named(1)).attachments == ()


def test_a_disputed_event_is_not_proved_until_it_is_corrected_and_looked_at():
    book = Book(APPOINTMENT)
    book.disputed(1)
    assert book.career.standing(named(1)).disputed_by == A_COLLEAGUE.id
    assert admitted(book.career, EvidenceFilter.PROVED) == set()
    assert admitted(book.career, EvidenceFilter.RECORDED) == {"appointment.made"}

    book.corrected(2, 1, "post", "Phó Trưởng phòng")
    assert admitted(book.career, EvidenceFilter.PROVED) == set()

    book.verified(2)
    standing = book.career.standing(named(1))
    assert standing.disputed_by is None
    assert standing.verified_by == A_COLLEAGUE.id
    assert admitted(book.career, EvidenceFilter.PROVED) == {"appointment.made"}


def test_a_career_known_earlier_knows_no_later_look():
    book = Book(APPOINTMENT)
    book.verified(1)

    assert book.career.known_at(1).standing(named(1)).look is Look.REQUIRED
    assert Career.of(PERSON, book.recorded).standing(named(1)).look is Look.DONE
