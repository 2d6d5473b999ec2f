"""Errors to HTTP status and exit code: one table for every door. Source: house.md 10."""

from dataclasses import dataclass

from archive.codec import Undecodable, Unstorable
from archive.following import FollowerAhead
from archive.jobs import Postponed, QueueUnavailable
from archive.keys import KeysUnavailable, SealBroken
from archive.ledger import LedgerConflict, LedgerDamaged, LedgerUnavailable
from archive.lines import ListRefused
from archive.migrating import MigrationRefused
from archive.objects import ObjectCorrupt, ObjectMissing, ObjectsUnavailable
from archive.opening import ArchiveMissing
from archive.registers import RegistersUnavailable
from domain.errors import HosoError, NotAllowed, RuleViolation, Unknown
from infra.settings import SettingsWrong
from ocr.errors import EngineFailed, UnreadableScan
from search.errors import IndexUnavailable, QueryError


@dataclass(frozen=True)
class Kind:
    """How a kind of error leaves by each door."""

    status: int
    exit_code: int


OK, FINDINGS, USAGE, INTERRUPTED = 0, 1, 2, 130
CRASHED = Kind(500, 70)
"""A mistake of the program."""

_KINDS: tuple[tuple[type[HosoError], Kind], ...] = (
    # The first that fits, so special kinds stand before general ones.
    (Unknown, Kind(404, 3)),
    (ListRefused, Kind(422, 4)),
    (RuleViolation, Kind(409, 4)),
    (NotAllowed, Kind(403, 5)),
    (LedgerConflict, Kind(409, 6)),
    (QueryError, Kind(422, 2)),
    (ObjectMissing, Kind(500, 8)),
    (ObjectCorrupt, Kind(500, 8)),
    (LedgerDamaged, Kind(500, 8)),
    (Undecodable, Kind(500, 8)),
    (Unstorable, Kind(500, 8)),
    (LedgerUnavailable, Kind(503, 9)),
    (ObjectsUnavailable, Kind(503, 9)),
    (QueueUnavailable, Kind(503, 9)),
    (IndexUnavailable, Kind(503, 9)),
    (FollowerAhead, Kind(503, 9)),
    (RegistersUnavailable, Kind(503, 9)),
    (MigrationRefused, Kind(503, 9)),
    (KeysUnavailable, Kind(503, 9)),
    (SealBroken, Kind(500, 8)),
    (Postponed, Kind(503, 9)),
    (ArchiveMissing, Kind(404, 2)),
    (SettingsWrong, Kind(500, 2)),
    (UnreadableScan, Kind(422, 7)),
    (EngineFailed, Kind(422, 7)),
)


def kind_of(error: HosoError) -> Kind:
    for kind, leaves in _KINDS:
        if isinstance(error, kind):
            return leaves
    # Workers are adapters, and misuse is the command line's own: their codes tell.
    if error.code.startswith("worker."):
        return Kind(503, 9)
    return Kind(422, USAGE) if error.code.startswith("cli.") else CRASHED
