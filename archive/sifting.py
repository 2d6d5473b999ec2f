"""Looking through many careers for a list: in order, by pages, alone or side by side.

A list is looked for in two passes. The first finds of every career only what the order and the
counts need, and may be spread over processes; the second makes the rows of the page asked for. What
the first found is kept a while, so that the pages behind do not look through everybody again.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from archive.ledger import Ledger
from archive.scope import People, people_among

MOST_KEPT = 200_000
"""Lines of all lists that are kept together: some 50 MB."""

R = TypeVar("R")


class Line(NamedTuple, Generic[R]):
    """Something found of one person, the `number`th of theirs. Lines stand by `order`, which no two
    share. `row`: None unless it was asked for."""

    order: tuple[Any, ...]
    person_id: UUID
    number: int
    row: R | None


class Sifted(NamedTuple, Generic[R]):
    """`payroll`: how many people count as present; `outside`: as `archive.scope.Members`."""

    lines: tuple[Line[R], ...]
    payroll: int
    outside: int


class Sieve(Protocol[R]):
    """What is looked for, as a value: it can be sent to another process, and two that are equal
    find the same in the same ledger.

    `narrow`: the people of a unit are looked for, so that most careers are passed over unread.
    """

    @property
    def narrow(self) -> bool: ...

    def with_rows(self) -> "Sieve[R]":
        """The same, which also makes the rows."""
        ...

    def over(self, ledger: Ledger) -> Callable[[People], Sifted[R]]:
        """What finds it, some people at a time. Raises: LedgerDamaged, LedgerUnavailable."""
        ...


class Spread(Protocol):
    """How many careers are looked through; see tests/archive/test_sifting.py."""

    def __call__(self, sieve: Sieve[R], people: People, ledger: Ledger) -> Sequence[Sifted[R]]:
        """What the sieve finds of these people, in any order; nobody is left out.

        Raises: LedgerDamaged, LedgerUnavailable.
        """
        ...


def alone(sieve: Sieve[R], people: People, ledger: Ledger) -> Sequence[Sifted[R]]:
    """In this process."""
    return (sieve.over(ledger)(people),)


class Page(NamedTuple, Generic[R]):
    """`rows` from an offset on, of `total`."""

    rows: tuple[R, ...]
    total: int
    payroll: int
    outside: int


class Lists:
    """Gives lists page by page. Safe to share between threads."""

    def __init__(self, spread: Spread = alone, *, most_kept: int = MOST_KEPT) -> None:
        self._spread, self._most = spread, most_kept
        self._kept: OrderedDict[Sieve[Any], Sifted[Any]] = OrderedDict()
        self._turns: dict[Sieve[Any], Lock] = {}
        self._changing = Lock()

    def page(
        self,
        sieve: Sieve[R],
        everybody: Callable[[], People],
        ledger: Ledger,
        *,
        offset: int,
        limit: int | None,
    ) -> Page[R]:
        """The rows from `offset` on, all of them without `limit`.

        Raises: LedgerDamaged: no list is given that leaves somebody out. LedgerUnavailable.
        """
        if limit is None:
            found = _in_order(self._spread(sieve.with_rows(), everybody(), ledger))
            shown: Sequence[Line[R]] = found.lines[offset:]
        else:
            found = self._found(sieve, everybody, ledger)
            shown = self._rows(sieve, found.lines[offset : offset + limit], ledger)
        rows = tuple(line.row for line in shown if line.row is not None)
        return Page(rows, len(found.lines), found.payroll, found.outside)

    def _rows(self, sieve: Sieve[R], lines: Sequence[Line[R]], ledger: Ledger) -> list[Line[R]]:
        people = people_among(dict.fromkeys(line.person_id for line in lines), ledger)
        made = {
            (line.person_id, line.number): line
            for sifted in self._spread(sieve.with_rows(), people, ledger)
            for line in sifted.lines
        }
        return [made[line.person_id, line.number] for line in lines]

    def _found(self, sieve: Sieve[R], everybody: Callable[[], People], ledger: Ledger) -> Sifted[R]:
        with self._changing:
            turn = self._turns.setdefault(sieve, Lock())
        with turn:  # whoever asks the same in the meantime waits for the answer
            try:
                return self._kept_one(sieve) or self._keep(
                    sieve, _in_order(self._spread(sieve, everybody(), ledger))
                )
            finally:
                with self._changing:
                    self._turns.pop(sieve, None)

    def _kept_one(self, sieve: Sieve[R]) -> Sifted[R] | None:
        with self._changing:
            found = self._kept.get(sieve)
            if found is not None:
                self._kept.move_to_end(sieve)
            return found

    def _keep(self, sieve: Sieve[R], found: Sifted[R]) -> Sifted[R]:
        with self._changing:
            self._kept[sieve] = found
            lines = sum(len(one.lines) for one in self._kept.values())
            while lines > self._most:
                _, oldest = self._kept.popitem(last=False)
                lines -= len(oldest.lines)
        return found


def _in_order(parts: Iterable[Sifted[R]]) -> Sifted[R]:
    parts = tuple(parts)
    lines = [line for part in parts for line in part.lines]
    lines.sort(key=lambda line: line.order)
    return Sifted(
        tuple(lines),
        sum(part.payroll for part in parts),
        sum(part.outside for part in parts),
    )
