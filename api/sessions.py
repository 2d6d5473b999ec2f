"""Who is signed in at the pages: kept on the server, gone when it stops.

The browser holds a random token and nothing else. The session keeps the key it was opened with, so
that a key revoked or expired ends the session with the next request.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
COOKIE = "hoso_session"
_MOST = 10_000


@dataclass(frozen=True)
class Note:
    """What the next page says first: that something was done, or why not. It waits here and not in
    an address, for it may name somebody."""

    text: str
    lines: tuple[str, ...] = ()
    bad: bool = False


@dataclass(frozen=True)
class Session:
    """`key` is the actor's key as given; `form_token` stands in every form of the session."""

    key: str
    form_token: str
    opened_at: datetime
    seen_at: datetime
    note: Note | None = None


class Sessions:
    """Open sessions by the hash of their token. Safe between threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open: dict[str, Session] = {}

    def open(self, key: str) -> tuple[str, Session]:
        """Begin a session for a key that was checked; return the cookie's token and the session."""
        now = self._clock()
        token = secrets.token_urlsafe(32)
        session = Session(key, secrets.token_urlsafe(24), opened_at=now, seen_at=now)
        with self._lock:
            self._drop_ended(now)
            if len(self._open) >= _MOST:
                oldest = min(self._open, key=lambda name: self._open[name].seen_at)
                del self._open[oldest]
            self._open[_name(token)] = session
        return token, session

    def find(self, token: str | None) -> Session | None:
        """The session of a token, kept alive by the look; None if it never was or has ended."""
        if not token:
            return None
        now = self._clock()
        with self._lock:
            session = self._open.get(_name(token))
            if session is None:
                return None
            if _has_ended(session, now):
                del self._open[_name(token)]
                return None
            self._open[_name(token)] = session = replace(session, seen_at=now)
        return session

    def leave_note(self, token: str | None, note: Note) -> None:
        """Leave a note for the next page of the session."""
        self._put_note(token, note)

    def take_note(self, token: str | None) -> Note | None:
        """The note that was left, once."""
        return self._put_note(token, None)

    def _put_note(self, token: str | None, note: Note | None) -> Note | None:
        with self._lock:
            session = self._open.get(_name(token or ""))
            if session is None:
                return None
            self._open[_name(token or "")] = replace(session, note=note)
            return session.note

    def close(self, token: str | None) -> None:
        if token:
            with self._lock:
                self._open.pop(_name(token), None)

    def _drop_ended(self, now: datetime) -> None:
        self._open = {
            name: session for name, session in self._open.items() if not _has_ended(session, now)
        }


def _has_ended(session: Session, now: datetime) -> bool:
    return now - session.seen_at > IDLE or now - session.opened_at > LONGEST


def _name(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
