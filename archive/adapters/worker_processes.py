"""A job's work in a child process of its own, so that a crash in native code costs one try."""

import multiprocessing
import pickle
import signal
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from archive.jobs import Do, Job
from domain.errors import HosoError

_END_S = 10.0
"""How long a child may take to close what it opened."""

Opening = Callable[[], AbstractContextManager[Do]]
"""Runs in the child: opens what a worker needs, closes it at the end. Must be picklable."""


class WorkerDied(HosoError):
    """The worker was killed or crashed during the job."""

    code = "worker.died"


class WorkersUnavailable(HosoError):
    """No worker can be started: `error` names the kind of fault or its code (exit 9)."""

    code = "worker.cannotStart"


class JobCrashed(HosoError):
    """A mistake of the program: `error` and `place` say which, without the error's own text."""

    code = "job.crashed"


def crash_of(error: Exception) -> JobCrashed:
    """What may be logged of a foreign exception; its text may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return JobCrashed(error=type(error).__name__, place=place)


class WorkerProcesses:
    """Child processes as a `Do`: one job at a time in each.

    Use it as a context manager around `LocalWorkers.run`, with as many children as lanes. Children
    are started afresh, never forked: a fork would carry open stores with it. They ignore Ctrl-C and
    SIGTERM and end when their pipe closes, so that jobs under way are finished and none outlives
    the program for longer than its job.
    """

    def __init__(self, opening: Opening, *, count: int) -> None:
        self._opening, self._count = opening, count
        self._idle: SimpleQueue[_Child | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)  # the child is started when a lane first needs it

    def __call__(self, job: Job) -> None:
        """Do the job in a child. Raises: what the job raised, WorkerDied, WorkersUnavailable."""
        child = self._idle.get()
        try:
            child = child or _Child(self._opening)
            child.do(job)
        except WorkerDied:
            child = None
            raise
        finally:
            self._idle.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _ in range(self._count):
            child = self._idle.get()
            if child is not None:
                child.end()


class _Child:
    def __init__(self, opening: Opening) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_live, args=(theirs, opening), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe breaks when the child dies
        try:
            error = self._answer()
        except WorkerDied as died:
            raise WorkersUnavailable(error=died.code) from died
        if error is not None:
            self.end()
            raise WorkersUnavailable(error=error.values.get("error", error.code))

    def do(self, job: Job) -> None:
        try:
            self._pipe.send(job)
        except OSError as broken:
            self.end()
            raise WorkerDied() from broken
        error = self._answer()
        if error is not None:
            raise error

    def _answer(self) -> HosoError | None:
        try:
            answer: HosoError | None = self._pipe.recv()
        except (EOFError, OSError) as broken:
            self.end()
            raise WorkerDied() from broken
        return answer

    def end(self) -> None:
        self._pipe.close()
        self._process.join(_END_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _live(pipe: Connection, opening: Opening) -> None:
    """The child's life: open, answer jobs, close."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        opened = opening()
        do = opened.__enter__()
    except Exception as error:
        pipe.send(_sendable(error))
        return
    with suppress(EOFError, BrokenPipeError):
        pipe.send(None)
        while True:
            pipe.send(_outcome(do, pipe.recv()))
    opened.__exit__(None, None, None)


def _outcome(do: Do, job: Job) -> HosoError | None:
    try:
        do(job)
    except Exception as error:
        return _sendable(error)
    return None


def _sendable(error: Exception) -> HosoError:
    if not isinstance(error, HosoError):
        return crash_of(error)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes, to see that they travel
    except Exception:
        return HosoError(error.code)
    return error
