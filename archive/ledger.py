"""The ledger: the append-only book of events, and the only truth.

Streams are numbered from 1 without a gap; the position counts the whole book. All writes of one
`record` stand in one transaction. `recorded_at` is the ledger's clock, read under the writer's
lock and never less than that of the event before; no caller can give it. See
tests/contract/test_ledger.py for what is promised.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    PersistenceError,
)
from pydantic import ValidationError

from archive.codec import Entry, EventTypes, Undecodable, instant_of, units_named
from archive.ledger_book import Appended, Book, BookFailed, Draft, StreamMoved
from archive.ledger_sqlite import open_book, reason_of
from domain.errors import HosoError
from domain.events.catalogue import EVENT_TYPES
from domain.events.envelope import Event, Recorded

_TRIES = 3
"""Each already waits for the writer's lock as long as the store allows."""

_PAGE = 1000
_STREAMS = 200
"""How many streams are read at once: some thousand rows."""

T = TypeVar("T")
_DAMAGE = frozenset({"dataDamaged", "fileDamaged", "notALedger"})
_STORES = ("sqlite", "postgresql")


class LedgerConflict(HosoError):
    """Somebody was first: read again, decide again (exit 6, HTTP 409)."""

    code = "ledger.conflict"


class LedgerUnavailable(HosoError):
    """The store is busy, full or out of reach; nothing was recorded (exit 9, HTTP 503).

    With one exception, `ledger.uncertain`: the connection broke off while it was written, and the
    server did not come back to say whether it stands.
    """

    code = "ledger.unavailable"


class LedgerDamaged(HosoError):
    """A row that is no event of ours, or a gap: names stream, version and position, no content.

    `values`: `position`, `stream_id`, `version`, and `reason`, the codec's word for it.
    """

    code = "ledger.damaged"


@dataclass(frozen=True, slots=True)
class Write:
    """Events for one stream.

    `expected_version` is the stream's version when the decision was taken, 0 if it must not exist
    yet; None appends behind whatever is there. Without events it only guards: the other writes of
    the same `record` hold if this stream has not moved.
    """

    stream_id: UUID
    events: tuple[Event, ...]
    expected_version: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """`position` is that of the last event; `recorded` are all of them, in the order given."""

    position: int
    recorded: tuple[Recorded, ...]


class Ledger:
    """Open it with `open_ledger`. Safe to share between threads, not across a fork."""

    def __init__(self, application: Application[UUID]) -> None:
        # The application owns the connections and closes them when it is collected.
        self._application = application
        self._mapper = application.mapper
        self._book: Book = application.recorder  # type: ignore[assignment]
        self._folded: dict[tuple[UUID, object], tuple[int, Any]] = {}

    def record(self, *writes: Write) -> Written:
        """Append all writes in one transaction, or none.

        Raises:
            LedgerConflict: a stream is not at its expected version.
            LedgerUnavailable: the store is busy, full or out of reach.
            LedgerDamaged: the last row cannot be read, so no time may follow it.
            Unstorable: an event would not be read back as it is.
            ValueError: there is no event to record.
        """
        events = [event for write in writes for event in write.events]
        if not events:
            raise ValueError("nothing to record")
        drafts = [self._draft(write) for write in writes]
        with _translated():
            rows, positions, instant = self._append(drafts)
        recorded = tuple(
            Recorded(
                event=event,
                stream_id=stream_id,
                version=version,
                position=position,
                recorded_at=instant,
            )
            for event, (stream_id, version), position in zip(events, rows, positions, strict=True)
        )
        return Written(position=positions[-1], recorded=recorded)

    def _draft(self, write: Write) -> Draft:
        rows = (
            self._mapper.to_stored_event(Entry(write.stream_id, number, event))
            for number, event in enumerate(write.events, start=1)
        )
        return Draft(write.stream_id, write.expected_version, tuple(rows))

    def _append(self, drafts: list[Draft]) -> Appended:
        for left in range(_TRIES - 1, -1, -1):
            try:
                return self._book.append(drafts)
            except PersistenceError as error:
                # Only "busy" is tried again: it was refused before anything was written.
                if left == 0 or isinstance(error, IntegrityError) or _reason_of(error) != "busy":
                    raise
        raise AssertionError("unreachable")

    def events(self, stream_id: UUID, *, upto: int | None = None) -> tuple[Recorded, ...]:
        """The stream from its beginning, up to a ledger position. Empty: there is no such stream.

        Raises: LedgerDamaged, also if a version is missing between the first and the last.
        """
        with _translated():
            rows = self._book.stream(stream_id, upto=upto)
        return self._stream(rows)

    def streams(
        self,
        stream_ids: Iterable[UUID],
        *,
        upto: int | None = None,
        naming: Callable[[str, UUID | None], bool] | None = None,
    ) -> Iterator[tuple[Recorded, ...]]:
        """Many streams in one pass, each from its beginning up to a ledger position; in no order
        of their own, and those that do not exist left out. Name each once.

        Args:
            naming: of a unit, as printed and as recorded with it. Then only streams are decoded
                and given whose events name one for which it is true, or in which that cannot be
                told because something was corrected, amended or merged.

        Raises: LedgerDamaged, as `events`, at the stream that is damaged.
        """
        wanted = iter(stream_ids)
        while some := tuple(islice(wanted, _STREAMS)):
            with _translated():
                rows = self._book.streams(some, upto=upto)
            for _, grouped in groupby(rows, key=lambda row: row.originator_id):
                stream = tuple(grouped)
                if naming is None or any(_names(row, naming) for row in stream):
                    yield self._stream(stream)

    def _stream(self, rows: Sequence[Notification]) -> tuple[Recorded, ...]:
        for expected, row in enumerate(rows, start=1):
            if row.originator_version != expected:
                raise _damage(row, reason="gap")
        return tuple(self._recorded(row) for row in rows)

    def folded(self, stream_id: UUID, fold: Callable[[tuple[Recorded, ...]], T]) -> T:
        """What a stream folds to, kept until it moves: for the few streams that every answer needs.

        `fold` must give what nobody changes. Raises: as `events`.
        """
        with _translated():
            version = self._book.version(stream_id)
        kept = self._folded.get((stream_id, fold))
        if kept is None or kept[0] != version:
            recorded = self.events(stream_id)
            kept = self._folded[stream_id, fold] = (len(recorded), fold(recorded))
        value: T = kept[1]
        return value

    def after(self, position: int, *, limit: int = _PAGE) -> tuple[Recorded, ...]:
        """The next events behind `position`, in the book's order. Raises: LedgerDamaged."""
        return tuple(self._recorded(row) for row in self._rows(position, limit))

    def walk(self, *, start: int = 0) -> Iterator[Recorded | LedgerDamaged]:
        """Every row behind `start`, an unreadable one as the damage that it is: for `verify`."""
        while rows := self._rows(start, _PAGE):
            for row in rows:
                try:
                    yield self._recorded(row)
                except LedgerDamaged as damage:
                    yield damage
            start = rows[-1].id

    def highest_given(self) -> int:
        """The highest position ever given: more than `position` if the last rows are gone.

        Positions are given without a gap here, so that a missing one is a row taken away.
        """
        with _translated():
            return self._book.highest_given()

    def missing_guards(self) -> frozenset[str]:
        """What keeps the book append-only in its store and is not there: somebody took it away."""
        with _translated():
            return self._book.missing_guards()

    def position(self) -> int:
        """The last position; 0 if nothing is recorded."""
        with _translated():
            return self._book.max_notification_id() or 0

    def position_at(self, known_at: datetime) -> int:
        """The last position recorded at or before `known_at`, 0 if none; by binary search.

        While `known_at` has not passed, later events may still fall under it.

        Raises: ValueError if the instant is naive; LedgerDamaged.
        """
        if known_at.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        with _translated():
            found, low, high = 0, 0, self._book.max_notification_id() or 0
            while low < high:
                middle = (low + high + 1) // 2
                row = self._book.header(middle)
                if row is None or row[0] <= low:  # a stretch without rows
                    low = middle
                elif row[1] <= known_at:
                    found, low = row[0], middle
                else:
                    high = row[0] - 1
            return found

    def _rows(self, position: int, limit: int) -> Sequence[Notification]:
        with _translated():
            return self._book.select_notifications(position, limit, inclusive_of_start=False)

    def _recorded(self, row: Notification) -> Recorded:
        try:
            entry: Any = self._mapper.to_domain_event(row)
        except Undecodable as error:
            raise _damage(row, reason=error.code) from error
        try:
            return Recorded(
                event=entry.event,
                stream_id=entry.originator_id,
                version=entry.originator_version,
                position=row.id,
                recorded_at=entry.recorded_at,
            )
        except ValidationError as error:
            raise _damage(row, reason="version") from error

    def close(self) -> None:
        """Give the connections back. Closing twice is fine."""
        self._application.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_ledger(
    url: str,
    *,
    clock: Callable[[], datetime],
    types: EventTypes = EVENT_TYPES,
    book: str = "ledger",
) -> Ledger:
    """Open the ledger at `url`: `sqlite:` and a path, or `postgresql://...`.

    A file is created if it is not there; in a database it was created by `hoso migrate`.

    Args:
        url: from the settings; relative paths count from the working directory.
        clock: aware instants; a played clock is the caller's to declare (`archive.opened`).
        types: what may be recorded and read.
        book: which of the books that one database may hold.

    Raises:
        LedgerUnavailable: no such kind of store, or it cannot be opened.
        LedgerDamaged: the file is no ledger, or is damaged.
    """
    scheme, _, path = url.partition(":")
    if scheme not in _STORES or not path:
        raise LedgerUnavailable("ledger.unknownStore", scheme=scheme, known=_STORES)
    with _translated():
        if scheme == "postgresql":
            # Only here, for who keeps a file need not wait for what a server needs.
            from archive import ledger_postgres

            return Ledger(ledger_postgres.open_book(url, book=book, clock=clock, types=types))
        return Ledger(open_book(Path(path).absolute(), clock=clock, types=types))


@contextmanager
def _translated() -> Iterator[None]:
    """Name what the library and the stores raise, once."""
    try:
        yield
    except StreamMoved as error:
        raise LedgerConflict(
            stream_id=error.stream_id, expected=error.expected, found=error.found
        ) from error
    except IntegrityError as error:
        raise LedgerConflict() from error
    except Undecodable as error:
        raise LedgerDamaged(reason=error.code, **error.values) from error
    except BookFailed as error:
        if error.reason in _DAMAGE:
            raise LedgerDamaged(error.code, reason=error.reason) from error
        raise LedgerUnavailable(error.code, reason=error.reason) from error
    except (PersistenceError, sqlite3.Error) as error:
        reason = reason_of(error)
        if reason in _DAMAGE:
            raise LedgerDamaged(f"ledger.{reason}", reason=reason) from error
        raise LedgerUnavailable(f"ledger.{reason}", reason=reason) from error
    except OSError as error:
        raise LedgerUnavailable("ledger.cannotOpen", reason="cannotOpen") from error


def _reason_of(error: BaseException) -> str:
    return error.reason if isinstance(error, BookFailed) else reason_of(error)


def _names(row: Notification, naming: Callable[[str, UUID | None], bool]) -> bool:
    """True if the row names such a unit, or only its decoding could tell."""
    if not isinstance(row.state, bytes):
        return True
    units = units_named(row.topic, row.state)
    return units is None or any(naming(printed, unit_id) for printed, unit_id in units)


def _damage(row: Notification, *, reason: str) -> LedgerDamaged:
    recorded_at: datetime | None
    try:
        recorded_at = instant_of(row.state)
    except Undecodable:
        recorded_at = None
    return LedgerDamaged(
        position=row.id,
        stream_id=row.originator_id,
        version=row.originator_version,
        recorded_at=recorded_at,
        reason=reason,
    )
