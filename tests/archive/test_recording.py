"""Events that a person keys, on a document or as yet without one, and papers attached by hand."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

from archive.attaching import attach_document
from archive.drafting import FieldPlace
from archive.folding import career_of, dossier_of
from archive.recording import (
    EventDraft,
    EventRecorded,
    check_draft,
    record_event,
    record_unproved,
)
from domain.access import Actor
from domain.errors import NotAllowed, RuleViolation
from domain.evidence import Box, Rank
from domain.standing import Look
from tests.kit.reading_room import ARCHIVIST, HR_OFFICER, WORKER, Act, Paper, ReadingRoom

FIELDS: dict[str, JsonValue] = {
    "post": "Trưởng phòng",
    "unit": "Phòng Tổ chức",
    "effective_date": "2018-06-01",
    "effective_basis": "EXPLICIT",
    "issue_date": "2018-05-28",
    "decision.full_no": "112/QĐ-SNV",
    "decision.doc_type": "QUYET_DINH",
}


def draft(**changes: Any) -> EventDraft:
    return EventDraft(**{"event_type": "appointment.made", "fields": FIELDS, **changes})


def record(
    place: ReadingRoom, paper: Paper, keyed: EventDraft, by: Actor = ARCHIVIST
) -> EventRecorded:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    return record_event(paper.document_id, keyed, by=by, **at_hand)


def import_(place: ReadingRoom, keyed: EventDraft) -> EventRecorded:
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "keys", "now")
    return record_unproved(keyed, by=HR_OFFICER, **at_hand)


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    """A paper from which the machine proposed nothing."""
    return place.paper(place.dossier(pages=3, person_id=an), pages=(1, 2))


def test_an_event_is_keyed_on_its_document(place: ReadingRoom, an: UUID, paper: Paper):
    recorded = record(place, paper, draft())

    event = career_of(an, place.ledger).standing(recorded.event_id).event
    assert event.payload["post"] == "Trưởng phòng"
    assert event.extraction.method == "MANUAL"
    assert event.evidence is Rank.ORIGINAL
    assert event.source is not None
    assert [one.page_id for one in event.source.citations] == list(paper.page_ids)


def test_the_document_is_assembled_with_it(place: ReadingRoom, an: UUID, paper: Paper):
    record(place, paper, draft())

    document = dossier_of(paper.dossier_id, place.ledger).document(paper.document_id)
    assert document.confirmed
    assert document.description is not None
    assert document.description.number == "112/QĐ-SNV"


def test_a_page_is_given_and_a_box_may_be(place: ReadingRoom, an: UUID, paper: Paper):
    box = Box(left=10, top=20, right=300, bottom=60)
    places = (
        FieldPlace(page_id=paper.page_ids[1]),
        FieldPlace(page_id=paper.page_ids[0], box=box, field="post"),
    )

    recorded = record(place, paper, draft(places=places))

    source = career_of(an, place.ledger).standing(recorded.event_id).event.source
    assert source is not None
    assert [(one.page_id, one.box, one.field) for one in source.citations] == [
        (paper.page_ids[1], None, None),
        (paper.page_ids[0], box, "post"),
    ]


def test_a_page_of_another_document_is_no_evidence_of_this_one(
    place: ReadingRoom, an: UUID, paper: Paper
):
    third = place.pages_of(paper.dossier_id)[2]

    with pytest.raises(RuleViolation) as refusal:
        record(place, paper, draft(places=(FieldPlace(page_id=third),)))

    assert refusal.value.code == "document.pageNotInIt"


def test_the_same_key_records_once(place: ReadingRoom, an: UUID, paper: Paper):
    first = record(place, paper, draft(key="phieu-17"))
    before = place.ledger.position()

    again = record(place, paper, draft(key="phieu-17"))

    assert (again.event_id, again.again) == (first.event_id, True)
    assert place.ledger.position() == before


def test_the_same_key_stays_the_same_when_a_unit_has_become_known(
    place: ReadingRoom, an: UUID, paper: Paper
):
    first = record(place, paper, draft(key="phieu-17"))
    place.unit("Phòng Tổ chức")

    assert record(place, paper, draft(key="phieu-17")).event_id == first.event_id


def test_a_key_is_not_used_for_something_else(place: ReadingRoom, an: UUID, paper: Paper):
    record(place, paper, draft(key="phieu-17"))

    with pytest.raises(RuleViolation) as refusal:
        record(place, paper, draft(key="phieu-17", fields={**FIELDS, "post": "Kế toán"}))

    assert refusal.value.code == "event.keyTaken"


def test_what_is_recorded_already_is_offered_and_not_recorded_twice(
    place: ReadingRoom, an: UUID, paper: Paper
):
    first = record(place, paper, draft())

    with pytest.raises(RuleViolation) as refusal:
        record(place, paper, draft())

    assert refusal.value.code == "review.alreadyRecorded"
    assert refusal.value.values["event_id"] == first.event_id


def test_a_person_may_insist_that_it_is_another_event(place: ReadingRoom, an: UUID, paper: Paper):
    record(place, paper, draft())

    record(place, paper, draft(as_new=True))

    assert len(career_of(an, place.ledger).standings) == 3


def test_a_draft_is_checked_without_recording(place: ReadingRoom, an: UUID, paper: Paper):
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "keys", "now")
    before = place.ledger.position()

    findings = check_draft(paper.document_id, draft(), by=ARCHIVIST, **at_hand)

    assert any(one.rule == "R-ORG-01" for one in findings)
    assert place.ledger.position() == before


def test_missing_fields_are_named(place: ReadingRoom, an: UUID, paper: Paper):
    with pytest.raises(RuleViolation) as refusal:
        record(place, paper, draft(fields={"effective_basis": "UNSTATED"}))

    assert refusal.value.values["fields"] == ("post",)


def test_on_a_held_dossier_nothing_is_recorded(place: ReadingRoom, an: UUID):
    paper = place.paper(place.dossier(person_id=an, sheets=5))

    with pytest.raises(RuleViolation) as refusal:
        record(place, paper, draft())

    assert refusal.value.code == "review.dossierHeld"


def test_machines_key_nothing(place: ReadingRoom, an: UUID, paper: Paper):
    with pytest.raises(NotAllowed):
        record(place, paper, draft(), by=WORKER)


# Claimed or imported, then proved


def test_an_older_list_is_imported_without_a_paper(place: ReadingRoom, an: UUID):
    recorded = import_(place, draft(person_id=an))

    standing = career_of(an, place.ledger).standing(recorded.event_id)
    assert (standing.rank, standing.look) == (Rank.IMPORTED, Look.NOT_NEEDED)


def test_without_a_paper_nothing_has_the_rank_of_one(place: ReadingRoom, an: UUID):
    with pytest.raises(RuleViolation) as refusal:
        import_(place, draft(person_id=an, rank=Rank.ORIGINAL))

    assert refusal.value.code == "event.needsPaper"


def test_an_unproved_event_names_its_person(place: ReadingRoom):
    with pytest.raises(RuleViolation) as refusal:
        import_(place, draft())

    assert refusal.value.code == "event.needsPerson"


def test_a_paper_is_attached_to_the_event_it_proves(place: ReadingRoom, an: UUID, paper: Paper):
    imported = import_(place, draft(person_id=an))
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    attached = attach_document(
        paper.document_id,
        an,
        imported.event_id,
        rank=Rank.CERTIFIED_COPY,
        places=(FieldPlace(page_id=paper.page_ids[0]),),
        by=ARCHIVIST,
        **at_hand,
    )

    career = career_of(an, place.ledger)
    standing = career.standing(imported.event_id)
    assert standing.rank is Rank.CERTIFIED_COPY
    assert attached.look is Look.REQUIRED  # now there is a paper to compare with
    assert len(career.standings) == 2
    assert dossier_of(paper.dossier_id, place.ledger).document(paper.document_id).confirmed


def test_a_sampled_event_is_drawn_when_a_paper_first_proves_it(
    place: ReadingRoom, an: UUID, paper: Paper
):
    step: dict[str, JsonValue] = {
        "new_step": 5,
        "new_coefficient": "3.66",
        "effective_date": "2016-11-01",
        "effective_basis": "EXPLICIT",
    }
    imported = import_(place, draft(event_type="salary.stepRaised", fields=step, person_id=an))
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    assert imported.drawn is None

    attach_document(paper.document_id, an, imported.event_id, by=ARCHIVIST, **at_hand)

    topics = [one.event.topic for one in place.ledger.events(an)]
    assert topics.count("sample.drawn") == 1


def test_a_proposal_proves_an_imported_event_when_the_person_says_so(place: ReadingRoom, an: UUID):
    from archive.confirming import Choice, confirm_proposal

    imported = import_(place, draft(person_id=an))
    acts = Act("appointment.made", {"post": "Trưởng phòng", "effective_date": "2018-06-01"})
    paper = place.paper(place.dossier(person_id=an), acts)
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    with pytest.raises(RuleViolation) as refusal:
        confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand)
    assert refusal.value.code == "review.alreadyRecorded"
    confirmed = confirm_proposal(
        paper.proposal_id, Choice(attach_to=imported.event_id), by=ARCHIVIST, **at_hand
    )

    assert confirmed.attached and confirmed.event_id == imported.event_id
    assert len(career_of(an, place.ledger).standings) == 2
