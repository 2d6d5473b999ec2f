"""People, units, actors and identifiers as rows of the registers."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from archive.adapters import sql_tables as t
from archive.adapters.sql_rows import Row, Rows
from archive.registers import ActorRow, EventRow, KeyRow, PersonRow, UnitRow
from domain.actor import KnownActor
from domain.career import Career
from domain.events.access import IdentifierReleased, IdentifierReserved
from domain.events.envelope import CareerEvent, Recorded
from domain.evidence import Source
from domain.numbers import number_key
from domain.organisation import Units
from domain.people import Identifier, name_key
from domain.standing import Force, Mending, Standing
from search.words import name_key as sort_key_of

Hash = Callable[[Identifier], str]


def person_rows(person_id: UUID, recorded: Sequence[Recorded], *, hashed: Hash) -> Rows:
    """`recorded`: of all streams that were ever said to be the same person's."""
    career = Career.of(person_id, recorded)
    if career.person_id != person_id:
        return {t.MERGED: [{"person_id": person_id, "goes_on_as": career.person_id}]}
    identity = career.identity()
    name = identity.full_name
    awaiting = frozenset(career.awaiting_look())
    events = (
        *((_event(one, name, person_id), False) for one in career.standings),
        *((_mending(one, name, person_id), True) for one in career.mendings),
    )
    rows: Rows = {
        t.EVENTS: [
            _event_row(shown, awaits=shown.event_id in awaiting, mending=mending)
            for shown, mending in events
        ]
    }
    if name is None:
        return rows
    shown = PersonRow(
        person_id=person_id,
        name=name,
        other_names=identity.other_names,
        birth_date=identity.birth_date,
        gender=identity.gender,
    )
    names = dict.fromkeys(
        name_key(one) for one in (name, *identity.other_names, *identity.former_names)
    )
    hashes = dict.fromkeys(hashed(one) for one in identity.identifiers)
    rows[t.PEOPLE] = [
        {
            "person_id": person_id,
            "name": name,
            "sort_key": sort_key_of(name),
            "shown": shown.model_dump_json(),
        }
    ]
    rows[t.PERSON_NAMES] = [{"person_id": person_id, "name_key": one} for one in names]
    rows[t.PERSON_IDENTIFIERS] = [
        {"person_id": person_id, "identifier_hash": one} for one in hashes
    ]
    return rows


def _event(standing: Standing, name: str | None, person_id: UUID) -> EventRow:
    event: CareerEvent = standing.event
    full_no = event.decision.full_no if event.decision else None
    source: Source | None = standing.sources[0] if standing.sources else None
    return EventRow(
        event_id=standing.event_id,
        person_id=person_id,
        person_name=name,
        event_type=event.topic,
        full_no=full_no,
        issue_date=event.issue_date,
        effective_date=event.effective_date,
        rank=standing.rank,
        look=standing.look,
        in_force=standing.force is Force.IN_FORCE,
        recorded_by=standing.recorded_by,
        recorded_at=standing.recorded_at,
        dossier_id=source.dossier_id if source else None,
        document_id=source.document_id if source else None,
        position=standing.position,
    )


def _mending(mending: Mending, name: str | None, person_id: UUID) -> EventRow:
    return EventRow(
        event_id=mending.event.event_id,
        person_id=person_id,
        person_name=name,
        event_type=mending.event.topic,
        full_no=None,
        issue_date=None,
        effective_date=None,
        rank=None,
        look=mending.look,
        in_force=mending.in_force,
        recorded_by=mending.event.recorded_by,
        recorded_at=mending.recorded_at,
        dossier_id=None,
        document_id=None,
        position=mending.position,
    )


def _event_row(shown: EventRow, *, awaits: bool, mending: bool) -> Row:
    return {
        "event_id": shown.event_id,
        "person_id": shown.person_id,
        "number_key": number_key(shown.full_no) if shown.full_no else None,
        "issue_date": str(shown.issue_date) if shown.issue_date else None,
        "awaits_look": awaits,
        "mending": mending,
        "position": shown.position,
        "shown": shown.model_dump_json(),
    }


def unit_rows(recorded: Iterable[Recorded]) -> Rows:
    """All units at once: an end by merger stands in what was recorded of another."""
    rows = []
    for unit in Units.of(recorded):
        shown = UnitRow(
            unit_id=unit.unit_id,
            level=unit.level,
            parent_id=unit.parent_id,
            established_on=unit.established_on,
            ended_on=unit.ended_on,
            names=unit.namings,
        )
        rows.append(
            {
                "unit_id": unit.unit_id,
                "name": unit.namings[-1].name,
                "shown": shown.model_dump_json(),
            }
        )
    return {t.UNITS: rows}


def actor_rows(recorded: Sequence[Recorded]) -> Rows:
    actor = KnownActor.of(recorded)
    shown = ActorRow(
        actor_id=actor.actor_id,
        name=actor.name,
        kind=actor.kind,
        office=actor.office,
        simulated=actor.simulated,
        grants=actor.grants,
        keys=tuple(
            KeyRow(
                key_id=key.key_id, expires_at=key.expires_at, roles=key.roles, revoked=key.revoked
            )
            for key in actor.keys
        ),
    )
    return {
        t.ACTORS: [
            {"actor_id": actor.actor_id, "name": actor.name, "shown": shown.model_dump_json()}
        ]
    }


def owner_rows(stream_id: UUID, recorded: Sequence[Recorded]) -> Rows:
    owner: UUID | None = None
    for one in recorded:
        match one.event:
            case IdentifierReserved(person_id=person_id):
                owner = person_id
            case IdentifierReleased():
                owner = None
            case _:
                pass
    return {t.OWNERS: [] if owner is None else [{"stream_id": stream_id, "person_id": owner}]}
