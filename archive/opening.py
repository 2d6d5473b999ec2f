"""Opening: an archive begins with `archive.opened` and its machine worker, and is known again."""

from contextlib import suppress
from uuid import UUID, uuid4

from archive.keys import Keys, KeysUnavailable
from archive.ledger import Ledger, LedgerConflict, Write
from domain.access import Grant, Role
from domain.errors import HosoError, RuleViolation
from domain.events.access import (
    ARCHIVE_STREAM,
    AccessGranted,
    ActorAdded,
    ActorKind,
    ArchiveOpened,
)
from domain.events.envelope import Recorded
from domain.frozen import Frozen

_WORKER_NAME = "Máy đọc"


class ArchiveMissing(HosoError):
    """There is no archive here yet (exit 2): `hoso actor add` begins one. `archive.notAllowed`:
    its folder may not be read."""

    code = "archive.missing"


class Opened(Frozen):
    """`worker_id` is the machine actor that reads pages."""

    archive_id: UUID
    worker_id: UUID
    played_clock: bool


def begin_or_know(*, ledger: Ledger, keys: Keys, played_clock: bool) -> Opened:
    """Begin a new archive, or know an old one again.

    Args:
        played_clock: a clock is handed in: the archive plays the past and is marked so.

    Raises:
        KeysUnavailable: `keys.foreign`: the key belongs to another archive.
        RuleViolation: `archive.clockNotPlayed`: an archive that lives in real time takes no
            other clock.
    """
    recorded = ledger.events(ARCHIVE_STREAM)
    if not recorded:
        recorded = _begin(ledger=ledger, keys=keys, played_clock=played_clock)
    opened = next(one.event for one in recorded if isinstance(one.event, ArchiveOpened))
    if opened.keys_check != keys.check_of(opened.archive_id):
        raise KeysUnavailable("keys.foreign")
    if played_clock and not opened.played_clock:
        raise RuleViolation("archive.clockNotPlayed")
    return Opened(
        archive_id=opened.archive_id,
        worker_id=opened.recorded_by,
        played_clock=opened.played_clock,
    )


def _begin(*, ledger: Ledger, keys: Keys, played_clock: bool) -> tuple[Recorded, ...]:
    archive_id, worker_id = uuid4(), uuid4()
    opened = ArchiveOpened(
        recorded_by=worker_id,
        archive_id=archive_id,
        played_clock=played_clock,
        keys_check=keys.check_of(archive_id),
    )
    added = ActorAdded(
        recorded_by=worker_id, actor_id=worker_id, name=_WORKER_NAME, kind=ActorKind.MACHINE
    )
    granted = AccessGranted(
        recorded_by=worker_id,
        actor_id=worker_id,
        grant=Grant(grant_id=uuid4(), role=Role.WORKER),
    )
    with suppress(LedgerConflict):  # another program began it in the same moment
        ledger.record(Write(ARCHIVE_STREAM, (opened,), 0), Write(worker_id, (added, granted), 0))
    return ledger.events(ARCHIVE_STREAM)
