"""Ports of the job queue and of the workers: what is to be done, once, by one worker at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import Protocol

from pydantic import JsonValue

from domain.errors import HosoError
from domain.frozen import Frozen


class JobKind(StrEnum):
    """Our own strings, stored. gate: one per file; read: one per page; assemble: one per dossier
    and state of its pages."""

    GATE = "gate"
    READ = "read"
    ASSEMBLE = "assemble"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SET_ASIDE = "setAside"


class Job(Frozen):
    """`key` names the work: a job put twice under one key is one job. `tries` counts this one."""

    key: str
    kind: JobKind
    payload: dict[str, JsonValue]
    tries: int
    lease_until: datetime


class NewJob(Frozen):
    key: str
    kind: JobKind
    payload: dict[str, JsonValue]


class SetAside(Frozen):
    """A job that failed for good, and why."""

    key: str
    kind: JobKind
    payload: dict[str, JsonValue]
    code: str
    tries: int


class JobCounts(Frozen):
    kind: JobKind
    state: JobState
    count: int


class QueueUnavailable(HosoError):
    """The queue cannot be reached (exit 9, HTTP 503)."""

    code = "queue.unavailable"


class Postponed(HosoError):
    """No fault of the job: what it needs is not there now. It waits and costs no try."""

    code = "job.postponed"


class JobQueue(Protocol):
    """See tests/contract/test_job_queue.py. Payloads hold ids, never personal data."""

    def put(self, key: str, kind: JobKind, payload: dict[str, JsonValue]) -> None:
        """Durable; a key that is known already, in any state, is left as it is."""
        ...

    def put_all(self, jobs: Sequence[NewJob], *, position: int) -> None:
        """Put the jobs that the ledger asks for up to `position`, and remember it: all or nothing.

        As for `put`; the position never goes back.
        """
        ...

    def dispatched(self) -> int:
        """The ledger position up to which jobs were put; 0 at the beginning."""
        ...

    def claim(self, *, lease_s: float, kinds: frozenset[JobKind] | None = None) -> Job | None:
        """Take the oldest waiting job, or one whose lease has run out; None if there is none."""
        ...

    def extend(self, job: Job, *, lease_s: float) -> bool:
        """Heartbeat. False: another worker has it now."""
        ...

    def done(self, job: Job) -> None: ...

    def fail(self, job: Job, *, code: str, retry_in_s: float | None) -> None:
        """Give it back after a while, or (None) set it aside with the reason `code`."""
        ...

    def give_back(self, job: Job, *, code: str, retry_in_s: float) -> None:
        """It was no fault of the job's: it waits, and this try does not count."""
        ...

    def counts(self) -> tuple[JobCounts, ...]: ...

    def set_aside(self, *, limit: int = 100) -> tuple[SetAside, ...]:
        """The jobs that failed for good, the oldest first."""
        ...

    def again(self, key: str) -> bool:
        """Let a job that was set aside be tried anew. False: there is none of that key."""
        ...

    def close(self) -> None: ...


Do = Callable[[Job], None]
"""Does a job or raises. It may run again after a crash: what it records must be the same."""


class Progress(Frozen):
    """A job left its lane: done (`code` None), to be tried again, or (`last`) set aside."""

    job: Job
    code: str | None
    last: bool
    took_ms: int


class Workers(Protocol):
    """Take jobs from the queue and do them side by side; see tests/faults/test_workers.py."""

    def run(
        self,
        queue: JobQueue,
        do: Do,
        *,
        workers: int,
        until_idle: bool,
        stop: Event,
        progress: Callable[[Progress], None] | None = None,
        give_up: Callable[[Job, str], None] | None = None,
        more: Callable[[], bool] | None = None,
    ) -> None:
        """Work until `stop` is set or, with `until_idle`, until nothing waits and nothing runs.

        Jobs under way are finished first, also after a KeyboardInterrupt.

        Args:
            workers: number of lanes, at least 1.
            progress: told of every job that left its lane, one call at a time.
            give_up: records that a job failed for good with a code, before it is set aside; may
                come twice for one job after a crash.
            more: asked when the queue is empty, one call at a time; True if it put something.

        Raises:
            Postponed and the kinds of unavailability: with `until_idle`, the job given back;
                without it the job waits and the lanes go on.
        """
        ...
