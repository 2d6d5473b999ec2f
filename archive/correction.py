"""What was recorded wrongly is mended by a further event with a reason (domain.md 3.12).

A correction or annulment is in force after the second look; nothing that was recorded changes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from pydantic import JsonValue

from archive.deciding import look_at
from archive.drafting import FieldPlace, find_document, placed_source, with_event
from archive.folding import career_of, retried
from archive.ledger import Ledger, Write
from archive.registers import Registers
from archive.verifying import sources_of
from domain import mending
from domain.access import Action, Actor, Scope, require
from domain.career import Career
from domain.errors import RuleViolation
from domain.events.envelope import PersonEvent
from domain.evidence import Source
from domain.frozen import Frozen
from domain.standing import Look


class Mended(Frozen):
    """`event_id` is the mending's own; `look` says whether it is in force yet."""

    position: int
    person_id: UUID
    event_id: UUID
    look: Look


def correct_event(
    person_id: UUID,
    event_id: UUID,
    changes: Mapping[str, JsonValue],
    why: str,
    *,
    document_id: UUID | None = None,
    places: Iterable[FieldPlace] = (),
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> Mended:
    """The archive's own mistake: the paper said so all along.

    Args:
        changes: field of the form to its right value; None clears it.
        document_id: the paper that shows it, where it is another than the event's own.
        places: where on the paper.

    Raises: NotAllowed, Unknown, LedgerConflict; RuleViolation: `mending.*`, `event.fieldsInvalid`.
    """
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)

    def decide(career: Career) -> PersonEvent:
        source = _source(career, event_id, document_id, tuple(places), ledger, registers)
        return mending.correct(
            career, event_id, changes, why, by=by, event_id=uuid4(), source=source
        )

    return _mend(person_id, decide, ledger=ledger, now=now)


def annul_event(
    person_id: UUID, event_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime
) -> Mended:
    """Take out of force what should never have been recorded. Raises: as `correct_event`."""
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)
    return _mend(
        person_id,
        lambda career: mending.annul(career, event_id, why, by=by, event_id=uuid4()),
        ledger=ledger,
        now=now,
    )


def reinstate_event(
    person_id: UUID, event_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime
) -> Mended:
    """Put an annulled event back. Raises: as `correct_event`."""
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)
    return _mend(
        person_id,
        lambda career: mending.reinstate(career, event_id, why, by=by, event_id=uuid4()),
        ledger=ledger,
        now=now,
    )


def withdraw_evidence(
    person_id: UUID, attachment_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime
) -> int:
    """Take an attached paper back; the event stays. Return the ledger position.

    Args:
        attachment_id: the event id of `evidence.attached`.

    Raises: as `correct_event`.
    """
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)

    def decide(career: Career) -> PersonEvent:
        return mending.withdraw(career, attachment_id, why, by=by, event_id=uuid4())

    return _record(person_id, decide, ledger)[0]


def explain_finding(
    person_id: UUID,
    rule: str,
    rule_version: int,
    event_ids: tuple[UUID, ...],
    why: str,
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
) -> int:
    """Say by name why a warning stands; return the ledger position. Raises: as `correct_event`."""
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)

    def decide(career: Career) -> PersonEvent:
        return mending.explain(career, rule, rule_version, event_ids, why, by=by, event_id=uuid4())

    return _record(person_id, decide, ledger)[0]


def _mend(
    person_id: UUID, decide: Callable[[Career], PersonEvent], *, ledger: Ledger, now: datetime
) -> Mended:
    position, event, before = _record(person_id, decide, ledger)
    after = with_event(before, event, ledger=ledger, now=now)
    return Mended(
        position=position,
        person_id=event.person_id,
        event_id=event.event_id,
        look=look_at(after, event.event_id),
    )


def _record(
    person_id: UUID, decide: Callable[[Career], PersonEvent], ledger: Ledger
) -> tuple[int, PersonEvent, Career]:
    def attempt() -> tuple[int, PersonEvent, Career]:
        career = career_of(person_id, ledger)
        event = decide(career)
        written = ledger.record(Write(career.person_id, (event,), career.version))
        return written.position, event, career

    return retried(attempt)


def _source(
    career: Career,
    event_id: UUID,
    document_id: UUID | None,
    places: tuple[FieldPlace, ...],
    ledger: Ledger,
    registers: Registers,
) -> Source | None:
    """Where a person saw the right value; None: on the event's own paper, as cited."""
    if document_id is None and not places:
        return None
    if document_id is None:
        own = sources_of(career, event_id)
        if not own:
            raise RuleViolation("mending.noPaper", event_id=event_id)
        document_id = own[0].document_id
    dossier, document = find_document(document_id, ledger=ledger, registers=registers)
    return placed_source(dossier, document, places, ledger)
