"""What changed in what was believed of a person between two known moments: by which event,
recorded by whom, when, from which page. Only the ledger is read, as in archive/replay.py."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue

from archive.access_log import AccessLog
from archive.folding import Known, Who, known_position, played_clock
from archive.ledger import Ledger
from archive.noting import Reader
from archive.reaching import as_seen, career_for, may_see, scope_on
from archive.replay import Names, Place
from domain.access import Action, Actor
from domain.career import Career, EvidenceFilter, State
from domain.dates import PartialDate, local_day
from domain.events.acts import FieldChange, RecordCorrected, SampleDrawn
from domain.events.envelope import CareerEvent, PersonEvent, Recorded
from domain.evidence import Source
from domain.frozen import Frozen


class Change(Frozen):
    """One record between the two moments. `kind` is the topic of what was recorded; the other
    fields are those of the career event that it concerns, `target` (its own, for a new one)."""

    kind: str
    label_vi: str
    label_en: str
    event_id: UUID
    target: UUID | None
    event_type: str | None
    effective_date: PartialDate | None
    full_no: str | None
    recorded_by: Who
    recorded_at: datetime
    position: int
    why: str | None
    fields: tuple[FieldChange, ...]
    places: tuple[Place, ...]


class StateChange(Frozen):
    """A value of the state on `valid_on` that differs; of a list (posts, discipline, awards,
    evaluations) the items that went and that came. `event_ids` are behind the later value, or
    behind the earlier one where nothing is left."""

    path: str
    before: JsonValue
    after: JsonValue
    event_ids: tuple[UUID, ...]


class CareerDiff(Frozen):
    person_id: UUID
    valid_on: date
    evidence: EvidenceFilter
    earlier: Known
    later: Known
    changes: tuple[Change, ...]
    state_changes: tuple[StateChange, ...]
    played_clock: bool


def diff_careers(
    person_id: UUID,
    *,
    known_at: tuple[datetime | date, datetime | date | None],
    valid_on: date | None = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    by: Actor,
    ledger: Ledger,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
    purpose: str | None = None,
) -> CareerDiff:
    """Compare what was believed at two moments; noted in the access ledger.

    Args:
        known_at: the two moments, in either order; None as the second: now.
        valid_on: the day on which the states are compared; today if not given. The records
            between the two moments are listed whatever day they concern.

    Raises: as `replay_career`.
    """
    reader = Reader(by, access, now, key_id, purpose)
    reader.require_somewhere(Action.REPLAY, persons=(person_id,))
    career = career_for(person_id, reader, ledger)
    day = valid_on or local_day(now)
    reader.require(Action.REPLAY, scope_on(career, day), persons=(person_id,))
    moments = (known_position(one, ledger, now=now) for one in known_at)
    earlier, later = sorted(moments, key=lambda one: one.position)
    after = career.known_at(later.position)
    names = Names(ledger, later.position)
    changes = tuple(
        change
        for one in after.recorded
        if one.position > earlier.position
        for change in _changes(one, after, names)
        if change.target is None or may_see(by, career, career.standing(change.target), now)
    )
    seen = as_seen(by, career, now)
    states = (
        seen.known_at(one.position).state_as_of(day, evidence=evidence) for one in (earlier, later)
    )
    answer = CareerDiff(
        person_id=person_id,
        valid_on=day,
        evidence=evidence,
        earlier=earlier,
        later=later,
        changes=changes,
        state_changes=tuple(state_changes(*states)),
        played_clock=played_clock(ledger),
    )
    reader.note(
        Action.REPLAY,
        persons=(person_id,),
        events=tuple(one.event_id for one in changes),
        position=later.position,
        valid_on=day,
    )
    return answer


def _changes(recorded: Recorded, career: Career, names: Names) -> Iterator[Change]:
    """A draw says nothing of the career; everything else in the stream is a change."""
    event = recorded.event
    if not isinstance(event, PersonEvent) or isinstance(event, SampleDrawn):
        return
    target = _target(event, career)
    concerned = career.standing(target).event if target is not None else None
    yield Change(
        kind=event.topic,
        label_vi=event.label.vi,
        label_en=event.label.en,
        event_id=event.event_id,
        target=target,
        event_type=concerned.topic if concerned else None,
        effective_date=concerned.effective_date if concerned else None,
        full_no=concerned.decision.full_no if concerned and concerned.decision else None,
        recorded_by=names.by(event.recorded_by),
        recorded_at=recorded.recorded_at,
        position=recorded.position,
        why=getattr(event, "why", None),
        fields=event.changes if isinstance(event, RecordCorrected) else (),
        places=names.places(_sources(event, career, target)),
    )


def _target(event: PersonEvent, career: Career) -> UUID | None:
    """The career event that a record concerns: itself, or through mendings and attachments."""
    event_id = event.event_id
    links = {
        one.event.event_id: link
        for one in career.recorded
        if isinstance(one.event, PersonEvent) and not isinstance(one.event, CareerEvent)
        for link in (_link(one.event),)
        if link is not None
    }
    seen: set[UUID] = set()
    while event_id in links and event_id not in seen:
        seen.add(event_id)
        event_id = links[event_id]
    return event_id if career.has(event_id) else None


def _link(event: PersonEvent) -> UUID | None:
    link = getattr(event, "target", None) or getattr(event, "attachment", None)
    return link if isinstance(link, UUID) else None


def _sources(event: PersonEvent, career: Career, target: UUID | None) -> tuple[Source, ...]:
    """The record's own paper; else those of the event that it concerns."""
    own = getattr(event, "source", None)
    if isinstance(own, Source):
        return (own,)
    return career.standing(target).sources if target is not None else ()


def state_changes(before: State, after: State) -> Iterator[StateChange]:
    """Values that differ, in the order of the state's JSON."""
    old, new = _values(before), _values(after)
    for path in dict.fromkeys((*old, *new)):
        was, comes = old.get(path), new.get(path)
        if was == comes:
            continue
        event_ids = _because(after, path) or _because(before, path)
        if isinstance(was, list) or isinstance(comes, list):
            went, came = _only(was, comes), _only(comes, was)
            if went or came:
                yield StateChange(path=path, before=went, after=came, event_ids=event_ids)
            continue
        yield StateChange(path=path, before=was, after=comes, event_ids=event_ids)


def _values(state: State) -> dict[str, JsonValue]:
    """The state's JSON, one level flat: `grade.step`, `posts`, `employment`."""
    flat: dict[str, JsonValue] = {}
    for name, value in state.model_dump(mode="json", by_alias=True).items():
        if isinstance(value, dict):
            flat |= {f"{name}.{part}": held for part, held in value.items()}
        else:
            flat[name] = value
    for name in ("grade", "retirement"):  # None as a whole: none of its parts
        if flat.get(name, ...) is None:
            del flat[name]
    return flat


def _only(these: JsonValue, not_those: JsonValue) -> list[JsonValue]:
    mine = these if isinstance(these, list) else []
    others = not_those if isinstance(not_those, list) else []
    return [one for one in mine if one not in others]


def _because(state: State, path: str) -> tuple[UUID, ...]:
    """The events behind a value, or behind the items of a list."""
    found = dict.fromkeys(
        event_id
        for key, event_ids in state.because.items()
        if key == path or key.startswith(f"{path}.")
        for event_id in event_ids
    )
    return tuple(found)
