"""Port of the job queue: what is to be done, once, by one worker at a time."""

from datetime import datetime
from enum import StrEnum
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


class JobCounts(Frozen):
    kind: JobKind
    state: JobState
    count: int


class QueueUnavailable(HosoError):
    """The queue cannot be reached (exit 9, HTTP 503)."""

    code = "queue.unavailable"


class JobQueue(Protocol):
    """See tests/contract/test_job_queue.py. Payloads hold ids and digests, never personal data."""

    def put(self, key: str, kind: JobKind, payload: dict[str, JsonValue]) -> None:
        """Durable; a key that is known already, in any state, is left as it is."""
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

    def counts(self) -> tuple[JobCounts, ...]: ...

    def close(self) -> None: ...
