"""What waits for another human, and a recorded event beside its paper, ready to be compared."""

from datetime import datetime
from uuid import UUID

from archive.access_log import AccessLog
from archive.deciding import look_at
from archive.folding import Who, career_of, played_clock, who_is
from archive.ledger import Ledger
from archive.noting import Reader
from archive.objects import ObjectStore
from archive.policies import policies_of
from archive.registers import EventRow, Registers, units_of
from archive.verifying import scope_of_event, sources_of, touched_by
from archive.views import DocumentView, FieldView, documents_of, recorded_fields
from domain.access import Action, Actor, may, require_somewhere
from domain.career import Career
from domain.dates import PartialDate
from domain.events.acts import FieldChange, RecordCorrected
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.rules.check import check_event
from domain.rules.finding import Finding
from domain.standing import Force, Look, Mending, Standing


class MendingView(Frozen):
    """A correction, annulment or reinstatement of the event: what it changes, why, and whether
    it is in force."""

    event_id: UUID
    event_type: str
    label_vi: str
    label_en: str
    changes: tuple[FieldChange, ...]
    why: str
    recorded_by: Who
    recorded_at: datetime
    look: Look
    verified_by: Who | None
    disputed_by: Who | None


class EventView(Frozen):
    """A recorded event as it stands. `own_work`: the asking person touched it and cannot verify
    it. `pending` mendings wait for their own second look."""

    event_id: UUID
    person_id: UUID
    person_name: str
    event_type: str
    label_vi: str
    label_en: str
    fields: tuple[FieldView, ...]
    rank: Rank
    force: Force
    look: Look
    recorded_by: Who
    recorded_at: datetime
    position: int
    version: int
    verified_by: Who | None
    verified_at: datetime | None
    disputed_by: Who | None
    documents: tuple[DocumentView, ...]
    attachments: tuple[UUID, ...]
    findings: tuple[Finding, ...]
    mendings: tuple[MendingView, ...]
    own_work: bool
    played_clock: bool


class WaitingLook(Frozen):
    """An event or a mending that waits for another human.

    `event_id` is what is verified; `target` the career event concerned (the same, but for a
    mending). `own_work`: it waits for somebody else than the asking person.
    """

    event_id: UUID
    target: UUID
    person_id: UUID
    person_name: str
    event_type: str
    full_no: str | None
    issue_date: PartialDate | None
    effective_date: PartialDate | None
    look: Look
    recorded_by: Who
    recorded_at: datetime
    own_work: bool


def show_event(
    person_id: UUID,
    event_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> EventView:
    """An event with its values, places and papers; of a mending, the event concerned. Noted.

    Raises: NotAllowed, Unknown, ObjectMissing, ObjectCorrupt.
    """
    career = career_of(person_id, ledger)
    target = target_of(career, event_id)
    reader = Reader(by, access, now, key_id)
    reader.require(Action.SEE_DOSSIER, scope_of_event(career, target, ledger), persons=(person_id,))
    standing = career.standing(target)
    documents = documents_of(standing.sources, ledger=ledger, objects=objects)
    view = _view(career, standing, event_id, documents, by=by, ledger=ledger, registers=registers)
    reader.note(
        Action.SEE_DOSSIER,
        persons=(person_id,),
        dossiers=tuple({one.dossier_id for one in documents}),
        pages=tuple({c.page_id for source in standing.sources for c in source.citations}),
        events=(target,),
        position=ledger.position(),
    )
    return view


def _view(
    career: Career,
    standing: Standing,
    event_id: UUID,
    documents: tuple[DocumentView, ...],
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
) -> EventView:
    event, kind = standing.event, type(standing.event)
    before = career.known_at(standing.position - 1)
    touched = touched_by(sources_of(career, event_id), ledger) | _touched(career, event_id)
    return EventView(
        event_id=standing.event_id,
        person_id=career.person_id,
        person_name=career.identity().full_name or "",
        event_type=event.topic,
        label_vi=kind.label.vi,
        label_en=kind.label.en,
        fields=recorded_fields(event, standing.sources),
        rank=standing.rank,
        force=standing.force,
        look=look_at(career, event_id),
        recorded_by=who_is(standing.recorded_by, ledger),
        recorded_at=standing.recorded_at,
        position=standing.position,
        version=standing.version,
        verified_by=who_is(standing.verified_by, ledger) if standing.verified_by else None,
        verified_at=standing.verified_at,
        disputed_by=who_is(standing.disputed_by, ledger) if standing.disputed_by else None,
        documents=documents,
        attachments=standing.attachments,
        findings=check_event(
            event, before, units=units_of(registers, ledger), policies=policies_of(ledger)
        ),
        mendings=tuple(
            mending_view(one, ledger)
            for one in career.mendings
            if target_of(career, one.event.event_id) == standing.event_id
        ),
        own_work=by.id in touched or by.person_id in career.person_ids,
        played_clock=played_clock(ledger),
    )


def mending_view(mending: Mending, ledger: Ledger) -> MendingView:
    event = mending.event
    kind = type(event)
    return MendingView(
        event_id=event.event_id,
        event_type=event.topic,
        label_vi=kind.label.vi,
        label_en=kind.label.en,
        changes=event.changes if isinstance(event, RecordCorrected) else (),
        why=event.why,
        recorded_by=who_is(event.recorded_by, ledger),
        recorded_at=mending.recorded_at,
        look=mending.look,
        verified_by=who_is(mending.verified_by, ledger) if mending.verified_by else None,
        disputed_by=who_is(mending.disputed_by, ledger) if mending.disputed_by else None,
    )


def target_of(career: Career, event_id: UUID) -> UUID:
    """The career event that an event id concerns: itself, or what a mending is about."""
    mendings = {one.event.event_id: one.event for one in career.mendings}
    seen: set[UUID] = set()
    while event_id in mendings and event_id not in seen:
        seen.add(event_id)
        event_id = mendings[event_id].target
    return event_id


def _touched(career: Career, event_id: UUID) -> frozenset[UUID]:
    """Who keyed, attached, corrected or mended what is to be looked at."""
    for one in career.mendings:
        if one.event.event_id == event_id:
            return frozenset({one.event.recorded_by})
    return career.standing(event_id).touched_by


def second_looks(
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
    limit: int = 50,
) -> tuple[WaitingLook, ...]:
    """What waits for a second human, as far as the actor may verify; own work last.

    Raises: NotAllowed.
    """
    require_somewhere(by, Action.VERIFY, on=now)
    waiting = [
        one
        for row in registers.awaiting_look(limit=_LOOKED_THROUGH)
        if (one := _waiting(row, by=by, ledger=ledger, now=now)) is not None
    ]
    waiting.sort(key=lambda one: (one.own_work, one.recorded_at))
    return tuple(waiting[:limit])


_LOOKED_THROUGH = 1000
"""How many waiting events are looked through for those that the actor may verify."""


def _waiting(row: EventRow, *, by: Actor, ledger: Ledger, now: datetime) -> WaitingLook | None:
    career = career_of(row.person_id, ledger)
    look = look_at(career, row.event_id)
    if not look.is_due:
        return None  # looked at since the register followed
    target = target_of(career, row.event_id)
    if not may(by, Action.VERIFY, scope_of_event(career, target, ledger), on=now):
        return None
    sources = sources_of(career, row.event_id)
    touched = touched_by(sources, ledger) | _touched(career, row.event_id)
    return WaitingLook(
        event_id=row.event_id,
        target=target,
        person_id=row.person_id,
        person_name=career.identity().full_name or "",
        event_type=row.event_type,
        full_no=row.full_no,
        issue_date=row.issue_date,
        effective_date=row.effective_date,
        look=look,
        recorded_by=who_is(row.recorded_by, ledger),
        recorded_at=row.recorded_at,
        own_work=by.id in touched or by.person_id in career.person_ids,
    )
