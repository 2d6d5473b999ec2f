"""Decisions on what is recorded: look twice, mend, prove, explain.

Source: domain.md 3.12, 3.16, 3.17.

Each takes the career and returns the fact to record, or refuses by a rule. `event_id` names the new
event; time is the ledger's. A correction, an annulment and a reinstatement are in force once
another person has verified them. Machines decide nothing here.
"""

from collections.abc import Mapping
from uuid import UUID

from pydantic import JsonValue
from pydantic.alias_generators import to_camel, to_snake

from domain.access import Actor
from domain.career import Career
from domain.errors import RuleViolation, Unknown
from domain.events.acts import (
    EventDisputed,
    EventVerified,
    EvidenceAttached,
    EvidenceWithdrawn,
    FieldChange,
    FindingExplained,
    RecordAnnulled,
    RecordCorrected,
    RecordReinstated,
)
from domain.events.envelope import CareerEvent
from domain.evidence import Rank, Source
from domain.standing import FIXED_FIELDS, Force, Look, Mending, Standing, changed, stored_value

_SAYABLE = 3
"""A reason has at least three letters."""


class OwnWork(RuleViolation):
    """Nobody verifies what they scanned, keyed, corrected or confirmed: the human counts."""

    code = "mending.ownWork"


class OwnDossier(RuleViolation):
    """R-ACC-01: nobody verifies, corrects or explains anything in their own dossier."""

    code = "access.ownDossier"


class NotInForce(RuleViolation):
    """The event has been annulled, or its annulment waits for a second look."""

    code = "mending.notInForce"


def verify(
    career: Career,
    target: UUID,
    *,
    by: Actor,
    event_id: UUID,
    touched_by: frozenset[UUID] = frozenset(),
) -> EventVerified:
    """The second look at an event or at a mending found no difference.

    `touched_by`: who scanned its pages or confirmed its proposal.

    Raises:
        OwnWork: the person has had the event in hand before.
        NotInForce: the event is annulled.
        RuleViolation: it is verified already; a machine asks.
        Unknown: this career has no such event.
    """
    _look(career, target, by, touched_by)
    return EventVerified(
        event_id=event_id, person_id=career.person_id, recorded_by=by.id, target=target
    )


def dispute(
    career: Career,
    target: UUID,
    why: str,
    *,
    by: Actor,
    event_id: UUID,
    touched_by: frozenset[UUID] = frozenset(),
) -> EventDisputed:
    """The second look found a difference: the event waits for a correction. Raises: as `verify`."""
    looked_at = _look(career, target, by, touched_by)
    if looked_at.disputed_by is not None:
        raise RuleViolation("mending.alreadyDisputed", event_id=str(target))
    return EventDisputed(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        target=target,
        why=_said(why),
    )


def correct(
    career: Career,
    target: UUID,
    changes: Mapping[str, JsonValue],
    why: str,
    *,
    by: Actor,
    event_id: UUID,
    source: Source | None = None,
) -> RecordCorrected:
    """The archive's own mistake: the paper said so all along.

    Args:
        target: the event; of a correction, its original is corrected.
        changes: new value, as stored JSON, by field name (either spelling); a part of a nested
            value by a dotted name, `decision.full_no`. None empties a field.

    Raises:
        NotInForce: the event is annulled.
        RuleViolation: no change, no such field, a fixed one, one with a pending correction, or
            values that would make no valid event; a machine asks.
        Unknown: this career has no such event.
    """
    _require_other(by, career)
    standing = _live(career, _original(career, target))
    event = standing.event
    made = tuple(
        FieldChange(field=field, before=stored_value(event, field), after=after)
        for field, after in _whole(event, changes).items()
        if stored_value(event, field) != after
    )
    if not made:
        raise RuleViolation("mending.nothingChanged", event_id=str(standing.event_id))
    _refuse_pending_on(career, standing, {change.field for change in made})
    corrected = changed(event, made)
    if corrected is None:
        fields = ", ".join(change.field for change in made)
        raise RuleViolation("mending.invalidValue", fields=fields)
    # What is stored is what the field makes of it: 3,5 typed as 3.50 stays 3.50.
    final = tuple(
        FieldChange(
            field=change.field, before=change.before, after=stored_value(corrected, change.field)
        )
        for change in made
    )
    return RecordCorrected(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        target=standing.event_id,
        changes=final,
        why=_said(why),
        source=source,
    )


def annul(career: Career, target: UUID, why: str, *, by: Actor, event_id: UUID) -> RecordAnnulled:
    """An event that should never have been recorded goes out of force, once.

    Raises:
        NotInForce: it is annulled, or about to be.
        RuleViolation: the target is no career event; a machine asks.
        Unknown: this career has no such event.
    """
    _require_other(by, career)
    standing = _live(career, _career_event(career, target))
    if _pending(career, standing, RecordAnnulled):
        raise NotInForce("mending.annulmentPending", event_id=str(target))
    return RecordAnnulled(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        target=target,
        why=_said(why),
    )


def reinstate(
    career: Career, target: UUID, why: str, *, by: Actor, event_id: UUID
) -> RecordReinstated:
    """An annulled event is put back.

    Raises:
        RuleViolation: it is not annulled, or about to be put back; a machine asks.
        Unknown: this career has no such event.
    """
    _require_other(by, career)
    standing = career.standing(_career_event(career, target))
    if standing.force is not Force.ANNULLED:
        raise RuleViolation("mending.notAnnulled", event_id=str(target))
    if _pending(career, standing, RecordReinstated):
        raise RuleViolation("mending.reinstatementPending", event_id=str(target))
    return RecordReinstated(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        target=target,
        why=_said(why),
    )


def attach(
    career: Career, target: UUID, rank: Rank, source: Source, *, by: Actor, event_id: UUID
) -> EvidenceAttached:
    """A further paper for an event that exists: still one event.

    Raises:
        NotInForce: the event is annulled.
        RuleViolation: the rank is none of a paper, or its pages are cited already; a machine asks.
        Unknown: this career has no such event.
    """
    _require_other(by, career)
    standing = _live(career, _career_event(career, target))
    if not rank.is_paper:
        raise RuleViolation("mending.notAPaper", rank=rank.value)
    pages = {citation.page_id for citation in source.citations}
    cited = {citation.page_id for known in standing.sources for citation in known.citations}
    if pages <= cited:
        raise RuleViolation("mending.alreadyAttached", event_id=str(target))
    return EvidenceAttached(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        target=target,
        rank=rank,
        source=source,
    )


def withdraw(
    career: Career, attachment: UUID, why: str, *, by: Actor, event_id: UUID
) -> EvidenceWithdrawn:
    """An attachment is taken back.

    Raises:
        Unknown: no live attachment has that id.
        RuleViolation: a machine asks.
    """
    _require_other(by, career)
    if not any(attachment in standing.attachments for standing in career.standings):
        raise Unknown("mending.unknownAttachment", event_id=str(attachment))
    return EvidenceWithdrawn(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        attachment=attachment,
        why=_said(why),
    )


def explain(
    career: Career,
    rule: str,
    rule_version: int,
    event_ids: tuple[UUID, ...],
    why: str,
    *,
    by: Actor,
    event_id: UUID,
    changed: bool = False,
) -> FindingExplained:
    """A named person says why a warning stands.

    `changed`: what an earlier explanation was given for is not the same any more.

    Raises:
        Unknown: this career has not all of the events.
        RuleViolation: no event is named, or the same is explained already; a machine asks.
    """
    _require_other(by, career)
    if not event_ids:
        raise RuleViolation("mending.nothingExplained", rule=rule)
    for concerned in event_ids:
        career.standing(concerned)
    named = (rule, rule_version, frozenset(event_ids))
    for earlier in () if changed else career.explained:
        if named == (earlier.rule, earlier.rule_version, frozenset(earlier.event_ids)):
            raise RuleViolation("mending.alreadyExplained", rule=rule)
    return FindingExplained(
        event_id=event_id,
        person_id=career.person_id,
        recorded_by=by.id,
        rule=rule,
        rule_version=rule_version,
        event_ids=event_ids,
        why=_said(why),
    )


def _look(
    career: Career, target: UUID, by: Actor, touched_by: frozenset[UUID]
) -> Standing | Mending:
    """What is looked at, if this person may look at it. A mending is its author's own work only."""
    _require_other(by, career)
    mending = career.mending(target)
    looked_at = mending if mending is not None else career.standing(target)
    if isinstance(looked_at, Standing) and looked_at.force is Force.ANNULLED:
        raise NotInForce(event_id=str(target))
    own = (
        frozenset({looked_at.event.recorded_by})
        if isinstance(looked_at, Mending)
        else looked_at.touched_by
    )
    if by.id in own | touched_by:
        raise OwnWork(event_id=str(target))
    if looked_at.look is Look.DONE:
        raise RuleViolation("mending.alreadyVerified", event_id=str(target))
    return looked_at


def _require_other(by: Actor, career: Career) -> None:
    """A human, and another one than the dossier's own."""
    if by.machine:
        raise RuleViolation("mending.machine")
    if by.person_id is not None and by.person_id in career.person_ids:
        raise OwnDossier()


def _said(why: str) -> str:
    reason = " ".join(why.split())
    if len(reason) < _SAYABLE:
        raise RuleViolation("mending.reasonMissing")
    return reason


def _original(career: Career, target: UUID) -> UUID:
    mending, seen = career.mending(target), {target}
    while mending is not None and isinstance(mending.event, RecordCorrected):
        target = mending.event.target
        if target in seen:
            break
        seen.add(target)
        mending = career.mending(target)
    return _career_event(career, target)


def _career_event(career: Career, target: UUID) -> UUID:
    if career.mending(target) is not None:
        raise RuleViolation("mending.notACareerEvent", event_id=str(target))
    return target


def _live(career: Career, target: UUID) -> Standing:
    standing = career.standing(target)
    if standing.force is Force.ANNULLED:
        raise NotInForce(event_id=str(target))
    return standing


def _pending(
    career: Career, standing: Standing, kind: type[RecordAnnulled | RecordReinstated]
) -> bool:
    waiting = (career.mending(one) for one in standing.pending)
    return any(one is not None and isinstance(one.event, kind) for one in waiting)


def _refuse_pending_on(career: Career, standing: Standing, fields: set[str]) -> None:
    """Two corrections of one field in the air at once would leave open which one stands."""
    for waiting in (career.mending(one) for one in standing.pending):
        if waiting is None or not isinstance(waiting.event, RecordCorrected):
            continue
        both = fields & {to_snake(change.field) for change in waiting.event.changes}
        if both:
            raise RuleViolation(
                "mending.correctionPending",
                fields=", ".join(sorted(both)),
                event_id=str(waiting.event.event_id),
            )


def _whole(event: CareerEvent, changes: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """New values by whole field: a dotted part is put into what its field holds."""
    whole: dict[str, JsonValue] = {}
    for name, after in changes.items():
        head, _, part = name.partition(".")
        field = to_snake(head)
        if field not in type(event).model_fields:
            raise RuleViolation("mending.unknownField", field=name)
        if field in FIXED_FIELDS:
            raise RuleViolation("mending.fixedField", field=name)
        if not part:
            whole[field] = after
            continue
        held = whole.get(field, stored_value(event, field))
        if held is not None and not isinstance(held, dict):
            raise RuleViolation("mending.unknownField", field=name)
        whole[field] = {**(held or {}), to_camel(part): after}
    return whole
