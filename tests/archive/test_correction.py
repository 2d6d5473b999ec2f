"""What was recorded wrongly is mended by a further event, in force after the second look."""

from typing import Any
from uuid import UUID

import pytest

from archive.confirming import confirm_proposal
from archive.correction import (
    annul_event,
    correct_event,
    reinstate_event,
    withdraw_evidence,
)
from archive.deciding import look_at
from archive.drafting import FieldPlace
from archive.folding import career_of
from archive.verifying import verify_event
from domain.career import Career, Standing
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.acts import EvidenceAttached
from domain.evidence import Rank
from domain.standing import Force, Look
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, Act, Paper, ReadingRoom

APPOINTED = Act("appointment.made", {"post": "Trưởng phòng", "effective_date": "2018-06-01"})


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    return place.paper(place.dossier(pages=2, person_id=an), APPOINTED, pages=(1, 2))


@pytest.fixture
def event_id(place: ReadingRoom, an: UUID, paper: Paper) -> UUID:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    found = confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand).event_id
    verify_event(an, found, by=COLLEAGUE, **place.at_hand("ledger", "now"))
    return found


def career(place: ReadingRoom, an: UUID) -> Career:
    return career_of(an, place.ledger)


def standing(place: ReadingRoom, an: UUID, event_id: UUID) -> Standing:
    return career(place, an).standing(event_id)


def test_a_correction_counts_once_another_person_has_looked(
    place: ReadingRoom, an: UUID, event_id: UUID
):
    at_hand = place.at_hand("ledger", "registers", "now")
    mended = correct_event(
        an, event_id, {"post": "Phó Trưởng phòng"}, "đọc nhầm", by=ARCHIVIST, **at_hand
    )
    assert mended.look is Look.REQUIRED
    assert standing(place, an, event_id).event.payload["post"] == "Trưởng phòng"

    verify_event(an, mended.event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))

    found = standing(place, an, event_id)
    assert found.event.payload["post"] == "Phó Trưởng phòng"
    assert found.original.payload["post"] == "Trưởng phòng"
    assert mended.event_id in found.mended_by


def test_a_part_of_the_paper_is_corrected_by_its_dotted_name(
    place: ReadingRoom, an: UUID, event_id: UUID
):
    at_hand = place.at_hand("ledger", "registers", "now")
    mended = correct_event(
        an, event_id, {"decision.full_no": "113/QĐ-SNV"}, "đọc nhầm", by=ARCHIVIST, **at_hand
    )
    verify_event(an, mended.event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))

    decision = standing(place, an, event_id).event.decision
    assert decision is not None and decision.full_no == "113/QĐ-SNV"


def test_a_correction_may_show_the_place_on_the_paper(
    place: ReadingRoom, an: UUID, paper: Paper, event_id: UUID
):
    at_hand = place.at_hand("ledger", "registers", "now")
    places = (FieldPlace(page_id=paper.page_ids[1], field="post"),)

    correct_event(
        an, event_id, {"post": "Kế toán"}, "đọc nhầm", places=places, by=ARCHIVIST, **at_hand
    )

    source = career(place, an).mendings[0].event.source  # type: ignore[union-attr]
    assert source is not None
    assert source.document_id == paper.document_id
    assert source.citations[0].page_id == paper.page_ids[1]


def test_an_annulled_event_is_out_of_force_after_the_second_look(
    place: ReadingRoom, an: UUID, event_id: UUID
):
    at_hand = place.at_hand("ledger", "now")
    mended = annul_event(an, event_id, "giấy của người khác", by=ARCHIVIST, **at_hand)
    assert standing(place, an, event_id).force is Force.IN_FORCE

    verify_event(an, mended.event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))

    assert standing(place, an, event_id).force is Force.ANNULLED


def test_an_annulled_event_is_put_back(place: ReadingRoom, an: UUID, event_id: UUID):
    at_hand = place.at_hand("ledger", "now")
    for mend in (annul_event, reinstate_event):
        mended = mend(an, event_id, "xem lại giấy", by=ARCHIVIST, **at_hand)
        verify_event(an, mended.event_id, by=COLLEAGUE, **at_hand)

    assert standing(place, an, event_id).force is Force.IN_FORCE


def test_nothing_is_mended_without_a_reason(place: ReadingRoom, an: UUID, event_id: UUID):
    with pytest.raises(RuleViolation):
        annul_event(an, event_id, " ", by=ARCHIVIST, **place.at_hand("ledger", "now"))


def test_a_paper_that_proves_something_else_is_withdrawn(
    place: ReadingRoom, an: UUID, event_id: UUID
):
    source = standing(place, an, event_id).sources[0]
    attached = EvidenceAttached(
        event_id=UUID(int=77),
        person_id=an,
        recorded_by=ARCHIVIST.id,
        target=event_id,
        rank=Rank.PLAIN_COPY,
        source=source,
    )
    place.put(an, attached)

    withdraw_evidence(
        an, attached.event_id, "giấy khác", by=ARCHIVIST, **place.at_hand("ledger", "now")
    )

    assert standing(place, an, event_id).attachments == ()


def test_a_mending_says_whether_it_is_in_force(place: ReadingRoom, an: UUID, event_id: UUID):
    mended = annul_event(
        an, event_id, "giấy của người khác", by=ARCHIVIST, **place.at_hand("ledger", "now")
    )

    assert look_at(career(place, an), mended.event_id) is Look.REQUIRED


def test_who_may_not_correct_mends_nothing(place: ReadingRoom, an: UUID, event_id: UUID):
    with pytest.raises(NotAllowed):
        annul_event(an, event_id, "vì sao", by=HR_OFFICER, **place.at_hand("ledger", "now"))


def test_an_event_that_is_not_there_is_unknown(place: ReadingRoom, an: UUID):
    with pytest.raises(Unknown):
        annul_event(an, UUID(int=1), "vì sao", by=ARCHIVIST, **place.at_hand("ledger", "now"))
