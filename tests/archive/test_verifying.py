"""The second look: another human than who scanned, keyed, confirmed, attached or corrected."""

from typing import Any
from uuid import UUID

import pytest

from archive.confirming import confirm_proposal
from archive.correction import correct_event
from archive.documents import describe_document
from archive.folding import career_of
from archive.second_looks import WaitingLook, second_looks, show_event
from archive.verifying import dispute_event, verify_event
from domain.access import Actor, Role
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.dossier import Description
from domain.mending import OwnWork
from domain.standing import EvidenceFilter, Look
from tests.kit.reading_room import (
    ARCHIVIST,
    COLLEAGUE,
    SCANNER,
    WORKER,
    Act,
    Paper,
    ReadingRoom,
    an_actor,
)

APPOINTED = Act("appointment.made", {"post": "Trưởng phòng", "effective_date": "2018-06-01"})


def confirmed(place: ReadingRoom, paper: Paper, by: Actor = ARCHIVIST) -> UUID:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    return confirm_proposal(paper.proposal_id, by=by, **at_hand).event_id


def verify(place: ReadingRoom, person_id: UUID, event_id: UUID, by: Actor = COLLEAGUE) -> None:
    verify_event(person_id, event_id, by=by, **place.at_hand("ledger", "now"))


def waiting(place: ReadingRoom, by: Actor = COLLEAGUE) -> tuple[WaitingLook, ...]:
    looks = second_looks(by=by, **place.at_hand("ledger", "registers", "now"))
    return tuple(one for one in looks if one.event_type != "identity.recorded")


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    return place.paper(place.dossier(person_id=an), APPOINTED)


def test_a_colleague_verifies_and_the_event_is_proved(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    assert career_of(an, place.ledger).timeline(evidence=EvidenceFilter.PROVED) == ()

    verify(place, an, event_id)

    standing = career_of(an, place.ledger).standing(event_id)
    assert (standing.look, standing.verified_by) == (Look.DONE, COLLEAGUE.id)
    assert len(career_of(an, place.ledger).timeline(evidence=EvidenceFilter.PROVED)) == 1


def test_nobody_verifies_what_they_confirmed(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)

    with pytest.raises(OwnWork):
        verify(place, an, event_id, by=ARCHIVIST)


def test_nobody_verifies_what_they_scanned(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    promoted = an_actor(SCANNER.name, Role.DOSSIER_CUSTODIAN)
    assert promoted.id == SCANNER.id  # it is the human that counts, not the role

    with pytest.raises(OwnWork):
        verify(place, an, event_id, by=promoted)


def test_nobody_verifies_the_paper_that_they_described(place: ReadingRoom, an: UUID, paper: Paper):
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "now")
    said = Description(doc_type="QUYET_DINH", number="112/QĐ-SNV")
    describe_document(paper.document_id, said, by=COLLEAGUE, **at_hand)
    event_id = confirmed(place, paper)

    with pytest.raises(OwnWork):
        verify(place, an, event_id)


def test_an_event_is_verified_once(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    verify(place, an, event_id)

    with pytest.raises(RuleViolation):
        verify(place, an, event_id)


def test_machines_verify_nothing(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)

    with pytest.raises(NotAllowed):
        verify(place, an, event_id, by=WORKER)


def test_a_verifier_reaches_the_batch_he_is_assigned_to(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)

    with pytest.raises(NotAllowed):
        verify(place, an, event_id, by=an_actor("Nga", Role.VERIFIER, batches=(UUID(int=5),)))


def test_an_event_that_is_not_there_is_unknown(place: ReadingRoom, an: UUID):
    with pytest.raises(Unknown):
        verify(place, an, UUID(int=1))


def test_a_disputed_event_is_not_proved_and_waits_for_a_correction(
    place: ReadingRoom, an: UUID, paper: Paper
):
    event_id = confirmed(place, paper)
    at_hand = place.at_hand("ledger", "now")

    dispute_event(an, event_id, "Chức vụ trên giấy là Phó", by=COLLEAGUE, **at_hand)

    standing = career_of(an, place.ledger).standing(event_id)
    assert standing.disputed_by == COLLEAGUE.id
    assert career_of(an, place.ledger).timeline(evidence=EvidenceFilter.PROVED) == ()


def test_a_correction_is_verified_by_another_than_who_corrected(
    place: ReadingRoom, an: UUID, paper: Paper
):
    event_id = confirmed(place, paper)
    at_hand = place.at_hand("ledger", "registers", "now")
    mended = correct_event(
        an, event_id, {"post": "Phó Trưởng phòng"}, "đọc nhầm", by=ARCHIVIST, **at_hand
    )

    with pytest.raises(OwnWork):
        verify(place, an, mended.event_id, by=ARCHIVIST)
    verify(place, an, mended.event_id)

    event = career_of(an, place.ledger).standing(event_id).event
    assert event.payload["post"] == "Phó Trưởng phòng"


# What waits


def test_what_waits_for_a_second_look_is_listed(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)

    (look,) = waiting(place)

    assert (look.event_id, look.target, look.person_id) == (event_id, event_id, an)
    assert look.person_name == "Nguyễn Văn An"
    assert look.recorded_by.name == ARCHIVIST.name
    assert not look.own_work


def test_own_work_is_said_and_stands_last(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(pages=2, person_id=an)
    relieved = Act("post.relieved", {"post": "Kế toán", "effective_date": "2018-06-01"})
    first = place.paper(dossier_id, APPOINTED)
    second = place.paper(dossier_id, relieved, pages=(2,), full_no="113/QĐ-SNV")
    own = confirmed(place, first, by=COLLEAGUE)
    other = confirmed(place, second)

    assert [(one.event_id, one.own_work) for one in waiting(place)] == [
        (other, False),
        (own, True),
    ]


def test_what_was_verified_waits_no_more(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    place.catch_up()
    verify(place, an, event_id)

    assert waiting(place) == ()


def test_a_correction_that_waits_names_the_event_concerned(
    place: ReadingRoom, an: UUID, paper: Paper
):
    event_id = confirmed(place, paper)
    verify(place, an, event_id)
    at_hand = place.at_hand("ledger", "registers", "now")
    mended = correct_event(
        an, event_id, {"post": "Phó Trưởng phòng"}, "đọc nhầm", by=ARCHIVIST, **at_hand
    )

    (look,) = waiting(place)

    assert (look.event_id, look.target) == (mended.event_id, event_id)


def test_the_event_is_shown_beside_its_paper(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    at_hand = place.at_hand("ledger", "objects", "registers", "access", "now")

    view = show_event(an, event_id, by=COLLEAGUE, **at_hand)

    fields = {one.name: one for one in view.fields}
    assert fields["post"].value == "Trưởng phòng"
    assert fields["post"].citations[0].page_id == paper.page_ids[0]
    assert [one.document_id for one in view.documents] == [paper.document_id]
    assert view.documents[0].pages[0].page_no == 1
    assert view.recorded_by.name == ARCHIVIST.name
    assert not view.own_work


def test_showing_an_event_is_noted(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    at_hand = place.at_hand("ledger", "objects", "registers", "access", "now")

    show_event(an, event_id, by=COLLEAGUE, **at_hand)

    place.access.flush()
    look = place.access.ledger.after(0)[-1].event
    assert (look.recorded_by, look.persons, look.events) == (  # type: ignore[attr-defined]
        COLLEAGUE.id,
        (an,),
        (event_id,),
    )


def test_a_correction_is_shown_with_what_it_changes(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = confirmed(place, paper)
    at_hand = place.at_hand("ledger", "registers", "now")
    mended = correct_event(
        an, event_id, {"post": "Phó Trưởng phòng"}, "đọc nhầm", by=ARCHIVIST, **at_hand
    )
    at_hand = place.at_hand("ledger", "objects", "registers", "access", "now")

    view = show_event(an, mended.event_id, by=ARCHIVIST, **at_hand)

    assert view.event_id == event_id
    assert view.own_work
    (mending,) = view.mendings
    assert mending.changes[0].before == "Trưởng phòng"
    assert mending.why == "đọc nhầm"
