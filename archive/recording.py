"""An event that a person keys: on its document, or as yet without a paper.

The same form, rules and second look as for what the machine proposes. A draft with a key is
recorded once, however often it is sent.
"""

from datetime import datetime
from uuid import UUID, uuid4

from pydantic import Field, JsonValue

from archive.deciding import (
    Transaction,
    check_dossier,
    described_by,
    existing_event,
)
from archive.drafting import (
    FieldPlace,
    find_document,
    placed_source,
    reading_of,
    resolved,
)
from archive.folding import dossier_of, retried, scope_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import ObjectStore
from archive.registers import Registers
from domain.access import Action, Actor, Scope, require
from domain.career import Career
from domain.dossier import Document, Dossier
from domain.errors import RuleViolation
from domain.events.dossier import Description
from domain.events.envelope import CareerEvent, Extraction, Method
from domain.evidence import Rank, Source
from domain.forms import build, flat
from domain.frozen import Frozen
from domain.rules.finding import Finding
from domain.standing import Look


class EventDraft(Frozen):
    """A filled form. `fields` by the names of `domain.forms`; `places` where on the paper.

    `person_id` None: the dossier's own. `rank` None: an original, or imported without a paper.
    `as_new`: record although an event like it exists.
    """

    event_type: str
    fields: dict[str, JsonValue]
    person_id: UUID | None = None
    places: tuple[FieldPlace, ...] = ()
    rank: Rank | None = None
    key: str | None = Field(default=None, min_length=1, max_length=200)
    as_new: bool = False


class EventRecorded(Frozen):
    """`again` True: the key was known, nothing was recorded twice."""

    position: int
    event_id: UUID
    person_id: UUID
    document_id: UUID | None
    findings: tuple[Finding, ...]
    look: Look
    drawn: bool | None
    again: bool = False


def record_event(
    document_id: UUID,
    draft: EventDraft,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> EventRecorded:
    """Record an event that the machine did not propose, keyed on its document.

    Raises:
        RuleViolation: `event.fieldsInvalid`, `event.keyTaken`, `review.dossierHeld`,
            `review.dossierUnbound`, `review.alreadyRecorded`, `document.pageNotInIt`,
            `rule.blocked`.
        NotAllowed, Unknown, LedgerConflict.
    """
    dossier, _ = find_document(document_id, ledger=ledger, registers=registers)
    require(by, Action.RECORD, scope_of(dossier), on=now)

    def attempt() -> EventRecorded:
        held = dossier_of(dossier.dossier_id, ledger)
        check_dossier(held)
        document = held.document(document_id)
        person_id = _person(draft, held)
        work = Transaction(
            person_id, (held.dossier_id,), by=by, ledger=ledger, registers=registers, keys=keys,
            now=now,
        )  # fmt: skip
        source = placed_source(held, document, draft.places, ledger)
        event = _built(draft, source, work, by=by)
        known = _known(event, work.career)
        if known is not None:
            return known
        work.assemble(held, document, _described(document, event, objects))
        return _commit(event, work, as_new=draft.as_new, document_id=document.document_id)

    return retried(attempt)


def record_unproved(
    draft: EventDraft,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> EventRecorded:
    """Record what an older list or the person says, until a paper proves it (domain.md 3.16).

    Raises: RuleViolation: `event.needsPaper`, if the rank is that of a paper; else as
        `record_event`.
    """
    require(by, Action.RECORD, Scope(person_id=draft.person_id), on=now)
    person_id = draft.person_id
    if person_id is None:
        raise RuleViolation("event.needsPerson")
    rank = draft.rank or Rank.IMPORTED
    if rank.is_paper or draft.places:
        raise RuleViolation("event.needsPaper", rank=rank.value)

    def attempt() -> EventRecorded:
        work = Transaction(
            person_id, (), by=by, ledger=ledger, registers=registers, keys=keys, now=now
        )
        event = _built(draft.model_copy(update={"rank": rank}), None, work, by=by)
        known = _known(event, work.career)
        return known or _commit(event, work, as_new=draft.as_new, document_id=None)

    return retried(attempt)


def check_draft(
    document_id: UUID,
    draft: EventDraft,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    keys: Keys,
    now: datetime,
) -> tuple[Finding, ...]:
    """What the rules would say of a draft; nothing is recorded.

    Raises: RuleViolation: `event.fieldsInvalid`, `document.pageNotInIt`. NotAllowed, Unknown.
    """
    dossier, document = find_document(document_id, ledger=ledger, registers=registers)
    require(by, Action.RECORD, scope_of(dossier), on=now)
    person_id = _person(draft, dossier)
    work = Transaction(person_id, (), by=by, ledger=ledger, registers=registers, keys=keys, now=now)
    source = placed_source(dossier, document, draft.places, ledger)
    return work.findings(_built(draft, source, work, by=by))


def _person(draft: EventDraft, dossier: Dossier) -> UUID:
    person_id = draft.person_id or dossier.person_id
    if person_id is None:
        raise RuleViolation("review.dossierUnbound", dossier_id=dossier.dossier_id)
    return person_id


def _built(
    draft: EventDraft,
    source: Source | None,
    work: Transaction,
    *,
    by: Actor,
) -> CareerEvent:
    event = build(
        draft.event_type,
        draft.fields,
        event_id=uuid4(),
        person_id=work.career.person_id,
        recorded_by=by.id,
        evidence=draft.rank or Rank.ORIGINAL,
        source=source,
        extraction=Extraction(method=Method.MANUAL),
        key=draft.key,
    )
    return resolved(event, work.career, work.units)


def _known(event: CareerEvent, career: Career) -> EventRecorded | None:
    """The earlier answer, if the key was used for the same event before.

    Raises: RuleViolation: `event.keyTaken`: it was used for another.
    """
    if event.key is None:
        return None
    for standing in career.standings:
        held = standing.original
        if held.key != event.key:
            continue
        if held.topic != event.topic or _said(held) != _said(event):
            raise RuleViolation("event.keyTaken", event_id=standing.event_id)
        return EventRecorded(
            position=standing.position,
            event_id=standing.event_id,
            person_id=event.person_id,
            document_id=held.source.document_id if held.source else None,
            findings=(),
            look=standing.look,
            drawn=None,
            again=True,
        )
    return None


def _said(event: CareerEvent) -> dict[str, JsonValue]:
    """What the form said, before units and targets were resolved."""
    said = flat(event)
    for name in ("decision.issuer_unit_id", "target"):
        said.pop(name, None)
    return {
        name: {**value, "unitId": None} if isinstance(value, dict) and "unitId" in value else value
        for name, value in said.items()
    }


def _commit(
    event: CareerEvent, work: Transaction, *, as_new: bool, document_id: UUID | None
) -> EventRecorded:
    existing_event(event, work, document_id=document_id, as_new=as_new)
    outcome = work.record(event)
    return EventRecorded(
        position=work.commit(),
        event_id=outcome.event_id,
        person_id=event.person_id,
        document_id=document_id,
        findings=outcome.findings,
        look=outcome.look,
        drawn=outcome.drawn,
    )


def _described(document: Document, event: CareerEvent, objects: ObjectStore) -> Description:
    reading = reading_of(document, objects)
    read = reading.description if reading else Description(doc_type=document.doc_type)
    return described_by(event, read)
