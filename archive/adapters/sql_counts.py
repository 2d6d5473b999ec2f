"""What the registers count: the balance of batches, the state of dossiers."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, case, func, select

from archive.adapters import sql_tables as t
from archive.registers import BatchRow, DossierRow, SettledDossier
from domain.batch import Balance
from domain.dossier import BalanceState, ProposalState
from domain.page import PageState, Reading

T = TypeVar("T")
_AT_ONCE = 500
"""Ids in one question: both stores take more, neither takes any number."""

Counts = dict[UUID, dict[Any, int]]


def batches(connection: Connection, batch_id: UUID | None = None) -> tuple[BatchRow, ...]:
    asked = select(t.BATCHES).order_by(t.BATCHES.c.number)
    if batch_id is not None:
        asked = asked.where(t.BATCHES.c.batch_id == batch_id)
    found = connection.execute(asked).all()
    ids = [row.batch_id for row in found]
    images = _counted(connection, t.IMAGES.c.batch_id, t.IMAGES.c.state, ids)
    read = _counted(
        connection,
        t.PAGES.c.scan_batch_id,
        t.PAGES.c.reading,
        ids,
        t.PAGES.c.state == PageState.CUSTODY.value,
    )
    poor = _counted(connection, t.PAGES.c.scan_batch_id, t.PAGES.c.poor, ids)
    dossiers = _dossiers_of_batches(connection, ids)
    times = _reading_times(connection, ids)
    return tuple(
        _batch(
            row,
            images[row.batch_id],
            read[row.batch_id],
            poor[row.batch_id].get(True, 0),
            dossiers,
            times,
        )
        for row in found
    )


def _batch(
    row: Any,
    images: dict[str, int],
    read: dict[str, int],
    poor: int,
    dossiers: Counts,
    times: dict[UUID, tuple[datetime, datetime]],
) -> BatchRow:
    shown = json.loads(row.shown)
    held = dossiers.get(row.batch_id, {})
    first, last = times.get(row.batch_id, (None, None))
    return BatchRow(
        batch_id=row.batch_id,
        number=row.number,
        opened_at=shown["openedAt"],
        opened_by=shown["openedBy"],
        closed=shown["closed"],
        files=shown["files"],
        balance=Balance(
            images_in=shown["imagesIn"],
            custody=images.get(PageState.CUSTODY.value, 0),
            quarantine=images.get(PageState.QUARANTINED.value, 0),
            pending=images.get(PageState.PENDING.value, 0),
            removed=images.get(PageState.REMOVED.value, 0),
            rejected=row.rejected,
            duplicate=row.duplicate,
        ),
        read=read.get(Reading.READ.value, 0),
        unread=read.get(Reading.UNREAD.value, 0),
        unseen=read.get(Reading.NOT_READ.value, 0),
        poor=poor,
        dossiers=sum(held.values()),
        held=held.get(BalanceState.HELD.value, 0),
        first_read_at=first,
        last_read_at=last,
    )


def _dossiers_of_batches(connection: Connection, ids: Sequence[UUID]) -> Counts:
    asked = (
        select(t.DOSSIER_BATCHES.c.batch_id, t.DOSSIERS.c.state, func.count())
        .join_from(
            t.DOSSIER_BATCHES,
            t.DOSSIERS,
            t.DOSSIERS.c.dossier_id == t.DOSSIER_BATCHES.c.dossier_id,
        )
        .group_by(t.DOSSIER_BATCHES.c.batch_id, t.DOSSIERS.c.state)
    )
    counts: Counts = {one: {} for one in ids}
    for some in in_parts(ids):
        rows = connection.execute(asked.where(t.DOSSIER_BATCHES.c.batch_id.in_(some)))
        for batch_id, state, count in rows:
            counts[batch_id][state] = count
    return counts


def _reading_times(
    connection: Connection, ids: Sequence[UUID]
) -> dict[UUID, tuple[datetime, datetime]]:
    times = {}
    for some in in_parts(ids):
        asked = (
            select(
                t.PAGES.c.scan_batch_id, func.min(t.PAGES.c.read_at), func.max(t.PAGES.c.read_at)
            )
            .where(t.PAGES.c.scan_batch_id.in_(some), t.PAGES.c.read_at.is_not(None))
            .group_by(t.PAGES.c.scan_batch_id)
        )
        for batch_id, first, last in connection.execute(asked):
            times[batch_id] = (datetime.fromisoformat(first), datetime.fromisoformat(last))
    return times


def next_batch_no(connection: Connection) -> int:
    last = connection.execute(select(func.max(t.BATCHES.c.number))).scalar_one()
    return (last or 0) + 1


def whose() -> ColumnElement[Any]:
    """Whose a dossier is: the person who goes on, where two turned out to be one."""
    return func.coalesce(t.MERGED.c.goes_on_as, t.DOSSIERS.c.person_id)


def merged_owner() -> tuple[Table, Table, ColumnElement[bool]]:
    """Dossiers, and who their person went into; an outer join, for few went into anybody."""
    return t.DOSSIERS, t.MERGED, t.MERGED.c.person_id == t.DOSSIERS.c.person_id


def dossiers(
    connection: Connection,
    *,
    wheres: Sequence[ColumnElement[bool]] = (),
    batch_id: UUID | None = None,
    limit: int = 1,
) -> tuple[DossierRow, ...]:
    asked = (
        select(t.DOSSIERS, whose().label("bound_to"))
        .join_from(*merged_owner(), isouter=True)
        .where(*wheres)
        .order_by(t.DOSSIERS.c.name, t.DOSSIERS.c.dossier_id)
    )
    if batch_id is not None:
        of_batch = select(t.DOSSIER_BATCHES.c.dossier_id).where(
            t.DOSSIER_BATCHES.c.batch_id == batch_id
        )
        asked = asked.where(t.DOSSIERS.c.dossier_id.in_(of_batch))
    found = connection.execute(asked.limit(limit)).all()
    ids = [row.dossier_id for row in found]
    states = _counted(connection, t.PAGES.c.dossier_id, t.PAGES.c.state, ids)
    reading = _counted(
        connection,
        t.PAGES.c.dossier_id,
        t.PAGES.c.reading,
        ids,
        t.PAGES.c.state == PageState.CUSTODY.value,
    )
    confirmed = _counted(connection, t.DOCUMENTS.c.dossier_id, t.DOCUMENTS.c.confirmed, ids)
    proposed = _counted(connection, t.PROPOSALS.c.dossier_id, t.PROPOSALS.c.state, ids)
    moved = _moved(connection, ids)
    return tuple(
        _dossier(
            row,
            states=states[row.dossier_id],
            reading=reading[row.dossier_id],
            confirmed=confirmed[row.dossier_id],
            pending=proposed[row.dossier_id].get(ProposalState.PENDING.value, 0),
            moved=moved.get(row.dossier_id),
        )
        for row in found
    )


def _dossier(
    row: Any,
    *,
    states: dict[str, int],
    reading: dict[str, int],
    confirmed: dict[Any, int],
    pending: int,
    moved: tuple[int, int] | None,
) -> DossierRow:
    shown = json.loads(row.shown)
    open_pages, moved_at = moved or (0, 0)
    return DossierRow(
        dossier_id=row.dossier_id,
        name=row.name,
        file_code=shown["fileCode"],
        person_id=row.bound_to,
        described_name=shown["personName"],
        batch_ids=shown["batchIds"],
        state=BalanceState(row.state),
        expected=row.expected,
        difference=row.difference,
        images=row.images,
        pending=states.get(PageState.PENDING.value, 0),
        quarantined=states.get(PageState.QUARANTINED.value, 0),
        custody=states.get(PageState.CUSTODY.value, 0),
        removed=states.get(PageState.REMOVED.value, 0),
        read=reading.get(Reading.READ.value, 0),
        unread=reading.get(Reading.UNREAD.value, 0),
        documents=sum(confirmed.values()),
        confirmed_documents=confirmed.get(True, 0),
        pending_proposals=pending,
        settled=moved is not None and open_pages == 0,
        moved_at=max(row.moved_at, moved_at),
    )


def _moved(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """By dossier with pages: how many of them are not settled, and when one moved last."""
    found = {}
    still_open = func.sum(case((t.PAGES.c.settled, 0), else_=1))
    for some in in_parts(ids):
        asked = (
            select(t.PAGES.c.dossier_id, still_open, func.max(t.PAGES.c.moved_at))
            .where(t.PAGES.c.dossier_id.in_(some))
            .group_by(t.PAGES.c.dossier_id)
        )
        for dossier_id, count, position in connection.execute(asked):
            found[dossier_id] = (int(count), int(position))
    return found


def settled(connection: Connection, dossier_ids: Iterable[UUID]) -> tuple[SettledDossier, ...]:
    ids = list(dict.fromkeys(dossier_ids))
    moved = _moved(connection, ids)
    own: dict[UUID, int] = {}
    for some in in_parts(ids):
        asked = select(t.DOSSIERS.c.dossier_id, t.DOSSIERS.c.moved_at)
        for dossier_id, position in connection.execute(
            asked.where(t.DOSSIERS.c.dossier_id.in_(some))
        ):
            own[dossier_id] = position
    return tuple(
        SettledDossier(dossier_id=one, moved_at=max(own[one], moved[one][1]))
        for one in ids
        if one in own and one in moved and moved[one][0] == 0
    )


def _counted(
    connection: Connection,
    of: ColumnElement[UUID],
    by: ColumnElement[Any],
    ids: Sequence[UUID],
    *wheres: ColumnElement[bool],
) -> Counts:
    """How many rows each id has, by value; every id is there."""
    counts: Counts = {one: {} for one in ids}
    for some in in_parts(ids):
        asked = select(of, by, func.count()).where(of.in_(some), *wheres).group_by(of, by)
        for one, value, count in connection.execute(asked):
            counts[one][value] = count
    return counts


def in_parts(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
