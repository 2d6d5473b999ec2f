"""A person says which pages are one document: assemble, split, join, reorder, describe."""

from typing import Any
from uuid import UUID

import pytest

from archive.confirming import confirm_proposal
from archive.documents import (
    assemble_document,
    confirm_paper,
    describe_document,
    join_documents,
    reorder_document,
    split_document,
)
from archive.folding import career_of, dossier_of
from domain.dossier import Dossier, ProposalState
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.dossier import Description
from tests.kit.reading_room import ARCHIVIST, HR_OFFICER, Act, Paper, ReadingRoom

DECISION = Description(doc_type="QUYET_DINH", number="112/QĐ-SNV", title="Về việc bổ nhiệm")
APPOINTED = Act("appointment.made", {"post": "Trưởng phòng", "effective_date": "2018-06-01"})


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


@pytest.fixture
def dossier_id(place: ReadingRoom, an: UUID) -> UUID:
    return place.dossier(pages=4, person_id=an)


@pytest.fixture
def paper(place: ReadingRoom, dossier_id: UUID) -> Paper:
    """Pages 1 to 3 as one document, which they may not be."""
    return place.paper(dossier_id, APPOINTED, pages=(1, 2, 3))


def at_hand(place: ReadingRoom) -> dict[str, Any]:
    return {"by": ARCHIVIST, **place.at_hand("ledger", "registers", "now")}


def assemble(place: ReadingRoom, dossier_id: UUID, *page_ids: UUID) -> UUID:
    given = place.at_hand("ledger", "now")
    return assemble_document(dossier_id, page_ids, DECISION, by=ARCHIVIST, **given).document_id


def dossier(place: ReadingRoom, dossier_id: UUID) -> Dossier:
    return dossier_of(dossier_id, place.ledger)


def test_pages_become_a_document(place: ReadingRoom, dossier_id: UUID):
    pages = place.pages_of(dossier_id)

    document_id = assemble(place, dossier_id, pages[1], pages[2])

    document = dossier(place, dossier_id).document(document_id)
    assert document.page_ids == (pages[1], pages[2])
    assert document.confirmed and document.description == DECISION


def test_what_the_machine_proposed_otherwise_gives_its_pages_up(
    place: ReadingRoom, dossier_id: UUID, paper: Paper
):
    pages = place.pages_of(dossier_id)

    assemble(place, dossier_id, pages[0], pages[1])

    present = dossier(place, dossier_id)
    assert present.document(paper.document_id).page_ids == (pages[2],)
    assert present.proposal(paper.proposal_id).state is ProposalState.VOID


def test_the_very_pages_that_were_proposed_keep_their_document_and_proposals(
    place: ReadingRoom, dossier_id: UUID, paper: Paper
):
    document_id = assemble(place, dossier_id, *paper.page_ids)

    assert document_id == paper.document_id
    assert dossier(place, dossier_id).proposal(paper.proposal_id).state is ProposalState.PENDING


def test_a_page_of_a_confirmed_document_is_not_taken_from_it(place: ReadingRoom, dossier_id: UUID):
    pages = place.pages_of(dossier_id)
    assemble(place, dossier_id, pages[0], pages[1])

    with pytest.raises(RuleViolation) as refusal:
        assemble(place, dossier_id, pages[1], pages[2])

    assert refusal.value.code == "document.pageConfirmedElsewhere"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ((), "document.noPages"),
        ((0, 0), "document.pageTwice"),
    ],
)
def test_a_document_has_each_page_once(
    place: ReadingRoom, dossier_id: UUID, chosen: tuple[int, ...], code: str
):
    pages = place.pages_of(dossier_id)

    with pytest.raises(RuleViolation) as refusal:
        assemble(place, dossier_id, *(pages[number] for number in chosen))

    assert refusal.value.code == code


def test_a_page_of_another_dossier_is_not_here(place: ReadingRoom, dossier_id: UUID):
    (elsewhere,) = place.pages_of(place.dossier("HS-002"))

    with pytest.raises(RuleViolation):
        assemble(place, dossier_id, elsewhere)


def test_a_split_leaves_the_first_part_its_id(place: ReadingRoom, dossier_id: UUID, paper: Paper):
    written = split_document(paper.document_id, paper.page_ids[2], **at_hand(place))

    present = dossier(place, dossier_id)
    assert present.document(paper.document_id).page_ids == paper.page_ids[:2]
    assert present.document(written.document_id).page_ids == paper.page_ids[2:]
    assert present.proposal(paper.proposal_id).state is ProposalState.VOID


def test_nothing_is_split_before_its_first_page(place: ReadingRoom, paper: Paper):
    with pytest.raises(RuleViolation) as refusal:
        split_document(paper.document_id, paper.page_ids[0], **at_hand(place))

    assert refusal.value.code == "document.splitAtStart"


def test_joined_documents_are_found_under_both_ids(
    place: ReadingRoom, dossier_id: UUID, paper: Paper
):
    other = split_document(paper.document_id, paper.page_ids[1], **at_hand(place)).document_id

    join_documents(paper.document_id, other, **at_hand(place))

    present = dossier(place, dossier_id)
    assert present.document(other).document_id == paper.document_id
    assert present.document(other).page_ids == paper.page_ids


def test_a_document_is_not_joined_to_itself(place: ReadingRoom, paper: Paper):
    with pytest.raises(RuleViolation) as refusal:
        join_documents(paper.document_id, paper.document_id, **at_hand(place))

    assert refusal.value.code == "document.joinedToItself"


def test_pages_are_put_into_another_order(place: ReadingRoom, dossier_id: UUID, paper: Paper):
    turned = tuple(reversed(paper.page_ids))

    reorder_document(paper.document_id, turned, **at_hand(place))

    assert dossier(place, dossier_id).document(paper.document_id).page_ids == turned


def test_another_order_has_the_same_pages(place: ReadingRoom, paper: Paper):
    with pytest.raises(RuleViolation) as refusal:
        reorder_document(paper.document_id, paper.page_ids[:2], **at_hand(place))

    assert refusal.value.code == "document.notTheSamePages"


def test_a_document_is_described(place: ReadingRoom, dossier_id: UUID, paper: Paper):
    describe_document(paper.document_id, DECISION, **at_hand(place))

    document = dossier(place, dossier_id).document(paper.document_id)
    assert (document.description, document.confirmed) == (DECISION, True)


def test_the_same_description_twice_changes_nothing(place: ReadingRoom, paper: Paper):
    describe_document(paper.document_id, DECISION, **at_hand(place))

    with pytest.raises(RuleViolation) as refusal:
        describe_document(paper.document_id, DECISION, **at_hand(place))

    assert refusal.value.code == "document.nothingChanged"


def test_a_paper_without_acts_is_confirmed_as_the_machine_described_it(
    place: ReadingRoom, dossier_id: UUID
):
    paper = place.paper(dossier_id, doc_type="KHAC")

    confirm_paper(paper.document_id, objects=place.objects, **at_hand(place))

    document = dossier(place, dossier_id).document(paper.document_id)
    assert document.confirmed
    assert document.description is not None and document.description.title == "Về việc cán bộ"


def test_evidence_stands_whatever_becomes_of_its_document(
    place: ReadingRoom, an: UUID, paper: Paper
):
    given: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    event_id = confirm_proposal(paper.proposal_id, by=ARCHIVIST, **given).event_id

    split_document(paper.document_id, paper.page_ids[1], **at_hand(place))

    (source,) = career_of(an, place.ledger).standing(event_id).sources
    assert source.citations[0].page_id == paper.page_ids[0]


def test_who_may_not_describe_changes_no_document(place: ReadingRoom, paper: Paper):
    given = {**at_hand(place), "by": HR_OFFICER}

    with pytest.raises(NotAllowed):
        split_document(paper.document_id, paper.page_ids[1], **given)


def test_a_document_that_is_not_there_is_unknown(place: ReadingRoom):
    with pytest.raises(Unknown):
        describe_document(UUID(int=1), DECISION, **at_hand(place))
