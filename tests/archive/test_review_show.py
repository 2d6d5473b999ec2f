"""The work list by risk, a proposal beside its paper, and rejecting it."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

from archive.confirming import confirm_proposal, reject_proposal
from archive.folding import dossier_of
from archive.judging import Risk
from archive.matching import MatchKind
from archive.review import ProposalView, WorkList, show_proposal, work_list
from domain.access import Actor, Role
from domain.dossier import ProposalState
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.evidence import Rank
from domain.rules.finding import Severity
from tests.kit import builders
from tests.kit.reading_room import ARCHIVIST, SCANNER, Act, Paper, ReadingRoom, an_actor

RELIEVED: dict[str, JsonValue] = {"post": "Kế toán", "effective_date": "2018-06-01"}


def relieved(**changes: Any) -> Act:
    return Act("post.relieved", RELIEVED, **changes)


def listed(place: ReadingRoom, by: Actor = ARCHIVIST, **asked: Any) -> WorkList:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    return work_list(by=by, **at_hand, **asked)


def shown(place: ReadingRoom, paper: Paper, by: Actor = ARCHIVIST) -> ProposalView:
    names = ("ledger", "objects", "registers", "keys", "access", "now")
    at_hand: dict[str, Any] = place.at_hand(*names)
    return show_proposal(paper.proposal_id, by=by, **at_hand)


def appointed_before(place: ReadingRoom, person_id: UUID) -> None:
    """The post that the papers of these tests relieve the person of."""
    event = builders.appointed(
        "2015-01-01",
        person_id=person_id,
        post="Kế toán",
        unit=None,
        decision=builders.paper("7/QĐ-SNV"),
    )
    place.put(person_id, event)


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    person_id = place.person()
    appointed_before(place, person_id)
    return person_id


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    return place.paper(place.dossier(pages=2, person_id=an), relieved(), pages=(1, 2))


# The list


def test_what_contradicts_something_comes_first_and_what_nobody_can_decide_last(
    place: ReadingRoom, an: UUID
):
    place.unit("Sở Nội vụ tỉnh Bắc Giang")
    dossier_id = place.dossier("HS-1", pages=4, person_id=an)
    sure = place.paper(dossier_id, relieved(), full_no="1/QĐ-SNV")
    doubted = place.paper(dossier_id, relieved(unsure=("post",)), pages=(2,), full_no="2/QĐ-SNV")
    foreign = place.paper(
        dossier_id, relieved(name="Phạm Thị Dung"), pages=(3,), full_no="3/QĐ-SNV"
    )
    held = place.paper(place.dossier("HS-2", person_id=an, sheets=9), relieved())

    found = listed(place)

    assert [(one.proposal_id, one.risk) for one in found.items] == [
        (foreign.proposal_id, Risk.CONFLICT),
        (doubted.proposal_id, Risk.UNSURE),
        (sure.proposal_id, Risk.SURE),
        (held.proposal_id, Risk.WAITING),
    ]
    assert found.counts == {
        Risk.CONFLICT: 1,
        Risk.UNSURE: 1,
        Risk.SURE: 1,
        Risk.WAITING: 1,
    }
    assert found.total == 4


def test_a_unit_that_the_archive_does_not_know_yet_is_a_doubt_and_no_conflict(
    place: ReadingRoom, an: UUID
):
    fields: dict[str, JsonValue] = {**RELIEVED, "unit": {"asPrinted": "Sở Nội vụ"}}
    place.paper(place.dossier(person_id=an), Act("post.relieved", fields))

    (item,) = listed(place).items

    assert {one.rule for one in item.findings} == {"R-ORG-01"}
    assert item.risk is Risk.UNSURE


def test_of_the_doubted_the_least_certain_comes_first(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(pages=2, person_id=an)
    better = relieved(unsure=("post",), confidence=0.8)
    worse = relieved(unsure=("post",), confidence=0.4)
    first = place.paper(dossier_id, better, full_no="1/QĐ-SNV")
    second = place.paper(dossier_id, worse, pages=(2,), full_no="2/QĐ-SNV")

    ids = [one.proposal_id for one in listed(place).items]

    assert ids == [second.proposal_id, first.proposal_id]


def test_an_item_says_what_it_is_and_why_it_is_risky(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier("HS-1", person_id=an)
    place.paper(dossier_id, relieved(name="Phạm Thị Dung"))

    (item,) = listed(place).items

    assert (item.dossier_name, item.person_name) == ("HS-1", "Phạm Thị Dung")
    assert (item.full_no, item.issue_date) == ("112/QĐ-SNV", "2018-05-28")
    assert item.effective_date == "2018-06-01"
    assert "review.why.otherPerson" in [one.code for one in item.why]


def test_the_list_is_of_pending_proposals_only(place: ReadingRoom, paper: Paper):
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand)

    assert listed(place).items == ()


def test_a_decided_proposal_is_gone_before_the_register_knows(place: ReadingRoom, paper: Paper):
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand)

    assert work_list(by=ARCHIVIST, **at_hand).items == ()


def test_an_archivist_sees_the_work_of_his_batch(place: ReadingRoom, paper: Paper):
    here = an_actor("Nga", Role.ARCHIVIST, batches=(builders.BATCH,))
    elsewhere = an_actor("Mai", Role.ARCHIVIST, batches=(UUID(int=5),))

    assert listed(place, by=here).total == 1
    assert listed(place, by=elsewhere).total == 0


def test_who_confirms_nothing_has_no_work_list(place: ReadingRoom):
    with pytest.raises(NotAllowed):
        listed(place, by=SCANNER)


def test_a_dossier_or_a_risk_may_be_asked_for(place: ReadingRoom, an: UUID, paper: Paper):
    other = place.paper(place.dossier("HS-9", person_id=an, sheets=7), relieved())

    assert [one.proposal_id for one in listed(place, dossier_id=other.dossier_id).items] == [
        other.proposal_id
    ]
    waiting = listed(place, risks=frozenset({Risk.WAITING})).items
    assert [one.proposal_id for one in waiting] == [other.proposal_id]


# One proposal


def test_a_proposal_is_shown_beside_its_paper(place: ReadingRoom, an: UUID, paper: Paper):
    view = shown(place, paper)

    assert (view.event_type, view.label_vi) == ("post.relieved", "Thôi giữ chức vụ")
    assert [one.page_no for one in view.document.pages] == [1, 2]
    assert view.document.description is not None
    assert view.document.description.number == "112/QĐ-SNV"
    assert (view.person.kind, view.person.person_id) == (MatchKind.OWN, an)
    assert view.rank is Rank.ORIGINAL
    assert view.confirmable and view.obstacles == ()


def test_every_field_has_its_value_print_confidence_and_place(place: ReadingRoom, paper: Paper):
    fields = {one.name: one for one in shown(place, paper).fields}

    post = fields["post"]
    assert (post.value, post.as_printed, post.confidence, post.sure) == (
        "Kế toán",
        "Kế toán",
        0.9,
        True,
    )
    assert post.citations[0].page_id == paper.page_ids[0]
    assert post.label_vi == "Chức vụ"
    assert fields["term_months"].value is None


def test_findings_of_the_rules_are_shown(place: ReadingRoom, an: UUID):
    never_held = Act("post.relieved", {"post": "Giám đốc", "effective_date": "2018-06-01"})
    paper = place.paper(place.dossier(person_id=an), never_held)

    view = shown(place, paper)

    assert any(one.severity is Severity.WARN for one in view.findings)
    assert view.risk is Risk.CONFLICT
    assert view.confirmable


def test_why_it_cannot_be_confirmed_is_said(place: ReadingRoom, an: UUID):
    unbound = place.paper(place.dossier("HS-U"), relieved())
    held = place.paper(place.dossier("HS-H", person_id=an, sheets=3), relieved())
    foreign = place.paper(place.dossier("HS-F", person_id=an), relieved(name="Phạm Thị Dung"))

    assert "review.dossierUnbound" in [one.code for one in shown(place, unbound).obstacles]
    assert "review.dossierHeld" in [one.code for one in shown(place, held).obstacles]
    view = shown(place, foreign)
    assert [one.code for one in view.obstacles] == ["review.otherPerson"]
    assert view.person.foreign


def test_an_event_that_the_paper_may_prove_is_offered_with_what_differs(
    place: ReadingRoom, an: UUID
):
    recorded = builders.appointed(
        "2018-06-01",
        person_id=an,
        post="Phó Trưởng phòng",
        evidence=Rank.IMPORTED,
        decision=None,
        issue_date=None,
    )
    place.put(an, recorded)
    fields: dict[str, JsonValue] = {"post": "Trưởng phòng", "effective_date": "2018-06-01"}
    paper = place.paper(place.dossier(person_id=an), Act("appointment.made", fields))

    view = shown(place, paper)

    (meeting,) = view.meetings
    assert meeting.event_id == recorded.event_id
    assert [one.field for one in meeting.differences] == ["post"]
    assert view.risk is Risk.CONFLICT


def test_candidates_are_shown_where_the_person_is_not_certain(place: ReadingRoom):
    dung = place.person("Phạm Thị Dung", "1988-08-08")
    paper = place.paper(place.dossier(), relieved(name="Phạm Thị Dung", birth_date=None))

    view = shown(place, paper)

    assert view.person.person_id is None
    assert [one.person_id for one in view.person.candidates] == [dung]


def test_other_acts_and_other_copies_of_the_paper_are_named(place: ReadingRoom, an: UUID):
    bich = place.person("Trần Thị Bích", "1982-07-01")
    first = place.dossier("HS-1", person_id=an)
    second = place.dossier("HS-2", person_id=bich)
    step: dict[str, JsonValue] = {"new_step": 5, "new_coefficient": "3.66"}
    rows = (
        Act("salary.stepRaised", step, list_row=1),
        Act("salary.stepRaised", step, "Trần Thị Bích", None, list_row=2),
    )
    paper = place.paper(first, *rows)
    copy = place.paper(second, rows[1])

    view = shown(place, paper)

    assert view.siblings == (paper.proposal_ids[1],)
    assert [(one.dossier_name, one.proposal_id) for one in view.copies] == [
        ("HS-2", copy.proposal_id)
    ]


def test_a_value_that_makes_no_event_yet_is_an_obstacle(place: ReadingRoom, an: UUID):
    paper = place.paper(
        place.dossier(person_id=an), Act("post.relieved", {"effective_date": "2018-06-01"})
    )

    view = shown(place, paper)

    (obstacle,) = view.obstacles
    assert (obstacle.code, obstacle.values["fields"]) == ("event.fieldsInvalid", ["post"])
    assert {one.name: one.sure for one in view.fields}["post"] is False


def test_showing_is_noted_with_the_pages_shown(place: ReadingRoom, an: UUID, paper: Paper):
    shown(place, paper)

    place.access.flush()
    look = place.access.ledger.after(0)[-1].event
    assert look.topic == "answer.given"
    assert (look.pages, look.persons) == (paper.page_ids, (an,))  # type: ignore[attr-defined]


def test_a_refusal_is_written_before_it_is_answered(place: ReadingRoom, paper: Paper):
    with pytest.raises(NotAllowed):
        shown(place, paper, by=an_actor("Nga", Role.VERIFIER, batches=(UUID(int=5),)))

    assert place.access.ledger.after(0)[-1].event.topic == "answer.refused"


def test_a_proposal_that_is_not_there_is_unknown(place: ReadingRoom, paper: Paper):
    with pytest.raises(Unknown):
        shown(place, Paper(UUID(int=1), UUID(int=1), (), (UUID(int=1),), None))


# Rejecting


def reject(place: ReadingRoom, paper: Paper, why: str, by: Actor = ARCHIVIST) -> None:
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "now")
    reject_proposal(paper.proposal_id, why, by=by, **at_hand)


def test_a_proposal_is_rejected_with_a_reason(place: ReadingRoom, paper: Paper):
    reject(place, paper, "Giấy chỉ nhắc lại quyết định cũ")

    proposal = dossier_of(paper.dossier_id, place.ledger).proposal(paper.proposal_id)
    assert (proposal.state, proposal.decided_by) == (ProposalState.REJECTED, ARCHIVIST.id)


def test_a_rejection_without_a_reason_is_refused(place: ReadingRoom, paper: Paper):
    with pytest.raises(RuleViolation) as refusal:
        reject(place, paper, "  ")

    assert refusal.value.code == "review.reasonMissing"


def test_what_was_rejected_is_not_confirmed(place: ReadingRoom, paper: Paper):
    reject(place, paper, "đọc nhầm")
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")

    with pytest.raises(RuleViolation) as refusal:
        confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand)

    assert refusal.value.code == "review.alreadyDecided"


def test_scan_operators_reject_nothing(place: ReadingRoom, paper: Paper):
    with pytest.raises(NotAllowed):
        reject(place, paper, "đọc nhầm", by=SCANNER)
