"""A paper of several acts, and a decision on many people, confirmed once for all its copies."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

from archive.confirming import Choice
from archive.copies import DocumentConfirmed, confirm_decision, confirm_document
from archive.folding import career_of, dossier_of
from domain.access import Actor, Role
from domain.dossier import ProposalState
from domain.errors import NotAllowed, Unknown
from tests.kit.reading_room import ARCHIVIST, Act, Paper, ReadingRoom, an_actor

AN, BICH, CUONG = "Nguyễn Văn An", "Trần Thị Bích", "Lê Văn Cường"


def step(name: str, row: int, coefficient: str = "3.66") -> Act:
    fields: dict[str, JsonValue] = {
        "new_step": 5,
        "new_coefficient": coefficient,
        "effective_date": "2016-11-01",
    }
    # A list prints names without birth dates.
    return Act("salary.stepRaised", fields, name, None, list_row=row)


def listed(place: ReadingRoom, dossier_id: UUID, *acts: Act) -> Paper:
    return place.paper(dossier_id, *acts, full_no="300/QĐ-SNV", issued="2016-10-28")


def confirm_copies(place: ReadingRoom, paper: Paper, by: Actor = ARCHIVIST) -> DocumentConfirmed:
    assert paper.batch_id is not None
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    return confirm_decision(paper.batch_id, by=by, **at_hand)


def steps_of(place: ReadingRoom, person_id: UUID) -> list[str]:
    return [
        str(one.event.payload["new_coefficient"])
        for one in career_of(person_id, place.ledger).standings
        if one.event.topic == "salary.stepRaised"
    ]


@pytest.fixture
def people(place: ReadingRoom) -> dict[str, UUID]:
    return {
        AN: place.person(AN, "1979-03-12"),
        BICH: place.person(BICH, "1982-07-01"),
        CUONG: place.person(CUONG, "1990-12-30"),
    }


@pytest.fixture
def copies(place: ReadingRoom, people: dict[str, UUID]) -> dict[str, Paper]:
    """The list proposed whole from An's copy; the copies of Bích and Cường give their own row."""
    of_an = place.dossier("HS-AN", person_id=people[AN])
    of_bich = place.dossier("HS-BICH", person_id=people[BICH])
    of_cuong = place.dossier("HS-CUONG", person_id=people[CUONG])
    return {
        AN: listed(place, of_an, step(AN, 1), step(BICH, 2), step(CUONG, 3)),
        BICH: listed(place, of_bich, step(BICH, 2)),
        CUONG: listed(place, of_cuong, step(CUONG, 3)),
    }


def test_a_decision_is_confirmed_once_for_all_its_copies(
    place: ReadingRoom, people: dict[str, UUID], copies: dict[str, Paper]
):
    answer = confirm_copies(place, copies[AN])

    assert answer.left == ()
    assert [steps_of(place, people[name]) for name in (AN, BICH, CUONG)] == [["3.66"]] * 3
    for paper in copies.values():
        dossier = dossier_of(paper.dossier_id, place.ledger)
        assert {one.state for one in dossier.proposals} == {ProposalState.CONFIRMED}
        assert dossier.document(paper.document_id).confirmed


def test_each_event_is_recorded_from_its_persons_own_copy_and_proved_by_the_others(
    place: ReadingRoom, people: dict[str, UUID], copies: dict[str, Paper]
):
    confirm_copies(place, copies[AN])

    (standing,) = career_of(people[BICH], place.ledger).standings[1:]
    own = standing.event.source
    assert own is not None and own.dossier_id == copies[BICH].dossier_id
    assert [one.dossier_id for one in standing.sources] == [
        copies[BICH].dossier_id,
        copies[AN].dossier_id,
    ]
    row = dossier_of(copies[AN].dossier_id, place.ledger).proposals[1]
    assert row.attached and row.event_id == standing.event_id


def test_every_event_of_a_list_names_the_paper(
    place: ReadingRoom, people: dict[str, UUID], copies: dict[str, Paper]
):
    confirm_copies(place, copies[AN])

    for person_id in people.values():
        event = career_of(person_id, place.ledger).standings[1].event
        assert event.batch_id == copies[AN].batch_id


def test_each_person_is_a_transaction_of_its_own(
    place: ReadingRoom, people: dict[str, UUID], copies: dict[str, Paper]
):
    answer = confirm_copies(place, copies[AN])

    positions = {one.person_id: one.position for one in answer.confirmed}
    assert len(set(positions.values())) == 3


def test_run_again_it_goes_on_where_it_stopped(
    place: ReadingRoom, people: dict[str, UUID], copies: dict[str, Paper]
):
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    confirm_document(copies[BICH].document_id, by=ARCHIVIST, **at_hand)

    confirm_copies(place, copies[AN])
    again = confirm_copies(place, copies[AN])

    assert (again.confirmed, again.left, again.position) == ((), (), None)
    assert [steps_of(place, people[name]) for name in (AN, BICH, CUONG)] == [["3.66"]] * 3


def test_somebody_on_the_list_whom_the_archive_does_not_know_stays_pending(
    place: ReadingRoom, people: dict[str, UUID]
):
    dossier_id = place.dossier(person_id=people[AN])
    paper = listed(place, dossier_id, step(AN, 1), step("Phạm Thị Dung", 2))

    answer = confirm_copies(place, paper)

    assert [one.person_id for one in answer.confirmed] == [people[AN]]
    (left,) = answer.left
    assert (left.code, left.person_name) == ("review.personUndecided", "Phạm Thị Dung")


def test_a_namesake_on_the_list_is_not_merged_on_the_name_alone(
    place: ReadingRoom, people: dict[str, UUID]
):
    paper = listed(place, place.dossier(person_id=people[AN]), step(AN, 1), step(BICH, 2))

    answer = confirm_copies(place, paper)

    assert [one.code for one in answer.left] == ["review.personUndecided"]
    assert steps_of(place, people[BICH]) == []


def test_a_person_may_be_named_for_a_row(place: ReadingRoom, people: dict[str, UUID]):
    paper = listed(place, place.dossier(person_id=people[AN]), step(AN, 1), step(BICH, 2))
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    choices = {paper.proposal_ids[1]: Choice(person_id=people[BICH])}

    confirm_document(paper.document_id, choices, by=ARCHIVIST, **at_hand)

    assert steps_of(place, people[BICH]) == ["3.66"]


def test_a_held_copy_waits_and_does_not_hinder_the_others(
    place: ReadingRoom, people: dict[str, UUID]
):
    of_an = place.dossier("HS-AN", person_id=people[AN])
    of_bich = place.dossier("HS-BICH", person_id=people[BICH], sheets=9)
    paper = listed(place, of_an, step(AN, 1))
    listed(place, of_bich, step(BICH, 2))

    answer = confirm_copies(place, paper)

    assert [one.person_id for one in answer.confirmed] == [people[AN]]
    assert [one.code for one in answer.left] == ["review.dossierHeld"]


def test_copies_that_say_different_things_are_not_attached_unasked(
    place: ReadingRoom, people: dict[str, UUID]
):
    of_an = place.dossier("HS-AN", person_id=people[AN])
    again = place.dossier("HS-AN-2", person_id=people[AN])
    paper = listed(place, of_an, step(AN, 1, "3.66"))
    listed(place, again, step(AN, 1, "3.99"))

    answer = confirm_copies(place, paper)

    assert len(answer.confirmed) == 1
    (left,) = answer.left
    assert (left.code, left.values["differences"]) == ("review.alreadyRecorded", 1)


def test_an_archivist_confirms_the_copies_in_his_batch_only(
    place: ReadingRoom, copies: dict[str, Paper]
):
    elsewhere = an_actor("Nga", Role.ARCHIVIST, batches=(UUID(int=5),))

    with pytest.raises(NotAllowed):
        confirm_copies(place, copies[AN], by=elsewhere)


def test_a_decision_that_nobody_proposed_is_unknown(place: ReadingRoom):
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    with pytest.raises(Unknown):
        confirm_decision(UUID(int=1), by=ARCHIVIST, **at_hand)


def test_several_acts_on_one_person_are_one_transaction(
    place: ReadingRoom, people: dict[str, UUID]
):
    dossier_id = place.dossier(person_id=people[AN])
    paper = place.paper(
        dossier_id,
        Act("transfer.made", {"to_unit": "Sở Nội vụ", "effective_date": "2018-06-01"}),
        Act("appointment.made", {"post": "Phó Giám đốc", "effective_date": "2018-06-01"}),
    )
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    answer = confirm_document(paper.document_id, by=ARCHIVIST, **at_hand)

    assert len(answer.confirmed) == 2
    assert len({one.position for one in answer.confirmed}) == 1


def test_an_act_that_is_refused_does_not_hinder_the_others_of_its_paper(
    place: ReadingRoom, people: dict[str, UUID]
):
    dossier_id = place.dossier(person_id=people[AN])
    paper = place.paper(
        dossier_id,
        Act("appointment.made", {"effective_date": "2018-06-01"}),
        Act("post.relieved", {"post": "Kế toán", "effective_date": "2018-06-01"}),
    )
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    answer = confirm_document(paper.document_id, by=ARCHIVIST, **at_hand)

    assert len(answer.confirmed) == 1
    assert [one.code for one in answer.left] == ["event.fieldsInvalid"]
