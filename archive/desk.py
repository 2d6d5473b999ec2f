"""The opened archive as one value: every part that a door hands to a procedure."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from archive.access_log import AccessLog
from archive.cataloguing import rebuild
from archive.dispatching import Dispatching
from archive.following import Follower, catch_up
from archive.jobs import Do, JobQueue, Workers
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import ObjectStore
from archive.registers import Registers
from archive.sifting import Lists
from domain.access import Actor
from ocr.engine import OcrEngine
from ocr.pages import Limits
from search.index import SearchIndex


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Built by `infra.bootstrap.open_archive`, which closes its parts at the end.

    `followers` are caught up in their order, after the registers and never further than they.
    `following` is the lock under which that happens. `lanes` makes what does the jobs of so many
    workers side by side; `lists` looks through careers and keeps what it found for the next page.
    """

    archive_id: UUID
    ledger: Ledger
    access: AccessLog
    objects: ObjectStore
    queue: JobQueue
    index: SearchIndex
    registers: Registers
    keys: Keys
    engine: OcrEngine
    limits: Limits
    clock: Callable[[], datetime]
    worker: Actor
    played_clock: bool
    followers: tuple[Follower, ...]
    following: Callable[[], AbstractContextManager[None]]
    workers: Workers
    lanes: Callable[["Archive", int], AbstractContextManager[Do]]
    lists: Lists
    worker_count: int = 1

    def catch_up(self) -> int:
        """Bring every follower to the ledger's end, one program at a time.

        Returns:
            The position that all of them have reached.

        Raises: FollowerAhead, LedgerDamaged, and the unavailability of a part.
        """
        with self.following():
            return self._follow(self.followers)

    def dispatch(self) -> bool:
        """Bring only the registers and the queue in step; True if there is something new to do."""
        before = self.queue.dispatched()
        if before == self.ledger.position():
            return False
        with self.following():
            self._follow(tuple(one for one in self.followers if one.name == Dispatching.name))
        return self.queue.dispatched() != before

    def rebuild(self) -> int:
        """Throw registers and index away and derive them again from the ledger's beginning.

        Returns: the position reached. Raises: as `catch_up`.
        """
        with self.following():
            self.registers.clear()
            rebuild(self.index, ledger=self.ledger, objects=self.objects)
            return self._follow(self.followers)

    def _follow(self, followers: tuple[Follower, ...]) -> int:
        reached = catch_up(self.ledger, self.registers)
        for follower in followers:
            catch_up(self.ledger, follower, until=reached)
        return reached
