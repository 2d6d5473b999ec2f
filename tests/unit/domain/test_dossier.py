"""A dossier's pages, documents, proposals and count. Source: domain.md 2.10."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.dates import PartialDate
from domain.dossier import BalanceState, Dossier, ProposalState, StatedCount
from domain.errors import RuleViolation, Unknown
from domain.events.dossier import (
    Description,
    DocumentAssembled,
    DocumentDescribed,
    DocumentJoined,
    DocumentProposed,
    DocumentReordered,
    DocumentSplit,
    DossierAccessioned,
    DossierBalanced,
    DossierBound,
    DossierDescribed,
    DossierHeld,
    DossierOpened,
    MissingHint,
    ProposalConfirmed,
    ProposalMade,
    ProposalRejected,
)
from domain.events.envelope import Event, Recorded
from domain.events.page import PageInserted, PageRefiled, PageRemoved
from domain.filing import added

DOSSIER, OTHER, BATCH, LATER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
AN, WORKER, PERSON = UUID(int=11), UUID(int=12), UUID(int=13)
ONE, TWO, THREE, FOUR = (UUID(int=n) for n in (101, 102, 103, 104))
D1, D2, D3 = (UUID(int=n) for n in (201, 202, 203))
P1, P2 = UUID(int=301), UUID(int=302)
READING = "ab" * 32


def recorded(*events: Event) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            event=event,
            stream_id=DOSSIER,
            version=number,
            position=number,
            recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        for number, event in enumerate(events, start=1)
    )


def dossier(*events: Event) -> Dossier:
    opened = DossierOpened(recorded_by=AN, dossier_id=DOSSIER, name="HS 01")
    return Dossier.of(recorded(opened, *events))


def came(*page_ids: UUID, batch_id: UUID = BATCH, before: UUID | None = None) -> Event:
    return DossierAccessioned(
        recorded_by=AN,
        dossier_id=DOSSIER,
        batch_id=batch_id,
        images=len(page_ids),
        page_ids=page_ids,
        before_page=before,
    )


def counted(sheets: int | None, sides: int | None = 1, blank_sides: int | None = None) -> Event:
    return DossierDescribed(
        recorded_by=AN, dossier_id=DOSSIER, sheets=sheets, sides=sides, blank_sides=blank_sides
    )


def inserted(page_id: UUID, after: UUID | None) -> Event:
    return PageInserted(recorded_by=AN, page_id=page_id, dossier_id=DOSSIER, after_page=after)


def refiled(page_id: UUID, *, out: bool, after: UUID | None = None) -> Event:
    return PageRefiled(
        recorded_by=AN,
        page_id=page_id,
        from_dossier_id=DOSSIER if out else OTHER,
        to_dossier_id=OTHER if out else DOSSIER,
        after_page=after,
        why="của người khác",
    )


def proposed(document_id: UUID, *page_ids: UUID, replaces: tuple[UUID, ...] = ()) -> Event:
    return DocumentProposed(
        recorded_by=WORKER,
        dossier_id=DOSSIER,
        document_id=document_id,
        page_ids=page_ids,
        doc_type="QD",
        reading=READING,
        replaces=replaces,
    )


def made(proposal_id: UUID, document_id: UUID) -> Event:
    return ProposalMade(
        recorded_by=WORKER,
        dossier_id=DOSSIER,
        proposal_id=proposal_id,
        document_id=document_id,
        event_type="appointment.made",
        fields=READING,
        confidence=0.8,
        unsure=2,
    )


def test_pages_stand_in_the_order_they_came_and_a_later_accession_appends():
    known = dossier(came(ONE, TWO), came(THREE, batch_id=LATER))

    assert known.page_ids == (ONE, TWO, THREE)
    assert known.batch_ids == (BATCH, LATER)


def test_a_file_that_sorts_before_a_known_one_stands_before_it():
    assert dossier(came(ONE, FOUR), came(TWO, THREE, before=FOUR)).page_ids == (
        ONE,
        TWO,
        THREE,
        FOUR,
    )


def test_there_is_no_dossier_before_it_was_opened():
    with pytest.raises(Unknown):
        Dossier.of(())


def test_a_later_description_replaces_field_by_field():
    known = dossier(
        DossierDescribed(
            recorded_by=AN, dossier_id=DOSSIER, person_name="Lý Văn An", identifier="001079012345"
        ),
        DossierDescribed(recorded_by=AN, dossier_id=DOSSIER, birth_date=PartialDate(1979)),
        DossierBound(recorded_by=AN, dossier_id=DOSSIER, person_id=PERSON),
    )

    assert (known.person_name, known.identifier, known.birth_date) == (
        "Lý Văn An",
        "001079012345",
        PartialDate(1979),
    )
    assert known.person_id == PERSON


@pytest.mark.parametrize(
    ("count", "expected", "state"),
    [
        (counted(None), None, BalanceState.COUNTED),
        (counted(3, None), None, BalanceState.COUNTED),
        (counted(3), 3, BalanceState.BALANCED),
        (counted(2, 2, 1), 3, BalanceState.BALANCED),
        (counted(4), 4, BalanceState.HELD),
        (counted(1), 1, BalanceState.HELD),
    ],
)
def test_sheets_times_sides_less_blanks_is_what_should_be_there(
    count: Event, expected: int | None, state: BalanceState
):
    known = dossier(count, came(ONE, TWO, THREE))

    assert known.expected == expected
    assert known.balance_state is state
    assert known.images == 3


def test_an_inserted_page_fills_the_gap():
    known = dossier(counted(3), came(ONE, THREE), came(TWO), inserted(TWO, ONE))

    assert known.page_ids == (ONE, TWO, THREE)
    assert known.balance_state is BalanceState.BALANCED
    assert known.expected == 3


def test_a_page_inserted_where_nothing_was_missing_brings_its_own_sheet():
    known = dossier(counted(2), came(ONE, TWO), came(THREE), inserted(THREE, None))

    assert known.page_ids == (THREE, ONE, TWO)
    assert known.expected == 3
    assert known.balance_state is BalanceState.BALANCED


def test_a_restated_count_counts_what_was_inserted_too():
    known = dossier(counted(1), came(ONE), came(TWO), inserted(TWO, ONE), counted(2))

    assert known.expected == 2


def test_a_refiled_page_takes_its_side_along_unless_it_was_the_one_too_many():
    balanced = dossier(counted(2), came(ONE, TWO), refiled(TWO, out=True))
    one_too_many = dossier(counted(1), came(ONE, TWO), refiled(TWO, out=True))

    assert (balanced.images, balanced.expected) == (1, 1)
    assert (one_too_many.images, one_too_many.expected) == (1, 1)


def test_a_page_refiled_here_fills_the_gap_or_brings_its_side():
    gap = dossier(counted(2), came(ONE), refiled(TWO, out=False, after=ONE))
    none = dossier(counted(1), came(ONE), refiled(TWO, out=False))

    assert (gap.page_ids, gap.expected) == ((ONE, TWO), 2)
    assert (none.page_ids, none.expected) == ((TWO, ONE), 2)


def test_a_removed_secret_came_in_and_counts():
    removed = PageRemoved(recorded_by=AN, page_id=TWO, first_by=WORKER)
    known = dossier(counted(2), came(ONE, TWO), removed)

    assert known.page_ids == (ONE,)
    assert known.removed == (TWO,)
    assert known.balance_state is BalanceState.BALANCED


def test_what_was_told_of_the_count_holds_while_it_is_true():
    hint = MissingHint(kind="PAGE_NUMBER", after_page=ONE)
    held = DossierHeld(
        recorded_by=AN, dossier_id=DOSSIER, expected=2, images=1, difference=-1, hints=(hint,)
    )
    balanced = DossierBalanced(recorded_by=AN, dossier_id=DOSSIER, expected=2, images=2)

    assert dossier(counted(2), came(ONE), held).held == held
    assert dossier(counted(2), came(ONE), held).hints == (hint,)
    assert dossier(counted(2), came(ONE), held, came(TWO)).held is None
    assert dossier(counted(2), came(ONE), held, came(TWO), balanced).told == balanced


def test_documents_stand_in_the_order_of_their_pages():
    known = dossier(came(ONE, TWO, THREE), proposed(D2, THREE), proposed(D1, ONE, TWO))

    assert [one.document_id for one in known.documents] == [D1, D2]
    assert known.document_of(TWO) == known.document(D1)
    assert known.document_of(FOUR) is None


def test_a_new_reading_replaces_documents_and_voids_their_pending_proposals():
    rejected = ProposalRejected(recorded_by=AN, dossier_id=DOSSIER, proposal_id=P2, why="sai")
    known = dossier(
        came(ONE, TWO),
        proposed(D1, ONE),
        made(P1, D1),
        made(P2, D1),
        rejected,
        proposed(D2, ONE, TWO, replaces=(D1,)),
    )

    assert [one.document_id for one in known.documents] == [D2]
    assert known.proposal(P1).state is ProposalState.VOID
    assert known.proposal(P2).state is ProposalState.REJECTED


def test_a_confirmed_proposal_says_what_it_became():
    confirmed = ProposalConfirmed(
        recorded_by=AN,
        dossier_id=DOSSIER,
        proposal_id=P1,
        person_id=PERSON,
        event_id=UUID(int=9),
        changed_fields=("step",),
    )
    known = dossier(came(ONE), proposed(D1, ONE), made(P1, D1), confirmed)

    decided = known.proposal(P1)
    assert (decided.state, decided.person_id, decided.decided_by) == (
        ProposalState.CONFIRMED,
        PERSON,
        AN,
    )
    assert known.proposals_of(D1) == (decided,)
    with pytest.raises(Unknown):
        known.proposal(P2)


def test_assembling_confirms_a_document_and_takes_its_pages_from_others():
    assembled = DocumentAssembled(
        recorded_by=AN,
        dossier_id=DOSSIER,
        document_id=D3,
        page_ids=(ONE, TWO),
        description=Description(doc_type="QD_LUONG", number="12/QĐ-SNV"),
    )
    known = dossier(
        came(ONE, TWO, THREE),
        proposed(D1, ONE),
        proposed(D2, TWO, THREE),
        made(P1, D1),
        made(P2, D2),
        assembled,
    )

    assert [one.document_id for one in known.documents] == [D3, D2]
    assert known.document(D2).page_ids == (THREE,)
    assert (known.document(D3).confirmed, known.document(D3).doc_type) == (True, "QD_LUONG")
    assert {one.state for one in known.proposals} == {ProposalState.VOID}


def test_on_a_split_the_part_with_the_first_page_keeps_the_id():
    split = DocumentSplit(
        recorded_by=AN, dossier_id=DOSSIER, document_id=D1, new_document_id=D2, page_ids=(TWO,)
    )
    known = dossier(came(ONE, TWO), proposed(D1, ONE, TWO), made(P1, D1), split)

    assert known.document(D1).page_ids == (ONE,)
    assert known.document(D2).page_ids == (TWO,)
    assert all(one.confirmed for one in known.documents)
    assert known.proposal(P1).state is ProposalState.VOID


def test_a_joined_document_points_to_the_first():
    joined = DocumentJoined(
        recorded_by=AN, dossier_id=DOSSIER, document_id=D1, other_document_id=D2
    )
    known = dossier(came(ONE, TWO), proposed(D1, ONE), proposed(D2, TWO), joined)

    assert known.document(D2) == known.document(D1)
    assert known.document(D1).page_ids == (ONE, TWO)


def test_reordering_and_describing_are_a_persons_word():
    reordered = DocumentReordered(
        recorded_by=AN, dossier_id=DOSSIER, document_id=D1, page_ids=(TWO, ONE)
    )
    described = DocumentDescribed(
        recorded_by=AN,
        dossier_id=DOSSIER,
        document_id=D2,
        description=Description(doc_type="DON", title="Đơn xin nghỉ"),
    )
    known = dossier(
        came(ONE, TWO, THREE), proposed(D1, ONE, TWO), proposed(D2, THREE), reordered, described
    )

    assert known.document(D1).page_ids == (TWO, ONE)
    assert known.document(D2).doc_type == "DON"
    assert {one.confirmed_by for one in known.documents} == {AN}


def test_a_page_that_leaves_leaves_its_document():
    known = dossier(
        came(ONE, TWO, THREE),
        proposed(D1, ONE, TWO),
        proposed(D2, THREE),
        refiled(TWO, out=True),
        refiled(THREE, out=True),
    )

    assert [one.page_ids for one in known.documents] == [(ONE,)]
    with pytest.raises(Unknown):
        known.document(D2)
    with pytest.raises(RuleViolation, match=r"dossier\.pageNotHere"):
        known.require_page(TWO)


def test_two_deliveries_counted_apart_are_counted_together():
    one_sided = StatedCount(sheets=10, sides=1)
    two_sided = StatedCount(sheets=3, sides=2, blank_sides=1)

    together = added(one_sided, two_sided)

    assert together == StatedCount(sheets=13, sides=2, blank_sides=11)
    assert together.images == 15
    assert added(one_sided, StatedCount(sheets=3)) == StatedCount()
