"""Workers of this machine: lanes that take jobs from the queue until it is empty or told to stop.

A lane is a thread: it holds the lease and waits. The work itself runs in the lane, which keeps all
cores busy as long as it is native code and programs such as Tesseract, or in a child process when
it is wrapped in `WorkerProcesses`, which also survives a crash of that native code.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

from archive.adapters.worker_processes import WorkerDied, WorkersUnavailable, crash_of
from archive.jobs import Do, Job, JobKind, JobQueue, JobState, Postponed, QueueUnavailable
from archive.jobs import Progress as Progress
from archive.ledger import LedgerUnavailable
from archive.objects import ObjectsUnavailable
from archive.registers import RegistersUnavailable
from domain.errors import HosoError

log = logging.getLogger(__name__)

_POLL_S = 0.2
_NEIGHBOUR_S = 30.0
"""How long a job waits when it is not its own fault: a disk is full, a store is down."""

_NOT_ITS_FAULT = (
    *(ObjectsUnavailable, LedgerUnavailable, QueueUnavailable, RegistersUnavailable),
    *(WorkersUnavailable, Postponed),
)


@dataclass(frozen=True, kw_only=True)
class LocalWorkers:
    """Runs jobs in lanes. A job that fails is tried `tries` times, `retry_s` seconds apart."""

    lease_s: float = 120.0
    tries: int = 3
    retry_s: float = 2.0

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
            ObjectsUnavailable, LedgerUnavailable, QueueUnavailable, RegistersUnavailable,
            WorkersUnavailable, Postponed: with `until_idle`, the job given back; without it the
                job waits and the lanes go on.
        """
        _Lanes(
            queue=queue,
            do=do,
            terms=self,
            until_idle=until_idle,
            stop=stop,
            progress=progress or (lambda _: None),
            give_up=give_up or (lambda _job, _code: None),
            more=more or (lambda: False),
        ).run(workers)


@dataclass(frozen=True, kw_only=True)
class _Lanes:
    queue: JobQueue
    do: Do
    terms: LocalWorkers
    until_idle: bool
    stop: Event
    progress: Callable[[Progress], None]
    give_up: Callable[[Job, str], None]
    more: Callable[[], bool]

    over: Event = field(default_factory=Event)
    """No further jobs."""
    ended: Event = field(default_factory=Event)
    """No job under way any more: the leases need not be prolonged."""
    changing: Lock = field(default_factory=Lock)
    """Held while a job changes hands, so that no lane takes that for an empty queue."""
    calling: Lock = field(default_factory=Lock)
    """Held while the caller's functions run. Taken before `changing`, never after."""
    under_way: dict[tuple[str, int], Job] = field(default_factory=dict)

    def run(self, workers: int) -> None:
        with ThreadPoolExecutor(workers + 1, thread_name_prefix="worker") as pool:
            pulse = pool.submit(self._prolong)
            lanes = [pool.submit(self._lane) for _ in range(workers)]
            try:
                pending: set[Future[None]] = set(lanes)
                while pending and not any(_raised(lane) for lane in lanes):
                    # In short waits, so that Ctrl-C is heard between them.
                    _, pending = wait(pending, timeout=_POLL_S, return_when=FIRST_EXCEPTION)
            finally:
                self.over.set()
                try:
                    wait(lanes)
                finally:
                    self.ended.set()
        for future in (*lanes, pulse):
            future.result()

    def _lane(self) -> None:
        while not (self.stop.is_set() or self.over.is_set()):
            try:
                if not self._turn():
                    return
            except _NOT_ITS_FAULT as error:
                if self.until_idle:
                    raise
                log.error("worker waits", extra={"code": error.code})
                self.stop.wait(_POLL_S)

    def _turn(self) -> bool:
        """Take one job and do it, or wait a little. False: nothing is left to do."""
        with self.changing:
            job = self._claimed()
            if job is not None:
                self.under_way[job.key, job.tries] = job
        if job is None:
            if self._is_idle():
                return False
            self.stop.wait(_POLL_S)
            return True
        try:
            self._work(job)
        finally:
            with self.changing:
                del self.under_way[job.key, job.tries]
        return True

    def _claimed(self) -> Job | None:
        """A dossier that can be finished goes before everything else: people wait for it."""
        lease_s = self.terms.lease_s
        finishing = self.queue.claim(lease_s=lease_s, kinds=frozenset({JobKind.ASSEMBLE}))
        return finishing or self.queue.claim(lease_s=lease_s)

    def _is_idle(self) -> bool:
        with self.calling:
            if self.more() or not self.until_idle:
                return False
            with self.changing:
                still_open = (JobState.WAITING, JobState.RUNNING)
                return not self.under_way and not any(
                    count.count for count in self.queue.counts() if count.state in still_open
                )

    def _work(self, job: Job) -> None:
        started = time.monotonic()
        try:
            code, last = self._attempt(job)
        except _NOT_ITS_FAULT as error:
            code, last = error.code, False
            log.error("job given back", extra={"job": job.key, "code": code})
            wait_s = 0.0 if self.until_idle else _NEIGHBOUR_S
            self.queue.give_back(job, code=code, retry_in_s=wait_s)
            if self.until_idle:
                raise
        took_ms = round((time.monotonic() - started) * 1000)
        with self.calling:
            self.progress(Progress(job=job, code=code, last=last, took_ms=took_ms))

    def _attempt(self, job: Job) -> tuple[str | None, bool]:
        """Do it; return why not (None: done) and whether that was the last try."""
        try:
            if job.tries > 2 * self.terms.tries:
                # It never came back to say why: it takes the whole program down each time.
                raise WorkerDied("worker.lost")
            self.do(job)
        except _NOT_ITS_FAULT:
            raise
        except HosoError as error:
            return error.code, self._failed(job, error)
        except Exception as error:
            crash = crash_of(error)
            return crash.code, self._failed(job, crash)
        self.queue.done(job)
        return None, False

    def _failed(self, job: Job, error: HosoError) -> bool:
        last = job.tries >= self.terms.tries
        told: dict[str, object] = {
            name: error.values[name] for name in ("error", "place") if name in error.values
        }
        log.warning(
            "job failed", extra={"job": job.key, "code": error.code, "tries": job.tries, **told}
        )
        if last:
            with self.calling:
                self.give_up(job, error.code)
        retry_in_s = None if last else self.terms.retry_s
        self.queue.fail(job, code=error.code, retry_in_s=retry_in_s)
        return last

    def _prolong(self) -> None:
        while not self.ended.wait(self.terms.lease_s / 3):
            with self.changing:
                jobs = list(self.under_way.values())
            for job in jobs:
                try:
                    if not self.queue.extend(job, lease_s=self.terms.lease_s):
                        log.warning("lease lost", extra={"job": job.key})
                except QueueUnavailable as error:
                    log.error("lease not prolonged", extra={"job": job.key, "code": error.code})


def _raised(lane: Future[None]) -> bool:
    return lane.done() and lane.exception() is not None


@contextmanager
def stopping_on_signals() -> Iterator[Event]:
    """An event that SIGTERM or Ctrl-C sets; a second signal acts as it did before.

    In the main thread only.
    """
    stop = Event()
    previous: dict[signal.Signals, Any] = {}

    def ask(number: int, frame: object) -> None:
        for kind, before in previous.items():
            signal.signal(kind, before)
        # Not here: the interrupted code may hold the event's own lock.
        Thread(target=stop.set).start()

    for kind in (signal.SIGTERM, signal.SIGINT):
        previous[kind] = signal.getsignal(kind)
        signal.signal(kind, ask)
    try:
        yield stop
    finally:
        for kind, before in previous.items():
            signal.signal(kind, before)
