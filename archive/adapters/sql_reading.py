"""What the registers are asked: questions to the tables, answers as row models."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Uuid,
    and_,
    case,
    literal,
    or_,
    select,
    union,
)

from archive.adapters import sql_tables as t
from archive.adapters.sql_counts import in_parts, merged_owner, whose
from archive.registers import (
    ActorRow,
    Candidate,
    DocumentRow,
    EventRow,
    FailureKind,
    FailureRow,
    PageRow,
    PersonRow,
    ProposalRow,
    UnitRow,
)
from domain.dates import PartialDate
from domain.dossier import BalanceState, ProposalState
from domain.frozen import Frozen
from domain.numbers import number_key
from domain.people import name_key
from search.words import name_key as sort_key_of

ModelT = TypeVar("ModelT", bound=Frozen)


def pages(
    connection: Connection, wheres: Sequence[ColumnElement[bool]], *, limit: int
) -> tuple[PageRow, ...]:
    here = and_(
        t.DOSSIER_PAGES.c.page_id == t.PAGES.c.page_id,
        t.DOSSIER_PAGES.c.dossier_id == t.PAGES.c.dossier_id,
    )
    asked = (
        select(t.PAGES.c.shown, t.DOSSIER_PAGES.c.place)
        .join_from(t.PAGES, t.DOSSIER_PAGES, here, isouter=True)
        .where(*wheres)
        .order_by(
            t.PAGES.c.dossier_id,
            case((t.DOSSIER_PAGES.c.place.is_(None), 1), else_=0),
            t.DOSSIER_PAGES.c.place,
            t.PAGES.c.ordinal,
        )
        .limit(limit)
    )
    return tuple(
        PageRow.model_validate_json(shown).model_copy(update={"place": place})
        for shown, place in connection.execute(asked)
    )


def documents(connection: Connection, *wheres: ColumnElement[bool]) -> tuple[DocumentRow, ...]:
    asked = select(t.DOCUMENTS.c.shown).where(*wheres)
    return _shown(
        connection, asked.order_by(t.DOCUMENTS.c.dossier_id, t.DOCUMENTS.c.place), DocumentRow
    )


def document(connection: Connection, document_id: UUID) -> DocumentRow | None:
    document_id = _joined_into(connection, document_id)
    return next(iter(documents(connection, t.DOCUMENTS.c.document_id == document_id)), None)


def _joined_into(connection: Connection, document_id: UUID) -> UUID:
    seen = set()
    while document_id not in seen:
        seen.add(document_id)
        asked = select(t.JOINED.c.into_id).where(t.JOINED.c.document_id == document_id)
        document_id = connection.execute(asked).scalar_one_or_none() or document_id
    return document_id


def documents_of_paper(
    connection: Connection, full_no: str, issue_date: PartialDate | None
) -> tuple[DocumentRow, ...]:
    same = [t.DOCUMENTS.c.number_key == number_key(full_no)]
    if issue_date is not None:
        same.append(t.DOCUMENTS.c.issue_date == str(issue_date))
    return documents(connection, *same)


def proposals(
    connection: Connection,
    *wheres: ColumnElement[bool],
    order: Sequence[ColumnElement[Any]] = (),
    offset: int = 0,
    limit: int | None = None,
) -> tuple[ProposalRow, ...]:
    asked = (
        select(t.PROPOSALS, t.DOSSIERS.c.name, t.DOSSIERS.c.state, whose().label("bound_to"))
        .join_from(t.PROPOSALS, t.DOSSIERS, t.DOSSIERS.c.dossier_id == t.PROPOSALS.c.dossier_id)
        .join_from(*merged_owner(), isouter=True)
        .where(*wheres)
        .order_by(*order, t.PROPOSALS.c.position)
        .offset(offset)
    )
    return tuple(
        _proposal(row) for row in connection.execute(asked if limit is None else asked.limit(limit))
    )


def _proposal(row: Any) -> ProposalRow:
    shown = json.loads(row.shown)
    return ProposalRow(
        proposal_id=row.proposal_id,
        dossier_id=row.dossier_id,
        dossier_name=row.name,
        document_id=row.document_id,
        event_type=row.event_type,
        fields=shown["fields"],
        paper_id=row.paper_id,
        list_row=shown["listRow"],
        confidence=row.confidence,
        unsure=row.unsure,
        state=ProposalState(row.state),
        person_id=shown["personId"],
        event_id=shown["eventId"],
        position=row.position,
        made_at=datetime.fromisoformat(row.made_at),
        held=row.state_1 == BalanceState.HELD.value,
        bound_to=row.bound_to,
    )


BY_DOUBT: tuple[ColumnElement[Any], ...] = (
    case((t.PROPOSALS.c.waits, 1), else_=0),
    t.PROPOSALS.c.unsure.desc(),
    t.PROPOSALS.c.confidence,
)
"""The doubtful first, those that nobody can confirm yet last."""


def same_person(person_id: UUID) -> Select[UUID]:
    """Under which ids this human's rows may stand: the id itself, whoever it went on as, and those
    who went into either."""
    goes_on = select(t.MERGED.c.goes_on_as).where(t.MERGED.c.person_id == person_id)
    together = or_(t.MERGED.c.goes_on_as == person_id, t.MERGED.c.goes_on_as.in_(goes_on))
    gone_in = select(t.MERGED.c.person_id).where(together)
    every = union(select(literal(person_id, Uuid).label("person_id")), goes_on, gone_in).subquery()
    return select(every.c.person_id)


def going_on(connection: Connection) -> dict[UUID, UUID]:
    """Whoever went into another, and as whom they go on."""
    asked = select(t.MERGED.c.person_id, t.MERGED.c.goes_on_as)
    return {row.person_id: row.goes_on_as for row in connection.execute(asked)}


def people(connection: Connection, *, after: str | None, limit: int) -> tuple[PersonRow, ...]:
    asked = select(t.PEOPLE.c.shown).order_by(t.PEOPLE.c.sort_key, t.PEOPLE.c.person_id)
    if after is not None:
        asked = asked.where(t.PEOPLE.c.sort_key > sort_key_of(after))
    return _shown(connection, asked.limit(limit), PersonRow)


def find_people(
    connection: Connection,
    *,
    name: str | None,
    birth_date: PartialDate | None,
    hashes: Sequence[str],
) -> tuple[Candidate, ...]:
    by_identifier = _ids(
        connection,
        select(t.PERSON_IDENTIFIERS.c.person_id).where(
            t.PERSON_IDENTIFIERS.c.identifier_hash.in_(hashes)
        ),
    )
    by_name: set[UUID] = set()
    if name:
        same = select(t.PERSON_NAMES.c.person_id).where(t.PERSON_NAMES.c.name_key == name_key(name))
        by_name = _ids(connection, same)
    found: list[PersonRow] = []
    for some in in_parts(sorted(by_identifier | by_name)):
        asked = select(t.PEOPLE.c.shown).where(t.PEOPLE.c.person_id.in_(some))
        found += _shown(connection, asked.order_by(t.PEOPLE.c.sort_key), PersonRow)
    candidates = [
        Candidate(
            person=person,
            by_identifier=person.person_id in by_identifier if hashes else None,
            by_name=person.person_id in by_name if name else None,
            by_birth_date=_agree(person.birth_date, birth_date),
        )
        for person in found
    ]
    return tuple(sorted(candidates, key=_agreement, reverse=True))


def names_borne(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    keys = {name: name_key(name) for name in names}
    borne: set[str] = set()
    for some in in_parts(sorted(set(keys.values()))):
        asked = select(t.PERSON_NAMES.c.name_key).where(t.PERSON_NAMES.c.name_key.in_(some))
        borne.update(connection.execute(asked).scalars())
    return frozenset(name for name, key in keys.items() if key in borne)


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool | None:
    return None if one is None or other is None else one.agrees_with(other)


def _agreement(one: Candidate) -> tuple[bool, bool, bool]:
    return one.by_identifier is True, one.by_birth_date is True, one.by_birth_date is not False


def events(
    connection: Connection,
    *wheres: ColumnElement[bool],
    offset: int = 0,
    limit: int | None = None,
) -> tuple[EventRow, ...]:
    asked = select(t.EVENTS.c.shown).where(*wheres).order_by(t.EVENTS.c.position).offset(offset)
    return _shown(connection, asked if limit is None else asked.limit(limit), EventRow)


def events_of_paper(
    connection: Connection, full_no: str, issue_date: PartialDate | None
) -> tuple[EventRow, ...]:
    same = [t.EVENTS.c.number_key == number_key(full_no)]
    if issue_date is not None:
        same.append(t.EVENTS.c.issue_date == str(issue_date))
    return events(connection, *same)


def units(connection: Connection) -> tuple[UnitRow, ...]:
    return _shown(
        connection, select(t.UNITS.c.shown).order_by(t.UNITS.c.name, t.UNITS.c.unit_id), UnitRow
    )


def actors(connection: Connection) -> tuple[ActorRow, ...]:
    return _shown(
        connection,
        select(t.ACTORS.c.shown).order_by(t.ACTORS.c.name, t.ACTORS.c.actor_id),
        ActorRow,
    )


def failures(
    connection: Connection, *, batch_id: UUID | None, dossier_id: UUID | None, limit: int
) -> tuple[FailureRow, ...]:
    """The newest first."""
    rejected = select(t.REJECTED.c.position, t.REJECTED.c.shown)
    unread = select(t.PAGES.c.unread_at, t.PAGES.c.shown).where(t.PAGES.c.unread_at.is_not(None))
    if batch_id is not None:
        rejected = rejected.where(t.REJECTED.c.batch_id == batch_id)
        unread = unread.where(
            or_(t.PAGES.c.scan_batch_id == batch_id, t.PAGES.c.batch_id == batch_id)
        )
    if dossier_id is not None:
        rejected = rejected.where(t.REJECTED.c.dossier_id == dossier_id)
        unread = unread.where(t.PAGES.c.dossier_id == dossier_id)
    found = [
        (position, FailureRow.model_validate_json(shown))
        for position, shown in connection.execute(
            rejected.order_by(t.REJECTED.c.position.desc()).limit(limit)
        )
    ]
    found += [
        (position, _unread(PageRow.model_validate_json(shown), at))
        for position, shown, at in connection.execute(
            unread.add_columns(t.PAGES.c.unread_on)
            .order_by(t.PAGES.c.unread_at.desc())
            .limit(limit)
        )
    ]
    found.sort(key=lambda one: -one[0])
    return tuple(row for _, row in found[:limit])


def _unread(page: PageRow, at: str) -> FailureRow:
    return FailureRow(
        kind=FailureKind.PAGE_UNREAD,
        batch_id=page.batch_id,
        dossier_id=page.dossier_id,
        page_id=page.page_id,
        file_no=page.file_no,
        code=page.code or "",
        recorded_at=datetime.fromisoformat(at),
    )


def _ids(connection: Connection, asked: Select[UUID]) -> set[UUID]:
    return set(connection.execute(asked).scalars())


def _shown(connection: Connection, asked: Select[str], model: type[ModelT]) -> tuple[ModelT, ...]:
    return tuple(model.model_validate_json(one) for one in connection.execute(asked).scalars())
