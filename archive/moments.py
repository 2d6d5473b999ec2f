"""How things stood before a batch of events, and how they stand after it, for followers that must
know what a batch has changed.

Everything is folded from the ledger as of a position; what later batches do not touch is kept from
one batch to the next, so that a dossier of a hundred pages is not read again for each of them.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from archive.ledger import Ledger
from domain.career import Career
from domain.dossier import Dossier
from domain.errors import Unknown
from domain.events.entry import SAME_PERSON_STREAM
from domain.events.envelope import Recorded
from domain.events.organisation import UNITS_STREAM
from domain.organisation import Units
from domain.page import Page
from domain.same_person import Links

T = TypeVar("T")
Fold = Callable[[UUID, Sequence[Recorded], bool], T | None]
"""Folds a stream's events, as things are after the batch (True) or were before it."""

_MOST_CAREERS = 2_000
_MOST_DOSSIERS = 2_000
_MOST_PAGES = 50_000


class Streams(Generic[T]):
    """What streams of one kind fold to, before and after the batch in hand."""

    def __init__(
        self,
        ledger: Ledger,
        fold: Fold[T],
        *,
        most: int,
        read: Callable[[UUID], tuple[UUID, ...]] = lambda stream_id: (stream_id,),
    ) -> None:
        """`read`: the streams that are folded together with this one, itself among them."""
        self._ledger, self._fold, self._most = ledger, fold, most
        self._streams = read
        self._kept: OrderedDict[UUID, T | None] = OrderedDict()
        self._pairs: dict[UUID, tuple[T | None, T | None]] = {}
        self._before = self._after = 0
        self._touched: frozenset[UUID] = frozenset()
        self._anew = False

    def turn(
        self, before: int, after: int, touched: frozenset[UUID], *, anew: bool = False
    ) -> None:
        """Take a batch in hand: the events in (before, after] stand in the streams `touched`.

        `anew`: the batch changes what every stream of this kind folds to.
        """
        if before != self._after:
            self._kept.clear()
        else:
            self._keep()
        self._pairs = {}
        self._before, self._after, self._touched = before, after, touched
        self._anew = anew

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
        if stream_id not in self._touched and not self._anew:
            state = self._kept[stream_id] if known else self._folded(stream_id, self._after)
            return state, state
        recorded = self._events(stream_id, self._after)
        earlier = [one for one in recorded if one.position <= self._before]
        was = self._kept[stream_id] if known else self._of(stream_id, earlier, False)
        return was, self._of(stream_id, recorded, True)

    def _folded(self, stream_id: UUID, upto: int) -> T | None:
        return self._of(stream_id, self._events(stream_id, upto), True)

    def _events(self, stream_id: UUID, upto: int) -> tuple[Recorded, ...]:
        return tuple(
            row for one in self._streams(stream_id) for row in self._ledger.events(one, upto=upto)
        )

    def _of(self, stream_id: UUID, recorded: Sequence[Recorded], now: bool) -> T | None:
        return self._fold(stream_id, recorded, now) if recorded else None

    def _keep(self) -> None:
        if self._anew:
            self._kept.clear()
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
    units: Callable[[], Units]

    def who(self, person_id: UUID) -> UUID:
        """The stream that goes on for this human."""
        career = self.career(person_id)
        return career.person_id if career is not None else person_id

    def above(self, unit_id: UUID, day: date | None) -> frozenset[UUID]:
        """The unit and all that stand above it on a day; None: as things stand now."""
        return frozenset({unit_id, *self.units().above(unit_id, day or date.max)})


class Moments:
    """Both sides of the batch in hand."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._reached = ledger, -1
        self._units = (Units(), Units())
        self.links = Links({})
        self._careers = Streams(
            ledger, self._career, most=_MOST_CAREERS, read=lambda one: self.links.linked(one)
        )
        self._dossiers = Streams(ledger, _dossier, most=_MOST_DOSSIERS)
        self._pages = Streams(ledger, _page, most=_MOST_PAGES)
        self.was = Moment(
            self._careers.was, self._dossiers.was, self._pages.was, lambda: self._units[0]
        )
        self.now = Moment(
            self._careers.now, self._dossiers.now, self._pages.now, lambda: self._units[1]
        )

    def turn(self, before: int, after: int, touched: frozenset[UUID]) -> None:
        """As `Streams.turn`; a change of units changes which unit a career's names mean."""
        renewed = UNITS_STREAM in touched
        if before != self._reached or SAME_PERSON_STREAM in touched:
            self.links = Links.of(self._ledger.events(SAME_PERSON_STREAM, upto=after))
        if renewed or before != self._reached:
            units = Units.of(self._ledger.events(UNITS_STREAM, upto=after))
            self._units = (units.known_at(before), units)
        else:
            self._units = (self._units[1], self._units[1])
        self._reached = after
        linked = frozenset(one for moved in touched for one in self.links.linked(moved))
        self._careers.turn(before, after, linked, anew=renewed)
        for streams in (self._dossiers, self._pages):
            streams.turn(before, after, touched)

    def _career(self, person_id: UUID, recorded: Sequence[Recorded], now: bool) -> Career:
        return Career.of(person_id, recorded, units=self._units[now])


def _dossier(_: UUID, recorded: Sequence[Recorded], _now: bool) -> Dossier | None:
    try:
        return Dossier.of(recorded)
    except Unknown:
        return None


def _page(_: UUID, recorded: Sequence[Recorded], _now: bool) -> Page | None:
    try:
        return Page.of(recorded)
    except Unknown:
        return None
