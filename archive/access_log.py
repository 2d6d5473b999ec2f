"""Who looked at what: a ledger of its own, so that reading neither slows nor swells the careers.

One event per answer, in a stream per actor and day (of Việt Nam). Ordinary answers are written in
batches within a second, by a thread; a refusal or an export is written before it is given. What
cannot be written is not forgotten and not hidden: it is tried again, and until it succeeds no
further answer may be given. A crash loses at most the last second of ordinary looks.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Annotated, ClassVar, Self
from uuid import UUID, uuid5

from archive.ledger import Ledger, LedgerUnavailable, Write, open_ledger
from domain.access import Action
from domain.errors import HosoError
from domain.events.envelope import Event, Recorded, StreamKind
from domain.labels import Label, personal

log = logging.getLogger(__name__)

_VIETNAM = timezone(timedelta(hours=7))
_STREAMS = UUID("5d1c3b4e-5f0f-4d55-9d0f-7b1f1b6f2a10")
_EVERY_S = 0.5
BOOK = "access"
"""Its name, where one database holds several books."""


class Look(Event):
    """One answer to one actor (`recorded_by`): what it showed, by ids, never by content."""

    stream: ClassVar[StreamKind] = StreamKind.ACTOR
    action: Annotated[Action, Label("Việc", "Action")]
    answered_at: Annotated[datetime, Label("Lúc", "Answered at")]
    key_id: Annotated[str | None, Label("Mã khóa", "Key id")] = None
    persons: Annotated[tuple[UUID, ...], Label("Những người", "Persons")] = ()
    dossiers: Annotated[tuple[UUID, ...], Label("Hồ sơ", "Dossiers")] = ()
    pages: Annotated[tuple[UUID, ...], Label("Trang", "Pages")] = ()
    events: Annotated[tuple[UUID, ...], Label("Sự kiện", "Events")] = ()
    position: Annotated[int | None, Label("Vị trí sổ cái", "Ledger position")] = None
    """Up to where the ledger was known in the answer."""
    valid_on: Annotated[date | None, Label("Hiệu lực tại", "Valid on")] = None
    purpose: Annotated[str | None, personal("Mục đích", "Purpose")] = None


class AnswerGiven(Look):
    topic: ClassVar[str] = "answer.given"
    label: ClassVar[Label] = Label("Đã xem", "Answer given")


class AnswerRefused(Look):
    """The actor may not. `code` is the refusal's."""

    topic: ClassVar[str] = "answer.refused"
    label: ClassVar[Label] = Label("Bị từ chối", "Answer refused")
    code: Annotated[str, Label("Mã", "Code")]


class AnswerExported(Look):
    """Something left the archive: a file, a certified extract."""

    topic: ClassVar[str] = "answer.exported"
    label: ClassVar[Label] = Label("Đã xuất", "Answer exported")
    form: Annotated[str, Label("Dạng", "Form")]


ACCESS_TYPES: dict[str, type[Event]] = {
    kind.topic: kind for kind in (AnswerGiven, AnswerRefused, AnswerExported)
}
"""What the access ledger may hold."""


class AccessLog:
    """Open it with `open_access_log`; close it, or the last half second is lost."""

    def __init__(self, ledger: Ledger, *, every_s: float = _EVERY_S) -> None:
        self.ledger = ledger
        self._every_s = every_s
        self._waiting: list[Look] = []
        self._failed = False
        self._closed = False
        self._news = Condition(Lock())
        self._writing = Lock()
        self._thread = Thread(target=self._flush_on, name="access-log", daemon=True)
        self._thread.start()

    def note(self, look: AnswerGiven) -> None:
        """Record an ordinary answer within a second.

        Raises:
            LedgerUnavailable: earlier answers could not be written and still cannot: do not answer.
        """
        with self._news:
            if self._closed:
                raise LedgerUnavailable("ledger.closed")
            self._waiting.append(look)
            self._news.notify()
            failed = self._failed
        if failed:
            self.flush()

    def write(self, look: AnswerRefused | AnswerExported) -> None:
        """Record a refusal or an export; when this returns, it is on disk.

        Raises: LedgerUnavailable: do not answer.
        """
        self._record((look,))

    def flush(self) -> None:
        """Write what waits, now. Raises: LedgerUnavailable; then it still waits."""
        with self._writing:
            with self._news:
                batch, self._waiting = self._waiting, []
            try:
                self._record(batch)
            except BaseException:
                with self._news:
                    self._waiting = batch + self._waiting
                    self._failed = True
                raise
            with self._news:
                self._failed = False

    def looks_of(self, actor_id: UUID, day: date) -> tuple[Recorded, ...]:
        """What an actor saw on a day of Việt Nam, as far as it is written."""
        return self.ledger.events(access_stream(actor_id, day))

    def _record(self, looks: Iterable[Look]) -> None:
        streams: dict[UUID, list[Event]] = {}
        for look in looks:
            day = look.answered_at.astimezone(_VIETNAM).date()
            streams.setdefault(access_stream(look.recorded_by, day), []).append(look)
        if streams:
            self.ledger.record(
                *(Write(stream_id, tuple(events), None) for stream_id, events in streams.items())
            )

    def _flush_on(self) -> None:
        while True:
            with self._news:
                while not self._waiting and not self._closed:
                    self._news.wait()
                if self._closed:
                    return
                # Gather for a moment: many looks, one force to disk.
                self._news.wait_for(lambda: self._closed, timeout=self._every_s)
            try:
                self.flush()
            except HosoError as error:
                log.error("looks not written yet", extra={"code": error.code})

    def close(self) -> None:
        """Write what waits and close the ledger. Raises: LedgerUnavailable if it cannot."""
        with self._news:
            if self._closed:
                return
            self._closed = True
            self._news.notify_all()
        self._thread.join()
        try:
            self.flush()
        finally:
            self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def access_stream(actor_id: UUID, day: date) -> UUID:
    """The stream of one actor's day. From a random actor id, so it says nothing about anybody."""
    return uuid5(_STREAMS, f"{actor_id}:{day.isoformat()}")


def open_access_log(
    url: str, *, clock: Callable[[], datetime], every_s: float = _EVERY_S
) -> AccessLog:
    """Open the access ledger at `url`, a book of its own. Raises: as `open_ledger`."""
    ledger = open_ledger(url, clock=clock, types=ACCESS_TYPES, book=BOOK)
    return AccessLog(ledger, every_s=every_s)
