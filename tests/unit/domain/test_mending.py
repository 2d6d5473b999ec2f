"""Decisions on what is recorded: verify, dispute, correct, annul, reinstate, attach, explain."""

from uuid import uuid4

import pytest

from domain import mending
from domain.access import Actor
from domain.career import Force, Look
from domain.errors import RuleViolation, Unknown
from domain.evidence import Rank
from domain.mending import NotInForce, OwnWork
from tests.kit.careers import (
    A_COLLEAGUE,
    A_MACHINE,
    A_THIRD,
    AN_ARCHIVIST,
    PERSON,
    Book,
    fact,
    named,
    source,
)


def appointed() -> Book:
    """An appointment (1), keyed by the archivist."""
    return Book(
        fact(
            "appointment.made",
            1,
            "2020-01-01",
            number="12/QĐ-SNV",
            post="Trưởng phòng",
            unit="Sở Nội vụ",
            term_months=60,
        )
    )


def post_of(book: Book) -> str:
    return book.career.standing(named(1)).event.payload["post"]


def code_of(refusal: pytest.ExceptionInfo[RuleViolation]) -> str:
    return refusal.value.code


def correct_post(book: Book, *, by: Actor = AN_ARCHIVIST, to: str = "Phó Trưởng phòng") -> None:
    event = mending.correct(
        book.career, named(1), {"post": to}, "misread", by=by, event_id=named(f"to {to}")
    )
    book.tell(event)


def test_another_person_verifies():
    book = appointed()

    book.tell(mending.verify(book.career, named(1), by=A_COLLEAGUE, event_id=uuid4()))

    assert book.career.standing(named(1)).look is Look.DONE


def test_the_keyer_does_not_verify():
    with pytest.raises(OwnWork):
        mending.verify(appointed().career, named(1), by=AN_ARCHIVIST, event_id=uuid4())


def test_who_scanned_or_confirmed_does_not_verify():
    with pytest.raises(OwnWork):
        mending.verify(
            appointed().career,
            named(1),
            by=A_COLLEAGUE,
            event_id=uuid4(),
            touched_by=frozenset({A_COLLEAGUE.id}),
        )


def test_who_corrected_does_not_verify():
    book = appointed()
    correct_post(book, by=A_COLLEAGUE)

    with pytest.raises(OwnWork):
        mending.verify(book.career, named(1), by=A_COLLEAGUE, event_id=uuid4())


def test_who_attached_the_paper_does_not_verify():
    book = appointed()
    book.attached(2, 1, Rank.ORIGINAL, by=A_COLLEAGUE)

    with pytest.raises(OwnWork):
        mending.verify(book.career, named(1), by=A_COLLEAGUE, event_id=uuid4())


def test_it_is_the_human_that_counts_and_not_the_role_or_the_key():
    same_human = AN_ARCHIVIST.model_copy(update={"name": "under another name", "grants": ()})

    with pytest.raises(OwnWork):
        mending.verify(appointed().career, named(1), by=same_human, event_id=uuid4())


def test_a_machine_mends_nothing():
    book, machine = appointed(), {"by": A_MACHINE, "event_id": uuid4()}
    attempts = (
        lambda: mending.verify(book.career, named(1), **machine),
        lambda: mending.dispute(book.career, named(1), "wrong", **machine),
        lambda: mending.correct(book.career, named(1), {"post": "X"}, "wrong", **machine),
        lambda: mending.annul(book.career, named(1), "wrong", **machine),
        lambda: mending.reinstate(book.career, named(1), "wrong", **machine),
        lambda: mending.attach(book.career, named(1), Rank.ORIGINAL, source(9), **machine),
        lambda: mending.withdraw(book.career, named(1), "wrong", **machine),
        lambda: mending.explain(book.career, "R-APT-01", 1, (named(1),), "old", **machine),
    )
    for attempt in attempts:
        with pytest.raises(RuleViolation) as refusal:
            attempt()
        assert code_of(refusal) == "mending.machine"


def test_r_acc_01_nobody_decides_about_their_own_dossier():
    book = appointed()
    own = A_COLLEAGUE.model_copy(update={"person_id": PERSON})
    told = {"by": own, "event_id": uuid4()}
    attempts = (
        lambda: mending.verify(book.career, named(1), **told),
        lambda: mending.dispute(book.career, named(1), "wrong", **told),
        lambda: mending.correct(book.career, named(1), {"post": "X"}, "wrong", **told),
        lambda: mending.annul(book.career, named(1), "wrong", **told),
        lambda: mending.reinstate(book.career, named(1), "wrong", **told),
        lambda: mending.attach(book.career, named(1), Rank.ORIGINAL, source(9), **told),
        lambda: mending.withdraw(book.career, named(1), "wrong", **told),
        lambda: mending.explain(book.career, "R-APT-01", 1, (named(1),), "old", **told),
    )
    for attempt in attempts:
        with pytest.raises(RuleViolation) as refusal:
            attempt()
        assert code_of(refusal) == "access.ownDossier"

    another = A_COLLEAGUE.model_copy(update={"person_id": named("somebody else")})
    mending.verify(book.career, named(1), by=another, event_id=uuid4())


def test_what_changed_since_may_be_explained_again():
    book, said = appointed(), ("R-APT-01", 1, (named(1),), "old paper")
    book.tell(mending.explain(book.career, *said, by=AN_ARCHIVIST, event_id=uuid4()))

    again = mending.explain(book.career, *said, by=A_THIRD, event_id=uuid4(), changed=True)

    assert again.why == "old paper"


def test_an_event_is_verified_only_once():
    book = appointed()
    book.verified(1)

    with pytest.raises(RuleViolation) as refusal:
        mending.verify(book.career, named(1), by=A_THIRD, event_id=uuid4())

    assert code_of(refusal) == "mending.alreadyVerified"


def test_an_event_of_nobody_is_unknown():
    with pytest.raises(Unknown):
        mending.verify(appointed().career, uuid4(), by=A_COLLEAGUE, event_id=uuid4())


def test_a_dispute_is_told_once_and_can_be_taken_back_by_verifying():
    book = appointed()
    book.tell(
        mending.dispute(
            book.career, named(1), "the term is 3 years", by=A_COLLEAGUE, event_id=uuid4()
        )
    )

    with pytest.raises(RuleViolation) as refusal:
        mending.dispute(book.career, named(1), "again", by=A_THIRD, event_id=uuid4())
    assert code_of(refusal) == "mending.alreadyDisputed"

    book.tell(mending.verify(book.career, named(1), by=A_COLLEAGUE, event_id=uuid4()))
    assert book.career.standing(named(1)).look is Look.DONE


def test_a_correction_is_in_force_only_after_the_second_look():
    book = appointed()
    correct_post(book)
    correction = named("to Phó Trưởng phòng")

    assert post_of(book) == "Trưởng phòng"
    assert book.career.standing(named(1)).pending == (correction,)

    book.tell(mending.verify(book.career, correction, by=A_COLLEAGUE, event_id=uuid4()))

    assert post_of(book) == "Phó Trưởng phòng"
    standing = book.career.standing(named(1))
    assert (standing.pending, standing.mended_by) == ((), (correction,))
    assert standing.original.payload["post"] == "Trưởng phòng"


def test_nobody_verifies_their_own_correction():
    book = appointed()
    correct_post(book)

    with pytest.raises(OwnWork):
        mending.verify(book.career, named("to Phó Trưởng phòng"), by=AN_ARCHIVIST, event_id=uuid4())


def test_a_disputed_correction_never_comes_into_force():
    book = appointed()
    correct_post(book)
    book.disputed("to Phó Trưởng phòng")

    assert post_of(book) == "Trưởng phòng"
    assert book.career.standing(named(1)).pending == ()


def test_a_correction_keeps_before_and_after():
    book = appointed()

    event = mending.correct(
        book.career,
        named(1),
        {"termMonths": 36, "unit": {"asPrinted": "Sở Nội vụ tỉnh"}},
        "misread",
        by=AN_ARCHIVIST,
        event_id=uuid4(),
    )

    term, unit = event.changes
    assert (term.field, term.before, term.after) == ("term_months", 60, 36)
    assert unit.before == {"asPrinted": "Sở Nội vụ", "unitId": None}
    assert unit.after == {"asPrinted": "Sở Nội vụ tỉnh", "unitId": None}


def test_a_part_of_the_paper_is_corrected_by_its_dotted_name():
    book = appointed()

    event = mending.correct(
        book.career,
        named(1),
        {"decision.full_no": "21/QĐ-SNV", "decision.signer_name": "Lê Văn C"},
        "misread",
        by=AN_ARCHIVIST,
        event_id=named(2),
    )
    book.tell(event)
    book.verified(2)

    decision = book.career.standing(named(1)).event.decision
    assert decision is not None
    assert (decision.full_no, decision.signer_name) == ("21/QĐ-SNV", "Lê Văn C")
    assert decision.doc_type == "QUYET_DINH"


def test_a_correction_of_a_correction_targets_the_original():
    book = appointed()
    correct_post(book)
    book.verified("to Phó Trưởng phòng")

    event = mending.correct(
        book.career,
        named("to Phó Trưởng phòng"),
        {"post": "Chánh Văn phòng"},
        "misread again",
        by=AN_ARCHIVIST,
        event_id=named(3),
    )
    book.tell(event)
    book.verified(3)

    assert event.target == named(1)
    assert event.changes[0].before == "Phó Trưởng phòng"
    assert post_of(book) == "Chánh Văn phòng"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "mending.nothingChanged"),
        ({"post": "Trưởng phòng"}, "mending.nothingChanged"),
        ({"salary": 3}, "mending.unknownField"),
        ({"post.name": "X"}, "mending.unknownField"),
        ({"person_id": str(uuid4())}, "mending.fixedField"),
        ({"recordedBy": str(uuid4())}, "mending.fixedField"),
        ({"source": None}, "mending.fixedField"),
        ({"effective_date": "2020-13-01"}, "mending.invalidValue"),
        ({"post": None}, "mending.invalidValue"),
        ({"term_months": "many"}, "mending.invalidValue"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(changes: dict[str, object], code: str):
    with pytest.raises(RuleViolation) as refusal:
        mending.correct(
            appointed().career, named(1), changes, "why not", by=AN_ARCHIVIST, event_id=uuid4()
        )

    assert code_of(refusal) == code


def test_two_corrections_of_one_field_do_not_wait_at_once():
    book = appointed()
    correct_post(book)

    with pytest.raises(RuleViolation) as refusal:
        correct_post(book, to="Chánh Văn phòng")

    assert code_of(refusal) == "mending.correctionPending"


@pytest.mark.parametrize("why", ["", "  ", "ab"])
def test_a_mending_needs_a_reason(why: str):
    with pytest.raises(RuleViolation) as refusal:
        mending.annul(appointed().career, named(1), why, by=AN_ARCHIVIST, event_id=uuid4())

    assert code_of(refusal) == "mending.reasonMissing"


def test_an_annulment_is_in_force_after_the_second_look_and_only_once():
    book = appointed()
    book.tell(mending.annul(book.career, named(1), "not hers", by=AN_ARCHIVIST, event_id=named(2)))
    assert book.career.standing(named(1)).force is Force.IN_FORCE
    with pytest.raises(NotInForce) as pending:
        mending.annul(book.career, named(1), "again", by=A_THIRD, event_id=uuid4())
    assert pending.value.code == "mending.annulmentPending"

    book.verified(2)

    assert book.career.standing(named(1)).force is Force.ANNULLED
    assert book.career.standing(named(1)).force_by == named(2)
    assert book.career.timeline() == ()
    with pytest.raises(NotInForce):
        mending.annul(book.career, named(1), "again", by=A_THIRD, event_id=uuid4())


def test_what_is_annulled_is_neither_verified_nor_corrected_nor_proved():
    book = appointed()
    book.annulled(2, 1)
    book.verified(2)

    with pytest.raises(NotInForce):
        mending.verify(book.career, named(1), by=A_COLLEAGUE, event_id=uuid4())
    with pytest.raises(NotInForce):
        correct_post(book)
    with pytest.raises(NotInForce):
        mending.attach(
            book.career, named(1), Rank.ORIGINAL, source(9), by=AN_ARCHIVIST, event_id=uuid4()
        )


def test_an_annulled_event_is_reinstated_and_may_be_annulled_again():
    book = appointed()
    book.annulled(2, 1)
    book.verified(2)
    book.tell(mending.reinstate(book.career, named(1), "hers", by=AN_ARCHIVIST, event_id=named(3)))
    assert book.career.standing(named(1)).force is Force.ANNULLED
    with pytest.raises(RuleViolation) as pending:
        mending.reinstate(book.career, named(1), "hers", by=A_THIRD, event_id=uuid4())
    assert code_of(pending) == "mending.reinstatementPending"

    book.verified(3)

    assert book.career.standing(named(1)).force is Force.IN_FORCE
    book.tell(mending.annul(book.career, named(1), "not hers", by=AN_ARCHIVIST, event_id=named(4)))
    book.verified(4)
    assert book.career.standing(named(1)).force is Force.ANNULLED


def test_what_is_not_annulled_is_not_reinstated():
    with pytest.raises(RuleViolation) as refusal:
        mending.reinstate(appointed().career, named(1), "hers", by=AN_ARCHIVIST, event_id=uuid4())

    assert code_of(refusal) == "mending.notAnnulled"


def test_a_correction_is_corrected_and_not_annulled():
    book = appointed()
    correct_post(book)

    with pytest.raises(RuleViolation) as refusal:
        mending.annul(
            book.career, named("to Phó Trưởng phòng"), "wrong", by=A_THIRD, event_id=uuid4()
        )

    assert code_of(refusal) == "mending.notACareerEvent"


def test_a_further_paper_is_attached_once_and_can_be_withdrawn():
    book = appointed()
    book.tell(
        mending.attach(
            book.career, named(1), Rank.PLAIN_COPY, source(9), by=AN_ARCHIVIST, event_id=named(2)
        )
    )
    assert book.career.standing(named(1)).attachments == (named(2),)
    with pytest.raises(RuleViolation) as again:
        mending.attach(
            book.career, named(1), Rank.PLAIN_COPY, source(9), by=AN_ARCHIVIST, event_id=uuid4()
        )
    assert code_of(again) == "mending.alreadyAttached"

    book.tell(mending.withdraw(book.career, named(2), "not it", by=AN_ARCHIVIST, event_id=uuid4()))

    assert book.career.standing(named(1)).attachments == ()
    with pytest.raises(Unknown):
        mending.withdraw(book.career, named(2), "not it", by=AN_ARCHIVIST, event_id=uuid4())


@pytest.mark.parametrize("rank", [Rank.IMPORTED, Rank.CLAIM, Rank.PRESUMED])
def test_only_a_paper_is_attached(rank: Rank):
    with pytest.raises(RuleViolation) as refusal:
        mending.attach(
            appointed().career, named(1), rank, source(9), by=AN_ARCHIVIST, event_id=uuid4()
        )

    assert code_of(refusal) == "mending.notAPaper"


def test_a_finding_is_explained_once_and_by_name():
    book = appointed()
    said = ("R-APT-01", 1, (named(1),), "special law")
    book.tell(mending.explain(book.career, *said, by=AN_ARCHIVIST, event_id=uuid4()))

    (explained,) = book.career.explained
    assert (explained.rule, explained.recorded_by) == ("R-APT-01", AN_ARCHIVIST.id)
    with pytest.raises(RuleViolation) as again:
        mending.explain(book.career, *said, by=A_THIRD, event_id=uuid4())
    assert code_of(again) == "mending.alreadyExplained"
    newer = ("R-APT-01", 2, (named(1),), "special law")
    mending.explain(book.career, *newer, by=AN_ARCHIVIST, event_id=uuid4())


def test_a_finding_names_events_of_this_career():
    with pytest.raises(Unknown):
        mending.explain(
            appointed().career, "R-APT-01", 1, (uuid4(),), "old", by=AN_ARCHIVIST, event_id=uuid4()
        )
    with pytest.raises(RuleViolation) as refusal:
        mending.explain(
            appointed().career, "R-APT-01", 1, (), "old", by=AN_ARCHIVIST, event_id=uuid4()
        )
    assert code_of(refusal) == "mending.nothingExplained"
