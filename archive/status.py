"""How the work stands: batches with their balance, rate and end, what failed and what to do."""

from datetime import datetime, timedelta
from uuid import UUID

from archive.jobs import JobCounts, JobQueue
from archive.ledger import Ledger
from archive.objects import ObjectStore
from archive.probing import StoreProof, proof_of
from archive.registers import BatchRow, FailureRow, Registers
from domain.access import Action, Actor, Scope, may, require_somewhere
from domain.frozen import Frozen

_FEWEST_PAGES = 3
"""With fewer pages read a rate would be a guess."""


class BatchStatus(Frozen):
    """A batch: `pages_per_minute` and `ready_at` are None while they cannot be told."""

    row: BatchRow
    pages_per_minute: float | None
    ready_at: datetime | None
    failures: tuple[FailureRow, ...]


class StatusAnswer(Frozen):
    """`advice` are sentence codes with counts: what a person should do next. `store`: what was seen
    of the object store; None: nobody has tried it."""

    batches: tuple[BatchStatus, ...]
    jobs: tuple[JobCounts, ...]
    advice: tuple[tuple[str, int], ...]
    position: int
    store: StoreProof | None
    played_clock: bool


def show_status(
    *,
    by: Actor,
    registers: Registers,
    queue: JobQueue,
    ledger: Ledger,
    objects: ObjectStore,
    now: datetime,
    played_clock: bool,
    batch_id: UUID | None = None,
) -> StatusAnswer:
    """The batches that the actor may see, the newest first. Raises: NotAllowed."""
    require_somewhere(by, Action.SEE_STATUS, on=now)
    rows = [
        row
        for row in registers.batches()
        if (batch_id is None or row.batch_id == batch_id)
        and may(by, Action.SEE_STATUS, Scope(batch_ids=frozenset({row.batch_id})), on=now)
    ]
    rows.sort(key=lambda row: -row.number)
    batches = tuple(_status(row, registers=registers, now=now) for row in rows)
    return StatusAnswer(
        batches=batches,
        jobs=queue.counts(),
        advice=_advice(batches),
        position=registers.position(),
        store=proof_of(ledger, objects),
        played_clock=played_clock,
    )


def _status(row: BatchRow, *, registers: Registers, now: datetime) -> BatchStatus:
    rate = _rate(row)
    left = row.balance.pending + row.unseen
    ready_at = now + timedelta(minutes=left / rate) if rate and left else None
    return BatchStatus(
        row=row,
        pages_per_minute=rate,
        ready_at=ready_at,
        failures=named_failures(batch_id=row.batch_id, registers=registers),
    )


def named_failures(
    *, registers: Registers, batch_id: UUID | None = None, dossier_id: UUID | None = None
) -> tuple[FailureRow, ...]:
    """Failures of a batch or of a dossier with the dossier's name, the newest 200."""
    found = registers.failures(batch_id=batch_id, dossier_id=dossier_id)
    ids = {row.dossier_id for row in found if row.dossier_id is not None}
    dossiers = {one: registers.dossier(one) for one in ids}
    names = {one: dossier.name for one, dossier in dossiers.items() if dossier is not None}
    return tuple(
        row.model_copy(update={"dossier_name": names[row.dossier_id]})
        if row.dossier_id in names
        else row
        for row in found
    )


def _rate(row: BatchRow) -> float | None:
    if row.first_read_at is None or row.last_read_at is None or row.read < _FEWEST_PAGES:
        return None
    minutes = (row.last_read_at - row.first_read_at).total_seconds() / 60
    return round((row.read - 1) / minutes, 1) if minutes > 0 else None


def _advice(batches: tuple[BatchStatus, ...]) -> tuple[tuple[str, int], ...]:
    told = (
        ("status.advice.rejected", sum(one.row.balance.rejected for one in batches)),
        ("status.advice.unread", sum(one.row.unread for one in batches)),
        ("status.advice.poor", sum(one.row.poor for one in batches)),
        ("status.advice.quarantine", sum(one.row.balance.quarantine for one in batches)),
        ("status.advice.held", sum(one.row.held for one in batches)),
        (
            "status.advice.unread_yet",
            sum(one.row.balance.pending + one.row.unseen for one in batches),
        ),
    )
    return tuple((code, count) for code, count in told if count)
