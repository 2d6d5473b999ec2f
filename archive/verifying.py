"""The second look: another human compares a recorded event with its paper (domain.md 3.17)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from archive.folding import career_of, dossier_of, page_of, retried
from archive.ledger import Ledger, Write
from domain import mending
from domain.access import Action, Actor, Scope, require
from domain.career import Career
from domain.errors import Unknown
from domain.events.acts import EventDisputed, EventVerified, RecordCorrected
from domain.evidence import Source
from domain.frozen import Frozen


class Verified(Frozen):
    position: int
    person_id: UUID
    event_id: UUID


def verify_event(
    person_id: UUID, event_id: UUID, *, by: Actor, ledger: Ledger, now: datetime
) -> Verified:
    """Say that the event is as its paper has it. A correction or annulment is verified alike, and
    is in force from then on.

    Raises:
        OwnWork: the actor scanned, keyed, confirmed, attached or corrected it: the human counts,
            not the role or the key.
        NotAllowed, Unknown, RuleViolation, LedgerConflict.
    """
    require(
        by, Action.VERIFY, scope_of_event(career_of(person_id, ledger), event_id, ledger), on=now
    )

    def decide(career: Career, touched: frozenset[UUID]) -> EventVerified:
        return mending.verify(career, event_id, by=by, event_id=uuid4(), touched_by=touched)

    position = _look(person_id, event_id, decide, ledger)
    return Verified(position=position, person_id=person_id, event_id=event_id)


def dispute_event(
    person_id: UUID, event_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime
) -> int:
    """Say that the event is not as its paper has it; it waits for a correction. The position.

    Raises: as `verify_event`.
    """
    require(
        by, Action.VERIFY, scope_of_event(career_of(person_id, ledger), event_id, ledger), on=now
    )

    def decide(career: Career, touched: frozenset[UUID]) -> EventDisputed:
        return mending.dispute(career, event_id, why, by=by, event_id=uuid4(), touched_by=touched)

    return _look(person_id, event_id, decide, ledger)


def _look(
    person_id: UUID,
    event_id: UUID,
    decide: Callable[[Career, frozenset[UUID]], EventVerified | EventDisputed],
    ledger: Ledger,
) -> int:
    def attempt() -> int:
        career = career_of(person_id, ledger)
        event = decide(career, touched_by(sources_of(career, event_id), ledger))
        return ledger.record(Write(career.person_id, (event,), career.version)).position

    return retried(attempt)


def sources_of(career: Career, event_id: UUID) -> tuple[Source, ...]:
    """The papers behind an event; behind a correction or annulment, those of the event concerned
    and its own. Raises: Unknown."""
    for mended in career.mendings:
        if mended.event.event_id == event_id:
            own = mended.event.source if isinstance(mended.event, RecordCorrected) else None
            behind = sources_of(career, mended.event.target)
            return (*behind, own) if own is not None else behind
    return career.standing(event_id).sources


def touched_by(sources: tuple[Source, ...], ledger: Ledger) -> frozenset[UUID]:
    """Who scanned a page cited, or confirmed the paper: none of them looks twice."""
    found: set[UUID] = set()
    for source in sources:
        for page_id in {citation.page_id for citation in source.citations}:
            found |= page_of(page_id, ledger).scanned_by
        dossier = dossier_of(source.dossier_id, ledger)
        try:
            confirmed_by = dossier.document(source.document_id).confirmed_by
        except Unknown:  # its pages were refiled: the paper is elsewhere now
            continue
        if confirmed_by is not None:
            found.add(confirmed_by)
    return frozenset(found)


def scope_of_event(career: Career, event_id: UUID, ledger: Ledger) -> Scope:
    """What a look at an event touches: the person, and the batches that its papers came with."""
    batches = {
        batch_id
        for source in sources_of(career, event_id)
        for batch_id in dossier_of(source.dossier_id, ledger).batch_ids
    }
    return Scope(person_id=career.person_id, batch_ids=frozenset(batches))
