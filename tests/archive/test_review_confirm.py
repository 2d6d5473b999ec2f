"""Confirming one proposal: paper, event and link in one transaction, with its evidence."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

from archive.confirming import Choice, Confirmed, confirm_proposal
from archive.folding import career_of, dossier_of
from domain.access import Actor, Role
from domain.career import Career, Standing
from domain.dates import PartialDate
from domain.dossier import ProposalState
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.evidence import Rank
from domain.standing import Look
from tests.kit import builders
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

APPOINTMENT: dict[str, JsonValue] = {
    "post": "Trưởng phòng Tổ chức",
    "unit": {"asPrinted": "Sở Nội vụ tỉnh Bắc Giang"},
    "effective_date": "2018-06-01",
    "term_months": 60,
}
APPOINTED = Act("appointment.made", APPOINTMENT)
STEP: dict[str, JsonValue] = {
    "old_step": 4,
    "new_step": 5,
    "old_coefficient": "3.33",
    "new_coefficient": "3.66",
    "effective_date": "2016-11-01",
}


def confirm(
    place: ReadingRoom, proposal_id: UUID, choice: Choice | None = None, by: Actor = ARCHIVIST
) -> Confirmed:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    return confirm_proposal(proposal_id, choice or Choice(), by=by, **at_hand)


def career(place: ReadingRoom, person_id: UUID) -> Career:
    return career_of(person_id, place.ledger)


def only_event(place: ReadingRoom, person_id: UUID) -> Standing:
    found = [one for one in career(place, person_id).standings if one.version > 1]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    dossier_id = place.dossier(pages=2, person_id=an)
    return place.paper(dossier_id, APPOINTED, pages=(1, 2))


def test_a_confirmed_proposal_is_an_event_of_the_career(place: ReadingRoom, an: UUID, paper: Paper):
    confirmed = confirm(place, paper.proposal_id)

    event = only_event(place, an).event
    assert event.event_id == confirmed.event_id
    assert event.topic == "appointment.made"
    assert event.payload["post"] == "Trưởng phòng Tổ chức"
    assert event.effective_date == PartialDate.parse("2018-06-01")
    assert event.recorded_by == ARCHIVIST.id
    assert career(place, an).state_as_of(PartialDate.parse("2019-06-30").first_day).posts


def test_the_paper_the_proposal_and_the_event_are_one_transaction(
    place: ReadingRoom, an: UUID, paper: Paper
):
    before = place.ledger.position()

    confirmed = confirm(place, paper.proposal_id)

    together = place.ledger.after(before)
    assert {one.event.topic for one in together} == {
        "appointment.made",
        "document.assembled",
        "proposal.confirmed",
    }
    assert len({one.recorded_at for one in together}) == 1
    dossier = dossier_of(paper.dossier_id, place.ledger)
    document = dossier.document(paper.document_id)
    assert document.confirmed and document.confirmed_by == ARCHIVIST.id
    assert document.page_ids == paper.page_ids
    proposal = dossier.proposal(paper.proposal_id)
    assert proposal.state is ProposalState.CONFIRMED
    assert proposal.event_id == confirmed.event_id


def test_every_value_cites_its_place_on_the_paper(place: ReadingRoom, an: UUID, paper: Paper):
    confirm(place, paper.proposal_id)

    source = only_event(place, an).event.source
    assert source is not None
    assert (source.dossier_id, source.document_id) == (paper.dossier_id, paper.document_id)
    cited = {one.field: one for one in source.citations}
    assert cited["post"].page_id == paper.page_ids[0]
    assert cited["post"].box is not None
    assert {"decision.full_no", "effective_date", "subject_as_printed.name"} <= set(cited)


def test_the_event_carries_the_paper_and_the_person_as_printed(
    place: ReadingRoom, an: UUID, paper: Paper
):
    confirm(place, paper.proposal_id)

    event = only_event(place, an).event
    assert event.decision is not None and event.decision.full_no == "112/QĐ-SNV"
    assert event.subject_as_printed is not None
    assert event.subject_as_printed.name == "Nguyễn Văn An"
    assert event.extraction.method == "OCR"
    assert event.extraction.confidence == 0.9
    assert event.batch_id is None


def test_what_a_person_changes_overrides_what_was_read(place: ReadingRoom, an: UUID, paper: Paper):
    choice = Choice(changes={"post": "Phó Trưởng phòng", "term_months": None})

    confirmed = confirm(place, paper.proposal_id, choice)

    event = only_event(place, an).event
    assert event.payload["post"] == "Phó Trưởng phòng"
    assert event.term_months is None
    assert confirmed.changed_fields == ("post", "term_months")
    proposal = dossier_of(paper.dossier_id, place.ledger).proposal(paper.proposal_id)
    assert proposal.changed_fields == ("post", "term_months")


def test_a_cleared_field_cites_nothing_and_a_changed_one_its_place(
    place: ReadingRoom, an: UUID, paper: Paper
):
    choice = Choice(changes={"post": "Phó Trưởng phòng", "term_months": None})

    confirm(place, paper.proposal_id, choice)

    source = only_event(place, an).event.source
    assert source is not None
    fields = {one.field for one in source.citations}
    assert "post" in fields and "term_months" not in fields


def test_a_number_that_a_person_changes_is_the_documents_number_too(
    place: ReadingRoom, an: UUID, paper: Paper
):
    confirm(place, paper.proposal_id, Choice(changes={"decision.full_no": "113/QĐ-SNV"}))

    document = dossier_of(paper.dossier_id, place.ledger).document(paper.document_id)
    assert document.description is not None
    assert document.description.number == "113/QĐ-SNV"


def test_an_unmarked_paper_is_an_original_and_a_marked_one_a_certified_copy(
    place: ReadingRoom, an: UUID
):
    dossier_id = place.dossier(pages=2, person_id=an)
    original = place.paper(dossier_id, APPOINTED)
    copy = place.paper(
        dossier_id,
        Act("salary.stepRaised", {**STEP, "evidence": "CERTIFIED_COPY"}),
        pages=(2,),
        full_no="300/QĐ-SNV",
        issued="2016-10-28",
    )

    confirm(place, original.proposal_id)
    confirm(place, copy.proposal_id)

    ranks = [one.rank for one in career(place, an).standings[1:]]
    assert ranks == [Rank.ORIGINAL, Rank.CERTIFIED_COPY]


def test_the_person_says_what_kind_of_copy_it_is(place: ReadingRoom, an: UUID, paper: Paper):
    confirm(place, paper.proposal_id, Choice(rank=Rank.PLAIN_COPY))

    assert only_event(place, an).rank is Rank.PLAIN_COPY


def test_a_printed_unit_is_resolved_beside_its_name(place: ReadingRoom, an: UUID, paper: Paper):
    unit_id = place.unit("Sở Nội vụ tỉnh Bắc Giang")

    confirm(place, paper.proposal_id)

    unit = only_event(place, an).event.payload["unit"]
    assert unit.unit_id == unit_id
    assert unit.as_printed == "Sở Nội vụ tỉnh Bắc Giang"


def test_an_appointment_waits_for_a_second_person(place: ReadingRoom, an: UUID, paper: Paper):
    confirmed = confirm(place, paper.proposal_id)

    assert confirmed.look is Look.REQUIRED
    assert confirmed.drawn is None


def test_a_salary_step_is_drawn_by_the_archives_key(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an)
    paper = place.paper(dossier_id, Act("salary.stepRaised", STEP), issued="2016-10-28")

    confirmed = confirm(place, paper.proposal_id)

    assert confirmed.drawn is place.keys.draws(confirmed.event_id, 10)
    draw = place.ledger.events(an)[-1].event
    assert draw.topic == "sample.drawn"
    expected = Look.DRAWN if confirmed.drawn else Look.NOT_NEEDED
    assert confirmed.look is expected


def test_acts_of_one_paper_share_its_identity(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an)
    transfer = Act(
        "transfer.made",
        {"to_unit": {"asPrinted": "Sở Nội vụ"}, "effective_date": "2018-06-01"},
    )
    paper = place.paper(dossier_id, APPOINTED, transfer)

    for proposal_id in paper.proposal_ids:
        confirm(place, proposal_id)

    events = [one.event for one in career(place, an).standings[1:]]
    assert {one.batch_id for one in events} == {paper.batch_id}


def test_a_proposal_is_confirmed_once(place: ReadingRoom, an: UUID, paper: Paper):
    confirm(place, paper.proposal_id)

    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id)

    assert refusal.value.code == "review.alreadyDecided"


def test_an_unbound_dossier_is_not_confirmed(place: ReadingRoom, an: UUID):
    paper = place.paper(place.dossier(), APPOINTED)

    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id)

    assert refusal.value.code == "review.dossierUnbound"


def test_a_held_dossier_is_not_confirmed_and_says_what_is_missing(place: ReadingRoom, an: UUID):
    paper = place.paper(place.dossier(pages=1, person_id=an, sheets=3), APPOINTED)

    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id)

    assert refusal.value.code == "review.dossierHeld"
    assert refusal.value.values["difference"] == -2


def test_a_finding_that_blocks_refuses_and_records_nothing(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an)
    paper = place.paper(
        dossier_id,
        Act("appointment.made", {**APPOINTMENT, "effective_date": "2031-06-01"}),
        issued="2031-05-28",
    )
    before = place.ledger.position()

    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id)

    assert refusal.value.code == "rule.blocked"
    assert place.ledger.position() == before


def test_a_warning_is_returned_and_needs_no_override(place: ReadingRoom, an: UUID, paper: Paper):
    confirmed = confirm(place, paper.proposal_id)

    assert any(one.code.startswith("R-ORG-01") for one in confirmed.findings)


def test_fields_that_make_no_event_are_refused_by_name(place: ReadingRoom, an: UUID, paper: Paper):
    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id, Choice(changes={"post": None}))

    assert refusal.value.code == "event.fieldsInvalid"
    assert refusal.value.values["fields"] == ("post",)


def test_a_paper_on_somebody_else_is_not_taken_for_the_dossiers_person(
    place: ReadingRoom, an: UUID
):
    place.person("Trần Thị Bích", "1982-07-01")
    dossier_id = place.dossier(person_id=an)
    paper = place.paper(
        dossier_id, Act("appointment.made", APPOINTMENT, "Trần Thị Bích", "1982-07-01")
    )

    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id)

    assert refusal.value.code == "review.otherPerson"


def test_a_person_may_say_whom_the_paper_means(place: ReadingRoom, an: UUID):
    bich = place.person("Trần Thị Bích", "1982-07-01")
    dossier_id = place.dossier(person_id=an)
    paper = place.paper(
        dossier_id, Act("appointment.made", APPOINTMENT, "Trần Thị Bích", "1982-07-01")
    )

    confirm(place, paper.proposal_id, Choice(person_id=bich))

    assert only_event(place, bich).event.topic == "appointment.made"
    assert len(career(place, an).standings) == 1


def test_a_page_with_a_new_image_is_read_again_before_it_is_cited(
    place: ReadingRoom, an: UUID, paper: Paper
):
    page_id = paper.page_ids[0]
    place.put(page_id, builders.page_promoted(page_id, "cc" * 32))

    with pytest.raises(RuleViolation) as refusal:
        confirm(place, paper.proposal_id)

    assert refusal.value.code == "review.pageChanged"


def test_machines_and_scan_operators_confirm_nothing(place: ReadingRoom, an: UUID, paper: Paper):
    for somebody in (WORKER, SCANNER):
        with pytest.raises(NotAllowed):
            confirm(place, paper.proposal_id, by=somebody)


def test_an_archivist_of_another_batch_confirms_nothing_here(
    place: ReadingRoom, an: UUID, paper: Paper
):
    elsewhere = an_actor("Nga", Role.ARCHIVIST, batches=(UUID(int=5),))

    with pytest.raises(NotAllowed):
        confirm(place, paper.proposal_id, by=elsewhere)


def test_an_archivist_of_the_batch_confirms_in_it(place: ReadingRoom, an: UUID, paper: Paper):
    assigned = an_actor("Nga", Role.ARCHIVIST, batches=(builders.BATCH,))

    confirm(place, paper.proposal_id, by=assigned)

    assert only_event(place, an).recorded_by == assigned.id


def test_a_proposal_that_is_not_there_is_unknown(place: ReadingRoom):
    with pytest.raises(Unknown):
        confirm(place, UUID(int=1))


def test_of_two_people_who_confirm_at_once_one_does(place: ReadingRoom, an: UUID, paper: Paper):
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    both = Barrier(2)

    def one(by: Actor) -> str:
        both.wait()
        try:
            confirm_proposal(paper.proposal_id, by=by, **at_hand)
        except RuleViolation as refusal:
            return refusal.code
        return "confirmed"

    with ThreadPoolExecutor(2) as people:
        answers = sorted(people.map(one, (ARCHIVIST, COLLEAGUE)))

    assert answers == ["confirmed", "review.alreadyDecided"]
    assert len(career(place, an).standings) == 2


def test_proposals_on_two_papers_of_one_person_are_both_recorded_at_once(
    place: ReadingRoom, an: UUID
):
    """They share the career's stream: whoever is second reads again and decides again."""
    dossier_id = place.dossier(pages=6, person_id=an)
    papers = [
        place.paper(
            dossier_id,
            Act("post.relieved", {"post": "Kế toán", "effective_date": f"201{number}-06-01"}),
            pages=(number,),
            full_no=f"{number}/QĐ-SNV",
            issued=f"201{number}-05-28",
        )
        for number in range(1, 4)
    ]
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    with ThreadPoolExecutor(3) as people:
        work = [
            people.submit(confirm_proposal, one.proposal_id, by=ARCHIVIST, **at_hand)
            for one in papers
        ]
        for one in work:
            one.result()

    assert len(career(place, an).standings) == 4
