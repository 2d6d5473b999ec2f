"""How things stood before a batch of events, and how they stand after it, for followers that must
know what a batch has changed.

Everything is folded from the ledger as of a position; what later batches do not touch is kept from
one batch to the next, so that a dossier of a hundred pages is not read again for each of them.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from archive.ledger import Ledger
from domain.career import Career
from domain.dossier import Dossier
from domain.errors import Unknown
from domain.events.envelope import Recorded
from domain.organisation import Unit
from domain.page import Page

T = TypeVar("T")

_MOST_CAREERS = 2_000
_MOST_DOSSIERS = 2_000
_MOST_PAGES = 50_000
_MOST_UNITS = 20_000


class Streams(Generic[T]):
    """What streams of one kind fold to, before and after the batch in hand."""

    def __init__(
        self, ledger: Ledger, fold: Callable[[UUID, Sequence[Recorded]], T | None], *, most: int
    ) -> None:
        self._ledger, self._fold, self._most = ledger, fold, most
        self._kept: OrderedDict[UUID, T | None] = OrderedDict()
        self._pairs: dict[UUID, tuple[T | None, T | None]] = {}
        self._before = self._after = 0
        self._touched: frozenset[UUID] = frozenset()

    def turn(self, before: int, after: int, touched: frozenset[UUID]) -> None:
        """Take a batch in hand: the events in (before, after] stand in the streams `touched`."""
        if before != self._after:
            self._kept.clear()
        else:
            self._keep()
        self._pairs = {}
        self._before, self._after, self._touched = before, after, touched

    def was(self, stream_id: UUID) -> T | None:
        return self._pair(stream_id)[0]

    def now(self, stream_id: UUID) -> T | None:
        return self._pair(stream_id)[1]

    def _pair(self, stream_id: UUID) -> tuple[T | None, T | None]:
        pair = self._pairs.get(stream_id)
        if pair is None:
            pair = self._pairs[stream_id] = self._read(stream_id)
        return pair

    def _read(self, stream_id: UUID) -> tuple[T | None, T | None]:
        known = stream_id in self._kept
        if stream_id not in self._touched:
            state = self._kept[stream_id] if known else self._folded(stream_id, self._after)
            return state, state
        recorded = self._ledger.events(stream_id, upto=self._after)
        earlier = [one for one in recorded if one.position <= self._before]
        was = self._kept[stream_id] if known else self._of(stream_id, earlier)
        return was, self._of(stream_id, recorded)

    def _folded(self, stream_id: UUID, upto: int) -> T | None:
        return self._of(stream_id, self._ledger.events(stream_id, upto=upto))

    def _of(self, stream_id: UUID, recorded: Sequence[Recorded]) -> T | None:
        return self._fold(stream_id, recorded) if recorded else None

    def _keep(self) -> None:
        for stream_id in self._touched:
            self._kept.pop(stream_id, None)
        for stream_id, (_, state) in self._pairs.items():
            self._kept[stream_id] = state
            self._kept.move_to_end(stream_id)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


@dataclass(frozen=True)
class Moment:
    """Everything as it stood at one side of the batch; None: there is no such thing yet."""

    career: Callable[[UUID], Career | None]
    dossier: Callable[[UUID], Dossier | None]
    page: Callable[[UUID], Page | None]
    unit: Callable[[UUID], Unit | None]

    def above(self, unit_id: UUID) -> frozenset[UUID]:
        """The unit and all that stand above it."""
        found: set[UUID] = set()
        at: UUID | None = unit_id
        while at is not None and at not in found:
            found.add(at)
            unit = self.unit(at)
            at = unit.parent_id if unit else None
        return frozenset(found)


class Moments:
    """Both sides of the batch in hand."""

    def __init__(self, ledger: Ledger) -> None:
        self._careers = Streams(ledger, Career.of, most=_MOST_CAREERS)
        self._dossiers = Streams(ledger, _dossier, most=_MOST_DOSSIERS)
        self._pages = Streams(ledger, _page, most=_MOST_PAGES)
        self._units = Streams(ledger, _unit, most=_MOST_UNITS)
        self.was = Moment(self._careers.was, self._dossiers.was, self._pages.was, self._units.was)
        self.now = Moment(self._careers.now, self._dossiers.now, self._pages.now, self._units.now)

    def turn(self, before: int, after: int, touched: frozenset[UUID]) -> None:
        for streams in (self._careers, self._dossiers, self._pages, self._units):
            streams.turn(before, after, touched)


def _dossier(_: UUID, recorded: Sequence[Recorded]) -> Dossier | None:
    try:
        return Dossier.of(recorded)
    except Unknown:
        return None


def _page(_: UUID, recorded: Sequence[Recorded]) -> Page | None:
    try:
        return Page.of(recorded)
    except Unknown:
        return None


def _unit(unit_id: UUID, recorded: Sequence[Recorded]) -> Unit | None:
    try:
        return Unit.of(unit_id, recorded)
    except Unknown:
        return None
