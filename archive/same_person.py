"""Two streams are one human after all, or not: both stay, the ledger says which goes on.

Nothing is moved or rewritten. From the second look on, whoever asks for either is answered of the
one human: career, search, lists, dossiers, identifiers, grants. New events go to the stream that
goes on. A separation, looked at by another human too, puts everything back.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from archive.folding import career_of, retried
from archive.ledger import Ledger, Write
from domain.access import Action, Actor, Scope, require
from domain.career import Career
from domain.errors import RuleViolation
from domain.events.entry import SAME_PERSON_STREAM, IdentityMerged, IdentitySeparated
from domain.events.envelope import CareerEvent, EffectiveBasis, Extraction, Method
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.standing import Force, Look

_SAYABLE = 3
Act = IdentityMerged | IdentitySeparated


class SamePerson(Frozen):
    """`person_id` goes on. `look`: it counts once another human has agreed. `recorded_since`: of a
    separation, the events recorded while the two were one; they stay where they are, and a person
    says of each whose it is."""

    position: int
    event_id: UUID
    person_id: UUID
    other_person_id: UUID
    look: Look
    recorded_since: tuple[UUID, ...] = ()


def merge_people(
    person_id: UUID, other_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime
) -> SamePerson:
    """Say that two people are one; `person_id` goes on. In force after another's look.

    Raises:
        RuleViolation: `identity.samePerson`, `identity.mergePending`, `mending.reasonMissing`,
            `mending.machine`.
        NotAllowed, Unknown, LedgerConflict.
    """
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)
    require(by, Action.CORRECT, Scope(person_id=other_id), on=now)
    reason = _said(why, by)

    def attempt() -> SamePerson:
        one, other = career_of(person_id, ledger), career_of(other_id, ledger)
        if one.person_id == other.person_id:
            raise RuleViolation("identity.samePerson", person_id=one.person_id)
        both = {one.person_id, other.person_id}
        for career in (one, other):
            waiting = waiting_act(career, IdentityMerged, both)
            if waiting is not None:
                raise RuleViolation("identity.mergePending", event_id=waiting)
        event = IdentityMerged(**_envelope(one, reason, by), other_person_id=other.person_id)
        return _recorded(event, one, (other,), ledger)

    return retried(attempt)


def separate_people(
    person_id: UUID, other_id: UUID, why: str, *, by: Actor, ledger: Ledger, now: datetime
) -> SamePerson:
    """Say that a merge was wrong; `other_id` is whom it took in. In force after another's look.

    Raises:
        RuleViolation: `identity.notMerged`, `identity.separationPending`,
            `mending.reasonMissing`, `mending.machine`.
        NotAllowed, Unknown, LedgerConflict.
    """
    require(by, Action.CORRECT, Scope(person_id=person_id), on=now)
    require(by, Action.CORRECT, Scope(person_id=other_id), on=now)
    reason = _said(why, by)

    def attempt() -> SamePerson:
        career = career_of(person_id, ledger)
        goes = taken_in(career, person_id, other_id)
        waiting = waiting_act(career, IdentitySeparated, {career.person_id, goes})
        if waiting is not None:
            raise RuleViolation("identity.separationPending", event_id=waiting)
        event = IdentitySeparated(**_envelope(career, reason, by), other_person_id=goes)
        done = _recorded(event, career, (), ledger)
        return done.model_copy(update={"recorded_since": recorded_since(career, goes)})

    return retried(attempt)


def taken_in(career: Career, person_id: UUID, other_id: UUID) -> UUID:
    """Whom to part from the one who goes on: whichever of the two was taken in; where an identifier
    or a name of theirs means the human by now, the only one that was."""
    inside = career.person_ids - {career.person_id}
    for one in (other_id, person_id):
        if one in inside:
            return one
    if other_id == career.person_id and len(inside) == 1:
        return next(iter(inside))
    raise RuleViolation("identity.notMerged", person_id=other_id)


def _said(why: str, by: Actor) -> str:
    if by.machine:
        raise RuleViolation("mending.machine")
    reason = " ".join(why.split())
    if len(reason) < _SAYABLE:
        raise RuleViolation("mending.reasonMissing")
    return reason


def waiting_act(career: Career, kind: type[Act], both: set[UUID]) -> UUID | None:
    """The act of that kind on the two which awaits its second look."""
    for standing in career.standings:
        event = standing.event
        if not isinstance(event, kind) or {event.person_id, event.other_person_id} != both:
            continue
        if standing.look.is_due and standing.force is Force.IN_FORCE and not standing.disputed_by:
            return event.event_id
    return None


def _envelope(career: Career, reason: str, by: Actor) -> dict[str, Any]:
    return {
        "recorded_by": by.id,
        "event_id": uuid4(),
        "person_id": career.person_id,
        "effective_basis": EffectiveBasis.UNSTATED,
        "evidence": Rank.IMPORTED,
        "extraction": Extraction(method=Method.MANUAL),
        "reason": reason,
    }


def _recorded(
    event: Act,
    career: Career,
    guarded: tuple[Career, ...],
    ledger: Ledger,
) -> SamePerson:
    written = ledger.record(
        Write(career.person_id, (event,), career.version),
        *(Write(one.person_id, (), one.version) for one in guarded),
        Write(SAME_PERSON_STREAM, (event,), None),
    )
    after = career_of(career.person_id, ledger)
    return SamePerson(
        position=written.position,
        event_id=event.event_id,
        person_id=career.person_id,
        other_person_id=event.other_person_id,
        look=after.standing(event.event_id).look,
    )


def recorded_since(career: Career, other_id: UUID) -> tuple[UUID, ...]:
    """Career events recorded in the stream that goes on since `other_id` was taken in."""
    merges = [
        one.position
        for one in career.standings
        if isinstance(one.event, IdentityMerged) and one.event.other_person_id == other_id
    ]
    begun = max(merges, default=0)
    return tuple(
        row.event.event_id
        for row in career.recorded
        if row.position > begun
        and row.stream_id == career.person_id
        and isinstance(row.event, CareerEvent)
        and not isinstance(row.event, (IdentityMerged, IdentitySeparated))
    )
