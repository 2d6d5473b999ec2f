"""What the object store really does: tried, recorded, and shown ever after.

An archive says that its masters cannot be altered only where that was seen on its own store.
"""

import logging
from datetime import datetime

from archive.folding import retried
from archive.ledger import Ledger, Write
from archive.objects import ObjectStore
from domain.access import Action, Actor, require
from domain.events.access import ARCHIVE_STREAM
from domain.events.envelope import Recorded
from domain.events.storage import ObjectsProbed, StoreChecked
from domain.frozen import Frozen

log = logging.getLogger(__name__)


class StoreProof(Frozen):
    """The last probe of the store in use: `worm` True where write once, read many was proved."""

    address: str
    probed_at: datetime
    position: int
    worm: bool
    checks: tuple[StoreChecked, ...]


def probe_objects(*, by: Actor, ledger: Ledger, objects: ObjectStore, now: datetime) -> StoreProof:
    """Try the store and record what it did.

    Raises: NotAllowed, ObjectsUnavailable.
    """
    require(by, Action.CHECK_FIXITY, on=now)
    return _probed(by=by, ledger=ledger, objects=objects)


def see_probed(*, worker: Actor, ledger: Ledger, objects: ObjectStore) -> StoreProof:
    """The last proof of this store; tried now where there is none. For the start of a program.

    Raises: ObjectsUnavailable.
    """
    found = proof_of(ledger, objects)
    if found is None:
        found = _probed(by=worker, ledger=ledger, objects=objects)
    return found


def proof_of(ledger: Ledger, objects: ObjectStore) -> StoreProof | None:
    """The last proof that was recorded of the store in use; None: it was never tried."""
    for row in reversed(ledger.events(ARCHIVE_STREAM)):
        if isinstance(row.event, ObjectsProbed) and row.event.address == objects.address:
            return _proof(row, row.event)
    return None


def _probed(*, by: Actor, ledger: Ledger, objects: ObjectStore) -> StoreProof:
    event = ObjectsProbed(recorded_by=by.id, address=objects.address, checks=objects.probe())
    written = retried(lambda: ledger.record(Write(ARCHIVE_STREAM, (event,), None)))
    log.info("object store probed", extra={"worm": event.worm, "failed": len(event.failed)})
    return _proof(written.recorded[0], event)


def _proof(row: Recorded, event: ObjectsProbed) -> StoreProof:
    return StoreProof(
        address=event.address,
        probed_at=row.recorded_at,
        position=row.position,
        worm=event.worm,
        checks=event.checks,
    )
