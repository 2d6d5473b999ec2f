"""Work in child processes of its own: a crash in native code costs one try, and cores are used."""

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
from typing import Generic, Self, TypeVar

from domain.errors import HosoError

_END_S = 10.0
"""How long a child may take to close what it opened."""

A = TypeVar("A")
B = TypeVar("B")

Opening = Callable[[], AbstractContextManager[Callable[[A], B]]]
"""Runs in the child: opens what a worker needs, closes it at the end. Must be picklable, and so
must what is asked of the worker and what it answers."""


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


class WorkerProcesses(Generic[A, B]):
    """Child processes as a function: one question, or one job (a `Do`), at a time in each.

    Use it as a context manager around threads that ask, as many as there are children. Children
    are started afresh, never forked: a fork would carry open stores with it. They ignore Ctrl-C and
    SIGTERM and end when their pipe closes, so that jobs under way are finished and none outlives
    the program for longer than its job.
    """

    def __init__(self, opening: Opening[A, B], *, count: int) -> None:
        self._opening, self._count = opening, count
        self._idle: SimpleQueue[_Child[A, B] | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)  # the child is started when a lane first needs it

    def __call__(self, asked: A) -> B:
        """Ask a child. Raises: what the child raised, WorkerDied, WorkersUnavailable."""
        child = self._idle.get()
        try:
            child = child or _Child(self._opening)
            return child.do(asked)
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


class _Child(Generic[A, B]):
    def __init__(self, opening: Opening[A, B]) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_live, args=(theirs, opening), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            raise WorkersUnavailable(error=type(error).__name__) from error
        theirs.close()  # so that the pipe breaks when the child dies
        try:
            self._answer()
        except WorkerDied as died:
            raise WorkersUnavailable(error=died.code) from died
        except HosoError as error:
            self.end()
            raise WorkersUnavailable(error=error.values.get("error", error.code)) from error

    def do(self, asked: A) -> B:
        try:
            self._pipe.send(asked)
        except OSError as broken:
            self.end()
            raise WorkerDied() from broken
        return self._answer()

    def _answer(self) -> B:
        """What the child answers. Raises: what it raised, WorkerDied."""
        error: HosoError | None
        answer: B
        try:
            error, answer = self._pipe.recv()
        except (EOFError, OSError) as broken:
            self.end()
            raise WorkerDied() from broken
        if error is not None:
            raise error
        return answer

    def end(self) -> None:
        self._pipe.close()
        self._process.join(_END_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _live(pipe: Connection, opening: Opening[A, B]) -> None:
    """The child's life: open, answer, close."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        opened = opening()
        do = opened.__enter__()
    except Exception as error:
        pipe.send((_sendable(error), None))
        return
    with suppress(EOFError, BrokenPipeError):
        pipe.send((None, None))
        while True:
            pipe.send(_outcome(do, pipe.recv()))
    opened.__exit__(None, None, None)


def _outcome(do: Callable[[A], B], asked: A) -> tuple[HosoError | None, B | None]:
    try:
        return None, do(asked)
    except Exception as error:
        return _sendable(error), None


def _sendable(error: Exception) -> HosoError:
    if not isinstance(error, HosoError):
        return crash_of(error)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes, to see that they travel
    except Exception:
        return HosoError(error.code)
    return error
