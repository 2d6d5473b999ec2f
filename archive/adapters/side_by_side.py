"""Many careers looked through in several processes, each with a ledger of its own."""

import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Lock
from typing import TypeVar

from archive.adapters.worker_processes import WorkerDied, WorkerProcesses, WorkersUnavailable
from archive.ledger import Ledger
from archive.scope import People
from archive.sifting import Sieve, Sifted, alone

log = logging.getLogger(__name__)

LEAST = 1500
"""From so many people on it is faster: a child takes two to three seconds to start."""

_NARROW = 10
"""A career that is passed over costs a tenth of one that is read, so that it pays so much later."""

_PART = 200

R = TypeVar("R")

Reading = Callable[[], AbstractContextManager[Ledger]]
"""Opens a ledger in a child, to read. Must be picklable."""


class SideBySide:
    """A `Spread` over processes that live for one list; below `least` people it is done here.

    One list at a time, so that two do not start twice as many processes as there are cores. Where
    no process may be started, or none can be, everything is done here as well.
    """

    def __init__(self, reading: Reading, *, workers: int, least: int = LEAST) -> None:
        self._reading, self._workers, self._least = reading, workers, least
        self._one_at_a_time = Lock()

    def __call__(self, sieve: Sieve[R], people: People, ledger: Ledger) -> Sequence[Sifted[R]]:
        """As `Spread`. Raises: also WorkerDied `worker.diedOverList`: ask again."""
        least = self._least * _NARROW if sieve.narrow else self._least
        forbidden = multiprocessing.current_process().daemon
        if self._workers < 2 or len(people) < least or forbidden:
            return alone(sieve, people, ledger)
        try:
            with self._one_at_a_time:
                return self._spread(sieve, people)
        except WorkerDied as died:
            raise WorkerDied("worker.diedOverList") from died
        except WorkersUnavailable as error:
            log.warning("no process can be started", extra={"code": error.code})
            return alone(sieve, people, ledger)

    def _spread(self, sieve: Sieve[R], people: People) -> list[Sifted[R]]:
        opening = partial(_looking, self._reading, sieve)
        with (
            WorkerProcesses(opening, count=self._workers) as children,
            ThreadPoolExecutor(self._workers, thread_name_prefix="list") as lanes,
        ):
            parts = [lanes.submit(children, part) for part in _parts(people)]
            try:
                return [part.result() for part in parts]
            finally:
                lanes.shutdown(wait=False, cancel_futures=True)


def _parts(people: People) -> Iterator[People]:
    """Small enough that all processes end together. Those to be read together stay so."""
    if people.linked:
        yield People(people.linked, ())
    for start in range(0, len(people.alone), _PART):
        yield People((), people.alone[start : start + _PART])


@contextmanager
def _looking(reading: Reading, sieve: Sieve[R]) -> Iterator[Callable[[People], Sifted[R]]]:
    """The life of a child: its own ledger, and what finds what is looked for.

    That is made when the first people are asked about, so that what fails then is answered.
    """
    with reading() as ledger:
        ready: list[Callable[[People], Sifted[R]]] = []

        def look(people: People) -> Sifted[R]:
            if not ready:
                ready.append(sieve.over(ledger))
            return ready[0](people)

        yield look
